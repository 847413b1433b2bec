/**
 * Logs on the other side of WSL: Claude Code in Windows while VS Code runs in WSL, or the other way round. Vigil says that they may be
 * there; it reads them when a person names them, never by itself.
 */
import { posix, win32 } from 'node:path';

/** What only the composition root knows, and the file system in the two words needed. */
export interface Machine {
  platform: string;
  /** Release of the system's kernel: that of WSL says so. */
  release: string;
  /** `LOCALAPPDATA` of Windows. */
  localAppData: string | null;
  /** Names in a folder; none when it cannot be listed. */
  list(folder: string): Promise<readonly string[]>;
  exists(path: string): Promise<boolean>;
}

/** `windows`: its folders of Claude Code; `wsl`: it is installed, and only looking into it, which starts it, would tell more. */
export type OtherSide = { side: 'windows'; folders: string[] } | { side: 'wsl' };

/** Users looked at on each drive of Windows. */
const MOST_USERS = 50;

/** The other side of this machine where logs may be; null when there is none. */
export async function findOtherSide(machine: Machine): Promise<OtherSide | null> {
  if (machine.platform === 'linux' && /microsoft/i.test(machine.release)) {
    const folders = await windowsFolders(machine);
    return folders.length > 0 ? { side: 'windows', folders } : null;
  }
  return machine.platform === 'win32' && (await hasWsl(machine)) ? { side: 'wsl' } : null;
}

/** Folders of Claude Code on the drives of Windows, as WSL has them. */
async function windowsFolders({ list, exists }: Machine): Promise<string[]> {
  const drives = (await list('/mnt')).filter((name) => /^[a-z]$/.test(name));
  const found: string[] = [];
  for (const drive of drives) {
    const users = posix.join('/mnt', drive, 'Users');
    for (const user of (await list(users)).slice(0, MOST_USERS)) {
      const folder = posix.join(users, user, '.claude');
      if (await exists(posix.join(folder, 'projects'))) found.push(folder);
    }
  }
  return found;
}

/** Whether a distribution of WSL is installed, by where its disk lies: new ones below `wsl`, those of the store in their packages. */
async function hasWsl({ localAppData, list, exists }: Machine): Promise<boolean> {
  if (localAppData === null) return false;
  if ((await list(win32.join(localAppData, 'wsl'))).length > 0) return true;
  const packages = win32.join(localAppData, 'Packages');
  for (const name of await list(packages)) {
    if (
      /ubuntu|debian|suse|kali|fedora|alma|oracle|pengwin|alpine|arch/i.test(name) &&
      (await exists(win32.join(packages, name, 'LocalState', 'ext4.vhdx')))
    )
      return true;
  }
  return false;
}
