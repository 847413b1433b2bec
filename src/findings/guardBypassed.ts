/** Commit hooks or signing skipped: what they would have said, nobody knows. */
import { en } from '../l10n/english';
import { factIn, type FactName } from '../session/facts';
import { isEdit, onlyLooks, type Call } from '../session/step';
import { startsAgent } from '../session/tools';
import { placeOf, placeOfMark, type Evidence } from '../signals/signal';
import type { Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  /** The last refusal by a hook that no commit has passed since. */
  refusal: Evidence | null;
  /** A hook of this project looks for secrets. */
  guardsSecrets: boolean;
  /** The person asked for it in this turn, or allowed it. */
  ordered: boolean;
  /** The person asked for it once and for all. */
  standing: boolean;
  /** The hooks were run by hand, and nothing was changed since. */
  ranByHand: boolean;
  /** The agent's last words ask whether to skip the hooks. */
  offered: boolean;
  /** The person said that hooks are to run: the line. */
  forbidden: Evidence | null;
  /** What a skill, a slash command or CLAUDE.md says of them. */
  instructed: { order: 'skip_hooks' | 'run_hooks'; evidence: Evidence } | null;
  /** Texts that the agent wrote itself: it gets no orders from them. */
  written: string[];
  /** Place in `found` of what this turn did; null before. */
  ofTurn: number | null;
}

export const guardBypassed: Finding<State> = {
  name: 'guard_bypassed',
  title: en('Guard bypassed'),
  meaning: en('Commit hooks or signing were skipped, so nothing checked what was committed.'),
  advice: en(
    'Look at what was committed, run the hooks on it, and say in CLAUDE.md that they may not be skipped.',
  ),
  leavesOut: [
    'a bypass you asked for in this turn, or allowed when Claude asked',
    'quotations, messages, searches and files that only mention it',
    'a dry-run push (`git push -n`)',
    'a call that you denied',
    'a bypass that a skill, a slash command, or a CLAUDE.md in the log orders for every commit, unless Claude wrote it',
    'your standing order for all commits, until you revoke it, and your answer in a dialog of Claude',
    'hooks that Claude ran by hand just before',
    'a commit that passed the hooks later: amended with hooks, or checked by running them by hand',
    'repositories made for a trial, in a temporary folder or by `git init`',
  ],
  checkedOn:
    'Hand-written sessions in Bash, PowerShell and nested shells. The open logs contain no such case.',

  init: () => ({
    found: [],
    refusal: null,
    guardsSecrets: false,
    ordered: false,
    standing: false,
    ranByHand: false,
    offered: false,
    forbidden: null,
    instructed: null,
    written: [],
    ofTurn: null,
  }),

  fold(state, step) {
    if (step.kind === 'prompt') {
      const says = (category: string): boolean =>
        step.marks.some((mark) => mark.list === 'order' && mark.category === category);
      state.standing = (state.standing && !says('run_hooks')) || says('always_skip');
      state.ordered = state.standing || says('skip_hooks') || (state.offered && !says('run_hooks'));
      state.offered = false;
      state.ranByHand = false;
      state.ofTurn = null;
      if (says('run_hooks'))
        state.forbidden = {
          ...placeOfMark(step, ({ category }) => category === 'run_hooks'),
          note: en('asks for the hooks'),
          against: true,
        };
      else if (state.ordered) state.forbidden = null;
    }
    if (step.kind === 'instructed') state.instructed = { order: step.order, evidence: instruction(step) };
    if (step.kind === 'text') state.offered = step.marks.some(({ category }) => category === 'offers_skip');
    if (step.kind !== 'tool') return;
    noteAllowed(state, step);
    if (isEdit(step) && step.path?.endsWith('.md') === true && !state.written.includes(step.path))
      state.written.push(step.path);
    const how = factIn(step.facts, 'skipsHooks');
    const refused = step.answer?.facts.find(({ fact }) => fact === 'hookRefused');
    if (how !== undefined && !isOrdered(state) && !lookedAt(state, step) && !isRefusedByPerson(step))
      tell(state, step, how);
    state.ranByHand = runsHooks(step) ? step.outcome === 'ok' : state.ranByHand && changesNothing(step);
    if (refused !== undefined && step.answer !== null) {
      state.refusal = { ...placeOf(step.answer), note: en('a hook refused this'), against: true };
      if (refused.value === 'secrets') state.guardsSecrets = true;
    } else if (step.outcome === 'ok' && (how !== undefined || commits(step) || passesHooks(step))) {
      state.refusal = null;
      if (how === undefined && passesHooks(step)) for (const found of state.found) found.open = false;
    }
  },

  read: ({ found }) => found,
};

const instruction = (step: Parameters<typeof placeOf>[0] & { index: number | undefined }): Evidence => ({
  ...placeOf(step),
  ...(step.index === undefined ? {} : { index: step.index }),
  note: en('its instructions'),
  against: true,
});

/** What an answer says of skipping them: that of a person in a dialog, or of a file of instructions. */
function noteAllowed(state: State, { answer, name, path }: Call): void {
  for (const { fact, index } of answer?.facts ?? []) {
    if (fact !== 'allowsSkip' && fact !== 'forbidsSkip') continue;
    if (name === 'AskUserQuestion') state.ordered = true;
    else if (fact === 'forbidsSkip' || path === null || !state.written.includes(path))
      state.instructed = {
        order: fact === 'allowsSkip' ? 'skip_hooks' : 'run_hooks',
        evidence: instruction({ ...answer!, index }),
      };
  }
}

/** By the person, or by instructions that they did not gainsay. */
const isOrdered = ({ ordered, forbidden, instructed }: State): boolean =>
  ordered || (forbidden === null && instructed?.order === 'skip_hooks');

const isRefusedByPerson = ({ answer }: Call): boolean => answer?.deniedBy === 'person';

/** Programs that run hooks by hand. */
const HOOK_RUNNERS = new Set(['pre-commit', 'prek', 'lefthook', 'lint-staged', 'overcommit']);

/** True for a commit that was made again with hooks, or the hooks run by hand. Another commit says nothing of the first. */
const passesHooks = ({ facts }: Call): boolean =>
  facts.some(
    ({ fact, value }) =>
      (fact === 'commits' && value === 'amend') || (fact === 'lints' && HOOK_RUNNERS.has(String(value))),
  );
const runsHooks = ({ facts }: Call): boolean =>
  facts.some(({ fact, value }) => fact === 'lints' && HOOK_RUNNERS.has(String(value)));
/** By the hooks, run by hand before it or in the same command. */
const lookedAt = ({ ranByHand }: State, step: Call): boolean => ranByHand || runsHooks(step);

/** Facts of commands that leave the files as hooks saw them. */
const LEAVES = new Set<FactName>([
  ...(['asksTree', 'asksSecrets', 'fetches', 'waits', 'usesStash'] as const),
  ...(['commits', 'skipsHooks', 'pushes', 'forcePushes', 'runsTests', 'typeChecks'] as const),
]);
const changesNothing = (step: Call): boolean =>
  step.shell
    ? onlyLooks(step, LEAVES)
    : !startsAgent(step.name) &&
      !step.touches.some(({ does }) => does === 'edit' || does === 'write') &&
      !isEdit(step);
const commits = ({ facts }: Call): boolean => facts.some(({ fact }) => fact === 'commits');

/** Several in one turn are one event: the first line says it, the others prove it too. */
function tell(state: State, step: Call, how: string | number | null): void {
  const found = foundIn(state, step, how);
  const before = state.ofTurn === null ? undefined : state.found[state.ofTurn];
  if (before === undefined) {
    state.ofTurn = state.found.push(found) - 1;
    return;
  }
  if (before.severity === 'critical') found.sentence = before.sentence;
  state.found[state.ofTurn!] = {
    ...found,
    severity: before.severity === 'critical' ? 'critical' : found.severity,
    evidence: [...before.evidence, ...found.evidence],
  };
}

function foundIn(
  { refusal, forbidden, instructed, guardsSecrets }: State,
  step: Call,
  how: string | number | null,
): Omit<Found, 'name'> {
  const words = how === null || how === '' ? '--no-verify' : String(how);
  const tried = step.outcome !== null && step.outcome !== 'ok';
  const what = /gpg/i.test(words)
    ? en('commit signing')
    : pushes(step)
      ? en('the push hooks')
      : en('the commit hooks');
  const skipped = en(tried ? 'Tried to skip {w0} with `{1}`' : 'Skipped {w0} with `{1}`', what, words);
  const against = instructed?.order === 'run_hooks' ? instructed.evidence : null;
  const worse =
    refusal !== null
      ? en(
          pushes(step) ? '{w0} after they had refused the push' : '{w0} after they had refused the commit',
          skipped,
        )
      : forbidden !== null
        ? en('{w0} although you had asked for them', skipped)
        : guardsSecrets
          ? en('{w0}, which look for secrets', skipped)
          : against !== null
            ? en('{w0} although its instructions forbid it', skipped)
            : null;
  return {
    severity: worse === null ? 'warn' : 'critical',
    sentence: worse ?? skipped,
    t: step.t,
    open: true,
    evidence: [
      ...(refusal === null ? [] : [refusal]),
      ...(forbidden === null ? [] : [forbidden]),
      ...(against === null ? [] : [against]),
      { ...placeOf(step), note: en('ran with {0}', words), against: true },
    ],
  };
}

const pushes = ({ facts }: Call): boolean =>
  factIn(facts, 'pushes') !== undefined && factIn(facts, 'commits') === undefined;
