/** The blocks of an answer: text, thinking, calls of tools. */
import type { Block } from '../../log/record';
import type { Response } from '../../log/response';
import { callFacts } from '../callFacts';
import { callId } from '../callId';
import type { EventOf } from '../event';
import type { Fact, Touch } from '../facts';
import { listOrNone } from '../lean';
import { fingerprint } from '../reading';
import { toolUseOf } from '../tools';
import { foldFallback } from './notice';
import type { FoldState, LinePlace } from './state';

/** Folds the `nth` block of a line. */
export function foldBlock(
  state: FoldState,
  block: Block,
  nth: number,
  response: Response,
  place: LinePlace,
): void {
  if (block.type === 'text') foldText(state, block.text ?? '', response, place);
  else if (isThinking(block)) foldThinking(state, block, response, place);
  else if (block.type === 'fallback') {
    const models = { from: block.from?.model, to: block.to?.model };
    foldFallback(state, models, `${response.key}.${nth}`, place);
  } else if (block.type === 'tool_use' && block.name !== undefined)
    // Some back ends give no id: then the call has no result (P39).
    foldCall(state, block.name, block.input, block.id ?? `${place.at}.${nth}`, response, place);
}

/** True if the response already has the block. */
export function isIn(state: FoldState, { key }: Response, block: Block): boolean {
  if (block.type === 'text') return repeated(state, key, 'text', block.text ?? '') !== undefined;
  if (block.type === 'tool_use')
    return block.id !== undefined && state.tools.get(callId(block.id, key))?.response === key;
  return !isThinking(block) || repeated(state, key, 'thinking', identifyingText(block)) !== undefined;
}

function foldText(state: FoldState, text: string, response: Response, place: LinePlace): void {
  const hash = fingerprint(text);
  const marks = listOrNone(state.scan(text, 'agent'));
  const language = state.scan.languageOf(text);
  const grown = repeated(state, response.key, 'text', text);
  if (grown !== undefined) {
    state.changed?.add(grown);
    response.chars += text.length - grown.chars;
    // The latest line is its evidence.
    grown.at = place.at;
    grown.len = place.len;
    grown.chars = text.length;
    grown.hash = hash;
    grown.marks = marks;
    grown.language = language;
    return;
  }
  response.chars += text.length;
  state.add({
    t: place.t,
    at: place.at,
    len: place.len,
    thread: place.thread,
    response: response.key,
    kind: 'text',
    chars: text.length,
    hash,
    marks,
    language,
    stop: response.stop,
  });
}

function foldThinking(state: FoldState, block: Block, response: Response, place: LinePlace): void {
  const text = thinkingOf(block);
  const mark = identifyingText(block);
  const grown = repeated(state, response.key, 'thinking', mark);
  if (grown !== undefined) {
    state.changed?.add(grown);
    grown.hash = fingerprint(mark);
    grown.at = place.at;
    grown.len = place.len;
    if (block.signature !== undefined) grown.signature = block.signature.length;
    if (text !== '') {
      response.chars += text.length - grown.chars;
      grown.chars = text.length;
      grown.hidden = false;
    }
    return;
  }
  response.chars += text.length;
  if (text === '') response.sealed += block.signature?.length ?? 0;
  state.add({
    t: place.t,
    at: place.at,
    len: place.len,
    thread: place.thread,
    response: response.key,
    kind: 'thinking',
    chars: text.length,
    signature: block.signature === undefined ? null : block.signature.length,
    hash: fingerprint(mark),
    hidden: text === '',
  });
}

function foldCall(
  state: FoldState,
  name: string,
  input: unknown,
  logged: string,
  response: Response,
  place: LinePlace,
): void {
  const own = callId(logged, response.key);
  if (state.tools.has(own)) return;
  const id = state.tools.has(logged) ? own : logged;
  const { cwd } = state.reading.memory;
  const use = toolUseOf(name, input, cwd);
  const facts = callFacts(name, input, cwd, use.shell);
  response.chars += facts.chars;
  response.calls++;
  // One literal with all fields: spreading takes half as much memory again.
  state.add({
    t: place.t,
    at: place.at,
    len: place.len,
    thread: place.thread,
    response: response.key,
    kind: 'tool',
    id,
    name: state.one(name),
    action: use.action,
    path: use.path === null ? null : state.one(use.path),
    agentType: use.agentType,
    task: use.task,
    shell: use.shell,
    answersByExit: use.answersByExit,
    input: facts.input,
    opening: facts.opening,
    touches: listOrNone(facts.touches.map((touch) => ownTouch(state, touch))),
    facts: listOrNone(facts.facts.map((fact) => ownFact(state, fact))),
  });
}

/** Copies that do not keep the command's text in memory. */
const ownTouch = ({ one }: FoldState, { does, path, from }: Touch): Touch =>
  from === undefined ? { does, path: one(path) } : { does, path: one(path), from: one(from) };
const ownFact = ({ one }: FoldState, { fact, value }: Fact): Fact => {
  if (value === undefined) return { fact };
  return { fact, value: typeof value === 'string' ? one(value) : value };
};

/** The block of this response that `text` repeats or extends (P3, P11). */
function repeated<K extends 'text' | 'thinking'>(
  state: FoldState,
  response: string,
  kind: K,
  text: string,
): EventOf<K> | undefined {
  return state.blocks.get(response)?.find((block): block is EventOf<K> => {
    if (block.kind !== kind) return false;
    const length = block.kind === 'thinking' && block.hidden ? (block.signature ?? 0) : block.chars;
    return (
      length <= text.length && (length > 0 || text.length === 0) && fingerprint(text, length) === block.hash
    );
  });
}

const isThinking = (block: Block): boolean => block.type === 'thinking' || block.type === 'redacted_thinking';

/** The readable text of a thinking block; '' if it is hidden (P36). */
const thinkingOf = (block: Block): string =>
  block.type === 'thinking' && block.thinking !== '[redacted]' ? (block.thinking ?? '') : '';

const identifyingText = (block: Block): string => thinkingOf(block) || (block.signature ?? '');
