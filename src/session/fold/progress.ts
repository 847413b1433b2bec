import { agentProgressIn, blocksOf, textOf, timeOf, type LogRecord } from '../../log/record';
import { openingOf } from '../naming';
import { factsOf } from '../reading';
import { foldAnswer } from './answer';
import { note } from './origin';
import { foldResult } from './result';
import type { FoldState, LinePlace } from './state';
import { noteRecordInTurn } from './user';

/** Folds a sub-agent's message that was copied into its parent's log: the only source if its own file is gone. */
export function foldProgress(state: FoldState, record: LogRecord, place: LinePlace): void {
  const progress = agentProgressIn(record.data);
  if (progress === undefined || state.ofAgent) return;
  const { agentId, message } = progress;
  const t = timeOf(message.timestamp) ?? place.t;
  const inner: LinePlace = { ...place, t, thread: agentId };
  const facts = factsOf(state.reading, agentId);
  if (t !== null) {
    facts.startedAt = Math.min(facts.startedAt ?? t, t);
    facts.endedAt = Math.max(facts.endedAt ?? t, t);
  }
  note(facts.cwds, record.cwd);
  note(facts.versions, record.version);
  note(facts.branches, record.gitBranch);
  if (message.type === 'assistant' && message.message !== undefined) {
    const { requestId: request, uuid } = message;
    foldAnswer(state, message.message, { request, uuid, known: uuid, parent: undefined }, inner);
  } else if (message.type === 'user') {
    const content = message.message?.content;
    const blocks = blocksOf(content);
    noteRecordInTurn(state, agentId, { content, blocks, seen: false, inserted: false });
    state.noteOpening(agentId, () => openingOf(textOf(content)));
    const { toolUseResult } = message;
    for (const block of blocks)
      if (block.type === 'tool_result')
        foldResult(state, block, { toolDenialKind: undefined, toolUseResult }, inner);
  }
}
