/** The sessions that a command of the terminal works on, from logs or from the archive. */
import { discover } from '../log/discover';
import type { Gate } from '../log/gate';
import { promptsBySession, readHistory, type HistoryPrompt } from '../log/history';
import type { Session } from '../session/join';
import type { SessionFigures } from '../store/figures';
import { eachPiece, lineAt, logBytes, type LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import { graded } from './grades';
import { inspect, type Inspection, type Logs } from './inspect';
import type { Rules } from './rules';

/** Reads the bytes of logs. */
export interface Reader {
  bytes: LogBytes;
  placeOf: (path: string) => LogPlace;
}

export interface Known {
  /** Sessions and sub-agents, sorted by id, with their severities. */
  figures: readonly SessionFigures[];
  /** A session with its events; null if unknown. */
  session: (id: string) => Session | null;
  rules: Rules;
  /** Derives everything again, with evidence. */
  inspection: () => Inspection;
  /** Reads logs. */
  logs: Reader;
  /** A whole log, from the disk or from its copy; null if there is neither. */
  content: (path: string) => Buffer | null;
  /** Number (from 1) of the line that begins at a byte of a log; null if the log cannot be read. */
  lineAt: (path: string, at: number) => number | null;
  /** Path as printed: relative to the folder it was found under. */
  shown: (path: string) => string;
}

const readWhole =
  (bytes: LogBytes, placeOf: (path: string) => LogPlace) =>
  (path: string): Buffer | null => {
    const pieces: Buffer[] = [];
    return eachPiece(bytes, placeOf(path), Number.MAX_SAFE_INTEGER, (piece) => pieces.push(piece))
      ? Buffer.concat(pieces)
      : null;
  };

/** The sessions of logs. `thresholdsFrom` derives the thresholds for their severities. */
export function knownFromLogs(
  logs: Logs,
  asked: Rules,
  thresholdsFrom: (figures: readonly SessionFigures[]) => Rules['thresholds'],
): Known {
  const found = inspect(logs, asked);
  const rules = { ...asked, thresholds: thresholdsFrom(found.sessions) };
  const sessions = found.sessions.map((one) => graded(one, rules));
  const byId = new Map(logs.sessions.map((session) => [session.id, session]));
  const bytes = logBytes(null, logs.gate);
  const placeOf = (path: string): LogPlace => ({ path, root: '' });
  return {
    figures: sessions,
    session: (id) => byId.get(id) ?? null,
    rules,
    inspection: () => ({ ...found, sessions }),
    logs: { bytes, placeOf },
    content: readWhole(bytes, placeOf),
    lineAt: (path, at) => lineAt(bytes, placeOf(path), at),
    shown: logs.shown,
  };
}

/** What the engine offers in its own process. */
export interface EngineView extends Reader {
  figures: ReadonlyMap<string, SessionFigures>;
  session: (id: string) => Session | null;
  rules: Rules;
  roots: readonly string[];
  gate: Gate;
}

/** The sessions of the archive. With other rules (`asked`), all are derived again, and the archive does not change. */
export function knownFromArchive(view: EngineView, shown: Logs['shown'], asked: Rules | null): Known {
  // codevigil's thresholds are fixed; otherwise the archive's baseline counts.
  const rules =
    asked === null ? view.rules : asked.measures ? asked : { ...asked, thresholds: view.rules.thresholds };
  const ids = [...view.figures.keys()].sort();
  const inspection = (): Inspection =>
    inspect(
      {
        sessions: ids.flatMap((id) => view.session(id) ?? []),
        subAgentsOf: (id) => [...(view.figures.get(id)?.subAgents ?? [])],
        unreadable: [],
        leftOut: [],
        notLogs: [],
        gate: view.gate,
        historyPrompts: historyPrompts(view),
        shown,
      },
      rules,
    );
  const kept = (): SessionFigures[] =>
    ids
      .flatMap((id) => view.figures.get(id) ?? [])
      .map((one) => ({ ...one, file: shown(one.file), alsoIn: one.alsoIn.map(shown) }));
  return {
    figures: asked === null ? kept() : inspection().sessions,
    session: view.session,
    rules,
    inspection,
    logs: view,
    content: readWhole(view.bytes, view.placeOf),
    lineAt: (path, at) => lineAt(view.bytes, view.placeOf(path), at),
    shown,
  };
}

/** Number of prompts in the histories below the roots, by session. */
const historyPrompts = ({ roots, gate }: EngineView): Map<string, number> =>
  promptsBySession(discover(roots, gate).histories.flatMap((file) => promptsIn(file, gate)));

function promptsIn(file: string, gate: Gate): HistoryPrompt[] {
  try {
    return readHistory(file, gate);
  } catch {
    return [];
  }
}
