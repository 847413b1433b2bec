import { join } from 'node:path';
import { en } from '../l10n/english';

/** Something about the store a person may want to know; the engine passes it on as its `Problem`. */
export interface StoreProblem {
  level: 'info' | 'warn' | 'error';
  code:
    | 'store-damaged'
    | 'store-stranger'
    | 'store-empty'
    | 'store-newer'
    | 'store-unreadable'
    | 'store-write'
    | 'store-busy';
  /** One line: what happened, to which file, what to do. */
  message: string;
  file: string | null;
}

/** The `code` of an error of node:fs, '' for any other. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error says of itself. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A file that cannot be taken in, with what to tell a person. */
export class StoreFault extends Error {}

/** Words for a list of names: a few of them, and how many more. */
export const namesOf = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;

export const stranger = (folder: string, name: string): StoreProblem => ({
  level: 'warn',
  code: 'store-stranger',
  message: en(
    '{0} in the archive’s folder is no image Vigil wrote (a folder, a link or an impossible number); it is left alone. Remove it if it is nobody’s.',
    name,
  ),
  file: join(folder, name),
});

export const mended = (file: string, leftOut: readonly string[]): StoreProblem => ({
  level: 'warn',
  code: 'store-damaged',
  message:
    leftOut.length === 0
      ? en(
          'The newest image of the store declared more than Vigil does; what Vigil keeps was taken out of it.',
        )
      : en(
          'The newest image of the store declared more than Vigil does; what Vigil keeps was taken out of it. Not taken, since it makes no sense: {0}.',
          namesOf(leftOut),
        ),
  file,
});

export const fellBack = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-damaged',
  message: en(
    'The newest image of the store is damaged; the one before it is used, and the logs are read on from there. The damaged file is set aside.',
  ),
  file,
});

export const nothingWhole = (file: string, count: number): StoreProblem => ({
  level: 'error',
  code: 'store-empty',
  message: en(
    'No whole image of the store is left ({n0} damaged): it is built again from the logs on disk. The damaged file is set aside; restore a backup to get back sessions whose logs are gone.',
    count,
  ),
  file,
});

export const newer = (file: string): StoreProblem => ({
  level: 'error',
  code: 'store-newer',
  message: en(
    'The store was written by a newer version of Vigil and is left as it is. Update Vigil to use it, or name another folder with the setting vigil.storage; until then nothing is kept.',
  ),
  file,
});

export const unreadable = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-unreadable',
  message: en(
    'The archive in {0} cannot be read ({1}) and is left as it is; until then nothing is kept. Give Vigil access to that folder, or name another with the setting vigil.storage.',
    file,
    errorText(error),
  ),
  file,
});

export const notWritten = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-write',
  message: en(
    'The archive in {0} could not be written ({1}). Nothing is lost while the logs are there, and Vigil tries again; if it stays so, name another folder with the setting vigil.storage.',
    file,
    errorText(error),
  ),
  file,
});

export const busy = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-busy',
  message: en('Other windows kept writing the store; this one tries again later.'),
  file,
});
