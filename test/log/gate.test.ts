import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { discover } from '../../src/log/discover';
import { distinctRoots, gateOf, readAt, readSmall, Refused, withFile } from '../../src/log/gate';
import { folder } from '../support/logs';

/** What all named imports of it follow. */
const shared = createRequire(import.meta.url)('node:fs') as { realpathSync: typeof realpathSync };

const posix = process.platform !== 'win32';
const SRC = join(import.meta.dirname, '../../src');

function rig() {
  const root = folder({ 'in/a.jsonl': Buffer.from('inside'), 'out/b.jsonl': Buffer.from('outside') });
  const [inside, outside] = [join(root, 'in'), join(root, 'out')];
  return { root, inside, outside, gate: gateOf(() => [inside]) };
}
const content = (gate: ReturnType<typeof gateOf>, path: string) =>
  withFile(gate, path, (handle) => readAt(handle, 0, 100).toString());
const code = (work: () => unknown): string => {
  try {
    work();
    return 'read';
  } catch (error) {
    return error instanceof Refused ? error.code : String((error as { code?: string }).code);
  }
};

test('a regular file inside is read, one outside is not, however it is called', () => {
  const { inside, outside, gate } = rig();
  expect(content(gate, join(inside, 'a.jsonl'))).toBe('inside');
  expect(content(gate, join(inside, '..', 'in', 'a.jsonl'))).toBe('inside');
  for (const path of [join(outside, 'b.jsonl'), join(inside, '..', 'out', 'b.jsonl')])
    expect(code(() => content(gate, path))).toBe('EOUTSIDE');
  expect(code(() => content(gate, join(inside, 'none.jsonl')))).toBe('ENOENT');
});

test('a folder whose name begins as the root does is outside', () => {
  const { root, gate } = rig();
  mkdirSync(join(root, 'in2'));
  writeFileSync(join(root, 'in2/c.jsonl'), 'x');
  expect(code(() => content(gate, join(root, 'in2/c.jsonl')))).toBe('EOUTSIDE');
});

test.runIf(posix)('links: inside they lead to the file, outside only where they may', () => {
  const { inside, outside, gate } = rig();
  symlinkSync(join(inside, 'a.jsonl'), join(inside, 'again.jsonl'));
  symlinkSync(join(outside, 'b.jsonl'), join(inside, 'file.jsonl'));
  symlinkSync(outside, join(inside, 'folder'));
  symlinkSync('nowhere', join(inside, 'dangling.jsonl'));
  symlinkSync('loop.jsonl', join(inside, 'loop.jsonl'));
  expect(content(gate, join(inside, 'again.jsonl'))).toBe('inside');
  expect(code(() => content(gate, join(inside, 'file.jsonl')))).toBe('EOUTSIDE');
  expect(code(() => content(gate, join(inside, 'folder/b.jsonl')))).toBe('EOUTSIDE');
  expect(code(() => content(gate, join(inside, 'dangling.jsonl')))).toBe('ENOENT');
  expect(code(() => content(gate, join(inside, 'loop.jsonl')))).toBe('ELOOP');
  const allowed = gateOf(
    () => [inside],
    () => [outside],
  );
  expect(content(allowed, join(inside, 'folder/b.jsonl'))).toBe('outside');
});

test.runIf(posix)(
  'a pipe, a device and a folder are refused at once, under any name',
  { timeout: 5000 },
  () => {
    const { inside, gate } = rig();
    execFileSync('mkfifo', [join(inside, 'pipe.jsonl')]);
    mkdirSync(join(inside, 'folder.jsonl'));
    symlinkSync(join(inside, 'pipe.jsonl'), join(inside, 'link.jsonl'));
    for (const name of ['pipe.jsonl', 'folder.jsonl', 'link.jsonl'])
      expect(code(() => content(gate, join(inside, name)))).toBe('ENOTFILE');
    symlinkSync('/dev/zero', join(inside, 'device.jsonl'));
    expect(code(() => content(gate, join(inside, 'device.jsonl')))).toBe('EOUTSIDE');
    const all = gateOf(
      () => [inside],
      () => ['/dev'],
    );
    expect(code(() => content(all, join(inside, 'device.jsonl')))).toBe('ENOTFILE');
  },
);

// The swap comes while the gate looks: after it saw where the path leads, and after it opened what lies there.
test.runIf(posix).each([1, 2])(
  'a folder that becomes a link outside at look %i: nothing outside is read',
  (look) => {
    const { root, inside, outside } = rig();
    mkdirSync(join(inside, 'p'));
    writeFileSync(join(inside, 'p/b.jsonl'), 'inside');
    let looks = 0;
    const gate = gateOf(() => {
      if (++looks === look) {
        renameSync(join(inside, 'p'), join(root, 'away'));
        symlinkSync(outside, join(inside, 'p'));
      }
      return [inside];
    });
    expect(code(() => content(gate, join(inside, 'p/b.jsonl')))).toBe('EOUTSIDE');
    expect(looks).toBeGreaterThanOrEqual(look);
  },
);

test('of a log the path alone is resolved, before and after it is opened; a root only where it is called otherwise', () => {
  const { root, inside, gate } = rig();
  const resolved: string[] = [];
  const { native } = shared.realpathSync;
  shared.realpathSync.native = ((path: string) => (resolved.push(path), native(path))) as typeof native;
  try {
    const log = join(inside, 'a.jsonl');
    expect(content(gate, log)).toBe('inside');
    expect(resolved.splice(0)).toEqual([log, log]);
    if (!posix) return;
    const link = join(root, 'link');
    symlinkSync(inside, link);
    const linked = gateOf(() => [link]);
    expect(content(linked, join(link, 'a.jsonl'))).toBe('inside');
    expect(resolved.filter((path) => path === link)).toHaveLength(2);
  } finally {
    shared.realpathSync.native = native;
  }
});

test('a side file is read as far as its limit, larger ones not at all', () => {
  const { inside, gate } = rig();
  writeFileSync(join(inside, 'm.json'), 'x'.repeat(10));
  expect(readSmall(gate, join(inside, 'm.json'), 10)?.length).toBe(10);
  expect(readSmall(gate, join(inside, 'm.json'), 9)).toBeNull();
  expect(readSmall(gate, join(inside, 'none.json'), 9)).toBeNull();
});

test('a root is one, however it is given', () => {
  const { root, inside } = rig();
  const spelled = [inside, `${inside}/`, `${inside}/../in/.`, relative(process.cwd(), inside)];
  if (posix) {
    symlinkSync(inside, join(root, 'link'));
    spelled.push(join(root, 'link'), `${join(root, 'link')}/`);
  }
  expect(distinctRoots(spelled)).toEqual([inside]);
  expect(
    discover(
      spelled,
      gateOf(() => spelled),
    ).files.map(({ path }) => path),
  ).toEqual([join(inside, 'a.jsonl')]);
  // A root inside a root shows nothing twice.
  expect(
    discover(
      [root, inside],
      gateOf(() => [root]),
    ).files,
  ).toHaveLength(2);
});
test.runIf(posix)('links are found last and once; what is left out is told', () => {
  const { inside, outside, gate } = rig();
  mkdirSync(join(inside, 'p'));
  writeFileSync(join(inside, 'p/c.jsonl'), '');
  symlinkSync(join(inside, 'p'), join(inside, 'a-link'));
  symlinkSync(inside, join(inside, 'p/up'));
  symlinkSync(outside, join(inside, 'away'));
  symlinkSync(join(outside, 'b.jsonl'), join(inside, 'b.jsonl'));
  execFileSync('mkfifo', [join(inside, 'pipe.jsonl')]);
  writeFileSync(join(inside, 'notes.txt'), '');
  const found = discover([inside], gate);
  expect(found.files.map(({ path }) => path)).toEqual([join(inside, 'a.jsonl'), join(inside, 'p/c.jsonl')]);
  expect(found.leftOut.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { path: join(inside, 'away'), why: 'link' },
    { path: join(inside, 'b.jsonl'), why: 'link' },
    { path: join(inside, 'pipe.jsonl'), why: 'special' },
  ]);
  const allowed = discover(
    [inside],
    gateOf(
      () => [inside],
      () => [outside],
    ),
  );
  // The folder and the file lead to one log: it is found once.
  expect(allowed.files.map(({ path }) => path)).toEqual([
    join(inside, 'a.jsonl'),
    join(inside, 'away/b.jsonl'),
    join(inside, 'p/c.jsonl'),
  ]);
});

/** Files that read with node:fs what is no log, and why. */
const OTHER_READERS: Readonly<Record<string, string>> = {
  'log/gate.ts': 'the gate itself',
  'log/lines.ts': 'reads handles the gate opened; size and time of a log',
  'log/discover.ts': 'lists folders, reads no file',
  'engine/archiveCare.ts': 'backups and exports that a person names',
  'host/claudeCode/claudeSetUp.ts': 'hands the file system to templates of .claude',
  'terminal/claude.ts': 'hands the file system to templates of .claude',
  'engine/window.ts': 'hands the file system to the archive',
  'engine/watchFolders.ts': 'whether a folder is there, and when a log was written to; reads no file',
  'store/smallFiles.ts': 'hands the file system to small files beside the archive',
  'terminal/ingestAgain.ts': 'looks which image is the newest',
  'terminal/archiveOrLogs.ts': 'hands the file system to the archive',
  'terminal/archive.ts': 'looks whether the folder of an archive is there',
  'terminal/options.ts': 'settings and prices that a person names',
  'terminal/logs.ts': 'a price file that a person names',
  'host/editors/review.ts': 'resolves links of files of the project',
  'terminal/prices.ts': 'a price file that a person names',
  'terminal/output.ts': 'writes only',
  'terminal/say.ts': 'writes only',
  'terminal/advice.ts': 'looks which folders are there',
  'host/editors/projectFiles.ts': 'resolves links of files a person opens',
  'host/claudeCode/otherSideCommand.ts': 'lists folders of the other side of WSL, reads no file',
  'store/sqlite.ts': 'the library of the archive',
  'search/index.ts': 'makes, sizes and deletes the files of the search index',
  'terminal/searchSwitch.ts': 'the settings file of the command',
  'engine.run.ts': 'hands the file system to the launcher of agents',
  'engine/publishLastKnown.ts': 'looks which image is the newest',
  'host/claudeCode/connectClaude.ts': 'hands the file system to the connections with Claude Code',
  'terminal/connect.ts': 'hands the file system to the connections with Claude Code',
  'host/engine/sample.ts': 'deletes the sample',
  'host/engine/sampleLogs.ts': 'the sample that is shipped',
  'store/logLines.ts': 'appends to the log of Vigil itself',
  'terminal/daemon.ts': 'the file that says who runs, and whether a unit is there',
  'terminal/daemonUnit.ts': 'the unit it wrote',
  'terminal/hook.ts': 'the size of a log the gate opened',
  'terminal/oneSession.ts': 'the size of a log whose real path is inside the roots',
};

test('no other file reads with node:fs', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const text = (file: string) => readFileSync(join(SRC, file), 'utf8');
  const users = files.filter((file) =>
    /(?:import (?!type)[^;]*? from|import\(|require\() ?'(?:node:)?fs(?:\/promises)?'/.test(text(file)),
  );
  expect(users.length).toBeGreaterThan(5);
  expect(
    users.map((file) => file.replaceAll('\\', '/')).filter((file) => !Object.hasOwn(OTHER_READERS, file)),
  ).toEqual([]);
  // Whoever reads logs hands the gate on: without it every regular file would be let through.
  const readers = files.filter((file) => !file.startsWith('signals'));
  const calls = readers.flatMap((file) =>
    [
      ...text(file).matchAll(/(?<!function )(?<![.\w])(?:readLines|follow|readHistory|logBytes|search)\(/g),
    ].map(({ index }) => ({ file, call: callAt(text(file), index) })),
  );
  expect(calls.length).toBeGreaterThan(5);
  expect(
    calls.filter(({ call }) => !/\bgate\b/i.test(call)).map(({ file, call }) => `${file}: ${call}`),
  ).toEqual([]);
});

/** A call from its name to the bracket that closes it. */
function callAt(source: string, from: number): string {
  let depth = 0;
  for (let i = source.indexOf('(', from); i < source.length; i++) {
    if (source[i] === '(') depth++;
    if (source[i] === ')' && --depth === 0) return source.slice(from, i + 1);
  }
  return source.slice(from);
}

test('a root that is not there is told', () => {
  const { root } = rig();
  rmSync(root, { recursive: true, force: true });
  expect(
    discover(
      [root],
      gateOf(() => [root]),
    ).unreadable,
  ).toEqual([{ path: root, code: 'ENOENT' }]);
});
