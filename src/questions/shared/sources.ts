/** The data that questions are answered from, and look-ups that several questions share. */
import * as z from 'zod';
import { conversationsOf, type Conversation } from '../../analysis/metrics';
import { memoizeByList } from '../../analysis/memoizeByList';
import { parseQuery } from '../../analysis/query';
import { LONGEST_QUERY } from '../../analysis/queryFields';
import { logsOf } from '../../library/explain';
import type { Library } from '../../library/contract';
import { conversationOf } from '../../session/sessionId';
import { rowOf } from '../../library/rows';
import { isListed } from '../../library/lifeCycle';
import type { SessionRow } from '../../library/sessionRow';
import type { Rules } from '../../library/rules';
import type { Gate } from '../../log/gate';
import type { Detected } from '../../detectors/detector';
import type { SearchIndex } from '../../search/index';
import type { Session } from '../../session/join';
import type { Settings } from '../../settings/settings';
import type { Usual } from '../../signals/baseline';
import { TASKS_OFF } from '../../signals/task';
import type { AlertRecord } from '../../store/alerts';
import type { SessionFigures } from '../../store/figures';
import type { LogBytes } from '../../store/logBytes';
import type { SessionMark } from '../../store/marks';
import type { LogPlace } from '../../store/vault';
import type { Spend } from '../../usage/budget';
import type { DashboardSources } from './dashboard/ranges';

/** Claude Code's histories of prompts, which are read only for a search. */
export interface Histories {
  paths(): string[];
  bytes: LogBytes;
}

export interface Sources {
  library: Library;
  now: () => number;
  rules: () => Rules;
  usual: () => Usual[];
  settings: () => Settings;
  bytes: LogBytes;
  /** The gate through which logs are read. */
  gate: Gate;
  histories: Histories;
  /** Folders that are searched for logs, and why one could not be read the last time. */
  folders: () => { path: string; problem: 'missing' | 'unreadable' | null }[];
  /** True for a log whose copy is in the vault. */
  kept: (path: string) => boolean;
  /** The search index, null if it is off. */
  search: { index(): SearchIndex | null };
  /** When the newest image of the archive was written, ms since the epoch; null if there is none. */
  savedAt: () => number | null;
  /** The window that writes the archive; null if none does. */
  writer: () => { mine: boolean; pid: number; host: string; until: number } | null;
  spend: () => Spend;
  /** Size of a session's context window in tokens as Claude Code reported it; null if it did not. */
  contextWindow: (id: string) => number | null;
  /** The last reports of detectors. */
  detected: () => Detected[];
  /** The states of alerts. */
  alertRecords: () => AlertRecord[];
  /** The mark of a session. */
  mark: (id: string) => SessionMark;
}

/** The sources for the dashboard's tabs. */
export const dashboardOf = (sources: Sources, query = ''): Required<DashboardSources> => {
  const { now, rules } = sources;
  return {
    figures: passed(sources, query),
    now: now(),
    dayOf: rules().dayOf,
    marks: rules().measures,
    tasks: rules().taskType,
  };
};

/** A query for the sessions of a page (`analysis/query.ts`), from its filter bar and what is typed; '': all. */
export const Query = z
  .string()
  .max(2 * LONGEST_QUERY)
  .default('');

/** Sessions that match a query, with their sub-agents; without a query also sub-agents of unknown sessions. Throws an Error with a message for people. */
function passed({ library, rules }: Sources, query: string): readonly SessionFigures[] {
  const all = library.figures.list();
  if (query.trim() === '') return all;
  const known = passedOf(all)(rules());
  const one = known.get(query) ?? familiesIn(conversationsOf(all).filter(testOf(query, rules())));
  known.delete(query);
  known.set(query, one);
  for (const oldest of known.keys()) if (known.size > MOST_QUERIES) known.delete(oldest);
  return one;
}

/** How many of the last queries are cached: a page asks several questions with the same query. */
const MOST_QUERIES = 4;
/** Cache: the matching sessions by query, for a list of sessions and rules. */
const passedOf = /* @__PURE__ */ memoizeByList((_all: readonly SessionFigures[]) =>
  memoizeByList((_rules: Rules) => new Map<string, readonly SessionFigures[]>()),
);

/** Returns a test for sessions that match a query. Throws an Error with a message for people if the query is wrong. */
export function testOf(query: string, { dayOf, taskType }: Rules): (one: Conversation) => boolean {
  const parsed = parseQuery(query, dayOf, taskType);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.test;
}

/** Sessions with their sub-agents. */
export const familiesIn = (conversations: readonly Conversation[]): SessionFigures[] =>
  conversations.flatMap(({ figures, subAgents }) => [figures, ...subAgents]);

/** Throws an Error with a message for people if kinds of task are off. */
export function needTasks({ rules }: Sources): void {
  if (!rules().taskType) throw new Error(TASKS_OFF);
}

export const rowIn = ({ library, now, rules, kept, mark }: Sources, figures: SessionFigures): SessionRow => ({
  ...rowOf(library, figures, now(), rules(), kept),
  ...markedAs(mark(figures.id)),
});

const markedAs = ({ starred, note, hidden }: SessionMark) => ({ starred, note, hidden });

/** The sessions in lists. */
export const listedIn = (library: Library): SessionFigures[] => library.figures.list().filter(isListed);

export const subAgentsIn = (library: Library, { subAgents }: SessionFigures): SessionFigures[] =>
  subAgents.flatMap((child) => library.figures.get(child) ?? []);

/** The figures of the sub-agents of a session, by its id. */
export const subAgentsOf = (library: Library, id: string): SessionFigures[] => {
  const figures = library.figures.get(id);
  return figures === undefined ? [] : subAgentsIn(library, figures);
};

/** Edits that sub-agents of a session made: they count where it knows files. */
export const editsBelow = (library: Library, id: string): SessionFigures['edited'] =>
  subAgentsOf(library, id).flatMap(({ edited }) => edited);

export const placeIn = (library: Library, path: string): LogPlace => ({
  path,
  root: library.entries.get(path)?.file.root ?? '',
});

/** The nth file of a session; for a sub-agent without its own file, of its conversation. */
export function fileIn(library: Library, id: string, nth: number): string | undefined {
  const figures = library.figures.get(id) ?? library.figures.get(conversationOf(id));
  return figures === undefined ? undefined : [figures.file, ...figures.alsoIn][nth];
}

/** Returns a function that gives the place of a session's file by its index in evidence. */
export const placesIn = (library: Library, session: Session): ((file: number) => LogPlace) =>
  placesOf(session, (path) => placeIn(library, path));

/** The same for a session outside a library. */
export function placesOf(session: Session, placeOf: (path: string) => LogPlace): (file: number) => LogPlace {
  const files = logsOf(session);
  return (file) => placeOf(files[file] ?? session.file);
}

/** Returns a test for logs that are neither on disk nor in the vault. */
export const goneIn =
  ({ library, kept }: Sources) =>
  (file: string): boolean => {
    const entry = library.entries.get(file);
    return (entry === undefined || entry.gone) && !kept(file);
  };

/** Caches a result for each session object, until one of its other inputs changes. */
export function cachedBySession<T>(): (session: Session, inputs: readonly unknown[], work: () => T) => T {
  const known = new WeakMap<Session, { inputs: readonly unknown[]; value: T }>();
  return (session, inputs, work) => {
    const last = known.get(session);
    if (last?.inputs.length === inputs.length && last.inputs.every((one, i) => one === inputs[i]))
      return last.value;
    const value = work();
    known.set(session, { inputs, value });
    return value;
  };
}
