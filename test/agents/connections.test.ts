/** What Vigil puts into Claude Code's files and takes out again: others' entries stay, undoing is exact, nothing goes through links. */
import * as fs from 'node:fs';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { beforeEach, expect, test } from 'vitest';
import { withoutVigil, withVigil, type Connection } from '../../src/agents/claudeFiles';
import {
  apply,
  connectionOf,
  fileOf,
  planInstall,
  planUninstall,
  whereOf,
  type Where,
} from '../../src/agents/connections';
import { shownChange } from '../../src/templates/shownChange';
import { launcherIn, launcherText, renewLauncher, writeLauncher } from '../../src/agents/launcher';
import { tempFolder } from '../support/tempFolder';

let where: Where;
const start = { launcher: '/s/bin/vigil', isWindows: false };
const ALL: Connection[] = ['hook', 'statusline', 'mcp'];

beforeEach(() => {
  const home = tempFolder();
  where = { home, configDir: null, project: null, store: join(home, 'store') };
});

const put = (what: Connection, text: string): string => {
  const file = fileOf(what, where);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o640 });
  return file;
};
const install = (what: Connection, replaces = false): void => {
  const change = planInstall(what, where, start, replaces, fs);
  if (change !== null) apply(change, where, fs);
};
const uninstall = (what: Connection): void => {
  const change = planUninstall(what, where, fs);
  if (change !== null) apply(change, where, fs);
};
const statesOf = (of: typeof start): string[] => ALL.map((what) => connectionOf(what, where, of, fs));

const MINE = {
  model: 'opus',
  hooks: {
    Stop: [{ hooks: [{ type: 'command', command: 'say done' }] }],
    PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: './check hook' }] }],
  },
  mcpServers: { github: { command: 'gh' } },
};

test.each([
  ['two blanks', JSON.stringify(MINE, null, 2) + '\n'],
  ['tabs, no last line end', JSON.stringify(MINE, null, '\t')],
  ['line ends of Windows', (JSON.stringify(MINE, null, 4) + '\n').replaceAll('\n', '\r\n')],
  ['one line', JSON.stringify(MINE)],
  ['keys that hold nothing', '{ "hooks": { "Stop": [] },\n  "mcpServers": {} }'],
  ['nothing', ''],
])('in and out again, in any order, gives the same bytes: %s', (_, text) => {
  for (const order of [ALL, ALL.toReversed()]) {
    const files = ALL.map((what) => put(what, text));
    for (const what of ALL) install(what);
    const settings = readFileSync(files[0]!, 'utf8');
    if (text.includes('opus'))
      expect(JSON.parse(settings)).toMatchObject({
        model: 'opus',
        hooks: {
          Stop: [
            ...MINE.hooks.Stop,
            { hooks: [{ type: 'command', command: '/s/bin/vigil hook', timeout: 10 }] },
          ],
          PreToolUse: MINE.hooks.PreToolUse,
        },
        statusLine: { type: 'command', command: '/s/bin/vigil statusline' },
      });
    expect(statSync(files[0]!).mode & 0o777).toBe(0o640);
    expect(statesOf(start)).toEqual(['here', 'here', 'here']);
    for (const what of order) uninstall(what);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual([text, text, text]);
    expect(ALL.map((what) => planUninstall(what, where, fs))).toEqual([null, null, null]);
  }
});

test('removes what it created, including the folder', () => {
  for (const what of ALL) install(what);
  expect(planInstall('hook', where, start, false, fs)).toBeNull();
  for (const what of ALL) uninstall(what);
  expect(fs.readdirSync(where.home)).toEqual(['store']);
});

test('keeps what a person changed in the meantime', () => {
  const file = put('hook', JSON.stringify(MINE, null, 2));
  install('hook');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"opus"', '"haiku"'));
  uninstall('hook');
  expect(readFileSync(file, 'utf8')).toBe(JSON.stringify({ ...MINE, model: 'haiku' }, null, 2));
});

test('refuses to replace another status line; replaces it on request and restores it', () => {
  const text = '{"statusLine":{"type":"command","command":"~/mine.sh"}}';
  const file = put('statusline', text);
  expect(() => install('statusline')).toThrow(
    /There is a status line already: "~\/mine.sh"\. With --replace/,
  );
  install('hook');
  install('statusline', true);
  uninstall('hook');
  uninstall('statusline');
  expect(readFileSync(file, 'utf8')).toBe(text);
  // One that came after the hook was put in is given back, too.
  writeFileSync(file, '{}');
  install('hook');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\}\s*$/, ',"statusLine":{"command":"x"}}'));
  install('statusline', true);
  uninstall('statusline');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ statusLine: { command: 'x' } });
});

test('does not restore a status line that was removed in the meantime', () => {
  const file = put('statusline', '{"statusLine":{"type":"command","command":"old"}}');
  install('hook');
  install('statusline', true);
  // The person takes both out by hand, and puts Vigil's in again later.
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/,\s*"statusLine": ?\{[^}]*\}|"statusLine": ?\{[^}]*\},?/, ''),
  );
  expect(readFileSync(file, 'utf8')).not.toContain('statusline');
  install('statusline');
  uninstall('statusline');
  expect(readFileSync(file, 'utf8')).not.toContain('old');
  // Put in again with another launcher, it still knows what it took the place of.
  writeFileSync(file, '{"statusLine":{"type":"command","command":"mine"}}');
  install('statusline', true);
  const elsewhere = planInstall(
    'statusline',
    where,
    { launcher: '/other/bin/vigil', isWindows: false },
    false,
    fs,
  );
  apply(elsewhere!, where, fs);
  uninstall('statusline');
  expect(readFileSync(file, 'utf8')).toContain('mine');
});

test('removed after a move to another archive, it restores the original file', () => {
  const mine = '{"statusLine":{"type":"command","command":"mine"}}';
  const file = put('statusline', mine);
  const other = { ...where, store: join(where.home, 'other store') };
  const move = planInstall('statusline', where, start, true, fs);
  apply(move!, where, fs);
  apply(
    planInstall('statusline', other, { launcher: '/t/bin/vigil', isWindows: false }, false, fs)!,
    other,
    fs,
  );
  expect(statesOf({ launcher: '/t/bin/vigil', isWindows: false })[1]).toBe('here');
  apply(planUninstall('statusline', other, fs)!, other, fs);
  expect(statesOf(start)[1]).toBe('here');
  apply(planUninstall('statusline', where, fs)!, where, fs);
  expect(readFileSync(file, 'utf8')).toBe(mine);
});

test('an entry for another archive counts as connected elsewhere', () => {
  expect(statesOf(start)).toEqual(['none', 'none', 'none']);
  for (const what of ALL) install(what);
  expect(statesOf(start)).toEqual(['here', 'here', 'here']);
  expect(statesOf({ launcher: '/t/bin/vigil', isWindows: false })).toEqual([
    'elsewhere',
    'elsewhere',
    'elsewhere',
  ]);
  const file = fileOf('mcp', where);
  writeFileSync(file, '{ no JSON');
  expect(statesOf(start)).toEqual(['here', 'here', 'none']);
});

test('uses the first folder of CLAUDE_CONFIG_DIR', () => {
  const dir = (configDir: string | null): string | null =>
    whereOf({ ...where, home: '/h', configDir }).configDir;
  expect([dir(null), dir(' , '), dir('/a, /b'), dir(',~/c')]).toEqual([null, null, '/a', '/h/c']);
});

test.each([
  ['no JSON', '{ // mine\n}', /is not JSON/],
  ['a list', '[]', /holds no JSON object/],
  ['hooks of another form', '{"hooks":{"Stop":"x"}}', /hooks\.Stop/],
])('%s is refused and left as it is', (_, text, words) => {
  const file = put('hook', text);
  expect(() => install('hook')).toThrow(words);
  expect(() => install('hook')).toThrow(`${file}: `);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('refuses to replace another server called vigil', () => {
  put('mcp', '{"mcpServers":{"vigil":{"command":"other"}}}');
  expect(() => install('mcp')).toThrow(/another MCP server/);
  expect(planUninstall('mcp', where, fs)).toBeNull();
});

test.each(['.claude', '.claude/settings.json'])('writes through no link: %s', (link) => {
  const elsewhere = join(where.home, 'elsewhere');
  mkdirSync(elsewhere);
  mkdirSync(dirname(join(where.home, link)), { recursive: true });
  symlinkSync(elsewhere, join(where.home, link));
  expect(() => install('hook')).toThrow(/writes through no link/);
  expect(fs.readdirSync(elsewhere)).toEqual([]);
});

test('does not write a file that changed after it was shown', () => {
  const file = put('hook', '{}');
  const change = planInstall('hook', where, start, false, fs)!;
  writeFileSync(file, '{"a":1}');
  expect(() => apply(change, where, fs)).toThrow(/was changed meanwhile/);
  expect(readFileSync(file, 'utf8')).toBe('{"a":1}');
});

test('finds the files of a project, of the home folder and of another configuration folder', () => {
  const of = (more: Partial<Where>) => ALL.map((what) => fileOf(what, { ...where, home: '/h', ...more }));
  expect(of({})).toEqual(['/h/.claude/settings.json', '/h/.claude/settings.json', '/h/.claude.json']);
  expect(of({ configDir: '/c' })).toEqual(['/c/settings.json', '/c/settings.json', '/c/.claude.json']);
  expect(of({ project: '/p' })).toEqual([
    '/p/.claude/settings.local.json',
    '/p/.claude/settings.local.json',
    '/p/.mcp.json',
  ]);
});

test('quotes paths for the shell', () => {
  const command = (launcher: string, isWindows = false): unknown =>
    (
      JSON.parse(withVigil('statusline', null, { launcher, isWindows }, false)) as {
        statusLine: { command: string };
      }
    ).statusLine.command;
  expect(command('/a b/bin/vigil')).toBe("'/a b/bin/vigil' statusline");
  expect(command("/it's/$(x)/bin/vigil")).toBe(String.raw`'/it'\''s/$(x)/bin/vigil' statusline`);
  expect(command(String.raw`C:\Users\Ada L\bin\vigil.cmd`, true)).toBe(
    '"C:/Users/Ada L/bin/vigil.cmd" statusline',
  );
  for (const launcher of ['/a b/bin/vigil', "/it's/bin/vigil"])
    expect(
      withoutVigil('statusline', withVigil('statusline', '{}', { launcher, isWindows: false }, false), null),
    ).toBe('{}');
});

test('shows the change with its context', () => {
  expect(shownChange('a\nb\nc\nd\ne\n', 'a\nb\nc\nD\nE\ne\n')).toBe('  a\n  b\n  c\n- d\n+ D\n+ E\n  e');
  expect(shownChange(null, 'a\n')).toBe('+ a');
  expect(shownChange('1\n2\n3\n4\n5\n6\n', '1\n2\n3\n4\n5\n')).toBe('  …\n  3\n  4\n  5\n- 6');
});

test('the launcher starts Vigil on its archive, is renewed, and does nothing once Vigil is uninstalled', () => {
  const store = join(where.home, "it's a store");
  const cli = join(where.home, 'cli.cjs');
  writeFileSync(cli, 'console.log(process.env.VIGIL_STORE, process.argv.slice(2).join("|"))');
  const launched = { node: process.execPath, cli, store };
  renewLauncher(launched, false, fs);
  expect(fs.existsSync(store)).toBe(false);
  const { launcher } = writeLauncher(launched, false, fs);
  expect(statSync(launcher).mode & 0o777).toBe(0o700);
  const run = (): string => execFileSync(launcher, ['a b', '$x'], { encoding: 'utf8' });
  expect(run()).toBe(`${store} a b|$x\n`);
  renewLauncher({ ...launched, cli: '/nowhere/cli.cjs' }, false, fs);
  expect(run()).toBe('');
  expect(() => writeLauncher({ ...launched, cli: '/a\nb' }, false, fs)).toThrow(/cannot be started/);
  expect(launcherIn('/s', true).launcher).toBe('/s/bin/vigil.cmd');
  expect(launcherText({ node: 'n', cli: '100%', store: 's' }, true)).toContain('"n" "100%%" %*');
  expect(launcherText(launched, true)).toMatch(/^@echo off\r?\nchcp 65001 >nul\r?\n/);
});
