/** What a person keeps of a session: a star, a name of their own, a note, and that they do not want to see it. */
import * as z from 'zod';
import { valueIn } from '../log/json';
import type { Database } from './sqlite';

export const SessionMark = z.object({
  /** Id of the session. */
  session: z.string().min(1).max(1_000),
  starred: z.boolean(),
  /** Stands for the name on every face; null for its own. */
  name: z.string().min(1).max(200).nullable(),
  note: z.string().min(1).max(5_000).nullable(),
  hidden: z.boolean(),
  /** When a person last changed it, ms: the newer of two counts. */
  changedAt: z.number().min(0).max(8.64e15),
});
export type SessionMark = z.infer<typeof SessionMark>;

/** A mark is no longer than this, as JSON. */
const LONGEST = 40_000;
/** More are not taken from elsewhere. */
export const MOST_MARKS = 100_000;

/** A session nobody has marked. */
export const unmarked = (session: string): SessionMark => ({
  session,
  starred: false,
  name: null,
  note: null,
  hidden: false,
  changedAt: 0,
});

/** The mark in a text; null when it is none. */
const markIn = (text: unknown): SessionMark | null =>
  typeof text === 'string' && text.length <= LONGEST
    ? (SessionMark.safeParse(valueIn(text)).data ?? null)
    : null;

/** All marks, in the order of their sessions; what is none is left out. */
export const readMarks = (db: Database): SessionMark[] =>
  db.all('select session, mark from mark order by session').flatMap(([session, text]) => {
    const mark = markIn(text);
    return mark === null || mark.session !== session ? [] : [mark];
  });

export const writeMark = (db: Database, mark: SessionMark): void =>
  db.run('insert or replace into mark (session, mark) values (?, ?)', [mark.session, JSON.stringify(mark)]);

export const removeMark = (db: Database, session: string): void =>
  db.run('delete from mark where session = ?', [session]);

/** The newer of two; of two as new the same one, whoever merges. */
const newer = (a: SessionMark, b: SessionMark): SessionMark =>
  a.changedAt !== b.changedAt
    ? a.changedAt > b.changedAt
      ? a
      : b
    : JSON.stringify(a) >= JSON.stringify(b)
      ? a
      : b;

/**
 * Brings the marks of another store into ours. `changed`: sessions that are marked otherwise now; `more`: we have what they have not.
 * A mark that was taken away is kept as one that says nothing, or it would come back from the other store.
 */
export function mergeMarks(ours: Database, theirs: Database): { changed: string[]; more: boolean } {
  const ourMarks = new Map(readMarks(ours).map((one) => [one.session, one]));
  const theirMarks = new Map(readMarks(theirs).map((one) => [one.session, one]));
  const changed: string[] = [];
  for (const [session, mark] of theirMarks) {
    const known = ourMarks.get(session);
    if (known !== undefined && newer(known, mark) === known) continue;
    writeMark(ours, mark);
    ourMarks.set(session, mark);
    if (JSON.stringify(known) !== JSON.stringify(mark)) changed.push(session);
  }
  const more = [...ourMarks].some(
    ([session, mark]) => JSON.stringify(mark) !== JSON.stringify(theirMarks.get(session)),
  );
  return { changed, more };
}

/** Copies the marks of an image that others wrote; an older one has none. Ids of those that are none. */
export function copyMarks(to: Database, from: Database, take: (bytes: number) => void): string[] {
  if (from.all("select 1 from sqlite_master where type = 'table' and name = 'mark'").length === 0) return [];
  const leftOut: string[] = [];
  for (const [session, text] of from.each(`select session, mark from mark not indexed limit ${MOST_MARKS}`)) {
    take(typeof text === 'string' ? text.length : 0);
    const mark = markIn(text);
    if (mark === null || mark.session !== session) leftOut.push(String(session).slice(0, 100));
    else writeMark(to, mark);
  }
  return leftOut;
}
