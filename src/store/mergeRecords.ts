/**
 * Merges records of another store, which stand under ids, into ours. `merged` of two must not depend on which is ours. `changed`: ids of
 * ours that differ now; `more`: we have something that the other store lacks.
 */
export function mergeRecords<T>(
  ours: readonly T[],
  theirs: readonly T[],
  idOf: (record: T) => string,
  merged: (ours: T, theirs: T) => T,
  write: (record: T) => void,
): { changed: string[]; more: boolean } {
  const known = new Map(ours.map((one) => [idOf(one), one]));
  const others = new Map(theirs.map((one) => [idOf(one), one]));
  const isSame = (a: T | undefined, b: T | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
  const changed: string[] = [];
  for (const [id, other] of others) {
    const own = known.get(id);
    const now = own === undefined ? other : merged(own, other);
    if (isSame(own, now)) continue;
    write(now);
    known.set(id, now);
    changed.push(id);
  }
  return { changed, more: [...known].some(([id, one]) => !isSame(one, others.get(id))) };
}
