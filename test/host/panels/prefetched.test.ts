import { expect, test } from 'vitest';
import { prefetched } from '../../../src/host/panels/prefetched';

test('an answer asked for ahead is had once, and not after it was dropped', async () => {
  const one = prefetched(Promise.resolve('told'));
  expect(await one.take()).toBe('told');
  expect(await one.take()).toBeNull();
  const other = prefetched(Promise.resolve('old'));
  other.drop();
  expect(await other.take()).toBeNull();
});

test('one that failed is none: an engine that stopped meanwhile runs again', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', hear);
  const taken = prefetched(Promise.reject(new Error('taken')));
  prefetched(Promise.reject(new Error('left')));
  expect(await taken.take()).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
