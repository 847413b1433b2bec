/** What is quicker than zod says what zod says: the reader of records, and the test of readings out of the archive. */
import { expect, test } from 'vitest';
import { readerBy } from '../../src/log/fields';
import { Block, LogRecord } from '../../src/log/record';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { FileReading, newReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { fits } from '../../src/store/shape';
import { answer, prompt, result, toolUse } from '../support/logs';
import { fuzz, mutated, PATIENCE } from './fuzz';

/** Values as JSON gives them. */
const mutatedJson = (from: readonly unknown[]) =>
  mutated(from).map((value) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown);

const edit = toolUse('Edit', { file_path: '/w/a.ts', old_string: 'a', new_string: 'b' });
const said = answer('s', [
  { type: 'text', text: 'Wait, actually. Should I continue?' },
  { type: 'thinking', thinking: 'hm', signature: 'abc' },
  edit,
]);
const LINES = [
  { ...prompt('s', 'No, that is wrong.'), origin: { kind: 'human' }, isMeta: false, retryAttempt: 3 },
  said,
  result('s', 't1', 'ok'),
  { type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto', preTokens: 5 } },
  { type: 'queue-operation', operation: 'enqueue', content: 'x', sessionId: 's' },
];

test('records', PATIENCE, async () => {
  const read = readerBy(LogRecord);
  await fuzz('records', mutatedJson(LINES), (value) =>
    expect(read(value)).toEqual(LogRecord.safeParse(value).data),
  );
});

test('blocks', PATIENCE, async () => {
  const read = readerBy(Block);
  const blocks = [
    edit,
    { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'x' }], is_error: true },
  ];
  await fuzz('blocks', mutatedJson(blocks), (value) =>
    expect(read(value)).toEqual(Block.safeParse(value).data),
  );
});

test('readings: what fits is what the schema gives back', PATIENCE, async () => {
  const reading = newReading('/logs/s.jsonl', 's', null);
  const state = new FoldState(reading, scan);
  for (const line of LINES) foldLine(state, JSON.stringify(line), 0, 9);
  const whole = fits(FileReading, true);
  const kept = JSON.parse(JSON.stringify(reading)) as unknown;
  expect(whole(kept)).toBe(true);
  await fuzz('readings', mutatedJson([kept]), (value) => {
    if (whole(value)) expect(FileReading.safeParse(value).data).toEqual(value);
  });
});
