import { expect, test } from 'vitest';
import { later } from '../../webview/shared/later';

/** Something that can be loaded from the time on that it is there. */
function page() {
  const seen = { asked: 0, there: false, events: [] as (string | null)[] };
  const one = later(
    async () => {
      seen.asked++;
      if (!seen.there) throw new Error('The link is down.');
      return 'tabs';
    },
    (loaded) => seen.events.push(loaded),
    () => seen.events.push(one.failure),
  );
  return { seen, one };
}

test('it is loaded once for all who wait for it, and taken before they go on', async () => {
  const { seen, one } = page();
  seen.there = true;
  const waiting = [one.load(), one.load()].map((each) =>
    each.then((loaded) => seen.events.push(`got ${loaded}`)),
  );
  await Promise.all(waiting);
  one.retry();
  await one.load();
  expect([seen.asked, seen.events]).toEqual([1, ['tabs', 'got tabs', 'got tabs']]);
});

test('what cannot be loaded is told, and loaded as soon as it can be and somebody asks for it', async () => {
  const { seen, one } = page();
  expect([await one.load(), one.failure]).toEqual([null, 'The link is down.']);
  one.retry();
  // A second failure is told like the first: what stood there was taken away.
  expect(one.failure).toBe(null);
  expect(await one.load()).toBe(null);
  seen.there = true;
  const again = one.load();
  expect(one.failure).toBe('The link is down.');
  expect([await again, one.failure]).toEqual(['tabs', null]);
  expect([seen.asked, seen.events]).toEqual([3, ['The link is down.', 'The link is down.', 'tabs']]);
});

test('what goes wrong when it is taken is told, and it is not taken twice', async () => {
  let taken = 0;
  const failures: (string | null)[] = [];
  const one = later(
    async () => 'tabs',
    () => {
      taken++;
      throw new Error('No such tab.');
    },
    () => failures.push(one.failure),
  );
  expect(await one.load()).toBe('tabs');
  one.retry();
  await one.load();
  expect([taken, failures]).toEqual([1, ['No such tab.']]);
});
