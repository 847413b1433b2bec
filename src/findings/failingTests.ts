/** Tests failed in this turn, no later run was green, and the closing text does not say so. */
import { en } from '../l10n/english';
import { baseName, bareFolder } from '../log/folders';
import { factIn, type Fact, type FactName } from '../session/facts';
import type { EventOf } from '../session/event';
import { isEdit, type Call } from '../session/step';
import { startsAgent } from '../session/tools';
import { placeOf, placeOfMark } from '../signals/signal';
import { hasList } from '../signals/words/listed';
import { perTurn } from './perTurn';
import type { Turn } from './turns';
import { limitOf, passesAsWide } from './testRuns';
import { contradictsLastRun } from './unbackedClaim';

const failedIn = (call: Call): boolean => factIn(call.answer?.facts ?? [], 'testsFailed') !== undefined;
const passedIn = (call: Call): boolean => factIn(call.answer?.facts ?? [], 'testsPassed') !== undefined;
/** A run that shows no failure: a quiet one says nothing when all is well. */
const isGreen = (call: Call): boolean =>
  passedIn(call) ||
  (factIn(call.facts, 'runsTests') !== undefined &&
    factIn(call.facts, 'startsBackground') === undefined &&
    call.answer !== null &&
    call.outcome === 'ok' &&
    !failedIn(call));
/** How many tests a run says that passed or failed; where it does not say how many passed, there may be any number. */
const countIn = ({ answer }: Call, fact: 'testsPassed' | 'testsFailed'): number => {
  const count = factIn(answer?.facts ?? [], fact);
  return typeof count === 'number' ? count : fact === 'testsPassed' ? Infinity : 1;
};

/** What failed, as the run names it. */
const failing = (call: Call, named: FactName = 'failingTest'): string[] =>
  (call.answer?.facts ?? []).flatMap(({ fact, value }) => (fact === named ? [String(value)] : []));

/** True when the green run is as wide as the red one, or names what failed. */
function covers(green: Call, red: Call): boolean {
  const limit = limitOf(green);
  const wide = limitOf(red);
  // Fewer limits are a wider run; a folder is wider than a file in it. Failing tests may be gone from it: merged, or deleted.
  if (limit.every((word) => wide.some((one) => one === word || one.startsWith(`${bareFolder(word)}/`))))
    return true;
  // Of a narrower run, fewer tests than failed cannot be all of them.
  if (countIn(green, 'testsPassed') < countIn(red, 'testsFailed')) return false;
  const names = failing(red);
  // A task of the project holds more than single files; which ones, nobody knows here.
  if (limit.length === 1 && TASK.test(limit[0]!) && (wide.some(isFile) || isOfTask(limit[0]!, names)))
    return true;
  const all = limit.join(' ');
  if (wide.length > 0 && wide.every((word) => all.includes(word))) return true;
  // `./parse/...` names the package `example.com/a/parse`, and those in it.
  const folders = limit.map((word) => word.replace(/^\.\//, '').replace(/(?:\/\.{3}|\/)$/, ''));
  const packages = failing(red, 'failingPackage');
  if (
    packages.length > 0 &&
    limit.every(isFile) &&
    packages.every((name) => folders.some((one) => one !== '' && `/${name}/`.includes(`/${one}/`)))
  )
    return true;
  // Of runs that name nothing, or tests without their files, nobody knows whether one that is limited holds them.
  if (packages.length === 0 && ![...names, ...wide].some(hasPlace) && limit.some(isPlace)) return true;
  if (names.length === 0) return false;
  // Of files alone nobody knows which tests of theirs failed: one that is named may be it.
  const bare = names.every((name) => isFile(name) && !name.includes('::'));
  if (bare && limit.length > 0 && !limit.some((word) => isFile(word) || TASK.test(word))) return true;
  return names.every(
    (name) => parts(name).some((part) => all.includes(part)) || folders.some((folder) => lies(name, folder)),
  );
}

/** A name that says where the test lies. */
const hasPlace = (name: string): boolean => isFile(name) || name.includes('::');
/** A word that names a file, a module or a class of tests. */
const isPlace = (word: string): boolean =>
  !TASK.test(word) && (isFile(word) || /\w\.\w|^[A-Z]\w{0,80}Tests?\b/.test(word));

/** True when a test of that name lies in the folder. */
const lies = (name: string, folder: string): boolean =>
  folder !== '' && name.replace(/^\.\//, '').startsWith(`${folder}/`);

/** A run of all that failed in files which may be those of the task: `test:unit` holds none of `e2e/`, and `test:e2e` nothing else. */
const isOfTask = (task: string, names: readonly string[]): boolean =>
  names.length > 0 &&
  names.every(
    (name) => isFile(name) && [/e2e/i, /integration/i].every((kind) => kind.test(name) === kind.test(task)),
  );

const isFile = (word: string): boolean => /[\\/]|\.\w{1,5}(?:::|$)/.test(word);
/** `test:unit`, `test-ci`: a task whose name says that it tests; `tests` and `test_a` may be a folder and a test. */
const TASK = /^(?=.{0,60}[:-])(?:[\w-]{1,30}[:-])?tests?(?:[:-][\w:-]{1,30})?$/i;

/** Words by which a run may be limited to a test: its file, its name. */
const parts = (name: string): string[] =>
  [name, ...name.split(/::|\//).slice(-1), name.split('::')[0] ?? ''].filter((part) => part.length > 3);

/** A short text may be in any language: then all lists were looked through. Characters. */
const SHORT = 60;
const isJudged = ({ language, chars }: EventOf<'text'>): boolean =>
  hasList('every', language) || (language === '' && chars < SHORT);

/** Work of a sub-agent: what it ran is not known here. */
const isSubAgent = ({ name, agentType }: Call): boolean =>
  agentType !== null || startsAgent(name) || name === 'Workflow';

const CHANGING = new Set<FactName>(['commits', 'pushes', 'mergesChanges', 'changesTree', 'discardsWork']);
const CHANGES = new Set<string>(['edit', 'write', 'move', 'remove']);
/** True when the turn may have changed something. */
const changesSomething = ({ calls }: Turn): boolean =>
  calls.some((call) => {
    const { touches, facts } = call;
    return (
      isEdit(call) ||
      isSubAgent(call) ||
      touches.some(({ does }) => CHANGES.has(does)) ||
      facts.some(({ fact }) => CHANGING.has(fact))
    );
  });

/** True for a run of another state of the tree, put in place for that run alone: a change that is taken back after it, another branch and back. */
function isTrial({ facts }: Call): boolean {
  const at = facts.findLastIndex(({ fact }) => fact === 'runsTests');
  if (at === -1) return false;
  const [before, after] = [facts.slice(0, at), facts.slice(at + 1)];
  const isBack = ({ fact, value }: Fact): boolean => fact === 'mergesChanges' && value === 'stash';
  const isOther = ({ fact }: Fact): boolean => fact === 'changesTree';
  const stashed = before.findLastIndex(({ fact, value }) => fact === 'savesWork' && value !== 'patch');
  return (
    after.some((one) => one.fact === 'discardsWork' || isBack(one)) ||
    (stashed !== -1 && !before.slice(stashed).some(isBack)) ||
    (before.some(isOther) && after.some(isOther))
  );
}

const EVERYTHING =
  /^git(?: -C \S+)? (?:reset .*--hard|(?:checkout|switch|restore|clean)(?: -\S+)*(?: \.| :\/| HEAD)*$)/;
/** True when a call throws away what was edited: everything, or a file or folder of it. Others lose what no test was about. */
function takesBack({ facts, outcome }: Call, edited: readonly string[]): boolean {
  if (outcome !== 'ok') return false;
  return facts.some(({ fact, value }) => {
    const words = String(value);
    if (fact !== 'discardsWork' || / (?:stash|branch) /.test(words)) return false;
    const named = words
      .replace(/^git(?: -C \S+)? \S+ /, '')
      .split(' ')
      .map((word) => word.replaceAll('\\', '/').replace(/^\.\/|\/$/g, ''));
    return EVERYTHING.test(words) || named.some((one) => edited.some((path) => isWithin(path, one)));
  });
}
const editedBy = (call: Call): string[] => [
  ...(isEdit(call) && call.path !== null ? [call.path] : []),
  ...call.touches.flatMap(({ does, path }) => (CHANGES.has(does) ? [path] : [])),
];
const isWithin = (path: string, name: string): boolean =>
  name !== '' && (`/${path}/`.includes(`/${name}/`) || baseName(path) === baseName(name));

/** The last run of the turn with failing tests that no green run covers; null when there is none. */
function lastRed({ calls }: Turn): Call | null {
  const red = calls.findLast((call) => failedIn(call) && !isTrial(call));
  if (red === undefined) return null;
  const at = calls.indexOf(red);
  const after = calls.slice(at + 1);
  const edited = calls.slice(0, at).flatMap(editedBy);
  // What made them fail was taken back.
  if (after.some((call) => takesBack(call, edited))) return null;
  return after.some((call) => isSubAgent(call) || (isGreen(call) && covers(call, red))) ? null : red;
}

export const failingTests = perTurn(
  {
    name: 'failing_tests',
    title: en('Failing tests not mentioned'),
    meaning: en(
      'Tests failed in this turn, no later run was green, and the closing text does not mention it.',
    ),
    advice: en('Ask for the failing tests, or run them yourself before you rely on the result.'),
    leavesOut: [
      'a later run without failures that covers as much, that names what failed, or that may include it (`npm run test:unit`)',
      'closing text that mentions failures, in any language for which Vigil has a word list',
      'tests that should fail: you asked for a failing test, a reproduction, or tests first',
      'tests that you said to ignore, or that you said will fail',
      'runs on another branch, or on a change that is reverted afterwards: they try the tests themselves',
      'failures that you reported and Claude only investigated',
      'a later test run by a sub-agent',
      'turns that you interrupted, or that are not over',
      'languages without a word list for failures',
    ],
    checkedOn: 'Hand-written sessions for forty test runners. The open logs contain no such case.',
  },
  {
    judge(turn) {
      const { closing } = turn;
      const red = lastRed(turn);
      if (closing === null || red === null || !isJudged(closing)) return [];
      if (closing.marks.some(({ list }) => list === 'failure')) return [];
      // That it says the opposite is told as a claim that is not backed.
      if (contradictsLastRun(turn, 'tests pass')) return [];
      const says = (category: string): boolean =>
        turn.prompts.some(({ marks }) => marks.some((mark) => mark.category === category));
      // Tests that were to fail, or of which the person knows, and that were only looked into.
      if (says('failing_tests') || (says('knows_failure') && !changesSomething(turn))) return [];
      const [name] = failing(red);
      return [
        {
          severity: 'warn',
          sentence:
            name === undefined
              ? en('Ended its turn without a word about failing tests')
              : en(
                  'Ended its turn without a word about failing tests, such as {0}',
                  name.slice(0, LONGEST_NAME),
                ),
          t: closing.t,
          open: true,
          evidence: [
            { ...placeOf(red.answer ?? red), note: en('the last test run: some failed'), against: true },
            {
              ...placeOfMark(closing, ({ list }) => list === 'claim'),
              note: en('the closing text'),
              against: true,
            },
          ],
          about: [...limitOf(red)],
        },
      ];
    },
    // Any green run that is not narrower, or words that say it after all.
    repairs: (step, { about }) =>
      step.kind === 'tool'
        ? passesAsWide(step, about)
        : step.kind === 'text' && step.marks.some(({ list }) => list === 'failure'),
  },
);

const LONGEST_NAME = 80;
