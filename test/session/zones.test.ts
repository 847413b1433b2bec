import { expect, test, vi } from 'vitest';
import { isZone, zoneOfMachine } from '../../src/session/zones';

test('only names of zones are zones', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Base', ''].map(isZone)).toEqual([true, true, false, false]);
});

test.each([
  ['Etc/Unknown', 'UTC'],
  [undefined, 'UTC'],
  ['Asia/Tokyo', 'Asia/Tokyo'],
])('a machine that says its zone is %s is in %s', (said, zone) => {
  const options = new Intl.DateTimeFormat().resolvedOptions();
  const spy = vi
    .spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions')
    // As an environment with an empty `TZ` makes it.
    .mockReturnValueOnce({ ...options, timeZone: said as string });
  expect(zoneOfMachine()).toBe(zone);
  spy.mockRestore();
});
