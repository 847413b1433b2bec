import { join } from 'node:path';

/** Where the folders of logs may be: the `projects` folder of every Claude Code configuration folder (P43). */
export interface RootSources {
  /** Setting `vigil.roots`; when not empty it alone decides. */
  setting: readonly string[];
  /** `CLAUDE_CONFIG_DIR`: one folder or several, separated by commas. */
  claudeConfigDir: string | null;
  xdgConfigHome: string | null;
  home: string;
}

/**
 * The `projects` folders to read, without doubles, in order of preference. A folder that is itself called
 * `projects` is taken as it is. A leading `~` is the home folder.
 */
export function rootsOf(sources: RootSources): string[] {
  const fromEnvironment = (sources.claudeConfigDir ?? '').split(',');
  const chosen = [sources.setting, fromEnvironment]
    .map((folders) => folders.map((folder) => folder.trim()).filter((folder) => folder !== ''))
    .find((folders) => folders.length > 0);
  const folders = chosen ?? [
    join(sources.home, '.claude'),
    join(sources.xdgConfigHome ?? join(sources.home, '.config'), 'claude'),
  ];
  const projects = folders.map((folder) => {
    const full = atHome(folder, sources.home);
    return /[\\/]projects[\\/]?$/.test(full) ? full.replace(/[\\/]$/, '') : join(full, 'projects');
  });
  return [...new Set(projects)];
}

/** A folder as a person writes it; a leading `~` is the home folder. */
export const atHome = (folder: string, home: string): string =>
  folder === '~' || /^~[\\/]/.test(folder) ? join(home, folder.slice(1)) : folder;
