import { expect, test } from 'vitest';
import { toMarkdown } from '../../src/report/document';
import { inline } from '../../src/report/markdown';
import { reportDocument, reportOf } from '../../src/report/report';
import { calendarOf, dayFormatter } from '../../src/usage/days';
import { answer, folder, inspected, prompt } from '../support/logs';

const day = (d: number) => `2026-08-0${d}T10:00:00.000Z`;
const input = (from: string | null, to: string | null) => ({
  sessions: inspected(
    folder({
      'a.jsonl': [
        prompt('a', 'x', { timestamp: day(1) }),
        answer('a', 'one', { more: { timestamp: day(1) } }),
        answer('a', 'two', { more: { timestamp: day(3) }, stop: null }),
      ],
      'a/subagents/agent-x1.jsonl': [
        answer('a', 'sub', { more: { timestamp: day(3), isSidechain: true, agentId: 'x1' } }),
      ],
      'b.jsonl': [
        prompt('b', 'y', { timestamp: day(2), cwd: '/home/ada/<b>|x' }),
        answer('b', 'z', { model: 'strange', more: { timestamp: day(2), cwd: '/home/ada/<b>|x' } }),
      ],
    }),
  ).sessions,
  from,
  to,
  dayOf: dayFormatter('UTC'),
  clock: calendarOf('UTC').clock,
});

test('usage counts on its day, sub-agents with their session, sessions by activity', () => {
  const report = reportOf(input('2026-08-02', '2026-08-03'));
  expect(report.total).toMatchObject({
    sessions: 2,
    subAgents: 1,
    prompts: 2,
    requests: 3,
    unpriced: 1,
    lowerBound: 1,
  });
  expect(report.byDay.map(({ day: d, requests }) => [d, requests])).toEqual([
    ['2026-08-02', 1],
    ['2026-08-03', 2],
  ]);
  expect(report.sessions.map(({ id, requests, costMicroUsd }) => [id, requests, costMicroUsd])).toEqual([
    ['b', 1, 0],
    ['a', 2, 1500],
  ]);
  expect(reportOf(input('2026-08-04', null)).total).toMatchObject({ sessions: 0, requests: 0 });
  expect(reportOf(input(null, null)).total).toMatchObject({ sessions: 2, requests: 4 });
});

test('the Markdown says what is a lower bound and what has no price', () => {
  const text = toMarkdown(reportDocument(input('2026-08-02', '2026-08-03')));
  expect(text).toContain('Claude Code did not log all output of 1 of 3 requests');
  expect(text).toContain('Not in the cost: 1 request to models without a price (strange).');
  expect(text).toContain('| strange | 1 | 110 | unpriced |');
  expect(text).toContain('/home/ada/&lt;b&gt;\\|x');
  expect(toMarkdown(reportDocument(input('2026-08-02', '2026-08-03')))).toBe(text);
});

test('an empty range teaches', () => {
  expect(toMarkdown(reportDocument(input('2027-01-01', '2027-01-02')))).toContain(
    'No session was active in this time',
  );
});

test.each([
  ['a|b', 'a\\|b'],
  ['<script>', '&lt;script&gt;'],
  ['[x](y)', '\\[x\\]\\(y\\)'],
  ['two\nlines', 'two lines'],
  ['\u202eevil', '⟨U\\+202E⟩evil'],
])('%j becomes %j', (text, expected) => expect(inline(text)).toBe(expected));
