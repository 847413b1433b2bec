/** Readings out of other archives: what has their shape may still be made up. */
import { expect, test } from 'vitest';
import { isReadingOf, packReading } from '../../src/library/pack';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { newReading, type FileReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { answer, prompt } from '../support/logs';
import { inflateRawSync } from 'node:zlib';

const file = { path: '/logs/s.jsonl', sessionId: 's', agentId: null };

function readingWith(change: (reading: FileReading) => void): Buffer {
  const reading = newReading(file.path, file.sessionId, null);
  const state = new FoldState(reading, scan);
  for (const record of [prompt('s', 'go'), answer('s', 'done')])
    foldLine(state, JSON.stringify(record), 0, 9);
  change(reading);
  return inflateRawSync(packReading(reading));
}

test('a packed reading is accepted only for its own file', () => {
  const json = readingWith(() => undefined);
  expect(isReadingOf(json, file)).toBe(true);
  expect(isReadingOf(json, { ...file, path: '/logs/t.jsonl' })).toBe(false);
});

test.each<[string, (reading: FileReading) => void]>([
  ['tokens below zero', ({ responses }) => (responses[0]!.usage.output = -5)],
  ['tokens beyond all', ({ responses }) => (responses[0]!.usage.input = 1e300)],
  [
    'an adviser below zero',
    ({ responses }) => {
      const { usage } = responses[0]!;
      responses[0]!.advisors = [{ model: 'm', usage: { ...usage, input: -1 }, fast: false, refused: false }];
    },
  ],
  ['a place below zero', ({ events }) => (events[0]!.at = -1)],
  ['lines below zero', ({ parse }) => (parse.lines = -1)],
])('%s: it is left out', (_, change) => {
  expect(isReadingOf(readingWith(change), file)).toBe(false);
});
