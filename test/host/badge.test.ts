import { expect, test } from 'vitest';
import { badgeLabel, badgeOf, badgeText, badgeTooltip } from '../../src/host/badge';
import { inWorkspace } from '../../src/host/workspacePaths';
import { live, reading, t } from './rig';

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
  expect(badgeText(badge, t)).toBe('$(warning) WARN');
  expect(badgeLabel(badge, t)).toContain('1 more live here');
});

test('nothing live here is quiet and says what to do', () => {
  const badge = badgeOf([], ['/home/ada/app'], false);
  expect(badgeText(badge, t)).toBe('$(eye) Vigil');
  expect(badgeTooltip(badge, [], [], 'en', t)).toContain('No live Claude Code session');
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
    words,
    [],
    'en',
    t,
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
  const text = badgeTooltip(badgeOf([live({}, signals)], ['/home/ada/app'], false), words, [usual], 'en', t);
  expect(text).toContain('higher than 20 % of your first 5 sessions ▁█');
  expect(text).toContain('Reads for each edit');
  expect(text).toContain(`command:vigil.openLog?${encodeURIComponent('["s1",10]')}`);
  // Experimental signals are for the panel.
  expect(text).not.toContain('Simplest');
});

test.each([
  ['waiting', 'waiting for you'],
  ['idle', 'idle'],
] as const)('a session that is %s says so', (state, word) => {
  const badge = badgeOf([live({ state })], ['/home/ada/app'], false);
  expect(badgeTooltip(badge, [], [], 'en', t)).toContain(word);
});
