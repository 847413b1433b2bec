/** What the questions of the terminal are asked of: settings, archive and vault hold wherever it runs. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { answer, prompt, put, toolUse, type Json } from '../support/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
const home = tempFolder();
const claude = join(home, '.claude');
const other = join(home, 'elsewhere');

const at = (cwd: string): Json => ({ timestamp: '2026-01-28T02:30:00.000Z', cwd });
const session = (id: string, cwd: string): Json[] => [
  prompt(id, 'go', at(cwd)),
  answer(id, [toolUse('Bash', { command: 'make' })], { stop: 'tool_use', more: at(cwd) }),
  answer(id, 'The flux capacitor is empty.', { more: at(cwd) }),
];
const log = (root: string, id: string, project: string): string =>
  join(root, 'projects', project, `${id}.jsonl`);

beforeAll(() => {
  put(log(claude, 'app', '-w-app'), session('app', '/w/app'));
  put(log(claude, 'secret', '-w-private'), session('secret', '/w/private'));
  put(log(other, 'far', '-w-far'), session('far', '/w/far'));
});

const run = async (args: string[], env: Record<string, string> = {}) =>
  cli.call(args, { HOME: home, VIGIL_TIMEZONE: 'UTC', ...env });

/** Every command that asks, and the ids of sessions in its answer. */
const QUESTIONS: [string, string[], (answer: never) => string[]][] = [
  ['inspect', ['inspect'], ({ sessions }: { sessions: { id: string }[] }) => sessions.map(({ id }) => id)],
  [
    'usage',
    ['usage', '--by', 'session'],
    ({ groups }: { groups: { key: string }[] }) => groups.map(({ key }) => key),
  ],
  ['report', ['report'], ({ sessions }: { sessions: { id: string }[] }) => sessions.map(({ id }) => id)],
  [
    'history',
    ['history', 'list'],
    ({ sessions }: { sessions: { id: string }[] }) => sessions.map(({ id }) => id),
  ],
];
const PRIVATE = { VIGIL_EXCLUDE: '["/w/private"]' };

describe.each(QUESTIONS)('%s', (_, args, idsOf) => {
  const ask = async (paths: string[], env: Record<string, string> = {}): Promise<string[]> =>
    idsOf(JSON.parse((await run([...args, ...paths, '--json'], env)).stdout) as never).sort();

  test('vigil.roots, or Claude Code’s own folders', async () => {
    expect(await ask([])).toEqual(['app', 'secret']);
    expect(await ask([], { VIGIL_ROOTS: JSON.stringify([other]) })).toEqual(['far']);
    expect(await ask([], { CLAUDE_CONFIG_DIR: other })).toEqual(['far']);
  });

  test('vigil.exclude applies to PATHs, too, unless it is switched off', async () => {
    expect(await ask([], PRIVATE)).toEqual(['app']);
    expect(await ask([claude], PRIVATE)).toEqual(['app']);
    expect(await ask([claude], { VIGIL_EXCLUDE: '~/private', HOME: '/w' })).toEqual(['app']);
    expect(await ask([claude, '--no-exclude'], PRIVATE)).toEqual(['app', 'secret']);
    expect((await run([...args, log(claude, 'secret', '-w-private')], PRIVATE)).status).toBe(1);
    expect((await run([...args, '--no-exclude'], PRIVATE)).status).toBe(2);
  });

  test('PATHs replace roots and archive', async () => {
    const store = join(home, `store-${args[0]}`);
    await run(['ingest'], { VIGIL_STORE: store });
    expect(await ask([other], { VIGIL_STORE: store })).toEqual(['far']);
    expect(await ask([], { VIGIL_STORE: store })).toEqual(['app', 'secret']);
    expect(await ask([`--store=${store}`])).toEqual(['app', 'secret']);
  });
});

test('blocks and explain use roots and exclude', async () => {
  const requests = async (args: string[], env: Record<string, string>) =>
    (JSON.parse((await run(['blocks', ...args, '--json'], env)).stdout) as { blocks: { requests: number }[] })
      .blocks[0]?.requests;
  expect(await requests([], {})).toBe(4);
  expect(await requests([], PRIVATE)).toBe(2);
  expect(await requests([claude], PRIVATE)).toBe(2);
  expect(await requests([claude, '--no-exclude'], PRIVATE)).toBe(4);
  expect(await requests([], { VIGIL_ROOTS: JSON.stringify([other]) })).toBe(2);
  expect((await run(['explain', 'secret', 'prompts'], PRIVATE)).status).toBe(1);
  expect((await run(['explain', 'far', 'prompts'], { VIGIL_ROOTS: JSON.stringify([other]) })).status).toBe(0);
  expect((await run(['export', claude], PRIVATE)).stdout).not.toContain('"secret"');
});

test('custom phrases count on every surface, with the same settings file', async () => {
  const config = join(home, 'phrases.json');
  writeFileSync(config, JSON.stringify({ 'signals.stopPhrases.custom': ['flux capacitor'] }));
  const store = join(home, 'phrases');
  for (const env of [{}, { VIGIL_STORE: store }] as Record<string, string>[]) {
    const ask = async (...args: string[]) => (await run([...args, '--config', config], env)).stdout;
    expect(await ask('explain', 'app', 'stop_phrase')).toContain('“flux capacitor”');
    expect(await ask('inspect')).toContain('Cost');
    for (const args of [['inspect'], ['history', 'list'], ['report']]) {
      const { sessions } = JSON.parse(await ask(...args, '--json')) as {
        sessions: { id: string; signals: { name: string; label: string }[] }[];
      };
      const app = sessions.find(({ id }) => id === 'app');
      const label = app?.signals.find(({ name }) => name === 'stop_phrase')?.label;
      expect([args, label]).toEqual([args, expect.stringContaining('1 other stop phrase in 1 turn')]);
    }
    expect(await ask('history', 'show', 'app')).toMatch(/Stopped early +usual .*1 other stop phrase/);
  }
});

test('reports settings without an effect', async () => {
  const env = {
    VIGIL_SIGNALS_STOP_PHRASES_CUSTOM: '[{"text": "(?=a)b", "mode": "regex"}]',
    VIGIL_DETECTORS: '{"costs": false}',
  };
  const store = join(home, 'doubts');
  await run(['ingest'], { VIGIL_STORE: store });
  for (const where of [{}, { VIGIL_STORE: store }] as Record<string, string>[]) {
    const said = (await run(['usage'], { ...env, ...where })).stderr;
    expect(said).toContain('the expression “(?=a)b” is not used: it looks ahead or behind');
    expect(said).toContain('detectors: not known: “costs”');
  }
});

test('archive and vault answer for deleted logs', async () => {
  const store = join(home, 'vaulted');
  const path = log(claude, 'gone', '-w-gone');
  put(path, [
    ...session('gone', '/w/gone'),
    answer('gone', 'Should I continue?', {
      more: { ...at('/w/gone'), timestamp: '2025-01-01T00:00:00.000Z' },
    }),
  ]);
  const { engine } = openWindow(home, store, () => Date.now(), { vault: { enabled: true }, timezone: 'UTC' });
  await engine.ready;
  for (let i = 0; i < 200; i++) {
    const { vault } = await engine.call('archive', null);
    if ((vault?.logs ?? 0) >= 3) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await engine.call('close', null);
  const env = { VIGIL_STORE: store };
  const asked = [
    ['usage', '--by', 'session', '--json'],
    ['blocks', '--json'],
    ['explain', 'gone', 'stop_phrase'],
    ['explain', 'gone', 'stop_phrase', '--json'],
    ['inspect', '--json'],
    ['report', '--json'],
    ['history', 'show', 'gone'],
    ['history', 'heatmap', 'gone'],
  ];
  const before = [];
  for (const args of asked) before.push(await run(args, env));
  rmSync(path);
  for (const [i, args] of asked.entries()) {
    expect([args, await run(args, env)]).toEqual([args, before[i]]);
    expect(before[i]?.status).toBe(0);
  }
  // What is said stands in the copy: file, line and words.
  expect(before[2]?.stdout).toContain('-w-gone/gone.jsonl:4  “should I”');
  expect(before[2]?.stdout).toContain('Should I continue?');
  // Without the archive nothing of it is known.
  expect((await run(['explain', 'gone', 'stop_phrase'])).status).toBe(1);
  // Without a copy the figures stay, and the words are gone.
  rmSync(join(store, 'vault'), { recursive: true });
  const bare = await run(['explain', 'gone', 'stop_phrase'], env);
  expect(bare.stdout).toContain('-w-gone/gone.jsonl:?  “should I”');
  for (const [name, words] of [
    ['errors', 'Every line of the others can be read.\n'],
    ['secrets', 'No likely secret was found in the others.\n'],
  ] as const) {
    expect(await run([name], env)).toEqual({
      status: 0,
      stdout: words,
      stderr: 'vigil: 1 log cannot be read and has no copy: not searched.\n',
    });
    expect(JSON.parse((await run([name, '--json'], env)).stdout)).toMatchObject({ unread: 1 });
  }
  // What is wrong with what VS Code left there is said once.
  writeFileSync(join(store, 'settings.json'), '{"vigil.timezone": 5}');
  for (const name of ['usage', 'errors'])
    expect((await run([name], env)).stderr.match(/Its default is used/g)).toHaveLength(1);
});

test('--timezone and --prices affect one answer and change nothing in the archive', async () => {
  const store = join(home, 'zones');
  const env = { VIGIL_STORE: store };
  const usage = async (...more: string[]) =>
    (
      JSON.parse((await run(['usage', '--json', ...more], env)).stdout) as { groups: { key: string }[] }
    ).groups.map(({ key }) => key);
  expect(await usage()).toEqual(['2026-01-28']);
  const kept = () => readFileSync(join(store, images(store).at(-1)!)).toString('base64');
  const bytes = kept();
  expect(await usage('--timezone', 'America/New_York')).toEqual(['2026-01-27']);
  const prices = join(home, 'prices.json');
  writeFileSync(
    prices,
    JSON.stringify([
      {
        version: 'mine',
        currency: 'USD per million tokens',
        webSearchPerThousand: 0,
        models: [
          { model: 'claude-opus-4-6', input: 1, output: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 },
        ],
      },
    ]),
  );
  for (const args of [['usage'], ['report'], ['inspect']])
    expect((await run([...args, '--json', '--prices', prices], env)).stdout).toBe(
      (await run([...args, '--json', '--prices', prices])).stdout,
    );
  expect(await usage()).toEqual(['2026-01-28']);
  expect(kept()).toBe(bytes);
});

const images = (store: string): string[] =>
  readdirSync(store)
    .filter((name) => name.endsWith('.db'))
    .sort();

test('times are in the chosen zone and name it; JSON has UTC', async () => {
  for (const env of [{}, { VIGIL_STORE: join(home, 'clock') }] as Record<string, string>[]) {
    const ny = async (...args: string[]) =>
      (await run([...args, '--timezone', 'America/New_York'], env)).stdout;
    expect(await ny('history', 'list')).toMatch(/Started \(America\/New_York\)[^]*2026-01-27 21:30/);
    expect(await ny('history', 'list', '--since', '2026-01-27', '--until', '2026-01-27')).toContain(
      '2 sessions',
    );
    expect(await ny('history', 'show', 'app')).toContain('2026-01-27 21:30 America/New_York');
    expect(await ny('history', 'diff', 'app', 'secret')).toContain('2026-01-27 21:30 America/New_York');
    expect(await ny('history', 'heatmap', 'app')).toMatch(/times \(America\/New_York\)[^]* 21:30/);
    expect(await ny('blocks')).toMatch(/^Block \(America\/New_York\)[^]*2026-01-27 21:30/);
    expect(await ny('usage', '--by', 'hour')).toMatch(/^Hour \(America\/New_York\)[^]*\n21:00/);
    const report = await ny('report');
    expect(report).toContain('| Started (America/New_York) |');
    expect(report).toContain('2026-01-27 21:30');
    expect(report).toContain('Times and days are those of America/New_York.');
    for (const args of [
      ['history', 'list', '--csv'],
      ['history', 'list', '--json'],
      ['report', '--json'],
      ['report', '--csv'],
    ])
      expect(await ny(...args)).toContain('2026-01-28T02:30:00.000Z');
    expect(await ny('blocks', '--json')).toContain(String(Date.parse('2026-01-28T02:30:00Z')));
  }
  const wrong = await run(['usage'], { VIGIL_TIMEZONE: 'Mars' });
  expect([wrong.status, wrong.stderr]).toEqual([
    2,
    expect.stringContaining(
      'timezone (environment VIGIL_TIMEZONE) cannot be "Mars": give an IANA name, for example Europe/Berlin.',
    ),
  ]);
  const size = await run(['size', '--store', join(home, 'clock')], { VIGIL_TIMEZONE: 'America/New_York' });
  expect(size.stdout).toContain('2026-01-27 to 2026-01-27');
});

test('exported events have secrets redacted', async () => {
  const key = ['ghp', '_', 'a1B2'.repeat(9)].join('');
  const folder = join(home, 'keys');
  put(join(folder, 'k.jsonl'), [
    prompt('k', 'go'),
    answer('k', [toolUse('Read', { file_path: `/w/${key}/x` })]),
    answer('k', [toolUse('Task', { subagent_type: key, prompt: 'go' })]),
  ]);
  const { stdout } = await run(['export', folder]);
  expect(stdout).not.toContain(key);
  expect(stdout.match(/\[redacted: GitHub token\]/g)).toHaveLength(2);
  for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('session');
});

test('reports configured folders that do not exist', async () => {
  const empty = tempFolder();
  const { stderr } = await run(['usage'], { HOME: empty, VIGIL_ROOTS: JSON.stringify([join(empty, 'x')]) });
  expect(stderr).toContain('cannot be read');
});

test('errors and secrets that find nothing print the header of their CSV', async () => {
  const sound = join(home, 'sound.jsonl');
  put(sound, [prompt('sound', 'go'), answer('sound', 'Done.')]);
  expect((await run(['errors', sound, '--csv'])).stdout).toBe('file,line,why,begins,session\n');
  expect((await run(['secrets', sound, '--csv'])).stdout).toBe('session,name,kind,lines,first\n');
});

test('days without use give a sentence, not a table of zeroes', async () => {
  const { status, stdout, stderr } = await run(['usage', '--from', '2030-01-01']);
  expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining('not used in these days')]);
});
