/** Reads logs once, without an archive, and derives everything from them (docs/inspect.md, schema 1). */
import { codeOf } from '../l10n/errorText';
import { parentOf } from '../session/sessionId';
import { basename, relative } from 'node:path';
import { isOfPerson } from '../analysis/family';
import { discover, type LeftOut, type Unreadable } from '../log/discover';
import { gateOf, type Gate } from '../log/gate';
import { isOfProject } from '../session/paths';
import type { Event } from '../session/event';
import { promptsBySession, readHistory, type HistoryPrompt } from '../log/history';
import { follow } from '../session/follow';
import { enterClaims, join, latestTime, spawnsOf, type Session, type Spawn } from '../session/join';
import { newOwnership } from '../session/ownership';
import type { FileReading } from '../session/reading';
import { scan as defaultScan } from '../signals/scan';
import type { Scan } from '../session/fold/scan';
import type { SessionFigures } from '../store/figures';
import type { Rules } from './rules';
import { summarise, totalUsage } from './summarise';

export interface Inspection {
  schema: 1;
  /** `historyPrompts`: number of the session's prompts in a `history.jsonl` below the paths. */
  sessions: (SessionFigures & { historyPrompts: number })[];
  totals: {
    sessions: number;
    subAgents: number;
    messages: number;
    usage: ReturnType<typeof totalUsage>;
    /** Sum over the models with a price; the others are in `unpricedModels`. */
    costMicroUsd: number;
    unpricedModels: string[];
    /** `.jsonl` files without a record of Claude Code: no session logs (P61). */
    notSessionLogs: number;
  };
}

/** The sessions of all logs below the paths, sorted by id. */
export interface Logs {
  sessions: Session[];
  subAgentsOf: (id: string) => string[];
  unreadable: Unreadable[];
  leftOut: LeftOut[];
  /** `.jsonl` files without a record of Claude Code. */
  notLogs: string[];
  /** The gate through which the logs were read. */
  gate: Gate;
  historyPrompts: Map<string, number>;
  /** Path as printed: relative to the path it was found under. */
  shown: (path: string) => string;
}

/** Builds the sessions of readings, sorted by id; the order of the readings does not matter (law 6). `now`: ms since the epoch. */
export function joinSessions(
  readings: Iterable<FileReading>,
  now = Infinity,
): Pick<Logs, 'sessions' | 'subAgentsOf'> {
  const ownership = newOwnership();
  // All claims are entered before the first session is joined.
  const claims = [...readings].flatMap((reading) => enterClaims(reading, ownership));
  const parts = Map.groupBy(claims, ({ claimant }) => claimant.session);
  const ids = [...parts.keys()].sort();
  const children = Map.groupBy(ids, parentOf);
  return {
    sessions: ids.map((id) => join(parts.get(id) ?? [], ownership, latestTime(now))),
    subAgentsOf: (id) => children.get(id) ?? [],
  };
}

/** Path as printed: relative to the folder it was found under, with slashes. */
export const below = (root: string | undefined, path: string): string =>
  root === undefined || root === ''
    ? path
    : relative(root, path).replaceAll('\\', '/') || (path.split(/[\\/]/).at(-1) ?? path);

/** Options for reading logs. */
export interface ReadOptions {
  scan?: Scan;
  /** Projects whose logs are left out. */
  exclude?: readonly string[];
  /** Folders that links may lead to. */
  followLinks?: readonly string[];
  /** Current time, ms since the epoch: later times in logs are ignored (P58). */
  now?: number;
}

/** Reads all logs below `paths` (files or folders). Unreadable and skipped ones are listed; it does not throw. */
export function readLogs(
  paths: readonly string[],
  { scan = defaultScan, exclude = [], followLinks = [], now = Infinity }: ReadOptions = {},
): Logs {
  const gate = gateOf(
    () => paths,
    () => followLinks,
  );
  const found = discover(paths, gate);
  const { unreadable } = found;
  const attempt = <T>(path: string, read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      unreadable.push({ path, code: codeOf(error) });
      return null;
    }
  };
  const history: HistoryPrompt[] = [];
  const readings: FileReading[] = [];
  const notLogs: string[] = [];
  for (const file of found.histories) history.push(...(attempt(file, () => readHistory(file, gate)) ?? []));
  for (const file of found.files) {
    if (isOfProject(file.path, exclude)) continue;
    const reading = attempt(file.path, () => follow(file, null, scan, undefined, gate).reading);
    if (reading === null || reading.parse.lines === 0) continue;
    if (reading.recognised) readings.push(reading);
    else if (!SIDE_FILES.has(basename(file.path))) notLogs.push(file.path);
  }
  const roots = new Map(found.files.map(({ path, root }) => [path, root]));
  return {
    ...joinSessions(readings, now),
    unreadable,
    leftOut: found.leftOut,
    notLogs,
    gate,
    historyPrompts: promptsBySession(history),
    shown: (path) => below(roots.get(path), path),
  };
}

/** Other `.jsonl` files that Claude Code writes beside its logs. */
const SIDE_FILES = new Set(['journal.jsonl', 'history.jsonl', 'timeline.jsonl']);

/** The whole inspection. Deterministic: sorted, no wall-clock time. */
export function inspect(logs: Logs, rules: Rules): Inspection {
  const spawned = new Map<string, Spawn>();
  for (const { id, parent, events } of logs.sessions) {
    for (const [agent, spawn] of spawnsOf(events)) spawned.set(`${parent ?? id}/${agent}`, spawn);
  }
  const derived = new Map<string, SessionFigures>();
  // Sub-agents first, because the parent needs their edits: its reads of those files are outdated.
  const subAgentsFirst = logs.sessions.toSorted(
    (a, b) => Number(a.parent === null) - Number(b.parent === null),
  );
  for (const session of subAgentsFirst) {
    const { id } = session;
    const subAgents = logs.subAgentsOf(id);
    const family = {
      subAgents,
      agentType: spawned.get(id)?.agentType ?? null,
      task: spawned.get(id)?.task ?? null,
      edits: subAgents.flatMap((agent) => derived.get(agent)?.edited ?? []),
    };
    derived.set(id, summarise(session, family, rules));
  }
  const sessions = logs.sessions.map(({ id }) => {
    const figures = derived.get(id)!;
    const historyPrompts = logs.historyPrompts.get(id) ?? 0;
    return {
      ...figures,
      historyPrompts,
      file: logs.shown(figures.file),
      alsoIn: figures.alsoIn.map(logs.shown),
    };
  });
  return { schema: 1, sessions, totals: { ...totalsOf(sessions), notSessionLogs: logs.notLogs.length } };
}

/** The inspection as it is printed: the evidence of findings has file and byte offset. */
export const inspectionOutput = (inspection: Inspection): object => ({
  ...inspection,
  sessions: inspection.sessions.map(({ findings, ...session }) => ({
    ...session,
    findings: findings.map(({ name, severity, sentence, open, evidence }) => ({
      name,
      severity,
      sentence,
      open,
      at: evidence.map(({ at, file = 0, note }) => ({
        file: [session.file, ...session.alsoIn][file] ?? session.file,
        offset: at,
        note,
      })),
    })),
  })),
});

/** Totals over sessions and sub-agents; each owned response counts once. */
function totalsOf(sessions: readonly SessionFigures[]): Omit<Inspection['totals'], 'notSessionLogs'> {
  const usage = totalUsage(sessions);
  return {
    sessions: sessions.filter(isOfPerson).length,
    subAgents: sessions.filter((s) => s.parent !== null).length,
    messages: sessions.reduce((sum, s) => sum + s.messages, 0),
    usage,
    costMicroUsd: usage.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    unpricedModels: usage.filter((row) => row.costMicroUsd === null).map((row) => row.model),
  };
}

/** All events with their session's id, for `vigil export`. */
export function* eventsOf(logs: Logs): Generator<{ session: string } & Event> {
  for (const session of logs.sessions) {
    for (const event of session.events) yield { session: session.id, ...event };
  }
}
