import { textOf, type Block, type LogRecord } from '../../log/record';
import { listOf } from '../../log/json';
import { answerFacts } from '../answerFacts';
import { leanList, listOrNone } from '../lean';
import { createdFile, deniedBy, outcomeOf } from '../outcome';
import { filePath } from '../paths';
import { nameIn, ownField } from './fields';
import type { FoldState, LinePlace } from './state';

const NONE: string[] = listOrNone([]);

/** Folds the result of a call; only the first one in the file counts. */
export function foldResult(
  state: FoldState,
  block: Block,
  record: Pick<LogRecord, 'toolDenialKind' | 'toolUseResult'>,
  place: LinePlace,
): void {
  const id = block.tool_use_id;
  if (id === undefined || (state.isAnswered(id) && !state.takeResult(id))) return;
  const { toolUseResult } = record;
  const call = state.tools.get(id) ?? null;
  const outcome = outcomeOf(block, record, call?.answersByExit === true);
  const { cwd } = state.reading.memory;
  const facts = answerFacts(textOf(block.content), call, outcome === 'error', cwd);
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
    edited: call?.shell === true ? editedBy(toolUseResult, cwd) : NONE,
    facts: leanList(facts.facts),
    created: createdFile(block, toolUseResult),
    agent: nameIn(toolUseResult, 'agentId'),
    agentType: nameIn(toolUseResult, 'agentType'),
  });
}

/** Most files of one command that are kept. */
const MOST_EDITED = 200;

/** The files that a shell command changed: since 2.1.269, Claude Code compares the working tree before and after it, in some modes. */
function editedBy(toolUseResult: unknown, cwd: string | null): string[] {
  const diff = ownField(toolUseResult, 'bashEditDiff');
  if (diff === undefined) return NONE;
  const named = [
    ...listOf(ownField(diff, 'files')).map((file) => ownField(file, 'filePath')),
    ...listOf(ownField(diff, 'changedFiles')),
  ];
  const paths = named.slice(0, MOST_EDITED).flatMap((path) => filePath(path, cwd) ?? []);
  return leanList([...new Set(paths)]);
}
