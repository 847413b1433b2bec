/** What **Vigil: Set Up .claude…** and **Vigil: Save .claude as a Template…** offer, in words. Does not use `vscode`. */
import { errorText } from '../../l10n/errorText';
import { localize } from '../../l10n/localize';
import { t, tn } from '../../l10n/texts';
import { clip } from '../../log/visible';
import { checkName, type LeftOut, type Step } from '../../templates/template';
import { plainLabel } from '../shared/labels';

const LONGEST = 200;

/** Names of files, as a line beside a choice. */
export const namesOf = (paths: readonly string[]): string => clip(plainLabel(paths.join(', ')), LONGEST);

/** Something that can be written, with the files it is about. */
export interface Choice {
  label: string;
  detail: string;
  steps: readonly Step[];
}

/** What can be written of a template: what is new, or what is there already, too. `forced`: the plan that overwrites. */
export function choicesOf(kept: readonly Step[], forced: readonly Step[]): Choice[] {
  const paths = (steps: readonly Step[], action: Step['action']): string[] =>
    steps.filter((one) => one.action === action).map(({ path }) => path);
  const fresh = paths(kept, 'create');
  const replaced = paths(forced, 'overwrite');
  return [
    ...(fresh.length === 0
      ? []
      : [
          {
            label: tn(fresh.length, 'Write {0} new file', 'Write {0} new files'),
            detail: namesOf(fresh),
            steps: kept,
          },
        ]),
    ...(replaced.length === 0
      ? []
      : [
          {
            label:
              fresh.length === 0
                ? tn(replaced.length, 'Overwrite {0} file', 'Overwrite {0} files')
                : tn(
                    replaced.length,
                    'Write them and overwrite {0} file',
                    'Write them and overwrite {0} files',
                  ),
            detail: namesOf(replaced),
            steps: forced,
          },
        ]),
  ];
}

/** How many files were written, and which were not: they changed while the question was open. */
export function writtenWords(steps: readonly Step[], written: readonly string[]): string {
  const left = steps.filter(({ action, path }) => action !== 'skip' && !written.includes(path));
  return [
    tn(written.length, '{0} file written.', '{0} files written.'),
    ...(left.length === 0
      ? []
      : [t('Changed since the preview, so not written: {0}.', namesOf(left.map(({ path }) => path)))]),
  ].join(' ');
}

/** Why files are no part of a template; '' if all are. */
export const leftOutWords = (leftOut: readonly LeftOut[]): string =>
  leftOut.length === 0
    ? ''
    : t(
        'Left out (secrets, links, large files, or only for this machine): {0}',
        namesOf(leftOut.map(({ path }) => path)),
      );

/** What is wrong with a name for a template; undefined if nothing is. `taken`: names there are. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return t('Type a name of letters, digits, - and _.');
  if (taken.includes(name)) return t('A template of this name exists. Type another.');
  try {
    checkName(name);
    return undefined;
  } catch (error) {
    return localize(errorText(error));
  }
}
