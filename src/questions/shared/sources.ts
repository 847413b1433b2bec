/** What questions are answered from, and what several of them look up in it. */
import * as z from 'zod';
import { conversationsOf, type Conversation } from '../../analysis/metrics';
import { oncePer } from '../../analysis/once';
import { parseQuery } from '../../analysis/query';
import { LONGEST_QUERY } from '../../analysis/queryFields';
import { filesOf } from '../../library/explain';
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
import type { DashboardSources } from './ranges';

/** Claude Code's histories of prompts that are there, which are read for a search alone. */
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
  /** What logs are read through. */
  gate: Gate;
  histories: Histories;
  /** Folders that logs are looked for in, and why one was not read with the last look. */
  folders: () => { path: string; problem: 'missing' | 'unreadable' | null }[];
  /** True for a log whose copy is in the vault. */
  kept: (path: string) => boolean;
  /** The search index, when it is on. */
  search: { index(): SearchIndex | null };
  /** When the newest image of the archive was written, ms; null when there is none. */
  savedAt: () => number | null;
  /** Who writes the archive; null when nobody does. */
  writer: () => { mine: boolean; pid: number; host: string; until: number } | null;
  spend: () => Spend;
  /** Size of a session's context window as Claude Code itself says; null when it did not. */
  contextWindow: (id: string) => number | null;
  /** What detectors found, at this moment or with their last look. */
  detected: () => Detected[];
  /** How alerts stand. */
  alertRecords: () => AlertRecord[];
  /** What a person keeps of a session. */
  mark: (id: string) => SessionMark;
}

/** What the tabs of the dashboard count. */
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

/** Which sessions a page is about (`analysis/query.ts`): what its filter bar says and what is typed; '': all. */
export const Query = z
  .string()
  .max(2 * LONGEST_QUERY)
  .default('');

/** Sessions that pass a query, with their sub-agents; throws in words when it is none. Without one also sub-agents of no known session. */
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

/** Queries asked last whose sessions are kept: a page asks several questions of the same ones. */
const MOST_QUERIES = 4;
/** Of all sessions, and of the rules a query is read by: those that pass, by the query. */
const passedOf = /* @__PURE__ */ oncePer((_all: readonly SessionFigures[]) =>
  oncePer((_rules: Rules) => new Map<string, readonly SessionFigures[]>()),
);

/** Whether a session passes a query; throws in words when it is none. */
export function testOf(query: string, { dayOf, taskType }: Rules): (one: Conversation) => boolean {
  const parsed = parseQuery(query, dayOf, taskType);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.test;
}

/** Sessions with their sub-agents. */
export const familiesIn = (conversations: readonly Conversation[]): SessionFigures[] =>
  conversations.flatMap(({ figures, subAgents }) => [figures, ...subAgents]);

/** Throws when kinds of task are asked for while they are not told. */
export function needTasks({ rules }: Sources): void {
  if (!rules().taskType) throw new Error(TASKS_OFF);
}

export const rowIn = ({ library, now, rules, kept, mark }: Sources, figures: SessionFigures): SessionRow => ({
  ...rowOf(library, figures, now(), rules(), kept),
  ...markedAs(mark(figures.id)),
});

const markedAs = ({ starred, note, hidden }: SessionMark) => ({ starred, note, hidden });

/** Sessions a person had. */
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

/** The nth file of a session, or of the conversation a sub-agent without a file of its own lies in. */
export function fileIn(library: Library, id: string, nth: number): string | undefined {
  const figures = library.figures.get(id) ?? library.figures.get(conversationOf(id));
  return figures === undefined ? undefined : [figures.file, ...figures.alsoIn][nth];
}

/** Where the files of a session lie, by their number in evidence. */
export const placesIn = (library: Library, session: Session): ((file: number) => LogPlace) =>
  placesOf(session, (path) => placeIn(library, path));

/** The same, of a session that is no library's. */
export function placesOf(session: Session, placeOf: (path: string) => LogPlace): (file: number) => LogPlace {
  const files = filesOf(session);
  return (file) => placeOf(files[file] ?? session.file);
}

/** True for a log that is neither on the disk nor in the vault. */
export const goneIn =
  ({ library, kept }: Sources) =>
  (file: string): boolean => {
    const entry = library.entries.get(file);
    return (entry === undefined || entry.gone) && !kept(file);
  };

/** What was worked out of a session, until it is put together anew or something else it was worked out of changes. */
export function remembered<T>(): (session: Session, inputs: readonly unknown[], work: () => T) => T {
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
