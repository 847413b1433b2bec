/** Logs that stay open while something is answered. */
import { fstatSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anyFile, type Gate } from '../../src/log/gate';
import { openLogs } from '../../src/store/logBytes';
import type { Vault } from '../../src/store/vault';
import { tempFolder } from '../support/tempFolder';

function rig(files: number) {
  const folder = tempFolder();
  const paths = Array.from({ length: files }, (_, n) => join(folder, `${n}.jsonl`));
  for (const path of paths) writeFileSync(path, `of ${path.at(-7)}`);
  const handles: number[] = [];
  const gate: Gate = {
    ...anyFile,
    open(path) {
      const handle = anyFile.open(path);
      handles.push(handle);
      return handle;
    },
  };
  const isOpen = (handle: number): boolean => {
    try {
      fstatSync(handle);
      return true;
    } catch {
      return false;
    }
  };
  return { paths, gate, handles, stillOpen: () => [...new Set(handles)].filter(isOpen).length };
}

const placed = (path: string) => ({ path, root: '' });

test('opens a log once during a question and closes it afterwards, also after an error', () => {
  const { paths, gate, handles, stillOpen } = rig(1);
  const { bytes, during } = openLogs(null, gate);
  const log = placed(paths[0]!);
  const read = () => [0, 1, 3].map((at) => bytes(log, at, 2)?.toString());
  expect(during(() => [...read(), ...during(read), ...read()])).toEqual(
    Array.from({ length: 3 }, () => ['of', 'f ', '0']).flat(),
  );
  expect([handles.length, stillOpen()]).toEqual([1, 0]);
  expect(() =>
    during(() => {
      read();
      throw new Error('no answer');
    }),
  ).toThrow('no answer');
  expect([handles.length, stillOpen()]).toEqual([2, 0]);
  read();
  expect([handles.length, stillOpen()]).toEqual([5, 0]);
});

test('keeps few logs open, and none after the question', () => {
  const { paths, gate, handles, stillOpen } = rig(12);
  const { bytes, during } = openLogs(null, gate);
  const most = during(() =>
    Math.max(
      ...paths.map((path, n) => {
        expect(bytes(placed(path), 0, 9)?.toString()).toBe(`of ${String(n).at(-1)}`);
        return stillOpen();
      }),
    ),
  );
  expect(most).toBe(8);
  expect([handles.length, stillOpen()]).toEqual([12, 0]);
  writeFileSync(`${paths[0]!}.new`, 'anew');
  renameSync(`${paths[0]!}.new`, paths[0]!);
  expect(during(() => bytes(placed(paths[0]!), 0, 9)?.toString())).toBe('anew');
});

test('reads deleted logs from the vault and looks for them once', () => {
  const { gate } = rig(0);
  let looked = 0;
  const counting: Gate = { ...gate, open: (path) => (looked++, gate.open(path)) };
  const vault = { read: () => Buffer.from('kept') } as unknown as Vault;
  const { bytes, during } = openLogs(vault, counting);
  const read = () => bytes(placed('/nowhere/a.jsonl'), 0, 4)?.toString();
  expect(during(() => [read(), read()])).toEqual(['kept', 'kept']);
  expect(looked).toBe(1);
});
