import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, uuid, type Json } from '../support/logs';

// After a compaction the context is what it left (postTokens), not what the last response asked with. Old logs do not
// say: unknown, not the old figure. The summary that follows is no prompt.
const boundary = (meta: object) => ({
  type: 'system',
  subtype: 'compact_boundary',
  uuid: 'c1',
  sessionId: 'a',
  timestamp: '2026-08-01T10:01:00.000Z',
  parentUuid: null,
  compactMetadata: { trigger: 'auto', preTokens: 150_000, ...meta },
});
const before = answer('a', 'x', { usage: { input_tokens: 10, cache_read_input_tokens: 149_990 } });
const summary = prompt('a', 'This session is being continued', {
  isCompactSummary: true,
  isVisibleInTranscriptOnly: true,
});

test('the context after a compaction is postTokens', () => {
  const a = one(inspected(folder({ 'a.jsonl': [before, boundary({ postTokens: 12_000 }), summary] })), 'a');
  expect(a).toMatchObject({ compactions: 1, prompts: 0, context: { tokens: 12_000, window: 1_000_000 } });
});
test('without postTokens it is unknown until the next response', () => {
  expect(one(inspected(folder({ 'a.jsonl': [before, boundary({}), summary] })), 'a').context).toBeNull();
  const after = answer('a', 'y', { usage: { input_tokens: 5, cache_read_input_tokens: 20_000 } });
  expect(
    one(inspected(folder({ 'a.jsonl': [before, boundary({}), summary, after] })), 'a').context,
  ).toMatchObject({ tokens: 20_005 });
});

test('a summary is a compaction where no record tells of one', () => {
  const figures = (...lines: Json[]): unknown => {
    const { compactions, prompts, context } = one(inspected(folder({ 'a.jsonl': lines })), 'a');
    return { compactions, prompts, context };
  };
  const compacted = { compactions: 1, prompts: 0, context: null };
  expect(figures(before, summary)).toEqual(compacted);
  // Written again it is the same one, also without the record that told of it.
  expect(figures(before, summary, before, summary)).toEqual(compacted);
  expect(figures(before, boundary({}), summary, before, summary)).toEqual(compacted);
  const second = { ...summary, uuid: uuid() };
  expect(figures(before, boundary({}), summary, second)).toEqual({ ...compacted, compactions: 2 });
  // What was compacted is another session: this one begins with what is left of it.
  expect(figures(summary, before)).toEqual({
    compactions: 0,
    prompts: 0,
    context: { tokens: 150_000, window: 1_000_000 },
  });
});

test('`/compact` is logged as it was typed, too: it is one command and no prompt', () => {
  const typed = prompt('a', '/compact keep the plan');
  const command = prompt(
    'a',
    '<command-name>/compact</command-name>\n<command-message>compact</command-message>\n<command-args>keep the plan</command-args>',
  );
  const log = [before, typed, boundary({ trigger: 'manual', postTokens: 12_000 }), summary, command];
  expect(one(inspected(folder({ 'a.jsonl': log })), 'a')).toMatchObject({
    compactions: 1,
    prompts: 0,
    slashCommands: 1,
  });
  // Words that begin alike are words.
  const words = prompt('a', '/compaction.md says how, read it');
  expect(one(inspected(folder({ 'a.jsonl': [words] })), 'a')).toMatchObject({ prompts: 1, slashCommands: 0 });
});

test.each([[true], [false]])(
  'a summary that stands before the record of its compaction is that compaction (answered: %s)',
  (answered) => {
    const lines = [
      prompt('a', 'go'),
      answer('a', 'x', { usage: { input_tokens: 9000 } }),
      prompt('a', 'This session is being continued', { isCompactSummary: true }),
      {
        type: 'system',
        subtype: 'compact_boundary',
        sessionId: 'a',
        uuid: uuid(),
        compactMetadata: { trigger: 'auto', preTokens: 9000, postTokens: 400 },
      },
      ...(answered ? [answer('a', 'y', { usage: { input_tokens: 500 } })] : []),
    ];
    const once = one(inspected(folder({ 'a.jsonl': lines })), 'a');
    expect(once).toMatchObject({ compactions: 1, context: { tokens: answered ? 500 : 400 } });
    // History that is written again tells of no other one.
    const again = one(inspected(folder({ 'a.jsonl': [...lines, ...lines] })), 'a');
    expect(again.compactions).toBe(1);
  },
);
test('a compaction that was told by its summary alone is another than the next one', () => {
  const next = { type: 'system', subtype: 'compact_boundary', sessionId: 'a', uuid: uuid() };
  const lines = [
    prompt('a', 'go'),
    answer('a', 'x'),
    prompt('a', 'This session is being continued', { isCompactSummary: true }),
    answer('a', 'y'),
    next,
  ];
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').compactions).toBe(2);
});
