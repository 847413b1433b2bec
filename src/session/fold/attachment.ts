import {
  attachedFileIn,
  editedFileIn,
  queuedCommandIn,
  type LogRecord,
  type QueuedCommand,
} from '../../log/record';
import { ATTACHED, openingOf } from '../naming';
import { filePath } from '../paths';
import { ownField } from './fields';
import { queuedSpeech } from '../speaker';
import type { FoldState, LinePlace } from './state';
import { addInstruction, addPrompt, promptFacts } from './user';

/** Folds what Claude Code added to the context: a changed file, an attached one, or a queued prompt. */
export function foldAttachment(
  state: FoldState,
  record: LogRecord,
  parent: string | null,
  place: LinePlace,
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
    const { type: how, filename, path: named, planFilePath, memories = [] } = shown;
    const first = state.idOf(record, place);
    if (how === 'nested_memory' && !state.spoken.has(first))
      addInstruction(state, shown.content?.content ?? '', first, place);
    [filename ?? named ?? planFilePath, ...memories.slice(0, MOST_MEMORIES).map(pathIn)].forEach((one, i) => {
      const path = filePath(one, cwd);
      const id = i === 0 ? first : `${first} ${i}`;
      if (path !== null && !state.spoken.has(id)) state.add({ ...place, kind: 'attached', id, path, how });
    });
    return;
  }
  const queued = queuedCommandIn(record.attachment);
  if (queued !== undefined && state.isMain(place)) foldQueuedCommand(state, queued, record, parent, place);
}

/** Most files of one attachment that are read. */
const MOST_MEMORIES = 100;
const pathIn = (memory: unknown): unknown => ownField(memory, 'path');

/** Folds a queued prompt that was delivered in the middle of a turn. */
function foldQueuedCommand(
  state: FoldState,
  { prompt: content, commandMode = 'prompt', isMeta, origin, source_uuid }: QueuedCommand,
  record: LogRecord,
  parent: string | null,
  place: LinePlace,
): void {
  if (commandMode !== 'prompt') return;
  const { entrypoint } = record;
  const { via, attached, ...words } = queuedSpeech({ content, isMeta, origin, entrypoint });
  const id = source_uuid ?? state.idOf(record, place);
  if (via === 'program' || (words.text === '' && !attached) || state.spoken.has(id)) return;
  state.noteOpening('', () => (words.text === '' ? ATTACHED : openingOf(words.text)));
  addPrompt(state, { ...place, kind: 'prompt', id, parent, via, ...promptFacts(state.scan, words) }, true);
}
