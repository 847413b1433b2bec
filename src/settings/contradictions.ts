/** Settings that are each right and do not do what they seem to: they do not go together, or name what is not there. Pure. */
import { en } from '../l10n/english';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { refusedPhrases } from '../signals/scan';
import { DETECTORS, MEASURES, MUTABLE, NOTIFIED } from './names';
import type { Settings } from './settings';

/** Which way a measure is worse, by the group of its settings. */
const WORSE = {
  readEditRatio: 'low',
  stopPhrases: 'high',
  reasoningLoop: 'high',
  interrupts: 'high',
} as const satisfies Partial<Record<keyof Settings['signals'], 'low' | 'high'>>;

/** What of a setting is not used, and what does nothing; a sentence for each, which begins with the key. None where all is well. */
export const contradictions = (settings: Settings): string[] => [
  ...ineffectiveSettings(settings),
  ...refused(settings),
];

/** Settings that may be meant so: they do nothing. */
export const ineffectiveSettings = (settings: Settings): string[] => [
  ...thresholds(settings),
  ...silences(settings),
  ...(settings.signals.off.includes(PARSE_HEALTH.name)
    ? [en('signals.off: {0} cannot be turned off.', PARSE_HEALTH.name)]
    : []),
];

/** What somebody wrote that cannot be used: who mistypes what is to be silent hears it all the same. */
export const refused = ({ signals, detectors, alerts, notifications }: Settings): string[] => [
  ...unknown('signals.off', signals.off, MEASURES),
  ...unknown('detectors', Object.keys(detectors), DETECTORS),
  ...unknown('alerts.muted', alerts.muted, MUTABLE),
  ...unknown('alerts.mutedIn', Object.keys(alerts.mutedIn), MUTABLE),
  ...unknown('notifications.muted', notifications.muted, NOTIFIED),
  ...refusedPhrases(signals.stopPhrases.custom).map(({ text, why }) =>
    en(
      'signals.stopPhrases.custom: the expression “{0}” is not used: {w1}. The other phrases are.',
      text,
      why,
    ),
  ),
];

const thresholds = ({ signals }: Settings): string[] =>
  (Object.keys(WORSE) as (keyof typeof WORSE)[]).flatMap((group) => {
    const { warn, critical } = signals[group];
    const key = `signals.${group}`;
    if (WORSE[group] === 'low' ? critical <= warn : critical >= warn) return [];
    return WORSE[group] === 'low'
      ? [en('{0}.critical ({1}) is above {0}.warn ({2}): nothing is ever WARN.', key, critical, warn)]
      : [en('{0}.critical ({1}) is below {0}.warn ({2}): nothing is ever WARN.', key, critical, warn)];
  });

const silences = ({ live: { idleMinutes, endedMinutes } }: Settings): string[] =>
  endedMinutes > idleMinutes
    ? []
    : [
        en(
          'live.endedMinutes ({0}) is no more than live.idleMinutes ({1}): no session is ever idle.',
          endedMinutes,
          idleMinutes,
        ),
      ];

/** Names that nothing has. */
function unknown(key: string, named: readonly string[], there: readonly string[]): string[] {
  const wrong = named.filter((name) => !there.includes(name)).map((name) => `“${name}”`);
  return wrong.length === 0
    ? []
    : [en('{0}: not known: {1}. Known are {2}.', key, wrong.join(', '), there.join(', '))];
}
