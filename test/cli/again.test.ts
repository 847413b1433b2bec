/** `vigil ingest` with nothing new since the last run: it says the same, and opens neither the archive nor a log. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inputsOf } from '../../src/terminal/lastIngest';
import { answer, prompt, put, text } from '../support/logs';
import { buildCli, logIn, newHome } from './rig';

const cli = buildCli();
let home: string;
let store: string;
beforeEach(() => {
  ({ home, store } = newHome());
  put(log('a'), [prompt('a', 'go'), answer('a', 'one')]);
  put(log('b'), [prompt('b', 'go'), answer('b', 'one')]);
});
afterEach(() => {
  vi.useRealTimers();
});

const log = (name: string) => logIn(home, name);
const seen = () => join(store, 'seen.json');

const shared = createRequire(import.meta.url)('node:fs') as {
  openSync: typeof openSync;
  readFileSync: typeof readFileSync;
  statSync: typeof statSync;
};

/** Runs it, and tells which images, logs and programs it opened, and how often it looked at a log. */
async function ingest(args: string[] = [], env: Record<string, string> = {}) {
  const opened: string[] = [];
  let looks = 0;
  const { openSync: open, readFileSync: read, statSync: stat } = shared;
  const note = (path: unknown): void => {
    if (/\.(?:db|jsonl|wasm)$/.test(String(path))) opened.push(String(path));
  };
  shared.openSync = (...of) => (note(of[0]), open(...of));
  shared.readFileSync = ((...of: Parameters<typeof read>) => (note(of[0]), read(...of))) as typeof read;
  shared.statSync = ((...of: Parameters<typeof stat>) => {
    if (String(of[0]).endsWith('.jsonl')) looks++;
    return stat(...of);
  }) as typeof stat;
  try {
    const ran = await cli.call(['ingest', ...args], { HOME: home, VIGIL_STORE: store, ...env });
    return { ...ran, opened, looks };
  } finally {
    Object.assign(shared, { openSync: open, readFileSync: read, statSync: stat });
  }
}
const isLong = async (...how: Parameters<typeof ingest>): Promise<boolean> =>
  (await ingest(...how)).opened.some((path) => path.endsWith('.db'));

test('repeats the last output exactly, with one stat for each log and without opening any', async () => {
  const first = await ingest();
  expect(first.stdout).toMatch(/^New: .* in 2 logs/m);
  const short = [await ingest(), await ingest(['--json'])];
  const anew = async (...args: string[]) => (rmSync(seen()), ingest(args));
  const long = [await anew(), await anew('--json')];
  const answers = (runs: typeof long) =>
    runs.map(({ status, stdout, stderr }) => ({ status, stdout, stderr }));
  expect(answers(short)).toEqual(answers(long));
  expect(long[0]?.stdout).toContain('Nothing was new.');
  expect(long.map(({ opened }) => opened.length > 0)).toEqual([true, true]);
  expect(short.map(({ opened, looks }) => ({ opened, looks }))).toEqual([
    { opened: [], looks: 2 },
    { opened: [], looks: 2 },
  ]);
});

const outside = (): string => {
  const folder = join(home, 'elsewhere');
  mkdirSync(folder, { recursive: true });
  return folder;
};

test.each<[string, () => void]>([
  ['a line was appended', () => appendFileSync(log('a'), text([answer('a', 'two')]))],
  ['a log is new', () => put(log('c'), [prompt('c', 'go')])],
  ['a log has gone', () => rmSync(log('b'))],
  ['a log was written anew in its length', () => utimesSync(log('a'), 1_700_000_000, 1_700_000_000)],
  ['a link leads out', () => symlinkSync(outside(), join(home, '.claude', 'projects', 'link'))],
  ['the image is another', () => utimesSync(join(store, 'vigil-1.db'), 1_700_000_000, 1_700_000_000)],
  ['what looks like an image is none', () => mkdirSync(join(store, 'vigil-99.db'))],
  [
    'settings beside the archive are others',
    () => writeFileSync(join(store, 'settings.json'), '{"plan":"subscription"}'),
  ],
  ['prices were imported', () => writeFileSync(join(store, 'prices.json'), '{"version":1,"imports":[]}')],
  ['logs were copied', () => mkdirSync(join(store, 'vault'))],
  [
    'what is kept of it was changed',
    () =>
      writeFileSync(seen(), readFileSync(seen(), 'utf8').replace('"conversations":2', '"conversations":3')),
  ],
  ['what is kept of it is torn', () => writeFileSync(seen(), readFileSync(seen(), 'utf8').slice(0, 99))],
  ['the day is another', () => vi.setSystemTime(Date.now() + 86_400_000)],
  ['the clock was set back', () => vi.setSystemTime(Date.now() - 60_000)],
])('it goes the long way when %s', async (_, change) => {
  await ingest();
  expect(await isLong()).toBe(false);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  change();
  expect(await isLong()).toBe(true);
});

test('notices a replaced log, whatever its size and time', async () => {
  utimesSync(log('a'), 1_700_000_000, 1_700_000_000);
  await ingest();
  expect(await isLong()).toBe(false);
  const other = join(home, 'other');
  writeFileSync(other, readFileSync(log('a')));
  utimesSync(other, 1_700_000_000, 1_700_000_000);
  renameSync(other, log('a'));
  expect(await isLong()).toBe(true);
});

test('notices that a linked folder of logs became a folder of its own', async () => {
  const other = join(home, '.config', 'claude');
  mkdirSync(join(home, '.config'));
  symlinkSync(join(home, '.claude'), other);
  await ingest();
  expect(await isLong()).toBe(false);
  rmSync(other);
  put(join(other, 'projects', '-w-app', 'c.jsonl'), [prompt('c', 'go'), answer('c', 'one')]);
  expect((await ingest()).stdout).toMatch(/^New: .* in 1 log;/m);
});

test.each<[string, string[], Record<string, string>]>([
  ['--force', ['--force'], {}],
  ['other folders', ['.'], {}],
  ['a setting in the environment', [], { VIGIL_TIMEZONE: 'Asia/Tokyo' }],
  ['folders of Claude Code in the environment', [], { CLAUDE_CONFIG_DIR: '/nowhere' }],
])('asked otherwise, by %s, it goes the long way', async (_, args, env) => {
  await ingest();
  expect(await isLong()).toBe(false);
  expect(await isLong(args, env)).toBe(true);
});

test.each<[string, () => void, Record<string, string>]>([
  ['a link that leads out', () => symlinkSync(outside(), join(home, '.claude', 'projects', 'link')), {}],
  ['a setting that cannot be used', () => writeFileSync(join(store, 'settings.json'), '{"plan":"no"}'), {}],
])('of %s each run tells', async (_, change, env) => {
  mkdirSync(store, { recursive: true });
  change();
  await ingest([], env);
  const told = (await ingest([], env)).stderr;
  expect(told).not.toBe('');
  expect(await ingest([], env)).toMatchObject({ stderr: told });
});

test('ignores the case of variable names on Windows', () => {
  const asked = (env: Record<string, string>) =>
    inputsOf(
      [],
      { store },
      {
        version: '1',
        now: () => 0,
        env,
        home,
        platform: 'win32',
        timezone: 'UTC',
        pid: 1,
        host: 'h',
        wasmFolder: home,
      },
    );
  expect(asked({ Other: 'a' })).toBe(asked({ Other: 'b' }));
  expect(asked({ Claude_Config_Dir: 'a' })).not.toBe(asked({ Claude_Config_Dir: 'b' }));
});

test('takes the full ingest if the vault or the search index is on', async () => {
  for (const name of ['VIGIL_VAULT_ENABLED', 'VIGIL_SEARCH_INDEX']) {
    const env = { [name]: 'yes' };
    await ingest([], env);
    expect(await isLong([], env)).toBe(true);
  }
});

test('works from any folder; relative paths take the full ingest', async () => {
  const from = (folder: string) => vi.spyOn(process, 'cwd').mockReturnValue(folder);
  try {
    await ingest();
    from('/');
    expect(await isLong()).toBe(false);
    from(join(home, '.claude'));
    await ingest(['.']);
    expect(await isLong(['.'])).toBe(true);
  } finally {
    vi.restoreAllMocks();
  }
});

test('reads a named settings file each time, because it may be a pipe', async () => {
  const file = join(home, 'config.json');
  writeFileSync(file, '{}');
  await ingest(['--config', file]);
  expect(await isLong(['--config', file])).toBe(true);
});

test('a wipe removes it', async () => {
  await ingest();
  expect(existsSync(seen())).toBe(true);
  expect(cli.run(['wipe', '--all', '--yes'], { HOME: home, VIGIL_STORE: store }).status).toBe(0);
  expect(existsSync(seen())).toBe(false);
});

test('is readable by its owner only and does not grow with the logs', async () => {
  await ingest();
  const { size, mode } = statSync(seen());
  expect(mode & 0o777).toBe(0o600);
  for (let i = 0; i < 40; i++) put(log(`s${i}`), [prompt(`s${i}`, 'go')]);
  await ingest();
  expect(await isLong()).toBe(false);
  // Larger numbers, and how much of the archive is free.
  expect(statSync(seen()).size - size).toBeLessThan(80);
});
