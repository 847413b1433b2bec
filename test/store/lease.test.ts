import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { smallFiles } from '../../src/store/smallFiles';
import { leaseIn } from '../../src/store/lease';
import { tempFolder } from '../support/tempFolder';
import { failure } from './samples';

const TTL = 10_000;
const holder = (id: string, pid: number, host = 'here') => ({ id, pid, host });
const pair = (folder = tempFolder(), isAlive = (_pid: number) => true) => ({
  path: join(folder, 'writer.lease'),
  one: leaseIn(folder, fs, holder('one', 1), TTL, isAlive),
  two: leaseIn(folder, fs, holder('two', 2), TTL, isAlive),
  far: leaseIn(folder, fs, holder('far', 3, 'elsewhere'), TTL, isAlive),
});

test('takes over from a holder whose process ended, on the same machine only', () => {
  const alive = new Set([1, 2, 3]);
  const { one, two, far } = pair(tempFolder(), (pid) => alive.has(pid));
  expect(one.tryAcquire(0)).toBe(true);
  alive.delete(1);
  expect(far.tryAcquire(1)).toBe(false);
  expect(two.tryAcquire(1)).toBe(true);
});

test('has one holder at a time, who may acquire it again', () => {
  const { one, two, path } = pair();
  expect(one.tryAcquire(1000)).toBe(true);
  expect(two.tryAcquire(1000)).toBe(false);
  const kept = (): unknown => JSON.parse(fs.readFileSync(path, 'utf8'));
  expect(one.tryAcquire(3000)).toBe(true);
  expect(kept()).toEqual({ ...holder('one', 1), until: 11_000 });
  expect(one.tryAcquire(3001)).toBe(true);
  expect(kept()).toEqual({ ...holder('one', 1), until: 13_001 });
  expect(fs.statSync(path).mode & 0o777).toBe(0o600);
});

test('is free at once after release, else after its time', () => {
  const { one, two } = pair();
  one.tryAcquire(1000);
  one.release();
  expect(two.tryAcquire(1001)).toBe(true);
  expect(one.tryAcquire(11_001)).toBe(false);
  expect(one.tryAcquire(11_002)).toBe(true);
});

test('acquiring it again extends it, and fails once another has it', () => {
  const { one, two, path } = pair();
  one.tryAcquire(0);
  expect(one.tryAcquire(9000)).toBe(true);
  expect(two.tryAcquire(15_000)).toBe(false);
  expect(two.tryAcquire(19_001)).toBe(true);
  expect(one.tryAcquire(19_002)).toBe(false);
  one.release();
  expect(JSON.parse(fs.readFileSync(path, 'utf8'))).toMatchObject({ id: 'two' });
});

test('a newer version takes it from an older one, which cannot take it back', () => {
  const { one: older, path } = pair();
  const newer = leaseIn(dirname(path), fs, { ...holder('newer', 2), version: 1 }, TTL, () => true);
  expect(older.tryAcquire(0)).toBe(true);
  expect(newer.tryAcquire(1)).toBe(true);
  expect(older.tryAcquire(2)).toBe(false);
  newer.release();
  expect(older.tryAcquire(3)).toBe(true);
});

test('is free if its time is impossible or its content unreadable', () => {
  const { one, two, path } = pair();
  one.tryAcquire(1_000_000);
  expect(two.tryAcquire(0)).toBe(true);
  fs.writeFileSync(path, '{"id":');
  expect(one.tryAcquire(0)).toBe(true);
  fs.writeFileSync(path, '[]');
  expect(two.tryAcquire(0)).toBe(true);
});

test('counts as free if it cannot be written, so that the save reports the problem', () => {
  const locked = {
    ...fs,
    writeFileSync: () => {
      throw failure('EACCES');
    },
  };
  const lease = leaseIn(tempFolder(), locked, holder('one', 1), TTL, () => true);
  expect(lease.tryAcquire(0)).toBe(true);
});

test('respects another holder even if it cannot be written', () => {
  const folder = tempFolder();
  const { one } = pair(folder);
  one.tryAcquire(0);
  const locked = {
    ...fs,
    writeFileSync: () => {
      throw failure('EROFS');
    },
  };
  expect(leaseIn(folder, locked, holder('two', 2), TTL, () => true).tryAcquire(1)).toBe(false);
});

test.runIf(process.platform !== 'win32')('a pipe or device under its name is no lease', () => {
  const folder = tempFolder();
  const lease = leaseIn(folder, smallFiles, holder('one', 1), TTL, () => true);
  const path = join(folder, 'writer.lease');
  for (const [command, ...args] of [
    ['mkfifo', path],
    ['ln', '-s', '/dev/zero', path],
  ] as const) {
    execFileSync(command, args);
    expect(lease.holder()).toBeNull();
    expect(lease.tryAcquire(0)).toBe(true);
    expect(fs.lstatSync(path).isFile()).toBe(true);
    fs.unlinkSync(path);
  }
});
