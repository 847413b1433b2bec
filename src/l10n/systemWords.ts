/** What the system says went wrong, as people do. */
import { en } from './english';

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: en('no such file or folder'),
  EACCES: en('access is denied'),
  EPERM: en('access is denied'),
  EISDIR: en('it is a folder'),
  ENOTDIR: en('a part of its path is not a folder'),
  ENOSPC: en('the disk is full'),
  EROFS: en('the disk can only be read'),
  EBUSY: en('another program uses it'),
  EMFILE: en('too many files are open'),
  ENFILE: en('too many files are open'),
  EDQUOT: en('the disk is full'),
  EIO: en('the disk does not do what it is asked'),
  ELOOP: en('its links lead in a circle'),
};

/** A code of the system in words; what is none stays as it is. */
export const systemWords = (code: string): string =>
  Object.hasOwn(SYSTEM, code) ? (SYSTEM[code] ?? code) : code;
