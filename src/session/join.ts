/**
 * Puts sessions together from the readings of their files: one session may lie in several files (two roots,
 * a moved folder, `progress` copies), one file may hold several conversations (inline side-chains).
 */
import { addParse, noParse } from '../log/drift';
import { getOwn } from '../log/own';
import type { Response } from '../log/response';
import type { Event } from './event';
import { claim, compareClaimants, idsOf, type Claimant, type Ownership } from './ownership';
import type { Facts, FileReading } from './reading';
import { richestFirst, unite, type Part } from './unite';

export type { Part } from './unite';

/** What is known of one session, copies set aside. */
export interface Session {
  id: string;
  parent: string | null;
  file: string;
  alsoIn: string[];
  title: string | null;
  /** Type of a sub-agent, as the file beside its log says. */
  agentType: string | null;
  facts: Facts;
  /** Owned by this session, in order of reading. */
  responses: Response[];
  events: Event[];
  /** Responses found here that belong to another session. */
  copies: number;
  parse: FileReading['parse'];
}

/** Id of the main session a file belongs to. */
export const conversationIn = ({ sessionId }: Pick<FileReading, 'sessionId'>): string =>
  sessionId === '' ? 'unknown' : sessionId;

/** Id of the session a conversation of a file belongs to: `<session>`, or `<session>/<agent>`. */
export function sessionIdOf(reading: FileReading, thread: string): string {
  const agent = reading.agentId ?? (thread === '' ? null : thread);
  const session = conversationIn(reading);
  return agent === null ? session : `${session}/${agent}`;
}

/** The conversations of a reading, and its claims entered into `ownership`. */
export function enter(reading: FileReading, ownership: Ownership): Part[] {
  const parts = new Map<string, Part>();
  const own = reading.agentId === null ? 0 : 1;
  for (const thread of new Set(['', ...Object.keys(reading.facts)])) {
    const rank = thread === '' ? own : getOwn(reading.facts, thread)?.copied === true ? 2 : 1;
    const claimant: Claimant = {
      path: reading.path,
      session: sessionIdOf(reading, thread),
      rank,
      fork: reading.fork,
      firstAt: reading.firstAt,
    };
    parts.set(thread, { reading, thread, claimant });
  }
  for (const { id, thread, requestId } of idsOf(reading)) {
    const part = parts.get(thread);
    if (part !== undefined) claim(ownership, id, part.claimant, requestId);
  }
  return [...parts.values()];
}

/** The session that `parts` (all parts of one session id) make up. */
export function join(parts: readonly Part[], ownership: Ownership): Session {
  const ordered = parts.toSorted((a, b) => compareClaimants(a.claimant, b.claimant));
  const first = ordered[0];
  if (first === undefined) throw new Error('a session has at least one part');
  const id = first.claimant.session;
  const named = richestFirst(parts).flatMap(({ reading, thread }) => (thread === '' ? [reading.title] : []));
  const session: Session = {
    id,
    parent: id.includes('/') ? id.slice(0, id.indexOf('/')) : null,
    file: first.reading.path,
    alsoIn: [],
    title: null,
    agentType: null,
    facts: { startedAt: null, endedAt: null, cwds: [], versions: [], branches: [], modes: [], copied: false },
    responses: [],
    events: [],
    copies: 0,
    parse: noParse(),
  };
  for (const kind of ['custom', 'ai', 'summary'] as const)
    for (const title of named) session.title ??= title[kind];
  for (const { reading, thread } of ordered) {
    session.agentType ??= reading.agentType;
    mergeFacts(session.facts, getOwn(reading.facts, thread));
    if (thread !== '') continue;
    if (reading.path !== session.file) session.alsoIn.push(reading.path);
    addParse(session.parse, reading.parse);
  }
  const { responses, events, copies } = unite(parts, ownership);
  session.responses = responses;
  session.copies = copies;
  for (const { path, event } of events) {
    const file = path === session.file ? 0 : session.alsoIn.indexOf(path) + 1;
    session.events.push(file === 0 ? event : { ...event, file });
  }
  return session;
}

function mergeFacts(into: Facts, from: Facts | undefined): void {
  if (from === undefined) return;
  if (from.startedAt !== null) into.startedAt = Math.min(into.startedAt ?? from.startedAt, from.startedAt);
  if (from.endedAt !== null) into.endedAt = Math.max(into.endedAt ?? from.endedAt, from.endedAt);
  for (const list of ['cwds', 'versions', 'branches', 'modes'] as const) {
    for (const value of from[list]) if (!into[list].includes(value)) into[list].push(value);
  }
}

/** Prompts beyond the first that answer the same record: each is a rewind (P20). */
export function rewindsOf(events: readonly Event[]): number {
  const children = new Map<string, number>();
  for (const event of events) {
    if (event.kind === 'prompt' && event.via !== 'scripted' && event.parent !== null) {
      children.set(event.parent, (children.get(event.parent) ?? 0) + 1);
    }
  }
  let rewinds = 0;
  for (const n of children.values()) rewinds += n - 1;
  return rewinds;
}

/** The sub-agents a session started: agent id → its type as Claude Code names it, null when it does not. */
export function spawnsOf(events: readonly Event[]): Map<string, string | null> {
  const asked = new Map<string, string | null>();
  const spawned = new Map<string, string | null>();
  for (const event of events) {
    if (event.kind === 'tool') asked.set(event.id, event.agentType);
    else if (event.kind === 'result' && event.agent !== null) {
      spawned.set(event.agent, event.agentType ?? asked.get(event.id) ?? null);
    }
  }
  return spawned;
}
