/** The closing text says more than what ran shows. Few rules, for most such claims need a reader. */
import { baseName } from '../log/folders';
import { en } from '../l10n/english';
import { listed } from './listed';
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { isEdit } from '../session/step';
import { placeOf, placeOfMark, type Evidence } from '../signals/signal';
import { perTurn } from './perTurn';
import { limitOf, mayTest, passesAsWide, shows } from './testRuns';
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
      'languages without a word list for claims',
      'most unbacked claims, because only a person can recognise them',
    ],
    checkedOn: 'Twenty real claims, of which the rules find one, and hand-written ones in eleven languages.',
  },
  {
    judge(turn) {
      const { closing, calls } = turn;
      if (closing === null) return [];
      const since = calls.slice(calls.findLastIndex(isCodeEdit) + 1);
      const edited = calls.length > since.length ? calls[calls.length - since.length - 1]! : null;
      const claims = new Set(
        closing.marks.flatMap(({ list, category }) => (list === 'claim' ? [category] : [])),
      );
      const failed = [...claims].flatMap((category) => failedCheck(category, since));
      const said = (claim: string): Evidence => ({
        ...placeOfMark(closing, ({ list, category }) => list === 'claim' && category === claim),
        note: en('the closing text'),
        against: true,
      });
      if (failed[0] !== undefined)
        return [
          {
            severity: 'warn',
            sentence: en('Said “{w0}” although the last run failed', failed[0].claim),
            about: failed[0].category === 'tests pass' ? [RED_TESTS, ...limitOf(failed[0].call)] : [],
            t: closing.t,
            open: true,
            evidence: [
              {
                ...placeOf(failed[0].call.answer ?? failed[0].call),
                note: en('the last run: it failed'),
                against: true,
              },
              said(failed[0].category),
            ],
          },
        ];
      const crash = claims.has('runs') ? crashOf(calls) : null;
      if (crash !== null)
        return [
          {
            severity: 'warn',
            sentence: en('Said that it runs although the last look showed that it had crashed'),
            about: ['runs'],
            t: closing.t,
            open: true,
            evidence: [
              { ...placeOf(crash.answer ?? crash), note: en('it crashed'), against: true },
              said('runs'),
            ],
          },
        ];
      const claim = ['ran tests', 'tested', 'works', 'tests pass'].find((one) => claims.has(one));
      if (claim === undefined || edited === null) return [];
      if (since.some((call) => shows(call) || mayTestByHook(call, turn))) return [];
      // Who says that it was tested, or that tests pass, needs more than an edit; “it works” may be meant for the edit.
      if (claim === 'works' && isToldHow(turn, claims, since)) return [];
      const unchecked =
        claim === 'tested'
          ? !calls.some(shows)
          : claim !== 'works' &&
            !calls.some((call) => mayTest(call) || mayTestByHook(call, turn)) &&
            !(claim === 'ran tests' && turn.testedBefore);
      if (!unchecked && (claim === 'ran tests' || !since.some(isOnlyChecked))) return [];
      return [
        {
          severity: 'warn',
          sentence: sentenceOf(SAID[claim]!, baseName(edited.path ?? ''), since),
          t: closing.t,
          open: true,
          evidence: [{ ...placeOf(edited), note: en('the last edit of code'), against: true }, said(claim)],
          about: [],
        },
      ];
    },
    repairs: (step, { about: [what, ...limit] }) =>
      step.kind === 'tool' &&
      (what === RED_TESTS
        ? passesAsWide(step, limit)
        : what === 'runs'
          ? starts(step)
          : factIn(step.answer?.facts ?? [], 'testsPassed') !== undefined),
  },
);

/** A commit whose hooks are known to test, or whose output is not in the log. */
const mayTestByHook = ({ facts, outcome, answer }: Call, { hooksTest }: Turn): boolean =>
  outcome === 'ok' &&
  factIn(facts, 'commits') !== undefined &&
  factIn(facts, 'skipsHooks') === undefined &&
  (hooksTest ||
    factIn(facts, 'hidesHooks') !== undefined ||
    factIn(answer?.facts ?? [], 'testsByHook') !== undefined);

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

/** It works as far as a check shows that was asked for, or that the closing text names itself: the person knows how it was checked. */
function isToldHow({ prompts }: Turn, claims: ReadonlySet<string>, since: readonly Call[]): boolean {
  const asked = (category: string): boolean =>
    prompts.some(({ marks }) => marks.some((mark) => mark.category === category));
  const passed = (check: 'typeChecks' | 'lints'): boolean =>
    since.some(
      ({ facts, outcome, answer }) =>
        outcome === 'ok' &&
        factIn(facts, check) !== undefined &&
        factIn(answer?.facts ?? [], 'checkFailed') === undefined,
    );
  return (
    (passed('typeChecks') && (claims.has('types check') || asked('wants_build'))) ||
    (passed('lints') && (claims.has('lint clean') || asked('wants_lint')))
  );
}

const isOnlyChecked = ({ facts, outcome }: Call): boolean =>
  outcome === 'ok' &&
  facts.some(({ fact }) => fact === 'typeChecks' || fact === 'lints' || fact === 'commits');

/** The last run of the check a claim names, when it failed. */
function failedCheck(
  category: string,
  since: Turn['calls'],
): { category: string; claim: string; call: Call }[] {
  const check = CHECKED[category];
  if (check === undefined) return [];
  const last = since.findLast(({ facts }) => factIn(facts, check[1]) !== undefined);
  return last !== undefined && factIn(last.answer?.facts ?? [], check[0]) !== undefined
    ? [{ category, claim: check[2], call: last }]
    : [];
}
