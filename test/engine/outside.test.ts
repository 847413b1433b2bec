/** What lies among the logs and is none: links that lead out, pipes, devices, folders; before Vigil starts and while it watches. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Notice } from '../../src/engine/protocol';
import { Settings } from '../../src/settings/settings';
import { Resting, listenTo } from '../../src/engine/watchFolders';
import { openWindow as openWatching } from '../../src/engine/window';
import { answer, minute, prompt, put, text } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow, until, type Rig } from './rig';

const NOW = Date.parse(minute(1));
const clock = () => NOW;
const log = (session: string) => [prompt(session, 'hello'), answer(session, 'hi')];

function place() {
  const home = tempFolder();
  const projects = join(home, '.claude', 'projects');
  const at = (...names: string[]) => join(projects, ...names);
  put(at('p', 'a.jsonl'), log('a'));
  put(join(home, 'elsewhere', 'q', 'b.jsonl'), log('b'));
  return { home, at, elsewhere: join(home, 'elsewhere') };
}

const ids = async (rig: Pick<Rig, 'engine'>): Promise<string[]> =>
  (await rig.engine.call('sessions', { state: 'all', offset: 0, limit: 100 })).rows
    .map(({ id }) => id)
    .sort();

/** What is no log of this folder, by name, and how it is put there. */
const ODD: readonly (readonly [string, (at: (...names: string[]) => string, elsewhere: string) => string])[] =
  [
    [
      'a link to a log outside',
      (at, elsewhere) => linked(join(elsewhere, 'q', 'b.jsonl'), at('p', 'b.jsonl')),
    ],
    [
      'a link to a folder outside',
      (at, elsewhere) => (linked(join(elsewhere, 'q'), at('q')), at('q', 'b.jsonl')),
    ],
    ['a link to a device', (at) => linked('/dev/zero', at('p', 'zero.jsonl'))],
    ['a pipe', (at) => pipe(at('p', 'pipe.jsonl'))],
    [
      'a link to a pipe outside',
      (at, elsewhere) => linked(pipe(join(elsewhere, 'pipe')), at('p', 'c.jsonl')),
    ],
    ['a folder with the name of a log', (at) => (mkdirSync(at('p', 'd.jsonl')), at('p', 'd.jsonl'))],
    ['a link to itself', (at) => linked(at('p', 'loop.jsonl'), at('p', 'loop.jsonl'))],
  ];
function linked(target: string, path: string): string {
  symlinkSync(target, path);
  return path;
}
function pipe(path: string): string {
  execFileSync('mkfifo', [path]);
  return path;
}

describe.runIf(process.platform !== 'win32')('files that are not logs are not read', () => {
  test.each(ODD)('%s, before the start', async (_, make) => {
    const { home, at, elsewhere } = place();
    make(at, elsewhere);
    const rig = openWindow(home, null, clock);
    await rig.engine.ready;
    expect(await ids(rig)).toEqual(['a']);
  });

  test.each(ODD)('%s, while it watches', async (_, make) => {
    const { home, at, elsewhere } = place();
    const rig = openWindow(home, null, clock);
    await rig.engine.ready;
    rig.touch(make(at, elsewhere));
    put(at('p', 'z.jsonl'), log('z'));
    rig.touch(at('p', 'z.jsonl'));
    await until(async () => (await ids(rig)).includes('z'));
    expect(await ids(rig)).toEqual(['a', 'z']);
  });

  test.each(ODD)('%s, told by the system’s own watcher', async (_, make) => {
    const { home, at, elsewhere } = place();
    const engine = await watching(home);
    make(at, elsewhere);
    put(at('p', 'z.jsonl'), log('z'));
    await until(async () => (await ids({ engine })).includes('z'), 15_000);
    expect(await ids({ engine })).toEqual(['a', 'z']);
  });

  test.each([
    ['a pipe', (path: string) => pipe(path)],
    ['a link to a device', (path: string) => linked('/dev/zero', path)],
    [
      'more than 64 KB',
      (path: string) => writeFileSync(path, JSON.stringify({ agentType: 'x', y: 'z'.repeat(70_000) })),
    ],
  ])('the type of a sub-agent beside its log: %s', async (_, make) => {
    const { home, at } = place();
    put(at('p', 'a', 'subagents', 'agent-s.jsonl'), [
      answer('a', 'x', { more: { isSidechain: true, agentId: 's' } }),
    ]);
    make(at('p', 'a', 'subagents', 'agent-s.meta.json'));
    const rig = openWindow(home, null, clock);
    await rig.engine.ready;
    expect((await rig.engine.call('session', { id: 'a/s' }))?.figures).toMatchObject({
      agentType: null,
      messages: 1,
    });
  });

  test('a log replaced by a link or a pipe counts as gone and keeps its figures', async () => {
    const { home, at, elsewhere } = place();
    put(at('p', 'c.jsonl'), log('c'));
    const rig = openWindow(home, null, clock);
    await rig.engine.ready;
    for (const name of ['a.jsonl', 'c.jsonl']) rmSync(at('p', name));
    linked(join(elsewhere, 'q', 'b.jsonl'), at('p', 'a.jsonl'));
    pipe(at('p', 'c.jsonl'));
    for (const name of ['a.jsonl', 'c.jsonl']) rig.touch(at('p', name));
    await rig.engine.call('refresh', { force: false });
    const { rows } = await rig.engine.call('sessions', { state: 'all', offset: 0, limit: 9 });
    expect(rows.map(({ id }) => id).sort()).toEqual(['a', 'c']);
    expect(rows.every(({ gone, messages }) => gone && messages === 1)).toBe(true);
    // Nor does a page that shows what was said read through the link.
    expect(await rig.engine.call('turns', { id: 'a', offset: 0, limit: 5 })).toMatchObject([
      { promptText: null },
    ]);
  });
});

describe.runIf(process.platform !== 'win32')('links', () => {
  test('reports links that are not followed once, with the folder and the setting', async () => {
    const { home, at, elsewhere } = place();
    linked(join(elsewhere, 'q'), at('q'));
    const rig = openWindow(home, null, clock);
    await rig.engine.ready;
    await rig.engine.call('refresh', { force: false });
    const told = rig.notices.flatMap((notice) => (notice.notice === 'problem' ? [notice.problem] : []));
    expect(told).toMatchObject([{ level: 'info', code: 'link-not-followed', file: at('q') }]);
    expect(told[0]?.message).toContain(join(elsewhere, 'q'));
    expect(told[0]?.message).toContain('vigil.followLinks');
  });

  test('follows links that the setting allows, also later', async () => {
    const { home, at, elsewhere } = place();
    linked(join(elsewhere, 'q'), at('q'));
    const rig = openWindow(home, null, clock, { followLinks: [elsewhere] });
    await rig.engine.ready;
    expect(await ids(rig)).toEqual(['a', 'b']);
    expect(rig.problems()).toEqual([]);
    appendFileSync(join(elsewhere, 'q', 'b.jsonl'), text([answer('b', 'more')]));
    rig.touch(join(elsewhere, 'q', 'b.jsonl'));
    await until(async () => (await rig.engine.call('session', { id: 'b' }))?.figures.messages === 2);
    expect((await rig.engine.call('session', { id: 'b' }))?.figures).toMatchObject({
      file: at('q', 'b.jsonl'),
      alsoIn: [],
    });
    // Taken back, what was read stays as that of a log that is gone.
    await rig.engine.call('configure', Settings.parse({}));
    await rig.engine.call('refresh', { force: false });
    expect((await rig.engine.call('sessions', { state: 'all', offset: 0, limit: 9 })).rows).toMatchObject([
      { id: 'a' },
      { id: 'b', gone: true },
    ]);
    expect(rig.problems()).toContain('link-not-followed');
  });

  test('follows links into the configured folders only, not into folders with a common prefix', async () => {
    const { home, at, elsewhere } = place();
    renameSync(elsewhere, `${elsewhere}-2`);
    mkdirSync(elsewhere);
    linked(join(`${elsewhere}-2`, 'q'), at('q'));
    const rig = openWindow(home, null, clock, { followLinks: [elsewhere] });
    await rig.engine.ready;
    expect(await ids(rig)).toEqual(['a']);
  });

  test('a link behind an allowed link needs permission too', async () => {
    const { home, at, elsewhere } = place();
    linked(join(elsewhere, 'q'), at('q'));
    put(join(home, 'third', 'c.jsonl'), log('c'));
    linked(join(home, 'third'), join(elsewhere, 'q', 'on'));
    const rig = openWindow(home, null, clock, { followLinks: [elsewhere] });
    await rig.engine.ready;
    expect(await ids(rig)).toEqual(['a', 'b']);
  });

  test('a linked folder that is followed is watched', async () => {
    const { home, at, elsewhere } = place();
    linked(join(elsewhere, 'q'), at('q'));
    const engine = await watching(home, { followLinks: [elsewhere] });
    put(join(elsewhere, 'q', 'new.jsonl'), log('new'));
    await until(async () => (await ids({ engine })).includes('new'), 15_000);
    expect(await ids({ engine })).toEqual(['a', 'b', 'new']);
  });

  test('a root given by link and by name counts once', async () => {
    const { home, at } = place();
    linked(join(home, '.claude'), join(home, 'link'));
    const roots = [
      join(home, '.claude'),
      `${join(home, '.claude')}/`,
      join(home, 'link'),
      `${home}/x/../.claude`,
    ];
    const rig = openWindow(home, null, clock, { roots });
    await rig.engine.ready;
    expect((await rig.engine.call('session', { id: 'a' }))?.figures).toMatchObject({
      file: at('p', 'a.jsonl'),
      alsoIn: [],
      copies: 0,
    });
    expect(await rig.engine.call('archive', null)).toMatchObject({ files: 1 });
  });

  test('a root that is a link is followed', async () => {
    const { home, at } = place();
    renameSync(join(home, '.claude'), join(home, 'dotfiles'));
    linked(join(home, 'dotfiles'), join(home, '.claude'));
    const engine = await watching(home);
    expect(await ids({ engine })).toEqual(['a']);
    appendFileSync(at('p', 'a.jsonl'), text([answer('a', 'more')]));
    await until(async () => (await engine.call('session', { id: 'a' }))?.figures.messages === 2, 15_000);
  });
});

test('reads a second append within the 50 ms in which the watcher reports one change', async () => {
  const home = tempFolder();
  const path = join(home, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(path, [prompt('a', 'go')]);
  const engine = await watching(home);
  const messages = async () => (await engine.call('session', { id: 'a' }))?.figures.messages;
  // At several distances, as it depends on when the watcher looks.
  for (const [i, gap] of [5, 15, 25, 35, 45].entries()) {
    appendFileSync(path, text([answer('a', `first ${i}`)]));
    await new Promise((resolve) => setTimeout(resolve, gap));
    appendFileSync(path, text([answer('a', `second ${i}`)]));
    await until(async () => (await messages()) === 2 * (i + 1));
  }
  expect(await messages()).toBe(10);
});

test('notices a new title although no line was written', async () => {
  const home = tempFolder();
  const folder = join(home, '.claude', 'projects', '-w-app');
  put(join(folder, 'a.jsonl'), [prompt('a', 'go'), answer('a', 'Done.')]);
  const engine = await watching(home);
  await until(async () => watches() >= 2);
  const title = async () => (await engine.call('session', { id: 'a' }))?.figures.title;
  for (const customTitle of ['First title', 'Second title']) {
    put(join(folder, 'a', 'custom-title.json'), Buffer.from(JSON.stringify({ customTitle })));
    await until(async () => (await title()) === customTitle);
  }
  expect((await engine.call('session', { id: 'a' }))?.figures).toMatchObject({ prompts: 1, messages: 1 });
});

const watches = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap').length;

/** A window as the extension opens it, with the system's watcher. */
async function watching(home: string, settings: object = {}) {
  const notices: Notice[] = [];
  const engine = await openWatching(
    {
      storage: null,
      home,
      claudeConfigDir: null,
      xdgConfigHome: null,
      wasmFolder: dirname(createRequire(import.meta.url).resolve('sql.js')),
      settings: Settings.parse(settings),
    },
    {
      version: 'test',
      now: clock,
      pid: process.pid,
      host: 'test',
      timezone: 'UTC',
      emit: (notice) => notices.push(notice),
      watch: true,
    },
  );
  onTestFinished(async () => void (await engine.call('close', null)));
  await engine.ready;
  return engine;
}

test('scans when all folders are watched and when one appears or disappears; a change names its log', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const watcher = new EventEmitter();
  const told: string[] = [];
  listenTo(
    watcher as unknown as Parameters<typeof listenTo>[0],
    (path) => told.push(path),
    () => told.push('look'),
  );
  const tell = (event: string, ms: number, ...more: unknown[]): void => {
    watcher.emit(event, ...more);
    vi.advanceTimersByTime(ms);
  };
  // A slow disk: what it finds meanwhile is read by the look that follows.
  tell('addDir', 1_000, '/a');
  tell('ready', 100);
  tell('addDir', 100, '/b');
  expect(told).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['look']);
  tell('addDir', 50, '/c');
  tell('unlinkDir', 200, '/b');
  expect(told.splice(0)).toEqual(['look', 'look']);
  tell('raw', 0, 'change', 'a.jsonl', { watchedPath: '/a' });
  tell('raw', 0, 'rename', 'notes.txt', { watchedPath: '/a' });
  tell('raw', 200, 'change', 'linked.jsonl', { watchedPath: '/elsewhere/linked.jsonl' });
  expect(told.splice(0)).toEqual(['/a/a.jsonl', '/elsewhere/linked.jsonl']);
  // A folder in which more happened than the system could note.
  tell('raw', 200, 'change', null, { watchedPath: '/a' });
  expect(told).toEqual(['look']);
});

test('watches folders, not logs; notices new logs, new folders and removed folders at once', async () => {
  const home = tempFolder();
  const projects = join(home, '.claude', 'projects');
  const sessions = Array.from({ length: 60 }, (_, i) => `s${i}`);
  for (const [i, id] of sessions.entries())
    put(join(projects, `-w-app${i % 3}`, `${id}.jsonl`), [prompt(id, 'go')]);
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 400));
  // Those of the tests before are let go of a moment after their ends.
  await until(async () => watches() === 0);
  const engine = await watching(home);
  // The folder of all projects, and one a project.
  await until(async () => watches() >= 4);
  await aMoment();
  expect(watches()).toBeLessThan(10);
  const sessionOf = async (id: string) => await engine.call('session', { id });
  put(join(projects, '-w-app0', 'new.jsonl'), [prompt('new', 'go')]);
  await until(async () => (await sessionOf('new')) !== null);
  put(join(projects, '-w-other', 'deep', 'subagents', 'agent-x.jsonl'), [prompt('deep', 'go')]);
  put(join(projects, '-w-other', 'other.jsonl'), [prompt('other', 'go')]);
  await until(async () => (await sessionOf('other')) !== null);
  appendFileSync(join(projects, '-w-other', 'other.jsonl'), text([answer('other', 'Done.')]));
  await until(async () => (await sessionOf('other'))?.figures.messages === 1);
  rmSync(join(projects, '-w-app1'), { recursive: true });
  await until(async () => (await engine.call('health', null)).folders[0]?.deleted === 20);
});

test('a watched folder stays watched; a resting one is watched when its log changes, with any path separator', () => {
  const folder = tempFolder();
  put(join(folder, 'a.jsonl'), log('a'));
  put(join(folder, 'b.jsonl'), log('b'));
  utimesSync(join(folder, 'a.jsonl'), NOW / 1000, NOW / 1000);
  utimesSync(join(folder, 'b.jsonl'), NOW / 1000 - 2 * 86_400, NOW / 1000 - 2 * 86_400);
  let now = NOW;
  const resting = new Resting(() => now);
  const [awake, asleep] = [join(folder, 'a'), `${folder}//b`];
  expect([awake, asleep].map((path) => resting.has(path))).toEqual([false, true]);
  now += 3 * 86_400_000;
  expect([awake, asleep].map((path) => resting.has(path))).toEqual([false, true]);
  expect([resting.woken(`${awake}.jsonl`), resting.woken(join(folder, 'b.jsonl'))]).toEqual([
    null,
    join(folder, 'b'),
  ]);
  expect(resting.has(asleep)).toBe(false);
});

test('folders of resting sessions are watched once their log changes; folders of tool results never are', async () => {
  const home = tempFolder();
  const at = (...names: string[]): string => join(home, '.claude', 'projects', '-w-app', ...names);
  const twoDaysAgo = NOW / 1000 - 2 * 86_400;
  for (const id of ['old', 'older', 'new']) {
    put(at(`${id}.jsonl`), [prompt(id, 'go')]);
    put(at(id, 'subagents', 'agent-1.jsonl'), [prompt(id, 'go')]);
    mkdirSync(at(id, 'tool-results'));
    if (id !== 'new') utimesSync(at(`${id}.jsonl`), twoDaysAgo, twoDaysAgo);
  }
  await until(async () => watches() === 0);
  const engine = await watching(home);
  const before = 2;
  // The folder of all projects, that of the project; two of the new session.
  await until(async () => watches() === before + 2);
  appendFileSync(at('old.jsonl'), text([answer('old', 'On it.')]));
  await until(async () => watches() === before + 4);
  put(at('old', 'subagents', 'agent-2.jsonl'), [prompt('old', 'look')]);
  await until(async () => (await engine.call('session', { id: 'old' }))?.figures.subAgents.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(watches()).toBe(before + 4);
});

test.each([
  ['without a folder of Claude Code', ''],
  ['with an empty one', '.claude'],
])('a home %s: the first session is seen soon, and so is each line of it', async (_, made) => {
  const home = tempFolder();
  mkdirSync(join(home, made), { recursive: true });
  const engine = await watching(home);
  const messages = async () => (await engine.call('session', { id: 'a' }))?.figures.messages;
  const path = join(home, '.claude', 'projects', '-w-app', 'a.jsonl');
  // Again: what goes and comes back is seen, too.
  for (const absentMs of [2_500, 0, 400, 0]) {
    put(path, [prompt('a', 'go')]);
    await until(async () => (await messages()) === 0);
    appendFileSync(path, text([answer('a', 'Done.')]));
    // Sooner than the scan of all folders, every 30 s, would find it.
    await until(async () => (await messages()) === 1, 10_000);
    expect(await messages()).toBe(1);
    rmSync(join(home, '.claude'), { recursive: true });
    // Noticed by the check of every two seconds; not at all; only by the system's watcher.
    await new Promise((resolve) => setTimeout(resolve, absentMs));
  }
});

test('follows a folder that was replaced by another at once', async () => {
  const home = tempFolder();
  const folder = join(home, '.claude', 'projects', '-w-app');
  put(join(folder, 'old.jsonl'), [prompt('old', 'go')]);
  put(join(folder, 'old', 'subagents', 'agent-1.jsonl'), [prompt('old', 'go')]);
  const engine = await watching(home);
  await until(async () => (await engine.call('session', { id: 'old' })) !== null);
  await new Promise((resolve) => setTimeout(resolve, 600));
  rmSync(folder, { recursive: true });
  const path = join(folder, 'new.jsonl');
  put(path, [prompt('new', 'go')]);
  const messages = async () => (await engine.call('session', { id: 'new' }))?.figures.messages;
  await until(async () => (await messages()) === 0);
  appendFileSync(path, text([answer('new', 'Done.')]));
  await until(async () => (await messages()) === 1);
  expect(await messages()).toBe(1);
});

test('reads appended lines when chokidar polls', async () => {
  vi.stubEnv('CHOKIDAR_USEPOLLING', '1');
  vi.stubEnv('CHOKIDAR_INTERVAL', '50');
  onTestFinished(() => void vi.unstubAllEnvs());
  const home = tempFolder();
  const path = join(home, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(path, [prompt('a', 'go')]);
  const engine = await watching(home);
  const messages = async () => (await engine.call('session', { id: 'a' }))?.figures.messages;
  await new Promise((resolve) => setTimeout(resolve, 600));
  appendFileSync(path, text([answer('a', 'Done.')]));
  await until(async () => (await messages()) === 1);
  put(join(dirname(path), 'b.jsonl'), [prompt('b', 'go')]);
  await until(async () => (await engine.call('session', { id: 'b' })) !== null);
  expect(await messages()).toBe(1);
});
