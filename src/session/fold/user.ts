/** Folds records of type `user`: results of tools, and messages of a person, a script or Claude Code. */
import { cutName } from '../../log/names';
import { getOwn } from '../../log/own';
import { blocksOf, textOf, type Block, type LogRecord } from '../../log/record';
import type { EventOf } from '../event';
import { noteInTurn, turnOf, type TurnRecord } from '../identity';
import { leanList, listOrNone } from '../lean';
import { namesIn } from '../namedFiles';
import { ATTACHED, isSideQuestion, openingOf, ownOpening, planOpening, teammateOpening } from '../naming';
import { filePath } from '../paths';
import { isQueueId } from '../queueId';
import type { Unpacked } from '../pasted';
import { factsOf, fingerprint } from '../reading';
import { instructedSkip } from '../skipOrder';
import { isLocalAnswer, selectedIn, speechOf, type Speech } from '../speaker';
import { isOfAnother } from './origin';
import { leaveQueue } from './queue';
import { foldResult } from './result';
import { foldCommand } from './command';
import type { Scan } from './scan';
import type { FoldState, LinePlace } from './state';
import { endTurn, foldSummary } from './system';
import { foldRenaming } from './title';

export function foldUserRecord(
  state: FoldState,
  record: LogRecord,
  parent: string | null,
  place: LinePlace,
): void {
  const content = record.message?.content;
  const blocks = blocksOf(content);
  const others = promptsWithUsedUuid(state, record, blocks, place);
  const again = isSaidAgain(state, record, blocks, place);
  const seen = again || (others.length === 0 && state.spoken.has(state.idOf(record, place)));
  noteRecordInTurn(state, place.thread, {
    content,
    blocks,
    seen,
    inserted: record.isMeta === true || record.isCompactSummary === true,
  });
  for (const block of blocks) if (block.type === 'tool_result') foldResult(state, block, record, place);
  if (!state.isMain(place)) return foldTask(state, place.thread, textOf(content));
  // In a stream, prompts to sub-agents are among those of the session.
  if (record.parent_tool_use_id) return;
  if (record.isCompactSummary === true) return foldSummary(state, record, place);
  if (!seen) leaveQueue(state, content);
  if (again) return;
  foldSelected(state, record, place);
  for (const prompt of others) addPrompt(state, prompt, record.promptSource === 'queued');
  foldSpeech(state, record, blocks, parent, place);
}

/** Takes a sub-agent's opening from its first prompt. */
function foldTask(state: FoldState, thread: string, text: string): void {
  const agent = state.reading.agentId ?? thread;
  if (!isSideQuestion(agent)) return state.noteOpening(thread, () => ownOpening(agent) ?? openingOf(text));
  // The log of a side question first repeats the earlier conversation, so its last prompt counts.
  const facts = factsOf(state.reading, thread);
  facts.opening = openingOf(text) ?? facts.opening;
}

/** Adds files with lines that the person had selected in the editor: Claude knows them (P38). */
function foldSelected(state: FoldState, record: LogRecord, place: LinePlace): void {
  selectedIn(record.message?.content).forEach((named, i) => {
    const path = filePath(named, state.reading.memory.cwd);
    const id = `selected ${i} ${state.idOf(record, place)}`;
    if (path !== null && !state.spoken.has(id))
      state.add({ ...place, kind: 'attached', id, path, how: 'selected_lines_in_ide' });
  });
}

/** Notes a record that the next answer may respond to. */
export function noteRecordInTurn(state: FoldState, thread: string, heard: TurnRecord): void {
  const isNew = ({ tool_use_id: id }: Block): boolean => id === undefined || !state.isAnswered(id);
  noteInTurn(turnOf(state.reading, thread), heard, isNew);
}

function foldSpeech(
  state: FoldState,
  record: LogRecord,
  blocks: readonly Block[],
  parent: string | null,
  place: LinePlace,
): void {
  const id = state.idOf(record, place);
  if (state.spoken.has(id)) return;
  const { planContent } = record;
  if (isInstruction(record)) addInstruction(state, textOf(record.message?.content), id, place);
  if (planContent !== undefined) state.noteOpening('', () => planOpening(planContent));
  if (isLocalAnswer(blocks)) {
    foldRenaming(state.reading, record, textOf(record.message?.content));
    return endTurn(state, record, place);
  }
  state.noteOpening('', () => teammateOpening(textOf(record.message?.content)));
  for (const said of speechOf(record, blocks)) {
    if (said.kind === 'interrupt') state.add({ ...place, kind: 'interrupt', id });
    else if (said.kind === 'command') foldCommand(state, said, id, place);
    else {
      state.noteOpening('', () => (said.text === '' ? ATTACHED : openingOf(said.text)));
      const words = promptFacts(state.scan, said);
      const prompt = { ...place, kind: 'prompt', id, parent, via: said.via, ...words } as const;
      addPrompt(state, prompt, record.promptSource === 'queued');
    }
  }
}

/**
 * Prompts of a record whose uuid another prompt already has, as some programs give all records the same. They get an id of uuid and hash,
 * and no parent (P05). A record with the same words or the same time is a copy, for which this is empty (P11).
 */
function promptsWithUsedUuid(
  state: FoldState,
  record: LogRecord,
  blocks: readonly Block[],
  place: LinePlace,
): EventOf<'prompt'>[] {
  const id = state.idOf(record, place);
  const known = state.spoken.get(id);
  if (known === undefined || known.t === place.t || !state.isMain(place)) return [];
  return speechOf(record, blocks).flatMap((said) => {
    if (said.kind !== 'prompt') return [];
    const words = promptFacts(state.scan, said);
    const own = `${id} ${words.hash}`;
    const isKnown = state.prompts.get(words.hash)?.some((one) => one.id === id || one.id === own);
    return isKnown === true
      ? []
      : [{ ...place, kind: 'prompt', id: own, parent: null, via: said.via, ...words }];
  });
}

/**
 * True for a record with another uuid in which a person says the same at the same time as in an earlier one: history was written again
 * (P11). A prompt that left the queue may still wait for its record, which is then no copy.
 */
function isSaidAgain(
  state: FoldState,
  record: LogRecord,
  blocks: readonly Block[],
  place: LinePlace,
): boolean {
  const known = state.saidBefore(place);
  if (known.length === 0 || isOfAnother(state.reading, record)) return false;
  if (state.spoken.has(state.idOf(record, place))) return false;
  const said = speechOf(record, blocks);
  const isKnown = (one: Speech): boolean =>
    known.some(
      (event) =>
        (one.kind === 'interrupt' && event.kind === 'interrupt') ||
        (one.kind === 'command' && event.kind === 'command' && event.name === cutName(one.name)) ||
        (one.kind === 'prompt' &&
          event.kind === 'prompt' &&
          !isQueueId(event.id) &&
          event.hash === fingerprint(one.text)),
    );
  return said.length > 0 && said.every(isKnown);
}

/** True for instructions that Claude Code inserted: a skill, the body of a slash command, the output of a hook. */
const isInstruction = ({ isMeta, turnCompanion, sourceToolUseID }: LogRecord): boolean =>
  isMeta === true || turnCompanion === true || (sourceToolUseID ?? '') !== '';

/** Adds an event if instructions say to skip commit hooks, or not to. */
export function addInstruction(state: FoldState, text: string, id: string, place: LinePlace): void {
  const said = instructedSkip(text);
  if (said === null) return;
  const order = said.forbidden ? 'run_hooks' : 'skip_hooks';
  state.add({ ...place, kind: 'instructed', id: `instructed ${id}`, order, index: said.index });
}

/** What a reading keeps of a prompt's text. What was pasted is in nobody's words (P19). */
export function promptFacts(
  scan: Scan,
  { text, own = text }: Unpacked,
): Pick<EventOf<'prompt'>, 'chars' | 'hash' | 'marks' | 'language' | 'names'> {
  return {
    chars: text.length,
    hash: fingerprint(text),
    marks: listOrNone(scan(own, 'person')),
    language: scan.languageOf(own),
    names: leanList(namesIn(text)),
  };
}

/** Adds a prompt, unless it was already added when it left the queue or, if `fromQueue`, when it was delivered. */
export function addPrompt(state: FoldState, event: EventOf<'prompt'>, fromQueue: boolean): void {
  const same = state.prompts.get(event.hash) ?? [];
  const waiting = same.find((known) => isQueueId(known.id));
  if (waiting !== undefined) return state.rename(waiting, event);
  // It may be logged twice, as a queued command and as a message: it counts as often as it was queued.
  const queued = getOwn(state.reading.memory.enqueued, String(event.hash)) ?? Infinity;
  if (fromQueue && same.filter(({ via }) => via === 'queued').length >= queued) return;
  state.add(event);
}
