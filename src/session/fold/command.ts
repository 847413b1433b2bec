import { cutName } from '../../log/names';
import { textOf, type LogRecord } from '../../log/record';
import { commandOpening } from '../naming';
import { commandIn, isLocalAnswer, type Speech } from '../speaker';
import type { FoldState, Place } from './state';

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

/** A command about the program, or what it answered, as newer versions log both: in records that are no message. */
export function foldLocalCommand(state: FoldState, record: LogRecord, place: Place): void {
  if (!state.isMain(place)) return;
  const id = state.idOf(record, place);
  if (state.spoken.has(id)) return;
  const text = textOf(record.content);
  const command = commandIn(text);
  if (command !== null) foldCommand(state, command, id, place);
  else if (isLocalAnswer([{ type: 'text', text }])) state.add({ ...place, kind: 'turnEnd', id });
}
