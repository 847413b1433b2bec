/** Which alerts want attention. Pages and views use it too: pure, and nothing but names. */
import type { AlertState, AlertWords } from '../../store/alerts';

/** Wants attention now: neither put away nor over. */
export const isOpen = ({ state }: { state: AlertState }): boolean => state === 'new' || state === 'seen';

/** Put away by a person, for good or for a time. */
export const isPutAway = ({ state }: { state: AlertState }): boolean =>
  state === 'dismissed' || state === 'muted' || state === 'snoozed';

/** What it is muted by in the settings: the name of the finding or measure, else the kind; a detector may be called like a kind. */
export const muteName = ({ kind, detector }: Pick<AlertWords, 'kind' | 'detector'>): string =>
  kind === 'detector' ? `detectors.${detector}` : detector;

/** More alerts are not listed at a time; how many more there are is said. */
export const MOST_LISTED = 200;
