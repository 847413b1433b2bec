import { expect, test } from 'vitest';
import { isMuted } from '../../src/detectors/muted';

const alerts = { muted: ['waiting'], mutedIn: { stuck: ['/w/app', 'C:\\Code\\App'] } };

test.each([
  ['waiting', null, true],
  ['waiting', '/anywhere', true],
  ['stuck', '/w/app', true],
  ['stuck', '/w/app/packages/core', true],
  ['stuck', 'c:/code/app/src', true],
  ['stuck', '/w/app2', false],
  ['stuck', '/w', false],
  ['stuck', null, false],
  ['refused', '/w/app', false],
  ['toString', '/w/app', false],
])('%s in %s is muted: %s', (name, project, expected) =>
  expect(isMuted(alerts, name, project)).toBe(expected),
);
