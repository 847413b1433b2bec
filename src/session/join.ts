/**
 * Builds sessions from the readings of their files. A session may be in several files (two roots, a moved folder, `progress`
 * copies), and a file may contain several conversations (inline side-chains).
 */
import { parentOf } from './sessionId';
import { laterAccount, type Account } from '../log/account';
import { addDrift, addParse, noParse } from '../log/parseCounts';
import { getOwn } from '../log/own';
import type { Response } from '../log/response';
import type { Event } from './event';
import { baseOf, idInThread } from './identity';
import {
  claim,
  compareClaimants,
  namesOfEvent,
  namesOfResponse,
  type Claimant,
  type Ownership,
} from './ownership';
import { betterOpening } from './naming';
import { isCopy, noFacts, type Facts, type FileReading } from './reading';
import { mostCompleteFirst, mergeParts, type Part } from './mergeParts';

export type { Part } from './mergeParts';

/** One session, without copies of other sessions' messages. */
export interface Session {
  id: string;
  parent: string | null;
  file: string;
  alsoIn: string[];
  title: string | null;
  /** Type of a sub-agent, from the `.meta.json` beside its log. */
  agentType: string | null;
  /** Task of a sub-agent, from the same file. */
  task: string | null;
  facts: Facts;
  /** Those that this session owns, in order of reading. */
  responses: Response[];
  events: Event[];
  /** Events copied from another session: what Claude knew when this one was forked or resumed. */
  inherited: Event[];
  /** Claude Code's own account of it (P67). */
  account: Account | null;
  /** Number of responses copied from another session. */
  copies: number;
  /** Number of responses whose id another answer has as well (P54). */
  sharedIds: number;
  parse: FileReading['parse'];
}

/** Id of the main session a file belongs to. */
export const conversationIn = ({ sessionId }: Pick<FileReading, 'sessionId'>): string =>
  sessionId === '' ? 'unknown' : sessionId;

/** Id of the session a conversation of a file belongs to: `<session>`, or `<session>/<agent>`. */
function sessionIdOf(reading: FileReading, thread: string): string {
  const agent = reading.agentId ?? (thread === '' ? null : thread);
  const session = conversationIn(reading);
  return agent === null ? session : `${session}/${agent}`;
}

/** The conversations of a reading, by thread; none if the file is empty or no session log. */
export function partsIn(reading: FileReading): Map<string, Part> {
  const parts = new Map<string, Part>();
  if (!reading.recognised || reading.parse.lines === 0) return parts;
  const own = reading.agentId === null ? 0 : 1;
  // A copy of a log owns nothing that the log has, as a fork does.
  const fork = reading.fork || isCopy(reading);
  for (const thread of new Set(['', ...Object.keys(reading.facts)])) {
    // A stream has other uuids and no prompts, so it is matched like a `progress` copy.
    const rank =
      reading.stream && own === 0
        ? 2
        : thread === ''
          ? own
          : getOwn(reading.facts, thread)?.copied === true
            ? 2
            : 1;
    const claimant: Claimant = {
      path: reading.path,
      session: sessionIdOf(reading, thread),
      rank,
      fork,
      resumed: reading.resumed,
      firstAt: reading.firstAt,
    };
    parts.set(thread, { reading, thread, claimant });
  }
  return parts;
}

/** Adds the claims of a reading to `ownership`, and returns its conversations. */
export function enterClaims(reading: FileReading, ownership: Ownership): Part[] {
  const parts = partsIn(reading);
  if (parts.size === 0) return [];
  const isShared = sharedIdTest(reading);
  for (const response of reading.responses) {
    const claimant = parts.get(response.thread)?.claimant;
    const shared = isShared(response);
    if (claimant === undefined) continue;
    for (const name of namesOfResponse(response)) claim(ownership, name, { claimant, response, shared });
  }
  for (const event of reading.events) {
    const claimant = parts.get(event.thread)?.claimant;
    if (claimant === undefined) continue;
    for (const name of namesOfEvent(event))
      claim(ownership, name, { claimant, response: null, shared: false });
  }
  return [...parts.values()];
}

/** Returns a test for answers with the same id as another answer of their conversation. */
function sharedIdTest({ responses }: FileReading): (response: Response) => boolean {
  // Keys are unique, so if each key is just the id, the ids are unique too.
  if (responses.every(({ key }) => baseOf(key) === key)) return () => false;
  const times = new Map<string, number>();
  for (const response of responses) {
    const id = idInThread(response);
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  return (response) => (times.get(idInThread(response)) ?? 0) > 1;
}

const DAY_MS = 86_400_000;
/** The latest credible time of a line at `now` (both ms since the epoch): clocks differ by less than a day. */
export const latestTime = (now: number): number => now + DAY_MS;

/**
 * Builds the session of `parts` (all parts of one session id). Times after `latest` (ms since the epoch) are in the future, so they
 * are removed and counted as drift (P58).
 */
export function join(parts: readonly Part[], ownership: Ownership, latest = Infinity): Session {
  const session = emptySession(parts);
  const merged = mergeParts(parts, ownership);
  const events = merged.events.map(({ path, event }) => withFileIndex(session, path, event));
  return withoutFutureTimes(fillSession(session, parts, { ...merged, events }), latest);
}

type SessionContents = Pick<Session, 'responses' | 'events' | 'inherited' | 'copies' | 'sharedIds'>;

/** Sets the contents of `session`, a session of `parts`, and what is derived from them. Returns the same object. */
export function fillSession(
  session: Session,
  parts: readonly Part[],
  { responses, events, inherited, copies, sharedIds }: SessionContents,
): Session {
  Object.assign(session, { responses, events, inherited, copies, sharedIds });
  if (sharedIds > 0)
    addDrift(session.parse, { what: 'id', name: 'message.id', version: '', count: sharedIds });
  for (const { reading, thread } of inOwnerOrder(parts)) {
    const account = accountIn(reading, thread, session.id, responses);
    if (account === null) continue;
    const own = withFileIndex(session, reading.path, account);
    session.account = session.account === null ? own : laterAccount(session.account, own);
  }
  return session;
}

const inOwnerOrder = (parts: readonly Part[]): Part[] =>
  parts.toSorted((a, b) => compareClaimants(a.claimant, b.claimant));

/** An item of a session with the index of its file; see `file` in `event.ts`. */
function withFileIndex<T extends object>({ file, alsoIn }: Session, path: string, one: T): T {
  return path === file ? one : { ...one, file: alsoIn.indexOf(path) + 1 };
}

/** The session of `parts` without contents. Throws if there is no part. */
export function emptySession(parts: readonly Part[]): Session {
  const ordered = inOwnerOrder(parts);
  const first = ordered[0];
  if (first === undefined) throw new Error('a session has at least one part');
  const id = first.claimant.session;
  const named = mostCompleteFirst(parts).flatMap(({ reading, thread }) => (thread === '' ? [reading] : []));
  const session: Session = {
    id,
    parent: parentOf(id),
    file: first.reading.path,
    alsoIn: [],
    title: null,
    agentType: null,
    task: null,
    facts: { ...noFacts(), copied: false },
    responses: [],
    events: [],
    inherited: [],
    account: null,
    copies: 0,
    sharedIds: 0,
    parse: noParse(),
  };
  for (const kind of ['custom', 'ai', 'summary'] as const)
    for (const reading of named)
      session.title ??= kind === 'custom' ? givenTitle(reading) : reading.title[kind];
  for (const { reading, thread } of ordered) {
    session.agentType ??= reading.agentType;
    if (thread === '') session.task ??= reading.task;
    mergeFacts(session.facts, getOwn(reading.facts, thread));
    if (thread !== '') continue;
    if (reading.path !== session.file) session.alsoIn.push(reading.path);
    addParse(session.parse, reading.parse);
  }
  return session;
}

/** The title a person gave; the file beside the log is newer than the log. A title equal to the worktree's name was set by Claude Code. */
function givenTitle({ title: { given, custom }, memory }: FileReading): string | null {
  const isFuture = given === null || (given !== '' && given === memory.worktree);
  return (isFuture ? custom : given) || null;
}

/** The session without times after `latest`; they are counted as drift. */
function withoutFutureTimes(session: Session, latest: number): Session {
  const { facts } = session;
  const isFuture = (t: number | null): boolean => t !== null && t > latest;
  const items = [...session.responses, ...session.events];
  if (!isFuture(facts.endedAt) && !items.some(({ t }) => isFuture(t))) return session;
  const known = items.flatMap(({ t }) => (t === null || isFuture(t) ? [] : [t]));
  const lines = new Set(items.filter(({ t }) => isFuture(t)).map(({ at }) => at));
  addDrift(session.parse, { what: 'value', name: 'timestamp', version: '', count: Math.max(1, lines.size) });
  const start = known.reduce((a, b) => Math.min(a, b), Infinity);
  const end = known.reduce((a, b) => Math.max(a, b), -Infinity);
  if (isFuture(facts.startedAt)) facts.startedAt = known.length === 0 ? null : start;
  if (isFuture(facts.endedAt)) facts.endedAt = known.length === 0 ? null : end;
  const withoutFutureTime = <T extends { t: number | null }>(one: T): T =>
    isFuture(one.t) ? { ...one, t: null } : one;
  return {
    ...session,
    responses: session.responses.map(withoutFutureTime),
    events: session.events.map(withoutFutureTime),
  };
}

/** Claude Code's account of a session in one of its files, with the number of its responses in that file that came later. */
function accountIn(
  reading: FileReading,
  thread: string,
  id: string,
  owned: readonly Response[],
): Account | null {
  const account = thread === '' && reading.agentId === null ? getOwn(reading.accounts, id) : undefined;
  if (account === undefined) return null;
  const later = owned.filter((one) => one.at > account.at);
  const here = new Set(later.length === 0 ? [] : reading.responses);
  return { ...account, laterMessages: later.filter((one) => here.has(one)).length };
}

function mergeFacts(into: Facts, from: Facts | undefined): void {
  if (from === undefined) return;
  into.opening = betterOpening(into.opening, from.opening);
  if (from.startedAt !== null) into.startedAt = Math.min(into.startedAt ?? from.startedAt, from.startedAt);
  if (from.endedAt !== null) into.endedAt = Math.max(into.endedAt ?? from.endedAt, from.endedAt);
  for (const list of ['cwds', 'versions', 'branches', 'modes', 'pullRequests'] as const) {
    for (const value of from[list]) if (!into[list].includes(value)) into[list].push(value);
  }
  for (const one of from.worktrees)
    if (!into.worktrees.some(({ path }) => path === one.path)) into.worktrees.push(one);
}

/** What a session's events say about a sub-agent it started: its type and its task; null if unknown. */
export interface Spawn {
  agentType: string | null;
  task: string | null;
}

/** The sub-agents a session started, by agent id. */
export function spawnsOf(events: readonly Event[]): Map<string, Spawn> {
  const spawned = new Map<string, Spawn>();
  // Most sessions start none.
  if (!events.some((event) => event.kind === 'result' && event.agent !== null)) return spawned;
  const asked = new Map<string, Spawn>();
  for (const event of events) {
    if (event.kind === 'tool') asked.set(event.id, { agentType: event.agentType, task: event.task });
    else if (event.kind === 'result' && event.agent !== null) {
      const call = asked.get(event.id);
      spawned.set(event.agent, {
        agentType: event.agentType ?? call?.agentType ?? null,
        task: call?.task ?? null,
      });
    }
  }
  return spawned;
}
