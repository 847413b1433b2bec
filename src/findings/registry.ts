/** Every finding, in the order in which surfaces and docs show them. */
import { copyState } from '../session/copyState';
import type { Step } from '../session/step';
import { bySeverity } from '../signals/severity';
import { EVIDENCE_LIMIT } from '../signals/signal';
import type { About, Finding, Found, WORDS } from './finding';
import { dataLost } from './dataLost';
import { failingTests } from './failingTests';
import { guardBypassed } from './guardBypassed';
import { guardWeakened } from './guardWeakened';
import { harmDone } from './harmDone';
import { noAnswer } from './noAnswer';
import { nobodyThere } from './nobodyThere';
import { otherModel } from './otherModel';
import { refused } from './refused';
import { secretShown } from './secretShown';
import { stuck } from './stuck';
import { unbackedClaim } from './unbackedClaim';
import { wrongTree } from './wrongTree';

/** What is said of a finding, without the machine. */
export type FindingWords = Pick<Finding<unknown>, (typeof WORDS)[number]>;

/** One finding up to a step. */
interface Run {
  fold(steps: readonly Step[], about: About): void;
  read(about: About): Found[];
  /** The same, which goes on by itself. */
  copy(): Run;
}

const runOf = <S>(finding: Finding<S>, state: S): Run => ({
  fold(steps, about) {
    for (const step of steps) finding.fold(state, step, about);
  },
  read: (about) => finding.read(state, about).map((found) => ({ name: finding.name, ...found })),
  copy: () => runOf(finding, copyState(state)),
});

const machine = <S>(finding: Finding<S>) => ({
  words: {
    name: finding.name,
    title: finding.title,
    meaning: finding.meaning,
    advice: finding.advice,
    leavesOut: finding.leavesOut,
    checkedOn: finding.checkedOn,
  } satisfies FindingWords,
  begin: () => runOf(finding, finding.init()),
});

const MACHINES = [
  machine(noAnswer),
  machine(guardBypassed),
  machine(stuck),
  machine(secretShown),
  machine(failingTests),
  machine(unbackedClaim),
  machine(guardWeakened),
  machine(harmDone),
  machine(dataLost),
  machine(otherModel),
  machine(refused),
  machine(wrongTree),
  machine(nobodyThere),
] as const;

/** What is said of every finding. */
export const findings: readonly FindingWords[] = MACHINES.map(({ words }) => words);

/** Findings of one kind that are kept of a session: more tell nothing new. */
const MOST_OF_A_KIND = 20;

/** All findings up to a step of a session's own conversation. */
export class Finds {
  private readonly runs: readonly Run[];

  constructor(runs: readonly Run[] = MACHINES.map(({ begin }) => begin())) {
    this.runs = runs;
  }

  fold(steps: readonly Step[], about: About): void {
    for (const run of this.runs) run.fold(steps, about);
  }

  /** What was found up to here, in the order in which it happened. */
  read(about: About): Found[] {
    return this.runs
      .flatMap((run) => run.read(about).slice(-MOST_OF_A_KIND))
      .map((found) => ({ ...found, evidence: kept(found.evidence) }))
      .sort((a, b) => (a.evidence.at(-1)?.at ?? 0) - (b.evidence.at(-1)?.at ?? 0));
  }

  /** The same, which goes on by itself. */
  copy(): Finds {
    return new Finds(this.runs.map((run) => run.copy()));
  }
}

/** The line it began with, by which it is known again, and the latest of the others. */
const kept = (evidence: Found['evidence']): Found['evidence'] =>
  evidence.length <= EVIDENCE_LIMIT ? evidence : [evidence[0]!, ...evidence.slice(1 - EVIDENCE_LIMIT)];

/** Words of a finding by its name. */
export const findingWords = (name: string): FindingWords =>
  findings.find((one) => one.name === name) ?? {
    name,
    title: name,
    meaning: '',
    advice: '',
    leavesOut: [],
    checkedOn: '',
  };

/** The findings that ring: not repaired, worst first, of equals the latest. */
export const openOf = (found: readonly Found[]): Found[] =>
  found.filter(({ open }) => open).sort((a, b) => bySeverity(a, b) || (b.t ?? 0) - (a.t ?? 0));
