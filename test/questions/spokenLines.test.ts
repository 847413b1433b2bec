/** What was said, read from the log on demand. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { LongLine } from '../../src/questions/shared/transcript/longLine';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { home, spokenIn } from './sessionRig';

const NOW = Date.parse(minute(1));

test('each turn has its items in order', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const lines = spokenIn(window.engine);
  const said = (turn: number) => lines.filter((line) => line.turn === turn).flatMap(({ items }) => items);
  expect(said(0).map(({ kind, text }) => [kind, text])).toEqual([
    ['prompt', 'first'],
    ['reply', 'Hello.'],
  ]);
  const second = said(1);
  expect(second.map(({ kind, name, failed }) => [kind, name, failed])).toEqual([
    ['prompt', null, false],
    ['thinking', null, false],
    ['tool', 'Edit', false],
    ['result', null, true],
    ['tool', 'Write', false],
    ['reply', null, false],
  ]);
  expect(second[1]?.text).toContain('hidden');
  expect(second.at(-1)?.text).toBe('x'.repeat(10_000));
  expect(second.map(({ path }) => path)).toEqual([null, null, '/w/app/x.ts', null, '/w/app/y.ts', null]);
});

test('turns have their calls, and the severity of the signals', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const chart = await window.engine.call('chart', { id: 'a' });
  expect(chart?.map(({ calls, errors }) => [calls, errors])).toEqual([
    [0, 0],
    [2, 1],
  ]);
  expect((await window.engine.call('course', { id: 'a' }))?.turns).toHaveLength(2);
});

/** An engine on one log. */
async function opened(lines: Record<string, unknown>[]) {
  const folder = tempFolder();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), lines);
  const { engine } = openWindow(folder, null, () => NOW);
  await engine.ready;
  return {
    engine,
    lines: () => spokenIn(engine).map(({ items }) => items),
    seek: async (text: string) => (await engine.call('findInSession', { id: 'a', text, from: 0 })).found,
  };
}

test('a too long line is not read, its prompt says so, and it is searched all the same', async () => {
  const long = 'line of output\n'.repeat(350_000);
  const { engine, lines, seek } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Bash', { command: 'x' }, 't1')]),
    result('a', 't1', `${long}The "Needle"\n\tis here\n${long}`),
    prompt('a', `words ${'p'.repeat(4_300_000)} at the end`),
  ]);
  expect(lines().map((items) => items.map(({ kind }) => kind))).toEqual([['prompt'], ['tool'], [], []]);
  expect(await seek('"needle"\n\tIS')).toEqual([2]);
  expect(await seek('at the END')).toEqual([3]);
  // Neither JSON around the texts, nor text that is not there.
  for (const text of ['tool_result', 'sessionId', '/home/ada/project', 'needles'])
    expect(await seek(text)).toEqual([]);
  const turns = await engine.call('turns', { id: 'a', offset: 0, limit: 9 });
  expect(turns.map(({ promptText }) => promptText)).toEqual([
    'go',
    expect.stringMatching(/^This line is 4\.30 MB long/),
  ]);
});

test('a long line is searched in pieces of any size, and only in its texts', () => {
  const line = JSON.stringify({
    cwd: '/secret',
    message: {
      id: 'hidden',
      content: [
        { type: 'text', text: 'Grüße \u0001 "quoted" \\n C:\\new' },
        {
          type: 'tool_use',
          id: 'hidden',
          name: 'Tool',
          input: { deep: [{ 'a"b': ['in the {[depth]}', 7] }] },
        },
        {
          type: 'tool_result',
          content: [
            { type: 'image', source: { data: 'hidden' } },
            { type: 'text', text: 'last' },
          ],
        },
      ],
    },
    toolUseResult: { stdout: 'hidden' },
  });
  const found = (text: string, size: number): boolean => {
    const long = new LongLine(text);
    for (let at = 0; at < line.length; at += size) long.push(line.slice(at, at + size));
    return long.found;
  };
  for (const size of [1, 2, 3, 7, 50, line.length]) {
    for (const text of [
      'GRÜSSE'.replace('SS', 'ß'),
      '\u0001 "Quoted"',
      '\\n c:\\new',
      'the {[depth]}',
      'tool',
      'last',
    ])
      expect([text, size, found(text, size)]).toEqual([text, size, true]);
    for (const text of ['hidden', 'secret', 'stdout', '\n c', 'quoted last'])
      expect([text, size, found(text, size)]).toEqual([text, size, false]);
  }
});

test('the input of a tool is read and found unchanged', async () => {
  const { lines, seek } = await opened([
    prompt('a', 'go'),
    answer('a', [
      toolUse('Bash', { command: 'echo "hello" && type C:\\Users\\ada\nsecond line', timeout: 5 }, 't1'),
    ]),
    answer('a', [
      toolUse(
        'MultiEdit',
        { file_path: '/w/x.ts', edits: [{ old_string: '', new_string: 'a = "b";\n\treturn a;' }] },
        't2',
      ),
    ]),
    answer('a', [toolUse('mcp__x__y', {}, 't3')]),
    answer('a', [toolUse('Grep', { path: 'src', pattern: 'x+' }, 't4')]),
  ]);
  const tools = lines()
    .flat()
    .filter(({ kind }) => kind === 'tool');
  expect(tools.map(({ text }) => text)).toEqual([
    'command:\necho "hello" && type C:\\Users\\ada\nsecond line\ntimeout: 5',
    'file_path: /w/x.ts\nedits.0.old_string: \nedits.0.new_string:\na = "b";\n\treturn a;',
    '(no input)',
    'path: src\npattern: x+',
  ]);
  for (const text of ['echo "hello"', 'c:\\users', 'ADA\nsecond']) expect(await seek(text)).toEqual([1]);
  for (const text of ['a = "b"', ';\n\treturn']) expect(await seek(text)).toEqual([2]);
});

test('names and paths of any length are bounded', async () => {
  const { engine, lines } = await opened([
    prompt('a', 'go'),
    answer('a', [
      toolUse('N'.repeat(1_000_000), { file_path: `/w/${'q'.repeat(2_000_000)}` }, 'I'.repeat(3_000)),
    ]),
  ]);
  const [, call] = lines().flat();
  // Names are cut when they are read (log/names.ts).
  expect(call).toMatchObject({
    name: expect.stringMatching(/^N{183}…[0-9a-f]{16}$/),
    tool: expect.stringMatching(/^I{183}…/),
  });
  expect(call?.path?.length).toBeLessThanOrEqual(1_000);
  const names = (await engine.call('session', { id: 'a' }))?.figures.tools.map(({ name }) => name.length);
  expect(names).toEqual([200]);
});

test('files are absolute, of calls and of their results', async () => {
  const { lines } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Read', { file_path: 'src/x.ts', offset: 40 }, 't1')]),
    result('a', 't1', 'text', {
      toolUseResult: { type: 'text', file: { filePath: 'src/x.ts', startLine: 40 } },
    }),
    answer('a', [toolUse('Edit', { file_path: '/w/app/y.ts' }, 't2')]),
    result('a', 't2', 'done', { toolUseResult: { filePath: '/w/app/y.ts', structuredPatch: [] } }),
  ]);
  expect(
    lines()
      .flat()
      .flatMap(({ path }) => path ?? []),
  ).toEqual(['/home/ada/project/src/x.ts', '/home/ada/project/src/x.ts', '/w/app/y.ts', '/w/app/y.ts']);
});
