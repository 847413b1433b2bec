import { expect, test } from 'vitest';
import { usageBy } from '../../src/analysis/usage';
import { answer, folder, inspected, one, prompt, type Json } from '../support/logs';

const link = (session: string, more: Json): Json => ({ type: 'pr-link', sessionId: session, ...more });
const OF_A = { prNumber: 12, prUrl: 'https://github.com/ada/engine/pull/12', prRepository: 'ada/engine' };

test('a session is linked to the pull requests its records name, each once', () => {
  const { sessions } = inspected(
    folder({
      'a.jsonl': [prompt('a', 'go'), link('a', OF_A), link('a', OF_A), link('a', { ...OF_A, prNumber: 13 })],
      'b.jsonl': [prompt('b', 'go'), link('b', { prUrl: 'https://github.com/ada/engine/pull/7' })],
      'c.jsonl': [prompt('c', 'go'), link('c', { prNumber: 3 }), link('c', { prUrl: 'elsewhere' })],
    }),
  );
  expect(Object.fromEntries(sessions.map(({ id, pullRequests }) => [id, pullRequests]))).toEqual({
    a: ['ada/engine#12', 'ada/engine#13'],
    b: ['ada/engine#7'],
    c: ['#3'],
  });
});

test('what a session used stands under its pull request, and the lines add up', () => {
  const said = (session: string): Json[] => [
    prompt(session, 'go'),
    answer(session, 'Done.', { id: `m-${session}`, usage: { input_tokens: 100, output_tokens: 10 } }),
  ];
  const report = inspected(
    folder({
      'a.jsonl': [...said('a'), link('a', OF_A)],
      'b.jsonl': [...said('b'), link('b', OF_A), link('b', { ...OF_A, prNumber: 13 })],
      'c.jsonl': said('c'),
    }),
  );
  const rows = usageBy('pr', report.sessions, { from: null, to: null });
  expect(Object.fromEntries(rows.map(({ key, tokens }) => [key, tokens]))).toEqual({
    '(no pull request)': 110,
    'ada/engine#12': 110,
    'ada/engine#12, ada/engine#13': 110,
  });
  expect(one(report, 'a').pullRequests).toEqual(['ada/engine#12']);
});
