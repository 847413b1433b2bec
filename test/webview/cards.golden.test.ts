/**
 * How every card looks, from a small log each: what an engine tells of it, written as the page writes it. The pictures are HTML files in
 * test/fixtures/cards; `vitest run -u test/webview/cards.golden.test.ts` writes them anew, and the difference is to be read.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Card } from '../../src/questions/shared/transcript/cards';
import type { Actions, View } from '../../webview/session/tab';
import { contextOf, rowOf } from '../../webview/session/transcript/rows';
import { memory } from '../../webview/shared/own';
import { htmlOf } from '../../webview/shared/html';
import { openWindow } from '../engine/rig';
import { answer, minute, prompt, put, result, toolUse, type Json } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const call = (name: string, input: Json, back: unknown, more: Json = {}, block: Json = {}): Json[] => [
  answer('a', [toolUse(name, input, 't1')], { stop: 'tool_use' }),
  result('a', 't1', back, more, block),
];
const failed = { is_error: true };
const numbered = (n: number) => Array.from({ length: n }, (_, i) => `line ${i + 1}`).join('\n');
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } };
const edit = { file_path: '/w/app/src/a.ts', old_string: 'const a = 1;', new_string: 'const b = 1;' };

/** A log for each card, by the name of its picture. */
const CASES: Readonly<Record<string, readonly Json[]>> = {
  prompt: [prompt('a', 'Mend `a.ts`, <b>please</b>')],
  'prompt-command': [
    prompt(
      'a',
      '<command-message>review</command-message><command-name>/review</command-name><command-args>src</command-args>',
    ),
  ],
  'prompt-picture': [prompt('a', [{ type: 'text', text: 'Like this:' }, picture])],
  reply: [answer('a', '# Done\n\n- **one** in `src/a.ts:3`\n\n```ts\nconst a = 1;\n```')],
  thinking: [
    answer('a', [
      { type: 'thinking', thinking: `First I look.\n${'And think. '.repeat(40)}`, signature: 's' },
    ]),
  ],
  read: call(
    'Read',
    { file_path: '/w/app/src/a.ts', offset: 3 },
    '     3→const a = 1;\n     4→const b = 2;',
    {
      toolUseResult: {
        type: 'text',
        file: {
          filePath: '/w/app/src/a.ts',
          content: 'const a = 1;\nconst b = 2;',
          numLines: 2,
          startLine: 3,
          totalLines: 9,
        },
      },
    },
  ),
  'read-failed': call('Read', { file_path: '/w/app/none.ts' }, 'File does not exist.', {}, failed),
  edit: call('Edit', edit, 'ok', {
    toolUseResult: {
      filePath: '/w/app/src/a.ts',
      structuredPatch: [
        {
          oldStart: 7,
          oldLines: 2,
          newStart: 7,
          newLines: 2,
          lines: [' // a', '-const a = 1;', '+const b = 1;'],
        },
      ],
    },
  }),
  'edit-failed': call('Edit', edit, 'String to replace not found.', {}, failed),
  'edit-refused': call(
    'Edit',
    edit,
    "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file).",
    {},
    failed,
  ),
  write: call('Write', { file_path: '/w/app/b.ts', content: numbered(20) }, 'ok', {
    toolUseResult: { type: 'create', filePath: '/w/app/b.ts', content: numbered(20) },
  }),
  command: call('Bash', { command: 'cd /w/app && npm test' }, `\u001b[32mok\u001b[0m\n${numbered(30)}`),
  'command-failed': call('Bash', { command: 'npm test' }, 'Exit code 2\nboom', {}, failed),
  'command-watched': call('BashOutput', { bash_id: 'b1' }, 'still going'),
  search: call('Grep', { pattern: 'TODO', path: '/w/app/src' }, numbered(12)),
  todo: call(
    'TodoWrite',
    {
      todos: [
        { content: 'one', status: 'completed' },
        { content: 'two', status: 'in_progress' },
        { content: 'three', status: 'pending' },
      ],
    },
    'ok',
  ),
  agent: call(
    'Task',
    { description: 'Look around', prompt: 'Look **well**.', subagent_type: 'Explore' },
    'Found it.',
  ),
  web: call('WebFetch', { url: 'https://example.com/a/b', prompt: 'What is it?' }, 'A *page*.'),
  question: call(
    'AskUserQuestion',
    {
      questions: [
        { question: 'Which?', options: [{ label: 'Left', description: 'the near one' }, { label: 'Right' }] },
      ],
    },
    'ok',
    { toolUseResult: { answers: { 'Which?': 'Right' } } },
  ),
  plan: call('ExitPlanMode', { plan: '## Plan\n\n1. Look' }, 'ok'),
  skill: call('Skill', { skill: 'pdf', args: 'a.pdf' }, 'Read.'),
  server: call('mcp__linear-server__create_issue', { title: 'A fault', team: 'app' }, '{"id": 7}'),
  other: call('SomethingNew', { when: 'now', deep: { a: [1] } }, '# Made\n\n- it'),
  'other-unanswered': [answer('a', [toolUse('SomethingNew', { when: 'now' }, 't1')], { stop: 'tool_use' })],
  run: [
    ...call('Read', { file_path: '/w/app/a.ts' }, '     1→a'),
    answer('a', [toolUse('Grep', { pattern: 'x' }, 't2')], { stop: 'tool_use' }),
    result('a', 't2', 'a.ts'),
  ],
  compaction: [
    prompt('a', 'go'),
    {
      type: 'system',
      subtype: 'compact_boundary',
      sessionId: 'a',
      uuid: 'c',
      timestamp: minute(0),
      content: 'Conversation compacted',
      compactMetadata: { trigger: 'auto', preTokens: 150_000 },
    },
  ],
  stopped: [prompt('a', 'go'), prompt('a', [{ type: 'text', text: '[Request interrupted by user]' }])],
  trouble: [
    prompt('a', 'go'),
    answer('a', 'API Error: 529 overloaded', { model: '<synthetic>', more: { isApiErrorMessage: true } }),
  ],
};

/** A tag a line; without times, which are of the machine's zone, and but once without what can be done with a step, which is always the same. */
const readable = (html: string, withActions: boolean): string =>
  html
    .replaceAll(/<[^>]*>/g, (tag) => tag.replaceAll(/\s+/g, ' ').replace(/ >$/, '>'))
    .replaceAll(/<div class="acts">[^]*?<\/div>/g, (acts) => (withActions ? acts : ''))
    .replaceAll(/\d{1,2}:\d\d(?::\d\d)?(?:\s[AP]M)?/g, 'TIME')
    .replaceAll(/[A-Z][a-z]{2} \d{1,2}, 2026/g, 'DAY')
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/>\s*</g, '>\n<')
    .replaceAll(/<(\w+)([^>]*)>\n<\/\1>/g, '<$1$2></$1>')
    .trim();

/** The rows of a log as the page writes them, and their cards. */
async function picturesOf(lines: readonly Json[]): Promise<{ html: string; cards: string[] }> {
  const folder = tempFolder();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), lines);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const { rows } = await engine.call('cards', { id: 'a', of: '', only: [], offset: 0, limit: 20 });
  const view = {
    state: { id: 'a', open: [], own: {} },
    detail: { row: { project: '/w/app', state: 'ended' } },
    answers: {},
    memory: memory(() => undefined),
    findings: null,
  } as unknown as View;
  const context = contextOf(view, {} as Actions, '', false);
  // Closed cards are shown open: a picture holds all of a card.
  const open = { ...context, isOpen: () => true };
  const html = rows.map((row) => htmlOf(rowOf(row, open))).join('\n');
  return { html, cards: rows.flatMap(({ steps }) => steps.map(({ card }) => card)) };
}

const shown = new Set<string>();

test.each(Object.entries(CASES))('%s', async (name, lines) => {
  const { html, cards } = await picturesOf(lines);
  cards.forEach((card) => shown.add(card));
  await expect(`${readable(html, name === 'edit')}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '..', 'fixtures', 'cards', `${name}.html`),
  );
});

test('every card has its picture', () => {
  expect(Card.options.filter((card) => !shown.has(card))).toEqual([]);
});
