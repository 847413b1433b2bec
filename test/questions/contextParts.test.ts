/** What a session's context contained, and what was dropped. Tokens are computed by hand: 3.3 characters each, 55 for a call. */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  rereadSentence,
  consequenceText,
  keptText,
  lossSizes,
  lossTitle,
  sumOf,
  sumText,
} from '../../webview/session/details/contextWords';
import { PART_NAMES } from '../../src/session/composition';
import { answer, prompt, result, toolUse, uuid } from '../support/logs';
import { opened } from './sessionRig';

/** A text of so many tokens. */
const text = (tokens: number): string => 'abc '.repeat(tokens).slice(0, Math.round(tokens * 3.3));
const used = (tokens: number) => ({
  usage: { input_tokens: 0, cache_read_input_tokens: tokens },
  stop: 'tool_use',
});
const read = (id: string, path: string, tokens: number, context: number) => [
  answer('a', [toolUse('Read', { file_path: path }, id)], used(context)),
  result('a', id, text(tokens)),
];
const boundary = {
  type: 'system',
  subtype: 'compact_boundary',
  sessionId: 'a',
  content: 'Conversation compacted',
  uuid: uuid(),
  timestamp: '2026-08-01T10:00:00.000Z',
  compactMetadata: { trigger: 'auto', preTokens: 40_000 },
};

const lines = [
  [prompt('a', 'Mend the parser, keep its tests.')],
  read('r1', '/w/app/a.ts', 6_000, 20_000),
  read('r2', '/w/app/b.ts', 3_000, 26_000),
  [answer('a', text(1_000), used(30_000))],
  [prompt('a', 'Now the printer'), answer('a', 'Yes.', used(31_000))],
  [
    boundary,
    prompt('a', `Summary. The person said: “mend the parser, keep its tests.” ${text(900)}`, {
      isCompactSummary: true,
    }),
  ],
  [prompt('a', 'Go on'), answer('a', 'Hm.', used(21_000))],
  read('r3', '/w/app/b.ts', 3_000, 21_100),
  [
    answer(
      'a',
      [toolUse('Edit', { file_path: '/w/app/a.ts', old_string: 'x', new_string: 'y' }, 'e1')],
      used(24_200),
    ),
    result('a', 'e1', 'File has not been read yet', {}, { is_error: true }),
  ],
  [prompt('a', 'No, that is wrong, I said the printer'), answer('a', 'Sorry.', used(24_500))],
];

test('the base is the first input beyond the prompt; later reads count as files; all is scaled to the total', async () => {
  const { engine } = await opened(lines);
  const story = (await engine.call('contextParts', { id: 'a' }))!;
  expect(story.responses).toBe(8);
  expect(story.most).toMatchObject({ turn: 1, tokens: 31_000 });
  const [first] = story.turns;
  // 32 characters are 10 tokens; calls and paths take 61 each; 9,000 are of files, 1,000 were said; 30,000 − 19,990 scale them.
  expect(story.filled[0]).toMatchObject({ tokens: 20_000, parts: { base: 19_990, words: 10, files: 0 } });
  expect(first).toMatchObject({ turn: 0, tokens: 30_000 });
  const { parts } = first!;
  expect([parts.base, parts.thinking, parts.memory, parts.summary]).toEqual([19_990, 0, 0, 0]);
  const scale = 10_010 / (10 + 9_000 + 2 * 66);
  expect(parts.files! / 9_000).toBeCloseTo(scale, 1);
  expect(Object.values(parts).reduce((sum, one) => sum! + one!, 0)).toBe(30_000);
});

test('a compaction drops files; repeated reads, edits without reading and corrections are listed', async () => {
  const { engine } = await opened(lines);
  const [loss, ...others] = (await engine.call('contextParts', { id: 'a' }))!.losses;
  expect(others).toEqual([]);
  expect(loss).toMatchObject({
    how: 'compacted',
    trigger: 'auto',
    turn: 1,
    before: 40_000,
    after: 21_000,
    back: [],
    moreFiles: 0,
  });
  expect(loss!.files.map(({ path }) => path)).toEqual(['/w/app/a.ts', '/w/app/b.ts']);
  expect(loss!.prompts).toEqual({ kept: 1, lost: [{ turn: 1, text: 'Now the printer' }] });
  expect(loss!.again.map(({ what, path, turn }) => [what, path, turn])).toEqual([
    ['read', '/w/app/b.ts', 2],
    ['failed', '/w/app/a.ts', 2],
    ['corrected', null, 3],
  ]);
  expect(loss!.againTokens).toBe(loss!.again[0]!.tokens);
  expect(loss!.againTokens).toBeGreaterThan(2_500);
  expect([lossTitle(loss!), lossSizes(loss!), consequenceText(loss!.again[1]!, 'a.ts')]).toEqual([
    'Compacted',
    '40.0K → 21.0K tokens',
    'Tried to edit a.ts: failed',
  ]);
  expect(keptText(loss!)).toMatch(/^A summary of [\d,]+ words\. 1 of 2 prompts word for word\.$/);
  expect(PART_NAMES.base).toContain('what is not in the log');
});

test('events before the first prompt are a turn; a correction counts after a turn that used dropped content', async () => {
  const { engine } = await opened([
    answer('a', 'Welcome back.', used(9_000)),
    lines,
    prompt('a', 'Thanks'),
    answer('a', 'Gladly.', used(24_600)),
    prompt('a', 'No, that is wrong, I said the other one'),
    answer('a', 'Sorry.', used(24_700)),
  ]);
  const { filled, losses } = (await engine.call('contextParts', { id: 'a' }))!;
  expect(filled.map(({ turn }) => turn)).toEqual([0, 1, 1, 1, 2, 3, 3, 3, 4, 5, 6]);
  expect(losses[0]!.again.map(({ what, turn }) => [what, turn])).toEqual([
    ['read', 3],
    ['failed', 3],
    ['corrected', 4],
  ]);
});

test('a secret at the cut of a dropped prompt is redacted completely, also in the report', async () => {
  const key = `sk-ant-${'a'.repeat(40)}`;
  const long = prompt('a', `${'word '.repeat(31)}${key}`);
  const { engine } = await opened([
    lines.slice(0, 4),
    long,
    answer('a', 'Yes.', used(31_000)),
    lines.slice(5),
  ]);
  const [loss] = (await engine.call('contextParts', { id: 'a' }))!.losses;
  expect(loss!.prompts!.lost[0]!.text).toContain('[reda');
  const report = await engine.call('report', { kind: 'session', format: 'json', ids: ['a'] } as never);
  expect(report).not.toContain('sk-ant-');
});

test('unknown parts make a sum a lower bound, never 0', async () => {
  const { engine, log } = await opened(lines);
  rmSync(log);
  const { most, losses } = (await engine.call('contextParts', { id: 'a' }))!;
  const one = { ...most!, parts: { ...most!.parts, files: null, output: null, words: 1_000 } };
  expect([sumOf(one, ['files', 'output']), sumText(one, ['files', 'output'])]).toEqual([null, 'unknown']);
  expect([sumOf(one, ['files', 'words']), sumText(one, ['files', 'words'])]).toEqual([1_000, '≥ 1.00K']);
  expect(sumText(one, ['words'])).toBe('about 1.00K');
  const [loss] = losses;
  expect(loss!.againAtLeast).toBe(true);
  expect(rereadSentence([{ ...loss!, againTokens: 2_000 }])).toBe(
    'At least 2.00K tokens were read again after falling out.',
  );
});

test('without the log, totals are known and parts are not; without answers nothing is known', async () => {
  const { engine, log } = await opened(lines);
  rmSync(log);
  const story = (await engine.call('contextParts', { id: 'a' }))!;
  expect(story.most?.tokens).toBe(31_000);
  expect(story.most?.parts).toMatchObject({ files: null });
  expect(story.losses[0]).toMatchObject({ prompts: null, summaryWords: null, againTokens: 0 });
  expect(await engine.call('contextParts', { id: 'x' })).toBeNull();
});

test('the report of a session has it too', async () => {
  const { engine } = await opened(lines);
  const report = await engine.call('report', { kind: 'session', format: 'markdown', ids: ['a'] } as never);
  expect(report).toContain('## Context');
  expect(report).toMatch(/\| In all \| 31\.0K \| 24\.5K \|/);
  expect(report).toMatch(/\| 2 \| compacted \| 40\.0K → 21\.0K \| 2 \| 3 \|/);
});
