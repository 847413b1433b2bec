/** What a reader thread does with a request. */
import { readUnit } from '../library/readUnit';
import { rulesOf } from '../library/rules';
import { gateOf } from '../log/gate';
import { scanFor } from '../signals/scan';
import { calendarOf } from '../usage/days';
import type { ReaderAnswer, ReaderAsked, ReaderStart } from './readers';

/** A reader with the rules of the engine that started it. If something fails, that engine reads it again and reports why. */
export function newReader(start: ReaderStart): (asked: ReaderAsked) => ReaderAnswer {
  const { settings, prices, zone, thresholds, roots } = start;
  const by = {
    scan: scanFor(settings.signals.stopPhrases.custom),
    rules: { ...rulesOf(settings, prices, calendarOf(zone)), thresholds },
    gate: gateOf(
      () => roots,
      () => settings.followLinks,
    ),
  };
  return ({ files, now }) => {
    try {
      const read = readUnit(files, now, by);
      // Compressed data is in a larger buffer, all of which would be sent.
      for (const { change } of read.files) change.reading = new Uint8Array(change.reading);
      return read;
    } catch {
      return null;
    }
  };
}
