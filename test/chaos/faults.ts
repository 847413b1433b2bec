/** File systems that fail: dead at a call, full or forbidden at a call. */
import * as fs from 'node:fs';
import type { StoreFs } from '../../src/store/image';
import { failure } from '../store/samples';

/** Thrown where a process would have ended. */
export class Killed extends Error {}

/** Any file system: node:fs, or one in memory. */
type Calls = object;

/** `fs` whose every call goes through `around`, with what it would do. */
function through<F extends Calls>(
  target: F,
  around: (name: string, args: unknown[], original: (...args: unknown[]) => unknown) => unknown,
): F {
  return new Proxy(target, {
    get(real, name: string) {
      const original = (real as Record<string, unknown>)[name];
      if (typeof original !== 'function') return original;
      return (...args: unknown[]) => around(name, args, original as (...args: unknown[]) => unknown);
    },
  });
}

/**
 * A file system of a process that is killed at its `at`th call: a write puts only a part of its bytes there, any other call
 * is done or not by `share`, and nothing is done after it.
 */
export function dyingFs<F extends Calls = StoreFs>(
  at: number,
  share: number,
  target: F = fs as unknown as F,
): { fs: F; dead: () => boolean } {
  let calls = 0;
  let dead = false;
  return {
    dead: () => dead,
    fs: through(target, (name, args, original) => {
      if (dead) {
        // The system closes what a process had open.
        if (name === 'closeSync') original(...args);
        throw new Killed();
      }
      if (++calls !== at) return original(...args);
      dead = true;
      if (name === 'writeSync') {
        const [fd, bytes, from, length] = args as [number, Uint8Array, number, number];
        original(fd, bytes, from, Math.floor(length * share));
      } else if (share > 0.5) original(...args);
      throw new Killed();
    }),
  };
}

/** A file system that notes the names of its calls. */
export function notingFs<F extends Calls>(target: F): { fs: F; calls: readonly string[] } {
  const calls: string[] = [];
  return { calls, fs: through(target, (name, args, original) => (calls.push(name), original(...args))) };
}

/**
 * Every way of being killed during these calls that leaves something else: before a call that changes something, in the middle of a
 * write, after the last call. `at` and `share` are those of `dyingFs`.
 */
export const killsDuring = (calls: readonly string[]): { at: number; share: number }[] => [
  ...calls.flatMap((name, i) => {
    if (!WRITES.has(name)) return [];
    return (name === 'writeSync' ? [0, 0.4] : [0]).map((share) => ({ at: i + 1, share }));
  }),
  { at: calls.length, share: 1 },
];

/** A file system whose `at`th call of any kind fails once with `code`. */
export function failingOnceFs<F extends Calls>(target: F, at: number, code: string): F {
  let calls = 0;
  return through(target, (_name, args, original) => {
    if (++calls === at) throw failure(code);
    return original(...args);
  });
}

const WRITES = new Set([
  'mkdirSync',
  'openSync',
  'writeSync',
  'fsyncSync',
  'linkSync',
  'renameSync',
  'unlinkSync',
]);

/** node:fs on which the `at`th call that writes fails once with `code`. */
export function failingFs(at: number, code: string): { fs: StoreFs; failed: () => boolean } {
  let writes = 0;
  return {
    failed: () => writes >= at,
    fs: through(fs as StoreFs, (name, args, original) => {
      const isRead = name === 'openSync' && args[1] === 'r';
      if (WRITES.has(name) && !isRead && ++writes === at) throw failure(code);
      return original(...args);
    }),
  };
}

/** Damages a file as disks and crashes do; says how. */
export function spoil(path: string, next: () => number): string {
  const bytes = fs.readFileSync(path);
  const at = Math.floor(next() * bytes.length);
  const kind = ['cut', 'flip', 'zeroes', 'empty', 'gone', 'longer'][Math.floor(next() * 6)]!;
  if (kind === 'cut') fs.truncateSync(path, at);
  if (kind === 'empty') fs.truncateSync(path, 0);
  if (kind === 'gone') fs.unlinkSync(path);
  if (kind === 'flip') bytes[at]! ^= 1 << Math.floor(next() * 8);
  if (kind === 'zeroes') bytes.fill(0, at, Math.min(bytes.length, at + 4096));
  if (kind === 'flip' || kind === 'zeroes') fs.writeFileSync(path, bytes);
  if (kind === 'longer') fs.appendFileSync(path, Buffer.alloc(1 + Math.floor(next() * 100)));
  return `${kind} at ${at} of ${bytes.length}`;
}
