/** Settings that would have prevented an alert that was not a problem. Does not use `vscode`. */
import { inLocale, t } from '../../l10n/texts';
import type { Alert } from '../../questions/alerts';
import type { Settings } from '../../settings/settings';
import { baseName } from '../../log/folders';
import { getOwn } from '../../log/own';
import { muteName } from '../../detectors/alertStates';

/** One suggestion: a setting below `vigil.`, and its new value. */
export interface Lesson {
  label: string;
  detail: string;
  setting: string;
  value: unknown;
  /** What holds from then on. */
  done: string;
}

/** The suggestions for an alert; none if it has neither a threshold nor a project of its own. */
export function lessonsOf(
  alert: Pick<Alert, 'kind' | 'detector' | 'detail' | 'project'>,
  settings: Pick<Settings, 'alerts' | 'context' | 'detectors'>,
  kindName: string,
): Lesson[] {
  const { kind, detector, project } = alert;
  return [
    ...(kind === 'context' ? contextLessons(alert.detail, settings.context.warnAt) : []),
    ...(project === null || OF_NO_PROJECT.has(kind)
      ? []
      : [
          kind === 'detector'
            ? detectorLesson(detector, project, settings.detectors, kindName)
            : muteLesson(muteName(alert), project, settings.alerts.mutedIn, kindName),
        ]),
  ];
}

/** These are the same whatever project a session belongs to. */
const OF_NO_PROJECT: ReadonlySet<Alert['kind']> = new Set(['budget', 'limit']);

/** The next multiple of 5 % above the value; none if that is 100 % or not above the setting. */
function contextLessons(detail: string, warnAt: number): Lesson[] {
  const share = Number(/^\d+/.exec(detail)?.[0] ?? NaN);
  const next = (Math.floor(share / 5) + 1) * 5;
  if (!(next < 100) || next <= warnAt * 100) return [];
  return [
    {
      label: t('Only from {0} on', inLocale(`${next} %`)),
      detail: t('In all sessions. Sets “{0}”.', 'vigil.context.warnAt'),
      setting: 'context.warnAt',
      value: next / 100,
      done: t('Vigil now warns when a context is {0} full.', inLocale(`${next} %`)),
    },
  ];
}

/** A detector that is off raises no alerts, so its setting is `true` or a list of folders. */
function detectorLesson(
  detector: string,
  project: string,
  detectors: Settings['detectors'],
  kindName: string,
): Lesson {
  const before = getOwn(detectors, detector);
  const folders = Array.isArray(before) ? before : [];
  return {
    label: t('“{0}” in {1}', kindName, baseName(project)),
    detail: t('Other projects are still checked. Sets “{0}”.', 'vigil.detectors'),
    setting: 'detectors',
    value: { ...detectors, [detector]: [...new Set([...folders, project])] },
    done: silentIn(kindName, project),
  };
}

/** The kind is muted in the project, beside those in which it was muted before. */
function muteLesson(
  name: string,
  project: string,
  before: Settings['alerts']['mutedIn'],
  kindName: string,
): Lesson {
  return {
    label: t('“{0}” in {1}', kindName, baseName(project)),
    detail: t('Other projects still raise it. Sets “{0}”.', 'vigil.alerts.mutedIn'),
    setting: 'alerts.mutedIn',
    value: { ...before, [name]: [...new Set([...(getOwn(before, name) ?? []), project])] },
    done: silentIn(kindName, project),
  };
}

const silentIn = (kindName: string, project: string): string =>
  t('Vigil no longer alerts you to “{0}” in {1}.', kindName, baseName(project));
