/** Events by hand, one place after the other. */
import type { Event, EventOf, PhraseMark, ToolAction, ToolOutcome } from '../../src/session/event';
import { scan } from '../../src/signals/phrases';

let at = 0;
const place = () => ({ t: 1_000 * ++at, at, len: 1, thread: '', response: 'r' });

export const tool = (action: ToolAction, path: string | null = null, id = `t${at + 1}`): EventOf<'tool'> => ({
  ...place(),
  kind: 'tool',
  id,
  name: action,
  action,
  path,
  agentType: null,
  answersByExit: false,
});

export const done = (id: string, outcome: ToolOutcome = 'ok', created = false): Event => ({
  ...place(),
  kind: 'result',
  id,
  outcome,
  created,
  agent: null,
  agentType: null,
});

export const said = (text: string, marks: PhraseMark[] = scan(text)): Event => ({
  ...place(),
  kind: 'text',
  chars: text.length,
  hash: 0,
  marks,
});

export const thought = (chars: number, signature: number | null): Event => ({
  ...place(),
  kind: 'thinking',
  chars,
  signature,
  hash: 0,
  hidden: chars === 0,
});

export const asked = (via: 'typed' | 'queued' | 'scripted'): Event => ({
  ...place(),
  kind: 'prompt',
  id: `p${at}`,
  parent: null,
  via,
  chars: 1,
  hash: 0,
});

/** `n` times the same. */
export const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));
