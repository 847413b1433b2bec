/** Every form of Claude Code's limit notices, and when each resets (P69). */
import { expect, test } from 'vitest';
import { limitOf } from '../../src/session/limits';
import { resetTime } from '../../src/usage/resets';

/** A Thursday. */
const NOW = Date.parse('2026-10-01T12:00:00Z');

const told = (text: string, zone = 'UTC', t = NOW) => {
  const limit = limitOf(text, t);
  if (limit === null) return null;
  const at = resetTime(limit.resets, t, zone, limit.window);
  return [limit.window, limit.reached, at === null ? null : new Date(at).toISOString().slice(0, 16)];
};

test.each([
  // The API's own form, up to 1.0.x: seconds since the epoch, or milliseconds.
  ['Claude AI usage limit reached|1790866800', 'unknown', true, '2026-10-01T15:00'],
  ['Claude AI usage limit reached|1790866800000', 'unknown', true, '2026-10-01T15:00'],
  [
    'Claude usage limit reached. Your limit will reset at 3pm (America/New_York).',
    'unknown',
    true,
    '2026-10-01T19:00',
  ],
  ['Claude usage limit reached. Your limit will reset at 3pm.', 'unknown', true, '2026-10-01T15:00'],
  // From 1.0.109 on.
  ['5-hour limit reached ∙ resets 3pm', 'fiveHour', true, '2026-10-01T15:00'],
  // Repeated after the time it names.
  ['5-hour limit reached ∙ resets 9am', 'fiveHour', true, '2026-10-01T09:00'],
  ['5-hour limit reached ∙ resets 11:50pm (Asia/Tokyo)', 'fiveHour', true, '2026-10-01T14:50'],
  ['5-hour limit reached ∙ resets 8:50pm (Asia/Tokyo)', 'fiveHour', true, '2026-10-01T11:50'],
  ['5-hour limit reached ∙ resets 12:30 AM', 'fiveHour', true, '2026-10-01T00:30'],
  ['5-hour limit reached · resets 12pm', 'fiveHour', true, '2026-10-01T12:00'],
  ['Session limit reached ∙ resets 5:10pm', 'fiveHour', true, '2026-10-01T17:10'],
  ['Weekly limit reached ∙ resets 6pm', 'weekly', true, '2026-10-01T18:00'],
  ['Opus weekly limit reached ∙ resets Oct 6, 1pm', 'model', true, '2026-10-06T13:00'],
  [
    'Limit reached · resets 1pm (America/Chicago) · /upgrade to Max or turn on /extra-usage',
    'unknown',
    true,
    '2026-10-01T18:00',
  ],
  ['Limit reached · resets 1pm (America/Chicago)', 'unknown', true, '2026-10-01T18:00'],
  // From 2.1.x on.
  ["You've hit your limit · resets 1:40pm (America/New_York)", 'unknown', true, '2026-10-01T17:40'],
  ['You’ve hit your limit · resets 4am (Asia/Shanghai)', 'unknown', true, '2026-10-01T20:00'],
  ["You've hit your session limit · resets 3:45pm", 'fiveHour', true, '2026-10-01T15:45'],
  ["You've hit your 5-hour limit · resets Oct 1 at 3pm (Asia/Tokyo)", 'fiveHour', true, '2026-10-01T06:00'],
  ["You've hit your weekly limit · resets Mon 12:00am", 'weekly', true, '2026-10-05T00:00'],
  ["You've hit your weekly limit · resets Thursday at 11am", 'weekly', true, '2026-10-08T11:00'],
  ["You've hit your weekly limit · resets Oct 9, 4pm (UTC)", 'weekly', true, '2026-10-09T16:00'],
  ["You've hit your weekly limit · resets Jan 2 at 3am (Europe/Berlin)", 'weekly', true, '2027-01-02T02:00'],
  ["You've hit your weekly limit · resets Oct 9, 2026 at 4pm", 'weekly', true, '2026-10-09T16:00'],
  ["You've hit your weekly limit · resets Oct 1, 11am (UTC)", 'weekly', true, '2026-10-01T11:00'],
  ["You've hit your weekly limit · resets Oct 1, 2026 at 11am", 'weekly', true, '2026-10-01T11:00'],
  ["You've hit your weekly limit · resets Monday", 'weekly', true, null],
  ["You've hit your Opus limit · resets 3:45pm", 'model', true, '2026-10-01T15:45'],
  [
    "You've hit your session limit · resets 3:45pm · /low-priority uses your weekly limit",
    'fiveHour',
    true,
    '2026-10-01T15:45',
  ],
  ["You've hit your org's monthly usage limit", 'credits', true, null],
  ["You've hit your monthly spend limit · raise it at claude.ai/settings/usage", 'credits', true, null],
  [
    "You're out of extra usage · resets Feb 4 at 11am (America/New_York)",
    'credits',
    true,
    '2027-02-04T16:00',
  ],
  // Of the plan, whatever it is called.
  ['5-hour rate limit reached · resets 3pm', 'fiveHour', true, '2026-10-01T15:00'],
  ['Weekly rate limit reached. Resets Mon 9am', 'weekly', true, '2026-10-05T09:00'],
  [
    "You've hit your session limit · resets 3pm (UTC) /rate-limit-options",
    'fiveHour',
    true,
    '2026-10-01T15:00',
  ],
  // Abbreviations of zones.
  ['5-hour limit reached ∙ resets 3pm PT', 'fiveHour', true, '2026-10-01T22:00'],
  ['5-hour limit reached ∙ resets 3pm (UTC)', 'fiveHour', true, '2026-10-01T15:00'],
  ['5-hour limit reached ∙ resets 3pm GMT+2', 'fiveHour', true, '2026-10-01T13:00'],
  ['5-hour limit reached ∙ resets 3pm (UTC-05:30)', 'fiveHour', true, '2026-10-01T20:30'],
  ['5-hour limit reached ∙ resets 15:30', 'fiveHour', true, '2026-10-01T15:30'],
  ['5-hour limit reached ∙ resets tomorrow at 3am', 'fiveHour', true, '2026-10-02T03:00'],
  // A span from now on, and an instant.
  ['Limit reached (resets 45m)', 'unknown', true, '2026-10-01T12:45'],
  ['5-hour limit reached ∙ resets in 2h 15m', 'fiveHour', true, '2026-10-01T14:15'],
  ['Weekly limit reached, try again in 3 days and 2 hours', 'weekly', true, '2026-10-04T14:00'],
  [
    'Usage limit reached. Your limit will reset at 2026-10-01 22:01:59 +02:00',
    'unknown',
    true,
    '2026-10-01T20:01',
  ],
  ['Usage limit reached. Your limit will reset at 2026-10-01T22:01:59Z', 'unknown', true, '2026-10-01T22:01'],
  // An unknown zone.
  ['Usage limit reached for 5 hour. Your limit will reset at 2026-10-01 18:55:29', 'fiveHour', true, null],
  // Near, not reached.
  ['Approaching 5-hour limit · resets at 3pm', 'fiveHour', false, '2026-10-01T15:00'],
  ["You've used 90% of your weekly limit · resets Mon 9am", 'weekly', false, '2026-10-05T09:00'],
  // Impossible times.
  ['5-hour limit reached ∙ resets 13pm', 'fiveHour', true, null],
  ['5-hour limit reached ∙ resets 25:00', 'fiveHour', true, null],
  ['Weekly limit reached ∙ resets Feb 31, 3pm', 'weekly', true, null],
  ['Claude AI usage limit reached|9999999999', 'unknown', true, null],
  ['5-hour limit reached ∙ resets 3pm (Mars/Olympus)', 'fiveHour', true, '2026-10-01T15:00'],
])('%s', (text, window, reached, resets) => expect(told(text)).toEqual([window, reached, resets]));

test.each([
  ['API Error: 529 Overloaded'],
  ['API Error: Request rejected (429) · this may be a temporary capacity issue'],
  [
    'API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"Number of requests per minute exceeded"}}',
  ],
  ['Server is temporarily limiting requests (not your usage limit)'],
  ['API Error: Rate limit reached'],
  ['API Error: Request rejected (429) · Rate limit reached'],
  ['Prompt is too long'],
  ['Credit balance is too low'],
  ['Conversation compacted'],
  [''],
  [`I read that the 5-hour limit reached ${'x'.repeat(500)}`],
])('no limit: %s', (text) => expect(limitOf(text, NOW)).toBeNull());

test('a clock time without a zone is in the reader’s zone, also after a change of summer time', () => {
  expect(told('5-hour limit reached ∙ resets 3pm', 'Europe/Berlin')?.[2]).toBe('2026-10-01T13:00');
  // Clocks go back in Berlin on 25 October 2026 at 3:00: 6am is then 5:00 UTC.
  const night = Date.parse('2026-10-25T00:30:00Z');
  expect(told('5-hour limit reached ∙ resets 6am', 'Europe/Berlin', night)?.[2]).toBe('2026-10-25T05:00');
});

test('if the line has no time, a clock time is unknown and an instant is kept', () => {
  expect(resetTime(limitOf('5-hour limit reached ∙ resets 3pm', null)!.resets, null, 'UTC')).toBeNull();
  expect(resetTime(limitOf('Limit reached (resets 45m)', null)!.resets, null, 'UTC')).toBeNull();
  expect(resetTime(limitOf('Claude AI usage limit reached|1790866800', null)!.resets, null, 'UTC')).toBe(
    1_790_866_800_000,
  );
});
