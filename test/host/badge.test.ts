import { describe, expect, test } from 'vitest';
import {
  badgeLabel,
  badgeOf,
  badgeText,
  badgeTooltip,
  reasonsOf,
  type BadgeFacts,
} from '../../src/host/badge';
import type { Spend } from '../../src/usage/budget';
import { segment } from '../../src/host/spendWords';
import { inWorkspace } from '../../src/host/workspacePaths';
import type { LiveSession } from '../../src/library/sessionRow';
import { found, live, reading, t } from './rig';

const sum = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const spend: Spend = { block: null, limits: [], day: sum, week: sum, month: sum, budgets: [] };
const facts = (part: Partial<BadgeFacts> = {}): BadgeFacts => ({
  words: [],
  usual: [],
  spend: null,
  settings: { plan: 'api', context: { warnAt: 0.8 }, alerts: { measures: false } },
  now: 0,
  locale: 'en',
  t,
  ...part,
});

test.each([
  ['/home/ada/app', ['/home/ada/app'], true],
  ['/home/ada/app/src', ['/home/ada/app'], true],
  ['/home/ada', ['/home/ada/app'], true],
  ['/home/ada/app2', ['/home/ada/app'], false],
  ['C:\\Work\\App', ['c:/work/app'], true],
  [null, ['/home/ada/app'], false],
  ['/home/ada/app', [], false],
])('project %s in %j: %s', (project, folders, expected) =>
  expect(inWorkspace(project, folders, false)).toBe(expected),
);

const FOLDERS = ['/home/ada/app'];
const ring = { plan: 'api' as const, context: { warnAt: 0.8 }, alerts: { measures: true } };
/** Text of the badge and how bad it is, of these sessions. */
const shows = (sessions: LiveSession[], part: Partial<BadgeFacts> = {}): [string, string] => {
  const badge = badgeOf(sessions, FOLDERS, false);
  const reasons = reasonsOf(badge, facts(part));
  return [badgeText(badge, reasons), reasons[0]?.severity ?? 'none'];
};
const harm = found({ name: 'guard_bypassed', severity: 'critical', sentence: 'Skipped the hooks' });

test('the badge gives the worst finding of the live sessions here; elsewhere and ended ones do not count', () => {
  const sessions = [
    live({ id: 'ok' }),
    { ...live({ id: 'elsewhere', severity: 'critical', project: '/other' }), findings: [harm] },
    { ...live({ id: 'ended', severity: 'critical', state: 'ended' }), findings: [harm] },
    { ...live({ id: 'warn', severity: 'warn' }), findings: [found()] },
  ];
  const badge = badgeOf(sessions, FOLDERS, false);
  expect([badge.worst?.row.id, badge.others.map(({ row }) => row.id)]).toEqual(['warn', ['ok']]);
  expect(shows(sessions)).toEqual(['$(warning) failing tests not mentioned', 'warn']);
  const label = badgeLabel(badge, reasonsOf(badge, facts()), t);
  expect(label).toBe(
    'Vigil: failing tests not mentioned, live Claude Code session A title; 1 more live here',
  );
});

test('quiet while all is well, and while nothing is judged yet: an eye and no word', () => {
  expect(shows([live({})])).toEqual(['$(eye)', 'none']);
  expect(shows([live({ severity: 'unjudged' })])).toEqual(['$(eye)', 'none']);
  const badge = badgeOf([live({ severity: 'unjudged' })], FOLDERS, false);
  expect(badgeLabel(badge, [], t)).toContain('not judged yet');
  expect(badgeTooltip(badge, facts())).toContain('Not judged yet');
});

test('a measure alone never rings, unless somebody wants codevigil’s behaviour', () => {
  const bad = [live({}, [reading({ severity: 'critical' })])];
  expect(shows(bad)).toEqual(['$(eye)', 'none']);
  const words = [{ name: 'read_edit_ratio', title: 'Read before edit', meaning: '', experimental: false }];
  expect(shows(bad, { words, settings: ring })).toEqual(['$(error) read before edit', 'critical']);
});

const limit = { t: 0, window: 'weekly' as const, reached: true, resetsAt: 10, at: 5, len: 1 };
const budget = (share: number): Spend => ({
  ...spend,
  budgets: [{ budget: { per: 'day', usd: 5 }, spentMicroUsd: 5_000_000 * share, share }],
});
const filled = { context: { tokens: 170_000, window: 200_000 } };
const unread = [reading({ name: 'parse_health', severity: 'critical' })];

test.each<[string, LiveSession, Spend | null, string, string]>([
  ['waits', live({ state: 'waiting' }), null, '$(comment-discussion) waits for you', 'ok'],
  ['context', { ...live({ state: 'waiting' }), ...filled }, null, '$(warning) context nearly full', 'warn'],
  ['log', { ...live({}, unread), ...filled }, null, '$(warning) log not understood', 'warn'],
  ['limit', { ...live({}, unread), limits: [limit] }, null, '$(warning) limit reached', 'warn'],
  [
    'limit near',
    { ...live({}), limits: [{ ...limit, reached: false }] },
    null,
    '$(warning) limit nearly reached',
    'warn',
  ],
  ['limit past', { ...live({}), limits: [{ ...limit, resetsAt: 3 }] }, null, '$(eye)', 'none'],
  ['budget near', { ...live({}), limits: [limit] }, budget(0.8), '$(flame) budget nearly spent', 'warn'],
  [
    'finding first',
    { ...live({}), findings: [found()] },
    budget(0.9),
    '$(warning) failing tests not mentioned',
    'warn',
  ],
  [
    'budget spent is harm',
    { ...live({}), findings: [found()] },
    budget(1),
    '$(flame) budget spent',
    'critical',
  ],
  ['harm before it', { ...live({}), findings: [harm] }, budget(1.2), '$(error) guard bypassed', 'critical'],
])('one reason, the first: %s', (_, session, spent, text, severity) => {
  expect(shows([session], { spend: spent, now: 4 })).toEqual([text, severity]);
});

test('a budget is a reason also when nothing is live here', () => {
  expect(shows([], { spend: budget(1) })).toEqual(['$(flame) budget spent', 'critical']);
});

test('nothing live here is quiet and says what to do', () => {
  expect(shows([])).toEqual(['$(eye) Vigil', 'none']);
  expect(badgeTooltip(badgeOf([], FOLDERS, false), facts())).toContain('No live Claude Code session');
});

test('the tooltip tells what was found, here and in the others, with the line and what to do; log text is escaped', () => {
  const sessions = [
    {
      ...live({ id: 'a', severity: 'critical' }),
      findings: [{ ...harm, sentence: 'Skipped [x](command:y)' }],
    },
    { ...live({ id: 'b', name: 'Other', severity: 'warn' }), findings: [found()] },
  ];
  const text = badgeTooltip(badgeOf(sessions, FOLDERS, false), facts());
  expect(text).toContain('$(error) **Skipped \\[x\\]\\(command\\:y\\)**');
  expect(text).toContain(`command:vigil.openLog?${encodeURIComponent('["a",70,0]')}`);
  expect(text).toContain('2 failing tests');
  expect(text).toContain(`command:vigil.openLog?${encodeURIComponent('["b",70,0]')}`);
  expect(text.indexOf('Skipped')).toBeLessThan(text.indexOf('context 25 %'));
});

test('as codevigil has it the tooltip has each measure with value, severity and meaning, worst first; log text is escaped', () => {
  const words = [
    {
      name: 'read_edit_ratio',
      title: 'Read before edit',
      meaning: 'Reads for each edit.',
      experimental: false,
    },
  ];
  const signals = [reading({}), reading({ name: 'x', severity: 'critical', value: null, label: 'bad' })];
  const text = badgeTooltip(
    badgeOf([live({ name: '**evil** [x](command:y)' }, signals)], ['/home/ada/app'], false),
    facts({ words, settings: ring }),
  );
  expect(text).toContain('\\*\\*evil\\*\\* \\[x\\]\\(command\\:y\\)');
  expect(text).toContain('context 25 % \\(50\\.0K of 200\\.0K tokens\\)');
  expect(text).toContain('cost \\$1\\.20');
  expect(text).toContain('$(pass) **Read before edit** 1\\.23 · OK');
  expect(text.indexOf('unknown · CRITICAL')).toBeLessThan(text.indexOf('Read before edit'));
});

test('the tooltip says where the value stands, and leads to the latest line behind an alarm', () => {
  const word = { title: 'Reads', meaning: 'Reads for each edit.' };
  const words = [
    { ...word, name: 'read_edit_ratio', experimental: false },
    { ...word, name: 'simplest_rate', title: 'Simplest', experimental: true },
  ];
  const usual = {
    name: 'read_edit_ratio',
    sessions: 5,
    wanted: 5,
    values: [1, 2, 3, 4, 5],
    trend: [1, 3],
    thresholds: { warn: 4, critical: 2 },
    from: 'baseline' as const,
  };
  const evidence = [
    { at: 10, len: 5, note: 'edited a without reading it', against: true },
    { at: 20, len: 5, note: 'read b', against: false },
  ];
  const signals = [reading({ severity: 'critical', evidence }), reading({ name: 'simplest_rate' })];
  const text = badgeTooltip(
    badgeOf([live({}, signals)], ['/home/ada/app'], false),
    facts({ words, usual: [usual], settings: ring }),
  );
  expect(text).toContain('higher than 20 % of your first 5 sessions ▁█');
  expect(text).toContain('Reads for each edit');
  expect(text).toContain(`command:vigil.openLog?${encodeURIComponent('["s1",10,0]')}`);
  // Experimental signals are for the panel.
  expect(text).not.toContain('Simplest');
});

test.each([
  ['waiting', 'waiting for you'],
  ['idle', 'idle'],
] as const)('a session that is %s says so', (state, word) => {
  const badge = badgeOf([live({ state })], ['/home/ada/app'], false);
  expect(badgeTooltip(badge, facts())).toContain(word);
});

describe('money', () => {
  const here = badgeOf([live({})], ['/home/ada/app'], false);
  const budgets = [
    { budget: { per: 'day' as const, usd: 5 }, spentMicroUsd: 4_100_000, share: 0.82 },
    {
      budget: { per: 'month' as const, usd: 100, project: '/home/ada/app' },
      spentMicroUsd: 105_000_000,
      share: 1.05,
    },
    { budget: { per: 'week' as const, usd: 100 }, spentMicroUsd: 1, share: 0.01 },
  ];
  const block = {
    start: 0,
    end: 18_000_000,
    lastAt: 1,
    requests: 3,
    tokens: 120_000,
    costMicroUsd: 1_000_000,
    unpricedRequests: 0,
    known: 'estimated' as const,
    reachedAt: null,
    firstAt: 0,
    costAtLeast: false,
    active: true,
    leftMs: 18_000_000,
    burn: null,
    projection: { tokens: 600_000, costMicroUsd: 5_000_000 },
  };
  const spent = { ...sum, tokens: 10, costMicroUsd: 4_100_000 };

  test('budgets that are nearly used up stand in the tooltip, the worst first', () => {
    const text = badgeTooltip(here, facts({ spend: { ...spend, budgets } }));
    expect(text).toContain('budget this month app\\: \\$105\\.00 of \\$100\\.00 \\(105 %\\)');
    expect(text).toContain('budget today\\: \\$4\\.10 of \\$5\\.00 \\(82 %\\)');
    expect(text).not.toContain('this week');
  });

  test('the tooltip has the block and the sums, also when nothing is live; a flat rate is named', () => {
    const told = {
      ...spend,
      block,
      day: spent,
      week: { ...spent, unpricedTokens: 5 },
      month: { ...spent, lowerBound: 1 },
    };
    const settings = { plan: 'subscription' as const, context: { warnAt: 0.8 }, alerts: { measures: false } };
    const text = badgeTooltip(badgeOf([], [], false), facts({ spend: told, settings, now: 3_600_000 }));
    expect(text).toContain('today \\$4\\.10 · week \\$4\\.10 \\+ unpriced · month ≥ \\$4\\.10');
    expect(text).toContain(
      '5\\-hour block\\: 120\\.0K tokens, about 4h 00m left \\(estimated\\), comes to 600\\.0K',
    );
    expect(text).toContain('notional');
  });

  test('a context that is nearly full is spoken of', () => {
    const full = { ...live({}), context: { tokens: 170_000, window: 200_000 } };
    const text = (warnAt: number) =>
      badgeTooltip(
        badgeOf([full], ['/home/ada/app'], false),
        facts({ settings: { plan: 'api', context: { warnAt }, alerts: { measures: false } } }),
      );
    expect(text(0.8)).toContain('$(warning) The context is nearly full');
    expect(text(0.9)).not.toContain('nearly full');
  });

  test.each([
    ['none', null],
    ['cost', '$4.10'],
    ['context', '$(window) 25 %'],
    ['block', '$(clock) ~4h 00m'],
  ] as const)('the second segment: %s', (kind, text) => {
    const told = { ...spend, day: spent, block };
    const settings = { plan: 'api' as const, context: { warnAt: 0.8 }, alerts: { measures: false } };
    expect(segment(kind, told, here.worst, settings, 3_600_000, t)?.text ?? null).toBe(text);
    expect(segment(kind, null, null, settings, 0, t)).toBeNull();
  });
  test('a block that is over is not shown', () => {
    const settings = { plan: 'api' as const, context: { warnAt: 0.8 }, alerts: { measures: false } };
    expect(segment('block', { ...spend, block }, null, settings, block.end, t)).toBeNull();
    expect(
      segment('cost', { ...spend, day: spent }, null, { ...settings, plan: 'subscription' }, 0, t)?.text,
    ).toBe('$4.10 notional');
  });
});

test('an archive that is not kept: the badge says so in words, the tooltip why and where', () => {
  const none = badgeOf([], [], false);
  const why = 'The archive in /s could not be written (EROFS); name another folder with vigil.storage.';
  const reasons = reasonsOf(none, facts({ notKept: why }));
  expect(badgeText(none, reasons)).toBe('$(warning) archive not kept');
  expect(badgeLabel(none, reasons, t)).toContain('archive not kept');
  expect(badgeTooltip(none, facts({ notKept: why }))).toContain('The archive is not kept.');
  expect(badgeTooltip(none, facts({ notKept: why }))).toContain('EROFS');
  expect(badgeText(none, reasonsOf(none, facts({ notKept: null })))).toBe('$(eye) Vigil');
});
