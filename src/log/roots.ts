import host, { type PlatformPath } from 'node:path';

/** Where the folders of logs may be: the `projects` folder of every Claude Code configuration folder (P43). */
export interface RootSources {
  /** Setting `vigil.roots`; if it is not empty, it alone counts. */
  setting: readonly string[];
  /** `CLAUDE_CONFIG_DIR`: one folder or several, separated by commas. */
  claudeConfigDir: string | null;
  xdgConfigHome: string | null;
  home: string;
}

/** Folders that hold logs directly: Claude Code's, and Cowork's in the desktop app, which has one per task. */
const OF_LOGS = /[\\/](?:projects|local-agent-mode-sessions)[\\/]?$/;

/**
 * The folders of logs to read, without duplicates, in order of preference: `projects` in each named folder. A folder that itself has that
 * name, or is Cowork's, is used as it is. A leading `~` is the home folder. `system`: how paths are written, by default as on this
 * machine.
 */
export function rootsOf(sources: RootSources, system: PlatformPath = host): string[] {
  const chosen = [named(sources.setting), configFolders(sources.claudeConfigDir, sources.home, system)].find(
    (folders) => folders.length > 0,
  );
  const folders = chosen ?? [
    system.join(sources.home, '.claude'),
    // An empty variable counts as unset.
    system.join(sources.xdgConfigHome || system.join(sources.home, '.config'), 'claude'),
  ];
  const projects = folders.map((folder) => {
    const full = atHome(folder, sources.home, system);
    return OF_LOGS.test(full) ? full.replace(/[\\/]$/, '') : system.join(full, 'projects');
  });
  // Windows ignores case: one folder written in two ways is one folder.
  const key = (folder: string): string => (system.sep === '/' ? folder : folder.toLowerCase());
  return projects.filter((folder, i) => projects.findIndex((other) => key(other) === key(folder)) === i);
}

const named = (folders: readonly string[]): string[] =>
  folders.map((folder) => folder.trim()).filter(Boolean);

/** Claude Code's configuration folders in `CLAUDE_CONFIG_DIR`; it writes settings to the first. Empty if the variable is not set. */
export const configFolders = (
  claudeConfigDir: string | null,
  home: string,
  system: PlatformPath = host,
): string[] => named((claudeConfigDir ?? '').split(',')).map((folder) => atHome(folder, home, system));

/** The histories of prompts beside the `projects` folders. The files need not exist. */
export const historiesOf = (roots: readonly string[], system: PlatformPath = host): string[] =>
  roots.map((root) => system.join(system.dirname(root), 'history.jsonl'));

/** A folder as a person writes it; a leading `~` is the home folder. */
export const atHome = (folder: string, home: string, system: PlatformPath = host): string =>
  folder === '~' || /^~[\\/]/.test(folder) ? system.join(home, folder.slice(1)) : folder;
