import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLogs } from '../../src/library/inspect';
import { answer, folder, inspected, one, prompt, put } from '../support/logs';

// Read are regular files below the roots, and where links may lead; each once, however a root is given.
const ids = (paths: readonly string[], followLinks: readonly string[] = []) =>
  readLogs(paths, { followLinks }).sessions.map(({ id }) => id);
const byName = ([a = '']: string[], [b = '']: string[]): number => (a < b ? -1 : 1);
const log = (session: string) => [prompt(session, 'x'), answer(session, 'y')];

describe.runIf(process.platform !== 'win32')('links', () => {
  function rig() {
    const root = folder({ 'logs/projects/p/a.jsonl': log('a'), 'elsewhere/q/b.jsonl': log('b') });
    symlinkSync('../../elsewhere/q', join(root, 'logs/projects/q'));
    return { root, logs: join(root, 'logs'), elsewhere: join(root, 'elsewhere') };
  }
  test.each([
    ['the folder', (of: string) => join(of, 'q')],
    ['one above', (of: string) => of],
    ['the same with a separator', (of: string) => `${of}/`],
    ['the same relative', (of: string) => relative(process.cwd(), of)],
    ['the same by dots', (of: string) => `${of}/q/..`],
  ])('are followed into %s when it is named', (_, named) => {
    const { logs, elsewhere } = rig();
    expect(ids([logs], [named(elsewhere)])).toEqual(['a', 'b']);
    expect(readLogs([logs], { followLinks: [named(elsewhere)] }).leftOut).toEqual([]);
  });
  test.each([
    ['nothing', () => []],
    ['a folder beside it', (of: string) => [`${of}2`, join(of, 'r')]],
    ['the link itself, which leads out of what is named', (of: string) => [join(of, '../logs/projects')]],
  ])('are left out and told when %s is named', (_, named) => {
    const { logs, elsewhere } = rig();
    expect(ids([logs], named(elsewhere))).toEqual(['a']);
    expect(readLogs([logs], { followLinks: named(elsewhere) }).leftOut).toEqual([
      { path: join(logs, 'projects/q'), why: 'link' },
    ]);
  });
  test('inside the roots show nothing twice, and two roots may link into each other', () => {
    const { root, logs, elsewhere } = rig();
    symlinkSync('p', join(logs, 'projects/a-link'));
    symlinkSync(join(logs, 'projects/p/a.jsonl'), join(logs, 'projects/0.jsonl'));
    expect(one(inspected(logs), 'a')).toMatchObject({ file: 'projects/p/a.jsonl', alsoIn: [] });
    expect(ids([logs, elsewhere])).toEqual(['a', 'b']);
    expect(one(inspected([logs, elsewhere]), 'b')).toMatchObject({ file: 'q/b.jsonl', alsoIn: [] });
    // A root that is a link, and one that is a single file by a link, are what a person named.
    symlinkSync('logs', join(root, 'root'));
    symlinkSync('logs/projects/p/a.jsonl', join(root, 'one.jsonl'));
    expect(ids([join(root, 'root')])).toEqual(['a']);
    expect(readLogs([join(root, 'one.jsonl')]).sessions).toHaveLength(1);
  });
  test('case: a project folder that is a link', () => {
    const root = folder({});
    cpSync(join(import.meta.dirname, '../fixtures/cases/symlinked-project-folder'), root, {
      recursive: true,
    });
    const link = join(root, 'logs/projects/-home-kim-shared');
    const target = readFileSync(link, 'utf8').trim();
    rmSync(link);
    symlinkSync(target, link);
    const output = (followLinks: string[]) =>
      readLogs([join(root, 'logs')], { followLinks })
        .sessions.flatMap(({ responses }) => responses)
        .reduce((sum, { usage }) => sum + usage.output, 0);
    expect(output([join(root, 'elsewhere')])).toBe(5100);
    expect(output([])).toBe(100);
  });
});

test.runIf(process.platform !== 'win32')(
  'pipes and devices are not read, nor waited for',
  { timeout: 10_000 },
  () => {
    const root = folder({ 'p/a.jsonl': log('a'), 'p/a/subagents/agent-s.jsonl': log('a') });
    execFileSync('mkfifo', [
      join(root, 'p/pipe.jsonl'),
      join(root, 'p/a/subagents/agent-s.meta.json'),
      join(root, 'history.jsonl'),
    ]);
    symlinkSync('/dev/zero', join(root, 'p/zero.jsonl'));
    mkdirSync(join(root, 'p/folder.jsonl'));
    put(join(root, 'p/folder.jsonl/c.jsonl'), log('c'));
    const logs = readLogs([root]);
    expect(logs.sessions.map(({ id }) => id)).toEqual(['a', 'a/s', 'c']);
    expect(logs.leftOut.map(({ path, why }) => [relative(root, path), why]).toSorted(byName)).toEqual([
      ['history.jsonl', 'special'],
      ['p/pipe.jsonl', 'special'],
      ['p/zero.jsonl', 'link'],
    ]);
    // A pipe that a person names is told, not waited for.
    expect(readLogs([join(root, 'p/pipe.jsonl')]).unreadable).toMatchObject([{ code: 'ENOTFILE' }]);
  },
);

test('a root is one, given relative and absolute, with dots, with a separator at its end, and above itself', () => {
  const root = folder({ 'p/a.jsonl': log('a'), 'q/b.jsonl': log('b') });
  const spelled = [
    root,
    `${root}/`,
    `${root}/p/..`,
    relative(process.cwd(), root),
    join(root, 'p'),
    join(root, 'p', 'a.jsonl'),
  ];
  for (const paths of [spelled, spelled.toReversed()]) {
    const { sessions } = inspected(paths);
    expect(sessions.map(({ id, messages, copies, alsoIn }) => [id, messages, copies, alsoIn])).toEqual([
      ['a', 1, 0, []],
      ['b', 1, 0, []],
    ]);
  }
});
