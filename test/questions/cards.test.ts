/** The transcript as cards: the card of each tool, the data of cards, and rows. */
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse, type Json } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { cardOf, serverOf } from '../../src/questions/shared/transcript/cards';
import { pictureOf } from '../../src/questions/shared/transcript/images';
import { unnumbered } from '../../src/questions/shared/transcript/stepTool';
import { tempFolder } from '../support/tempFolder';

/** An engine on one log. */
async function opened(lines: Json[]) {
  const folder = tempFolder();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), lines);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const cards = async (
    more: { offset?: number; limit?: number; only?: ('edits' | 'failed' | 'thinking')[] } = {},
  ) => engine.call('cards', { id: 'a', of: '', only: [], offset: 0, limit: 100, ...more });
  return { engine, cards, steps: async () => (await cards()).rows.flatMap(({ steps }) => steps) };
}

const bash = (id: string, command: string): Json => answer('a', [toolUse('Bash', { command }, id)]);
const failed = { is_error: true };

test('every tool has a card; unknown ones a plain one', () => {
  const cards: Record<string, string> = {
    Read: 'read',
    read_file: 'read',
    Edit: 'edit',
    MultiEdit: 'edit',
    NotebookEdit: 'edit',
    replace: 'edit',
    Write: 'write',
    Bash: 'command',
    bash: 'command',
    PowerShell: 'command',
    BashOutput: 'command',
    TaskOutput: 'command',
    Monitor: 'command',
    TaskStop: 'command',
    KillShell: 'command',
    Grep: 'search',
    Glob: 'search',
    LS: 'search',
    LSP: 'search',
    ToolSearch: 'search',
    mcp__ide__getDiagnostics: 'search',
    TodoWrite: 'todo',
    TaskCreate: 'todo',
    TaskUpdate: 'todo',
    TaskList: 'todo',
    TaskGet: 'todo',
    Task: 'agent',
    Agent: 'agent',
    SendMessage: 'agent',
    TeamCreate: 'agent',
    TeamDelete: 'agent',
    Workflow: 'agent',
    WebFetch: 'web',
    WebSearch: 'web',
    AskUserQuestion: 'question',
    ExitPlanMode: 'plan',
    exit_plan_mode: 'plan',
    Skill: 'skill',
    StructuredOutput: 'other',
    ScheduleWakeup: 'other',
    CronCreate: 'other',
    'mcp__linear-server__create_issue': 'server',
    FailingTool: 'other',
    '[trimmed]': 'other',
    '': 'other',
    ['__proto__']: 'other',
    constructor: 'other',
    mcp__: 'other',
    mcp____x: 'other',
  };
  expect(Object.fromEntries(Object.keys(cards).map((name) => [name, cardOf(name)]))).toEqual(cards);
  expect(serverOf('mcp__plugin_a_b__ctx__search')).toEqual({ server: 'plugin_a_b', tool: 'ctx__search' });
});

test('an edit has the lines of its patch; a failed one both sides', async () => {
  const { steps } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Edit', { file_path: '/w/app/x.ts', old_string: 'b', new_string: 'c' }, 't1')]),
    result('a', 't1', 'The file has been updated', {
      toolUseResult: {
        filePath: '/w/app/x.ts',
        structuredPatch: [{ oldStart: 4, newStart: 4, lines: [' a', '-b', '+c', '+d'] }],
      },
    }),
    answer('a', [toolUse('Edit', { file_path: '/w/app/x.ts', old_string: 'old', new_string: 'new' }, 't2')]),
    result('a', 't2', '<tool_use_error>File has not been read yet.</tool_use_error>', {}, failed),
    answer('a', [
      toolUse(
        'MultiEdit',
        { file_path: '/w/app/x.ts', edits: [{ old_string: 'a', new_string: 'b' }, 'hostile'] },
        't3',
      ),
    ]),
    answer('a', [toolUse('Write', { file_path: '/w/app/y.ts', content: 'one\ntwo\n' }, 't4')]),
    result('a', 't4', 'File created', {
      toolUseResult: { type: 'create', filePath: '/w/app/y.ts', content: '', structuredPatch: [] },
    }),
  ]);
  const [, edit, wrong, several, write] = await steps();
  expect(edit).toMatchObject({
    card: 'edit',
    outcome: 'ok',
    path: '/w/app/x.ts',
    line: 5,
    added: 2,
    removed: 1,
    open: true,
  });
  expect(edit?.hunks).toEqual([{ oldStart: 4, newStart: 4, lines: [' a', '-b', '+c', '+d'] }]);
  expect(wrong).toMatchObject({ outcome: 'error', added: null, hunks: [], open: true });
  expect(wrong?.text.text).toBe('File has not been read yet.');
  expect(wrong?.sides.map(({ before, after }) => [before.text, after.text])).toEqual([['old', 'new']]);
  expect(several).toMatchObject({ outcome: 'none' });
  expect(several?.sides.map(({ before, after }) => [before.text, after.text])).toEqual([
    ['a', 'b'],
    ['', ''],
  ]);
  expect(write).toMatchObject({ card: 'write', created: true, added: 2, removed: 0 });
});

test('a command has its output and exit code', async () => {
  const long = Array.from({ length: 5_000 }, (_, n) => `line ${n}`).join('\n');
  const { steps } = await opened([
    prompt('a', 'go'),
    bash('t1', 'npm test'),
    result('a', 't1', `Exit code 2\n${long}`, {}, failed),
    bash('t2', 'npm run build'),
    result('a', 't2', 'Exit code 7 is what it printed'),
    bash('t3', 'npm run never'),
  ]);
  const [, wrong, fine, never] = await steps();
  expect(wrong).toMatchObject({ card: 'command', outcome: 'error', exitCode: 2, open: true });
  expect(wrong?.text).toMatchObject({ lines: 5_000, chars: long.length });
  expect(wrong?.text.text.startsWith('line 0\n')).toBe(true);
  expect(wrong?.text.tail.endsWith('line 4999')).toBe(true);
  expect(fine).toMatchObject({ outcome: 'ok', exitCode: null, open: false });
  expect(fine?.text.text).toBe('Exit code 7 is what it printed');
  expect(never).toMatchObject({ outcome: 'none' });
});

test('consecutive reading steps share a row; a failure has its own, short thinking does not end a run', async () => {
  const read = (id: string, path: string): Json => answer('a', [toolUse('Read', { file_path: path }, id)]);
  const { cards } = await opened([
    prompt('a', 'go'),
    read('t1', '/w/app/a.ts'),
    result('a', 't1', '    10→one\n    11→two'),
    answer('a', [{ type: 'thinking', thinking: 'short', signature: 'x' }]),
    answer('a', [toolUse('Grep', { pattern: 'x' }, 't2')]),
    result('a', 't2', 'Found 3 files', {
      toolUseResult: { mode: 'files_with_matches', numFiles: 3, filenames: [] },
    }),
    read('t3', '/w/app/gone.ts'),
    result('a', 't3', 'File does not exist.', {}, failed),
    read('t4', '/w/app/b.ts'),
    answer('a', [{ type: 'thinking', thinking: 'long '.repeat(100), signature: 'x' }]),
    answer('a', 'Done.'),
  ]);
  const { rows, counts, ofTurn } = await cards();
  expect(rows.map(({ run, steps }) => [run, ...steps.map(({ card }) => card)])).toEqual([
    [null, 'prompt'],
    ['look', 'read', 'search'],
    [null, 'read'],
    [null, 'read'],
    [null, 'thinking'],
    [null, 'reply'],
  ]);
  expect(rows[1]?.steps[0]).toMatchObject({ line: 10, count: 2, text: { text: 'one\ntwo' } });
  expect(rows[1]?.steps[1]).toMatchObject({ count: 3 });
  expect(counts).toEqual({ prompts: 1, replies: 1, edits: 0, commands: 0, failed: 1, thinking: 2 });
  expect(ofTurn).toEqual([0]);
  const only = await cards({ only: ['failed', 'thinking'] });
  expect(only.rows.map(({ steps }) => steps.map(({ card }) => card))).toEqual([
    ['thinking'],
    ['read'],
    ['thinking'],
  ]);
});

test('to-do lists, questions, plans, commands of the person, and usage', async () => {
  const { steps } = await opened([
    prompt(
      'a',
      '<command-name>/review</command-name><command-message>review</command-message><command-args>--pr 12</command-args>',
    ),
    answer('a', [
      toolUse(
        'TodoWrite',
        {
          todos: [
            { content: 'one', status: 'completed' },
            { content: 'two', status: 'in_progress' },
            { content: 3 },
            null,
          ],
        },
        't1',
      ),
    ]),
    answer('a', [
      toolUse(
        'AskUserQuestion',
        {
          questions: [
            { question: 'Which?', options: [{ label: 'A', description: 'first' }, { label: 'B' }] },
            {},
          ],
        },
        't2',
      ),
    ]),
    result('a', 't2', 'answered', { toolUseResult: { answers: { 'Which?': 'B' } } }),
    answer('a', [toolUse('ExitPlanMode', { plan: '## Plan' }, 't3')]),
  ]);
  const [first, todo, asked, plan] = await steps();
  expect(first).toMatchObject({
    card: 'prompt',
    via: 'command',
    command: '/review',
    text: { text: '--pr 12' },
  });
  expect(todo?.todos).toEqual([
    { text: 'one', state: 'done' },
    { text: 'two', state: 'doing' },
    { text: '', state: 'open' },
    { text: '', state: 'open' },
  ]);
  expect(asked?.asked[0]).toEqual({
    question: 'Which?',
    options: [
      { label: 'A', about: 'first' },
      { label: 'B', about: '' },
    ],
    answer: 'B',
  });
  expect(asked?.asked[1]?.answer).toBeNull();
  expect(plan).toMatchObject({ card: 'plan', text: { text: '## Plan' } });
  expect(plan?.spent).toMatchObject({ model: 'claude-opus-4-6', output: 10, atLeast: false });
  // 100 input tokens at $5 and 10 output at $25 a million.
  expect(plan?.spent?.costMicroUsd).toBe(750);
});

/** A PNG of one colour whose header has this width and height. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(2))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('pictures are shown by their bytes, only in safe formats and sizes', async () => {
  const source = (type: string, data: Buffer | string) => ({
    type: 'base64',
    media_type: type,
    data: typeof data === 'string' ? data : data.toString('base64'),
  });
  const why = (value: unknown, room = 1e7) => pictureOf(value, room).why;
  expect(pictureOf(source('image/png', png(1, 1)), 1e7).src).toMatch(/^data:image\/png;base64,iVBOR/);
  expect(why(source('image/png', png(1, 1)), 10)).toBe('later');
  expect(why(source('image/png', png(100_000, 100_000)))).toBe('large');
  expect(why(source('image/png', Buffer.concat([png(1, 1), Buffer.alloc(3 << 20)])))).toBe('large');
  for (const [type, data] of [
    ['image/svg+xml', Buffer.from('<svg onload="evil()"/>')],
    ['image/png', Buffer.from('<svg onload="evil()"/>')],
    ['image/png', 'AAAA" onerror="evil()'],
    ['text/html', png(1, 1)],
    ['__proto__', png(1, 1)],
    ['image/jpeg', Buffer.from('ffd8ffe00002ffd8', 'hex')],
    ['image/webp', Buffer.from('RIFFxxxxWEBPnone12345678901234')],
  ] as const)
    expect([type, why(source(type, data))]).toEqual([type, 'kind']);
  for (const none of [null, 7, {}, { data: 3 }]) expect(why(none)).toBe('kind');
  expect(why(source('image/gif', Buffer.from('474946383961ffffffff', 'hex')))).toBe('large');
  expect(
    why(source('image/jpeg', Buffer.from('ffd8ffe00004aaaaffc0000b080010001003aaaaaaaaaa', 'hex'))),
  ).toBeNull();
  const { steps } = await opened([
    prompt('a', [
      { type: 'text', text: 'look' },
      { type: 'image', source: source('image/png', png(2, 2)) },
    ]),
  ]);
  const [first] = await steps();
  expect(first?.text.text).toBe('look');
  expect(first?.pictures).toMatchObject([{ type: 'image/png', why: null }]);
});

test('line numbers of a read are removed, numbers in the file stay', () => {
  expect(unnumbered('     1→a\n     2→\n\n<system-reminder>\nx\n</system-reminder>\n')).toEqual({
    text: 'a\n',
    first: 1,
  });
  expect(unnumbered('12\tb')).toEqual({ text: 'b', first: 12 });
  expect(unnumbered('plain\n1→x')).toEqual({ text: 'plain\n1→x', first: null });
});

test('a too long line says so; fields not in the log are empty', async () => {
  const { steps } = await opened([
    prompt('a', 'go'),
    bash('t1', 'x'),
    result('a', 't1', 'y'.repeat(5 << 20)),
    answer('a', [toolUse('Read', {}, 't2')]),
    result('a', 't2', 'x', { toolUseResult: { file: { content: 7, startLine: -1, numLines: 'many' } } }),
    answer('a', [toolUse('Edit', { file_path: 7, old_string: null, edits: 'x' }, 't3')]),
    result('a', 't3', 'ok', { toolUseResult: { structuredPatch: [null, { lines: [1, null] }, 'x'] } }),
  ]);
  const [, long, read, edit] = await steps();
  expect(long?.unread).toMatch(/^This line is 5\.\d+ MB long/);
  expect(read).toMatchObject({ path: null, line: 1, lastLine: null });
  expect(edit).toMatchObject({ hunks: [], added: null, path: null });
});

test('a found text leads to its row', async () => {
  const { engine } = await opened([
    prompt('a', 'go'),
    bash('t1', 'npm test'),
    result('a', 't1', 'needle'),
    answer('a', 'a needle too'),
  ]);
  expect(await engine.call('findInSession', { id: 'a', text: 'needle', from: 0 })).toMatchObject({
    rows: [1, 2],
  });
});
