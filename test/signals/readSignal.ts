import { noParse } from '../../src/log/parseCounts';
import type { Event } from '../../src/session/event';
import { readSignals, type ThresholdsBySignal } from '../../src/signals/registry';
import type { SignalOptions, SignalReading } from '../../src/signals/signal';

/** What one measure says of events, with all its evidence. */
export const readSignal = (
  { name }: { name: string },
  events: readonly Event[],
  options: SignalOptions,
  thresholds: ThresholdsBySignal = {},
): SignalReading =>
  readSignals(events, noParse(), options, thresholds, true).find((one) => one.name === name)!;
