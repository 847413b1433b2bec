/** What a session is called, and other records that say something of it as a whole. */
import { getOwn, setOwn } from '../../log/own';
import type { LogRecord } from '../../log/record';
import { factsOf, type FileReading } from '../reading';
import { isOfAnother, note } from './origin';

export function foldTitle(reading: FileReading, record: LogRecord): void {
  const { title, memory } = reading;
  if (isOfAnother(reading, record)) return;
  if (record.type === 'custom-title') foldGivenTitle(reading, record);
  else if (record.type === 'worktree-state')
    memory.worktree = record.worktreeSession?.worktreeName ?? memory.worktree;
  else if (record.type === 'ai-title') title.ai = record.aiTitle ?? title.ai;
  else if (record.type === 'permission-mode') note(factsOf(reading, '').modes, record.permissionMode);
  else if (record.type === 'pr-link') note(factsOf(reading, '').pullRequests, pullRequestOf(record));
  else if (record.type === 'summary' && record.summary !== undefined && record.leafUuid !== undefined) {
    // Most summaries are titles of other sessions: only one whose leaf is in this file counts (docs/log-format.md, section 9).
    if (record.leafUuid === memory.lastUuid) title.summary = record.summary;
    else setOwn(memory.summaries, record.leafUuid, record.summary);
  }
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
