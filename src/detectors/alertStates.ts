/** Which alerts need attention. Pure; pages and views use it too. */
import type { AlertState, AlertWords } from '../store/alerts';

/** True if it needs attention now. */
export const isOpen = ({ state }: { state: AlertState }): boolean => state === 'new' || state === 'seen';

/** True if a person dismissed, muted or snoozed it. */
export const isPutAway = ({ state }: { state: AlertState }): boolean =>
  state === 'dismissed' || state === 'muted' || state === 'snoozed';

/** Its name in the setting that mutes alerts: that of the finding or measure, else the kind. Detectors have a prefix, as they may be named like a kind. */
export const muteName = ({ kind, detector }: Pick<AlertWords, 'kind' | 'detector'>): string =>
  kind === 'detector' ? `detectors.${detector}` : detector;

/** Most alerts that are listed at a time; the rest is only counted. */
export const MOST_LISTED = 200;
