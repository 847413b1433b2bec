/** Alerts, search over logs, and two sessions side by side, asked of an engine on real files. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertsOf } from '../../src/engine/alerts';
import type { Reply, SessionRow } from '../../src/engine/protocol';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { figures } from '../store/makers';
import { openWindow, temporary } from './rig';

const NOW = Date.parse(minute(30));

async function opened(logs: Record<string, unknown[]>) {
  const folder = temporary();
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-w-app', name), lines as never);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return window.engine;
}

test('search: words in what was said, whatever their case, not in the fields of the log; quotes and accents too', async () => {
  const engine = await opened({
    'a.jsonl': [prompt('a', 'Please fix the "Harbour" bug'), answer('a', 'Done with the café, à la carte.')],
    'b.jsonl': [
      prompt('b', 'Nothing here'),
      answer('b', [toolUse('Bash', { command: 'echo harbour' }, 't')]),
      result('b', 't', 'HARBOUR'),
    ],
  });
  const search = async (text: string) => {
    const hits = [];
    for (let from: { log: number; at: number } | null = { log: 0, at: 0 }; from !== null;) {
      const part: Reply<'search'> = await engine.call('search', { text, from });
      hits.push(...part.hits);
      from = part.next;
      if (from === null) expect(part.done).toBe(part.logs);
    }
    return hits;
  };
  const harbour = await search('harbour');
  expect(harbour.map(({ session, kind, match }) => `${session} ${kind} ${match}`).sort()).toEqual([
    'a prompt Harbour',
    'b result HARBOUR',
    'b tool harbour',
  ]);
  expect(await search('"harbour" bug')).toMatchObject([
    { session: 'a', before: 'Please fix the ', after: '' },
  ]);
  expect(await search('CAFÉ, À')).toHaveLength(1);
  expect(await search('parentUuid')).toEqual([]);
  // The place leads to the line.
  const place = harbour.find(({ kind }) => kind === 'result')!;
  expect(await engine.call('line', { id: 'b', at: place.at, file: place.file })).toMatchObject({ line: 3 });
});

test('search goes on where it stopped: every hit once, however many there are', async () => {
  const engine = await opened({
    'a.jsonl': Array.from({ length: 130 }, (_, i) => prompt('a', `needle ${i}`, { uuid: `u${i}` })),
    'b.jsonl': [prompt('b', 'needle last')],
  });
  const seen: string[] = [];
  let calls = 0;
  for (let from: { log: number; at: number } | null = { log: 0, at: 0 }; from !== null; calls++) {
    const part: Reply<'search'> = await engine.call('search', { text: 'needle', from });
    seen.push(...part.hits.map(({ after }) => after.trim()));
    from = part.next;
  }
  expect(calls).toBeLessThan(10);
  expect(seen).toHaveLength(131);
  expect(new Set(seen).size).toBe(131);
});

test('two sessions side by side; one that is not known gives nothing', async () => {
  const work = (id: string, n: number) => [
    prompt(id, 'go'),
    ...Array.from({ length: n }, (_, i) => [
      answer(id, [toolUse('Read', { file_path: `/w/app/${i}.ts` }, `${id}${i}`)], {
        id: `m${id}${i}`,
        request: `r${id}${i}`,
      }),
      result(id, `${id}${i}`, 'ok'),
    ]).flat(),
  ];
  const engine = await opened({ 'a.jsonl': work('a', 2), 'b.jsonl': work('b', 3) });
  const diff = await engine.call('diff', { a: 'a', b: 'b' });
  expect(diff?.sides.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(diff?.metrics.find(({ name }) => name === 'tool_calls')).toMatchObject({ a: 2, b: 3, delta: 1 });
  expect(diff?.tools).toMatchObject([{ name: 'Read', a: { calls: 2 }, b: { calls: 3 } }]);
  expect(diff?.files.map(({ a, b }) => [a?.reads ?? 0, b?.reads ?? 0])).toEqual([
    [1, 1],
    [1, 1],
    [0, 1],
  ]);
  expect(await engine.call('diff', { a: 'a', b: 'nobody' })).toBeNull();
});

test('alerts: of the last week, the worst first; live ones when the context is full; budgets', () => {
  const row = (id: string, more: Partial<SessionRow>): SessionRow => ({
    id,
    title: `Title ${id}`,
    project: '/w/app',
    repository: null,
    startedAt: null,
    endedAt: new Date(NOW - 3_600_000).toISOString(),
    day: null,
    state: 'ended',
    severity: 'ok',
    prompts: 1,
    messages: 1,
    subAgents: 0,
    agentType: null,
    tokens: 0,
    costMicroUsd: 0,
    lowerBound: false,
    unpriced: [],
    gone: false,
    copied: false,
    ...more,
  });
  const signal = (severity: 'warn' | 'critical') => [
    {
      name: 'stop_phrase',
      value: 3,
      measure: 3,
      severity,
      ceiling: 'critical' as const,
      label: '3 phrases',
      detail: {},
      evidence: [],
    },
  ];
  const full = { tokens: 190, window: 200 };
  const sum = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0 };
  const found = alertsOf({
    now: NOW,
    contextWarnAt: 0.8,
    spend: {
      block: null,
      day: sum,
      week: sum,
      month: sum,
      budgets: [
        { budget: { per: 'day', usd: 10 }, spentMicroUsd: 11_000_000, share: 1.1 },
        { budget: { per: 'week', usd: 100 }, spentMicroUsd: 11_000_000, share: 0.11 },
      ],
    },
    sessions: [
      { row: row('warned', {}), figures: figures('warned', { signals: signal('warn') }) },
      { row: row('bad', {}), figures: figures('bad', { signals: signal('critical') }) },
      {
        row: row('old', { endedAt: new Date(NOW - 8 * 86_400_000).toISOString() }),
        figures: figures('old', { signals: signal('critical') }),
      },
      { row: row('full', { state: 'waiting' }), figures: figures('full', { signals: [], context: full }) },
      { row: row('done', {}), figures: figures('done', { signals: [], context: full }) },
    ],
  });
  expect(found.map(({ session, kind, severity, detail }) => [session, kind, severity, detail])).toEqual([
    [null, 'budget', 'critical', '$11.00 of $10 a day'],
    ['bad', 'signal', 'critical', '3 phrases'],
    ['full', 'context', 'warn', '95 % used'],
    ['warned', 'signal', 'warn', '3 phrases'],
    ['full', 'waiting', 'ok', 'the agent ended its turn or asks'],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});
