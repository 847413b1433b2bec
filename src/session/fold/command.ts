import { cutName } from '../../log/names';
import { textOf, type LogRecord } from '../../log/record';
import type { Event } from '../event';
import { commandOpening } from '../naming';
import { isQueueId } from '../queueId';
import { isLocalAnswer, localCommandIn, type Speech } from '../speaker';
import { startsAgent } from '../tools';
import type { FoldState, LinePlace } from './state';
import { foldRenaming } from './title';

/** A slash command that a person gave. */
export function foldCommand(
  state: FoldState,
  { name, args }: Extract<Speech, { kind: 'command' }>,
  id: string,
  place: LinePlace,
): void {
  state.noteOpening('', () => commandOpening(name, args));
  state.add({ ...place, kind: 'command', id, name: cutName(name) });
}

/** Folds a local command or its output, which newer versions log in `system` records. */
export function foldLocalCommand(state: FoldState, record: LogRecord, place: LinePlace): void {
  if (!state.isMain(place)) return;
  const id = state.idOf(record, place);
  if (state.spoken.has(id)) return;
  const text = textOf(record.content);
  const command = localCommandIn(text);
  if (command !== null) {
    const name = cutName(command.name);
    const isAgain = state.saidBefore(place).some((event) => event.kind === 'command' && event.name === name);
    return isAgain ? undefined : foldCommand(state, command, id, place);
  }
  foldRenaming(state.reading, record, text);
  if (isLocalAnswer([{ type: 'text', text }]) && !isAtWork(state, place))
    state.add({ ...place, kind: 'turnEnd', id });
}

const WORK: ReadonlySet<Event['kind']> = new Set(['prompt', 'tool', 'result']);
/** Most events that are searched, so that a log of many commands does not take quadratic time. */
const LOOKED_AT = 64;

/** After this long without a line (ms) the agent is not at work any more: it was ended in the middle of its turn. */
const SILENT_MS = 1_800_000;
/** The same while a sub-agent works: what it does is in a log of its own. */
const AGENT_SILENT_MS = 12 * SILENT_MS;

/** A prompt that waits in the queue starts no turn yet. */
const startsTurn = (event: Event): boolean => event.kind === 'prompt' && !isQueueId(event.id);

/** The agent was asked, or called a tool, and has not ended its turn: commands about the program can be given meanwhile. */
function isAtWork({ reading: { events } }: FoldState, { t }: LinePlace): boolean {
  const lately = events.slice(-LOOKED_AT).filter(({ thread }) => thread === '');
  const last = lately.findLast(({ kind }) => kind !== 'command' && kind !== 'limit');
  if (last === undefined || !WORK.has(last.kind)) return false;
  if (t === null || last.t === null) return true;
  // A sub-agent that an earlier turn left without a result was ended with it.
  const turn = lately.slice(lately.findLastIndex(startsTurn) + 1);
  const over = new Set(turn.flatMap((event) => (event.kind === 'result' ? [event.id] : [])));
  const agentWorks = turn.some(
    (event) => event.kind === 'tool' && startsAgent(event.name) && !over.has(event.id),
  );
  return t - last.t < (agentWorks ? AGENT_SILENT_MS : SILENT_MS);
}
