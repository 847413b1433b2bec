/** What was used, as the pages say it. */
import { expect, test } from 'vitest';
import { daySummary } from '../../webview/dashboard/daySummary';
import { costText, perMillionText, tokenText } from '../../webview/shared/amounts';

const used = (tokens: number, costMicroUsd: number | null, unpricedTokens = 0, lowerBound = false) => ({
  tokens,
  costMicroUsd,
  unpricedTokens,
  lowerBound,
  costAtLeast: lowerBound,
});

test.each([
  [used(0, 0), '0', '$0.00', '–'],
  // 2,000,000 tokens for $3.
  [used(2e6, 3e6), '2.00M', '$3.00', '$1.50'],
  // Half of them has a price.
  [used(2e6, 3e6, 1e6), '2.00M', '≥ $3.00', '$3.00'],
  [used(2e6, null, 2e6), '2.00M', 'unpriced', '–'],
  [used(2e6, 3e6, 0, true), '≥ 2.00M', '≥ $3.00', '$1.50'],
  [used(2e6, null, 2e6, true), '≥ 2.00M', 'unpriced', '–'],
])('%o', (of, tokens, cost, perMillion) =>
  expect([tokenText(of), costText(of), perMillionText(of)]).toEqual([tokens, cost, perMillion]),
);

test('the days in a sentence', () => {
  const none = used(0, 0);
  const day = (n: number, of: ReturnType<typeof used>) => ({ day: `2026-03-0${n}`, sessions: 1, ...of });
  const said = (...days: ReturnType<typeof day>[]) => daySummary({ days, outside: none });
  expect(said(day(1, none))).toBe('No cost in these days.');
  expect(said(day(1, used(1e3, 5e5)), day(2, used(5e3, 2e6)))).toBe(
    'Most on 2026-03-02: $2.00, 5.0K tokens.',
  );
  expect(said(day(1, used(1e3, null, 1e3)))).toBe(
    'Nothing in these days is known to have cost anything. Some tokens of 1 day have no price.',
  );
  expect(said(day(1, used(2e3, 5e5, 1e3)), day(2, used(1e3, null, 1e3)))).toBe(
    'Most on 2026-03-01: ≥ $0.50, 2.0K tokens. Some tokens of 2 days have no price.',
  );
  expect(daySummary({ days: [day(1, none)], outside: used(1e3, 5e5) })).toBe(
    'No cost in these days. Not shown, for no readable time puts it on a day: 1.0K tokens, $0.50.',
  );
});
