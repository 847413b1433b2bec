import { expect, test } from 'vitest';
import { conversationsOf } from '../../src/analysis/metrics';
import { toolsBy, totalOf, wholeSessions } from '../../src/analysis/usage';
import { active } from '../../src/questions/shared/dashboard/ranges';
import { toMarkdown } from '../../src/report/document';
import { reportDocument, reportOf } from '../../src/report/report';
import { calendarOf } from '../../src/usage/days';
import { answer, folder, inspected, prompt, toolUse, type Json } from '../support/logs';

const { day: dayOf, clock } = calendarOf('UTC');
const agent = (session: string, name: string, at: string): Json =>
  answer(session, 'found', { more: { isSidechain: true, agentId: name, timestamp: at } });
const [one, two] = ['2026-08-01T10:00:00Z', '2026-08-02T10:00:00Z'];

/** A session with a sub-agent, sub-agents of one that is not there, one of a session in which nothing was said, a prompt without an answer, and a title alone. */
const sessions = () =>
  inspected(
    folder({
      'a.jsonl': [prompt('a', 'go', { timestamp: one }), answer('a', 'Done.', { more: { timestamp: one } })],
      'a/subagents/agent-x.jsonl': [agent('a', 'x', one)],
      'lost/subagents/agent-y.jsonl': [agent('lost', 'y', one)],
      'lost/subagents/agent-z.jsonl': [agent('lost', 'z', two)],
      'silent.jsonl': [{ type: 'ai-title', aiTitle: 'Quiet', sessionId: 'silent' }],
      'silent/subagents/agent-s.jsonl': [agent('silent', 's', two)],
      'title.jsonl': [{ type: 'ai-title', aiTitle: 'Empty', sessionId: 'title' }],
      'asked.jsonl': [prompt('asked', 'anyone?', { timestamp: two })],
    }),
  );

// A report left out sub-agents whose session was not known, counted one whose session said nothing as a session, and its lines did not add up.
test.each([
  [null, null, { sessions: 2, subAgents: 4, requests: 5, prompts: 2 }, ['silent', 'lost', 'asked', 'a']],
  ['2026-08-01', '2026-08-01', { sessions: 1, subAgents: 2, requests: 3, prompts: 1 }, ['lost', 'a']],
  ['2026-08-02', null, { sessions: 1, subAgents: 2, requests: 2, prompts: 1 }, ['silent', 'lost', 'asked']],
  ['2026-08-03', null, { sessions: 0, subAgents: 0, requests: 0, prompts: 0 }, []],
] as const)('%s to %s', (from, to, expected, ids) => {
  const figures = sessions().sessions;
  const { total, sessions: lines } = reportOf({ sessions: figures, from, to, dayOf, clock });
  expect(total).toMatchObject(expected);
  expect(lines.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const field of ['requests', 'subAgents', 'prompts', 'costMicroUsd'] as const)
    expect(lines.reduce((sum, line) => sum + line[field], 0)).toBe(total[field]);
  expect(lines.filter(({ subAgentsOnly }) => !subAgentsOnly)).toHaveLength(total.sessions);
  expect(totalOf(figures, { from, to }, dayOf)).toMatchObject({
    sessions: total.sessions,
    requests: total.requests,
  });
});

// The session worked on the 1st, its sub-agent on the 3rd. The session goes from one to the other, so on the 2nd there is one session
// with its prompt, its sub-agent and both calls, and nothing was used.
test.each([
  ['2026-08-01', 1],
  ['2026-08-02', 0],
  ['2026-08-03', 1],
  ['2026-08-04', null],
] as const)('on %s a report counts the sessions of the dashboard and of usage by tool', (day, requests) => {
  const called = (tool: string, at: string, more: Json = {}) =>
    answer('a', [toolUse(tool, {})], { more: { timestamp: at, ...more } });
  const figures = inspected(
    folder({
      'a.jsonl': [prompt('a', 'go', { timestamp: one }), called('Bash', one)],
      'a/subagents/agent-x.jsonl': [
        called('Read', '2026-08-03T10:00:00Z', { isSidechain: true, agentId: 'x' }),
      ],
    }),
  ).sessions;
  const days = { from: day, to: day };
  const { total, tools, sessions: lines } = reportOf({ sessions: figures, ...days, dayOf, clock });
  const n = requests === null ? 0 : 1;
  expect(total).toMatchObject({ sessions: n, prompts: n, subAgents: n, requests: requests ?? 0 });
  expect(lines).toHaveLength(n);
  expect(active(conversationsOf(figures), days, dayOf)).toHaveLength(n);
  expect(totalOf(figures, days, dayOf).sessions).toBe(n);
  const ofUsage = toolsBy('tool', wholeSessions(figures, days, dayOf));
  expect(ofUsage.map(({ key, calls }) => [key, calls])).toEqual(
    n === 0
      ? []
      : [
          ['Bash', 1],
          ['Read', 1],
        ],
  );
  expect(tools.map(({ name, calls }) => [name, calls])).toEqual(
    ofUsage.map(({ key, calls }) => [key, calls]),
  );
});

test('what is not known is not called OK, and the totals are those of inspect', () => {
  const { sessions: figures, totals } = sessions();
  const report = reportOf({ sessions: figures, from: null, to: null, dayOf, clock });
  expect(report.sessions.find(({ id }) => id === 'lost')).toMatchObject({ severity: null, subAgents: 2 });
  expect(totals).toMatchObject({ sessions: report.total.sessions, subAgents: report.total.subAgents });
  expect(toMarkdown(reportDocument({ sessions: figures, from: null, to: null, dayOf, clock }))).toContain(
    '| 2026-08-01 10:00 | Session lost (sub-agents only) | – | – | 0 | 2 | 220 | $0.0015 |',
  );
});

test('what is more than a table shows stands in its last line', () => {
  const many = Object.fromEntries(
    Array.from({ length: 203 }, (_, n) => [
      `s${n}.jsonl`,
      [prompt(`s${n}`, 'go', { timestamp: one }), answer(`s${n}`, 'Done.', { more: { timestamp: one } })],
    ]),
  );
  const { sessions: figures } = inspected(folder(many));
  expect(toMarkdown(reportDocument({ sessions: figures, from: null, to: null, dayOf, clock }))).toContain(
    '| – | … and 3 more | – | – | 3 | 0 | 330 | $0.0022 |',
  );
});
