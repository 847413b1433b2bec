/** The severity of a session: one rule for every face. */
import { usualOf, type Usual } from '../signals/baseline';
import { regrade, type ThresholdsBySignal } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import { isListed, stateOf } from './rows';
import { thresholdsOf, type Settings } from './settings';

/** What is usual in the sessions that have ended by `now` (ms), and the thresholds that follow from it. */
export function learn(
  figures: Iterable<SessionFigures>,
  settings: Settings,
  now: number,
): { usual: Usual[]; thresholds: ThresholdsBySignal } {
  const ended = [...figures].filter((one) => isListed(one) && stateOf(one.endedAt, false, now) === 'ended');
  const usual = usualOf(ended, thresholdsOf(settings), settings.baseline);
  return {
    usual,
    thresholds: Object.fromEntries(
      usual.flatMap((one) => (one.thresholds === null ? [] : [[one.name, one.thresholds]])),
    ),
  };
}

/** Figures with the severities of these thresholds; the same object where nothing changes. */
export function graded<F extends SessionFigures>(figures: F, thresholds: ThresholdsBySignal): F {
  const signals = regrade(figures.signals, thresholds);
  return signals.every((reading, i) => reading === figures.signals[i]) ? figures : { ...figures, signals };
}
