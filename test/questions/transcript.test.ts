/** What was said, read from the log on demand. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { LongLine } from '../../src/questions/shared/longLine';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { home } from './sessionRig';

const NOW = Date.parse(minute(1));

test('each turn has its items in order, long ones cut', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { lines, total } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  expect(total).toBe(lines.length);
  const said = (turn: number) => lines.filter((line) => line.turn === turn).flatMap(({ items }) => items);
  expect(said(0).map(({ kind, text }) => [kind, text])).toEqual([
    ['prompt', 'first'],
    ['reply', 'Hello.'],
  ]);
  const second = said(1);
  expect(second.map(({ kind, name, failed, edit }) => [kind, name, failed, edit])).toEqual([
    ['prompt', null, false, false],
    ['thinking', null, false, false],
    ['tool', 'Edit', false, true],
    ['result', null, true, false],
    ['tool', 'Write', false, true],
    ['reply', null, false, false],
  ]);
  expect(second[1]?.text).toContain('hidden');
  expect(second.at(-1)?.text).toMatch(/^x{6000}… \(4000 more characters\)$/);
  expect(second.map(({ path }) => path)).toEqual([null, null, '/w/app/x.ts', null, '/w/app/y.ts', null]);
  const page = await window.engine.call('transcript', { id: 'a', offset: 3, limit: 1 });
  expect(page).toEqual({ total, lines: [lines[3]] });
  expect((await window.engine.call('transcript', { id: 'a', offset: 99, limit: 5 })).lines).toEqual([]);
});

test('turns have their first line and the severity of the signals', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const chart = await window.engine.call('chart', { id: 'a' });
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  expect(chart?.map(({ line }) => line)).toEqual([0, lines.findIndex(({ turn }) => turn === 1)]);
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
    lines: async (more: { offset?: number; limit?: number; around?: string } = {}) =>
      (await engine.call('transcript', { id: 'a', offset: 0, limit: 50, ...more })).lines.map(
        ({ items }) => items,
      ),
    seek: async (text: string) => (await engine.call('findInSession', { id: 'a', text, from: 0 })).found,
  };
}

test('a too long line says so, links to the log, and is searched all the same', async () => {
  const long = 'line of output\n'.repeat(350_000);
  const { engine, lines, seek } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Bash', { command: 'x' }, 't1')]),
    result('a', 't1', `${long}The "Needle"\n\tis here\n${long}`),
    prompt('a', `words ${'p'.repeat(4_300_000)} at the end`),
  ]);
  const all = await lines();
  expect(all.map((items) => items.map(({ kind }) => kind))).toEqual([
    ['prompt'],
    ['tool'],
    ['other'],
    ['other'],
  ]);
  const place = all[2]![0]!;
  expect(place.text).toMatch(/^This line is 1\d\.\d MB long: open the log to read it\.$/);
  expect(await engine.call('logLine', { id: 'a', at: place.at, file: place.file })).toMatchObject({
    line: 3,
  });
  expect(await seek('"needle"\n\tIS')).toEqual([2]);
  expect(await seek('at the END')).toEqual([3]);
  // Neither JSON around the texts, nor text that is not there.
  for (const text of ['tool_result', 'sessionId', '/home/ada/project', 'needles'])
    expect(await seek(text)).toEqual([]);
  const [, found] = (await lines({ offset: 2, limit: 1, around: '"NEEDLE"' }))[0]!;
  expect(found?.text).toContain('line of output\nThe "Needle"\n\tis here\nline of output');
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
    return long.found !== null;
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

test('the input of a tool is shown and found unchanged, and has a short form', async () => {
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
  const tools = (await lines()).flat().filter(({ kind }) => kind === 'tool');
  expect(tools.map(({ text }) => text)).toEqual([
    'command:\necho "hello" && type C:\\Users\\ada\nsecond line\ntimeout: 5',
    'file_path: /w/x.ts\nedits.0.old_string: \nedits.0.new_string:\na = "b";\n\treturn a;',
    '(no input)',
    'path: src\npattern: x+',
  ]);
  expect(tools.map(({ brief }) => brief)).toEqual([
    'echo "hello" && type C:\\Users\\ada',
    '/w/x.ts',
    null,
    'x+',
  ]);
  for (const text of ['echo "hello"', 'c:\\users', 'ADA\nsecond']) expect(await seek(text)).toEqual([1]);
  for (const text of ['a = "b"', ';\n\treturn']) expect(await seek(text)).toEqual([2]);
});

test('an answer stays small with any number of blocks and any length of names', async () => {
  const blocks = Array.from({ length: 640 }, (_, i) => ({ type: 'text', text: `${i} ${'z'.repeat(6_000)}` }));
  const { engine, lines } = await opened([
    prompt('a', 'go'),
    ...Array.from({ length: 15 }, () => answer('a', blocks)),
    answer('a', [
      toolUse('N'.repeat(1_000_000), { file_path: `/w/${'q'.repeat(2_000_000)}` }, 'I'.repeat(3_000)),
    ]),
    answer(
      'a',
      Array.from({ length: 300 }, (_, i) => ({ type: 'text', text: `short ${i}` })),
    ),
  ]);
  const page = await lines({ limit: 16 });
  expect(JSON.stringify(page).length).toBeLessThan(2_500_000);
  expect(page.every((items) => items.length > 0)).toBe(true);
  expect(page[1]!.at(-1)?.text).toMatch(/^… 6\d\d more, in the log$/);
  expect(page[1]!.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(201_000);
  const [[call], short] = (await lines({ offset: 16 })) as [(typeof page)[0], (typeof page)[0]];
  // Names are cut when they are read (log/names.ts).
  expect(call).toMatchObject({ name: expect.stringMatching(/^N{183}…[0-9a-f]{16}$/) });
  expect(JSON.stringify(call).length).toBeLessThan(12_000);
  expect(short).toHaveLength(101);
  expect(short.at(-1)?.text).toBe('… 200 more, in the log');
  // The searched text is in the answer, wherever it is in its line.
  const hit = (await lines({ offset: 17, around: 'SHORT 250' }))[0]!;
  expect(hit.map(({ text }) => text)).toContain('short 250');
  const names = (await engine.call('session', { id: 'a' }))?.figures.tools.map(({ name }) => name.length);
  expect(names).toEqual([200]);
});

test('a text is cut to the part with the searched text', async () => {
  const { lines } = await opened([
    prompt('a', 'go'),
    answer('a', `${'x'.repeat(20_000)}LATE${'y'.repeat(20_000)}`),
  ]);
  const text = async (around?: string) => (await lines(around === undefined ? {} : { around }))[1]![0]!.text;
  expect(await text()).toMatch(/^x{6000}… \(34004 more characters\)$/);
  expect(await text('late')).toMatch(/^…x{1000}LATEy{4996}… \(15004 more characters\)$/);
  expect(await text('nowhere')).toBe(await text());
});

test('files: absolute, with the first changed line of an edit and the first line of a read', async () => {
  const patch = [{ oldStart: 7, newStart: 7, lines: [' same', ' same', '-old', '+new', ' same'] }];
  const { lines } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Read', { file_path: 'src/x.ts', offset: 40 }, 't1')]),
    result('a', 't1', 'text', {
      toolUseResult: { type: 'text', file: { filePath: 'src/x.ts', startLine: 40 } },
    }),
    answer('a', [toolUse('Edit', { file_path: '/w/app/y.ts' }, 't2')]),
    result('a', 't2', 'done', { toolUseResult: { filePath: '/w/app/y.ts', structuredPatch: patch } }),
    result('a', 't2', 'done', { toolUseResult: { filePath: '/w/app/y.ts', structuredPatch: [] } }),
  ]);
  const files = (await lines()).flat().flatMap(({ path, line }) => (path === null ? [] : [[path, line]]));
  expect(files.slice(0, 4)).toEqual([
    ['/home/ada/project/src/x.ts', 40],
    ['/home/ada/project/src/x.ts', 40],
    ['/w/app/y.ts', null],
    ['/w/app/y.ts', 9],
  ]);
});
