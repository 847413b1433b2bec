/**
 * Puts sessions together from the readings of their files: one session may lie in several files (two roots,
 * a moved folder, `progress` copies), one file may hold several conversations (inline side-chains).
 */
import { laterAccount, type Account } from '../log/account';
import { addParse, noParse } from '../log/drift';
import { getOwn } from '../log/own';
import type { Response } from '../log/response';
import type { Event } from './event';
import { claim, compareClaimants, idsOf, ownerOf, type Claimant, type Ownership } from './ownership';
import type { Facts, FileReading } from './reading';

/** One conversation of one file. */
export interface Part {
  reading: FileReading;
  /** '' for the conversation the file is named after, else the agent id of an inline one. */
  thread: string;
  claimant: Claimant;
}

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
  /** Claude Code's own account of it (P67). */
  account: Account | null;
  /** Responses found here that belong to another session. */
  copies: number;
  parse: FileReading['parse'];
}

/** Id of the session a conversation of a file belongs to: `<session>`, or `<session>/<agent>`. */
export function sessionIdOf(reading: FileReading, thread: string): string {
  const agent = reading.agentId ?? (thread === '' ? null : thread);
  const session = reading.sessionId === '' ? 'unknown' : reading.sessionId;
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

const baseId = (response: Response): string => response.key.split('|')[0] ?? response.key;

/** The session that `parts` (all parts of one session id) make up. */
export function join(parts: readonly Part[], ownership: Ownership): Session {
  const ordered = parts.toSorted((a, b) => compareClaimants(a.claimant, b.claimant));
  const first = ordered[0];
  if (first === undefined) throw new Error('a session has at least one part');
  const id = first.claimant.session;
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
    account: null,
    copies: 0,
    parse: noParse(),
  };
  const copied = new Set<string>();
  for (const part of ordered) {
    const { reading, thread, claimant } = part;
    if (reading.path !== session.file && thread === '') session.alsoIn.push(reading.path);
    const owner = (messageId: string, requestId: string | null) => ownerOf(ownership, messageId, requestId);
    const mine = (o: Claimant | null) =>
      o === null || (o.path === claimant.path && o.session === claimant.session);
    const foreign = new Set<string>();
    for (const response of reading.responses) {
      if (response.thread !== thread) continue;
      const by = owner(baseId(response), response.requestId);
      if (mine(by)) session.responses.push(response);
      else {
        foreign.add(response.key);
        if (by?.session !== id) copied.add(response.key);
      }
    }
    const foreignTools = new Set<string>();
    const file = reading.path === session.file ? 0 : session.alsoIn.indexOf(reading.path) + 1;
    for (const event of reading.events) {
      if (event.thread !== thread) continue;
      const keep = (): void => void session.events.push(file === 0 ? event : { ...event, file });
      if ('response' in event) {
        if (!foreign.has(event.response)) keep();
        else if (event.kind === 'tool') foreignTools.add(event.id);
      } else if (event.kind === 'result') {
        if (!foreignTools.has(event.id)) keep();
      } else if (mine(owner(event.id, null))) keep();
    }
    const account = accountIn(reading, thread, claimant.session, session.responses);
    if (account !== null) {
      const own = file === 0 ? account : { ...account, file };
      session.account = session.account === null ? own : laterAccount(session.account, own);
    }
    session.agentType ??= reading.agentType;
    mergeFacts(session.facts, getOwn(reading.facts, thread));
    if (thread === '') {
      addParse(session.parse, reading.parse);
      session.title ??= reading.title.custom ?? reading.title.ai ?? reading.title.summary;
    }
  }
  session.copies = copied.size;
  return session;
}

/** The account of a session in one of its files, with how many of its responses in that file came later. */
function accountIn(
  reading: FileReading,
  thread: string,
  id: string,
  owned: readonly Response[],
): Account | null {
  const account = thread === '' && reading.agentId === null ? getOwn(reading.accounts, id) : undefined;
  if (account === undefined) return null;
  const here = new Set(reading.responses);
  const laterMessages = owned.filter((one) => here.has(one) && one.at > account.at).length;
  return { ...account, laterMessages };
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
