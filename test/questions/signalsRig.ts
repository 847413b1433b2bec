/** Sessions with verdicts of signals, for the heatmaps over many sessions. */
import type { SignalReading } from '../../src/signals/signal';
import type { SessionFigures } from '../../src/store/figures';
import { figures } from '../store/makers';

export const NOW = Date.UTC(2026, 2, 10, 12);

export const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);

export const session = (id: string, day: string, more: Partial<SessionFigures> = {}): SessionFigures =>
  figures(id, {
    name: `Title of ${id}`,
    nameFrom: 'title',
    startedAt: `${day}T10:00:00.000Z`,
    endedAt: `${day}T11:00:00.000Z`,
    signals: [reading('stop_phrase', 'ok')],
    ...more,
  });

export const sourcesOf = (all: readonly SessionFigures[]) => ({ figures: all, now: NOW, dayOf });

/** A reading of a signal; a measure of null: no verdict. */
export function reading(
  name: string,
  severity: SignalReading['severity'],
  measure: number | null = 1,
): SignalReading {
  return {
    name,
    value: measure,
    measure,
    severity,
    ceiling: 'critical',
    label: measure === null ? 'too short to judge' : `${name} ${severity}`,
    detail: {},
    evidence: [],
  };
}
