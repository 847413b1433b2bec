/** Folds records of type `assistant`: lines of API responses (P1, P2), or messages that Claude Code wrote itself. */
import { conditionsOf } from '../../log/conditions';
import { addDrift } from '../../log/parseCounts';
import { blocksOf, textOf, type Block, type LoggedMessage, type LogRecord } from '../../log/record';
import { isBlank, noUsage, type Response } from '../../log/response';
import { accountOf, addUsageLine } from '../../log/usage';
import {
  answerOf,
  answersOf,
  isOfRequest,
  baseFor,
  baseOf,
  fingerprintOf,
  lineId,
  markOf,
  newKey,
  turnOf,
  type AnswerLine,
} from '../identity';
import { leanList } from '../lean';
import { foldBlock, isIn } from './block';
import { foldApiError, foldLimit } from './notice';
import { uuidOf, type FoldState, type LinePlace } from './state';

/** The model name of messages that Claude Code wrote itself. */
const SYNTHETIC = '<synthetic>';

/** True if Claude Code wrote the message and no request was made, whatever model it names. */
const isSynthetic = (message: LoggedMessage | undefined): boolean =>
  message?.model === SYNTHETIC || !message?.usage || isBlank(accountOf(message.usage, '').usage);

/** True for a message with none of an answer's fields, as a broken stream leaves it. */
const isNoAnswer = ({ id, model, role, usage, content }: LoggedMessage): boolean =>
  !id && !model && !role && !usage && blocksOf(content).length === 0;

/** The ids of a line and of the line it follows. */
export interface LineIds {
  request: string | null | undefined;
  uuid: string | undefined;
  /** The uuid that the record has in all files; see `uuidOf`. */
  known: string | undefined;
  parent: string | null | undefined;
}

export function foldAnswerRecord(state: FoldState, record: LogRecord, place: LinePlace): void {
  const { message, requestId: request, uuid, parentUuid: parent } = record;
  if (message?.model === SYNTHETIC || record.isApiErrorMessage === true) {
    const text = textOf(message?.content);
    foldLimit(state, text, record, place);
    foldApiError(state, text, record, place, true);
    if (isSynthetic(message)) return;
  }
  const known = uuidOf(record);
  if (message !== undefined && isNoAnswer(message)) noteDrift(state, 'value', 'assistant.message');
  else if (message !== undefined) foldAnswer(state, message, { request, uuid, known, parent }, place);
}

/** Folds one line of an API response into the response it belongs to. */
export function foldAnswer(state: FoldState, message: LoggedMessage, ids: LineIds, place: LinePlace): void {
  if (message.model === SYNTHETIC) return;
  const content = blocksOf(message.content);
  const response = responseFor(state, message, content, ids, place);
  state.changed?.add(response);
  const turn = turnOf(state.reading, place.thread);
  turn.key = response.key;
  turn.line = fingerprintOf(ids.uuid);
  turn.since = 'nothing';
  const stop = message.stop_reason ?? null;
  // Text events have the stop reason of their response, so they are updated when it changes.
  if (stop !== null && !(response.final && response.stop === stop)) {
    response.final = true;
    response.stop = stop;
    for (const block of state.blocks.get(response.key) ?? []) {
      if (block.kind !== 'text') continue;
      block.stop = stop;
      state.changed?.add(block);
    }
  }
  content.forEach((block, i) => foldBlock(state, block, i, response, place));
}

/** The response a line belongs to, new or known, updated with the line's usage. */
function responseFor(
  state: FoldState,
  message: LoggedMessage,
  content: readonly Block[],
  ids: LineIds,
  place: LinePlace,
): Response {
  const request = ids.request || null;
  const lineKey = (): string => lineId(ids.known) ?? state.placeId(place.at);
  const id = message.id || lineKey();
  const base = baseFor(id);
  const account = message.usage ? accountOf(message.usage, message.model ?? '') : null;
  const turn = turnOf(state.reading, place.thread);
  const same = answersOf(state.answers.get(base));
  const last = turn.key === null ? undefined : state.responses.get(turn.key);
  const line: AnswerLine = {
    id,
    requestId: request,
    line: fingerprintOf(ids.known),
    parent: fingerprintOf(ids.parent),
    thread: place.thread,
    usage: account === null || isBlank(account.usage) ? null : account.usage,
    stop: message.stop_reason ?? null,
    model: message.model === undefined ? null : (account?.model ?? message.model),
  };
  const answer = answerOf(
    same,
    last !== undefined && baseOf(last.key) === base ? last : undefined,
    line,
    turn,
    (response) => content.every((block) => isIn(state, response, block)),
  );
  const known = answer ?? (last !== undefined && isOfRequest(last, line, turn) ? last : undefined);
  if (known !== undefined) {
    known.requestId ??= request;
    if (message.usage && account !== null) addUsageLine(known, message, account);
    return known;
  }
  if (same.all.some(({ thread }) => thread === place.thread)) noteRepeatedId(state);
  const key = newKey(id, request, lineKey, (taken) => state.responses.has(taken));
  const response = newResponse(state, message, account, place, {
    key,
    requestId: request,
    line: line.line,
    mark: markOf(content),
    asked: turn.asked,
  });
  state.addResponse(response);
  return response;
}

/** Counts an answer with the message id of another one in its conversation. */
const noteRepeatedId = (state: FoldState): void => noteDrift(state, 'id', 'message.id');

function noteDrift({ reading: { parse, memory } }: FoldState, what: 'id' | 'value', name: string): void {
  addDrift(parse, { what, name, version: memory.version, count: 1 });
}

function newResponse(
  state: FoldState,
  message: LoggedMessage,
  account: ReturnType<typeof accountOf> | null,
  place: LinePlace,
  identity: Pick<Response, 'key' | 'requestId' | 'line' | 'mark' | 'asked'>,
): Response {
  // One literal with all fields: spreading takes half as much memory again.
  return {
    key: identity.key,
    requestId: identity.requestId,
    model: state.one(account?.model ?? message.model ?? ''),
    t: place.t,
    at: place.at,
    usage: account?.usage ?? noUsage(),
    final: false,
    stop: null,
    thread: place.thread,
    fast: message.usage?.speed === 'fast',
    advisors: leanList(account?.others ?? []),
    own: leanList(account?.own ?? []),
    chars: 0,
    calls: 0,
    sealed: 0,
    branch: state.branch,
    cwd: state.cwd,
    conditions: leanList(message.usage ? conditionsOf(message, account?.usage.output ?? 0) : []),
    line: identity.line,
    mark: identity.mark,
    asked: identity.asked,
  };
}
