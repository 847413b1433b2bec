/** What signals say of sessions on the dashboard. Pure. */
import { signals, verdictOf } from '../../signals/registry';
import type { Severity } from '../../signals/severity';
import type { SessionFigures } from '../../store/figures';

/** Signals that can raise an alarm: the others have no severity to show. */
export const alarming = (): typeof signals => signals.filter(({ alarm }) => alarm !== null);

/** What a signal says of a session; null where it does not judge it. */
export function verdict(
  name: string,
  { signals: readings }: SessionFigures,
): { severity: Severity; label: string } | null {
  const reading = readings.find((one) => one.name === name);
  if (reading === undefined || verdictOf(reading) === 'tooShort') return null;
  return { severity: reading.severity, label: reading.label };
}
