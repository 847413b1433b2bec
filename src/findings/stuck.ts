/** The same failure again and again, with nothing done about it in between. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
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
}
interface State {
  running: Record<string, Series>;
  done: { series: Series; open: boolean }[];
}
type Rule = 'call' | 'command' | 'wait' | 'environment';

/** From so many on. */
const LEAST: Record<Rule, number> = { call: 3, command: 4, wait: 3, environment: 5 };
/** Red from so many on: minutes and tokens are gone, and nobody looked. */
const MANY = 10;

export const stuck: Finding<State> = {
  name: 'stuck',
  title: 'Stuck',
  meaning: 'The agent met the same failure again and again and changed nothing in between.',
  advice: 'Stop it, mend the cause yourself or tell it what is wrong, then let it go on.',

  init: () => ({ running: {}, done: [] }),

  fold(state, step) {
    if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'interrupt')
      return endAll(state, false);
    if (step.kind !== 'tool') return;
    if (isWork(step)) {
      endAll(state, true, ['call', 'command']);
      for (const one of state.done)
        if (one.series.opening === step.opening && step.opening !== 0) one.open = false;
    }
    for (const [rule, key] of repeatedBy(step)) {
      const series = (state.running[`${rule} ${key}`] ??= {
        key,
        rule,
        lines: [],
        t: null,
        opening: step.opening,
        name: step.name,
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

/** Work that succeeded: an edit, or a command that does more than look. */
const isWork = ({ action, outcome }: Call): boolean =>
  (outcome === 'ok' && action === 'other') ||
  ((action === 'edit' || action === 'write') && outcome !== 'error');

function endAll(
  state: State,
  open: boolean,
  rules: readonly Rule[] = ['call', 'command', 'wait', 'environment'],
): void {
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
  const { answer } = step;
  if (answer === null) return [];
  const found: [Rule, string][] = [];
  if (step.outcome === 'error' && answer.failure !== 0) {
    found.push(['call', `${step.name} ${step.input} ${answer.failure}`]);
    if (step.opening !== 0 && !step.answersByExit)
      found.push(['command', `${step.opening} ${answer.failure}`]);
  }
  if (factIn(answer.facts, 'waitTimedOut') !== undefined) found.push(['wait', '']);
  const fault = factIn(answer.facts, 'environmentFault');
  if (fault !== undefined) found.push(['environment', String(fault)]);
  return found;
}

function noteOf(rule: Rule, step: Call): string {
  if (rule === 'wait') return 'waiting ran out of time';
  return rule === 'environment' ? 'the machine was at fault' : `${step.name} failed the same way`;
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
  cannotFork: 'the machine cannot start more processes',
  noTerminal: 'a command asks for a password and has no terminal',
  noHost: 'a host cannot be found',
  noSpace: 'the disk is full',
  noMemory: 'the memory is used up',
  readOnly: 'the file system is read-only',
  noProgram: 'a program is not installed',
};

function foundIn({ series, open }: { series: Series; open: boolean }): Omit<Found, 'name'> {
  const { rule, lines, key, name, t } = series;
  const sentence = {
    call: `Repeated the same ${name} call, which failed the same way each time`,
    command: `Repeated a command that failed the same way each time`,
    wait: 'Waited for background work again and again until time ran out',
    environment: `Kept trying although ${FAULTS[key] ?? 'the machine is at fault'}`,
  }[rule];
  return { severity: lines.length >= MANY ? 'critical' : 'warn', sentence, t, open, evidence: lines };
}
