/**
 * Which files are in the agent's current context, and whether what it knows of them still holds. One module for all who ask: blind
 * and outdated edits, the Files tab, marks in the editor. Pure: the same steps give the same answer.
 */
import { en } from '../l10n/english';
import type { Event, EventOf } from './event';
import type { Touch } from './facts';
import { fileKey } from './fileKey';

/**
 * What speaks against an edit. `blind`: the file was never seen in this context. `outdated`: it was, but was forgotten in a
 * compaction or changed by somebody else since.
 */
export interface Doubt {
  kind: 'blind' | 'outdated';
  /** In words, after “edited NAME”. */
  why: string;
  /** Somebody else, a merge or a rebase changed it: what was written may undo that. */
  changedByOthers: boolean;
}

interface Known {
  /** Null: it holds. */
  outdated: { why: string; changedByOthers: boolean } | null;
}

export interface Knowledge {
  files: Map<string, Known>;
  /** Patterns of files that were printed (`cat src/*.ts`). */
  patterns: RegExp[];
  /** Files that scripts of its own change when they run, by script. */
  scripts: Map<string, string[]>;
}

export const newKnowledge = (): Knowledge => ({ files: new Map(), patterns: [], scripts: new Map() });

/** A call with how it ended, as far as knowledge goes. */
type Used = Pick<EventOf<'tool'>, 'action' | 'path' | 'shell' | 'touches' | 'facts'> & {
  outcome: EventOf<'result'>['outcome'] | null;
  created: boolean;
  answer: Pick<EventOf<'result'>, 'shows' | 'changes'> | null;
};

const learn = (knowledge: Knowledge, path: string): void =>
  void knowledge.files.set(fileKey(path), { outdated: null });

const MOST_PATTERNS = 200;

/** What an event that is no call tells. */
export function hear(
  knowledge: Knowledge,
  event: Exclude<Event, { kind: 'tool' | 'result' | 'limit' }>,
): void {
  if (event.kind === 'attached') learn(knowledge, event.path);
  else if (event.kind === 'changed') {
    // Claude Code tells the new lines with the news, so the agent knows them.
    if (event.told) learn(knowledge, event.path);
    else outdate(knowledge, event.path, en('changed since it was read'));
  } else if (event.kind === 'compaction') {
    for (const known of knowledge.files.values())
      known.outdated ??= { why: en('read before a compaction'), changedByOthers: false };
    knowledge.patterns = [];
  }
}

function outdate(knowledge: Knowledge, path: string, why: string): void {
  const known = knowledge.files.get(fileKey(path));
  if (known !== undefined) known.outdated = { why, changedByOthers: true };
}

/** What speaks against the edits of a call that worked, then what the call tells. Null when nothing does. */
export function use(knowledge: Knowledge, call: Used): Doubt | null {
  const failed = call.outcome !== null && call.outcome !== 'ok';
  const edits = !failed && (call.action === 'edit' || call.action === 'write');
  // A command edits by a rule it states (`sed -i`) or writes a file anew: neither rests on having seen it.
  const needsKnowledge = edits && !call.shell && !call.created && !empties(call);
  const doubt = needsKnowledge && call.path !== null ? doubtOf(knowledge, call.path) : null;
  for (const path of call.answer?.shows ?? []) learn(knowledge, path);
  if (failed && call.action !== 'other') return doubt;
  if (call.path !== null && call.action !== 'other') learn(knowledge, call.path);
  // A shell command that failed may have done what stands before its failing part.
  for (const touch of call.touches) touchFile(knowledge, touch);
  for (const path of call.answer?.changes ?? [])
    outdate(knowledge, path, en('changed by a merge since it was read'));
  return doubt;
}

/** Writing nothing into a file needs no knowledge of it. */
const empties = ({ facts }: Used): boolean => facts.some(({ fact }) => fact === 'empties');

function doubtOf(knowledge: Knowledge, path: string): Doubt | null {
  const known = knowledge.files.get(fileKey(path));
  if (known !== undefined) return known.outdated === null ? null : { kind: 'outdated', ...known.outdated };
  if (isMemory(path) || isMatched(knowledge, fileKey(path))) return null;
  return { kind: 'blind', why: en('without reading it'), changedByOthers: false };
}

/** Files Claude Code loads by itself: instructions, rules and the index of its memory. */
const isMemory = (path: string): boolean =>
  /(?:^|\/)(?:CLAUDE(?:\.local)?|AGENTS|MEMORY)\.md$/i.test(path) ||
  /\/\.claude\/(?:rules|projects\/[^/]+\/memory)\//.test(path);

function touchFile(knowledge: Knowledge, { does, path, from }: Touch): void {
  const key = fileKey(path);
  switch (does) {
    case 'look':
    case 'search':
      if (path.includes('*')) {
        if (isPlain(key) && knowledge.patterns.length < MOST_PATTERNS)
          knowledge.patterns.push(patternOf(key));
      } else learn(knowledge, path);
      break;
    case 'edit':
    case 'write':
      learn(knowledge, path);
      break;
    case 'move':
    case 'copy':
      moveFile(knowledge, key, fileKey(from ?? path), does === 'move');
      break;
    case 'remove':
      // It knows that the file is gone; what it writes there anew is its own.
      learn(knowledge, path);
      break;
    case 'script': {
      const changes = knowledge.scripts.get(fileKey(from ?? '')) ?? [];
      knowledge.scripts.set(fileKey(from ?? ''), [...changes, path]);
      break;
    }
    case 'run':
      for (const changed of knowledge.scripts.get(key) ?? []) learn(knowledge, changed);
      break;
    case 'list':
      break;
  }
}

/** What was known of a file or folder is known under its new name, too. */
function moveFile(knowledge: Knowledge, to: string, from: string, gone: boolean): void {
  for (const [key, known] of Array.from(knowledge.files)) {
    if (key !== from && !key.startsWith(`${from}/`)) continue;
    // What becomes of the one file later says nothing of its copy.
    knowledge.files.set(to + key.slice(from.length), { ...known });
    if (gone) knowledge.files.delete(key);
  }
}

/** Each `*` multiplies what matching may cost: two runs of them, in short names only. */
const LONGEST_NAME = 300;
const isPlain = (pattern: string): boolean =>
  pattern.length < LONGEST_NAME && pattern.split(/\*+/).length <= 3;

const isMatched = ({ patterns }: Knowledge, key: string): boolean =>
  key.length < LONGEST_NAME && patterns.some((pattern) => pattern.test(key));

/** A shell pattern of file names; `*` stays within a folder, `**` does not. */
function patternOf(pattern: string): RegExp {
  const source = pattern
    .split(/(\*{1,2})/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}
