/** Folders as a person writes them in settings. Pure. */
import { atHome } from '../log/roots';
import type { Settings } from './settings';

/** The settings with the home folder in place of a leading `~`, wherever a folder is named. Those of `vigil.roots` are read by `rootsOf`. */
export function foldersAtHome(settings: Settings, home: string): Settings {
  const whole = (folder: string): string => atHome(folder, home);
  const { vault, alerts, detectors, budgets } = settings;
  return {
    ...settings,
    storage: whole(settings.storage),
    exclude: settings.exclude.map(whole),
    followLinks: settings.followLinks.map(whole),
    detectorsExclude: settings.detectorsExclude.map(whole),
    vault: { ...vault, exclude: vault.exclude.map(whole) },
    alerts: {
      ...alerts,
      mutedIn: Object.fromEntries(
        Object.entries(alerts.mutedIn).map(([name, folders]) => [name, folders.map(whole)]),
      ),
    },
    detectors: Object.fromEntries(
      Object.entries(detectors).map(([name, one]) => [name, Array.isArray(one) ? one.map(whole) : one]),
    ),
    budgets: budgets.map(({ project, ...budget }) =>
      project === undefined ? budget : { ...budget, project: whole(project) },
    ),
  };
}
