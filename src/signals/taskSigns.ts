/** What can be seen of a turn that speaks for one kind of task or another: its signs, by name. */
import { isEdit, type Call, type Step } from '../session/step';
import { getOwn } from '../log/own';

/** What a turn did, and what its prompt speaks of. */
export interface TaskTurn {
  /** Place of its prompt's line. */
  at: number;
  /** Which of its session's files holds that line. */
  file: number;
  /** Time of its prompt in ms since the epoch; null when it has none that can be read. */
  startedAt: number | null;
  /** Edits and writes that were not undone. */
  mutations: number;
  reads: number;
  /** Searches in files and on the web. */
  research: number;
  /** Shell calls that do more than inspect. */
  shell: number;
  /** All tool calls. */
  calls: number;
  /** Kinds that codevigil's words in the prompt stand for. */
  plain: ReadonlySet<string>;
  signs: ReadonlySet<string>;
}

/** A turn while it is read. */
export interface OpenTurn extends Omit<TaskTurn, 'plain' | 'signs'> {
  plain: Set<string>;
  signs: Set<string>;
  /** Cues of the latest text of the agent. */
  last: string[];
  edits: { docs: number; plans: number; tests: number };
}

const DOCUMENT = /\.(?:md|mdx|rst|txt|adoc)$/i;
const PLAN = /(?:^|[/._-])(?:plans?|designs?|proposals?|specs?|rfcs?|tasks|research|openspec)(?:[/._-]|$)/i;
const TEST = /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e)(?:[/._-]|$)/i;

const TOOL_SIGNS: Readonly<Record<string, string>> = {
  AskUserQuestion: 'work: asks you',
  ExitPlanMode: 'work: plan mode',
  EnterPlanMode: 'work: plan mode',
  Skill: 'work: skill',
  Task: 'work: sub-agents',
  Agent: 'work: sub-agents',
  TodoWrite: 'work: to-do list',
  TaskCreate: 'work: to-do list',
  WebSearch: 'work: web',
  WebFetch: 'work: web',
};

/** Programs that publish, ask services or run the surroundings. */
const SHIPS = /^(?:gh|glab|docker|docker-compose|kubectl|terraform|ngrok|conda|aws|gcloud)$/;

function signsOfFacts({ facts, outcome, answer }: Call): string[] {
  const signs: string[] = [];
  for (const { fact, value } of facts) {
    if (fact === 'commits' || fact === 'pushes') signs.push('work: commits');
    if (fact === 'mergesChanges') signs.push('work: merges');
    if (fact === 'runsTests') signs.push('work: tests');
    if (fact === 'runsProgram') signs.push(SHIPS.test(String(value)) ? 'work: services' : 'work: runs');
    if (fact === 'typeChecks' || fact === 'lints') signs.push('work: checks');
  }
  const failed = answer?.facts.some(({ fact }) => fact === 'testsFailed' || fact === 'checkFailed');
  if (failed === true) signs.push('work: tests fail');
  if (outcome === 'error') signs.push('work: errors');
  return signs;
}

function addCall(turn: OpenTurn, call: Call): void {
  turn.calls++;
  const add = (...signs: string[]): unknown => signs.map((sign) => turn.signs.add(sign));
  add(...signsOfFacts(call));
  const sign = getOwn(TOOL_SIGNS, call.name);
  if (sign !== undefined) add(sign);
  if (call.name.startsWith('mcp__')) add('work: servers');
  if (call.action === 'edit' || call.action === 'write') {
    const path = call.path ?? '';
    if (!isEdit(call)) add('work: edits undone');
    else {
      turn.mutations++;
      if (PLAN.test(path) && DOCUMENT.test(path)) turn.edits.plans++;
      if (DOCUMENT.test(path)) turn.edits.docs++;
      else if (TEST.test(path)) turn.edits.tests++;
    }
    return;
  }
  if (call.action === 'read') turn.reads++;
  else if (call.action === 'research') turn.research++;
  else if (call.shell) turn.shell++;
}

const FEW = 30;
const MANY = 400;
/** A statement that is longer tells what is wrong. */
const REPORT = 150;
const FROM = [1, 4, 12, 30];

/** Cues of the agent that count wherever in a turn they stand. */
const CUES_ANYWHERE: ReadonlySet<string> = new Set(['answer: cause', 'answer: investigates', 'answer: plan']);

/** Cues that say more when nothing was edited. */
const BARE = [
  'asks',
  'opens: look',
  'opens: what',
  'opens: why',
  'says: wonder',
  'says: plan',
  'says: broken',
];

/** Signs told by the whole turn. */
function closingSigns({ mutations, reads, research, shell, calls, edits, last, signs }: OpenTurn): string[] {
  const found = [...last];
  const from = (name: string, n: number): unknown =>
    FROM.forEach((least) => n >= least && found.push(`${name} ≥ ${least}`));
  from('edits', mutations);
  from('looks', reads + research);
  from('commands', shell);
  if (calls === 0) found.push('work: none');
  if (mutations > 0 && edits.docs === mutations) found.push('edits: documents only');
  if (mutations > 0 && edits.plans === mutations) found.push('edits: plans only');
  if (mutations > 0 && edits.tests === mutations) found.push('edits: tests only');
  if (mutations === 0 && shell === 0 && reads + research > 0) found.push('work: looks only');
  if (mutations === 0 && shell > 0) found.push('work: commands, no edit');
  if (signs.has('work: commits') && mutations === 0) found.push('work: commits only');
  if (mutations === 0) for (const sign of BARE) if (signs.has(sign)) found.push(`${sign}, no edit`);
  if (mutations < 4 && signs.has('opens: ship')) found.push('opens: ship, few edits');
  return found;
}

/** Takes a step into the turn it is in: the one before, or the one it begins. What comes before the first prompt is in none. */
export function foldTurn(before: OpenTurn | null, step: Step): OpenTurn | null {
  const turn = step.kind === 'prompt' ? opened(step) : before;
  if (turn === null) return null;
  if (step.kind === 'tool') addCall(turn, step);
  if (step.kind === 'interrupt') turn.signs.add('work: interrupted');
  if (step.kind === 'text' && step.thread === '') {
    const said = step.marks.flatMap(({ list, category }) =>
      list === 'task' ? [category] : list === 'question' ? ['answer: question'] : [],
    );
    turn.last = said;
    for (const cue of said) if (CUES_ANYWHERE.has(cue)) turn.signs.add(cue.replace('answer', 'talk'));
  }
  return turn;
}

/** A turn that is over, or that is looked at as if it were. */
export const closed = (turn: OpenTurn): TaskTurn => ({
  ...turn,
  signs: new Set([...turn.signs, ...closingSigns(turn)]),
});

/** The turns of a session's own conversation. What comes before the first prompt belongs to none. */
export function taskTurns(steps: readonly Step[]): TaskTurn[] {
  const turns: OpenTurn[] = [];
  let turn: OpenTurn | null = null;
  for (const step of steps) {
    turn = foldTurn(turn, step);
    if (step.kind === 'prompt' && turn !== null) turns.push(turn);
  }
  return turns.map(closed);
}

function opened(prompt: Extract<Step, { kind: 'prompt' }>): OpenTurn {
  const cues = prompt.marks.filter(({ list }) => list === 'task');
  const said = cues.filter(({ by }) => by === 'careful').map(({ category }) => category);
  const few = prompt.chars <= FEW;
  const signs = new Set(said);
  if (few) signs.add('words: few');
  if (few && (said.includes('says: yes') || said.includes('says: choice'))) signs.add('words: assent');
  if (few && said.includes('says: thanks')) signs.add('words: thanks');
  if (few && said.length === 0) signs.add('words: few, no cue');
  if (prompt.chars >= MANY) signs.add('words: many');
  if (![...signs].some((sign) => sign.startsWith('opens: '))) signs.add('opens: nothing');
  const statement = prompt.chars > REPORT && !signs.has('asks') && !signs.has('asks: request');
  if (statement && signs.has('says: defect')) signs.add('words: reports a defect');
  return {
    at: prompt.at,
    file: prompt.file ?? 0,
    startedAt: prompt.t,
    mutations: 0,
    reads: 0,
    research: 0,
    shell: 0,
    calls: 0,
    plain: new Set(cues.filter(({ by }) => by === 'plain').map(({ category }) => category)),
    signs,
    last: [],
    edits: { docs: 0, plans: 0, tests: 0 },
  };
}
