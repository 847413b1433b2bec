/** The same failure again and again, with nothing done about it in between. */
import { en } from '../l10n/english';
import { SILENT_FAILURE } from '../session/answerFacts';
import { factIn } from '../session/facts';
import { isEdit, type Call } from '../session/step';
import { placeOf, type Evidence } from '../signals/signal';
import type { Finding, Found } from './finding';

/** One failure that came again. */
interface Series {
  /** What repeats: see `repeatedBy`. */
  key: string;
  rule: Rule;
  lines: Evidence[];
  t: number | null;
  /** How to know that it works again. */
  opening: number;
  name: string;
  /** A limit of the plan was burned in its turn. */
  limit: boolean;
}
interface State {
  /** The person wants something tried again and again in this turn. */
  ordered: boolean;
  running: Record<string, Series>;
  done: { series: Series; open: boolean }[];
}
type Rule = 'call' | 'command' | 'limit' | 'wait' | 'hung' | 'commit' | 'environment';
const RULES: readonly Rule[] = ['call', 'command', 'limit', 'wait', 'hung', 'commit', 'environment'];
/** Ended by other work that succeeds: these are about one thing that is tried. */
const ENDED_BY_WORK: readonly Rule[] = ['call', 'command', 'hung'];

/** Fail for one cause: to see that may be what was asked for. */
const OF_ONE_CAUSE = new Set<Rule>(['call', 'command']);

/** From so many on. */
const LEAST: Record<Rule, number> = {
  call: 3,
  command: 4,
  limit: 3,
  wait: 3,
  hung: 6,
  commit: 3,
  environment: 5,
};
/** Red from so many on: minutes and tokens are gone, and nobody looked. */
const MANY = 10;

export const stuck: Finding<State> = {
  name: 'stuck',
  title: en('Stuck'),
  meaning: en('Claude met the same failure again and again and changed nothing in between.'),
  advice: en('Stop it, fix the cause yourself or tell it what is wrong, then let it continue.'),
  leavesOut: [
    'searches that find nothing, and comparisons that find a difference',
    'failures with another cause each time, or with a successful edit or other work in between',
    'edits that failed because the file had not been read, after which Claude read it',
    'attempts repeated after you did or said something, or because you asked Claude for repeated attempts',
    'programs that check whether something is running and answer by their exit code alone, such as `lsof`',
    'parallel calls that were cancelled because one of them failed',
    'waiting for background work, and checks on it while it is still running: the output changes or says “pending”; work that ended after all; waiting for sub-agents',
    'the same symptom in outputs without an error, which only a person can recognise',
  ],
  checkedOn:
    'Hand-written sessions. The two known real cases are of the kind that only a person can recognise; no rule finds them.',

  init: () => ({ ordered: false, running: {}, done: [] }),

  fold(state, step) {
    if (step.kind === 'prompt')
      state.ordered = step.marks.some(({ list, category }) => list === 'order' && category === 'repeats');
    if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'interrupt')
      return endAll(state, false);
    if (step.kind === 'apiError' && step.reason === 'limit') {
      for (const series of Object.values(state.running)) series.limit = true;
      return;
    }
    if (step.kind !== 'tool') return;
    const found = repeatedBy(step).filter(([rule]) => !(state.ordered && OF_ONE_CAUSE.has(rule)));
    if (isWork(step) && !found.some(([rule]) => rule === 'hung')) {
      endAll(state, true, ENDED_BY_WORK);
      close(state, step);
    }
    endOthers(state, found);
    // What ran out of time is another attempt once something was changed.
    if (isEdit(step)) endAll(state, true, ['limit']);
    if (factIn(step.answer?.facts ?? [], 'waitEnded') !== undefined) endWaits(state);
    for (const [rule, key] of found) {
      const series = (state.running[`${rule} ${key}`] ??= {
        key,
        rule,
        lines: [],
        t: null,
        opening: step.opening,
        name: step.name,
        limit: false,
      });
      const place = step.answer ?? step;
      series.lines.push({ ...placeOf(place), note: noteOf(rule, step), against: true });
      series.t = place.t;
    }
  },

  read({ running, done }) {
    const now = Object.values(running).map((series) => ({ series, open: true }));
    return oneEach([...done, ...now].filter(({ series }) => isLong(series))).map(foundIn);
  },
};

const isLong = ({ rule, lines }: Series): boolean => lines.length >= LEAST[rule];

/** Work that succeeded: an edit, or a command that does more than look or wait. */
const isWork = ({ action, outcome, facts }: Call): boolean =>
  (outcome === 'ok' && action === 'other' && factIn(facts, 'waits') === undefined) ||
  ((action === 'edit' || action === 'write') && outcome !== 'error');

/** What was repaired by a call that worked: the same command, or a commit that went through. */
function close({ running, done }: State, { opening, facts, answer, name }: Call): void {
  const commits =
    factIn(facts, 'commits') !== undefined &&
    factIn(facts, 'startsBackground') === undefined &&
    factIn(answer?.facts ?? [], 'waitTimedOut') === undefined;
  if (commits)
    for (const [key, { rule }] of Object.entries(running)) if (rule === 'commit') delete running[key];
  for (const one of done)
    if (
      (one.series.opening === opening && opening !== 0) ||
      (opening === 0 && one.series.opening === 0 && one.series.name === name) ||
      (commits && one.series.rule === 'commit')
    )
      one.open = false;
}

/** A look at background work that shows something new ends the series of looks that did not. */
function endOthers(state: State, found: readonly [Rule, string][]): void {
  const hung = found.find(([rule]) => rule === 'hung');
  if (hung === undefined) return;
  for (const [key, series] of Object.entries(state.running)) {
    if (series.rule !== 'hung' || series.key === hung[1]) continue;
    if (isLong(series)) state.done.push({ series, open: false });
    delete state.running[key];
  }
}

/** What was waited for has ended. */
function endWaits({ running, done }: State): void {
  for (const [key, { rule }] of Object.entries(running)) if (rule === 'wait') delete running[key];
  for (const one of done) if (one.series.rule === 'wait') one.open = false;
}

function endAll(state: State, open: boolean, rules: readonly Rule[] = RULES): void {
  for (const [key, series] of Object.entries(state.running)) {
    if (!rules.includes(series.rule)) continue;
    if (isLong(series)) state.done.push({ series, open });
    delete state.running[key];
  }
  // A person has spoken since: whatever it was, they know.
  if (!open) for (const one of state.done) one.open = false;
}

/** What of a call may repeat, by rule. */
function repeatedBy(step: Call): [Rule, string][] {
  const { answer, facts } = step;
  if (answer === null) return [];
  const found: [Rule, string][] = [];
  // Who waits for others looks again and again; `shownByWait` tells when nothing moves.
  const timedOut = factIn(answer.facts, 'waitTimedOut') !== undefined;
  const watched = timedOut && factIn(facts, 'watches') !== undefined;
  const looks =
    factIn(facts, 'waits') !== undefined || factIn(answer.facts, 'pending') !== undefined || watched;
  if (step.outcome === 'error' && answer.failure !== 0 && !looks) {
    const silent = answer.failure === SILENT_FAILURE;
    // Without a word it is the answer of a program that looks: `lsof`, `pgrep`.
    if (!silent || !step.answersByExit) found.push(['call', `${step.name} ${step.input} ${answer.failure}`]);
    // Other words and no error text: nothing says that it is the same.
    if (step.opening !== 0 && !step.answersByExit && !silent)
      found.push(['command', `${step.opening} ${answer.failure}`]);
  }
  const shown = factIn(answer.facts, 'shownByWait');
  // What shows something new goes on.
  if (timedOut && !watched)
    found.push(factIn(facts, 'waits') === undefined ? ['limit', ''] : ['wait', String(shown ?? '')]);
  if (shown !== undefined && !timedOut) found.push(['hung', `${step.input} ${shown}`]);
  if (
    factIn(facts, 'commits') !== undefined &&
    (timedOut || (factIn(facts, 'startsBackground') !== undefined && step.outcome === 'ok'))
  )
    found.push(['commit', '']);
  const fault = factIn(answer.facts, 'environmentFault');
  // Of programs that are not installed each is a fault of its own.
  if (fault !== undefined)
    found.push(['environment', fault === 'noProgram' ? `noProgram ${step.opening}` : String(fault)]);
  return found;
}

function noteOf(rule: Rule, step: Call): string {
  const notes: Partial<Record<Rule, string>> = {
    limit: en('did not end in time'),
    wait: en('waiting ran out of time'),
    hung: en('shows the same as before'),
    commit: en('the commit did not end'),
    environment: en('the machine was at fault'),
  };
  return notes[rule] ?? en('{0} failed the same way', step.name);
}

/** Of series over the same lines only the longest: the same call is also the same command. */
function oneEach(all: { series: Series; open: boolean }[]): { series: Series; open: boolean }[] {
  const longest = all.toSorted((a, b) => b.series.lines.length - a.series.lines.length);
  return longest
    .filter(
      ({ series }, i) =>
        !longest
          .slice(0, i)
          .some((other) => other.series.lines.some(({ at }) => at === series.lines.at(-1)?.at)),
    )
    .sort((a, b) => (a.series.lines[0]?.at ?? 0) - (b.series.lines[0]?.at ?? 0));
}

const FAULTS: Readonly<Record<string, string>> = {
  cannotFork: en('the machine cannot start more processes'),
  noTerminal: en('a command asks for a password and has no terminal'),
  noHost: en('a host cannot be found'),
  noSpace: en('the disk is full'),
  noMemory: en('the memory is used up'),
  readOnly: en('the file system is read-only'),
  noProgram: en('a program is not installed'),
};

function foundIn({ series, open }: { series: Series; open: boolean }): Omit<Found, 'name'> {
  const { rule, lines, key, name, t, limit } = series;
  const sentence = {
    call: en('Repeated the same {0} call, which failed the same way each time', name),
    command: en('Repeated a {0} command that failed the same way each time', name),
    limit: en('Ran commands again and again that did not end in time'),
    wait: en('Waited for background work again and again until time ran out'),
    hung: en('Looked at background work again and again, and nothing had changed'),
    commit: en('Started a commit again and again, and it did not end'),
    environment: en(
      'Kept trying although {w0}',
      FAULTS[key.split(' ')[0] ?? ''] ?? en('the machine is at fault'),
    ),
  }[rule];
  return {
    severity: lines.length >= MANY || limit ? 'critical' : 'warn',
    sentence: limit ? en('{w0}, until a limit of the plan was reached', sentence) : sentence,
    t,
    open,
    evidence: lines,
  };
}
