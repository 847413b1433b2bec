/**
 * Which files are in Claude's current context, and whether that content is still current. Used by all surfaces that show blind and
 * outdated edits (findings, the Files tab, marks in the editor), so that they agree. Pure.
 */
import { en } from '../l10n/english';
import type { Event, EventOf } from './event';
import type { Touch } from './facts';
import { fileKey } from './fileKey';

/**
 * Why an edit is doubtful. `blind`: Claude had not seen the file in this context. `outdated`: it had, but before a compaction or before
 * somebody else changed the file.
 */
export interface Doubt {
  kind: 'blind' | 'outdated';
  /** The reason in words that follow “edited NAME”. */
  why: string;
  /** Somebody else, a merge or a rebase changed the file, so the edit may undo that. */
  changedByOthers: boolean;
}

interface Known {
  /** Null while the content in the context is current. */
  outdated: { why: string; changedByOthers: boolean } | null;
}

export interface Knowledge {
  files: Map<string, Known>;
  /** Patterns of files that a command printed (`cat src/*.ts`) or a prompt mentions. */
  patterns: RegExp[];
  /** Files that scripts written by Claude change when they run, by script. */
  scripts: Map<string, string[]>;
}

export const newKnowledge = (): Knowledge => ({ files: new Map(), patterns: [], scripts: new Map() });

type KnownCall = Pick<EventOf<'tool'>, 'action' | 'path' | 'shell' | 'touches' | 'facts'> & {
  outcome: EventOf<'result'>['outcome'] | null;
  created: boolean;
  answer: Pick<EventOf<'result'>, 'shows' | 'changes'> | null;
};

const markKnown = (knowledge: Knowledge, path: string): void =>
  void knowledge.files.set(fileKey(path), { outdated: null });

const MOST_PATTERNS = 200;

/** Updates the knowledge with an event other than a call. */
export function applyEvent(
  knowledge: Knowledge,
  event: Exclude<Event, { kind: 'tool' | 'result' | 'limit' }>,
): void {
  if (event.kind === 'attached') markKnown(knowledge, event.path);
  else if (event.kind === 'prompt') event.names.forEach((name) => markMentioned(knowledge, name));
  else if (event.kind === 'changed') {
    // The notice contains the new lines, so Claude knows them.
    if (event.told) markKnown(knowledge, event.path);
    else outdate(knowledge, event.path, en('changed since it was read'));
  } else if (event.kind === 'compaction') {
    for (const known of knowledge.files.values())
      known.outdated ??= { why: en('read before a compaction'), changedByOthers: false };
    knowledge.patterns = [];
  }
}

/** Older versions of Claude Code attach what a prompt mentions (`@src/a.ts`) without a record of it. */
function markMentioned(knowledge: Knowledge, name: string): void {
  // As written: the keys of some systems are in lower case.
  if (name.startsWith('@')) addPattern(knowledge, `**/${fileKey(name.replace(/^@[./\\]{0,9}/, ''))}`, 'i');
}

function addPattern({ patterns }: Knowledge, pattern: string, flags = ''): void {
  if (isCheap(pattern) && patterns.length < MOST_PATTERNS) patterns.push(patternOf(pattern, flags));
}

function outdate(knowledge: Knowledge, path: string, why: string): void {
  const known = knowledge.files.get(fileKey(path));
  if (known !== undefined) known.outdated = { why, changedByOthers: true };
}

/** Updates the knowledge with a call. Returns why its edit is doubtful; null if it is not, or if the call failed. */
export function applyCall(knowledge: Knowledge, call: KnownCall): Doubt | null {
  const failed = call.outcome !== null && call.outcome !== 'ok';
  const edits = !failed && (call.action === 'edit' || call.action === 'write');
  // A shell command edits by a rule (`sed -i`) or rewrites the file, which needs no knowledge of its content.
  const needsKnowledge = edits && !call.shell && !call.created && !empties(call);
  const doubt = needsKnowledge && call.path !== null ? doubtOf(knowledge, call.path) : null;
  for (const path of call.answer?.shows ?? []) markKnown(knowledge, path);
  if (failed && call.action !== 'other') return doubt;
  if (call.path !== null && call.action !== 'other') markKnown(knowledge, call.path);
  // A failed shell command may have run the parts before the one that failed.
  for (const touch of call.touches) applyTouch(knowledge, touch);
  for (const path of call.answer?.changes ?? [])
    outdate(knowledge, path, en('changed by a merge since it was read'));
  return doubt;
}

/** Emptying a file needs no knowledge of its content. */
const empties = ({ facts }: KnownCall): boolean => facts.some(({ fact }) => fact === 'empties');

function doubtOf(knowledge: Knowledge, path: string): Doubt | null {
  const known = knowledge.files.get(fileKey(path));
  if (known !== undefined) return known.outdated === null ? null : { kind: 'outdated', ...known.outdated };
  if (isMemory(path) || isMatched(knowledge, fileKey(path))) return null;
  return { kind: 'blind', why: en('without reading it'), changedByOthers: false };
}

/** Files that Claude Code loads itself: instructions, rules and the index of its memory. */
const isMemory = (path: string): boolean =>
  /(?:^|\/)(?:CLAUDE(?:\.local)?|AGENTS|MEMORY)\.md$/i.test(path) ||
  /\/\.claude\/(?:rules|projects\/[^/]+\/memory)\//.test(path);

function applyTouch(knowledge: Knowledge, { does, path, from }: Touch): void {
  const key = fileKey(path);
  switch (does) {
    case 'look':
    case 'search':
      if (path.includes('*')) addPattern(knowledge, key);
      else markKnown(knowledge, path);
      break;
    case 'edit':
    case 'write':
      markKnown(knowledge, path);
      break;
    case 'move':
    case 'copy':
      moveFile(knowledge, key, fileKey(from ?? path), does === 'move');
      break;
    case 'remove':
      // Claude knows that the file is gone; a new file there is its own.
      markKnown(knowledge, path);
      break;
    case 'script': {
      const changes = knowledge.scripts.get(fileKey(from ?? '')) ?? [];
      knowledge.scripts.set(fileKey(from ?? ''), [...changes, path]);
      break;
    }
    case 'run':
      for (const changed of knowledge.scripts.get(key) ?? []) markKnown(knowledge, changed);
      break;
    case 'list':
      break;
  }
}

/** Copies the knowledge of a file or folder to its new path; `gone`: the old path no longer exists. */
function moveFile(knowledge: Knowledge, to: string, from: string, gone: boolean): void {
  for (const [key, known] of Array.from(knowledge.files)) {
    if (key !== from && !key.startsWith(`${from}/`)) continue;
    // A separate object: later changes of one file do not affect its copy.
    knowledge.files.set(to + key.slice(from.length), { ...known });
    if (gone) knowledge.files.delete(key);
  }
}

/** Each run of `*` multiplies the cost of matching, so patterns may have two, in short names. */
const LONGEST_NAME = 300;
const isCheap = (pattern: string): boolean =>
  pattern.length < LONGEST_NAME && pattern.split(/\*+/).length <= 3;

const isMatched = ({ patterns }: Knowledge, key: string): boolean =>
  key.length < LONGEST_NAME && patterns.some((pattern) => pattern.test(key));

/** A shell pattern of file names; `*` stays within a folder, `**` does not. */
function patternOf(pattern: string, flags: string): RegExp {
  const source = pattern
    .split(/(\*{1,2})/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`, flags);
}
