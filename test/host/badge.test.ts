import { describe, expect, test } from 'vitest';
import { badgeLabel, badgeOf, badgeText, badgeTooltip, type BadgeFacts } from '../../src/host/badge';
import type { Spend } from '../../src/usage/budget';
import { segment } from '../../src/host/spendWords';
import { inWorkspace } from '../../src/host/workspacePaths';
import { live, reading, t } from './rig';

const sum = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const spend: Spend = { block: null, limits: [], day: sum, week: sum, month: sum, budgets: [] };
const facts = (part: Partial<BadgeFacts> = {}): BadgeFacts => ({
  words: [],
  usual: [],
  spend: null,
  settings: { plan: 'api', context: { warnAt: 0.8 } },
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

test('the badge is the worst live session of this workspace; elsewhere and ended ones do not count', () => {
  const sessions = [
    live({ id: 'ok' }),
    live({ id: 'elsewhere', severity: 'critical', project: '/other' }),
    live({ id: 'ended', severity: 'critical', state: 'ended' }),
    live({ id: 'warn', severity: 'warn' }),
  ];
  const badge = badgeOf(sessions, ['/home/ada/app'], false);
  expect([badge.worst?.row.id, badge.others.map(({ row }) => row.id)]).toEqual(['warn', ['ok']]);
  expect(badgeText(badge, null, t)).toBe('$(warning) WARN');
  expect(badgeLabel(badge, t)).toContain('1 more live here');
});

test('nothing live here is quiet and says what to do', () => {
  const badge = badgeOf([], ['/home/ada/app'], false);
  expect(badgeText(badge, null, t)).toBe('$(eye) Vigil');
  expect(badgeTooltip(badge, facts())).toContain('No live Claude Code session');
});

test('the tooltip has each signal with value, severity and meaning, worst first; log text is escaped', () => {
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
    badgeOf([live({ title: '**evil** [x](command:y)' }, signals)], ['/home/ada/app'], false),
    facts({ words }),
  );
  expect(text).toContain('\\*\\*evil\\*\\* \\[x\\]\\(command\\:y\\)');
  expect(text).toContain('context 25% \\(50K of 200K tokens\\)');
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
    facts({ words, usual: [usual] }),
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

  test('a budget that is nearly used up stands in the badge, the worst one', () => {
    expect(badgeText(here, { ...spend, budgets }, t)).toBe('$(eye) OK $(flame) 105%');
    expect(badgeText(here, spend, t)).toBe('$(eye) OK');
    const text = badgeTooltip(here, facts({ spend: { ...spend, budgets } }));
    expect(text).toContain('budget this month app\\: \\$105\\.00 of \\$100\\.00 \\(105%\\)');
    expect(text).toContain('budget today\\: \\$4\\.10 of \\$5\\.00 \\(82%\\)');
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
    const settings = { plan: 'subscription' as const, context: { warnAt: 0.8 } };
    const text = badgeTooltip(badgeOf([], [], false), facts({ spend: told, settings, now: 3_600_000 }));
    expect(text).toContain('today \\$4\\.10 · week \\$4\\.10 \\+ unpriced · month ≥ \\$4\\.10');
    expect(text).toContain('5\\-hour block\\: 120K tokens, about 4h 00m left \\(estimated\\), comes to 600K');
    expect(text).toContain('notional');
  });

  test('a context that is nearly full is spoken of', () => {
    const full = { ...live({}), context: { tokens: 170_000, window: 200_000 } };
    const text = (warnAt: number) =>
      badgeTooltip(
        badgeOf([full], ['/home/ada/app'], false),
        facts({ settings: { plan: 'api', context: { warnAt } } }),
      );
    expect(text(0.8)).toContain('$(warning) The context is nearly full');
    expect(text(0.9)).not.toContain('nearly full');
  });

  test.each([
    ['none', null],
    ['cost', '$4.10'],
    ['context', '$(window) 25%'],
    ['block', '$(clock) ~4h 00m'],
  ] as const)('the second segment: %s', (kind, text) => {
    const told = { ...spend, day: spent, block };
    const settings = { plan: 'api' as const, context: { warnAt: 0.8 } };
    expect(segment(kind, told, here.worst, settings, 3_600_000, 'en', t)?.text ?? null).toBe(text);
    expect(segment(kind, null, null, settings, 0, 'en', t)).toBeNull();
  });
  test('a block that is over is not shown', () => {
    const settings = { plan: 'api' as const, context: { warnAt: 0.8 } };
    expect(segment('block', { ...spend, block }, null, settings, block.end, 'en', t)).toBeNull();
    expect(
      segment('cost', { ...spend, day: spent }, null, { ...settings, plan: 'subscription' }, 0, 'en', t)
        ?.text,
    ).toBe('$4.10 notional');
  });
});

test('an archive that is not kept: the badge says so in words, the tooltip why and where', () => {
  const none = badgeOf([], [], false);
  const why = 'The archive in /s could not be written (EROFS); name another folder with vigil.storage.';
  expect(badgeText(none, null, t, why)).toBe('$(eye) Vigil $(warning) archive not kept');
  expect(badgeLabel(none, t, why)).toContain('archive not kept');
  expect(badgeTooltip(none, facts({ notKept: why }))).toContain('The archive is not kept.');
  expect(badgeTooltip(none, facts({ notKept: why }))).toContain('EROFS');
  expect(badgeText(none, null, t, null)).toBe('$(eye) Vigil');
});
