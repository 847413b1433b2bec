/** The closing text says more than what ran shows. Few rules, for most such claims need a reader. */
import { baseName } from '../log/folders';
import { en } from '../l10n/english';
import { listed } from './listed';
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { isEdit } from '../session/step';
import { placeOf, placeOfMark } from '../signals/signal';
import { perTurn } from './perTurn';
import { limitOf, mayTest, mayWatch, passesAsWide, shows } from './testRuns';
import type { Turn } from './turns';

/** Files whose change can break something that runs. */
const CODE =
  /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|kts|swift|rb|php|cs|fs|cpp|cc|cxx|c|h|hpp|m|mm|scala|clj|ex|exs|erl|hs|lua|dart|vue|svelte|astro|sh|bash|zsh|ps1|sql|html|css|scss)$/i;

const isCodeEdit = (call: Call): boolean => isEdit(call) && call.path !== null && CODE.test(call.path);

const CHECKED: Readonly<
  Record<string, readonly ['testsFailed' | 'checkFailed', 'runsTests' | 'typeChecks' | 'lints', string]>
> = {
  'tests pass': ['testsFailed', 'runsTests', en('tests pass')],
  'types check': ['checkFailed', 'typeChecks', en('types check')],
  'lint clean': ['checkFailed', 'lints', en('lint clean')],
};

/** True when the closing text claims what the last run of that check since the last edit of code speaks against. */
export const contradictsLastRun = ({ closing, calls }: Turn, category: string): boolean =>
  closing !== null &&
  closing.marks.some((mark) => mark.list === 'claim' && mark.category === category) &&
  failedCheck(category, calls.slice(calls.findLastIndex(isCodeEdit) + 1)).length > 0;

/** A claim that tests pass of which the last run had failed; what that run was limited to follows. */
const RED_TESTS = 'red tests';

export const unbackedClaim = perTurn(
  {
    name: 'unbacked_claim',
    title: en('Claim not backed'),
    meaning: en(
      'The closing text says that something works or passes, and what ran since the last edit does not show it.',
    ),
    advice: en('Ask how it was checked, or run it yourself.'),
    leavesOut: [
      'checks by a sub-agent, a plug-in or a hook of a push, and programs that Claude ran',
      'commits whose hooks may have run tests: the hook’s file or what it prints says so, or its output is not in the log',
      'tests said to pass after a script or task that may have run them',
      'plans, notes, conditions, offers, quotations, explanations of how something works or worked before, and “try it”',
      'what types, a linter or a build show without a test (“type inference now works”), and the quality of something else (“a well-tested library”)',
      '“it works” after a type check, build or linter that you asked for, or that the closing text names',
      'claims after edits of nothing but texts and settings',
      'numbers that include the failures, and checks of a part (“in the files I changed”)',
      'CI said to be green after anything was run since the edit, or because you said so',
      'texts that say what was not run, and hooks of Claude Code that test after an edit',
      'languages without a word list for claims',
      'most unbacked claims, because only a person can recognise them',
    ],
    checkedOn: 'Twenty real claims, of which the rules find one, and hand-written ones in eleven languages.',
  },
  {
    judge(turn) {
      const { closing, calls } = turn;
      if (closing === null) return [];
      const last = calls.findLastIndex(isCodeEdit);
      const claims = new Set(
        closing.marks.flatMap(({ list, category }) => (list === 'claim' ? [category] : [])),
      );
      const told = toldBy({ turn, claims, edited: calls[last] ?? null, since: calls.slice(last + 1) });
      if (told === null) return [];
      const { claim, sentence, against, note, about = [] } = told;
      const said = {
        ...placeOfMark(closing, ({ list, category }) => list === 'claim' && category === claim),
        note: en('the closing text'),
        against: true,
      };
      const evidence = [{ ...placeOf(against), note, against: true }, said];
      return [{ severity: 'warn', sentence, about, t: closing.t, open: true, evidence }];
    },
    repairs: (step, { about: [what, ...limit] }) =>
      step.kind === 'tool' &&
      (what === RED_TESTS
        ? passesAsWide(step, limit)
        : what === 'runs'
          ? starts(step)
          : what === 'ci'
            ? mayWatch(step)
            : factIn(step.answer?.facts ?? [], 'testsPassed') !== undefined),
  },
);

/** What a turn claims, and what ran since its last edit of code; `edited` is null without one. */
interface Claimed {
  turn: Turn;
  claims: ReadonlySet<string>;
  edited: Call | null;
  since: readonly Call[];
}

/** A claim, and what speaks against it. */
interface Told {
  claim: string;
  sentence: string;
  against: Parameters<typeof placeOf>[0];
  note: string;
  about?: readonly string[];
}

function toldBy(claimed: Claimed): Told | null {
  const { turn, claims, since } = claimed;
  const failed = [...claims].flatMap((category) => failedCheck(category, since))[0];
  if (failed !== undefined)
    return {
      claim: failed.category,
      sentence: en('Said “{w0}” although the last run failed', failed.claim),
      against: failed.call.answer ?? failed.call,
      note: en('the last run: it failed'),
      about: failed.category === 'tests pass' ? [RED_TESTS, ...limitOf(failed.call)] : [],
    };
  const crash = claims.has('runs') ? crashOf(turn.calls) : null;
  if (crash !== null)
    return {
      claim: 'runs',
      sentence: en('Said that it runs although the last look showed that it had crashed'),
      against: crash.answer ?? crash,
      note: en('it crashed'),
      about: ['runs'],
    };
  // It says itself what was not run.
  return claims.has('not run') ? null : (greenCi(claimed) ?? unchecked(claimed));
}

/** CI that is said to be green, and that nobody can have looked at. */
function greenCi({ turn, claims, edited, since }: Claimed): Told | null {
  if (!claims.has('ci green') || edited === null || since.some(mayWatch) || saysOf(turn, 'tells_ci'))
    return null;
  return {
    claim: 'ci green',
    sentence: en(
      'Said that CI is green, but since its last edit of {0} it did not look at it',
      baseName(edited.path ?? ''),
    ),
    against: edited,
    note: en('the last edit of code'),
    about: ['ci'],
  };
}

/** That it works, or tests pass, which nothing has shown since the last edit. */
function unchecked({ turn, claims, edited, since }: Claimed): Told | null {
  const { calls } = turn;
  const claim = ['ran tests', 'tested', 'works', 'tests pass'].find((one) => claims.has(one));
  if (claim === undefined || edited === null) return null;
  if (since.some((call) => shows(call) || mayTestByHook(call, turn)) || isTestedByHook(edited)) return null;
  // Who says that it was tested, or that tests pass, needs more than an edit; “it works” may be meant for the edit.
  if (claim === 'works' && isToldHow(turn, claims, since)) return null;
  // Tests that ran before the first edit do not pass since; that they ran, or that it is tested, may be meant of the turn.
  const ran = claim === 'tests pass' ? calls.slice(calls.findIndex(isCodeEdit)) : calls;
  const nothingRan =
    claim === 'tested'
      ? !ran.some(shows)
      : claim !== 'works' &&
        !ran.some((call) => mayTest(call) || mayTestByHook(call, turn)) &&
        !(claim === 'ran tests' && turn.testedBefore);
  if (!nothingRan && (claim === 'ran tests' || !since.some(isOnlyChecked))) return null;
  return {
    claim,
    sentence: sentenceOf(SAID[claim]!, baseName(edited.path ?? ''), since),
    against: edited,
    note: en('the last edit of code'),
  };
}

/** A commit whose hooks are known to test, or whose output is not in the log. */
const mayTestByHook = ({ facts, outcome, answer }: Call, { hooksTest }: Turn): boolean =>
  outcome === 'ok' &&
  factIn(facts, 'commits') !== undefined &&
  factIn(facts, 'skipsHooks') === undefined &&
  (hooksTest ||
    factIn(facts, 'hidesHooks') !== undefined ||
    factIn(answer?.facts ?? [], 'testsByHook') !== undefined);

/** Claude Code's own hook after the call tests, or may. */
const isTestedByHook = ({ answer }: Call): boolean =>
  factIn(answer?.facts ?? [], 'testsByHook') !== undefined;

/** Starts something, or asks it whether it is there. */
const starts = ({ facts, outcome }: Call): boolean =>
  outcome === 'ok' && facts.some(({ fact }) => fact === 'startsBackground' || fact === 'runsProgram');

/** Looks at background work that goes on: what runs may be this, whatever crashed before. */
const looksAtOther = ({ facts, shell, outcome }: Call): boolean =>
  outcome === 'ok' && !shell && factIn(facts, 'waits') !== undefined;

/** The last look at background work that had crashed, when nothing was started, asked or looked at since. */
function crashOf(calls: Turn['calls']): Call | null {
  const at = calls.findLastIndex(({ answer }) => factIn(answer?.facts ?? [], 'crashed') !== undefined);
  return at === -1 || calls.slice(at + 1).some((call) => starts(call) || looksAtOther(call))
    ? null
    : calls[at]!;
}

const SAID: Readonly<Record<string, string>> = {
  'ran tests': en('it ran the tests'),
  tested: en('it is tested'),
  works: en('it works'),
  'tests pass': en('tests pass'),
};

/** What it said, and what had looked at it since the edit. */
function sentenceOf(said: string, file: string, since: readonly Call[]): string {
  const ran = (fact: 'typeChecks' | 'lints' | 'commits'): boolean =>
    since.some(({ facts }) => facts.some((one) => one.fact === fact));
  const words = [
    ...(ran('typeChecks') ? [en('a type check or build')] : []),
    ...(ran('lints') ? [en('a linter')] : []),
    ...(ran('commits') ? [en('a commit')] : []),
  ];
  return words.length === 0
    ? en('Said that {w0}, but since its last edit of {1} there was no check', said, file)
    : en('Said that {w0}, but since its last edit of {1} there was only {w2}', said, file, listed(words));
}

/** True when the person's words are marked so. */
const saysOf = ({ prompts }: Turn, category: string): boolean =>
  prompts.some(({ marks }) => marks.some((mark) => mark.category === category));

/** It works as far as a check shows that was asked for, or that the closing text names itself: the person knows how it was checked. */
function isToldHow(turn: Turn, claims: ReadonlySet<string>, since: readonly Call[]): boolean {
  const passed = (check: 'typeChecks' | 'lints'): boolean =>
    since.some(
      ({ facts, outcome, answer }) =>
        outcome === 'ok' &&
        factIn(facts, check) !== undefined &&
        factIn(answer?.facts ?? [], 'checkFailed') === undefined,
    );
  return (
    (passed('typeChecks') && (claims.has('types check') || saysOf(turn, 'wants_build'))) ||
    (passed('lints') && (claims.has('lint clean') || saysOf(turn, 'wants_lint')))
  );
}

const isOnlyChecked = ({ facts, outcome }: Call): boolean =>
  outcome === 'ok' &&
  facts.some(({ fact }) => fact === 'typeChecks' || fact === 'lints' || fact === 'commits');

/** The last run of the check a claim names, when it failed. */
function failedCheck(
  category: string,
  since: readonly Call[],
): { category: string; claim: string; call: Call }[] {
  const check = CHECKED[category];
  if (check === undefined) return [];
  const last = since.findLast(({ facts }) => factIn(facts, check[1]) !== undefined);
  return last !== undefined && factIn(last.answer?.facts ?? [], check[0]) !== undefined
    ? [{ category, claim: check[2], call: last }]
    : [];
}
