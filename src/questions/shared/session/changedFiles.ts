/** The files a session changed, read from the log on demand, because texts are never kept (docs/privacy.md). */
import { fieldsOf, listOf, textIn } from '../../../log/json';
import type { SessionFigures } from '../../../store/figures';
import { blocksOf, type LogRecord } from '../../../log/record';
import type { Event, EventOf } from '../../../session/event';
import type { Session } from '../../../session/join';
import { filePath } from '../../../session/paths';
import { stepsOf, isEdit, type Call } from '../../../session/step';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { inputIn } from './edits';
import { rebuild, type Change, type Rebuilt } from './rebuild';
import { recordAt } from '../transcript/spokenLines';
import { placesIn, subAgentsIn, type Sources } from '../sources';
import { turnsIn, type TurnFigures } from './turns';

/** A change whose lines are not read yet. */
interface Made {
  path: string;
  session: Session;
  call: EventOf<'tool'>;
  result: EventOf<'result'> | null;
  turn: number;
}

/** The changes of one file, in order. */
export interface ChangedFile {
  path: string;
  created: boolean;
  made: readonly Made[];
}

/** Numbers of added and removed lines of a file. */
export interface LineCount {
  /** Null if the log can no longer be read. */
  added: number | null;
  removed: number | null;
  /** Both sides are the whole file. */
  whole: boolean;
  byOthers: boolean;
  /** By turn. */
  turns: { turn: number; added: number | null; removed: number | null }[];
}

function family(sources: Sources, session: Session): Session[] {
  const figures: SessionFigures | undefined = sources.library.figures.get(session.id);
  const below = figures === undefined ? [] : subAgentsIn(sources.library, figures);
  return [session, ...below.flatMap(({ id }) => sources.library.session(id) ?? [])];
}

/** The turn of a sub-agent: the one that started it, else the one at time `t`. */
export function turnOf(turns: readonly TurnFigures[], agent: string, t: number | null): number {
  const started = turns.findIndex(({ subAgents }) => subAgents.includes(agent));
  if (started !== -1) return started;
  const at =
    t === null
      ? -1
      : turns.findLastIndex(({ startedAt }) => startedAt !== null && Date.parse(startedAt) <= t);
  return Math.max(0, at);
}

/** The files that a session and its sub-agents changed, by the time of the last change. Failed and denied calls do not count. */
export function changedFiles(sources: Sources, session: Session): ChangedFile[] {
  const turns = turnsIn(session, sources.rules());
  const made = family(sources, session).flatMap((one) => madeIn(one, session, turns));
  made.sort((a, b) => (a.call.t ?? 0) - (b.call.t ?? 0));
  return [...Map.groupBy(made, ({ path }) => path)].map(([path, changes]) => ({
    path,
    created: changes.some(({ result }) => result?.created === true),
    made: changes,
  }));
}

function madeIn(one: Session, session: Session, turns: readonly TurnFigures[]): Made[] {
  const calls = new Map(
    one.events.flatMap((event) => (event.kind === 'tool' ? [[event.id, event] as const] : [])),
  );
  const begins = new Map(turns.map(({ at, file = 0, index }) => [`${file} ${at}`, index]));
  let turn = 0;
  return stepsOf(one.events, one.inherited).flatMap((step): Made[] => {
    turn = begins.get(`${step.file ?? 0} ${step.at}`) ?? turn;
    const call = step.kind === 'tool' ? calls.get(step.id) : undefined;
    if (step.kind !== 'tool' || call === undefined) return [];
    return pathsOf(step).map((path) => ({
      path,
      session: one,
      call,
      result: step.answer,
      turn: one === session ? turn : turnOf(turns, one.id, step.t),
    }));
  });
}

/** The files that a call changed. Of a shell command, these are in the log only if Claude Code compared the files (since 2.1.269). */
function pathsOf(step: Call): readonly string[] {
  if (step.shell) return step.answer?.edited ?? [];
  return isEdit(step) && step.path !== null ? [step.path] : [];
}

/** Touches that change a file. */
const CHANGES = new Set(['edit', 'write', 'move', 'copy', 'remove', 'script']);

/** Files that shell commands of the session changed, judged by their texts, where the log does not have the lines. */
export const changedByShell = (sources: Sources, session: Session): Set<string> =>
  new Set(family(sources, session).flatMap(touchedByShell));

function touchedByShell({ events }: Session): string[] {
  const compared = new Set(
    events.flatMap((event) => (event.kind === 'result' && event.edited.length > 0 ? [event.id] : [])),
  );
  return events.flatMap((event) =>
    event.kind === 'tool' && event.shell && !compared.has(event.id)
      ? event.touches.filter(({ does }) => CHANGES.has(does)).map(({ path }) => path)
      : [],
  );
}

function hunkOf(hunk: unknown): Change['hunks'][number] {
  const lines = listOf(fieldsOf(hunk)['lines']).map(textIn);
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return { before: side('-'), after: side('+') };
}

const replacementOf = (part: unknown): Change['replaced'][number] => {
  const { old_string, new_string, replace_all } = fieldsOf(part);
  return { before: textIn(old_string), after: textIn(new_string), all: replace_all === true };
};

/** A change from its call and its result. */
export function changeOf(
  input: Record<string, unknown>,
  { toolUseResult }: Pick<LogRecord, 'toolUseResult'>,
  { turn, created }: Pick<Change, 'turn' | 'created'>,
): Change {
  const { originalFile, originalFileContents, structuredPatch, type } = fieldsOf(toolUseResult);
  // `MultiEdit` has its own name for it.
  const original = originalFile ?? originalFileContents;
  const isWrite = typeof input['content'] === 'string';
  const cell = typeof input['new_source'] === 'string' && typeof input['content'] !== 'string';
  const edits = listOf(input['edits']);
  return {
    turn,
    created: created || type === 'create',
    original: typeof original === 'string' ? original : null,
    content: isWrite ? textIn(input['content']) : null,
    replaced: cell
      ? // A notebook cell: the log does not have the notebook's JSON.
        [{ before: '', after: textIn(input['new_source']), all: false }]
      : isWrite
        ? []
        : (edits.length > 0 ? edits : [input]).map(replacementOf),
    hunks: listOf(structuredPatch).map(hunkOf),
  };
}

/** A change by a shell command, from its result; null if that has no lines of the file. */
function changeByShell(record: LogRecord | null, path: string, turn: number): Change | null {
  const { files } = fieldsOf(fieldsOf(record?.toolUseResult)['bashEditDiff']);
  const file = listOf(files)
    .map(fieldsOf)
    .find((one) => filePath(one['filePath'], record?.cwd ?? null) === path);
  const hunks = listOf(file?.['hunks']).map(hunkOf);
  if (hunks.length === 0) return null;
  const created = file?.['created'] === true;
  return {
    turn,
    created,
    original: null,
    content: created ? hunks.map(({ after }) => after).join('') : null,
    replaced: created ? [] : hunks.map((hunk) => ({ ...hunk, all: false })),
    hunks: [],
  };
}

/** The changes of a file from the log; null if one can no longer be read, or the log does not have its lines. */
export function readChanges({ library, bytes }: Sources, { path, made }: ChangedFile): Change[] | null {
  const changes: Change[] = [];
  for (const { session, call, result, turn } of made) {
    const placeOf = placesIn(library, session);
    const record = result === null ? null : resultAt(bytes, placeOf(result.file ?? 0), result);
    const input = call.shell ? {} : inputIn(bytes, placeOf(call.file ?? 0), call.at, call.len, call.id);
    if (input === null) return null;
    const change = call.shell
      ? changeByShell(record, path, turn)
      : changeOf(input, record ?? {}, { turn, created: result?.created === true });
    if (change === null) return null;
    changes.push(change);
  }
  return changes;
}

/** The record of a result; null if it has several results, because its details belong to only one. */
function resultAt(bytes: LogBytes, log: LogPlace, result: Event): LogRecord | null {
  const record = recordAt(bytes, log, result);
  const results = blocksOf(record?.message?.content).filter(({ type }) => type === 'tool_result');
  return record === null || results.length > 1 ? null : record;
}

/** Cache: counts by the last change of a file, and by file, as a command may change several. */
const counts = new WeakMap<Event, Map<string, { made: number; turn: number; count: LineCount }>>();

/** Added and removed lines of a file, in total and by turn. */
export function linesChanged(sources: Sources, file: ChangedFile): LineCount {
  const last = file.made.at(-1)!;
  const byFile = counts.get(last.call) ?? new Map<string, { made: number; turn: number; count: LineCount }>();
  const known = byFile.get(file.path);
  if (known?.made === file.made.length && known.turn === last.turn) return known.count;
  const changes = readChanges(sources, file);
  const turns = [...new Set(file.made.map(({ turn }) => turn))];
  const count: LineCount =
    changes === null
      ? {
          added: null,
          removed: null,
          whole: false,
          byOthers: false,
          turns: turns.map((turn) => ({ turn, added: null, removed: null })),
        }
      : countOf(
          rebuild(changes),
          turns.map((turn) => [turn, rebuild(changes, (one) => one.turn === turn)]),
        );
  // Do not cache failures: a folder may be mounted later.
  if (changes !== null) {
    byFile.set(file.path, { made: file.made.length, turn: last.turn, count });
    counts.set(last.call, byFile);
  }
  return count;
}

const countOf = (
  { added, removed, whole, byOthers }: Rebuilt,
  turns: readonly (readonly [number, Rebuilt])[],
): LineCount => ({
  added,
  removed,
  whole,
  byOthers,
  turns: turns.map(([turn, rebuilt]) => ({ turn, added: rebuilt.added, removed: rebuilt.removed })),
});
