/** Folds titles and other records about a session as a whole. */
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

/** Most worktrees that are kept of a session. */
const MOST_WORKTREES = 100;

/** Folds the record of a session that works in a worktree. */
function foldWorktree(reading: FileReading, { worktreeSession: worktree }: LogRecord): void {
  const { memory } = reading;
  memory.worktree = worktree?.worktreeName ?? memory.worktree;
  const { worktrees } = factsOf(reading, '');
  const { worktreePath: path, originalCwd: of } = worktree ?? {};
  if (!path || !of || path === of || worktrees.length === MOST_WORKTREES) return;
  if (!worktrees.some((known) => known.path === path)) worktrees.push({ path, of });
}

/**
 * Folds the title a person gave; a blank one removes it. Since 2.1.223, Claude Code sets the worktree's name as title, which is no title
 * of a person.
 */
function foldGivenTitle({ memory, title }: FileReading, record: LogRecord): void {
  const given = record.customTitle ?? record.title;
  if (given === undefined || (given !== '' && given === memory.worktree)) return;
  title.custom = given.trim() === '' ? null : given;
}

/** The output of `/rename`. In early versions, the title is only here. */
const RENAMED =
  /^\s{0,20}<local-command-stdout>Session (?:and agent )?renamed to:([^]*?)<\/local-command-stdout>/;

/** Folds the output of `/rename`, if the text is that. */
export function foldRenaming(reading: FileReading, record: LogRecord, text: string): void {
  const given = text.includes(' renamed to:') ? RENAMED.exec(text)?.[1]?.trim() : undefined;
  if (given && !isOfAnother(reading, record)) reading.title.custom = cutTitle(given);
}

/** The pull request of a record as `owner/name#12`, or `#12` if the repository is unknown. */
function pullRequestOf({ prNumber, prUrl = '', prRepository }: LogRecord): string | undefined {
  const [, ofUrl, number] = /([^/\s]{1,100}\/[^/\s]{1,100})\/pull\/(\d+)/.exec(prUrl) ?? [];
  const numberText = prNumber === undefined ? number : String(prNumber);
  return numberText === undefined ? undefined : `${prRepository ?? ofUrl ?? ''}#${numberText}`;
}

/** Notes the last record. A summary that came earlier may name this record as its leaf: then it is a title of this session. */
export function noteLeaf({ memory, title }: FileReading, { uuid }: LogRecord): void {
  if (uuid === undefined) return;
  memory.lastUuid = uuid;
  if (isEmpty(memory.summaries)) return;
  const summary = getOwn(memory.summaries, uuid);
  if (summary !== undefined) title.summary = summary;
}

/** Nearly every log has none, and testing that is faster than looking up an id. */
function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}
