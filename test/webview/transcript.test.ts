/** What cards of the transcript write, from small steps; and the pieces they are made of. */
import { expect, test } from 'vitest';
import type { StepView } from '../../src/questions/shared/transcript/stepShape';
import { terminalPieces } from '../../webview/shared/terminalText';
import { splitByFences } from '../../webview/shared/markdown';
import { asWords } from '../../webview/session/transcript/other';
import { commandLine } from '../../webview/session/transcript/command';
import { runWords } from '../../webview/session/transcript/run';
import { textOf } from '../../webview/session/transcript/load';
import { found } from '../../webview/session/transcript/found';
import { contextOf, rowOf } from '../../webview/session/transcript/rows';
import { memory } from '../../webview/shared/own';
import type { Actions, View } from '../../webview/session/tab';
import { written } from './written';

test('of a terminal’s output colours and weights stay, other sequences go, hidden characters show their names', () => {
  expect(terminalPieces('a\u001b[1;31mred\u001b[0m b')).toEqual([
    { text: 'a', kind: '' },
    { text: 'red', kind: 'ansi-red ansi-bold' },
    { text: ' b', kind: '' },
  ]);
  const plain = (text: string): string =>
    terminalPieces(text)
      .map((piece) => piece.text)
      .join('');
  expect(plain('\u001b[2J\u001b[1;1Hhome\u001b[?25l')).toBe('home');
  expect(plain('\u001b]8;;javascript:x\u0007link\u001b]8;;\u0007')).toBe('link');
  expect(plain('\u001b]0;title\u001b\\text\u001bPq\u001b\\')).toBe('text');
  expect(plain('10%\r20%\r100%\r\ndone')).toBe('100%\ndone');
  expect(plain('a\u202eb\u0000')).toBe('a⟨U+202E⟩b⟨U+0000⟩');
  expect(plain('\u001b[31mx')).toBe('x');
  expect(terminalPieces('\u001b[38;2;1;2;3mx\u001b[38;5;200my').map(({ kind }) => kind)).toEqual(['', '']);
});

test('a flood of sequences and endless lines cost no more than their length', () => {
  const began = performance.now();
  for (const text of ['\u001b[31mx\u001b[0m', '\u001b[', '\u001b]', '\r', '\u001b[1;', 'x\r'])
    terminalPieces(text.repeat(200_000));
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('names and commands in a line', () => {
  expect(['create_issue', 'getDiagnostics', 'ctx-fetch_and_index', ''].map(asWords)).toEqual([
    'Create issue',
    'Get diagnostics',
    'Ctx fetch and index',
    '',
  ]);
  expect(commandLine('cd /w/app && npm test\nnpm run build')).toBe('npm test');
  expect(commandLine('cd "/w/my app"; ls')).toBe('ls');
  expect(commandLine('cd /w/app')).toBe('cd /w/app');
  expect(commandLine('cdk deploy && x')).toBe('cdk deploy && x');
});

test('a run says what it did', () => {
  const step = (card: StepView['card'], path: string | null = null) => ({ card, path, key: 'k' });
  expect(runWords([step('read', '/a'), step('read', '/a'), step('search'), step('search')])).toBe(
    'Read 1 file, searched 2 times',
  );
  expect(runWords([step('command'), step('command'), step('search')])).toBe(
    'Searched once, looked with 2 commands',
  );
});

test('how many lines were found, in words', () => {
  const findings = { text: 'x', lines: [3, 9], at: 1, row: 4, done: true, more: false, unread: 0 };
  expect(found(findings)).toBe('2 of 2 lines');
  expect(found({ ...findings, done: false })).toBe('2 of 2 lines so far');
  expect(found({ ...findings, lines: [], unread: 1 })).toBe('Not found; 1 line too long to be searched');
  expect(found({ ...findings, lines: [3], at: 0 })).toBe('1 of 1 line');
});

test('a prompt is as it was typed, its code as code; a fence that nothing closes is text', () => {
  const prompt = (text: string): string => {
    const view = { state: { id: 'a' }, answers: {}, memory: memory(() => undefined) } as unknown as View;
    const step = { ...NOTHING, card: 'prompt', text: whole(text) } as StepView;
    return written(
      rowOf({ turn: 0, run: null, steps: [step] }, contextOf(view, {} as Actions, '', false)),
    ).replace(/<span class="tok-\w+">|<\/span>/g, '');
  };
  expect(prompt('Fix `a`:\n```ts\nconst b = `c`;\n```\n*now*')).toContain(
    'Fix <code class="in">a</code>:<pre class="code"><code>const b = `c`;</code></pre>*now*',
  );
  expect(prompt('a\n```ts\nb')).toContain('a\n```ts\nb');
  // Long fences that nothing closes end within the test's time.
  expect(prompt('```ts\n'.repeat(50_000))).toContain('```ts\n```ts');
});

test.each([
  ['````md\n```\na\n```\n````', '```\na\n```'],
  ['~~~\na\n~~~', 'a'],
  ['``` ts {1}\r\na\r\n```', 'a'],
  ['- step:\n```\na\n```', 'a'],
])('the code in the fence of “%s”', (text, code) => {
  expect(splitByFences(text).find(({ info }) => info !== null)?.text).toBe(code);
});

test('what is copied is the text itself', () => {
  const cut = (text: string) => ({ text, tail: '', chars: text.length, lines: 1 });
  const step = {
    card: 'command',
    command: null,
    text: cut('out'),
    input: [{ name: 'command', value: cut('ls') }],
    sides: [],
    hunks: [],
  };
  expect(textOf(step as unknown as StepView)).toBe('ls');
  expect(textOf({ ...step, card: 'prompt', command: '/review' } as unknown as StepView)).toBe('/review out');
  expect(
    textOf({
      ...step,
      card: 'edit',
      hunks: [{ oldStart: 1, newStart: 1, lines: [' a', '-b', '+c'] }],
    } as unknown as StepView),
  ).toBe('a\nc');
});

/** A step without anything in it. */
const NOTHING: StepView = {
  key: '0 0 x 0',
  card: 'other',
  turn: 0,
  at: 0,
  file: 0,
  time: null,
  open: true,
  name: null,
  tool: null,
  outcome: 'ok',
  deniedBy: null,
  ms: null,
  spent: null,
  path: null,
  line: null,
  lastLine: null,
  text: { text: '', tail: '', chars: 0, lines: 0 },
  unread: null,
  pictures: [],
  input: [],
  hunks: [],
  moreLines: 0,
  sides: [],
  created: false,
  added: null,
  removed: null,
  exitCode: null,
  count: null,
  todos: [],
  asked: [],
  agent: null,
  via: null,
  command: null,
  compacted: null,
};
const whole = (text: string) => ({ text, tail: '', chars: text.length, lines: text.split('\n').length });

/** What a row writes: its text alone, a line for each part. */
function seen(step: Partial<StepView>): string {
  const view = {
    state: { id: 'a', open: [], own: {} },
    detail: { row: { project: '/w/app', state: 'ended' } },
    answers: {},
    memory: memory(() => undefined),
    findings: null,
  } as unknown as View;
  const row = rowOf(
    { turn: 0, run: null, steps: [{ ...NOTHING, ...step }] },
    contextOf(view, {} as Actions, '', false),
  );
  return written(row)
    .replace(/<div class="acts">[\s\S]*?<\/div>/g, '')
    .replace(/<span\s+class="(?:n|sign)"[^>]*data-n="([^"]*)"[^>]*>/g, '$1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

test.each<[string, Partial<StepView>, string]>([
  [
    'an edit',
    {
      card: 'edit',
      path: '/w/app/src/a.ts',
      hunks: [{ oldStart: 4, newStart: 4, lines: [' a', '-b', '+c'] }],
      added: 1,
      removed: 1,
    },
    'Edited a.ts src +1 −1 4 4 a 5 − b 5 + c',
  ],
  [
    'an edit that failed',
    {
      card: 'edit',
      path: '/w/app/a.ts',
      outcome: 'error',
      text: whole('Not read yet.'),
      sides: [{ before: whole('a'), after: whole('b') }],
    },
    'Tried to edit a.ts failed Not read yet. − a + b',
  ],
  [
    'an edit you refused',
    {
      card: 'edit',
      path: '/w/app/a.ts',
      outcome: 'denied',
      deniedBy: 'person',
      sides: [{ before: whole('a'), after: whole('b') }],
    },
    'Tried to edit a.ts you refused The log gives no reason. − a + b',
  ],
  [
    'a file that was made',
    {
      card: 'write',
      path: '/w/app/a.ts',
      created: true,
      added: 2,
      removed: 0,
      sides: [{ before: whole(''), after: whole('x\ny') }],
    },
    'Created a.ts +2 1 x 2 y',
  ],
  [
    'a command',
    {
      card: 'command',
      input: [{ name: 'command', value: whole('cd /w/app && npm test') }],
      outcome: 'error',
      exitCode: 2,
      text: whole('bad'),
    },
    'npm test 1 line exit 2 failed cd /w/app &amp;&amp; npm test bad',
  ],
  [
    'a command with an exit code of Windows, which is no count',
    { card: 'command', outcome: 'error', exitCode: 3_221_225_786, text: whole('bad') },
    'a command the log does not name 1 line exit 3221225786 failed bad',
  ],
  [
    'a command without an output',
    { card: 'command', input: [{ name: 'command', value: whole('true') }] },
    'true no output no output',
  ],
  [
    'a command whose result was not logged',
    { card: 'command', outcome: 'none', input: [{ name: 'command', value: whole('x') }] },
    'x no result no result',
  ],
  [
    'a command whose result is too long',
    { card: 'command', unread: 'This line is 5 MB long', input: [{ name: 'command', value: whole('x') }] },
    'x This line is 5 MB long',
  ],
  [
    'a read',
    { card: 'read', path: '/w/app/a.ts', line: 12, lastLine: 13, count: 2, text: whole('x\ny') },
    'Read a.ts :12–13 2 lines 12 x 13 y',
  ],
  [
    'a search',
    {
      card: 'search',
      name: 'Grep',
      count: 0,
      input: [
        { name: 'pattern', value: whole('x.*y') },
        { name: 'path', value: whole('/w/app/src') },
      ],
      text: whole('No files found'),
    },
    'Searched x.*y in src nothing found No files found',
  ],
  [
    'a search in the whole project',
    {
      card: 'search',
      name: 'Grep',
      count: 1,
      input: [
        { name: 'pattern', value: whole('x') },
        { name: 'path', value: whole('/w/app') },
      ],
      text: whole('a.ts'),
    },
    'Searched x 1 hit a.ts',
  ],
  [
    'a to-do list',
    {
      card: 'todo',
      todos: [
        { text: 'a', state: 'done' },
        { text: 'b', state: 'doing' },
      ],
    },
    'To-do b 1 of 2 done done: a being done: b',
  ],
  [
    'a tool of a server',
    {
      card: 'server',
      name: 'mcp__linear__create_issue',
      input: [{ name: 'title', value: whole('T') }],
      text: whole('ok'),
    },
    'Create issue linear title T title T ok',
  ],
  [
    'a tool nobody told us of',
    { card: 'other', name: 'CronCreate', outcome: 'none', input: [] },
    'CronCreate no result no result',
  ],
  [
    'a compaction',
    { card: 'compaction', outcome: null, compacted: { trigger: 'auto', before: 136_000, after: 77_000 } },
    'Compacted 136K → 77.0K tokens, automatically',
  ],
  [
    'a compaction of which nothing is told',
    { card: 'compaction', outcome: null, compacted: { trigger: null, before: null, after: null } },
    'Compacted',
  ],
  [
    'a command of the person',
    { card: 'prompt', outcome: null, via: 'command', command: '/review', text: whole('--pr 1') },
    '1 You – /review --pr 1',
  ],
  [
    'a thought',
    { card: 'thinking', outcome: null, text: whole('**Why**\nbecause') },
    'Why 2 words **Why** because',
  ],
])('%s', (_name, step, text) => {
  expect(seen(step)).toBe(text);
});
