/** Verdicts of signals on sessions, for the dashboard. Pure. */
import { signals, verdictOf } from '../../../signals/registry';
import type { Severity } from '../../../signals/severity';
import type { SessionFigures } from '../../../store/figures';

/** Signals that can have a severity. */
export const alarmingSignals = (): typeof signals => signals.filter(({ alarm }) => alarm !== null);

/** The verdict of a signal on a session; null without one. */
export function verdict(
  name: string,
  { signals: readings }: SessionFigures,
): { severity: Severity; label: string } | null {
  const reading = readings.find((one) => one.name === name);
  if (reading === undefined || verdictOf(reading) === 'tooShort') return null;
  return { severity: reading.severity, label: reading.label };
}
