import { textOf, type Block, type LogRecord } from '../../log/record';
import { answerFacts } from '../answerFacts';
import { leanList } from '../lean';
import { createdFile, deniedBy, outcomeOf } from '../outcome';
import { nameIn } from './fields';
import type { FoldState, Place } from './state';

/** Folds the result of a call; only the first one in the file counts. */
export function foldResult(
  state: FoldState,
  block: Block,
  record: Pick<LogRecord, 'toolDenialKind' | 'toolUseResult'>,
  place: Place,
): void {
  const id = block.tool_use_id;
  if (id === undefined || (state.isAnswered(id) && !state.takeResult(id))) return;
  const { toolUseResult } = record;
  const call = state.tools.get(id) ?? null;
  const outcome = outcomeOf(block, record, call?.answersByExit === true);
  const facts = answerFacts(textOf(block.content), call, outcome === 'error', state.reading.memory.cwd);
  // One literal with all fields: spreading takes half as much memory again.
  state.add({
    t: place.t,
    at: place.at,
    len: place.len,
    thread: place.thread,
    kind: 'result',
    id: call?.id ?? id,
    outcome,
    deniedBy: outcome === 'denied' ? deniedBy(block, record) : null,
    failure: facts.failure,
    shows: leanList(facts.shows),
    changes: leanList(facts.changes),
    facts: leanList(facts.facts),
    created: createdFile(block, toolUseResult),
    agent: nameIn(toolUseResult, 'agentId'),
    agentType: nameIn(toolUseResult, 'agentType'),
  });
}
