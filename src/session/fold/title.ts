/** What a session is called, and other records that say something of it as a whole. */
import { cutTitle } from '../../log/names';
import { getOwn, setOwn } from '../../log/own';
import type { LogRecord } from '../../log/record';
import { factsOf, type FileReading } from '../reading';
import { isOfAnother, note } from './origin';

export function foldTitle(reading: FileReading, record: LogRecord): void {
  const { title, memory } = reading;
  if (isOfAnother(reading, record)) return;
  if (record.type === 'custom-title') foldGivenTitle(reading, record);
  else if (record.type === 'worktree-state') foldWorktree(reading, record);
  else if (record.type === 'ai-title') title.ai = record.aiTitle ?? title.ai;
  else if (record.type === 'permission-mode') note(factsOf(reading, '').modes, record.permissionMode);
  else if (record.type === 'pr-link') note(factsOf(reading, '').pullRequests, pullRequestOf(record));
  else if (record.type === 'summary' && record.summary !== undefined && record.leafUuid !== undefined) {
    // Most summaries are titles of other sessions: only one whose leaf is in this file counts (docs/log-format.md, section 9).
    if (record.leafUuid === memory.lastUuid) title.summary = record.summary;
    else setOwn(memory.summaries, record.leafUuid, record.summary);
  }
}

/** Worktrees that are kept of one session. */
const MOST_WORKTREES = 100;

/** The session goes into a worktree, or goes on in one. */
function foldWorktree(reading: FileReading, { worktreeSession: told }: LogRecord): void {
  const { memory } = reading;
  memory.worktree = told?.worktreeName ?? memory.worktree;
  const { worktrees } = factsOf(reading, '');
  const { worktreePath: path, originalCwd: of } = told ?? {};
  if (!path || !of || path === of || worktrees.length === MOST_WORKTREES) return;
  if (!worktrees.some((known) => known.path === path)) worktrees.push({ path, of });
}

/**
 * The title a person gave; a blank one takes it back. Claude Code itself calls a session by the worktree it goes into (from
 * 2.1.223): that was given by nobody.
 */
function foldGivenTitle({ memory, title }: FileReading, record: LogRecord): void {
  const given = record.customTitle ?? record.title;
  if (given === undefined || (given !== '' && given === memory.worktree)) return;
  title.custom = given.trim() === '' ? null : given;
}

/** What `/rename` answers. Before there were records of titles, only this told the title. */
const RENAMED =
  /^\s{0,20}<local-command-stdout>Session (?:and agent )?renamed to:([^]*?)<\/local-command-stdout>/;

/** The title that the answer of a local command gives the session, if it does. */
export function foldRenaming(reading: FileReading, record: LogRecord, text: string): void {
  const given = text.includes(' renamed to:') ? RENAMED.exec(text)?.[1]?.trim() : undefined;
  if (given && !isOfAnother(reading, record)) reading.title.custom = cutTitle(given);
}

/** The pull request a record links to, as people write it: `owner/name#12`; without the repository where it is not said. */
function pullRequestOf({ prNumber, prUrl = '', prRepository }: LogRecord): string | undefined {
  const [, ofUrl, number] = /([^/\s]{1,100}\/[^/\s]{1,100})\/pull\/(\d+)/.exec(prUrl) ?? [];
  const numberText = prNumber === undefined ? number : String(prNumber);
  return numberText === undefined ? undefined : `${prRepository ?? ofUrl ?? ''}#${numberText}`;
}

/** The last record so far: a summary that came before it may be of it. */
export function noteLeaf({ memory, title }: FileReading, { uuid }: LogRecord): void {
  if (uuid === undefined) return;
  memory.lastUuid = uuid;
  if (isEmpty(memory.summaries)) return;
  const summary = getOwn(memory.summaries, uuid);
  if (summary !== undefined) title.summary = summary;
}

/** Nearly every log has none of them, and looking an id up among none costs as much as among many. */
function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}
