/** Where the archive lies. */
import { join } from 'node:path';
import type { Settings } from '../settings/settings';

/** Folder of the archive: that of the setting, or the one VS Code gives. A leading `~` is the home folder. */
export const storageFolder = ({ storage }: Pick<Settings, 'storage'>, home: string, given: string): string =>
  storage === '' ? given : storage.startsWith('~') ? join(home, storage.slice(1)) : storage;
