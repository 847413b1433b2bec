import { cutName } from '../../log/names';
import { textOf, type LogRecord } from '../../log/record';
import type { Event } from '../event';
import { commandOpening } from '../naming';
import { commandIn, isLocalAnswer, type Speech } from '../speaker';
import type { FoldState, Place } from './state';
import { foldRenaming } from './title';

/** A slash command that a person gave. */
export function foldCommand(
  state: FoldState,
  { name, args }: Extract<Speech, { kind: 'command' }>,
  id: string,
  place: Place,
): void {
  state.noteOpening('', () => commandOpening(name, args));
  state.add({ ...place, kind: 'command', id, name: cutName(name) });
}

/** Folds a local command or its output, which newer versions log in `system` records. */
export function foldLocalCommand(state: FoldState, record: LogRecord, place: Place): void {
  if (!state.isMain(place)) return;
  const id = state.idOf(record, place);
  if (state.spoken.has(id)) return;
  const text = textOf(record.content);
  const command = commandIn(text);
  if (command !== null) return foldCommand(state, command, id, place);
  foldRenaming(state.reading, record, text);
  if (isLocalAnswer([{ type: 'text', text }]) && !isWorking(state, place))
    state.add({ ...place, kind: 'turnEnd', id });
}

const WORK: ReadonlySet<Event['kind']> = new Set(['prompt', 'tool', 'result']);
/** Most events that are searched, so that a log of many commands does not take quadratic time. */
const MOST_SEARCHED = 64;

/** After so many ms without a line, Claude no longer works: it was stopped in the middle of its turn. */
const SILENT_MS = 1_800_000;

/** True if Claude's turn has not ended: local commands can be given meanwhile. */
function isWorking({ reading: { events } }: FoldState, { t }: Place): boolean {
  const last = events
    .slice(-MOST_SEARCHED)
    .findLast(({ kind, thread }) => thread === '' && kind !== 'command' && kind !== 'limit');
  if (last === undefined || !WORK.has(last.kind)) return false;
  return t === null || last.t === null || t - last.t < SILENT_MS;
}
