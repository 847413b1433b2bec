/** The readings of an archive: in packs beside its image, and inside it until the next save. */
import { LONGEST, type Packs, type PackPlace } from './packs';
import { schemaOf } from './schema';
import type { Database, Row } from './sqlite';

/** From this size on, a pack is dropped if less than half of it is named. Bytes. */
const SMALL = 2 << 20;
/** Maximum number of packs an image names; if there are more, the smallest are combined. */
export const MOST_PACKS = 16;
const FEW_PACKS = 8;

const placeOf = ([pack, at, bytes, crc]: Row): PackPlace => ({
  pack: String(pack),
  at: Number(at),
  bytes: Number(bytes),
  crc: Number(crc),
});

/** The first schema with readings beside the image. */
const WITH_PLACES = 5;
/** False for a foreign image of an older schema: all of its readings are inside. */
const hasPlaces = (db: Database): boolean => (schemaOf(db) ?? 0) >= WITH_PLACES;

const PLACE = 'p.name, at, bytes, crc from place join pack p on p.id = pack';

/** The reading of a file as it was stored; null if there is none or it cannot be read. */
export function readReading(db: Database, packs: Packs, path: string): Uint8Array | null {
  const inside = db.all('select data from reading where file = (select id from file where path = ?)', [
    path,
  ])[0]?.[0];
  if (inside !== undefined) return inside instanceof Uint8Array ? inside : null;
  if (!hasPlaces(db)) return null;
  const [place] = db.all(`select ${PLACE} where file = (select id from file where path = ?)`, [path]);
  return place === undefined ? null : packs.read(placeOf(place));
}

/** Places of the readings that are in packs, by path. */
export const readPlaces = (db: Database): Map<string, PackPlace> =>
  new Map(
    db
      .all(`select f.path, ${PLACE} join file f on f.id = file`)
      .map(([path = null, ...place]) => [String(path), placeOf(place)]),
  );

/** Names of the packs that contain its readings. */
export const packNames = (db: Database): Set<string> =>
  new Set(
    (hasPlaces(db)
      ? db.all('select name from pack where exists (select 1 from place where pack = pack.id)')
      : []
    ).map(([name]) => String(name)),
  );

/** Bytes of the readings inside the image. */
export const insideBytes = (db: Database): number =>
  Number(db.all('select sum(length(data)) from reading')[0]?.[0] ?? 0);

/** Stores a reading inside, replacing the previous one. */
export function keepInside(db: Database, file: number, reading: Uint8Array): void {
  db.run('insert or replace into reading (file, data) values (?, ?)', [file, reading]);
  db.run('delete from place where file = ?', [file]);
}

export function keepPlace(db: Database, file: number, { pack, at, bytes, crc }: PackPlace): void {
  db.run('insert or ignore into pack (name) values (?)', [pack]);
  db.run(
    'insert or replace into place (file, pack, at, bytes, crc) select ?, id, ?, ?, ? from pack where name = ?',
    [file, at, bytes, crc, pack],
  );
  db.run('delete from reading where file = ?', [file]);
}

export const forgetReading = (db: Database, file: number): void => {
  db.run('delete from reading where file = ?', [file]);
  db.run('delete from place where file = ?', [file]);
};

/** Puts all readings inside, so that the image is a complete archive. Leaves out readings that cannot be read. */
export function moveReadingsInside(db: Database, packs: Packs): void {
  db.transaction(() => {
    for (const [path, place] of readPlaces(db)) {
      const reading = packs.read(place);
      const id = idOf(db, path);
      if (reading === null) forgetReading(db, id);
      else keepInside(db, id, reading);
    }
    db.script('delete from pack');
  });
}

export const idOf = (db: Database, path: string): number =>
  Number(db.all('select id from file where path = ?', [path])[0]?.[0]);

/** Bytes of the readings in each pack. */
const inUse = (db: Database): Map<string, number> =>
  new Map(
    db
      .all('select p.name, sum(bytes) from place join pack p on p.id = pack group by p.id')
      .map(([name, bytes]) => [String(name), Number(bytes)]),
  );

/** Bytes of an archive's packs that no reading uses. */
export function garbageBytes(db: Database, packs: Packs): number {
  const used = inUse(db);
  return [...packs.sizes(used.keys())].reduce((sum, [name, size]) => sum + size - (used.get(name) ?? 0), 0);
}

/** Total bytes of the packs that contain its readings. */
export const packBytes = (db: Database, packs: Packs): number =>
  [...packs.sizes(packNames(db)).values()].reduce((sum, size) => sum + size, 0);

/** Bytes read for all places. Places overlap if somebody made them up. */
export const placedBytes = (db: Database): number =>
  hasPlaces(db)
    ? Number(db.all(`select sum(bytes) from place where bytes between 1 and ${LONGEST}`)[0]?.[0] ?? 0)
    : 0;

/** How readings are moved into packs that the image of a generation may name. */
export interface Packing {
  generation: number;
  /** Packs that the newest image names: readings there may stay. */
  named: ReadonlySet<string>;
  /** Everything moves, and a reading that cannot be read is an error: afterwards only the new pack may be needed. */
  alone: boolean;
}

/**
 * Moves readings from inside the image, and from packs that the next image must not name, into this process's own pack, and syncs it.
 * Returns the bytes appended. Throws what node:fs throws; then nothing has moved.
 */
export function moveIntoPacks(db: Database, packs: Packs, { generation, named, alone }: Packing): number {
  const stay = alone ? new Set<string>() : staying(db, packs, named);
  const own = alone ? null : packs.ownFor(generation, stay);
  if (own !== null) stay.add(own);
  const files = toMove(db, stay);
  if (files.length > 0 && own === null) packs.begin(generation);
  return db.transaction(() => {
    const moved = moveAll(db, packs, files, alone);
    // A disk may accept data and lose it in a failing sync: then nothing has moved.
    packs.sync();
    return moved;
  });
}

/**
 * Moves readings from inside the image into this process's own pack, which must have been begun, ahead of the save that syncs it. Readings
 * in packs stay: unsynced data may be lost. Returns the bytes appended. Throws what node:fs throws; then nothing has moved.
 */
export function spillInside(db: Database, packs: Packs): number {
  const files = db.all('select file from reading').map(([file]) => Number(file));
  return db.transaction(() => moveAll(db, packs, files, false));
}

/** Appends the readings of files to our own pack; returns their bytes. */
function moveAll(db: Database, packs: Packs, files: readonly number[], alone: boolean): number {
  let moved = 0;
  for (const file of files) moved += move(db, packs, file, alone);
  if (files.length > 0) db.script('delete from pack where id not in (select pack from place)');
  return moved;
}

/** Ids of the files whose readings are inside or in packs other than these. */
const toMove = (db: Database, stay: ReadonlySet<string>): number[] =>
  db
    .all(
      `select file from reading union
       select file from place where pack not in (select id from pack where name in (select value from json_each(?)))`,
      [JSON.stringify([...stay])],
    )
    .map(([file]) => Number(file));

/**
 * Appends the reading of a file to our own pack; returns its bytes. A reading that cannot be read stays where it is. With `alone`, where
 * nothing may stay, it is dropped if its checksum does not match, and a read error is thrown.
 */
function move(db: Database, packs: Packs, file: number, alone: boolean): number {
  const inside = db.all('select data from reading where file = ?', [file])[0]?.[0];
  const [row] = inside === undefined ? db.all(`select ${PLACE} where file = ?`, [file]) : [];
  const place = row === undefined ? null : placeOf(row);
  const reading = place === null ? inside : alone ? packs.readOrThrow(place) : packs.read(place);
  if (reading instanceof Uint8Array) {
    keepPlace(db, file, packs.append(reading));
    return reading.length;
  }
  if (alone || place === null) forgetReading(db, file);
  return 0;
}

/** Packs in which readings may stay: those named that exist and are worth keeping, and those that cannot be read at all. */
function staying(db: Database, packs: Packs, named: ReadonlySet<string>): Set<string> {
  const there = packs.names();
  const used = inUse(db);
  return new Set([
    ...worthKeeping(
      [...named].filter((name) => there.has(name)),
      used,
      packs,
    ),
    ...packs.hold(used.keys()),
  ]);
}

/** Those packs that are not mostly garbage, up to the limit. */
function worthKeeping(names: readonly string[], used: ReadonlyMap<string, number>, packs: Packs): string[] {
  const sizes = packs.sizes(names);
  const kept = names
    .filter((name) => {
      const size = sizes.get(name) ?? 0;
      return size < SMALL || (used.get(name) ?? 0) * 2 >= size;
    })
    .sort((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0));
  return kept.length < MOST_PACKS ? kept : kept.slice(0, FEW_PACKS);
}
