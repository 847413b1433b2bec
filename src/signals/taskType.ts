/**
 * What a turn and a session were for (codevigil.md section 6). Two rule sets: codevigil's two stages, and careful ones
 * without the defects of its classifier (codevigil.md D2). `scripts/calibrate-turns.mjs` measures both on labelled turns.
 */
import * as z from 'zod';
import type { ToolAction } from '../session/event';
import { proseOf } from './prose';

export const TaskType = z.enum(['exploration', 'mutation_heavy', 'debug_loop', 'planning', 'mixed']);
export type TaskType = z.infer<typeof TaskType>;

/** Kinds that words speak of, in codevigil's order of stage 2: the first one decides. */
export const CUE_LABELS = ['debug_loop', 'mutation_heavy', 'exploration', 'planning'] as const;
type CueLabel = (typeof CUE_LABELS)[number];

/**
 * What a prompt speaks of. A plain label: one of codevigil's own words is there. With `careful:` before it: one of ours.
 * Both are kept, because the text is gone when the rules are chosen.
 */
export const TaskCue = z.enum([...CUE_LABELS, ...CUE_LABELS.map((label) => `careful:${label}` as const)]);
export type TaskCue = z.infer<typeof TaskCue>;

export type TaskRules = 'codevigil' | 'careful';

/** What a turn did and what its prompt speaks of. */
export interface TaskTurn {
  /** Calls by what they do to files. A shell call counts here too, by its own action. */
  actions: Readonly<Partial<Record<ToolAction, number>>>;
  /** Shell calls, whatever they do. */
  bash: number;
  cues: readonly TaskCue[];
}

/** codevigil's words of stage 2 (codevigil.md section 6), letter for letter. */
const WORDS: Readonly<Record<CueLabel, readonly string[]>> = {
  debug_loop:
    'fix,debug,broken,failing,error,exception,crash,traceback,why is,not working,failing test,reproduce,regression'.split(
      ',',
    ),
  mutation_heavy:
    'implement,add,create,build,write,generate,scaffold,port,migrate,convert,refactor,rename,move,delete,remove,update'.split(
      ',',
    ),
  exploration:
    'why,investigate,explore,understand,look at,walk me through,show me,what does,how does,explain,trace,find where,where is,which file,map out'.split(
      ',',
    ),
  planning:
    'plan,design,architect,outline,propose,think through,approach,strategy,how should,what would,should we,tradeoff,option,compare,consider'.split(
      ',',
    ),
};

/** Words of ours besides codevigil's and their inflections. Patterns of whole words. */
const MORE: Readonly<Record<CueLabel, readonly string[]>> = {
  debug_loop: [
    'fail(?:s|ed|ure|ures)?',
    'broke|breaks|wrong',
    String.raw`(?:does|do|did|is|are|was)(?: not|n['’]?t) work(?:ing)?`,
    String.raw`invalid|stack ?trace|bugs?`,
  ],
  mutation_heavy: ['chang(?:e|es|ing)|replac(?:e|es|ing)|edit(?:ing)?'],
  exploration: [
    String.raw`what (?:is|are|was|were|do)|what['’]s|how do|(?<=^|[.!?]\s+)which`,
    'find|search|list|overview|summari[sz]e|read|review',
    'have a look',
  ],
  planning: [
    'proposals?|strateg(?:y|ies)|trade-offs?|pros|cons|strengths?|weak points|weaknesses|risks?|caveats?|opinion',
    String.raw`do you think|could we|would (?:there|it|i) be|would i|possible to`,
    'how (?:can|could|would) (?:i|we)',
  ],
};

/** `fix` → fix, fixes, fixed, fixing, `plan` → planning, `create` → creating. Phrases stay as they are. */
function inflected(word: string): string {
  if (/[^a-z]/.test(word) || /(?:ing|en|y)$/.test(word)) return word;
  if (word.endsWith('e')) return `${word.slice(0, -1)}(?:e|es|ed|ing)`;
  return `${word}(?:${word.at(-1)}?(?:ed|ing)|e?s)?`;
}

const whole = (patterns: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${patterns.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');

const PLAIN = CUE_LABELS.map((label) => [label, whole(WORDS[label])] as const);
const CAREFUL = CUE_LABELS.map(
  (label) => [label, whole([...WORDS[label].map(inflected), ...MORE[label]])] as const,
);

/** A long text is mostly pasted: its beginning is what was typed (P19). Characters. */
const TYPED = 1200;

/**
 * Labels whose words a prompt holds. codevigil looks at all of the text (section 6, stage 2: whole words); ours are
 * looked for in the prose of its beginning, not in code, quotations and what was pasted.
 */
export function promptCues(text: string): TaskCue[] {
  const prose = proseOf(text.slice(0, TYPED));
  return [
    ...PLAIN.filter(([, pattern]) => pattern.test(text)).map(([label]): TaskCue => label),
    ...CAREFUL.filter(([, pattern]) => pattern.test(prose)).map(([label]): TaskCue => `careful:${label}`),
  ];
}

/** mut and rg of codevigil.md section 6, by our actions: NotebookEdit, Grep and web searches count too. */
function countsOf({ actions }: TaskTurn): { mut: number; rg: number; calls: number } {
  const { read = 0, research = 0, edit = 0, write = 0, other = 0 } = actions;
  const mut = edit + write;
  const rg = read + research;
  return { mut, rg, calls: mut + rg + other };
}

/** codevigil's stage 1, first match (section 6): what was done. Null: the prompt decides. */
export function stageOne(turn: TaskTurn): TaskType | null {
  const { mut, rg, calls } = countsOf(turn);
  if (mut >= 3 && turn.bash === 0) return 'mutation_heavy';
  if (turn.bash >= 1 && mut >= 1) return 'debug_loop';
  if (calls === 0) return 'planning';
  if (turn.bash === 0 && mut < 2 && rg > 2 * mut) return 'exploration';
  return null;
}

/** codevigil's stage 2 (section 6): the first kind whose words the prompt holds; without any, mixed. */
export function stageTwo(cues: readonly TaskCue[]): TaskType {
  return CUE_LABELS.find((label) => cues.includes(label)) ?? 'mixed';
}

/**
 * Ours, each for a defect of D2 or one that the labelled turns showed. The prompt says what a turn is for; the calls
 * say whether it came to that:
 * - words of trouble make it debugging, with or without edits; an edit beside a shell call alone does not, for features
 *   are tested too (calibration);
 * - what was edited without them is a change, also with one edit or a shell call (calibration);
 * - a turn without calls is planning only when it speaks of planning, and chat is mixed (D2);
 * - a turn that only read or searched is exploration, also by Grep or `cat` (D2);
 * - inflections count (D2, `promptCues`).
 */
function carefully(turn: TaskTurn): TaskType {
  const { mut, rg, calls } = countsOf(turn);
  const speaksOf = (label: CueLabel): boolean => turn.cues.includes(`careful:${label}`);
  if (speaksOf('debug_loop')) return 'debug_loop';
  if (mut > 0) return 'mutation_heavy';
  if (speaksOf('planning')) return 'planning';
  if (speaksOf('exploration')) return 'exploration';
  return rg > 0 && rg === calls ? 'exploration' : 'mixed';
}

/** What a turn was for, by the one rule set or the other. */
export const classifyTurn = (turn: TaskTurn, rules: TaskRules): TaskType =>
  rules === 'codevigil' ? (stageOne(turn) ?? stageTwo(turn.cues)) : carefully(turn);

/**
 * What a session was for (section 6): fewer than 2 labelled turns → mixed; the label of more than half; else mixed. A
 * turn is labelled when it is not mixed. Carefully, the label of a single labelled turn is the session's (D2).
 */
export function sessionTaskType(turns: readonly TaskType[], rules: TaskRules = 'careful'): TaskType {
  const labelled = turns.filter((turn) => turn !== 'mixed');
  if (labelled.length < 2 && rules === 'codevigil') return 'mixed';
  return (
    CUE_LABELS.find((label) => labelled.filter((turn) => turn === label).length > labelled.length / 2) ??
    'mixed'
  );
}
