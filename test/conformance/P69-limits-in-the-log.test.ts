import { expect, test } from 'vitest';
import { blocksOf } from '../../src/usage/blocks';
import { answer, folder, inspected, one, prompt, uuid, type Json } from '../support/logs';

const at = (iso: string): Json => ({ timestamp: `2026-10-01T${iso}:00.000Z`, uuid: uuid() });

/** The line Claude Code writes in place of an answer. */
const notice = (session: string, iso: string, text: string): Json =>
  answer(session, text, {
    id: uuid(),
    request: null,
    model: '<synthetic>',
    stop: 'stop_sequence',
    usage: { input_tokens: 0, output_tokens: 0 },
    more: { ...at(iso), isApiErrorMessage: true, error: 'rate_limit' },
  });

const system = (session: string, iso: string, more: Json): Json => ({
  type: 'system',
  sessionId: session,
  cwd: '/home/ada/project',
  ...at(iso),
  ...more,
});

const limits = (lines: Json[], timezone = 'UTC') =>
  one(inspected(folder({ 'a.jsonl': [prompt('a', 'go'), ...lines] }), timezone), 'a').limits.map(
    ({ window, reached, resetsAt }) => [
      window,
      reached,
      resetsAt === null ? null : new Date(resetsAt).toISOString().slice(0, 16),
    ],
  );

const REACHED = '5-hour limit reached ∙ resets 3pm';

test.each([
  ['in place of an answer', notice('a', '12:00', REACHED)],
  ['as a system record', system('a', '12:00', { subtype: 'informational', content: REACHED })],
  ['in an API error', system('a', '12:00', { subtype: 'api_error', error: { message: REACHED } })],
  [
    'inside an API error',
    system('a', '12:00', { subtype: 'api_error', error: { error: { message: REACHED } } }),
  ],
])('a limit %s', (_where, line) => expect(limits([line])).toEqual([['fiveHour', true, '2026-10-01T15:00']]));

test('what people, tools, the agent and recaps say is no notice', () => {
  expect(
    limits([
      prompt('a', REACHED),
      answer('a', REACHED),
      { ...prompt('a', [{ type: 'tool_result', tool_use_id: 'x', content: REACHED }]) },
      system('a', '12:00', { subtype: 'away_summary', content: REACHED }),
      system('a', '12:00', { subtype: 'local_command', content: REACHED }),
    ]),
  ).toEqual([]);
});

test('a clock time is that of the zone of the reader unless the text names one', () => {
  const line = notice('a', '12:00', REACHED);
  expect(limits([line], 'America/New_York')).toEqual([['fiveHour', true, '2026-10-01T19:00']]);
  const named = notice('a', '12:00', `${REACHED} (Europe/Berlin)`);
  expect(limits([named], 'America/New_York')).toEqual([['fiveHour', true, '2026-10-01T13:00']]);
});

test('a copy in a fork counts once', () => {
  const line = notice('a', '12:00', REACHED);
  const log = folder({
    'a.jsonl': [prompt('a', 'go'), line],
    'b.jsonl': [
      { ...prompt('b', 'go'), sessionKind: 'bg' },
      { ...line, sessionId: 'b' },
    ],
  });
  const { sessions } = inspected(log);
  expect(sessions.map(({ id, limits: of }) => [id, of.length])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
});

const HOUR = 3_600_000;
const spent = (t: number) => ({ t: t * HOUR, tokens: 10, costMicroUsd: 1 });
const said = (t: number, resetsAt: number | null, more: object = {}) => ({
  t: t * HOUR,
  window: 'fiveHour' as const,
  reached: true,
  resetsAt: resetsAt === null ? null : resetsAt * HOUR,
  at: 0,
  len: 1,
  ...more,
});
const shape = (...args: Parameters<typeof blocksOf>) =>
  blocksOf(...args).map(({ start, end, known, requests, reachedAt }) => [
    start / HOUR,
    end / HOUR,
    known,
    requests,
    reachedAt === null ? null : reachedAt / HOUR,
  ]);

test('a block ends when the log says that its limit resets, and began five hours before', () => {
  const requests = [spent(10), spent(12), spent(14.5), spent(16)];
  expect(shape(requests, 0)).toEqual([
    [10, 15, 'estimated', 3, null],
    [16, 21, 'estimated', 1, null],
  ]);
  // Reset at 14: the request at 14.5 is in the next block.
  expect(shape(requests, 0, [said(13, 14)])).toEqual([
    [9, 14, 'log', 2, 13],
    [14.5, 19.5, 'estimated', 2, null],
  ]);
});

test('a guess ends where a block that the log knows begins', () => {
  expect(shape([spent(8), spent(11)], 0, [said(14, 15)])).toEqual([
    [8, 10, 'estimated', 1, null],
    [10, 15, 'log', 1, 14],
  ]);
});

test.each([
  ['of a week', said(13, 14, { window: 'weekly' })],
  ['of a model', said(13, 14, { window: 'model' })],
  ['of money beyond the plan', said(13, 14, { window: 'credits' })],
  ['that does not say when it resets', said(13, null)],
  ['that resets in more than five hours', said(8, 14)],
  ['that has passed', said(15, 14)],
])('a limit %s says nothing of 5-hour blocks', (_what, limit) =>
  expect(shape([spent(10), spent(14.5)], 0, [limit])).toEqual([[10, 15, 'estimated', 2, null]]),
);

test('one that does not say which resets within five hours is that of five hours', () => {
  expect(shape([spent(10)], 0, [said(13, 14, { window: 'unknown' })])).toEqual([[9, 14, 'log', 1, 13]]);
});

test('a warning knows the reset, too, but reached it is not', () => {
  expect(shape([spent(10)], 0, [said(12, 14, { reached: false })])).toEqual([[9, 14, 'log', 1, null]]);
  expect(shape([spent(10)], 0, [said(12, 14, { reached: false }), said(13, 14), said(13.5, 14)])).toEqual([
    [9, 14, 'log', 1, 13],
  ]);
});

test('two that overlap: the later begins where the earlier ends', () => {
  expect(shape([spent(10), spent(14.5)], 0, [said(13, 14), said(14.6, 16)])).toEqual([
    [9, 14, 'log', 1, 13],
    [14, 16, 'log', 1, 14.6],
  ]);
});

test('what is reached comes to no more', () => {
  const requests = [spent(10), spent(12)];
  expect(blocksOf(requests, 13.5 * HOUR, [said(13, 14)])[0]).toMatchObject({
    active: true,
    leftMs: HOUR / 2,
    projection: null,
  });
  expect(blocksOf(requests, 13.5 * HOUR)[0]?.projection).not.toBeNull();
});
