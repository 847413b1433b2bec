/** File systems that fail: dead at a call, full or forbidden at a call. */
import * as fs from 'node:fs';
import type { StoreFs } from '../../src/store/image';
import { failure } from '../store/samples';

/** Thrown where a process would have ended. */
export class Killed extends Error {}

/**
 * node:fs of a process that is killed at its `at`th call: a write puts only a part of its bytes there, any other call
 * is done or not by `share`, and nothing is done after it. `calls()` says how many were made.
 */
export function dyingFs(at: number, share: number): { fs: StoreFs; dead: () => boolean } {
  let calls = 0;
  let dead = false;
  return {
    dead: () => dead,
    fs: new Proxy(fs, {
      get(target, name: keyof StoreFs) {
        const original = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          if (dead) throw new Killed();
          if (++calls !== at) return original(...args);
          dead = true;
          if (name === 'writeSync') {
            const [fd, bytes, from, length] = args as [number, Uint8Array, number, number];
            target.writeSync(fd, bytes, from, Math.floor(length * share));
          } else if (share > 0.5) original(...args);
          throw new Killed();
        };
      },
    }),
  };
}

const WRITES = new Set<keyof StoreFs>([
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
    fs: new Proxy(fs, {
      get(target, name: keyof StoreFs) {
        const original = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          if (WRITES.has(name) && ++writes === at) throw failure(code);
          return original(...args);
        };
      },
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
