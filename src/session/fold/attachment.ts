import {
  attachedFileIn,
  editedFileIn,
  queuedCommandIn,
  type LogRecord,
  type QueuedCommand,
} from '../../log/record';
import { ATTACHED, openingOf } from '../naming';
import { filePath } from '../paths';
import { queuedSpeech } from '../speaker';
import type { FoldState, Place } from './state';
import { addPrompt, wordsOf } from './user';

/** What Claude Code put into the context beside the conversation: a changed file, a shown one, or a prompt that waited. */
export function foldAttachment(
  state: FoldState,
  record: LogRecord,
  parent: string | null,
  place: Place,
): void {
  const { cwd } = state.reading.memory;
  const edited = editedFileIn(record.attachment);
  if (edited !== undefined) {
    const path = filePath(edited.filename, cwd);
    const id = state.idOf(record, place);
    if (path !== null && !state.spoken.has(id))
      state.add({ ...place, kind: 'changed', id, path, told: true });
    return;
  }
  const shown = attachedFileIn(record.attachment);
  if (shown !== undefined) {
    const { type: how, filename, path: named } = shown;
    const path = filePath(filename ?? named, cwd);
    const id = state.idOf(record, place);
    if (path !== null && !state.spoken.has(id)) state.add({ ...place, kind: 'attached', id, path, how });
    return;
  }
  const queued = queuedCommandIn(record.attachment);
  if (queued !== undefined && state.isMain(place)) foldQueuedCommand(state, queued, record, parent, place);
}

/** Words that waited in the queue and were delivered in the middle of a turn. */
function foldQueuedCommand(
  state: FoldState,
  { prompt: content, commandMode = 'prompt', isMeta, origin, source_uuid }: QueuedCommand,
  record: LogRecord,
  parent: string | null,
  place: Place,
): void {
  if (commandMode !== 'prompt') return;
  const { entrypoint } = record;
  const { via, text, attached } = queuedSpeech({ content, isMeta, origin, entrypoint });
  const id = source_uuid ?? state.idOf(record, place);
  if (via === 'program' || (text === '' && !attached) || state.spoken.has(id)) return;
  state.noteOpening('', () => (text === '' ? ATTACHED : openingOf(text)));
  addPrompt(state, { ...place, kind: 'prompt', id, parent, via, ...wordsOf(state.scan, text) }, true);
}
