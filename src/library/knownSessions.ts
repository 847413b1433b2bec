/** What is known of sessions, wherever it comes from: what every question of the terminal is asked of. */
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

/** The bytes of logs, and where each lies. */
export interface Reader {
  bytes: LogBytes;
  placeOf: (path: string) => LogPlace;
}

export interface Known {
  /** Sessions and sub-agents, by id, graded as every surface shows them. */
  figures: readonly SessionFigures[];
  /** A session with its events; null when unknown. */
  session: (id: string) => Session | null;
  rules: Rules;
  /** Everything derived anew, with its evidence. */
  inspection: () => Inspection;
  /** To read logs again. */
  logs: Reader;
  /** The whole of a log, from the disk or from its copy; null when neither is there. */
  content: (path: string) => Buffer | null;
  /** Number (from 1) of the line that begins at a byte of a log; null when the log cannot be read. */
  lineAt: (path: string, at: number) => number | null;
  /** Path as printed: relative to the folder it was found under. */
  shown: (path: string) => string;
}

/** All of a log in memory: what `explain` counts lines in. */
const whole =
  (bytes: LogBytes, placeOf: (path: string) => LogPlace) =>
  (path: string): Buffer | null => {
    const pieces: Buffer[] = [];
    return eachPiece(bytes, placeOf(path), Number.MAX_SAFE_INTEGER, (piece) => pieces.push(piece))
      ? Buffer.concat(pieces)
      : null;
  };

/** What logs say. `thresholdsFrom` gives the thresholds by which their figures are graded. */
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
    content: whole(bytes, placeOf),
    lineAt: (path, at) => lineAt(bytes, placeOf(path), at),
    shown: logs.shown,
  };
}

/** What the engine gives a surface in its own process. */
export interface EngineView extends Reader {
  figures: ReadonlyMap<string, SessionFigures>;
  session: (id: string) => Session | null;
  rules: Rules;
  roots: readonly string[];
  gate: Gate;
}

/** What the archive says; under other rules than its own (`asked`) all is derived again, and nothing of that is kept. */
export function knownFromArchive(view: EngineView, shown: Logs['shown'], asked: Rules | null): Known {
  // codevigil's thresholds are the same for everybody; else what the archive has learned counts.
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
    content: whole(view.bytes, view.placeOf),
    lineAt: (path, at) => lineAt(view.bytes, view.placeOf(path), at),
    shown,
  };
}

/** Prompts that histories below the roots know of, by session. */
const historyPrompts = ({ roots, gate }: EngineView): Map<string, number> =>
  promptsBySession(discover(roots, gate).histories.flatMap((file) => promptsIn(file, gate)));

function promptsIn(file: string, gate: Gate): HistoryPrompt[] {
  try {
    return readHistory(file, gate);
  } catch {
    return [];
  }
}
