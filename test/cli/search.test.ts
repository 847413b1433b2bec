/** `vigil search`. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { withIndex } from '../../src/terminal/searchSwitch';
import { answer, prompt, put, result, toolUse } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();

let home: string;
let store: string;
const log = (name: string) => join(home, '.claude', 'projects', '-w-app', `${name}.jsonl`);
beforeEach(() => {
  home = tempFolder();
  store = join(home, 'storage');
  put(log('a'), [
    prompt('a', 'Where is the harbour?'),
    answer('a', [toolUse('Bash', { command: 'grep harbour' }, 't')]),
    result('a', 't', 'harbour.ts'),
  ]);
  put(log('b'), [prompt('b', 'The harbourChart\u001b[31m')]);
});
const vigil = (...args: string[]) => cli.call(args, { HOME: home });
const withStore = (...args: string[]) => cli.call(args, { HOME: home, VIGIL_STORE: store });

test('without an archive searches the logs, with conditions and marked hits, and writes nothing', async () => {
  const all = await vigil('search', 'harbour', '--from', '2026-08-01');
  expect([all.status, all.stdout]).toEqual([
    0,
    [
      '“Where is the harbour?” · /home/ada/project',
      '  vigil history show a',
      '  2026-08-01 10:00 prompt    Where is the [harbour]?',
      '  2026-08-01 10:00 tool call Bash command: grep [harbour]',
      '  2026-08-01 10:00 result    [harbour].ts',
      '',
      '“The harbourChart” · /home/ada/project',
      '  vigil history show b',
      '  2026-08-01 10:00 prompt    The [harbour]Chart⟨U+001B⟩[31m',
      '',
      '4 hits; 2 logs searched.',
      '',
    ].join('\n'),
  ]);
  expect((await vigil('search', 'harbour', '--tool', 'bash', '--limit', '1')).stdout).toContain(
    '1 hit; the newest sessions first, --limit shows more.',
  );
  expect(existsSync(store)).toBe(false);
  const nothing = await vigil('search', 'harbour', 'NOT', 'harb*');
  expect([nothing.status, nothing.stdout]).toEqual([1, 'Nothing found; 2 logs searched.\n']);
  expect((await vigil('search', 'harbour', 'rol:prompt')).stdout).toContain('There is no condition “rol:”.');
});

test('explains invalid searches and values in a sentence', async () => {
  const said = async (...args: string[]) => {
    const { status, stderr } = await vigil('search', ...args);
    return `${status} ${stderr.trim()}`;
  };
  expect(await said()).toBe('2 vigil: search needs a QUERY. See vigil help search.');
  expect(await said('"open')).toBe('2 vigil: A quotation mark is not closed. See vigil help search.');
  expect(await said('a', '--role', 'me')).toMatch(/^2 vigil: role: is one of prompt, reply/);
  expect(await said('a', '--from', 'soon')).toMatch(/^2 vigil: since: is a day/);
  expect(await said('a', '--project', 'a"b')).toMatch(/^2 vigil: --project: a value has no quotation marks/);
  expect(await said('a', '--limit', '0')).toMatch(/^2 vigil: --limit 0: give a whole number/);
  expect(await said('a'.repeat(3000))).toMatch(
    /^\d vigil: at query: give a text of 1,?000 characters or less\.$/,
  );
});

test('the index is created when switched on and removed when cleared', async () => {
  const config = join(home, '.config', 'vigil', 'config.json');
  expect((await withStore('search', 'enable')).stdout).toContain('The search index is on');
  expect(JSON.parse(readFileSync(config, 'utf8'))).toEqual({ search: { index: true } });
  expect((await withStore('ingest')).stderr).toContain('2 logs brought into the search index.');
  rmSync(log('b'));
  const { hits, ...rest } = JSON.parse((await withStore('search', 'harbour', '--json')).stdout);
  expect(rest).toMatchObject({ schema: 1, by: 'index', total: 4 });
  expect(hits).toHaveLength(4);
  expect(hits.map(({ session }: { session: string }) => session)).toContain('b');
  expect((await withStore('search', 'harbourchart')).stdout).toContain('1 hit.\n');
  expect((await withStore('search', 'status')).stdout).toMatch(
    /^The search index is on\.\n2 logs, 4 texts, \d+/,
  );
  expect((await withStore('search', 'disable')).stdout).toContain('The search index is off');
  expect((await withStore('search', 'harbour')).stdout).toContain('3 hits; 1 log searched.');
  expect((await withStore('search', 'clear')).status).toBe(2);
  expect((await withStore('search', 'clear', '--yes')).stdout).toMatch(/^Deleted: \d/);
  expect(readdirSync(store)).not.toContain('search');
  expect((await withStore('search', 'status', '--json')).stdout).toContain('"bytes": 0');
});

test('keeps other settings in the file; leaves invalid files and VS Code’s alone', async () => {
  const mine = join(home, 'mine.json');
  writeFileSync(mine, '{"vigil.search.index": false, "vigil.timezone": "UTC"}');
  await withStore('search', 'enable', '--config', mine);
  expect(JSON.parse(readFileSync(mine, 'utf8'))).toEqual({
    'vigil.search.index': true,
    'vigil.timezone': 'UTC',
  });
  const refused = async (text: string): Promise<string> => {
    writeFileSync(mine, text);
    const { stderr } = await withStore('search', 'enable', '--config', mine);
    expect(readFileSync(mine, 'utf8')).toBe(text);
    return stderr;
  };
  expect(await refused('no json')).toContain('is not JSON with settings, so it is not changed');
  expect(await refused('[]')).toContain('is not JSON with settings, so it is not changed');
  expect(await refused('{"search": 1}')).toContain('is not changed. Write "search.index": true into it.');
  put(join(store, 'settings.json'), [{}]);
  const ofEditor = await withStore('search', 'enable');
  expect(ofEditor.status).toBe(1);
  expect(ofEditor.stderr).toContain(
    "This archive is VS Code's, so turn the index on there: press F1 and choose Vigil: Toggle Search Index",
  );
  expect(existsSync(join(home, '.config'))).toBe(false);
});

test.each([
  [
    '{\n  // mine\n  "vigil.search.index": false, // off\n}',
    '{\n  // mine\n  "vigil.search.index": true, // off\n}',
  ],
  ['\ufeff{"search":{"x":{},"index" : false}}', null],
  ['{"search": {"index": false}}', '{"search": {"index": true}}'],
  ['{ // mine\n}', '{ "search": { "index": true }  // mine\n}'],
  ['{}\n', '{ "search": { "index": true } }\n'],
  ['{\r\n\t"plan": "api"\r\n}', '{\r\n\t"search": { "index": true },\r\n\t"plan": "api"\r\n}'],
  [
    '{"editor": {"a": 1}, "vigil": {"timezone": "UTC"}}',
    '{"editor": {"a": 1}, "vigil": { "search": { "index": true },"timezone": "UTC"}}',
  ],
  [
    '{"plan": "\\"search.index\\": false"}',
    '{ "search": { "index": true },"plan": "\\"search.index\\": false"}',
  ],
])('one key of a settings file is changed, and no other character: %j', (before, after) => {
  if (after === null) return expect(() => withIndex('f', before, true)).toThrow('Write "search.index"');
  expect(withIndex('f', before, true)).toBe(after);
  expect(withIndex('f', after, true)).toBe(after);
});
