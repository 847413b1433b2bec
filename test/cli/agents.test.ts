/** What Claude Code runs of Vigil, as processes: MCP server, Stop hook, status line; and how they are put into its files. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { answer, prompt, put, result, toolUse, type Json } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
const ID = 'abcd1111-0000-4000-8000-000000000001';
let home: string;
let log: string;
let store: string;
beforeEach(() => {
  home = tempFolder();
  log = join(home, '.claude', 'projects', '-w', `${ID}.jsonl`);
  store = join(home, '.local', 'share', 'vigil');
});

/** Runs it with something on standard input. */
function given(input: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli.file(), ...args], {
    input,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', HOME: home },
  });
  return { status, stdout, stderr };
}
const soon = (hours: number): number => Math.floor(Date.now() / 1000) + hours * 3600;
const bash = (id: string, command: string, output: string, error = false): Json[] => [
  answer(ID, [toolUse('Bash', { command }, id)], { stop: 'tool_use' }),
  result(ID, id, output, {}, error ? { is_error: true } : {}),
];
/** A session that ends with failing tests of which nobody is told. */
const failing = (): void =>
  put(log, [
    prompt(ID, 'Mend the parser'),
    ...bash('t1', 'npm test', 'Tests  2 failed | 8 passed (10)', true),
    answer(ID, 'The parser is mended.'),
  ] as never);
const stop = (more: object = {}): string =>
  JSON.stringify({
    session_id: ID,
    transcript_path: log,
    hook_event_name: 'Stop',
    stop_hook_active: false,
    ...more,
  });

test('the MCP server answers a client from the first line to the last', () => {
  put(log, [prompt(ID, 'Mend the parser'), answer(ID, 'The parser is mended.')]);
  const call = (id: number, method: string, params?: object) =>
    JSON.stringify({ jsonrpc: '2.0', id, method, params });
  const { status, stdout } = given(
    [
      call(1, 'initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 't', version: '1' },
      }),
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      'no line of a protocol',
      call(2, 'tools/list'),
      // Without a line end, as a client that goes away may leave it.
      call(3, 'tools/call', { name: 'vigil_search', arguments: { text: 'parser' } }),
    ].join('\n'),
    'mcp',
  );
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number | null });
  expect(new Set(lines.map(({ id }) => id))).toEqual(new Set([1, 2, 3, null]));
  expect(lines).toHaveLength(4);
  const text = JSON.stringify(lines.find(({ id }) => id === 3));
  expect(text).toContain('2 hits with “parser”');
  expect(text).toContain(`vscode://vigil-dev.vigil/session/${ID}`);
});

test('the Stop hook reports each finding once, and never while the agent answers a hook', () => {
  failing();
  expect(given(stop({ stop_hook_active: true }), 'hook')).toEqual({ status: 0, stdout: '', stderr: '' });
  const first = given(stop({ last_assistant_message: 'The parser is mended.' }), 'hook');
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const { decision, reason } = JSON.parse(first.stdout) as { decision: string; reason: string };
  expect(decision).toBe('block');
  expect(reason).toContain('Name the tests that fail');
  expect(first.stdout.trim().split('\n')).toHaveLength(1);
  expect(given(stop(), 'hook')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test.each([
  ['no JSON', () => 'x'],
  ['nothing', () => ''],
  ['another message', () => '{"session_id":1}'],
  [
    'a log that is not there',
    () => stop({ transcript_path: join(home, '.claude', 'projects', 'gone.jsonl') }),
  ],
  ['a file that is none of Claude Code’s logs', () => stop({ transcript_path: join(home, 'secret.jsonl') })],
])('the Stop hook fails no run: %s', (_, input) => {
  mkdirSync(home, { recursive: true });
  failing();
  writeFileSync(join(home, 'secret.jsonl'), readFileSync(log));
  expect(given(input(), 'hook')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('writes errors to a log beside the archive', () => {
  given('x', 'hook');
  given('x', 'statusline');
  expect(readFileSync(join(store, 'agents.log'), 'utf8')).toMatch(
    /Z hook: .*JSON\n.*Z statusline: .*JSON\n$/,
  );
});

test('the status line prints the badge and stores the limits for other surfaces', () => {
  const line = (more: object) =>
    given(JSON.stringify({ session_id: ID, transcript_path: log, ...more }), 'statusline');
  expect(line({ context_window: { used_percentage: 8 } })).toEqual({
    status: 0,
    stdout: '8.0 %\n',
    stderr: '',
  });
  put(log, [
    prompt(ID, 'Mend the parser'),
    answer(ID, 'It is mended.', { usage: { input_tokens: 50_000, output_tokens: 10 } }),
  ]);
  const told = {
    rate_limits: {
      five_hour: { used_percentage: 38.5, resets_at: soon(2) + 30 },
      seven_day: { used_percentage: 41, resets_at: soon(50) },
    },
    context_window: { context_window_size: 1_000_000, used_percentage: 5 },
  };
  expect(line(told).stdout).toMatch(/^5\.0 % · \$0\.25 · 2 h 00 min left\n$/);
  failing();
  expect(line(told).stdout).toMatch(/^WARN /);
  const kept = JSON.parse(readFileSync(join(store, 'official.json'), 'utf8')) as { limits: object[] };
  expect(kept.limits).toMatchObject([
    { window: 'fiveHour', share: 0.385 },
    { window: 'weekly', share: 0.41 },
  ]);
});

test('the status line counts sub-agents and marks lower bounds', () => {
  const usage = { input_tokens: 50_000, output_tokens: 10 };
  put(log, [prompt(ID, 'Mend the parser'), answer(ID, 'It is mended.', { usage })]);
  put(
    join(log.slice(0, -'.jsonl'.length), 'subagents', 'agent-a1.jsonl'),
    [prompt(ID, 'Look'), answer(ID, 'Looked.', { usage, stop: null })].map((line) => ({
      ...line,
      isSidechain: true,
      agentId: 'a1',
    })),
  );
  const { stdout } = given(JSON.stringify({ session_id: ID, transcript_path: log }), 'statusline');
  expect(stdout).toMatch(/ · ≥ \$0\.50\n$/);
});

test('install shows the change and asks; uninstall restores everything', async () => {
  const call = (...args: string[]) => cli.call(args, { HOME: home });
  const file = join(home, '.claude', 'settings.json');
  mkdirSync(join(home, '.claude'));
  writeFileSync(file, '{ "model": "opus" }');
  const asked = await call('hook', 'install');
  expect(asked.status).toBe(2);
  expect(asked.stdout).toContain('+ ');
  expect(asked.stderr).toContain('Write this? Add --yes');
  expect(readFileSync(file, 'utf8')).toBe('{ "model": "opus" }');
  expect(existsSync(join(store, 'bin'))).toBe(false);
  expect((await call('hook', 'install', '--yes')).stdout).toContain('Undo: vigil hook uninstall');
  expect(await call('hook', 'install', '--yes')).toMatchObject({ status: 0, stdout: '' });
  expect((await call('statusline', 'install', '--yes')).status).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    model: 'opus',
    statusLine: { command: `${store}/bin/vigil statusline` },
  });
  // What is written starts this command.
  const run = spawnSync('/bin/sh', ['-c', `${store}/bin/vigil statusline`], {
    input: '{"context_window":{"used_percentage":12}}',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  expect(run.stdout).toBe('12 %\n');
  for (const what of ['hook', 'statusline']) expect((await call(what, 'uninstall', '--yes')).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('{ "model": "opus" }');
  expect((await call('hook', 'uninstall', '--yes')).status).toBe(1);
});

test('installs into a project; refuses to replace another status line, with the reason', async () => {
  const call = (...args: string[]) => cli.call(args, { HOME: home });
  const project = join(home, 'project');
  mkdirSync(project);
  const shared = await call('mcp', 'install', '--project', project, '--yes');
  expect(shared.stderr).toContain('shared with others');
  expect(shared.stdout).toContain(`Undo: vigil mcp uninstall --project ${project}`);
  const slip = join(home, 'projcet');
  expect(await call('hook', 'install', '--project', slip, '--yes')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(`${slip} does not exist. Name the folder of a project.`) as string,
  });
  expect(existsSync(slip)).toBe(false);
  expect(JSON.parse(readFileSync(join(project, '.mcp.json'), 'utf8'))).toEqual({
    mcpServers: { vigil: { type: 'stdio', command: join(store, 'bin', 'vigil'), args: ['mcp'] } },
  });
  mkdirSync(join(home, '.claude'));
  writeFileSync(join(home, '.claude', 'settings.json'), '{"statusLine":{"command":"mine"}}');
  const refused = await call('statusline', 'install', '--yes');
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('"mine". With --replace');
  expect((await call('statusline', 'install', '--replace', '--yes')).stdout).toContain(
    '- {"statusLine":{"command":"mine"}}',
  );
});
