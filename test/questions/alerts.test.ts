/** Alerts of findings, measures, budgets and limits, and dismissed ones. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { budget } from '../../src/detectors/budget';
import type { Detected, DetectorSources } from '../../src/detectors/detector';
import { firingOf } from '../../src/questions/shared/firing';
import type { LiveState, SessionRow } from '../../src/library/sessionRow';
import type { Found } from '../../src/findings/finding';
import { Settings } from '../../src/settings/settings';
import type { SessionFigures } from '../../src/store/figures';
import { answer, minute, prompt, put, toolUse } from '../support/logs';
import { figures } from '../store/makers';
import { live, reading } from '../host/rig';
import type { Spend } from '../../src/usage/budget';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(30));

test('alerts of the last week, the worst first: full context of live sessions, budgets, measures as in codevigil', () => {
  const row = (id: string, more: Partial<SessionRow>): SessionRow => ({
    id,
    name: `Title ${id}`,
    project: '/w/app',
    repository: null,
    startedAt: null,
    endedAt: new Date(NOW - 3_600_000).toISOString(),
    day: null,
    lastDay: null,
    starred: false,
    note: null,
    hidden: false,
    state: 'ended',
    severity: 'ok',
    prompts: 1,
    messages: 1,
    subAgents: 0,
    agentType: null,
    task: null,
    tokens: 0,
    costMicroUsd: 0,
    lowerBound: false,
    unpriced: [],
    conditions: [],
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
  const sources: Parameters<typeof firingOf>[0] = {
    measures: true,
    now: NOW,
    contextWarnAt: 0.8,
    detected: budgetsAt(NOW, [
      { budget: { per: 'day', usd: 10 }, spentMicroUsd: 11_000_000, share: 1.1 },
      { budget: { per: 'week', usd: 100 }, spentMicroUsd: 11_000_000, share: 0.11 },
    ]),
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
  };
  const found = firingOf(sources);
  expect(
    found.map(({ severity, words: { session, kind, detail } }) => [session, kind, severity, detail]),
  ).toEqual([
    [null, 'budget', 'critical', '$11.00 of $10 a day'],
    ['bad', 'signal', 'critical', '3 phrases'],
    ['full', 'context', 'warn', '95 % used'],
    ['warned', 'signal', 'warn', '3 phrases'],
    ['full', 'waiting', 'ok', 'Its turn is over, or it asks something.'],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  // Measures alone raise no alert.
  expect(firingOf({ ...sources, measures: false })).toEqual(
    found.filter(({ words }) => words.kind !== 'signal'),
  );
});

const sum = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0, conditions: [] };

function budgetsAt(now: number, budgets: Spend['budgets']): Detected[] {
  const sources: DetectorSources = {
    figures: [],
    now,
    dayOf: (t) => new Date(t).toISOString().slice(0, 10),
    settings: Settings.parse({}),
    spend: { block: null, limits: [], official: [], day: sum, week: sum, month: sum, budgets },
    trouble: { notKept: null, setAside: [] },
  };
  return budget.run(sources).map((one) => ({ detector: budget.name, ...one }));
}

const alertsAt = (
  now: number,
  budgets: Spend['budgets'],
  sessions: Parameters<typeof firingOf>[0]['sessions'],
) => firingOf({ now, contextWarnAt: 0.8, detected: budgetsAt(now, budgets), sessions, measures: false });

test('a budget of another day, week or month, and another turn that waits, are other alerts', () => {
  const budgets = (['day', 'week', 'month'] as const).map((per) => ({
    budget: { per, usd: 10 },
    spentMicroUsd: 11_000_000,
    share: 1.1,
  }));
  const ids = (day: string) => alertsAt(Date.parse(`${day}T12:00:00.000Z`), budgets, []).map(({ id }) => id);
  expect(ids('2026-03-31')).toEqual([
    'budget day 2026-03-31 ',
    'budget month 2026-03 ',
    'budget week 2026-W14 ',
  ]);
  expect(ids('2026-04-01')).toEqual([
    'budget day 2026-04-01 ',
    'budget month 2026-04 ',
    'budget week 2026-W14 ',
  ]);
  const waits = (endedAt: string) => [
    {
      row: { ...live({ id: 'a', endedAt, state: 'waiting' }).row },
      figures: figures('a', { signals: [], context: null }),
    },
  ];
  expect(alertsAt(NOW, [], waits(minute(1))).map(({ id }) => id)).toEqual([`a waiting ${minute(1)}`]);
  expect(alertsAt(NOW, [], waits(minute(2))).map(({ id }) => id)).toEqual([`a waiting ${minute(2)}`]);
});

test('a context that fills again after a compaction is another alert', () => {
  const filled = (compactions: number) =>
    alertsAt(
      NOW,
      [],
      [
        {
          row: live({ id: 'a', endedAt: minute(1), state: 'active' }).row,
          figures: figures('a', { signals: [], context: { tokens: 95, window: 100 }, compactions }),
        },
      ],
    ).map(({ id }) => id);
  expect(filled(0)).toEqual(['a context 0']);
  expect(filled(1)).toEqual(['a context 1']);
});

test('the answer has all alerts of a week, more than a page lists', () => {
  const sessions = Array.from({ length: 900 }, (_, i) => ({
    row: live({ id: `s${i}`, endedAt: minute(1), state: 'ended' }).row,
    figures: figures(`s${i}`, { signals: [], findings: [foundAt(70)] }),
  }));
  expect(alertsAt(NOW, [], sessions)).toHaveLength(900);
});

const foundAt = (at: number, part: Partial<Found> = {}): Found => ({
  name: 'guard_bypassed',
  severity: 'critical',
  sentence: 'Skipped the commit hooks with `--no-verify`',
  t: NOW - 60_000,
  open: true,
  evidence: [
    { at, len: 5, note: 'refused', against: true },
    { at: at + 9, len: 5, file: 1, note: 'skipped', against: true },
  ],
  ...part,
});

const alertsWith = (findings: Found[], more: Partial<SessionFigures> = {}, state: LiveState = 'ended') =>
  alertsAt(
    NOW,
    [],
    [
      {
        row: live({ id: 'a', endedAt: new Date(NOW - 1000).toISOString(), state }).row,
        figures: figures('a', { signals: [], context: null, findings, ...more }),
      },
    ],
  );

test('the alert of a finding has its sentence, advice and the line of its evidence', () => {
  expect(alertsWith([foundAt(70)])).toMatchObject([
    {
      severity: 'critical',
      words: {
        kind: 'finding',
        detector: 'guard_bypassed',
        sentence: 'Skipped the commit hooks with `--no-verify`',
        session: 'a',
        at: new Date(NOW - 60_000).toISOString(),
        line: { at: 79, file: 1 },
      },
    },
  ]);
  expect(alertsWith([foundAt(70)])[0]?.words.detail).not.toBe('');
});

test('a finding that happens again is a new alert, a growing one the same, a repaired one none', () => {
  const ids = (...found: Found[]) => alertsWith(found).map(({ id }) => id);
  expect(ids(foundAt(70))).toEqual(['a finding guard_bypassed 0:70']);
  const grown = foundAt(70, { evidence: [...foundAt(70).evidence, ...foundAt(200).evidence] });
  expect(ids(grown)).toEqual(ids(foundAt(70)));
  expect(ids(foundAt(70, { open: false }), foundAt(200))).toEqual(['a finding guard_bypassed 0:200']);
  // Two entries with one id would be dismissed together.
  expect(ids(foundAt(70), foundAt(70))).toHaveLength(1);
});

test('alerts of a limit that was reached and not reset, and of a log with unknown parts', () => {
  const limit = { t: NOW - 9, window: 'weekly' as const, reached: true, resetsAt: NOW + 9, at: 40, len: 3 };
  const unread = reading({
    name: 'parse_health',
    severity: 'critical',
    label: '5 of the last 50 lines understood',
  });
  const told = (more: Partial<SessionFigures>, state: LiveState = 'active') =>
    alertsWith([], more, state).map(({ severity, words: { kind, sentence, line } }) => [
      kind,
      severity,
      sentence,
      line,
    ]);
  expect(told({ limits: [{ ...limit, reached: false, t: NOW - 20 }, limit] })).toEqual([
    ['limit', 'warn', 'Limit reached', { at: 40, file: 0 }],
  ]);
  expect(told({ limits: [{ ...limit, reached: false }] })).toEqual([
    ['limit', 'warn', 'Limit nearly reached', { at: 40, file: 0 }],
  ]);
  expect(told({ limits: [{ ...limit, resetsAt: NOW - 1 }] })).toEqual([]);
  expect(told({ limits: [{ ...limit, resetsAt: null, t: NOW - 6 * 3_600_000 }] })).toEqual([]);
  expect(told({ signals: [unread] })).toEqual([['log', 'warn', 'Log not understood', null]]);
  expect(told({ signals: [unread] }, 'ended')).toEqual([]);
});

test('sessions that ended long ago raise no alerts', async () => {
  const folder = tempFolder();
  const now = Date.parse('2026-03-20T12:00:00.000Z');
  const edits = (id: string, at: string) =>
    Array.from({ length: 14 }, (_, i) =>
      answer(
        id,
        [toolUse('Edit', { file_path: `/w/app/${i}.ts`, old_string: 'a', new_string: 'b' }, `${id}${i}`)],
        {
          id: `m${id}${i}`,
          request: `r${id}${i}`,
          more: { timestamp: at },
        },
      ),
    );
  const project = join(folder, '.claude', 'projects', '-w-app');
  const log = (id: string, at: string) =>
    put(join(project, `${id}.jsonl`), [prompt(id, 'go', { timestamp: at }), ...edits(id, at)]);
  log('old', '2026-03-01T10:00:00.000Z');
  log('recent', '2026-03-19T10:00:00.000Z');
  const window = openWindow(folder, null, () => now, { alerts: { measures: true } });
  await window.engine.ready;
  const alerts = await window.engine.call('alerts', null);
  expect(alerts.length).toBeGreaterThan(0);
  expect(new Set(alerts.map(({ session }) => session))).toEqual(new Set(['recent']));
  // Alone, the same measures raise no alert anywhere.
  const quiet = openWindow(folder, null, () => now);
  await quiet.engine.ready;
  expect(await quiet.engine.call('alerts', null)).toEqual([]);
});
