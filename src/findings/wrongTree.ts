/** None of the files the task names can be opened, and the agent concludes all the same: it may look at another tree. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { baseName, placeOf, type Evidence } from '../signals/signal';
import { perTurn } from './perTurn';

/** True when a call is about a file that the task names. */
const isAbout = (path: string | null, name: string): boolean =>
  path !== null && (path === name || path.endsWith(`/${name.replace(/^[./\\]+/, '').replaceAll('\\', '/')}`));

const paths = ({ path, touches }: Call): (string | null)[] => [path, ...touches.map((touch) => touch.path)];

export const wrongTree = perTurn(
  {
    name: 'wrong_tree',
    title: 'Wrong tree',
    meaning:
      'None of the files the task names could be opened, and the agent drew its conclusions all the same.',
    advice: 'Check the folder and branch it works in, then ask again.',
  },
  {
    judge({ prompts, calls, closing }) {
      const names = [...new Set(prompts.flatMap((prompt) => prompt.names))];
      if (closing === null || names.length === 0) return [];
      const tried = names.map((name) =>
        calls.filter((call) => paths(call).some((path) => isAbout(path, name))),
      );
      if (tried.some((all) => all.length === 0)) return [];
      const missed = tried.flat().filter(isMissing);
      // Opened after all, by another call or from another branch.
      if (tried.flat().some((call) => !isMissing(call)) || missed.length === 0) return [];
      const evidence: Evidence[] = missed.map((call) => ({
        ...placeOf(call.answer ?? call),
        note: `${baseName(call.path ?? call.touches[0]?.path ?? null)} is not there`,
        against: true,
      }));
      return [
        {
          severity: 'warn',
          sentence: 'Could open none of the files the task names, and concluded all the same',
          t: closing.t,
          open: true,
          evidence: [...evidence, { ...placeOf(closing), note: 'what it concluded', against: true }],
        },
      ];
    },
  },
);

const isMissing = ({ answer, outcome }: Call): boolean =>
  outcome === 'error' && answer !== null && factIn(answer.facts, 'missingFile') !== undefined;
