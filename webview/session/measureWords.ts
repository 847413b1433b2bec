/** What a measure is called, and what it says. */
import { signals } from '../../src/signals/registry';
import { localize } from '../shared/l10n';
import type { SignalReading } from '../../src/signals/signal';

const wordsOf = (reading: SignalReading) => signals.find(({ name }) => name === reading.name);

export const measureTitle = (reading: SignalReading): string =>
  localize(wordsOf(reading)?.title ?? reading.name);
export const measureMeaning = (reading: SignalReading): string => localize(wordsOf(reading)?.meaning ?? '');
