/** Every command: as a process, on terminals of 40, 80 and 200 columns, and with wrong input. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { widthOf } from '../../src/report/fit';
import { COMMANDS, type CommandName } from '../../src/terminal/commands';
import type { Command } from '../../src/terminal/commandParts';
import { answer, prompt, put, result, toolUse } from '../conformance/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
let home: string;
let env: Record<string, string>;
/** Now, less some minutes. */
const ago = (minutes: number) => ({ timestamp: new Date(Date.now() - minutes * 60_000).toISOString() });

beforeAll(() => {
  home = tempFolder();
  env = { HOME: home, TZ: 'UTC', VIGIL_SIGNALS_TASK_TYPE: 'yes' };
  const deep = `/home/ada/${'work/'.repeat(20)}api`;
  for (const [id, minutes] of [
    ['3f2a0001', 3],
    ['91bc0002', 3000],
  ] as const)
    put(
      join(home, '.claude', 'projects', '-w-app', `${id}.jsonl`),
      [
        prompt(id, `Fix ${'the failing test of the deep module '.repeat(3)}`),
        ...Array.from({ length: 4 }, (_, i) => [
          answer(id, [toolUse('Bash', { command: 'npm test' }, `${id}-${i}`)], { stop: 'tool_use' }),
          result(id, `${id}-${i}`, '1 failed, 3 passed', { is_error: true }),
        ]).flat(),
        answer(id, 'It fails in the same way. Should I go on?'),
      ].map((line) => ({ ...line, cwd: deep, gitBranch: 'main', ...ago(minutes) })),
    );
  writeFileSync(
    join(home, 'prices.json'),
    JSON.stringify({
      'claude-opus-4-6': {
        litellm_provider: 'anthropic',
        mode: 'chat',
        input_cost_per_token: 1e-5,
        output_cost_per_token: 2.5e-5,
      },
    }),
  );
  put(join(home, 'app', '.claude', 'settings.json'), [{ model: 'opus' }]);
});

/** They go on until they are told to end, or are run by Claude Code, and have tests of their own. */
const ENDLESS = ['watch', 'daemon run', 'mcp', 'hook', 'statusline'] as const;
/** What is typed after each other command, in an order in which each has what it needs. */
const TYPED: Record<Exclude<CommandName, (typeof ENDLESS)[number]>, string[]> = {
  ingest: [],
  inspect: [],
  'history list': [],
  'history show': ['3f2a'],
  'history diff': ['3f2a', '91bc'],
  'history heatmap': ['--by', 'project'],
  explain: ['3f2a', 'interrupt_rate'],
  alerts: [],
  errors: [],
  secrets: [],
  usage: ['--by', 'branch'],
  blocks: [],
  reconcile: [],
  report: [],
  'prices list': [],
  'prices import': ['HOME/prices.json'],
  size: [],
  backup: ['HOME/one.backup'],
  merge: ['HOME/one.backup'],
  restore: ['HOME/one.backup', '--yes'],
  export: ['--output', 'HOME/all.json'],
  compact: [],
  'claude init': ['HOME/app', '--dry-run'],
  'claude template list': [],
  'claude template create': ['mine-ONCE', '--path', 'HOME/app', '--all'],
  'config check': [],
  'search status': [],
  search: ['failing'],
  'search enable': [],
  'search disable': [],
  'search clear': ['--yes'],
  'mcp install': ['--project', 'HOME/app', '--yes'],
  'mcp uninstall': ['--project', 'HOME/app', '--yes'],
  'hook install': ['--project', 'HOME/app', '--yes'],
  'hook uninstall': ['--project', 'HOME/app', '--yes'],
  'statusline install': ['--project', 'HOME/app', '--yes'],
  'statusline uninstall': ['--project', 'HOME/app', '--yes'],
  'daemon status': [],
  'daemon start': [],
  'daemon stop': [],
  'daemon restart': [],
  'daemon logs': [],
  'daemon install': ['--yes'],
  'daemon uninstall': ['--yes'],
  completion: ['fish'],
  wipe: ['--project', '/home/ada', '--yes'],
};
/** What has something to say beside its answer. */
const SAYS = new Set(['mcp install', 'search']);
/** `archive.test.ts` and `daemon.test.ts` run these as processes. */
const ELSEWHERE = /^(?:daemon .*|size|backup|merge|restore|export|compact|wipe)$/;
/** Their lines are for programs, or what a file will hold. */
const AS_LONG_AS_THEY_ARE = new Set(['completion', 'daemon install', 'daemon uninstall']);

/** `once`: makes what each may make but once. */
const lines = (once: string) =>
  (Object.entries(TYPED) as [CommandName, string[]][]).map(([name, given]) => ({
    name,
    args: [...name.split(' '), ...given.map((one) => one.replace('HOME', home).replace('ONCE', once))],
  }));

test('every command has an example here', () => {
  expect([...Object.keys(TYPED), ...ENDLESS].sort()).toEqual(
    COMMANDS.map(({ name }) => name as string).sort(),
  );
});

test('every command works as a process', { timeout: 120_000 }, () => {
  for (const { name, args } of lines('process').filter((one) => !ELSEWHERE.test(one.name))) {
    const { status, stdout, stderr } = cli.run(args, env);
    expect([name, status, SAYS.has(name) ? '' : stderr]).toEqual([name, 0, '']);
    expect([name, stdout.length > 0]).toEqual([name, true]);
    expect(stdout).not.toMatch(/undefined|\[object |NaN/);
  }
});

/** util-linux's `script` gives a command a terminal. */
const hasTerminal = spawnSync('script', ['--version']).status === 0;
const MARK = '=== ';

describe.skipIf(!hasTerminal).each([40, 80, 200])('on a terminal of %i columns', (columns) => {
  test('no line of any command is wider', { timeout: 120_000 }, () => {
    const program = `
      const given = ${JSON.stringify(lines(String(columns)))};
      process.argv = [process.execPath, ${JSON.stringify(cli.file())}, '--version'];
      const { vigil } = require(${JSON.stringify(cli.file())});
      const os = require('node:os');
      const around = () => ({ version: '9.9.9', now: () => Date.now(), env: process.env, home: ${JSON.stringify(home)},
        platform: 'linux', timezone: 'UTC', pid: process.pid, host: os.hostname(), wasmFolder: ${JSON.stringify(join(cli.file(), '..'))} });
      (async () => {
        for (const { name, args } of given) {
          console.log('${MARK}' + name);
          const code = await vigil(['node', 'vigil', ...args], around());
          if (code !== (name.startsWith('daemon ') && !name.endsWith('install') ? 1 : 0)) console.log('ended with ' + code);
        }
      })();`;
    const file = join(home, `all-${columns}.cjs`);
    writeFileSync(file, program);
    const { stdout } = spawnSync(
      'script',
      ['-qec', `stty cols ${columns} rows 30; ${process.execPath} ${file}`, '/dev/null'],
      { encoding: 'utf8', env: { ...env, PATH: process.env['PATH'] ?? '' } },
    );
    const parts = stdout.replaceAll('\r', '').split(MARK).slice(1);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(lines('').map(({ name }) => name));
    for (const part of parts) {
      const [name = '', ...said] = part.split('\n');
      expect([name, said.filter((line) => line.startsWith('ended with'))]).toEqual([name, []]);
      // A path is not cut where a person may want to copy it, and takes a line of its own.
      const long = said.filter(
        (line) => widthOf(line) > columns && !line.includes(home) && !line.startsWith('vigil: '),
      );
      if (!AS_LONG_AS_THEY_ARE.has(name)) expect([name, long]).toEqual([name, []]);
    }
  });

  test('watch fits, obeys keys without echoing them, and restores the screen', async () => {
    const out = join(home, `watch-${columns}.txt`);
    const command = `stty cols ${columns} rows 20; exec ${process.execPath} ${cli.file()} watch`;
    const child = spawn('script', ['-qefc', command, out], {
      env: {
        ...env,
        PATH: process.env['PATH'] ?? '',
        TERM: 'xterm',
        VIGIL_STORE: join(home, `store-${columns}`),
      },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const drawn = () => (existsSync(out) ? readFileSync(out, 'utf8') : '');
    const until = async (text: string) => {
      for (let i = 0; i < 800 && !drawn().includes(text); i++)
        await new Promise((resolve) => setTimeout(resolve, 25));
      expect(drawn()).toContain(text);
    };
    await until('1 session');
    await until('/api');
    child.stdin.write('?');
    await until('Keys of vigil watch');
    child.stdin.write('zzq');
    expect(await ended).toBe(0);
    const frames = drawn()
      .split('\u001b[H')
      .slice(1)
      // oxlint-disable-next-line no-control-regex
      .map((frame) =>
        frame
          .replaceAll(/\u001b\[[?0-9;]*[a-zA-Z]/g, '')
          .replaceAll('\r', '')
          .split('\n'),
      );
    expect(frames.length).toBeGreaterThan(1);
    for (const line of frames.flat().filter((one) => !one.startsWith('Script done')))
      expect([line, widthOf(line) <= columns]).toEqual([line, true]);
    expect(frames.flat().join('\n')).not.toContain('zz');
    expect(drawn()).toContain('\u001b[?1049l');
  });
});

describe('wrong input', () => {
  const all: readonly Command[] = COMMANDS;
  const wrong = all.flatMap((command): [string, string[]][] => {
    const words = command.name.split(' ');
    const required = command.arguments.filter(({ optional }) => optional !== true);
    const given = command.arguments.map(({ choices }) => choices?.[0] ?? 'x');
    return [
      ['an option there is not', [...words, ...given, '--nonsense']],
      ...(required.length > 0 ? [['too few words', words] as [string, string[]]] : []),
      ...(command.arguments.some(({ many }) => many === true)
        ? []
        : [['a word too many', [...words, ...given, 'one-more']] as [string, string[]]]),
      ...command.options.flatMap(({ name, value, choices }): [string, string[]][] => [
        ...(value === undefined
          ? [['a value for a switch', [...words, ...given, `--${name}=x`]] as [string, string[]]]
          : [['an option without its value', [...words, ...given, `--${name}`]] as [string, string[]]]),
        ...(choices === undefined
          ? []
          : [['a value there is not', [...words, ...given, `--${name}`, 'nonsense']] as [string, string[]]]),
      ]),
    ];
  });

  test('exits with 2 and one line that names valid values', async () => {
    expect(wrong.length).toBeGreaterThan(250);
    for (const [what, args] of wrong) {
      const { status, stdout, stderr } = await cli.call(args, env);
      const said = stderr.trimEnd().split('\n');
      const told = args.length > 1 || stdout === '';
      expect([what, args, status, told]).toEqual([what, args, 2, true]);
      if (said.length === 1)
        expect(stderr).toMatch(/^vigil: .*(?:[Gg]ive|[Ss]ee vigil help|Did you mean|more than once).*\n$/);
      // Where words are missing the help of the command is what would do.
      else expect([what, args, stderr.includes('vigil ')]).toEqual(['too few words', args, true]);
    }
  });
});
