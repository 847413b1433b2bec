/** The answers to the faces' questions, from the library and, for texts, from the logs themselves. */
import { reconcile } from '../analysis/reconcile';
import type * as z from 'zod';
import { conversationsOf } from '../analysis/metrics';
import { projectNames } from '../analysis/projects';
import { parseQuery } from '../analysis/query';
import { unknownsOf } from '../log/drift';
import type { Gate } from '../log/gate';
import { readLines } from '../log/lines';
import { parseLine } from '../log/record';
import { cohort } from '../questions/cohorts';
import { filesOf } from '../library/explain';
import { filesUsed } from '../questions/filesUsed';
import { complete, find } from '../questions/findSessions';
import { health } from '../questions/health';
import { heatmapOf, severitiesOf } from '../questions/sessionParts';
import { heatmaps, signalSessions } from '../questions/heatmaps';
import { models } from '../questions/models';
import { overview } from '../questions/overview';
import { tools } from '../questions/tools';
import type { Session } from '../session/join';
import { timelinesOf, type StartingCall } from './timelines';
import { shapeOf } from '../log/shape';
import { fileKey } from '../session/fileKey';
import { spokenText } from '../session/speaker';
import { isWithin } from '../session/paths';
import type { Usual } from '../signals/baseline';
import { TASKS_OFF } from '../signals/task';
import { writeReport } from './reports';
import { alertsOf, RECENT_MS } from '../questions/alerts';
import { diffOf } from './diff';
import { search, searchable } from './search';
import { trend } from '../questions/trends';
import type { Spend } from '../usage/budget';
import type { SessionFigures } from '../store/figures';
import { eachPiece, lineAt, type LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import { conversationOf, type Library } from '../library/library';
import type {
  Args,
  Calls,
  Course,
  Edit,
  GroupRow,
  Grouping,
  Reply,
  ReportRequest,
  SessionDetail,
  Timeline,
  Turn,
} from './protocol';
import { isListed, rowOf } from '../library/rows';
import type { Settings } from '../settings/settings';
import { addAmounts, noAmounts } from '../usage/rows';
import { signalsOf, withChanges, type Rules } from '../library/summarise';
import { EDIT_GAP, editAt, seek, spokenLines, taskAt, tooLong, transcript } from './transcript';
import { foundByTurn, turnsOf, type TurnFigures } from './turns';

export interface Sources {
  library: Library;
  now: () => number;
  rules: () => Rules;
  usual: () => Usual[];
  settings: () => Settings;
  bytes: LogBytes;
  /** What logs are read through. */
  gate: Gate;
  /** True for a log whose copy is in the vault. */
  kept: (path: string) => boolean;
  /** When the newest image of the archive was written, ms; null when there is none. */
  savedAt: () => number | null;
  /** Who writes the archive; null when nobody does. */
  writer: () => { mine: boolean; pid: number; host: string; until: number } | null;
  spend: () => Spend;
}

/** Longest prompt shown, in UTF-16 units; longest line read for it, in bytes. */
const PROMPT_CHARS = 2000;
const PROMPT_BYTES = 4 << 20;
/** Bytes of a copied log that are shown: editors open no more. */
const MOST_SHOWN = 48 << 20;

export function answers({
  library,
  now,
  rules,
  usual,
  settings,
  bytes,
  gate,
  kept,
  savedAt,
  writer,
  spend,
}: Sources) {
  const row = (figures: SessionFigures) => rowOf(library, figures, now(), rules().dayOf, kept);
  const placeOf = (path: string): LogPlace => ({ path, root: library.entries.get(path)?.file.root ?? '' });
  /** The nth file of a session, or of the conversation a sub-agent without a file of its own lies in. */
  const fileOf = (id: string, nth: number): string | undefined => {
    const figures = library.figures.get(id) ?? library.figures.get(conversationOf(id));
    return figures === undefined ? undefined : [figures.file, ...figures.alsoIn][nth];
  };
  const placesOf = (session: Session): ((file: number) => LogPlace) => {
    const files = filesOf(session);
    return (file) => placeOf(files[file] ?? session.file);
  };
  /** The log of a session is neither on the disk nor in the vault. */
  const isGone = (file: string): boolean => {
    const entry = library.entries.get(file);
    return (entry === undefined || entry.gone) && !kept(file);
  };
  // Worked out once for a session as it is: the library gives the same one until a reading of it changes.
  const turnLists = remembered<TurnFigures[]>();
  const turnsIn = (session: Session): TurnFigures[] =>
    turnLists(session, [rules()], () => turnsOf(session, rules()));
  const courses = remembered<Course>();
  /** Tasks by the event of their call: they go with the reading it is in. */
  const tasks = new WeakMap<StartingCall, string>();
  const taskOf = (by: Session, call: StartingCall): string | null => {
    const { at, len, id, file = 0 } = call;
    const task = tasks.get(call) ?? taskAt(bytes, placesOf(by)(file), at, len, id);
    if (task !== null) tasks.set(call, task);
    return task;
  };
  const listed = (): SessionFigures[] => [...library.figures.values()].filter(isListed);
  const groupOf = (
    by: Grouping,
    figures: SessionFigures,
    projectName: (folder: string) => string,
  ): string | null => {
    switch (by) {
      case 'project':
        return figures.repository === null ? null : projectName(figures.repository);
      case 'day':
        return figures.startedAt === null ? null : rules().dayOf(Date.parse(figures.startedAt));
      case 'severity':
        return figures.severity;
      case 'branch':
        return figures.gitBranches.at(-1) ?? null;
    }
  };
  /** Listed sessions that pass a query. */
  const passing = (query: string): SessionFigures[] => {
    if (query.trim() === '') return listed();
    const parsed = parseQuery(query, rules().dayOf, rules().taskType);
    if (!parsed.ok) throw new Error(parsed.error);
    return conversationsOf([...library.figures.values()])
      .filter(parsed.test)
      .map(({ figures }) => figures)
      .filter(isListed);
  };
  const sources = () => ({
    figures: [...library.figures.values()],
    now: now(),
    dayOf: rules().dayOf,
    marks: rules().measures,
    tasks: rules().taskType,
  });
  const needTasks = (): void => {
    if (!rules().taskType) throw new Error(TASKS_OFF);
  };
  const subAgentsOf = ({ subAgents }: SessionFigures): SessionFigures[] =>
    subAgents.flatMap((child) => library.figures.get(child) ?? []);
  const isRecent = ({ endedAt }: SessionFigures): boolean =>
    endedAt !== null && now() - Date.parse(endedAt) <= RECENT_MS;
  const newestFirst = (a: SessionFigures, b: SessionFigures): number =>
    (a.endedAt ?? '') < (b.endedAt ?? '')
      ? 1
      : (a.endedAt ?? '') > (b.endedAt ?? '')
        ? -1
        : a.id < b.id
          ? -1
          : 1;

  return {
    sessions({
      group,
      by,
      query,
      state,
      offset,
      limit,
    }: z.output<Calls['sessions']['args']>): Reply<'sessions'> {
      const nameOf = projectNames(library.figures.values());
      const chosen = passing(query).filter(
        (one) => group === undefined || groupOf(by, one, nameOf) === group,
      );
      const sorted = chosen.sort(newestFirst);
      const rows = state === 'live' ? sorted.map(row).filter((one) => one.state !== 'ended') : [];
      return state === 'live'
        ? { rows: rows.slice(offset, offset + limit), total: rows.length }
        : { rows: sorted.slice(offset, offset + limit).map(row), total: sorted.length };
    },

    groups({ by, query }: z.output<Calls['groups']['args']>): GroupRow[] {
      const groups = new Map<string | null, GroupRow>();
      const nameOf = projectNames(library.figures.values());
      for (const figures of passing(query)) {
        const { endedAt } = figures;
        const group = groupOf(by, figures, nameOf);
        const known = groups.get(group);
        if (known === undefined) groups.set(group, { group, sessions: 1, latest: endedAt });
        else {
          known.sessions++;
          if (endedAt !== null && (known.latest === null || endedAt > known.latest)) known.latest = endedAt;
        }
      }
      return [...groups.values()].sort((a, b) => ((a.latest ?? '') < (b.latest ?? '') ? 1 : -1));
    },

    session({ id }: Args<'session'>): SessionDetail | null {
      const figures = library.figures.get(id);
      const session = library.session(id);
      if (figures === undefined || session === null) return null;
      const turns = turnsIn(session);
      const firstLines = new Map<number, number>();
      spokenLines(session.events).forEach(({ turn }, line) => {
        if (!firstLines.has(turn)) firstLines.set(turn, line);
      });
      const edits = figures.subAgents.flatMap((child) => library.figures.get(child)?.edited ?? []);
      const amounts = noAmounts();
      for (const one of [figures, ...figures.subAgents.flatMap((child) => library.figures.get(child) ?? [])])
        for (const usage of one.usage) addAmounts(amounts, usage, true);
      return {
        row: row(figures),
        figures: { ...figures, signals: signalsOf(session, edits, rules()) },
        subAgents: figures.subAgents.flatMap((child) => library.figures.get(child) ?? []).map(row),
        usual: usual(),
        measures: rules().measures,
        reconciled: reconcile(
          figures,
          figures.subAgents.flatMap((child) => library.figures.get(child) ?? []),
        ),
        plan: settings().plan,
        contextWarnAt: settings().context.warnAt,
        turns: turns.length,
        amounts,
        chart: turns.map((turn) => ({
          tokens: turn.usage.output,
          costMicroUsd: turn.costMicroUsd,
          calls: turn.tools.reduce((sum, tool) => sum + tool.calls, 0),
          errors: turn.tools.reduce((sum, tool) => sum + tool.errors, 0),
          context: turn.context,
          compacted: turn.compacted,
          interrupted: turn.interrupted,
          lowerBound: turn.lowerBound > 0,
          costAtLeast: turn.costAtLeast,
          line: firstLines.get(turn.index) ?? 0,
        })),
      };
    },

    course({ id }: Args<'course'>): Course | null {
      const session = library.session(id);
      if (session === null) return null;
      const edits =
        library.figures.get(id)?.subAgents.flatMap((child) => library.figures.get(child)?.edited ?? []) ?? [];
      return courses(session, [rules(), library.figures.get(id)?.findings, ...edits], () => ({
        files: filesUsed(withChanges(session.events, edits), rules().options, session.inherited),
        heatmap: heatmapOf(session, rules()),
        turns: rules().measures
          ? severitiesOf(session, rules())
          : foundByTurn(turnsIn(session), library.figures.get(id)?.findings ?? []),
      }));
    },

    transcript({ id, ...range }: z.output<Calls['transcript']['args']>): Reply<'transcript'> {
      const session = library.session(id);
      if (session === null) return { lines: [], total: 0 };
      return transcript(session, range, bytes, placesOf(session));
    },

    seek({ id, ...wanted }: Args<'seek'>): Reply<'seek'> {
      const session = library.session(id);
      if (session === null) return { found: [], next: null, unread: 0 };
      return seek(session, wanted, bytes, placesOf(session));
    },

    timelines({ id }: Args<'timelines'>): Timeline[] {
      const session = library.session(id);
      const subAgents = library.figures.get(id)?.subAgents ?? [];
      return session === null
        ? []
        : timelinesOf(
            session,
            subAgents.flatMap((child) => library.session(child) ?? []),
            taskOf,
          );
    },

    marks({ path }: Args<'marks'>): Reply<'marks'> {
      const key = fileKey(path);
      const since = new Date(now() - MARKED_MS).toISOString();
      const candidates = listed()
        .filter(({ endedAt, repository, project }) => {
          const folder = repository ?? project;
          return endedAt !== null && endedAt >= since && folder !== null && isWithin(key, fileKey(folder));
        })
        .sort(newestFirst)
        .slice(0, MOST_MARKED);
      return candidates.flatMap((figures) => {
        const session = library.session(figures.id);
        if (session === null) return [];
        const edits = figures.subAgents.flatMap((child) => library.figures.get(child)?.edited ?? []);
        const used = filesUsed(withChanges(session.events, edits), rules().options, session.inherited).filter(
          (file) => file.doubtful.length > 0 && fileKey(file.path) === key,
        );
        if (used.length === 0) return [];
        const lines = new Map(spokenLines(session.events).map((line) => [`${line.file} ${line.at}`, line]));
        return used
          .flatMap(({ doubtful }) => doubtful)
          .flatMap(({ blind, stale, changedByOthers, repeated, tool, at, file, t }) => {
            const line = lines.get(`${file} ${at}`);
            const edit = line && editAt(bytes, placesOf(session)(file), at, line.len, tool);
            return !edit
              ? []
              : [
                  {
                    session: figures.id,
                    title: figures.title,
                    turn: line.turn,
                    t,
                    blind,
                    stale,
                    changedByOthers,
                    repeated,
                    text: edit.after.split(EDIT_GAP),
                  },
                ];
          });
      });
    },

    edit({ id, file, at, tool }: Args<'edit'>): Edit | null {
      const session = library.session(id);
      const event = session?.events.find(
        (one) => one.kind === 'tool' && one.id === tool && one.at === at && (one.file ?? 0) === file,
      );
      if (session === null || event === undefined) return null;
      return editAt(bytes, placesOf(session)(file), at, event.len, tool);
    },

    turns({ id, offset, limit }: Args<'turns'>): Turn[] {
      const session = library.session(id);
      if (session === null) return [];
      return turnsIn(session)
        .slice(offset, offset + limit)
        .map(({ len, ...turn }) => ({
          ...turn,
          promptText:
            turn.via === null ? null : promptAt(bytes, placesOf(session)(turn.file ?? 0), turn.at, len),
        }));
    },

    line({ id, at, file: nth = 0 }: Args<'line'>): Reply<'line'> {
      const file = fileOf(id, nth);
      if (file === undefined) return null;
      const line = lineAt(bytes, placeOf(file), at);
      return line === null
        ? null
        : { file, line, copy: kept(file) && library.entries.get(file)?.gone === true };
    },

    logText({ id, file: nth }: Args<'logText'>): string | null {
      const file = fileOf(id, nth);
      if (file === undefined) return null;
      const pieces: Buffer[] = [];
      const whole = eachPiece(bytes, placeOf(file), MOST_SHOWN, (piece) => pieces.push(piece));
      return whole ? Buffer.concat(pieces).toString('utf8') : null;
    },

    shapes({ id }: Args<'shapes'>): string | null {
      const figures = library.figures.get(id);
      return figures === undefined ? null : shapesIn(figures, gate);
    },

    overview: ({ range }: Args<'overview'>) =>
      overview(range, sources(), isGone, (figures) => row(figures).state === 'waiting'),
    trend(args: Args<'trend'>) {
      if (args.split === 'task') needTasks();
      return trend(args, sources());
    },
    tools: ({ range }: Args<'tools'>) => tools(range, sources()),
    models: ({ range }: Args<'models'>) => models(range, sources()),
    find: (args: Args<'find'>) => find(args, sources(), isGone),
    complete: (args: Args<'complete'>) => complete(args, sources()),
    heatmaps: ({ range }: Args<'heatmaps'>) => heatmaps(range, sources()),
    signalSessions: (args: Args<'signalSessions'>) => signalSessions(args, sources()),
    cohort({ by, metrics, range }: Args<'cohort'>) {
      if (by === 'task') needTasks();
      return cohort(by, metrics, range, sources());
    },
    diff: ({ a, b }: Args<'diff'>) =>
      diffOf(a, b, { figures: [...library.figures.values()], session: library.session, rules: rules() }),
    alerts: () =>
      alertsOf({
        // Most sessions ended long ago: rows are made of the others alone.
        sessions: listed()
          .filter((figures) => [figures, ...subAgentsOf(figures)].some(isRecent))
          .map((figures) => ({ row: row(figures), figures })),
        spend: spend(),
        now: now(),
        dayOf: rules().dayOf,
        contextWarnAt: settings().context.warnAt,
        measures: rules().measures,
      }),
    search: ({ text, from }: Args<'search'>) =>
      search(
        text,
        from,
        searchable(library.figures.values(), (path) => library.entries.get(path)?.gone === true),
        gate,
      ),
    health: () => health([...library.figures.values()], savedAt(), writer()),

    report: (request: ReportRequest): string =>
      writeReport(request, {
        figures: [...library.figures.values()],
        session: library.session,
        rules: rules(),
        lineAt: (path, at) => lineAt(bytes, placeOf(path), at),
      }),
  };
}

/** What was worked out of a session, until it is put together anew or something else it was worked out of changes. */
function remembered<T>(): (session: Session, of: readonly unknown[], work: () => T) => T {
  const known = new WeakMap<Session, { of: readonly unknown[]; value: T }>();
  return (session, of, work) => {
    const last = known.get(session);
    if (last?.of.length === of.length && last.of.every((one, i) => one === of[i])) return last.value;
    const value = work();
    known.set(session, { of, value });
    return value;
  };
}

/** Sessions whose edits are marked in editors: this recent, and so many of a project. */
const MARKED_MS = 3 * 86_400_000;
const MOST_MARKED = 10;

const MOST_SHAPES = 20;

/** Shapes of the first records of a log that hold something unknown, each with its version and what it is. */
function shapesIn({ file, claudeVersions }: SessionFigures, gate: Gate): string | null {
  const shapes: { unknown: string[]; shape: unknown }[] = [];
  const seen = new Set<string>();
  try {
    readLines(
      file,
      0,
      (text) => {
        const parsed = parseLine(text);
        if (parsed.kind === 'malformed') return;
        for (const raw of parsed.raw) {
          const unknown = [...unknownsOf(raw)].map(({ what, name }) => `${what} ${name}`);
          const key = unknown.join();
          if (unknown.length === 0 || seen.has(key) || shapes.length >= MOST_SHAPES) continue;
          seen.add(key);
          shapes.push({ unknown, shape: shapeOf(raw) });
        }
      },
      () => shapes.length >= MOST_SHAPES,
      gate,
    );
  } catch {
    return null;
  }
  return `${JSON.stringify({ claudeVersions, shapes }, null, 2)}\n`;
}

/** Text of the prompt on the line at `at`; null when the log cannot be read or says something else there. */
function promptAt(bytes: LogBytes, log: LogPlace, at: number, len: number): string | null {
  if (len > PROMPT_BYTES) return bytes(log, at, 1)?.length === 1 ? tooLong(len) : null;
  const line = bytes(log, at, len);
  const parsed = line === null ? null : parseLine(line.toString('utf8'));
  if (parsed === null || parsed.kind === 'malformed') return null;
  const record = parsed.records[0];
  if (record === undefined) return null;
  return spokenText(record).slice(0, PROMPT_CHARS);
}
