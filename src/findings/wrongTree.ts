/** None of the files the task names can be opened, and the agent concludes all the same: it may look at another tree. */
import { baseName } from '../log/folders';
import { en } from '../l10n/english';
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { placeOf, type Evidence } from '../signals/signal';
import { perTurn } from './perTurn';

/** True when a call is about a file that the task names. */
const isAbout = (path: string | null, name: string): boolean =>
  path !== null && (path === name || slashed(path).endsWith(`/${slashed(name.replace(/^[./\\]+/, ''))}`));

const slashed = (path: string): string => path.replaceAll('\\', '/');

const paths = ({ path, touches }: Call): (string | null)[] => [path, ...touches.map((touch) => touch.path)];

export const wrongTree = perTurn(
  {
    name: 'wrong_tree',
    title: en('Wrong tree'),
    meaning: en(
      'None of the files the task names could be opened, and Claude drew its conclusions all the same.',
    ),
    advice: en('Check the folder and branch it works in, then ask again.'),
    leavesOut: [
      'files that the task asks Claude to create, or says may be missing',
      'files that were found after all: under another path, by a search, or on another branch with `git show`',
      'tasks for which at least one named file could be opened',
      'turns that end without a conclusion, or with a short text that says the file is missing',
    ],
    checkedOn: 'Hand-written sessions. The open logs contain no such case.',
  },
  {
    judge({ prompts, calls, closing }) {
      const names = [...new Set(prompts.flatMap((prompt) => prompt.names))];
      if (closing === null || names.length === 0) return [];
      // It says so itself.
      if (closing.marks.some(({ list }) => list === 'missing')) return [];
      const tried = names.map((name) => calls.filter((call) => isCallAbout(call, name)));
      if (tried.some((all) => all.length === 0)) return [];
      const missed = [...new Set(tried.flat())].filter(isMissing);
      // Opened after all, by another call or from another branch.
      if (tried.flat().some((call) => !isMissing(call)) || missed.length === 0) return [];
      if (calls.some((call) => names.some((name) => shownBy(call, name)))) return [];
      const evidence: Evidence[] = missed.map((call) => ({
        ...placeOf(call.answer ?? call),
        note: en('{0} is not there', baseName(call.path ?? call.touches[0]?.path ?? '')),
        against: true,
      }));
      const [first = ''] = names;
      return [
        {
          severity: 'warn',
          sentence:
            names.length === 1
              ? en('Could not open {0}, which the task is about, and concluded all the same', baseName(first))
              : en(
                  'Could open none of the files the task names ({0} and others), and concluded all the same',
                  baseName(first),
                ),
          t: closing.t,
          open: true,
          evidence: [...evidence, { ...placeOf(closing), note: en('what it concluded'), against: true }],
          about: names,
        },
      ];
    },
    repairs: (step, { about }) =>
      step.kind === 'tool' &&
      step.outcome === 'ok' &&
      about.some((name) => isCallAbout(step, name) || shownBy(step, name)),
  },
);

const isCallAbout = (call: Call, name: string): boolean => paths(call).some((path) => isAbout(path, name));

/** True when an answer shows a file of that name, wherever it lies. */
const shownBy = ({ answer, outcome, path, action }: Call, name: string): boolean => {
  const base = baseName(name);
  if (outcome !== 'ok') return false;
  const opened = path !== null && action !== 'other' && baseName(path) === base;
  return opened || (answer?.shows.some((shown) => baseName(shown) === base) ?? false);
};

const isMissing = ({ answer, outcome }: Call): boolean =>
  outcome === 'error' && answer !== null && factIn(answer.facts, 'missingFile') !== undefined;
