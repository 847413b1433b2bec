/** Which alerts the settings mute. Pure. */
import { getOwn } from '../log/own';
import { pathKey } from '../session/fileKey';
import { isWithin } from '../session/paths';
import type { Settings } from '../settings/settings';

/** True if alerts of this name (`muteName`) are muted everywhere, or in this project: one of the folders, or inside one. */
export function isMuted(
  { muted, mutedIn }: Pick<Settings['alerts'], 'muted' | 'mutedIn'>,
  name: string,
  project: string | null,
): boolean {
  if (muted.includes(name)) return true;
  const folders = getOwn(mutedIn, name) ?? [];
  return project !== null && folders.some((folder) => isWithin(pathKey(project), pathKey(folder)));
}
