import { describe, expect, test } from 'vitest';
import { badgeLabel, badgeOf, badgeText, badgeContent } from '../../src/badge/badge';
import { badgeHover } from '../../src/host/statusBar/badgeHover';
import type { BadgeFacts } from '../../src/badge/liveWords';
import { inWorkspace } from '../../src/session/paths';
import type { LiveSession } from '../../src/library/sessionRow';
import { limitKey } from '../../src/usage/blocks';
import type { Spend } from '../../src/usage/budget';
import { found, live, reading } from '../host/rig';

const sum = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const spend: Spend = { block: null, limits: [], official: [], day: sum, week: sum, month: sum, budgets: [] };
const statusBar: BadgeFacts['settings']['statusBar'] = {
  enabled: true,
  errorBackground: true,
  show: ['context', 'session', 'limit'],
};
const settings = {
  plan: 'api' as const,
  context: { warnAt: 0.9 },
  alerts: { measures: false, muted: [], mutedIn: {} },
  statusBar,
};
const measuresAlert = { ...settings, alerts: { measures: true, muted: [], mutedIn: {} } };
const facts = (part: Partial<BadgeFacts> = {}): BadgeFacts => ({
  words: [],
  spend: null,
  settings,
  now: 0,
  timeFormat: { locale: 'en', timeZone: 'UTC' },
  notKept: null,
  reading: null,
  stopped: false,
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
/** Text of the badge and its colour, of these sessions. */
const shows = (sessions: LiveSession[], part: Partial<BadgeFacts> = {}): [string, string] => {
  const saying = badgeContent(badgeOf(sessions, FOLDERS, false), facts(part));
  return [badgeText(saying), saying.severity];
};
/** The hover of these sessions. */
const hover = (sessions: LiveSession[], part: Partial<BadgeFacts> = {}): string => {
  const badge = badgeOf(sessions, FOLDERS, false);
  return badgeHover(badge, badgeContent(badge, facts(part)), facts(part));
};
/** Lines of a hover as they stand on screen. */
const linesOf = (text: string): string[] =>
  text.split(/\n+/).filter((line) => line.trim() !== '' && line !== '---');

const harm = found({ name: 'guard_bypassed', severity: 'critical', sentence: 'Skipped the hooks' });
const ENDED = Date.parse('2026-08-01T10:05:00.000Z');
const HOUR = 3_600_000;
const limit = { t: 0, window: 'weekly' as const, reached: true, resetsAt: 2 * HOUR, at: 5, len: 1 };
const budget = (share: number): Spend => ({
  ...spend,
  budgets: [{ budget: { per: 'day', usd: 60 }, spentMicroUsd: 60_000_000 * share, share }],
});
const filled = (tokens: number) => ({ context: { tokens, window: 200_000 } });
const unread = [reading({ name: 'parse_health', severity: 'critical' })];
const block = {
  start: 0,
  end: 5 * HOUR,
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
  leftMs: 5 * HOUR,
  burn: null,
  projection: { tokens: 600_000, costMicroUsd: 5_000_000 },
};
const spent = { ...sum, tokens: 10, costMicroUsd: 44_490_000 };

describe('states', () => {
  test.each<[string, LiveSession[], Partial<BadgeFacts>, string, string]>([
    ['stopped', [live({})], { stopped: true }, '$(warning) Vigil stopped', 'ok'],
    ['nothing live', [], { spend: { ...spend, day: spent } }, '$(eye) $44.49 today', 'ok'],
    ['nothing live, nothing spent', [], { spend }, '$(eye) $0.00 today', 'ok'],
    ['nothing known yet', [], {}, '$(eye) Vigil', 'ok'],
    ['live', [live({})], {}, '$(eye) 25 % · $1.20', 'ok'],
    [
      'live, in a window',
      [live({})],
      { spend: { ...spend, block } },
      '$(eye) 25 % · $1.20 · ~5 h 00 min left',
      'ok',
    ],
    [
      'the log says when the window resets',
      [live({})],
      { spend: { ...spend, block: { ...block, known: 'log' } }, now: HOUR },
      '$(eye) 25 % · $1.20 · 4 h 00 min left',
      'ok',
    ],
    [
      'Claude Code itself says when the window resets',
      [live({})],
      {
        spend: {
          ...spend,
          block,
          official: [{ window: 'fiveHour', share: 0.38, resetsAt: 3 * HOUR, at: HOUR }],
        },
        now: HOUR,
      },
      '$(eye) 25 % · $1.20 · 2 h 00 min left',
      'ok',
    ],
    [
      'a window that is over',
      [live({})],
      { spend: { ...spend, block }, now: 5 * HOUR },
      '$(eye) 25 % · $1.20',
      'ok',
    ],
    ['several', [live({ id: 'a' }), live({ id: 'b' })], {}, '$(eye) 2 live · $2.40', 'ok'],
    [
      'several, one waits',
      [live({ id: 'a' }), live({ id: 'b', state: 'waiting' }), live({ id: 'c' })],
      {},
      '$(bell-dot) 3 live, 1 waits',
      'ok',
    ],
    [
      'waits since',
      [live({ state: 'waiting' })],
      { now: ENDED + 7 * 60_000 },
      '$(bell-dot) Waits 7 min',
      'ok',
    ],
    [
      'waits since now',
      [live({ state: 'waiting' })],
      { now: ENDED + 59_000 },
      '$(bell-dot) Waits for you',
      'ok',
    ],
    ['a clock that is behind', [live({ state: 'waiting' })], { now: 0 }, '$(bell-dot) Waits for you', 'ok'],
    ['context 89.5 %', [{ ...live({}), ...filled(179_000) }], {}, '$(eye) 90 % · $1.20', 'ok'],
    ['context 90 %', [{ ...live({}), ...filled(180_000) }], {}, '$(warning) Context 90 %', 'warn'],
    ['context 95 %', [{ ...live({}), ...filled(190_000) }], {}, '$(error) Context 95 %', 'critical'],
    [
      'context 95 %, dismissed',
      [{ ...live({}), ...filled(190_000), dismissed: ['context'] }],
      {},
      '$(eye) 95 % · $1.20',
      'ok',
    ],
    [
      'two wait, one dismissed',
      [
        live({ id: 'a', state: 'waiting' }),
        { ...live({ id: 'b', state: 'waiting' }), dismissed: ['waiting'] },
      ],
      {},
      '$(bell-dot) 2 live, 1 waits',
      'ok',
    ],
    ['context all but full', [{ ...live({}), ...filled(199_999) }], {}, '$(error) Context 99 %', 'critical'],
    [
      'context beyond the window',
      [{ ...live({}), ...filled(250_000) }],
      {},
      '$(eye) beyond the window · $1.20',
      'ok',
    ],
    ['unpriced', [live({ costMicroUsd: null, unpriced: ['m'] })], {}, '$(eye) 25 % · unpriced', 'ok'],
  ])('%s', (_, sessions, part, text, severity) => expect(shows(sessions, part)).toEqual([text, severity]));

  const progress = {
    running: true,
    cancelled: false,
    filesDone: 3,
    filesTotal: 9,
    bytesDone: 120_000_000,
    bytesTotal: 310_000_000,
  };
  test('while logs are read nothing is judged, whatever half a log seems to say', () => {
    const sessions = [{ ...live({}), findings: [harm] }];
    expect(shows(sessions, { reading: progress })).toEqual(['$(loading~spin) Reading logs 39 %', 'ok']);
    expect(hover(sessions, { reading: progress })).toContain('120.0 MB of 310.0 MB');
    expect(hover(sessions, { reading: progress })).not.toContain('Skipped');
    expect(shows([], { reading: { ...progress, bytesTotal: 0, bytesDone: 0 } })[0]).toBe(
      '$(loading~spin) Reading logs',
    );
  });

  test('reading that a person stopped: the badge says so where nothing else matters, the hover always', () => {
    const stopped = { ...progress, running: false, cancelled: true };
    expect(shows([], { reading: stopped })).toEqual(['$(debug-pause) Reading stopped at 39 %', 'ok']);
    expect(shows([live({})], { reading: stopped })[0]).toContain('$1.20');
    for (const sessions of [[], [live({})]])
      expect(hover(sessions, { reading: stopped })).toMatch(
        /Figures are of what was read so far\. \[Read the rest\]\(command:vigil\.refresh\)/,
      );
  });

  test('each tenth that is read is news: the badge does not stand at 0 % until all is read', () => {
    const about = (bytesDone: number) =>
      badgeContent(badgeOf([], [], false), facts({ reading: { ...progress, bytesDone, bytesTotal: 1_000 } }))
        .about;
    expect(about(0)).toBe(about(99));
    expect(new Set([0, 100, 250, 999].map(about)).size).toBe(4);
  });

  test('each part is shown only when it was chosen, in the chosen order', () => {
    const told = { ...spend, block, day: spent, week: { ...spent, costMicroUsd: 106_090_000 } };
    const chosen = (show: typeof statusBar.show) =>
      shows([live({})], { spend: told, settings: { ...settings, statusBar: { ...statusBar, show } } })[0];
    expect(chosen([])).toBe('$(eye)');
    expect(chosen(['context'])).toBe('$(eye) 25 %');
    expect(chosen(['limit', 'session'])).toBe('$(eye) ~5 h 00 min left · $1.20');
    expect(chosen(['today', 'week'])).toBe('$(eye) $44.49 today · $106.09 this week');
  });
});

test('the worst session comes first; of equals the livelier, then the one that was heard of last', () => {
  const sessions = [
    live({ id: 'waiting', state: 'waiting', endedAt: '2026-08-01T11:00:00.000Z' }),
    live({ id: 'never', endedAt: null }),
    live({ id: 'early', endedAt: '2026-08-01T09:00:00.000Z' }),
    live({ id: 'late', endedAt: '2026-08-01T10:00:00.000Z' }),
    live({ id: 'worst', state: 'idle', severity: 'critical', endedAt: '2026-08-01T08:00:00.000Z' }),
  ];
  for (const order of [sessions, sessions.toReversed()]) {
    const { worst, others } = badgeOf(order, FOLDERS, false);
    expect([worst?.row.id, ...others.map(({ row }) => row.id)]).toEqual([
      'worst',
      'late',
      'early',
      'never',
      'waiting',
    ]);
  }
});

describe('reasons', () => {
  test('the worst finding of the live sessions here; elsewhere and ended ones do not count', () => {
    const sessions = [
      live({ id: 'ok' }),
      { ...live({ id: 'elsewhere', severity: 'critical', project: '/other' }), findings: [harm] },
      { ...live({ id: 'ended', severity: 'critical', state: 'ended' }), findings: [harm] },
      { ...live({ id: 'warn', severity: 'warn' }), findings: [found()] },
    ];
    const badge = badgeOf(sessions, FOLDERS, false);
    expect([badge.worst?.row.id, badge.others.map(({ row }) => row.id)]).toEqual(['warn', ['ok']]);
    expect(shows(sessions)).toEqual(['$(warning) Failing tests not mentioned', 'warn']);
    const label = badgeLabel(badge, badgeContent(badge, facts()), facts());
    expect(label).toBe(
      'Vigil: Ended the turn without a word of 2 failing tests, Claude Code session A title; 1 more live here',
    );
  });

  test('the hover says once how many sessions are live', () => {
    const failing = { ...live({ id: 'warn', severity: 'warn' }), findings: [found()] };
    expect(hover([failing, live({ id: 'ok' })])).toContain('1 more live here');
    const waits = hover([failing, live({ id: 'ok', state: 'waiting' })]).replaceAll('\\', '');
    expect(waits).toContain('2 live, 1 waits');
    expect(waits).not.toContain('more live here');
  });

  test('what is not judged yet is not called well', () => {
    expect(hover([live({ severity: 'unjudged' })])).toContain('Too early to tell');
    expect(shows([live({ severity: 'unjudged' })])).toEqual(['$(eye) 25 % · $1.20', 'ok']);
  });

  test('a measure alone never raises an alert, unless the settings ask for it, as in codevigil', () => {
    const bad = [live({}, [reading({ severity: 'critical' })])];
    expect(shows(bad)[1]).toBe('ok');
    const words = [{ name: 'read_edit_ratio', title: 'Read before edit', meaning: '', experimental: false }];
    expect(shows(bad, { words, settings: measuresAlert })).toEqual(['$(error) Read before edit', 'critical']);
  });

  test.each<[string, LiveSession, Spend | null, string, string]>([
    [
      'context',
      { ...live({ state: 'waiting' }), ...filled(184_000) },
      null,
      '$(warning) Context 92 %',
      'warn',
    ],
    ['log', { ...live({}, unread), ...filled(184_000) }, null, '$(warning) Log not understood', 'warn'],
    [
      'limit',
      { ...live({}, unread), limits: [limit] },
      null,
      '$(warning) Weekly limit reached · 2:00 AM',
      'warn',
    ],
    [
      'limit near',
      { ...live({}), limits: [{ ...limit, reached: false, window: 'fiveHour', resetsAt: null }] },
      null,
      '$(warning) 5-hour limit near',
      'warn',
    ],
    ['limit past', { ...live({}), limits: [{ ...limit, resetsAt: 3 }] }, null, '$(eye) 25 % · $1.20', 'ok'],
    [
      'limit dismissed',
      { ...live({}), limits: [limit], dismissed: [limitKey(limit)] },
      null,
      '$(eye) 25 % · $1.20',
      'ok',
    ],
    [
      'budget dismissed',
      live({}),
      { ...budget(1.2), budgets: budget(1.2).budgets.map((one) => ({ ...one, dismissed: true })) },
      '$(eye) 25 % · $1.20',
      'ok',
    ],
    ['budget near', { ...live({}), limits: [limit] }, budget(0.8), '$(warning) $48.00 of $60 today', 'warn'],
    [
      'finding first',
      { ...live({}), findings: [found()] },
      budget(0.9),
      '$(warning) Failing tests not mentioned',
      'warn',
    ],
    [
      'spent is red',
      { ...live({}), findings: [found()] },
      budget(1.02),
      '$(error) $61.20 of $60 today',
      'critical',
    ],
    ['harm before it', { ...live({}), findings: [harm] }, budget(1.2), '$(error) Guard bypassed', 'critical'],
    [
      'a full context before a finding',
      { ...live({}), findings: [found()], ...filled(196_000) },
      null,
      '$(error) Context 98 %',
      'critical',
    ],
  ])('one reason, the first: %s', (_, session, sums, text, severity) => {
    expect(shows([session], { spend: sums, now: 4 })).toEqual([text, severity]);
  });

  test('a budget is a reason also when nothing is live here', () => {
    expect(shows([], { spend: budget(1) })).toEqual(['$(error) $60.00 of $60 today', 'critical']);
  });

  test('an archive that is not kept: the badge says so, the hover why and where', () => {
    const why = 'The archive in /s could not be written (EROFS); name another folder with vigil.storage.';
    expect(shows([], { notKept: why })).toEqual(['$(warning) Archive not kept', 'warn']);
    expect(hover([], { notKept: why })).toContain('EROFS');
    const muted = { ...settings, alerts: { measures: false, muted: ['detectors.archive'], mutedIn: {} } };
    expect(shows([], { notKept: why, settings: muted })[0]).not.toContain('not kept');
  });

  test('what is muted in the project of a session is no reason; in another project it is one', () => {
    const inApp = (name: string, folder: string) => ({
      ...settings,
      alerts: { measures: false, muted: [], mutedIn: { [name]: [folder] } },
    });
    const failing = { ...live({ severity: 'warn' }), findings: [found()] };
    const waiting = live({ id: 'w', state: 'waiting' });
    const reasons = (sessions: LiveSession[], part: BadgeFacts['settings']) =>
      badgeContent(badgeOf(sessions, FOLDERS, false), facts({ settings: part })).reasons.map(
        ({ name }) => name,
      );
    expect(reasons([failing, waiting], settings)).toEqual(['failing_tests', 'waiting']);
    expect(reasons([failing, waiting], inApp('failing_tests', '/home/ada'))).toEqual(['waiting']);
    expect(reasons([failing, waiting], inApp('waiting', '/home/ada/app'))).toEqual(['failing_tests']);
    expect(reasons([failing], inApp('failing_tests', '/home/ada/application'))).toEqual(['failing_tests']);
  });

  test('a spent budget can be changed from the hover', () => {
    expect(hover([live({})], { spend: budget(1) })).toContain('[Change budget](command:vigil.setBudget)');
  });

  test('what it is about changes with news, not with figures', () => {
    const about = (sessions: LiveSession[], part: Partial<BadgeFacts> = {}) =>
      badgeContent(badgeOf(sessions, FOLDERS, false), facts(part)).about;
    expect(about([live({ costMicroUsd: 1 })])).toBe(about([live({ costMicroUsd: 2 })]));
    expect(about([live({ state: 'waiting' })], { now: ENDED + 120_000 })).toBe(
      about([live({ state: 'waiting' })], { now: ENDED + 240_000 }),
    );
    expect(about([live({})])).not.toBe(about([live({ state: 'idle' })]));
    expect(about([{ ...live({}), ...filled(181_000) }])).toBe(about([{ ...live({}), ...filled(185_000) }]));
    expect(about([{ ...live({}), ...filled(181_000) }])).not.toBe(
      about([{ ...live({}), ...filled(195_000) }]),
    );
  });
});

describe('hover', () => {
  const budgets = [
    { budget: { per: 'day' as const, usd: 60 }, spentMicroUsd: 44_490_000, share: 0.74 },
    {
      budget: { per: 'month' as const, usd: 500, project: '/home/ada/app' },
      spentMicroUsd: 525_000_000,
      share: 1.05,
    },
  ];
  const all: Spend = {
    block,
    limits: [{ ...limit, resetsAt: 40 * HOUR }],
    official: [],
    day: spent,
    week: { ...spent, unpricedTokens: 5 },
    month: { ...spent, lowerBound: 1 },
    budgets,
  };

  test('at most eight lines, however much is up, however many live', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({
      ...live({ id: `s${i}`, state: i % 2 === 0 ? 'waiting' : 'active', lowerBound: true }, unread),
      findings: [harm, found()],
      limits: [limit],
      ...filled(198_000),
    }));
    const plan = { ...settings, plan: 'subscription' as const };
    for (const sessions of [
      many,
      many.slice(0, 1),
      many.map((one) => ({ ...live({ id: one.row.id, lowerBound: true }) })),
      [],
    ])
      for (const part of [{}, { notKept: 'EROFS' }, { spend: all }, { spend: { ...all, budgets: [] } }])
        for (const now of [0, 2 * HOUR])
          expect(linesOf(hover(sessions, { ...part, settings: plan, now })).length).toBeLessThanOrEqual(8);
  });

  test('reason, session, what to do, what else; limits, money, links; log text is escaped', () => {
    const sessions = [
      {
        ...live({ id: 'a', severity: 'critical', name: '**evil** [x](command:y)' }),
        findings: [{ ...harm, sentence: 'Skipped [x](command:y)' }],
      },
      { ...live({ id: 'b', severity: 'warn' }), findings: [found()] },
    ];
    const text = hover(sessions, { spend: all });
    expect(linesOf(text)).toEqual([
      expect.stringContaining('$(error) **Skipped \\[x\\]\\(command\\:y\\)**'),
      expect.stringContaining('**\\*\\*evil\\*\\* \\[x\\]\\(command\\:y\\)** · app · Opus 4\\.5'),
      expect.stringMatching(/\S/),
      expect.stringContaining('Also\\: $525\\.00 of $500 this month'.replaceAll('$', '\\$')),
      expect.stringContaining(
        '5\\-hour limit\\: resets in about 5 h 00 min \\(estimated\\), 120K tokens so far',
      ),
      'Today \\$44\\.49 of \\$60 · Week \\$44\\.49 \\+ unpriced · Month \\$44\\.49  ',
      expect.stringContaining('At least'),
      expect.stringContaining(
        `[Show in transcript](command:vigil.openTranscript?${encodeURIComponent('["a",70,0]')}) · [Open log line](command:vigil.openLog?${encodeURIComponent('["a",70,0]')})`,
      ),
    ]);
    expect(text).toContain(`[Resume](command:vigil.resume?${encodeURIComponent('["a"]')})`);
    expect(text).toContain('[Dashboard](command:vigil.openDashboard)');
  });

  test('says nothing of what is well', () => {
    const text = hover([live({}, [reading({}), reading({ name: 'parse_health', value: 1 })])]);
    expect(text).not.toMatch(/\bOK\b|Read|parse|understood/);
    expect(linesOf(text)).toHaveLength(4);
  });

  test('several: each in a line, the rest counted', () => {
    const text = hover(Array.from({ length: 5 }, (_, i) => live({ id: `s${i}`, name: `Name ${i}` })));
    expect(linesOf(text).slice(0, 4)).toEqual([
      '**Name 0** · 25 % · \\$1\\.20  ',
      '**Name 1** · 25 % · \\$1\\.20  ',
      '**Name 2** · 25 % · \\$1\\.20  ',
      '2 more',
    ]);
  });

  test('a forecast only from an hour of the window on', () => {
    expect(hover([], { spend: all, now: HOUR - 1 })).not.toContain('on course');
    expect(hover([], { spend: all, now: HOUR })).toContain('on course for 600K');
  });

  test('nothing live, and stopped', () => {
    expect(hover([])).toContain('No Claude Code session is running in this workspace');
    expect(linesOf(hover([live({})], { stopped: true }))).toEqual([
      '**Vigil stopped working**  ',
      expect.stringContaining('Your logs are safe'),
      '[Restart](command:vigil.refresh) · [Show details](command:vigil.showLog)',
    ]);
  });

  test('limits that Claude Code itself told are said to be its word, each once', () => {
    const official = [
      { window: 'fiveHour' as const, share: 0.38, resetsAt: 4 * HOUR, at: 0 },
      { window: 'weekly' as const, share: 0.41, resetsAt: 50 * HOUR, at: 0 },
    ];
    const text = hover([live({})], { spend: { ...all, official }, now: 0 }).replaceAll('\\', '');
    expect(text).toMatch(
      /5-hour limit: 38 % used, resets in 4 h 00 min \(Claude Code, 12:00.AM\), 120K tokens so far/,
    );
    expect(text).toMatch(/Weekly limit: 41 % used, resets in 2 d 2 h/);
    expect(text).not.toContain('estimated');
    expect(text.match(/Weekly limit/g)).toHaveLength(1);
  });

  test('a flat rate is named once', () => {
    const plan = { ...settings, plan: 'subscription' as const };
    expect(hover([], { spend: all, settings: plan }).match(/not what you pay/g)).toHaveLength(1);
  });
});
