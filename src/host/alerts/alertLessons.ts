/** Settings that would have prevented an alert that was not a problem. Does not use `vscode`. */
import { inLocale, t } from '../../l10n/texts';
import type { Alert } from '../../questions/alerts';
import type { Settings } from '../../settings/settings';
import { baseName } from '../../log/folders';
import { getOwn } from '../../log/own';

/** One suggestion: a setting below `vigil.`, and its new value. */
export interface Lesson {
  label: string;
  detail: string;
  setting: string;
  value: unknown;
}

/** The suggestions for an alert; none if it has no threshold of its own. */
export function lessonsOf(
  alert: Pick<Alert, 'kind' | 'detector' | 'detail' | 'project'>,
  settings: Pick<Settings, 'context' | 'detectors'>,
  kindName: string,
): Lesson[] {
  if (alert.kind === 'context') return contextLessons(alert.detail, settings.context.warnAt);
  if (alert.kind === 'detector' && alert.project !== null)
    return [projectLesson(alert.detector, alert.project, settings.detectors, kindName)];
  return [];
}

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
    },
  ];
}

/** A detector that is off raises no alerts, so its setting is `true` or a list of folders. */
function projectLesson(
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
  };
}
