/**
 * Text from a log, a file name, a setting or an argument steers no terminal and no spreadsheet: hostile texts in every place
 * where a log can hold them, every command, every format.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { answer, prompt, put, result, toolUse, type Json } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();

/** What must not arrive raw, written apart from `log/visible.ts`: controls but tab and line feed, direction, no width, separators, tags. */
const RAW =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f|\u17b4|\u17b5/u;

const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u001b]52;c;ZXZpbA==\u0007 clipboard',
  '\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007',
  '\u009b2J one byte, \u009d52;c;x\u009c',
  '\u0085next line',
  'gpj.\u202eexe',
  '\u2066isolate\u2069 \u061c \u200e\u200f',
  'line\u2028separator\u2029paragraph',
  'back\bspace\rreturn\u000bvertical\u000cpage',
  'nul\u0000 del\u007f',
  'zero\u200bwidth\ufeff',
  'tag\u{e0041}\u{e007f}',
  '\ufff9anno\ufffatation\ufffb',
  'row\n0000,CRITICAL\tforged',
  '=HYPERLINK("http://evil.example")',
  ' =1+1',
  '\u00a0@SUM(1)',
  'x;=1+1',
  'x; "+1"',
  '\t-2+3',
  '＝1',
];
/** The beginning of a cell that a spreadsheet would work out; a number is none. */
const FORMULA = /^[\s"]*[=+\-@＝＋－＠](?!\d*\.?\d*(?:e[+-]?\d+)?$)/;

const home = tempFolder();
const logs = join(home, '.claude', 'projects');
const store = join(home, 'store\u001b]0;t\u0007\u202e');

/** A file name may hold all but NUL and slashes. */
const named = (text: string): string => text.replace(/[\0/]/g, '_');

beforeAll(() => {
  for (const [n, text] of HOSTILE.entries()) {
    const id = `s${n}`;
    const more = { cwd: `/w/${text}`, gitBranch: text, version: text, permissionMode: text };
    const say = (content: unknown, parts: Json = {}) =>
      answer(id, content, { model: `claude-${text}`, more, ...parts });
    const use = toolUse(`mcp__${text}__${text}`, { file_path: `/w/${text}` }, `toolu_${n}`);
    put(join(logs, `-w-${named(text)}`, `${id}.jsonl`), [
      prompt(id, text, more),
      say([use], { stop: 'tool_use' }),
      result(id, `toolu_${n}`, text, more, { is_error: true }),
      say([toolUse('Task', { subagent_type: text, prompt: text }, `toolu_t${n}`)], { stop: 'tool_use' }),
      say(`Should I continue? ${text} Wait, no. Want me to merge?`),
      { type: 'ai-title', aiTitle: text, sessionId: id },
      { type: text, sessionId: id, [text]: text },
      `{"broken ${text}`,
    ]);
    put(join(logs, `-w-${named(text)}`, id, 'subagents', `agent-${named(text)}.jsonl`), [
      answer(id, text, { more: { ...more, isSidechain: true, agentId: named(text) } }),
    ]);
  }
});

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const done = await cli.call(args, { HOME: home, VIGIL_TIMEZONE: 'UTC', ...env });
  expect([args, `${done.stdout}${done.stderr}`.match(RAW)]).toEqual([args, null]);
  return done;
}

const day = ['--pivot', '2026-08-01'];
const READING: string[][] = [
  ['inspect'],
  ['explain', 's5', 'stop_phrase'],
  ['blocks'],
  ...['day', 'week', 'month', 'hour', 'model', 'project', 'branch', 'session', 'agent', 'tool', 'server'].map(
    (by) => ['usage', '--by', by],
  ),
];
const REPORTS: string[][] = [
  ['report'],
  ...['project', 'model', 'mode', 'version', 'task', 'branch'].map((by) => ['report', '--by', by]),
  ['report', ...day],
  ['report', '--kind', 'changes'],
  ['history', 'list'],
  ['history', 'show', 's5'],
  ['history', 'diff', 's0', 's5'],
  ['history', 'heatmap', 's0'],
  ['history', 'heatmap', '--by', 'branch'],
  ['report', '--correlations'],
  ['report', '--by', 'project', '--metric', 'cost', '--limit', '3'],
];
const FORMATS = ['markdown', 'json', 'csv', 'html', 'text'];

/** Each line has as many cells as the head; no cell is a formula, whichever separator the spreadsheet takes. */
function expectCsv(text: string): void {
  const lines = text.trimEnd().split('\n');
  const cellsOf = (line: string): string[] =>
    [...line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map((cell) =>
      (cell[1] ?? cell[2] ?? '').replaceAll('""', '"'),
    );
  const width = cellsOf(lines[0] ?? '').length;
  for (const line of lines) {
    const cells = cellsOf(line);
    expect([line, cells.length]).toEqual([line, width]);
    for (const cell of [...cells, ...line.split(';').slice(1)]) expect(cell).not.toMatch(FORMULA);
  }
}

test.each([['logs'], ['archive']])(
  '%s: prints no control characters of logs',
  { timeout: 300_000 },
  async (from) => {
    const csvs: string[] = [];
    const env: Record<string, string> = {
      VIGIL_SIGNALS_TASK_TYPE: 'true',
      ...(from === 'archive' ? { VIGIL_STORE: store } : {}),
    };
    for (const args of from === 'archive' ? READING.filter(([, by]) => by !== '--by') : READING) {
      for (const more of [
        [],
        ['--json'],
        ...(args[0] === 'usage' || args[0] === 'blocks' ? [['--csv']] : []),
      ]) {
        const { status, stdout } = await run([...args, ...more], env);
        expect([args, status]).toEqual([args, 0]);
        if (more[0] === '--json') JSON.parse(stdout);
        if (more[0] === '--csv') csvs.push(stdout);
      }
    }
    for (const args of REPORTS) {
      for (const format of from === 'archive' ? ['text', 'csv'] : FORMATS) {
        const { status, stdout } = await run([...args, '--format', format], env);
        expect([args, status]).toEqual([args, 0]);
        if (format === 'json') JSON.parse(stdout);
        if (format === 'csv') csvs.push(stdout);
      }
    }
    for (const csv of csvs) expectCsv(csv);
    expect(csvs.join('')).toContain(`'=HYPERLINK`);
  },
);

test('JSON has the original text, escaped', async () => {
  const { stdout } = await run(['history', 'list', '--json']);
  const { sessions } = JSON.parse(stdout) as { sessions: { id: string; title: string; project: string }[] };
  expect(sessions.find(({ id }) => id === 's5')?.title).toBe('gpj.\u202eexe');
  expect(sessions.find(({ id }) => id === 's11')?.project).toBe('/w/tag\u{e0041}\u{e007f}');
});

test('exports and other commands print no control characters of logs', async () => {
  for (const line of (await run(['export', logs])).stdout.trimEnd().split('\n')) JSON.parse(line);
  for (const format of ['json', 'csv']) {
    const file = join(home, `out.${format}`);
    await run(['export', '--format', format, '--output', file], { VIGIL_STORE: store });
    const text = readFileSync(file, 'utf8');
    expect(text.match(RAW)).toBeNull();
    if (format === 'csv') expectCsv(text);
  }
  for (const args of [
    ['ingest'],
    ['size'],
    ['compact'],
    ['config', 'check'],
    ['wipe', '--project', '/w/\u001b[2J', '--yes'],
  ])
    for (const more of [[], ['--json']]) await run([...args, ...more], { VIGIL_STORE: store });
});

test.each([
  ['file name', (text: string) => ['inspect', `/nowhere/${named(text)}`]],
  ['store', (text: string) => ['size', '--store', `/proc/nothing/${named(text)}`]],
  ['session', (text: string) => ['history', 'show', text, join(logs, `-w-${named(text)}`)]],
  ['day', (text: string) => ['usage', '--from', text]],
  ['command', (text: string) => [text]],
  ['option', (text: string) => ['usage', `--${text}`]],
  ['zone', (text: string) => ['usage', '--timezone', text]],
  ['settings', (text: string) => ['usage', '--config', `/nowhere/${named(text)}`]],
  ['price file', (text: string) => ['usage', '--prices', `/nowhere/${named(text)}`]],
  ['question', (text: string) => ['wipe', '--project', text]],
] as const)('errors: %s', async (what, argsOf) => {
  for (const text of what === 'store' ? [] : HOSTILE) {
    const { stderr } = await run(argsOf(text));
    // One line each: a line break in a name begins none that says something else.
    for (const line of stderr.trimEnd().split('\n')) expect(line).toMatch(/^vigil: /);
  }
  if (what !== 'store') return;
  // A folder that is a file cannot hold an archive.
  const file = join(home, 'file');
  writeFileSync(file, '');
  for (const text of HOSTILE) await run(['size', '--store', join(file, named(text))]);
});

test('escapes hostile values of settings and variables in messages', async () => {
  const config = join(home, 'c.json');
  const wrong = async (args: string[], env: Record<string, string> = {}) => (await run(args, env)).status;
  expect(await wrong(['usage'], { VIGIL_TYPO: '\u001b[2J\u202e' })).toBe(2);
  expect(await wrong(['usage'], { VIGIL_PLAN: '\u001b[2J\u202e' })).toBe(2);
  expect(await wrong(['usage'], { VIGIL_TIMEZONE: '\u001b[2J\u202e' })).toBe(2);
  for (const content of [JSON.stringify({ '\u001b[2J': '\u202e' }), '{ \u001b[2J\u202e']) {
    writeFileSync(config, content);
    expect(await wrong(['usage', '--config', config])).toBe(2);
  }
});

test('a report file is readable by its owner only', async () => {
  const mask = process.umask(0);
  try {
    const folder = join(home, 'reports');
    mkdirSync(folder);
    for (const format of FORMATS)
      await run(['report', '--format', format, '--output', join(folder, `r.${format}`)]);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, name), 'utf8').match(RAW)).toBeNull();
    }
  } finally {
    process.umask(mask);
  }
});
