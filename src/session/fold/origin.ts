/** The origin of a record: its session, the conversation in its file, and the facts it has of both. */
import { getOwn, setOwn } from '../../log/own';
import { blocksOf, type LogRecord } from '../../log/record';
import { namedBy, type Facts, type FileReading } from '../reading';
import type { FoldState } from './state';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Most different values of a fact that are kept, so that a log with a new one on every line does not take quadratic time. */
const MOST_VALUES = 1000;

/**
 * Determines the session of a log (P61) from its records, not from its file name. If they name several sessions (a resume keeps the ids
 * of what it copied), it is the one in the file name if they name that, else the first. The log of a sub-agent belongs to the session
 * whose folder it is in; records decide if the folder is not named after one.
 */
export function identify(reading: FileReading, record: LogRecord): void {
  const { memory } = reading;
  noteResume(reading, record);
  const named = record.sessionId ?? record.session_id;
  if (named === undefined || (memory.identified && named === reading.sessionId)) return;
  if (reading.sessionId === '') reading.sessionId = named;
  if (!UUID.test(named) || (reading.agentId !== null && UUID.test(reading.sessionId))) return;
  if (memory.identified && named !== namedBy(reading.path)) return;
  if (!memory.identified) reading.stream = record.sessionId === undefined;
  memory.identified = true;
  reading.sessionId = named;
}

/** True if a record belongs to another session than the log, as in forks and copies. */
export const isOfAnother = ({ memory, sessionId }: FileReading, { sessionId: named }: LogRecord): boolean =>
  memory.identified && named !== undefined && named !== sessionId && UUID.test(named);

/** Counts the sessions of copied messages: a resume begins with messages of the resumed session, which keep its id. */
function noteResume(reading: FileReading, { type, sessionId }: LogRecord): void {
  const { memory } = reading;
  if (memory.begun || reading.agentId !== null || sessionId === undefined || !UUID.test(sessionId)) return;
  if (type !== 'user' && type !== 'assistant') return;
  memory.begun = sessionId === namedBy(reading.path);
  if (memory.begun) reading.resumed = memory.others.length;
  else note(memory.others, sessionId);
}

/** The conversation a record belongs to: '' or the agent id of an inline side-chain (P16). */
export function threadOf(reading: FileReading, record: LogRecord, parent: string | null | undefined): string {
  if (reading.agentId !== null || record.isSidechain !== true) return '';
  if (record.agentId !== undefined && record.agentId !== '') return record.agentId;
  const { memory } = reading;
  const { sidechains, sidechain } = memory;
  const known = parent !== null && parent !== undefined ? getOwn(sidechains, parent) : undefined;
  // The record it follows may be lost.
  const goesOn = known ?? (sidechain === '' || isTask(record) ? undefined : sidechain);
  memory.sidechain = goesOn ?? `sidechain-${(record.uuid ?? 'unknown').slice(0, 8)}`;
  if (record.uuid !== undefined) setOwn(sidechains, record.uuid, memory.sidechain);
  return memory.sidechain;
}

/** True for words to a sub-agent: a side-chain begins with its task. */
const isTask = ({ type, message }: LogRecord): boolean =>
  type === 'user' && !blocksOf(message?.content).some((block) => block.type === 'tool_result');

/** Adds a record's facts to those of its conversation. */
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

/** Sets the branch and folder for the record's responses. */
export function notePlace(state: FoldState, facts: Facts, record: LogRecord): void {
  const { gitBranch: branch = '' } = record;
  if (branch !== state.branch) state.branch = state.one(branch);
  // The same string object for all responses, to save memory.
  state.cwd = facts.cwds.find((known) => known === record.cwd) ?? '';
}

/** Adds a value to the list of a fact, each once; not undefined, nor ''. */
export function note(list: string[], value: string | undefined): void {
  if (value !== undefined && value !== '' && list.length < MOST_VALUES && !list.includes(value))
    list.push(value);
}
