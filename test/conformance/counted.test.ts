/**
 * What `inspect` says of random logs is what was counted when they were written.
 *
 * `VIGIL_COUNTED=2000` runs that many, `VIGIL_COUNTED_FROM=77` begins with that seed.
 */
import { expect, test } from 'vitest';
import { random } from '../chaos/random';
import { folder, inspected } from '../support/logs';
import type { SessionFigures } from '../../src/store/figures';
import { counted, type Counts } from './counted';

const RUNS = Number(process.env['VIGIL_COUNTED'] ?? 40);
const FROM = Number(process.env['VIGIL_COUNTED_FROM'] ?? 1);

const sumOf = <T>(rows: readonly T[], what: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + what(row), 0);

/** The same figures of a session as `inspect` gives them. */
const figuresOf = ({ usage, tools, ...session }: SessionFigures): Counts => ({
  prompts: session.prompts,
  slashCommands: session.slashCommands,
  interrupts: session.interrupts,
  compactions: session.compactions,
  messages: session.messages,
  copies: session.copies,
  calls: sumOf(tools, ({ calls }) => calls),
  errors: sumOf(tools, ({ errors }) => errors),
  input: sumOf(usage, ({ input }) => input),
  output: sumOf(usage, ({ output }) => output),
  cacheRead: sumOf(usage, ({ cacheRead }) => cacheRead),
  cacheWrite5m: sumOf(usage, ({ cacheWrite5m }) => cacheWrite5m),
  cacheWrite1h: sumOf(usage, ({ cacheWrite1h }) => cacheWrite1h),
  webSearches: sumOf(usage, ({ webSearches }) => webSearches),
  lowerBound: sumOf(usage, ({ lowerBound }) => lowerBound),
});

test(`${RUNS} random logs have the figures they were written with`, { timeout: 60_000 + RUNS * 500 }, () => {
  for (let seed = FROM; seed < FROM + RUNS; seed++) {
    const { files, right } = counted(random(seed));
    const { sessions, totals } = inspected(folder(Object.fromEntries(files)));
    const found = sessions.map((session) => [session.id, figuresOf(session)]);
    expect({ seed, ...Object.fromEntries(found) }).toEqual({ seed, ...Object.fromEntries(right) });
    expect(totals.messages).toBe(sumOf([...right.values()], ({ messages }) => messages));
  }
});
