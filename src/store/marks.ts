/** Marks of a session: a star, a person's own name for it, a note, hidden. */
import * as z from 'zod';
import { valueIn } from '../log/json';
import { mergeRecords } from './mergeRecords';
import type { Database } from './sqlite';

export const SessionMark = z.object({
  /** Id of the session. */
  session: z.string().min(1).max(1_000),
  starred: z.boolean(),
  /** Replaces the session's name everywhere; null: the session's own name. */
  name: z.string().min(1).max(200).nullable(),
  note: z.string().min(1).max(5_000).nullable(),
  hidden: z.boolean(),
  /** When a person last changed it, ms: the newer of two counts. */
  changedAt: z.number().min(0).max(8.64e15),
});
export type SessionMark = z.infer<typeof SessionMark>;

/** Maximum length of a mark, as JSON. */
const LONGEST = 40_000;
/** Maximum number of marks merged from elsewhere. */
export const MOST_MARKS = 100_000;

/** The mark of a session that nobody has marked. */
export const emptyMark = (session: string): SessionMark => ({
  session,
  starred: false,
  name: null,
  note: null,
  hidden: false,
  changedAt: 0,
});

/** Parses a mark; null if the text is not one. */
export const markIn = (text: unknown): SessionMark | null =>
  typeof text === 'string' && text.length <= LONGEST
    ? (SessionMark.safeParse(valueIn(text)).data ?? null)
    : null;

/** All valid marks, in the order of their sessions. */
export const readMarks = (db: Database): SessionMark[] =>
  db.all('select session, mark from mark order by session').flatMap(([session, text]) => {
    const mark = markIn(text);
    return mark === null || mark.session !== session ? [] : [mark];
  });

export const writeMark = (db: Database, mark: SessionMark): void =>
  db.run('insert or replace into mark (session, mark) values (?, ?)', [mark.session, JSON.stringify(mark)]);

export const removeMark = (db: Database, session: string): void =>
  db.run('delete from mark where session = ?', [session]);

/** The newer of two marks. Of two with the same time, every merger picks the same one. */
const newer = (a: SessionMark, b: SessionMark): SessionMark =>
  a.changedAt !== b.changedAt
    ? a.changedAt > b.changedAt
      ? a
      : b
    : JSON.stringify(a) >= JSON.stringify(b)
      ? a
      : b;

/** Merges the marks of another store into ours. A removed mark is kept as an empty one, or it would come back from the other store. */
export const mergeMarks = (ours: Database, theirs: Database): ReturnType<typeof mergeRecords> =>
  mergeRecords(
    readMarks(ours),
    readMarks(theirs),
    ({ session }) => session,
    newer,
    (one) => writeMark(ours, one),
  );
