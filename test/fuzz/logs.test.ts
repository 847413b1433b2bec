/** Logs: lines as Claude Code writes them with hostile values in any place, torn, glued, and of any bytes. */
import fc from 'fast-check';
import { anyFile } from '../../src/log/gate';
import { expect, test } from 'vitest';
import { inspect, joinSessions } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { LONGEST_PATH } from '../../src/log/names';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { FileReading, newReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { SessionFigures } from '../../src/store/figures';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { answer } from '../support/logs';
import { fuzz, mutated, nastyText, numbersIn, PATIENCE } from './fuzz';
import { common, RECORDS } from './records';

const line = fc.oneof(
  { weight: 8, arbitrary: mutated(RECORDS).map((value) => JSON.stringify(value) ?? 'null') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...RECORDS), fc.nat(400))
      .map(([one, at]) => JSON.stringify(one).slice(0, at)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...RECORDS), fc.constantFrom(...RECORDS))
      .map((both) => both.map((one) => JSON.stringify(one)).join('')),
  },
  { weight: 2, arbitrary: fc.constantFrom(...RECORDS).map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: nastyText },
);

/** Found: a version that objects cannot have as a key, and tokens that cost more than any number. */
const FOUND = [
  [JSON.stringify({ ...common, version: '__proto__', type: 'attachment' })],
  [
    JSON.stringify(
      answer('s', 'x', { usage: { input_tokens: 1e308, output_tokens: 10, cache_read_input_tokens: 1e300 } }),
    ),
  ],
];

const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('Europe/Berlin'));

test('no line stops the reading, makes a number that is none, or a name that is too long', PATIENCE, () =>
  fuzz(
    'logs',
    fc.array(line, { maxLength: 12 }),
    (lines) => {
      const reading = newReading('/logs/s.jsonl', 's', null);
      const state = new FoldState(reading, scan);
      let at = 0;
      for (const one of lines) {
        const length = Buffer.byteLength(one);
        foldLine(state, one, at, length);
        at += length + 1;
      }
      const { parse } = reading;
      expect(parse.understood + parse.malformed).toBeLessThanOrEqual(parse.lines);
      // What goes into the archive comes back from it.
      const kept: unknown = JSON.parse(JSON.stringify(reading));
      expect(FileReading.parse(kept)).toEqual(kept);
      const logs = {
        ...joinSessions([reading]),
        unreadable: [],
        leftOut: [],
        notLogs: [],
        gate: anyFile,
        historyPrompts: new Map(),
        shown: String,
      };
      const { sessions } = inspect(logs, rules);
      for (const figures of sessions) {
        const stored: unknown = JSON.parse(JSON.stringify(figures));
        expect(SessionFigures.safeParse(stored).error).toBeUndefined();
        for (const [where, number] of numbersIn(figures))
          if (!Number.isFinite(number) || (number < 0 && !where.includes('signals') && !where.includes('.t')))
            throw new Error(`${where} is ${number}`);
        for (const name of [
          ...figures.gitBranches,
          ...figures.claudeVersions,
          ...figures.permissionModes,
          figures.project ?? '',
        ])
          expect(name.length).toBeLessThanOrEqual(LONGEST_PATH);
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
    FOUND,
  ),
);
