import { join } from 'node:path';
import { en } from '../l10n/english';
import { systemWords } from '../l10n/systemWords';
import { errorCode, errorText } from '../l10n/errorText';

/** A problem with the store that a person may want to know; the engine passes it on as its `Problem`. */
export interface StoreProblem {
  level: 'info' | 'warn' | 'error';
  code:
    | 'store-damaged'
    | 'store-stranger'
    | 'store-empty'
    | 'store-incomplete'
    | 'store-newer'
    | 'store-unreadable'
    | 'store-write'
    | 'store-busy';
  /** One line: what happened, to which file, what to do. */
  message: string;
  file: string | null;
}

/** A file cannot be used; the message is for a person. */
export class StoreFault extends Error {}

/** A list of names in words: a few of them, and how many more. */
export const namesOf = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;

export const unexpectedEntry = (folder: string, name: string): StoreProblem => ({
  level: 'warn',
  code: 'store-stranger',
  message: en(
    '{0} in the archive’s folder was not written by Vigil (a folder, a link or an impossible number); it is left alone. Remove it if nobody needs it.',
    name,
  ),
  file: join(folder, name),
});

export const repaired = (file: string, leftOut: readonly string[]): StoreProblem => ({
  level: 'warn',
  code: 'store-damaged',
  message:
    leftOut.length === 0
      ? en('Vigil’s archive held more than Vigil writes; only what Vigil writes was kept.')
      : en(
          'Vigil’s archive held more than Vigil writes; only what Vigil writes was kept. Left out, since it makes no sense: {0}.',
          namesOf(leftOut),
        ),
  file,
});

export const usedPrevious = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-damaged',
  message: en(
    'Vigil’s archive was damaged. The previous version is used, and what it lacks is read from your logs. The damaged file is kept, but not used.',
  ),
  file,
});

export const allDamaged = (file: string, count: number): StoreProblem => ({
  level: 'error',
  code: 'store-empty',
  message: en(
    'Vigil’s archive was damaged (damaged files, kept but not used: {n0}). It is being rebuilt from your logs; sessions whose logs were deleted can only be restored from a backup.',
    count,
  ),
  file,
});

export const incomplete = (folder: string, lost: readonly string[]): StoreProblem => ({
  level: 'warn',
  code: 'store-incomplete',
  message: en(
    'Files of Vigil’s archive are missing: {0}. Logs that are still there are read again; what is known of the others stays as it is.',
    namesOf(lost),
  ),
  file: folder,
});

export const newer = (file: string): StoreProblem => ({
  level: 'error',
  code: 'store-newer',
  message: en(
    'Vigil’s archive was written by a newer version of Vigil, so nothing is kept for now. Update Vigil, reload windows that were open before the update, or name another folder with the setting vigil.storage.',
  ),
  file,
});

const why = (error: unknown): string => {
  const code = errorCode(error);
  return code === '' ? errorText(error) : systemWords(code);
};

export const unreadable = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-unreadable',
  message: en(
    'The archive in {0} cannot be read ({w1}), so nothing is kept for now. Give Vigil access to that folder, or name another with the setting vigil.storage.',
    file,
    why(error),
  ),
  file,
});

/** The message of a `StoreFault`: the image was intact when it was opened, and cannot be read any more. */
export const changedOnDisk = (file: string): string =>
  en(
    'The archive {0} was changed or damaged while Vigil was running. Reload the window: Vigil then opens the newest intact archive, and reads the rest from your logs.',
    file,
  );

export const notWritten = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-write',
  message: en(
    'The archive in {0} could not be written ({w1}). Nothing is lost while the logs are there. If it stays so, name another folder: with the setting vigil.storage, in the terminal with --store.',
    file,
    why(error),
  ),
  file,
});

export const busy = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-busy',
  message: en('Another VS Code window is saving the archive; this one tries again.'),
  file,
});
