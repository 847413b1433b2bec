/** Settings that are each right and do not go together. Pure. */
import { signals } from '../signals/registry';
import type { Settings } from './settings';

/** Which way a measure is worse, by the group of its settings. */
const WORSE = {
  readEditRatio: 'low',
  stopPhrases: 'high',
  reasoningLoop: 'high',
  interrupts: 'high',
} as const satisfies Partial<Record<keyof Settings['signals'], 'low' | 'high'>>;

/** A sentence for each; none where all is well. */
export function contradictions({ signals: chosen, live }: Settings): string[] {
  const names = new Set(signals.map(({ name }) => name));
  const thresholds = (Object.keys(WORSE) as (keyof typeof WORSE)[]).flatMap((group) => {
    const { warn, critical } = chosen[group];
    const wrong = WORSE[group] === 'low' ? critical > warn : critical < warn;
    return wrong
      ? [
          `signals.${group}.critical (${critical}) is ${WORSE[group] === 'low' ? 'above' : 'below'} signals.${group}.warn (${warn}): nothing is ever WARN.`,
        ]
      : [];
  });
  return [
    ...thresholds,
    ...(live.endedMinutes > live.idleMinutes
      ? []
      : [
          `live.endedMinutes (${live.endedMinutes}) is no more than live.idleMinutes (${live.idleMinutes}): no session is ever idle.`,
        ]),
    ...chosen.off
      .filter((name) => !names.has(name))
      .map((name) => `signals.off: there is no measure “${name}”. There are ${[...names].join(', ')}.`),
  ];
}
