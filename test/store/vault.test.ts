import * as fs from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vaultIn, type LogAsIs, type VaultFs } from '../../src/store/vault';
import { tempFolder } from '../support/tempFolder';
import { failure } from './samples';

const CHUNK = 64;

/** A log below a root, and the vault that is to keep it. */
function rig(content: string | Buffer, name = '-home-ada-app/a.jsonl', through: VaultFs = fs) {
  const root = join(tempFolder(), 'projects');
  const folder = join(tempFolder(), 'vault');
  const log = (content_: string | Buffer, name_ = name, mtimeMs = 1_000): LogAsIs => {
    const path = join(root, name_);
    fs.mkdirSync(join(path, '..'), { recursive: true });
    fs.writeFileSync(path, content_);
    return { path, root, size: Buffer.byteLength(content_), mtimeMs, ino: 7 };
  };
  return { root, folder, vault: vaultIn(folder, through, CHUNK), log, first: log(content) };
}

const files = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(join(folder, name)).isFile())
    .sort();

test('reads any part of a log from its copy', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(450),
      fc.nat(450),
      async (bytes, from, length) => {
        const content = Buffer.from(bytes);
        const { vault, first } = rig(content);
        await vault.keep(first);
        expect(vault.read(first, from, length)).toEqual(content.subarray(from, from + length));
      },
    ),
    { numRuns: 60 },
  );
});

test('a copy is one gzip file, readable by its owner only', async () => {
  const content = 'line\n'.repeat(100);
  const { vault, first, folder } = rig(content);
  const entry = await vault.keep(first);
  const [copy = '', head = ''] = files(folder);
  expect([copy.slice(9), head.slice(9)]).toEqual([
    '-home-ada-app/a.jsonl.500.gz',
    '-home-ada-app/a.jsonl.json',
  ]);
  expect(gunzipSync(fs.readFileSync(join(folder, copy))).toString()).toBe(content);
  for (const name of [copy, head]) expect(fs.statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  expect(vault.entries()).toEqual({ entries: [entry], broken: [] });
  expect(entry).toEqual({ ...first, bytes: fs.statSync(join(folder, copy)).size });
  expect(vault.has(first)).toEqual(entry);
});

test('copies a log again after it grew, replacing the copy', async () => {
  const { vault, first, log, folder } = rig('one\n');
  await vault.keep(first);
  const grown = log('one\ntwo\n');
  await vault.keep(grown);
  expect(vault.read(first, 0, 99)?.toString()).toBe('one\ntwo\n');
  expect(files(folder)).toHaveLength(2);
});

test('copies exactly the given length; a log that became shorter is refused', async () => {
  const { vault, first, folder } = rig('one\ntwo\n');
  await vault.keep({ ...first, size: 4 });
  expect(vault.read(first, 0, 99)?.toString()).toBe('one\n');
  await expect(vault.keep({ ...first, size: 100 })).rejects.toThrow('shortened');
  expect(vault.read(first, 0, 99)?.toString()).toBe('one\n');
  expect(files(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('whichever call fails, the old or the new copy is there, and the error is reported', async () => {
  let calls = 0;
  let failAt = Infinity;
  const failing = new Proxy(fs, {
    get(target, name: keyof VaultFs) {
      const original = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (++calls === failAt) throw failure('ENOSPC');
        return original(...args);
      };
    },
  });
  let failures = 0;
  for (let at = 1; at < 60; at++) {
    const { vault, first, log } = rig('x'.repeat(200), 'p/a.jsonl', failing);
    failAt = Infinity;
    await vault.keep(first);
    const grown = log('y'.repeat(300), 'p/a.jsonl');
    [calls, failAt] = [0, at];
    let code = '';
    try {
      await vault.keep(grown);
    } catch (error) {
      ({ code } = error as NodeJS.ErrnoException as { code: string });
    }
    const done = calls < at;
    failAt = Infinity;
    const text = vault.read(first, 0, 999)?.toString() ?? '';
    expect(['x'.repeat(200), 'y'.repeat(300)]).toContain(text);
    if (code === '') expect(text).toBe('y'.repeat(300));
    if (done) break;
    failures++;
  }
  expect(failures).toBeGreaterThan(15);
});

test('reports torn copies and reads none; follows no links', async () => {
  const { vault, first, log, folder } = rig('x'.repeat(300));
  await vault.keep(first);
  const second = log('z', 'p/b.jsonl');
  await vault.keep(second);
  const place = files(folder).map((name) => join(folder, name));
  fs.truncateSync(place[0]!, 10);
  expect(vault.has(first)).toBeNull();
  expect(vault.read(first, 0, 10)).toBeNull();
  expect(vault.entries().broken).toHaveLength(1);
  const secret = join(tempFolder(), 'secret');
  fs.writeFileSync(secret, fs.readFileSync(place[2]!));
  fs.rmSync(place[2]!);
  fs.symlinkSync(secret, place[2]!);
  expect(vault.has(second)).toBeNull();
});

test('refuses a log outside its root', async () => {
  const { vault, root } = rig('x');
  for (const path of [join(root, '..', 'x.jsonl'), '/etc/passwd', root])
    await expect(vault.keep({ path, root, size: 1, mtimeMs: 1, ino: 1 })).rejects.toThrow(
      'does not lie below',
    );
});

test('finds and removes copies of logs at any depth', async () => {
  const { vault, first } = rig('x', `${'d/'.repeat(60)}a.jsonl`);
  await vault.keep(first);
  expect(vault.entries().entries).toHaveLength(1);
  vault.clear();
  expect(vault.entries().entries).toEqual([]);
});

test('removes the oldest copies first: by age, then by size', async () => {
  const { vault, log } = rig('x');
  const noise = (n: number) => Buffer.from(Array.from({ length: 60 }, (_, i) => (i * n * 37) % 251));
  for (const n of [1, 2, 3, 4]) await vault.keep(log(noise(n), `p/${n}.jsonl`, n * 1_000));
  const sizes = vault
    .entries()
    .entries.sort((a, b) => a.mtimeMs - b.mtimeMs)
    .map(({ bytes }) => bytes);
  const names = (entries: { path: string }[]) => entries.map(({ path }) => path.slice(-7));
  expect(names(vault.prune({ maxBytes: 1e9, keepMs: null, now: 1e9 }))).toEqual([]);
  expect(names(vault.prune({ maxBytes: 1e9, keepMs: 1_500, now: 3_000 }))).toEqual(['1.jsonl']);
  expect(names(vault.prune({ maxBytes: sizes[3]! + sizes[2]!, keepMs: null, now: 1e9 }))).toEqual([
    '2.jsonl',
  ]);
  expect(names(vault.entries().entries)).toEqual(['3.jsonl', '4.jsonl']);
  vault.clear();
  expect(vault.entries()).toEqual({ entries: [], broken: [] });
});
