/** Where a record comes from: its session, the conversation in its file, and what it says of both. */
import { getOwn, setOwn } from '../../log/own';
import type { LogRecord } from '../../log/record';
import { stemOf, type Facts, type FileReading } from '../reading';
import type { FoldState } from './state';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Different values of a fact that are kept: a log with a new one on every line must not cost more with every line. */
const MOST_VALUES = 1000;

/**
 * Whose log it is (P61): what its records say, not what it is called. Of several sessions (a resume keeps the ids of what
 * it copied) the one it is named after; else the first.
 */
export function identify(reading: FileReading, record: LogRecord): void {
  const { memory } = reading;
  noteResume(reading, record);
  const said = record.sessionId ?? record.session_id;
  if (said === undefined || (memory.identified && said === reading.sessionId)) return;
  if (reading.sessionId === '') reading.sessionId = said;
  if (reading.agentId !== null || !UUID.test(said)) return;
  if (memory.identified && said !== stemOf(reading.path)) return;
  if (!memory.identified) reading.stream = record.sessionId === undefined;
  memory.identified = true;
  reading.sessionId = said;
}

/** The record says that it is of another session than the log: forks and copies in one file leave such. */
export const isOfAnother = ({ memory, sessionId }: FileReading, { sessionId: said }: LogRecord): boolean =>
  memory.identified && said !== undefined && said !== sessionId && UUID.test(said);

/** A resume begins with the messages of the session it goes on from, which keep the id of that one. */
function noteResume(reading: FileReading, { type, sessionId }: LogRecord): void {
  const { memory } = reading;
  if (memory.begun || reading.agentId !== null || sessionId === undefined || !UUID.test(sessionId)) return;
  if (type !== 'user' && type !== 'assistant') return;
  memory.begun = sessionId === stemOf(reading.path);
  if (memory.begun) reading.resumed = memory.others.length;
  else note(memory.others, sessionId);
}

/** The conversation a record belongs to: '' or the agent id of an inline side-chain (P16). */
export function threadOf(reading: FileReading, record: LogRecord, parent: string | null | undefined): string {
  if (reading.agentId !== null || record.isSidechain !== true) return '';
  if (record.agentId !== undefined && record.agentId !== '') return record.agentId;
  const { sidechains } = reading.memory;
  const thread =
    (parent !== null && parent !== undefined ? getOwn(sidechains, parent) : undefined) ??
    `sidechain-${(record.uuid ?? 'unknown').slice(0, 8)}`;
  if (record.uuid !== undefined) setOwn(sidechains, record.uuid, thread);
  return thread;
}

/** What a record says of its conversation. */
export function noteFacts(reading: FileReading, facts: Facts, record: LogRecord, t: number | null): void {
  facts.copied = false;
  if (t !== null) {
    if (facts.startedAt === null || t < facts.startedAt) facts.startedAt = t;
    if (facts.endedAt === null || t > facts.endedAt) facts.endedAt = t;
  }
  if (record.cwd !== undefined) {
    note(facts.cwds, record.cwd);
    reading.memory.cwd = record.cwd;
  }
  if (record.entrypoint !== undefined) reading.memory.entrypoint = record.entrypoint;
  note(facts.versions, record.version);
  note(facts.branches, record.gitBranch);
  note(facts.modes, record.permissionMode);
}

/** Branch and folder for the responses of the record. */
export function notePlace(state: FoldState, facts: Facts, record: LogRecord): void {
  const { gitBranch: branch = '' } = record;
  if (branch !== state.branch) state.branch = state.one(branch);
  // The string the facts hold: one for all responses.
  state.cwd = facts.cwds.find((known) => known === record.cwd) ?? '';
}

/** Adds a value to those of a fact, each once. */
export function note(list: string[], value: string | undefined): void {
  if (value !== undefined && value !== '' && list.length < MOST_VALUES && !list.includes(value))
    list.push(value);
}
