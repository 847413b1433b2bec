/** Care of the archive's content: removing, importing and exporting data. */
import { pathKey } from '../session/fileKey';
import { withGivenName, writtenName } from '../session/naming';
import { isWithin } from '../session/paths';
import { conversationOf } from '../session/sessionId';
import { conversationOfAlert, readAlerts, removeAlert } from './alerts';
import { readMarks, removeMark } from './marks';
import { forgetReading, idOf } from './readings';
import type { Database } from './sqlite';
import type { SessionFigures } from './figures';
import { eachSession, filesWith, identitiesOf, markPending, readHeaders, removeSession } from './tables';

/**
 * Makes the files of another machine's store comparable with ours. A log with the same path and first bytes in both is one log, whatever
 * its inode there. Logs that we do not have are marked as not on this disk.
 */
export function markAsForeign(theirs: Database, ours: Database): void {
  const ourFiles = new Map(readHeaders(ours).map((header) => [header.path, header]));
  for (const { path, cursor } of readHeaders(theirs)) {
    const known = ourFiles.get(path);
    if (known === undefined) theirs.run('update file set gone = 1 where path = ?', [path]);
    else if (known.cursor.head === cursor.head)
      theirs.run('update file set ino = ?, gone = ? where path = ?', [
        known.cursor.ino,
        known.gone ? 1 : 0,
        path,
      ]);
  }
}

/** Whether a path is in a project's folder or below it. */
export function insideOf(project: string): (path: string) => boolean {
  const folder = pathKey(project);
  return (path) => isWithin(pathKey(path), folder);
}

/** Ids of the conversations of a project: those in its folder, in folders below, and in worktrees of its repository. */
export function conversationsIn(db: Database, project: string): string[] {
  const inside = insideOf(project);
  return [...eachSession(db, 'parent is null')]
    .filter(({ project: cwd, repository }) => [cwd, repository].some((path) => path !== null && inside(path)))
    .map(({ id }) => id);
}

export const logPathsOf = (db: Database, ids: ReadonlySet<string>): string[] =>
  readHeaders(db)
    .filter(({ sessionId }) => ids.has(sessionId))
    .map(({ path }) => path);

/** Removes the conversations of a project, and the alerts about them or about the project. */
export function removeProject(db: Database, project: string): void {
  const inside = insideOf(project);
  const conversations = new Set(conversationsIn(db, project));
  removeConversations(db, [...conversations]);
  for (const alert of readAlerts(db)) {
    const about = alert.words?.project ?? null;
    if (conversations.has(conversationOfAlert(alert)) || (about !== null && inside(about)))
      removeAlert(db, alert.id);
  }
}

/**
 * Removes conversations with their files. A conversation that shared a response with one of them becomes pending, because it may own the
 * response now.
 */
function removeConversations(db: Database, ids: readonly string[]): void {
  const removed = new Set(ids);
  const sessionOf = new Map(readHeaders(db).map(({ path, sessionId }) => [path, sessionId]));
  const paths = logPathsOf(db, removed);
  for (const { hash } of identitiesOf(db, paths))
    for (const path of filesWith(db, hash)) {
      const other = sessionOf.get(path);
      if (other !== undefined && !removed.has(other)) markPending(db, other);
    }
  for (const path of paths) {
    db.run('delete from identity where file = (select id from file where path = ?)', [path]);
    forgetReading(db, idOf(db, path));
    db.run('delete from file where path = ?', [path]);
  }
  for (const id of ids) {
    for (const [session] of db.all('select id from session where conversation = ?', [id]))
      removeSession(db, session as string);
    db.run('delete from pending where conversation = ?', [id]);
  }
  for (const { session } of readMarks(db)) if (removed.has(conversationOf(session))) removeMark(db, session);
}

/** Schema of the file that is given to other programs (docs/cli.md). Money in micro-dollars, times in ISO, UTC. */
const EXPORT_SCHEMA = `
  create table session (id text primary key, parent text, project text, title text, started_at text, ended_at text,
    severity text, figures text, name text);
  create table usage (session text, model text, day text, requests integer, input integer, output integer,
    cache_read integer, cache_write_5m integer, cache_write_1h integer, web_searches integer, lower_bound integer,
    cost_micro_usd integer);
  create table tool (session text, name text, server text, calls integer, errors integer, denied integer,
    interrupted integer, cancelled integer);
  create table signal (session text, name text, value real, severity text);
  create table alert (id text, detector text, state text, severity text, since text, sentence text, detail text,
    session text, project text, days text);
  create table mark (session text, starred integer, name text, note text, hidden integer, changed_at text);`;

/**
 * Writes the archive as plain tables into an empty database. `seal` is applied to text from logs; `graded` gives sessions the severities
 * of today.
 */
export function writeExport(
  db: Database,
  out: Database,
  seal: (text: string) => string,
  graded: (figures: SessionFigures) => SessionFigures,
): void {
  out.script(EXPORT_SCHEMA);
  const given = new Map(readMarks(db).map(({ session, name }) => [session, name]));
  out.transaction(() => {
    for (const one of eachSession(db)) {
      const figures = graded(one);
      const { id, parent, project, title, startedAt, endedAt } = figures;
      out.run('insert into session values (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        id,
        parent,
        project,
        title === null ? null : seal(title),
        startedAt,
        endedAt,
        figures.severity,
        seal(JSON.stringify(figures)),
        seal(writtenName(withGivenName(figures, given.get(id) ?? null))),
      ]);
      for (const u of figures.usage)
        out.run('insert into usage values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
          id,
          u.model,
          u.day,
          u.requests,
          u.input,
          u.output,
          u.cacheRead,
          u.cacheWrite5m,
          u.cacheWrite1h,
          u.webSearches,
          u.lowerBound,
          u.costMicroUsd,
        ]);
      for (const t of figures.tools)
        out.run('insert into tool values (?, ?, ?, ?, ?, ?, ?, ?)', [
          id,
          t.name,
          t.server,
          t.calls,
          t.errors,
          t.denied,
          t.interrupted,
          t.cancelled,
        ]);
      for (const s of figures.signals)
        out.run('insert into signal values (?, ?, ?, ?)', [id, s.name, s.value, s.severity]);
    }
    exportKept(out, db, seal);
  });
}

/** What exports add to the figures: alerts with their state, and marks of sessions. */
function exportKept(out: Database, db: Database, seal: (text: string) => string): void {
  for (const { id, state, severity, since, days, words } of readAlerts(db))
    out.run('insert into alert values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      seal(id),
      words?.detector ?? null,
      state,
      severity,
      new Date(since).toISOString(),
      words === null ? null : seal(words.sentence),
      words === null ? null : seal(words.detail),
      words?.session ?? null,
      words?.project ?? null,
      days.join(' '),
    ]);
  for (const { session, starred, name, note, hidden, changedAt } of readMarks(db))
    out.run('insert into mark values (?, ?, ?, ?, ?, ?)', [
      session,
      starred ? 1 : 0,
      name,
      note,
      hidden ? 1 : 0,
      new Date(changedAt).toISOString(),
    ]);
}
