/** What figures depend on besides the logs. Pure. */
import type { Settings } from '../settings/settings';
import { asCodevigil, thresholdsOf } from '../settings/thresholds';
import type { ThresholdsBySignal } from '../signals/registry';
import type { SignalOptions } from '../signals/signal';
import type { calendarOf, Clock } from '../usage/days';
import type { PriceTable } from '../usage/prices';
import { silenceOf, type Silence } from './lifeCycle';

/** The rules for deriving figures. */
export interface Rules {
  prices: PriceTable;
  /** Day of a time in the chosen zone, `YYYY-MM-DD`. */
  dayOf: (t: number) => string;
  /** Hour of a time in the chosen zone, 0 to 23. */
  hourOf: (t: number) => number;
  /** IANA name of the zone. */
  zone: string;
  /** Times of that zone, for documents. */
  clock: Clock;
  thresholds: ThresholdsBySignal;
  /** Measures raise alerts and averages are marked, as in codevigil. */
  measures: boolean;
  options: SignalOptions;
  /** When a session is idle, and when it has ended. */
  silence: Silence;
  /** Say what kind of task sessions and turns were. */
  taskType: boolean;
}

/** The rules under given settings. */
export function rulesOf(
  asked: Settings,
  prices: PriceTable,
  { day, hour, clock, zone }: ReturnType<typeof calendarOf>,
): Rules {
  const { measures } = asked.alerts;
  const settings = measures ? asCodevigil(asked) : asked;
  return {
    prices,
    dayOf: day,
    hourOf: hour,
    clock,
    zone,
    thresholds: thresholdsOf(settings),
    measures,
    options: { ...settings.signals, plain: measures },
    silence: silenceOf(settings),
    taskType: settings.signals.taskType,
  };
}
