/**
 * What kind of task a session was (experimental): codevigil's two-stage classifier of turns, and rules that do better on
 * labelled ones (`npm run labels`). A turn is a prompt and what followed until the next.
 */
import * as z from 'zod';
import type { PhraseMark } from '../session/event';
import { isEdit, type Step } from '../session/step';

export const TaskType = z.enum(['exploration', 'mutation_heavy', 'debug_loop', 'planning', 'mixed']);
export type TaskType = z.infer<typeof TaskType>;
type Label = Exclude<TaskType, 'mixed'>;

/** Words for people. */
export const TASK_WORDS: Readonly<Record<TaskType, string>> = {
  exploration: 'exploring',
  mutation_heavy: 'changing',
  debug_loop: 'debugging',
  planning: 'planning',
  mixed: 'mixed',
};

/** What a turn did, and which kinds of task its prompt speaks of. */
export interface TaskTurn {
  /** Place of its prompt's line. */
  at: number;
  /** Edits and writes that were not undone. */
  mutations: number;
  reads: number;
  /** Searches in files and on the web. */
  research: number;
  /** Shell calls that do more than inspect. */
  shell: number;
  /** All tool calls. */
  calls: number;
  /** Cues of codevigil's words, and of the careful ones. */
  plain: ReadonlySet<Label>;
  careful: ReadonlySet<Label>;
}

/** codevigil's words, in the order in which they decide. */
const PLAIN_CUES: readonly (readonly [Label, readonly string[]])[] = [
  [
    'debug_loop',
    'fix,debug,broken,failing,error,exception,crash,traceback,why is,not working,failing test,reproduce,regression'.split(
      ',',
    ),
  ],
  [
    'mutation_heavy',
    'implement,add,create,build,write,generate,scaffold,port,migrate,convert,refactor,rename,move,delete,remove,update'.split(
      ',',
    ),
  ],
  [
    'exploration',
    'why,investigate,explore,understand,look at,walk me through,show me,what does,how does,explain,trace,find where,where is,which file,map out'.split(
      ',',
    ),
  ],
  [
    'planning',
    'plan,design,architect,outline,propose,think through,approach,strategy,how should,what would,should we,tradeoff,option,compare,consider'.split(
      ',',
    ),
  ],
];

/** Ours: inflections too, and what people say of something that does not work. */
const CAREFUL_CUES: readonly (readonly [Label, RegExp])[] = [
  [
    'debug_loop',
    /\b(?:fix(?:es|ed|ing)?|debug\w*|broken|breaks|fail(?:s|ed|ing|ure|ures)?|errors?|exceptions?|crash\w*|traceback|stack trace|reproduc\w+|regressions?|unhappy|wrong|blocked|(?:doesn|didn|isn|don|can)['’]?t (?:work|load|start|build|get|use|support\w*)|not (?:working|supported|starting)|still (?:not|the|doesn|no)|lost|issues?|invalid|annoying)\b/i,
  ],
  [
    'mutation_heavy',
    /\b(?:implement\w*|add(?:s|ed|ing)?|creat(?:e|es|ed|ing)|build|writ(?:e|es|ing)|generat\w+|scaffold|port|migrat\w+|convert\w*|refactor\w*|renam\w+|move|delet\w+|remov\w+|updat\w+|replac\w+|chang\w+|edit|reuse|support\w*|address|make)\b/i,
  ],
  [
    'exploration',
    /\b(?:why|what(?:['’]s| is| are| was| does| do)|investigat\w+|explor\w+|understand\w*|look at|look|walk me through|show me|how do(?:es)?|explain\w*|trace|find|search|where|which|map out|overview|review|summari[sz]e|list|read)\b/i,
  ],
  [
    'planning',
    /\b(?:plan(?:s|ning)?|designs?|architect\w*|outlin\w+|propos\w+|think (?:through|about)|approach\w*|strateg\w+|how (?:should|could|can)|what would|should (?:we|i)|could (?:we|i)|would (?:there|it|i)|trade-?offs?|options?|compar\w+|consider\w*|opinion|pros|cons|strengths?|risks?|weak points|simple way|do you think)\b/i,
  ],
];

const PLAIN_PATTERNS = PLAIN_CUES.map(
  ([label, words]) => [label, new RegExp(`\\b(?:${words.join('|')})\\b`, 'i')] as const,
);

const MARK = { list: 'task', phrase: '', intent: '', index: 0 } as const;

/** Cues of a prompt's text, as marks: an event keeps no text. */
export const cuesOf = (text: string): PhraseMark[] => [
  ...PLAIN_PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([category]): PhraseMark => ({
    ...MARK,
    by: 'plain',
    category,
  })),
  ...CAREFUL_CUES.filter(([, pattern]) => pattern.test(text)).map(([category]): PhraseMark => ({
    ...MARK,
    by: 'careful',
    category,
  })),
];

/** codevigil's two stages: first what was done, then the first kind its prompt speaks of. */
export function plainTask({ mutations, reads, research, shell, calls, plain }: TaskTurn): TaskType {
  const looked = reads + research;
  if (mutations >= 3 && shell === 0) return 'mutation_heavy';
  if (shell >= 1 && mutations >= 1) return 'debug_loop';
  if (calls === 0) return 'planning';
  if (shell === 0 && mutations < 2 && looked > 2 * mutations) return 'exploration';
  return PLAIN_CUES.find(([label]) => plain.has(label))?.[0] ?? 'mixed';
}

/**
 * Ours: the prompt says what it is for, the calls say whether it came to that. A turn without a call is no planning
 * unless it speaks of it; work in the shell alone is none of the kinds unless something is broken.
 */
export function carefulTask({ mutations, reads, research, calls, careful }: TaskTurn): TaskType {
  if (careful.has('debug_loop')) return 'debug_loop';
  if (mutations > 0) return 'mutation_heavy';
  if (careful.has('planning')) return 'planning';
  if (careful.has('exploration') && (calls === 0 || reads + research > 0)) return 'exploration';
  return 'mixed';
}

/** The turns of a session's own conversation. What comes before the first prompt belongs to none. */
export function taskTurns(steps: readonly Step[]): TaskTurn[] {
  const turns: TaskTurn[] = [];
  for (const step of steps) {
    if (step.kind === 'prompt') {
      const cues = (by: PhraseMark['by']): Set<Label> =>
        new Set(
          step.marks.flatMap((mark) =>
            mark.list === 'task' && mark.by === by ? [mark.category as Label] : [],
          ),
        );
      turns.push({
        at: step.at,
        mutations: 0,
        reads: 0,
        research: 0,
        shell: 0,
        calls: 0,
        plain: cues('plain'),
        careful: cues('careful'),
      });
    }
    const turn = turns.at(-1);
    if (step.kind !== 'tool' || turn === undefined) continue;
    turn.calls++;
    const edit: boolean = isEdit(step);
    if (edit) turn.mutations++;
    else if (step.action === 'read') turn.reads++;
    else if (step.action === 'research') turn.research++;
    else if (step.shell) turn.shell++;
  }
  return turns;
}

/** A session's kind: that of more than half of its turns that have one. Null without a turn. */
export function taskTypeOf(
  steps: readonly Step[],
  classify: (turn: TaskTurn) => TaskType = carefulTask,
): TaskType | null {
  const turns = taskTurns(steps);
  if (turns.length === 0) return null;
  const labels = turns.map(classify).filter((label) => label !== 'mixed');
  const most = TaskType.options.find(
    (label) => labels.filter((one) => one === label).length > labels.length / 2,
  );
  return most ?? 'mixed';
}
