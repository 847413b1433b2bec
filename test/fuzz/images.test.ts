/** Images: whole ones with hostile values in their rows, hostile figures, flipped bytes under a right seal. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import * as fs from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../../src/store/checkpoint';
import { StoreFault } from '../../src/store/problem';
import { SessionFigures } from '../../src/store/figures';
import { imagePath, unseal } from '../../src/store/image';
import { memoryFs, type Disk } from '../chaos/memoryFs';
import { figures, open, read, saved, sealed, sessionIn, sqlite, write } from '../store/samples';
import { tempFolder } from '../support/tempFolder';
import { fuzz, mutated, nastyNumber, nastyText, PATIENCE } from './fuzz';

const folder = tempFolder();
write(folder, read('bad', 100), read('good', 200));
const IMAGE = unseal(fs.readFileSync(imagePath(folder, 2)))!;
const COLUMNS: Record<string, readonly string[]> = {
  meta: ['key', 'value'],
  file: 'id path root session agent read_to size mtime_ms ino head fork_rank first_at gone'.split(' '),
  reading: ['file', 'data'],
  identity: ['hash', 'file'],
  session: 'n id conversation parent project started_at ended_at severity figures'.split(' '),
};

type Harm =
  | { kind: 'cell'; table: string; column: string; value: string | number | Uint8Array | null }
  | { kind: 'figures'; value: unknown }
  | { kind: 'bytes'; at: number; value: number };

const harm: fc.Arbitrary<Harm> = fc.oneof(
  fc
    .constantFrom(
      ...Object.entries(COLUMNS).flatMap(([table, columns]) => columns.map((column) => ({ table, column }))),
    )
    .chain((cell) =>
      fc
        .oneof(
          nastyText,
          nastyNumber,
          fc.constant(null),
          fc.uint8Array({ maxLength: 20 }),
          fc.constant(deflateRawSync('[]')),
        )
        .map((value) => ({ kind: 'cell' as const, ...cell, value })),
    ),
  mutated([figures('bad', { messages: 1 })]).map((value) => ({ kind: 'figures' as const, value })),
  fc.record({ kind: fc.constant('bytes' as const), at: fc.nat(IMAGE.length - 1), value: fc.nat(255) }),
);

function harmed(harms: readonly Harm[]): Buffer {
  const bytes = Buffer.from(IMAGE);
  for (const one of harms) if (one.kind === 'bytes') bytes[one.at] = one.value;
  const rest = harms.filter((one) => one.kind !== 'bytes');
  if (rest.length === 0) return sealed(bytes);
  const db = sqlite.open(new Uint8Array(bytes));
  try {
    for (const one of rest) {
      try {
        if (one.kind === 'cell') db.run(`update ${one.table} set ${one.column} = ?`, [one.value]);
        else
          db.run("update session set figures = ? where id = 'bad'", [
            gzipSync(`${JSON.stringify(one.value)}\n`),
          ]);
      } catch {
        // The table does not take it: it stays as it was.
      }
    }
    return sealed(db.export());
  } catch {
    return sealed(bytes);
  } finally {
    db.close();
  }
}

/** What an image says of itself: that nobody may write to it. */
const READ_ONLY: Harm[] = [{ kind: 'bytes', at: 18, value: 3 }];

test('an image of any content costs no more than itself', PATIENCE, () =>
  fuzz('images', fc.array(harm, { minLength: 1, maxLength: 3 }), costsOnlyItself, [READ_ONLY]),
);

function costsOnlyItself(harms: readonly Harm[]): void {
  const bytes = harmed(harms);
  // As an image of our own.
  const disk: Disk = { files: new Map(), folders: new Set(['/', '/s']) };
  disk.files.set('/s/vigil-5.db', { ino: 1, bytes, mtimeMs: 1 });
  const opened = openCheckpoint('/s', memoryFs(disk) as never, sqlite, '0.1.0');
  const { checkpoint } = opened;
  for (const session of checkpoint.sessions()) expect(SessionFigures.safeParse(session).success).toBe(true);
  checkpoint.headers();
  checkpoint.pending();
  checkpoint.size();
  checkpoint.put(read('new', 100));
  if (opened.kind === 'open') saved(checkpoint.save());
  checkpoint.close();

  // As a backup of somebody else.
  const store = open(null);
  store.put(read('mine', 100));
  for (const act of [() => store.absorb(bytes), () => store.restore(bytes)]) {
    try {
      act();
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
    }
    for (const session of store.sessions()) expect(SessionFigures.safeParse(session).success).toBe(true);
    if (act.toString().includes('absorb')) expect(sessionIn(store, 'mine')?.messages).toBe(1);
    store.size();
  }
  store.close();
}
