/** The terminal as a window: commands on the archive, as processes. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { answer, prompt, put, text, toolUse, type Lines } from '../support/logs';
import { sqlite } from '../store/samples';
import { commitImage } from '../../src/store/image';
import { buildCli, logIn, newHome } from './rig';

const cli = buildCli();
let home: string;
let store: string;
beforeEach(() => {
  ({ home, store } = newHome());
});

const log = (name: string, project?: string) => logIn(home, name, project);
const session = (id: string, cwd = '/w/app'): Lines =>
  [prompt(id, 'go'), answer(id, [toolUse('Bash', { command: 'make' })]), answer(id, 'Done.')].map((line) => ({
    ...line,
    cwd,
  }));
const vigil = (...args: string[]) => cli.call(args, { HOME: home, VIGIL_STORE: store });
const size = async () => JSON.parse((await vigil('size', '--json')).stdout) as Record<string, unknown>;

test('ingest reports missing folders and reads the others', async () => {
  put(log('a'), session('a'));
  const missing = join(home, 'elsewhere');
  const none = await vigil('ingest', missing);
  expect(none.status).toBe(1);
  expect(none.stderr).toContain(`The folder ${join(missing, 'projects')} does not exist`);
  const one = await vigil('ingest', missing, join(home, '.claude'));
  expect(one).toMatchObject({ status: 0, stderr: expect.stringContaining('does not exist') as unknown });
  expect(one.stdout).toContain('1 log read');
});

test('ingest of a deleted folder exits with 1 although the archive has its sessions', async () => {
  const folder = join(home, 'share');
  put(join(folder, 'projects', 'p', 'a.jsonl'), session('a'));
  expect((await vigil('ingest', folder)).status).toBe(0);
  rmSync(folder, { recursive: true });
  const gone = await vigil('ingest', folder);
  expect(gone).toMatchObject({ status: 1, stderr: expect.stringContaining('does not exist') as unknown });
  expect(gone.stdout).toContain('1 session');
});

test('ingest and export that find no log say where they looked', async () => {
  for (let run = 0; run < 2; run++)
    expect(await vigil('ingest')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`Looked in ${join(home, '.claude', 'projects')}`) as unknown,
    });
  expect(JSON.parse((await vigil('ingest', '--json')).stdout)).toMatchObject({ files: 0, read: { logs: 0 } });
  mkdirSync(store, { recursive: true });
  const file = join(home, 'none.csv');
  expect(await vigil('export', '--format', 'csv', '--output', file)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('No session log was found.') as unknown,
  });
  expect(readFileSync(file, 'utf8')).toMatch(/^id,parent,project,title,name,.*\n$/);
});

test('ingest of files that are not session logs says so and exits with 1', async () => {
  const folder = join(home, 'elsewhere');
  put(join(folder, 'projects', 'p', 'x.jsonl'), [{ a: 1 }]);
  const nothing = {
    status: 1,
    stderr: expect.stringMatching(
      /no record of Claude Code is in the 1 file there[^]*No session log was found\. Looked in .*elsewhere;/,
    ) as unknown,
  };
  for (let run = 0; run < 2; run++)
    expect(await vigil('ingest', folder)).toMatchObject({ ...nothing, stdout: '' });
  put(log('a'), session('a'));
  expect(await vigil('ingest')).toMatchObject({ status: 0, stderr: '' });
  expect(await vigil('ingest', folder)).toMatchObject(nothing);
});

test('if no log is found, excluded projects are named, also in the JSON of a search', async () => {
  put(log('a'), session('a'));
  const env = { HOME: home, VIGIL_STORE: store, VIGIL_EXCLUDE: '/w/app' };
  for (const args of [
    ['ingest'],
    ['search', 'go', '--json'],
    ['inspect'],
    ['inspect', home],
    ['export', home],
  ])
    expect([args, await cli.call(args, env)]).toMatchObject([
      args,
      {
        status: 1,
        stderr: expect.stringMatching(
          /No session log was found\. Looked in .*, but for the projects of vigil\.exclude \(\/w\/app\);/,
        ) as unknown,
      },
    ]);
  expect(await cli.call(['inspect', home, '--no-exclude'], env)).toMatchObject({ status: 0, stderr: '' });
});

test('an empty CSV has its header', async () => {
  const at = async (folder: string, ...args: string[]): Promise<string> =>
    (await cli.call([...args, folder, '--csv'], { HOME: home })).stdout.split('\n', 1)[0] ?? '';
  put(log('a'), session('a'));
  const nothing = join(home, 'nothing');
  mkdirSync(nothing);
  for (const args of [['usage'], ['usage', '--by', 'tool'], ['blocks'], ['report']]) {
    const head = await at(nothing, ...args);
    expect([args, head]).toEqual([args, await at(home, ...args)]);
    expect(head).toMatch(/^\w+(?:,\w+)+$/);
  }
  put(logIn(join(home, 'quiet'), 'q'), [prompt('q', 'go'), answer('q', 'Done.')]);
  const map = async (id: string): Promise<string> =>
    (await cli.call(['history', 'heatmap', id, home, '--csv'], { HOME: home })).stdout.split('\n', 1)[0] ??
    '';
  expect([await map('q'), await map('a')]).toEqual(Array(2).fill('tool,part,calls,failed,denied'));
});

test('ingest reads what is new and keeps deleted logs; --force reads everything again', async () => {
  put(log('a'), session('a'));
  put(log('b'), session('b'));
  const first = await vigil('ingest', '--json');
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toMatchObject({
    schema: 1,
    conversations: 2,
    files: 2,
    gone: 0,
    vault: null,
    read: { logs: 2 },
  });
  rmSync(log('b'));
  appendFileSync(log('a'), text([answer('a', 'More.')]));
  const again = (await vigil('ingest')).stdout;
  expect(again).toContain('2 logs read, 1 of them no longer on the disk');
  expect(again).toMatch(/^New: .* in 1 log; nothing in the 0 others\.$/m);
  expect((await vigil('ingest')).stdout).toContain('Nothing was new.');
  expect(await vigil('ingest', '--force')).toMatchObject({ status: 0 });
  const file = join(home, 'out.json');
  expect((await vigil('export', '--output', file)).status).toBe(0);
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as {
    sessions: { id: string; messages: number }[];
  };
  expect(sessions.map(({ id, messages }) => [id, messages])).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
});

test('a mistyped archive is neither created nor wiped', async () => {
  put(log('a'), session('a'));
  const slip = join(home, 'viigl');
  const commands = [['size'], ['usage'], ['alerts'], ['search', 'go'], ['wipe', '--all', '--yes']];
  for (const args of [...commands, ['backup', join(home, 'b.vigil')]])
    expect(await cli.call([...args, '--store', slip], { HOME: home })).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`${slip}: there is no archive`) as string,
    });
  expect([existsSync(slip), existsSync(join(home, 'b.vigil'))]).toEqual([false, false]);
});

test('a backup restores what was wiped', async () => {
  put(log('a'), session('a'));
  put(log('z', '-w-zoo'), session('z', '/w/zoo'));
  await vigil('ingest');
  rmSync(log('z', '-w-zoo'));
  const backup = join(home, 'mine.vigil');
  expect(await vigil('backup', backup)).toMatchObject({ status: 0, stdout: `Written: ${backup}\n` });
  expect(statSync(backup).mode & 0o777).toBe(0o600);

  expect(await vigil('wipe', '--all')).toMatchObject({ status: 2 });
  expect(await vigil('wipe', '--yes')).toMatchObject({ status: 2 });
  expect((await vigil('wipe', '--project', '/w/zoo', '--yes')).status).toBe(0);
  expect(await size()).toMatchObject({ conversations: 1 });
  // Its log is still there: the next command reads it again, this one leaves nothing behind.
  expect(JSON.parse((await vigil('wipe', '--all', '--yes', '--json')).stdout)).toMatchObject({
    conversations: 0,
  });
  expect(readdirSync(store).filter((name) => name.endsWith('.pack'))).toEqual([]);
  expect(await size()).toMatchObject({ conversations: 1, gone: 0 });

  expect(await vigil('restore', backup)).toMatchObject({ status: 2 });
  expect((await vigil('restore', backup, '--yes')).status).toBe(0);
  expect(await size()).toMatchObject({ conversations: 2, gone: 1 });
  expect(existsSync(join(store, 'before-restore.vigil'))).toBe(true);
  expect(await vigil('restore', log('a'), '--yes')).toMatchObject({ status: 1 });
  expect((await vigil('restore', join(home, 'none'), '--yes')).stderr).toContain(
    'cannot be read (no such file or folder)',
  );
  expect(await size()).toMatchObject({ conversations: 2 });
});

test('merging another machine’s archive twice changes nothing the second time', async () => {
  put(log('a'), session('a'));
  await vigil('ingest');
  const { home: other, store: otherStore } = newHome();
  // Not the words of the other at the same time: those may be a copy.
  put(logIn(other, 'b'), [prompt('b', 'hello'), ...session('b').slice(1)]);
  const there = { HOME: other, VIGIL_STORE: otherStore, TZ: 'Asia/Tokyo' };
  const backup = join(home, 'other.vigil');
  await cli.call(['ingest'], there);
  expect((await cli.call(['backup', backup], there)).status).toBe(0);
  for (const said of ['1 session added or calculated again.\n', 'Nothing in it was new.\n']) {
    expect(await vigil('merge', backup)).toMatchObject({ status: 0, stdout: said });
    expect(await size()).toMatchObject({ conversations: 2, files: 2, gone: 1 });
  }
  expect((await vigil('merge', log('a'))).stderr).toContain(
    'It is not an archive of Vigil, or it is damaged.',
  );
});

test('exports JSON, CSV and SQLite with secrets redacted', async () => {
  const key = ['ghp', '_', 'a1B2'.repeat(9)].join('');
  put(log('a'), [...session('a'), { type: 'ai-title', aiTitle: `Use ${key}`, sessionId: 'a' }]);
  put(log('b'), session('b'));
  await vigil('ingest');
  const out = async (format: string) => {
    const file = join(home, `out.${format}`);
    expect(await vigil('export', '--format', format, '--output', file)).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    return readFileSync(file);
  };
  expect(JSON.parse((await out('json')).toString())).toMatchObject({
    schema: 1,
    sessions: [
      { id: 'a', title: 'Use [redacted: GitHub token]' },
      { id: 'b', name: 'go' },
    ],
  });
  const [head = '', ...lines] = (await out('csv')).toString().trimEnd().split('\n');
  expect(head.split(',').slice(0, 5)).toEqual(['id', 'parent', 'project', 'title', 'name']);
  expect(new Set(head.split(',')).size).toBe(head.split(',').length);
  expect(lines[0]).toContain('a,,/w/app,Use [redacted: GitHub token],Use [redacted: GitHub token],');
  const second = Object.fromEntries(head.split(',').map((name, i) => [name, lines[1]?.split(',')[i]]));
  expect(second).toMatchObject({
    id: 'b',
    title: '',
    name: '“go”',
    file: log('b'),
    prompts: '1',
    toolCalls: '1',
    costAtLeast: '0',
  });
  const db = sqlite.open(await out('sqlite'));
  expect(db.all('select id, title, name from session')).toEqual([
    ['a', 'Use [redacted: GitHub token]', 'Use [redacted: GitHub token]'],
    ['b', null, '“go”'],
  ]);
  expect(db.all('select sum(requests) from usage')).toEqual([[4]]);
  db.close();
  expect((await vigil('export', '--format', 'xml', '--output', 'x')).status).toBe(2);
  expect((await vigil('export')).status).toBe(2);
});

test('every command on the archive has --json', async () => {
  put(log('a'), session('a'));
  const backup = join(home, 'b.vigil');
  for (const args of [
    ['ingest'],
    ['size'],
    ['backup', backup],
    ['merge', backup],
    ['compact'],
    ['export', '--format', 'csv', '--output', join(home, 'x.csv')],
    ['restore', backup, '--yes'],
    ['wipe', '--all', '--yes'],
    ['config', 'check'],
    ['history', 'list'],
    ['report'],
  ]) {
    const { status, stdout, stderr } = await vigil(...args, '--json');
    expect([args[0], status, stderr]).toEqual([args[0], 0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1 });
  }
  const explained = await vigil(
    'explain',
    'a',
    'reasoning_loop',
    join(home, '.claude', 'projects'),
    '--json',
  );
  expect(JSON.parse(explained.stdout)).toMatchObject({ schema: 1, session: 'a', lines: [] });
});

test.skipIf(process.platform === 'win32')('an archive that cannot be written can still be read', async () => {
  put(log('a'), session('a'));
  await vigil('ingest');
  put(log('b'), session('b'));
  fs.chmodSync(store, 0o555);
  for (const folder of [home, dirname(cli.file())]) fs.chmodSync(folder, 0o755);
  for (const name of readdirSync(store)) fs.chmodSync(join(store, name), 0o644);
  // The one who may do all may write it all the same.
  const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const ask = (...args: string[]) =>
    spawnSync(process.execPath, [cli.file(), ...args], {
      encoding: 'utf8',
      cwd: '/',
      env: { HOME: home, VIGIL_STORE: store },
      ...somebody,
    });
  const { status, stdout, stderr } = ask('size');
  expect([status, stdout]).toEqual([0, expect.stringContaining('2 sessions')]);
  expect(stderr).toContain('could not be written (access is denied)');
  expect(stderr).not.toContain('tries again');
  expect(ask('usage').status).toBe(0);
  expect(ask('ingest').status).toBe(1);
  fs.chmodSync(store, 0o755);
});

test('size and compact; missing arguments are named', async () => {
  put(log('a'), session('a'));
  await vigil('ingest');
  expect((await vigil('size')).stdout).toContain('1 session, 0 sub-agents');
  expect((await vigil('compact')).stdout).toMatch(/KB before, .* after/);
  expect((await cli.call(['size', '--store', store, '--json'], { HOME: home })).status).toBe(0);
  expect((await vigil('backup')).status).toBe(2);
});

test('leaves an archive of a newer version alone', async () => {
  put(log('a'), session('a'));
  await vigil('ingest');
  const image = readdirSync(store).find((name) => name.endsWith('.db')) ?? '';
  const db = sqlite.open(readFileSync(join(store, image)).subarray(0, -8));
  db.script('pragma user_version = 999');
  const newer = Buffer.from(db.export());
  db.close();
  rmSync(join(store, image));
  commitImage(store, fs, 1, 'test', newer);
  const sealed = readFileSync(join(store, image));
  const { status, stderr } = await vigil('wipe', '--all', '--yes');
  expect(status).toBe(1);
  expect(stderr).toContain('written by a newer version');
  expect(readFileSync(join(store, image)).equals(sealed)).toBe(true);
});

test('watch follows the logs until it is ended, and keeps what it read', { timeout: 30_000 }, async () => {
  const now = new Date().toISOString();
  const fresh = (lines: Lines): Lines =>
    lines.map((line) => (typeof line === 'string' ? line : { ...line, timestamp: now }));
  put(log('a'), fresh(session('a')));
  const child = cli.start(['watch'], { HOME: home, VIGIL_STORE: store });
  let said = '';
  child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const until = async (check: () => boolean) => {
    for (let i = 0; i < 400 && !check(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
    if (!check()) throw new Error(`it was not said: ${said}`);
  };
  await until(() => said.includes('waiting'));
  put(
    log('b'),
    fresh([prompt('b', 'go'), answer('b', [toolUse('Bash', { command: 'x' })], { stop: 'tool_use' })]),
  );
  await until(() => said.includes('active'));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(await size()).toMatchObject({ conversations: 2 });
});

/** util-linux's `script` gives a command a terminal. */
const hasTerminal = spawnSync('script', ['--version']).status === 0;

test.skipIf(!hasTerminal)(
  'watch draws on the alternate screen and restores the terminal',
  { timeout: 30_000 },
  async () => {
    const now = new Date().toISOString();
    put(
      log('a'),
      session('a').map((line) => (typeof line === 'string' ? line : { ...line, timestamp: now })),
    );
    const out = join(home, 'terminal.txt');
    const command = `stty cols 90 rows 10; exec ${process.execPath} ${cli.file()} watch --by-session`;
    const child = spawn('script', ['-qefc', command, out], {
      env: { PATH: process.env['PATH'] ?? '', HOME: home, VIGIL_STORE: store, TERM: 'xterm' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    const drawn = () => (existsSync(out) ? readFileSync(out, 'utf8') : '');
    for (let i = 0; i < 400 && !drawn().includes('waiting'); i++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    // Ctrl+C, as a person types it.
    child.stdin.write('\u0003');
    await ended;
    const screen = drawn();
    expect(screen).toContain('\u001b[?1049h');
    expect(screen).toMatch(/SESSION +SEVERITY +STATE/);
    expect(screen).toMatch(/OK.*waiting/);
    expect(screen.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(screen.lastIndexOf('waiting'));
  },
);

describe('an invalid settings file beside the archive', () => {
  test.each([
    ['no JSON', 'not json {', /settings\.json: is not JSON/],
    ['torn', '{"timezone": "UTC"', /settings\.json: is not JSON.*(line|position)/],
    ['a list', '[]', /not an object/],
    ['a setting of a newer version', '{"novelty": 1, "timezone": "UTC"}', /novelty .*no such setting/],
    ['a value that is none', '{"timezone": 3}', /timezone .*cannot be 3/],
  ])('%s: it is said, and the command goes on', async (_, content, said) => {
    mkdirSync(store, { recursive: true });
    const file = join(store, 'settings.json');
    writeFileSync(file, content);
    try {
      const { status, stderr, stdout } = await vigil('size');
      expect(stderr).toMatch(said);
      expect(stderr).toContain(file);
      expect(status).toBe(0);
      expect(stdout).toContain(store);
      // One that is named must be right.
      expect((await vigil('size', '--config', file)).status).toBe(2);
    } finally {
      rmSync(file);
    }
  });
});

test('imported prices are kept in the archive and used by the terminal', async () => {
  put(log('a'), session('a'));
  await vigil('ingest');
  const offer = (input: number) => ({
    'claude-opus-4-6': {
      litellm_provider: 'anthropic',
      mode: 'chat',
      input_cost_per_token: input,
      output_cost_per_token: 2.5e-5,
    },
  });
  const file = join(home, 'litellm.json');
  writeFileSync(file, JSON.stringify(offer(1e-5)));
  const taken = await vigil('prices', 'import', file, '--archive');
  expect(taken).toMatchObject({ status: 0, stderr: '' });
  expect(taken.stdout).toContain('changed  claude-opus-4-6: input 5 → 10');
  expect(taken.stdout).toContain('The archive is priced with it from now on.');
  expect((await vigil('prices', 'list', 'claude-opus-4-6')).stdout).toMatch(
    /from \d{4}-\d\d-\d\d \(now\) +10 /,
  );
  const twice = await vigil('prices', 'import', file, '--archive', '--json');
  expect(JSON.parse(twice.stdout)).toEqual({ schema: 1, changes: 0, archive: false });
});
