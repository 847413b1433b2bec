/** `vigil daemon`: one process that keeps the archive fresh, and the files by which a system runs it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { archiveIn, unitText } from '../../src/terminal/daemonUnit';
import { answer, prompt, put } from '../support/logs';
import { until } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
let home: string;
let store: string;
beforeEach(() => {
  home = tempFolder();
  store = join(home, 'archive');
  put(join(home, '.claude', 'projects', '-w', 'a.jsonl'), [prompt('a', 'Mend it'), answer('a', 'Done.')]);
});
const env = () => ({ HOME: home, VIGIL_STORE: store });
const daemon = (...args: string[]) => cli.run(['daemon', ...args], env());
const quick = (...args: string[]) => cli.call(['daemon', ...args], env());

test('runs once, reports its status, follows the logs, and ends cleanly', async () => {
  const running = cli.start(['daemon', 'run'], env());
  const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
  const status = async () => JSON.parse((await quick('status', '--json')).stdout) as Record<string, unknown>;
  await until(async () => ((await status())['running'] as { logs: number } | null)?.logs === 1, 20_000);
  expect(await status()).toMatchObject({
    schema: 1,
    store,
    running: { pid: running.pid, version: '9.9.9' },
    installed: false,
  });
  const words = (await quick('status')).stdout;
  expect(words).toMatch(/^It runs since \d.*, as process \d+ on .*\nIt knows 1 log\.\nLast save: /);
  const second = daemon('run');
  expect([second.status, second.stderr]).toEqual([1, expect.stringContaining('it runs already')]);
  expect(daemon('stop')).toMatchObject({ status: 0, stdout: 'It has ended; what it read is kept.\n' });
  expect(await ended).toBe(0);
  expect(existsSync(join(store, 'daemon.json'))).toBe(false);
  expect((await quick('status')).status).toBe(1);
  expect((await quick('stop')).stderr).toContain('it does not run');
  const lines = (await quick('logs')).stdout.trim().split('\n');
  expect(lines.map((line) => line.slice(25).replace(/\d+$/, 'N'))).toEqual([
    'started: Vigil 9.9.9, process N',
    'read: 1 log',
    'ended',
  ]);
  expect((await quick('logs', '--limit', '1')).stdout).toBe(`${lines.at(-1)}\n`);
});

test('does not signal the process id of a silent daemon', async () => {
  // A program that has nothing to do with Vigil, by whose number one ran an hour ago.
  const other = cli.start(['watch', '--json', '--store', join(home, 'other')], { HOME: home });
  try {
    const old = {
      id: 'x',
      pid: other.pid,
      host: 'here',
      version: '1',
      since: 0,
      at: Date.now() - 3_600_000,
      logs: 1,
    };
    spawnSync('mkdir', ['-p', store]);
    writeFileSync(join(store, 'daemon.json'), JSON.stringify(old));
    expect((await quick('stop')).status).toBe(1);
    writeFileSync(join(store, 'daemon.json'), '{"pid":1}');
    expect((await quick('stop')).status).toBe(1);
    expect(other.exitCode).toBeNull();
  } finally {
    other.kill('SIGKILL');
  }
});

test('logs -f prints new lines, also after the file was rotated', async () => {
  spawnSync('mkdir', ['-p', store]);
  const file = join(store, 'daemon.log');
  expect((await quick('logs')).status).toBe(1);
  writeFileSync(file, 'one\ntwo\n');
  const following = cli.start(['daemon', 'logs', '-f', '--limit', '1'], env());
  let out = '';
  following.stdout?.on('data', (piece: Buffer) => (out += piece.toString()));
  const ended = new Promise((resolve) => following.once('exit', resolve));
  await until(() => out === 'two\n', 20_000);
  writeFileSync(`${file}.1`, 'one\ntwo\nthree\n');
  writeFileSync(file, 'four\n');
  await until(() => out === 'two\nthree\nfour\n', 20_000);
  following.kill('SIGTERM');
  await ended;
  expect((await quick('logs', '--limit', 'x')).status).toBe(2);
});

test('install shows and writes the unit and says what to run; uninstall removes it', async () => {
  const unit = join(home, '.config', 'systemd', 'user', 'vigil.service');
  expect((await quick('start')).stderr).toContain('vigil daemon install');
  const asked = await quick('install');
  expect(asked.status).toBe(2);
  expect(asked.stdout).toContain(`${unit} (new)\n+ # Made by vigil daemon install`);
  expect(existsSync(unit)).toBe(false);
  expect((await quick('install', '--yes')).stdout).toContain('systemctl --user enable --now vigil');
  expect(readFileSync(unit, 'utf8')).toContain(
    `Environment=MALLOC_ARENA_MAX=1\nExecStart="${store}/bin/vigil" daemon run\n`,
  );
  expect((await quick('start')).stderr).toContain('systemctl --user start vigil');
  expect((await quick('uninstall', '--yes')).stdout).toContain('systemctl --user disable --now vigil');
  expect(existsSync(unit)).toBe(false);
  expect((await quick('uninstall', '--yes')).status).toBe(1);
  writeFileSync(unit, '[Unit]\nDescription=mine\n');
  for (const act of ['install', 'uninstall'])
    expect((await quick(act, '--yes')).stderr).toContain('not made by Vigil');
  expect(readFileSync(unit, 'utf8')).toBe('[Unit]\nDescription=mine\n');
});

test('a unit of another archive does not count as installed and is not removed', async () => {
  expect((await quick('install', '--yes')).status).toBe(0);
  const other = join(home, 'other');
  const there = (...args: string[]) => cli.call(['daemon', ...args], { HOME: home, VIGIL_STORE: other });
  expect(JSON.parse((await there('status', '--json')).stdout)).toMatchObject({
    installed: false,
    installedFor: store,
  });
  expect((await there('status')).stdout).toContain(`Not installed for this archive but for ${store}: `);
  expect((await there('start')).stderr).not.toContain('systemctl');
  const refused = await there('uninstall', '--yes');
  expect([refused.status, refused.stderr]).toEqual([
    1,
    expect.stringContaining(`--store ${store} removes it`),
  ]);
  expect((await quick('status')).stdout).toContain('Installed: ');
  expect((await there('install', '--yes')).stdout).toContain(`- ExecStart="${store}/bin/vigil" daemon run`);
  expect((await quick('status', '--json')).stdout).toContain(`"installedFor": "${other}"`);
});

test('writes paths in the syntax of each system’s unit files', () => {
  const launcher = '/a b&<"c>/100%/$x\\y/bin/vigil';
  for (const system of ['linux', 'darwin', 'win32'] as const)
    expect([system, archiveIn(system, unitText(system, launcher))]).toEqual([system, '/a b&<"c>/100%/$x\\y']);

  expect(unitText('linux', '/a b/100%/$x"/vigil')).toContain(
    String.raw`ExecStart="/a b/100%%/$$x\"/vigil" daemon run`,
  );
  expect(unitText('darwin', '/a&b/vigil')).toContain('<string>/a&amp;b/vigil</string>');
  expect(unitText('win32', String.raw`C:\a&b\vigil.cmd`)).toContain(
    String.raw`<Command>C:\a&amp;b\vigil.cmd</Command>`,
  );
});
