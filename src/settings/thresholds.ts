/** The thresholds of measures as they were set: Vigil's, or codevigil's. */
import type { Thresholds } from '../signals/signal';
import { Settings } from './settings';

/** Thresholds of the settings by signal name. */
export const thresholdsOf = ({ signals }: Settings): Record<string, Thresholds> => ({
  read_edit_ratio: bounds(signals.readEditRatio),
  stop_phrase: bounds(signals.stopPhrases),
  reasoning_loop: bounds(signals.reasoningLoop),
  interrupt_rate: bounds(signals.interrupts),
  parse_health: { warn: null, critical: signals.parseHealth.critical },
});

/** codevigil's own: phrases matched plainly, anywhere, and its thresholds where ours are others and none were set. */
export function asCodevigil(settings: Settings): Settings {
  const { signals } = settings;
  const { stopPhrases, reasoningLoop } = signals;
  const asShipped = stopPhrases.warn === SHIPPED.warn && stopPhrases.critical === SHIPPED.critical;
  return {
    ...settings,
    // Nothing is learned: its thresholds are the same for everybody.
    baseline: { ...settings.baseline, enabled: false },
    signals: {
      ...signals,
      stopPhrases: { ...stopPhrases, scope: 'plain', ...(asShipped ? { warn: 1, critical: 3 } : {}) },
      reasoningLoop: { ...reasoningLoop, scope: 'plain' },
    },
  };
}
const SHIPPED = Settings.parse({}).signals.stopPhrases;

const bounds = ({ warn, critical }: { warn: number; critical: number }): Thresholds => ({ warn, critical });
