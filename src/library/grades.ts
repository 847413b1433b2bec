/** The severity of a session: one rule for every surface. */
import { usualOf, type Usual } from '../signals/baseline';
import { severityOfSession } from '../findings/severity';
import { regrade, type ThresholdsBySignal } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import { isListed, silenceOf, stateOf } from './lifeCycle';
import type { Settings } from '../settings/settings';
import { asCodevigil, thresholdsOf } from '../settings/thresholds';
import type { Rules } from './rules';

/** The baseline of the sessions that ended by `now` (ms since the epoch), and the thresholds derived from it. */
export function learnBaseline(
  figures: Iterable<SessionFigures>,
  asked: Settings,
  now: number,
): { usual: Usual[]; thresholds: ThresholdsBySignal } {
  const settings = asked.alerts.measures ? asCodevigil(asked) : asked;
  const silence = silenceOf(settings);
  const ended = [...figures].filter(
    (one) => isListed(one) && stateOf(one.endedAt, false, now, silence) === 'ended',
  );
  const usual = usualOf(ended, thresholdsOf(settings), settings.baseline);
  return {
    usual,
    thresholds: Object.fromEntries(
      usual.flatMap((one) => (one.thresholds === null ? [] : [[one.name, one.thresholds]])),
    ),
  };
}

/** The rules that decide severities. */
export type Grades = Pick<Rules, 'thresholds' | 'measures'>;

/** Figures with the severities by these rules; the same object if nothing changes. */
export function graded<F extends SessionFigures>(figures: F, { thresholds, measures }: Grades): F {
  const signals = regrade(figures.signals, thresholds);
  const severity = severityOfSession({ ...figures, signals }, measures);
  const same = signals.every((reading, i) => reading === figures.signals[i]);
  return same && severity === figures.severity ? figures : { ...figures, signals, severity };
}
