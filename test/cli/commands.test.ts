/** Help, mistakes, completion and the default archive, as processes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { answer, prompt, put, toolUse } from '../conformance/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';
import { COMMANDS } from '../../src/terminal/commands';
import { defaultStore } from '../../src/terminal/options';
import { faultOf, secretsIn } from '../../src/terminal/lines';

const cli = buildCli();
let home: string;
beforeEach(() => {
  home = tempFolder();
});
const vigil = (...args: string[]) => cli.call(args, { HOME: home });
const log = (name: string) => join(home, '.claude', 'projects', '-w-app', `${name}.jsonl`);
const session = (id: string) =>
  [prompt(id, 'go'), answer(id, [toolUse('Bash', { command: 'make' })]), answer(id, 'Done.')].map((line) => ({
    ...line,
    cwd: '/w/app',
  }));

describe('help', () => {
  test('every command lists its options in its help', async () => {
    for (const { name, says, examples } of COMMANDS) {
      const asked = await cli.call([...name.split(' '), '--help']);
      expect(asked).toMatchObject({ status: 0, stderr: '' });
      expect(asked.stdout.replaceAll(/\s+/g, ' ')).toContain(says.replaceAll(/\s+/g, ' '));
      for (const [typed] of examples) expect(asked.stdout).toContain(`vigil ${typed}`);
      expect((await cli.call(['help', ...name.split(' ')])).stdout).toBe(asked.stdout);
    }
  });

  test('is short without a command; a group without a command exits with 2', async () => {
    const { status, stdout, stderr } = await vigil();
    expect([status, stderr, stdout.split('\n').length < 12]).toEqual([0, '', true]);
    expect(await vigil('history')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('history show'),
    });
    expect(await vigil('help', 'history')).toMatchObject({ status: 0, stderr: '' });
  });

  test('suggests what was meant and exits with 2', async () => {
    expect(await vigil('repotr')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'vigil: Unknown command repotr. Did you mean report? See vigil help.\n',
    });
    expect((await vigil('lst')).stderr).toContain('Did you mean history list?');
    expect((await vigil('usage', '--fro', '2026-01-01')).stderr).toContain('Did you mean --from?');
  });
});

describe('completion', () => {
  /** What bash would offer for a line, its last word being typed. */
  const offered = async (line: string): Promise<string[]> => {
    const words = line.split(' ');
    const script = `${(await vigil('completion', 'bash')).stdout}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_vigil; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').filter((word) => word !== '');
  };

  test.skipIf(spawnSync('bash', ['--version']).status !== 0)(
    'completes commands, options and values in bash',
    async () => {
      expect(await offered('vigil his')).toEqual(['history']);
      expect(await offered('vigil history ')).toEqual(['list', 'show', 'diff', 'heatmap']);
      expect(await offered('vigil history list --sev')).toEqual(['--severity']);
      expect(await offered('vigil history list --severity c')).toEqual(['critical']);
      expect(await offered('vigil usage --by m')).toEqual(['month', 'model']);
      expect(await offered('vigil claude template ')).toEqual(['list', 'create']);
      expect(await offered('vigil help rep')).toEqual(['report']);
      expect(await offered('vigil completion z')).toEqual(['zsh']);
    },
  );

  test('completes every command and option in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { status, stdout } = await vigil('completion', shell);
      expect(status).toBe(0);
      for (const { name, options } of COMMANDS) {
        expect(stdout).toContain(name.split(' ').at(-1));
        for (const option of options)
          expect([shell, stdout]).toEqual([shell, expect.stringContaining(option.name)]);
      }
    }
  });
});

describe('the default archive', () => {
  test.each([
    ['linux', {}, '/home/ada/.local/share/vigil'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/vigil'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/vigil'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada/.local/share/vigil'],
    ['darwin', {}, '/home/ada/Library/Application Support/Vigil'],
    ['win32', { LOCALAPPDATA: 'C:\\Data' }, 'C:\\Data\\Vigil'],
    ['win32', {}, '\\home\\ada\\AppData\\Local\\Vigil'],
  ] as const)('%s %j', (platform, env, folder) =>
    expect(defaultStore({ platform, env, home: '/home/ada' })).toBe(folder),
  );

  test('ingest creates it, commands read it after logs are deleted; VIGIL_STORE and PATHs take precedence', async () => {
    put(log('a'), session('a'));
    expect(await vigil('size')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('vigil ingest makes one'),
    });
    // Reading alone makes none.
    expect(await vigil('usage')).toMatchObject({ status: 0 });
    const folder = join(home, '.local', 'share', 'vigil');
    expect(existsSync(folder)).toBe(false);
    expect(await vigil('ingest')).toMatchObject({ status: 0, stdout: expect.stringContaining(folder) });
    rmSync(log('a'));
    for (const args of [['usage', '--by', 'session'], ['history', 'list'], ['inspect'], ['report']])
      expect(await vigil(...args)).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/\ba\b|1 session|Sessions/),
      });
    expect(JSON.parse((await vigil('history', 'list', '--json')).stdout)).toMatchObject({
      sessions: [{ id: 'a' }],
    });
    const other = await cli.call(['usage', '--by', 'session', '--json'], {
      HOME: home,
      VIGIL_STORE: join(home, 'other'),
    });
    expect(JSON.parse(other.stdout)).toMatchObject({ groups: [] });
    put(join(home, 'elsewhere', 'b.jsonl'), session('b'));
    expect(
      JSON.parse((await vigil('history', 'list', join(home, 'elsewhere'), '--json')).stdout),
    ).toMatchObject({
      sessions: [{ id: 'b' }],
    });
  });

  test('without logs prints one sentence, or the requested format', async () => {
    for (const args of [
      ['usage'],
      ['report'],
      ['history', 'list'],
      ['inspect'],
      ['blocks'],
      ['errors'],
      ['search', 'harbour'],
    ]) {
      expect(await vigil(...args)).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringContaining('No session log was found.'),
      });
    }
    expect(JSON.parse((await vigil('usage', '--json')).stdout)).toMatchObject({ schema: 1, groups: [] });
  });

  test('a wipe that removes nothing says so and exits with 1', async () => {
    put(log('a'), session('a'));
    await vigil('ingest');
    expect(await vigil('wipe', '--project', '/nope', '--yes')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('No session of /nope is in the archive: nothing was forgotten.'),
    });
    expect(await vigil('wipe', '--project', '/w/app', '--yes')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('lines of logs', () => {
  test('lists unreadable lines with file, line and reason; the rest of the session counts', async () => {
    put(log('a'), [...session('a'), '{"type":"user","mess', '"text"', '{"silly":1}', '']);
    const errors = JSON.parse((await vigil('errors', '--json')).stdout) as {
      errors: { file: string; line: number; why: string }[];
    };
    expect(errors.errors.map(({ line, why }) => [line, why.split(':')[0]])).toEqual([
      [4, 'is broken off'],
      [5, 'is JSON, but no record'],
      [6, 'is a record without what every record has'],
    ]);
    expect(errors.errors[0]?.file).toContain('a.jsonl');
    put(log('a'), session('a'));
    expect((await vigil('errors')).stdout).toBe('Every line can be read.\n');
  });

  test('why', async () => {
    expect(faultOf(Buffer.alloc(20))).toContain('zero bytes');
    expect(faultOf(Buffer.from('   '))).toBeNull();
    expect(faultOf(Buffer.from('{"type":"user"}'))).toBeNull();
    expect(faultOf(Buffer.from('hello'))).toBe('is no JSON');
  });

  test('lists likely secrets by session, never the secret itself', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    put(log('a'), [...session('a'), prompt('a', `use ${token}`), prompt('a', `again ${token}`)]);
    const { stdout } = await vigil('secrets', '--json');
    expect(stdout).not.toContain(token);
    expect(JSON.parse(stdout)).toMatchObject({ secrets: [{ session: 'a', kind: 'GitHub token', lines: 2 }] });
    expect(secretsIn('[redacted: GitHub token], [sealed: password]')).toEqual([]);
    expect(secretsIn(`[redacted: GitHub token] and ${token}`)).toEqual(['GitHub token']);
  });
});

test('alerts, prices and advice', async () => {
  const now = new Date().toISOString();
  put(
    log('a'),
    session('a').map((line) => ({ ...line, timestamp: now })),
  );
  await vigil('ingest');
  expect(JSON.parse((await vigil('alerts', '--json')).stdout)).toMatchObject({
    schema: 1,
    alerts: expect.any(Array),
  });
  expect((await vigil('prices', 'list', 'claude-opus-4-6')).stdout).toMatch(/claude-opus-4-6 +always +5 +25/);
  expect((await vigil('prices', 'list', 'us.anthropic.claude-opus-4-6-v1:0')).stdout).toContain(
    'claude-opus-4-6',
  );
  expect(await vigil('prices', 'list', 'claude-opsu-4-6')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Did you mean claude-opus-4-6?'),
  });
  expect((await vigil('config', 'check')).stdout).toContain(
    'after 30 days. To keep them longer set cleanupPeriodDays',
  );
  writeFileSync(join(home, '.claude', 'settings.json'), '{"cleanupPeriodDays": 365}');
  expect((await vigil('config', 'check')).stdout).not.toContain('cleanupPeriodDays');
});

describe('on a terminal', () => {
  /** util-linux's `script` gives a command a terminal. */
  const hasTerminal = spawnSync('script', ['--version']).status === 0;
  const onTerminal = (columns: number, args: string): string =>
    spawnSync(
      'script',
      ['-qec', `stty cols ${columns} rows 30; ${process.execPath} ${cli.file()} ${args}`, '/dev/null'],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', HOME: home, TZ: 'UTC' },
      },
    ).stdout.replaceAll('\r', '');

  test.skipIf(!hasTerminal)(
    'cells keep what distinguishes rows and reports are plain text; in a pipe nothing is cut and reports are Markdown',
    () => {
      const deep = `/home/ada/${'work/'.repeat(20)}api`;
      for (const id of ['3f2a0001', '91bc0002'])
        put(
          log(id),
          session(id).map((line) => ({ ...line, cwd: deep })),
        );
      mkdirSync(join(home, 'x'));
      for (const columns of [40, 80, 200])
        expect(onTerminal(columns, 'usage --by project')).toContain('/api');
      expect(onTerminal(80, 'report')).not.toMatch(/^# |\\\(|&lt;|\| --- /m);
      expect(onTerminal(40, 'history list --wide')).toContain(deep);
      expect(cli.run(['report'], { HOME: home }).stdout).toMatch(/^# /);
      expect(cli.run(['history', 'list'], { HOME: home }).stdout).toContain(deep);
    },
  );
});
