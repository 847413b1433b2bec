import { en } from '../l10n/english';
import type { WeekDetector } from './detector';
import { seriesByProject } from './series';

const MINUTE_MS = 60_000;

/** Active time of a session, by project. */
export const duration: WeekDetector = {
  name: 'duration',
  title: en('Duration'),
  meaning: en('The active time of a session, without pauses of more than 5 minutes, by project.'),
  rule: 'sessions take longer by at least a fifth and 5 minutes',
  silent: 'sessions whose lines have no time',
  series: (conversations, { dayOf }) =>
    seriesByProject(
      conversations,
      dayOf,
      ({ figures: { activeMs } }) => (activeMs > 0 ? activeMs / MINUTE_MS : null),
      {
        worse: 'high',
        least: 5,
        lead: (project) => en('Sessions in {0} take longer', project),
        value: (minutes) => en('{n0} active minutes', Math.round(minutes)),
      },
    ),
};
