/** Reports, history and configuration of the command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { answer, prompt, put, toolUse } from '../conformance/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
let home = '';
let logs = '';
beforeAll(() => {
  home = tempFolder();
  logs = join(home, '.claude', 'projects');
  for (const [id, day] of [
    ['aa', 1],
    ['ab', 5],
  ] as const)
    put(
      join(logs, '-w-app', `${id}.jsonl`),
      [
        prompt(id, 'go'),
        answer(id, [toolUse('Bash', { command: 'make' })], { stop: 'tool_use' }),
        answer(id, 'Done.'),
      ].map((line) => ({ ...line, timestamp: `2026-08-0${day}T10:00:00.000Z` })),
    );
});
const run = (args: string[], env: Record<string, string> = {}) => cli.call(args, { HOME: home, ...env });

test.each([
  [['report', '--by', 'day', '--csv'], 'dimension_value,metric_name,mean,stdev,n,min,max'],
  [['report', '--pivot', '2026-08-03'], '# Sessions before 2026-08-03 and from 2026-08-03'],
  [
    ['report', '--before', '2026-08-01..2026-08-02', '--after', '2026-08-03..2026-08-09', '--json'],
    '"schema": 1',
  ],
  [['report', '--kind', 'changes'], 'No reliable change found'],
  [['report', '--range', 'all'], 'all time'],
  [['report', '--format', 'html'], '<!doctype html>'],
  [['history', 'list'], '2 sessions'],
  [['history', 'list', '--since', '2026-08-04'], '1 session\n'],
  [['history', 'show', 'ab'], 'Id               ab'],
  [['history', 'show', 'ab'], 'System prompt, tools, and what is not in the log'],
  [['history', 'diff', 'aa', 'ab'], 'Two sessions'],
  [['history', 'heatmap', 'aa'], 'over the session'],
  [['config', 'check'], 'timezone = "" (default)'],
  [['config', 'check', '--json'], '"source": "default"'],
])('vigil %j', async (args, text) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(text);
  // No colours, and the same twice.
  expect(stdout).not.toContain('\u001b');
  expect((await run(args)).stdout).toBe(stdout);
});

// Berlin puts its clocks back on 2026-10-25. On the 30th at 23:30, six times 24 hours earlier is the 25th at 00:30: a day short.
test('--days counts calendar days across changes of the clock', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-10-30T22:30:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  const { stdout } = await run(['report', '--range', '7d', '--timezone', 'Europe/Berlin', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ from: '2026-10-24', to: '2026-10-30' });
});

// Both sessions began with “go”, which is their name: nobody gave them a title.
test('--text searches the displayed name', async () => {
  const { stdout } = await run(['history', 'list', '--text', 'GO', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ sessions: [{ id: 'ab' }, { id: 'aa' }] });
});

test.each([
  [['report', '--range', 'today'], 'No session was active', ''],
  [['history', 'list', '--text', 'nothing like it'], 'No session matches', ''],
  [['history', 'list', '--text', 'nothing like it', '--json'], '"sessions": []', 'no session is of'],
  [['report', '--project', 'nosuch', '--csv'], 'id,title,name,project,', 'no session is of'],
  [['report', '--correlations', '--project', 'nosuch', '--csv'], 'a,b,n,pearson,', 'no session is of'],
  [['report', '--by', 'day', '--text', 'nosuch'], '', 'no session is of'],
  [['report', '--pivot', '2026-08-03', '--text', 'nosuch'], '', 'no session is of'],
  [['report', '--correlations', '--text', 'nosuch'], '', 'no session is of'],
  [['usage', '--from', '2030-01-01', '--json'], '"groups": []', 'not used in these days'],
  [['usage', '--from', '2030-01-01', '--by', 'tool', '--csv'], 'key,calls,errors,', 'not used in these days'],
])('where no session is left it is said, with 1: vigil %j', async (args, text, said) => {
  const { status, stdout, stderr } = await run(args);
  expect(status).toBe(1);
  expect(stdout).toContain(text);
  expect(stderr).toContain(said);
  expect(stderr.split('\n').length).toBeLessThan(3);
});

const NONE_LEFT = 'vigil: no session is of the days and filters asked for.\n';
const ASKS_FOR_TASKS: [string[], string, number, string][] = [
  [['history', 'heatmap', '--by', 'task'], 'Sessions by kind of task', 0, ''],
  [['report', '--by', 'task'], 'Sessions by kind of task', 0, ''],
  [['report', '--kind', 'cohort', '--by', 'task', '--json'], '"schema": 1', 0, ''],
  [['history', 'list', '--task', 'mixed'], 'No session matches', 1, ''],
  [['history', 'list', '--task', 'planning', '--csv'], 'task_type', 1, NONE_LEFT],
];

test.each(ASKS_FOR_TASKS)('with kinds of task off, vigil %j fails and names the setting', async (args) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('vigil.signals.taskType');
});

test.each(ASKS_FOR_TASKS)('with kinds of task on, vigil %j works', async (args, text, code, said) => {
  const { status, stdout, stderr } = await run(args, withTasks());
  expect([status, stderr]).toEqual([code, said]);
  expect(stdout).toContain(text);
});

/** An environment with the setting on. */
function withTasks(): Record<string, string> {
  const config = join(home, 'tasks.json');
  writeFileSync(config, JSON.stringify({ 'vigil.signals.taskType': true }));
  return { VIGIL_CONFIG: config };
}

test('history has the kind of task of a session, its turns and its parts if that is on', async () => {
  const place = mkdtempSync(join(home, 'tasks-'));
  put(join(place, '-w-app', 'zz.jsonl'), [
    prompt('zz', 'add a button to the page'),
    answer('zz', [toolUse('Edit', { file_path: '/w/app/a.ts' })], { stop: 'tool_use' }),
    answer('zz', 'Done. I added the button.'),
    prompt('zz', 'the moon over the harbour at night'),
  ]);
  const told = async (...args: string[]) => (await run([...args, place], withTasks())).stdout;
  const untold = async (...args: string[]) => (await run([...args, place])).stdout;
  expect(await told('history', 'list')).toMatch(/Task[^]*changing/);
  expect(await untold('history', 'list')).not.toMatch(/Task|changing/);
  const show = await told('history', 'show', 'zz');
  expect(show).toMatch(/Kind of task \(experimental\)\s+changing/);
  expect(show).toMatch(/1\s+\d{4}-\d\d-\d\d.*\s1\s+1\s+0\s.*changing/);
  expect(show).toMatch(/2\s+.*not told/);
  expect(await untold('history', 'show', 'zz')).not.toMatch(/Kind of task|changing/);
  expect(JSON.parse(await told('history', 'show', 'zz', '--json'))).toMatchObject({
    turns: [{ at: 0, calls: 1, task: 'mutation_heavy' }, { task: null }],
  });
  expect(JSON.parse(await untold('history', 'show', 'zz', '--json'))).toMatchObject({
    turns: [{ turn: 1, calls: 1, failed: 0, findings: [] }, { turn: 2 }],
  });
  expect(
    (JSON.parse(await untold('history', 'show', 'zz', '--json')) as { turns: object[] }).turns[0],
  ).not.toHaveProperty('task');
  expect(await told('history', 'heatmap', 'zz')).toMatch(/Kind of task[^]*Kind\s+.*changing/);
  expect(await untold('history', 'heatmap', 'zz')).not.toContain('Kind of task');
});

test('a report from the archive includes deleted logs', async () => {
  const store = join(home, 'storage');
  const env = { VIGIL_STORE: store, TZ: 'UTC' };
  expect((await run(['ingest'], env)).status).toBe(0);
  expect((await run(['history', 'list'], env)).stdout).toBe((await run(['history', 'list'])).stdout);
  expect((await run(['report', '--by', 'month', '--json'], env)).stdout).toBe(
    (await run(['report', '--by', 'month', '--json'])).stdout,
  );
  const file = join(logs, '-w-app', 'aa.jsonl');
  const content = readFileSync(file);
  rmSync(file);
  expect((await run(['history', 'list'], env)).stdout).toContain('2 sessions');
  expect(await run(['history', 'heatmap', 'aa'], env)).toMatchObject({ status: 0 });
  writeFileSync(file, content);
});

test.each([
  [['report', '--kind', 'x'], '--kind x: give one of overview'],
  [['report', '--by', 'x'], '--by x: give one of day'],
  [['report', '--format', 'x'], '--format x: give one of markdown'],
  [['report', '--json', '--csv'], 'Give one of'],
  [['report', '--json', '--format', 'text'], 'Give one of'],
  [['report', '--by', 'week', '--metric', 'cots'], 'Did you mean cost?'],
  [['history', 'list', '--limit', '0'], 'a whole number from 1'],
  [['history', 'list', '--mode', 'plna'], 'no session has it'],
  [['history', 'list', '--model', 'gpt'], 'There is claude-opus-4-6'],
  [['report', '--before', '2026-08-01..2026-08-02'], 'both --before and --after'],
  [['report', '--before', 'x', '--after', 'y'], 'give two days as FIRST..LAST'],
  [['report', '--kind', 'comparison'], 'needs --pivot'],
  [['report', '--range', '7d', '--to', '2026-08-01'], 'Give --range, or'],
  [['report', '--range', 'x'], '--range x: give one of today'],
  [['report', '--from', '2026-08-02', '--to', '2026-08-01'], 'is after --to'],
  [['report', '--severity', 'bad'], '--severity bad: give one of unjudged, ok'],
  [['history'], 'history list '],
  [['history', 'show'], 'needs a SESSION'],
  [['history', 'diff', 'aa'], 'needs an OTHER'],
  [['config'], 'config check '],
  [['config', 'check', '--config', '/nowhere'], '/nowhere: cannot be read (no such file or folder)'],
])('a wrong use is said: %j', async (args, text) => {
  const { status, stderr } = await run(args);
  expect([status, stderr]).toEqual([2, expect.stringContaining(text)]);
});

test('reports what was not found', async () => {
  expect(await run(['history', 'show', 'zz'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('There is no session zz') as string,
  });
  expect(await run(['history', 'show', 'a'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('the beginning of 2') as string,
  });
});

test.each([
  [['report', '--metric', 'cost'], '--metric has no effect in this report. It is for one of groups'],
  [['report', '--limit', '3', '--pivot', '2026-08-03'], '--limit has no effect'],
  [['report', '--by', 'model', '--pivot', '2026-08-03'], '--pivot has no effect'],
  [['history', 'heatmap', 'aa', '--metric', 'cost'], '--metric has no effect'],
  [['report', '--before', '2026-08-01'], '--before 2026-08-01: give two days as FIRST..LAST'],
  [['report', '--from', '2026-02-30'], '--from 2026-02-30: give a day'],
  [['export', 'x', '--format', 'csv'], '--format is for the archive'],
])('what would have no effect is refused: vigil %j', async (args, said) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
});

test('export --output writes events to a file', async () => {
  const file = join(home, 'events.ndjson');
  const printed = (await run(['export', logs])).stdout;
  expect(await run(['export', logs, '--output', file])).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(file, 'utf8')).toBe(printed);
  expect((await run(['export', logs, '--output', join(home, 'no', 'x')])).stderr).toContain('no such file');
});

test('settings from file, environment and flag; an error names key, value and source', async () => {
  const file = join(home, 'c.json');
  writeFileSync(file, '{"vigil.timezone": "Europe/Berlin", "plan": "subscription"}');
  const check = async (args: string[], env: Record<string, string> = {}) =>
    (await run(['config', 'check', ...args], env)).stdout;
  expect(await check(['--config', file])).toContain(`timezone = "Europe/Berlin" (${file})`);
  expect(await check([], { VIGIL_CONFIG: file })).toContain(`plan = "subscription" (${file})`);
  expect(await check(['--config', file], { VIGIL_TIMEZONE: 'UTC' })).toContain(
    'timezone = "UTC" (environment VIGIL_TIMEZONE)',
  );
  put(join(home, '.config', 'vigil', 'config.json'), Buffer.from('{"vault": {"maxMb": 5}}'));
  const bad = await run(['history', 'list']);
  expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining('vault.maxMb (')]);
  expect(bad.stderr).toContain('cannot be 5');
  rmSync(join(home, '.config'), { recursive: true });
  expect(await run(['usage'], { VIGIL_TYPO: '1' })).toMatchObject({ status: 2 });
});
