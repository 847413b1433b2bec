/** Events by hand, one place after the other. */
import type { Event, EventOf, PhraseMark, ToolAction, ToolOutcome } from '../../src/session/event';
import { scan } from '../../src/signals/scan';
import type { SignalOptions } from '../../src/signals/signal';

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
  task: null,
  shell: false,
  answersByExit: false,
  input: 0,
  opening: 0,
  touches: [],
  facts: [],
});

export const done = (id: string, outcome: ToolOutcome = 'ok', created = false): Event => ({
  ...place(),
  kind: 'result',
  id,
  outcome,
  created,
  agent: null,
  agentType: null,
  deniedBy: null,
  failure: 0,
  shows: [],
  edited: [],
  changes: [],
  facts: [],
});

export const said = (
  text: string,
  marks: PhraseMark[] = scan(text, 'agent'),
  stop: string | null = null,
): Event => ({
  ...place(),
  kind: 'text',
  response: `r${at}`,
  chars: text.length,
  hash: 0,
  marks,
  language: '',
  stop,
});

export const thought = (chars: number, signature: number | null): Event => ({
  ...place(),
  kind: 'thinking',
  chars,
  signature,
  hash: 0,
  hidden: chars === 0,
});

export const asked = (via: 'typed' | 'queued' | 'scripted', text = 'x'): Event => ({
  ...place(),
  kind: 'prompt',
  id: `p${at}`,
  parent: null,
  via,
  chars: text.length,
  hash: 0,
  marks: scan(text, 'person'),
  language: '',
  names: [],
});

export const stopped = (): Event => ({ ...place(), kind: 'interrupt', id: `i${at}` });
export const ended = (): Event => ({ ...place(), kind: 'turnEnd', id: `e${at}` });
export const changed = (path: string, told = false): Event => ({
  ...place(),
  kind: 'changed',
  id: `c${at}`,
  path,
  told,
});
export const attached = (path: string, how = 'file'): Event => ({
  ...place(),
  kind: 'attached',
  id: `a${at}`,
  path,
  how,
});
export const compacted = (): Event => ({
  ...place(),
  kind: 'compaction',
  id: `k${at}`,
  trigger: 'auto',
  preTokens: 1,
  postTokens: 1,
});

/** The options of the settings as they are by default. */
export const options: SignalOptions = {
  stopPhrases: { scope: 'turnEnd' },
  reasoningLoop: { scope: 'sentenceStart' },
};
export const plain: SignalOptions = { stopPhrases: { scope: 'plain' }, reasoningLoop: { scope: 'plain' } };

/** `n` times the same. */
export const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));
