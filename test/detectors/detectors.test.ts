/** Every detector fires where what it looks at got worse, says so with the figures, and is silent elsewhere. */
import { expect, test } from 'vitest';
import { detectLive, detectors, detectSlow } from '../../src/detectors/registry';
import { DETECTORS } from '../../src/settings/names';
import { parseQuery } from '../../src/analysis/query';
import { conversationsOf } from '../../src/analysis/metrics';
import { Settings } from '../../src/settings/settings';
import { noParse, type Drift } from '../../src/log/parseCounts';
import type { SessionFigures } from '../../src/store/figures';
import { utcDay } from '../../src/usage/days';
import { figures, usage } from '../store/makers';
import { history, NOW, signal, sourcesOf, tool, usual, type Session } from './history';

const found = (sessions: readonly SessionFigures[], settings: object = {}) =>
  detectSlow(sourcesOf(sessions, { settings: Settings.parse(settings) }));

/** Usual, but for this. */
const but =
  (more: (vary: (middle: number) => number) => Partial<SessionFigures>): Session =>
  (vary) => ({ ...usual(vary), ...more(vary) });

/** Only what matters of the figures is the other way. */
const WORSE: [string, string, RegExp, Session][] = [
  [
    'tool_errors',
    'Bash',
    /^Bash fails more often: 2\d % of its calls in the last 7 days, (?:4\.\d|5\.\d) % of its calls in the 12 weeks before$/,
    but((vary) => ({ tools: [tool('Bash', { errors: Math.round(vary(25)), denied: 2 })] })),
  ],
  [
    'tool_errors',
    'mcp hub',
    /^The MCP server hub fails more often: /,
    but((vary) => ({
      tools: [
        tool('Bash', { errors: 5, denied: 2 }),
        // Another tool of the same server.
        tool('mcp__hub__put', { server: 'hub', errors: Math.round(vary(25)) }),
      ],
    })),
  ],
  [
    'cost',
    '/w/app',
    /^Sessions in app cost more: \$3\.\d\d each in the last 7 days, \$\d\.\d\d each in the 12 weeks before$/,
    but((vary) => ({
      usage: [usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: Math.round(vary(3_500_000)) })],
    })),
  ],
  [
    'cache_hits',
    'claude-sonnet-4-5',
    /^Fewer cache hits with Sonnet 4\.5: 4\d % of input tokens in the last 7 days, 8\d % /,
    but((vary) => ({
      usage: [
        usage({ input: Math.round(vary(90_000)), cacheRead: Math.round(vary(80_000)), costMicroUsd: 1e6 }),
      ],
    })),
  ],
  [
    'denials',
    '/w/app',
    /^More tool calls are denied in app: 1\d % of calls in the last 7 days, 1\.\d % of calls /,
    but((vary) => ({ tools: [tool('Bash', { errors: 5, denied: Math.round(vary(15)) })] })),
  ],
  [
    'context',
    'claude-sonnet-4-5',
    /^Sessions end with a fuller context on Sonnet 4\.5: 7\d % of the window in the last 7 days, /,
    but((vary) => ({ context: { tokens: Math.round(vary(150_000)), window: 200_000 } })),
  ],
  [
    'duration',
    '/w/app',
    /^Sessions in app take longer: \d\d active minutes in the last 7 days, (?:29|30|31) active minutes /,
    but((vary) => ({ activeMs: vary(90) * 60_000 })),
  ],
  [
    'measures',
    'read_edit_ratio /w/app',
    /^“Read before edit” is worse in app: 2(?:\.\d)? a session in the last 7 days, (?:5\.9|6|6\.1) a session /i,
    but((vary) => ({ signals: [signal('read_edit_ratio', vary(2)), signal('interrupt_rate', vary(3))] })),
  ],
  [
    'measures',
    'interrupt_rate /w/app',
    /^“You interrupted” is worse in app: /,
    but((vary) => ({ signals: [signal('read_edit_ratio', vary(6)), signal('interrupt_rate', vary(12))] })),
  ],
];

test.each(WORSE)('%s fires: %s', (detector, key, sentence, last) => {
  const sessions = history({ last });
  const all = found(sessions);
  expect(all.map((one) => [one.detector, one.key])).toEqual([[detector, key]]);
  const [one] = all;
  expect(one?.sentence).toMatch(sentence);
  expect(one?.severity).toBe('warn');
  expect(one?.detail).toMatch(
    /^Means of 21 and 252 sessions; worse than in each of those weeks \(adjusted p /,
  );
  // What it is about can be listed: the sessions of the last seven days.
  const query = parseQuery(one?.link?.query ?? '', utcDay);
  expect(query.ok && conversationsOf(sessions).filter(query.test)).toHaveLength(21);
});

test('the settings know every detector', () => {
  expect(detectors.map(({ name }) => name)).toEqual([...DETECTORS]);
});

test('every detector that compares weeks has a history in which it fires', () => {
  const fired = new Set(WORSE.map(([name]) => name));
  expect(detectors.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([
    'budget',
    'unpriced',
    'drift',
    'archive',
  ]);
});

test('a history without a change is silent, and so is one that got better', () => {
  expect(found(history())).toEqual([]);
  const better = but((vary) => ({
    tools: [tool('Bash')],
    activeMs: vary(5) * 60_000,
    context: { tokens: 1_000, window: 200_000 },
    usage: [usage({ input: 10, cacheRead: 80_000, costMicroUsd: Math.round(vary(1e5)) })],
    signals: [signal('read_edit_ratio', vary(20)), signal('interrupt_rate', 0)],
  }));
  expect(found(history({ last: better }))).toEqual([]);
});

const dear = but((vary) => ({
  usage: [usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: Math.round(vary(3_500_000)) })],
}));

test.each<[string, Parameters<typeof history>[0], boolean]>([
  ['four weeks before', { days: 35, seed: 7, last: dear }, true],
  ['three weeks before', { days: 28, seed: 7, last: dear }, false],
  ['two sessions a day: 14 in the last week', { each: 2, last: dear }, true],
  ['one session a day: seven in the last week', { each: 1, last: dear }, false],
  ['no sessions', { days: 0 }, false],
  [
    'a fifth and less',
    {
      last: but((vary) => ({
        usage: [usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: Math.round(vary(1_150_000)) })],
      })),
    },
    false,
  ],
])('%s', (_, of, fires) => {
  expect(found(history(of)).map(({ detector }) => detector)).toEqual(fires ? ['cost'] : []);
});

test('a fifth more of next to nothing is below the floor', () => {
  const cents = (middle: number) =>
    but((vary) => ({
      usage: [usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: Math.round(vary(middle)) })],
    }));
  expect(found(history({ before: cents(10_000), last: cents(40_000) }))).toEqual([]);
  const rare = (errors: number) => but(() => ({ tools: [tool('Bash', { errors, denied: 2 })] }));
  expect(found(history({ before: rare(1), last: rare(4) }))).toEqual([]);
});

test('one day, or one session, is no week', () => {
  const sessions = history();
  const worst = { usage: [usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: 900_000_000 })] };
  expect(found(sessions.map((one, i) => (i === sessions.length - 4 ? { ...one, ...worst } : one)))).toEqual(
    [],
  );
  const day = sessions.map((one) =>
    one.startedAt?.startsWith('2026-05-29') === true ? { ...one, ...worst } : one,
  );
  expect(found(day)).toEqual([]);
});

test('today is not over, and counts for nothing', () => {
  const today = Array.from({ length: 40 }, (_, i) =>
    figures(`today${i}`, {
      project: '/w/app',
      startedAt: new Date(NOW - i * 60_000).toISOString(),
      usage: [usage({ costMicroUsd: 50_000_000 })],
    }),
  );
  expect(found([...history(), ...today])).toEqual([]);
});

test('what another model costs is not told apart from what else changed, but said', () => {
  const other = but((vary) => ({
    usage: [
      usage({
        model: 'claude-opus-4-6',
        input: 20_000,
        cacheRead: 80_000,
        costMicroUsd: Math.round(vary(4e6)),
      }),
    ],
  }));
  const [one] = found(history({ last: other }));
  expect(one).toMatchObject({ detector: 'cost' });
  expect(one?.detail).toContain('Also changed: ');
  expect(one?.detail).toContain('claude-opus-4-6: 0 % → 100 % of sessions');
});

test('sessions with a part that has no price say nothing about cost', () => {
  const partly = but((vary) => ({
    usage: [
      usage({ input: 20_000, cacheRead: 80_000, costMicroUsd: Math.round(vary(4e6)) }),
      usage({ model: '', costMicroUsd: null }),
    ],
  }));
  expect(found(history({ last: partly }))).toEqual([]);
});

test('a detector is switched off by name; cost is off with a subscription unless it is named; projects can be left out', () => {
  const sessions = history({ last: dear });
  const names = (settings: object) => found(sessions, settings).map(({ detector }) => detector);
  expect(names({ detectors: { cost: false } })).toEqual([]);
  expect(names({ detectors: { duration: false, nonsense: true } })).toEqual(['cost']);
  expect(names({ plan: 'subscription' })).toEqual([]);
  expect(names({ plan: 'subscription', detectors: { cost: true } })).toEqual(['cost']);
  expect(names({ detectorsExclude: ['/w/app'] })).toEqual([]);
  expect(names({ detectorsExclude: ['/w/'] })).toEqual([]);
  expect(names({ detectorsExclude: ['/w/ap'] })).toEqual(['cost']);
  // One detector may leave out projects of its own.
  expect(names({ detectors: { cost: ['/w/app'] } })).toEqual([]);
  expect(names({ detectors: { cost: ['/w/ap'], denials: ['/w/app'] } })).toEqual(['cost']);
  expect(names({ plan: 'subscription', detectors: { cost: ['/w/ap'] } })).toEqual(['cost']);
  // The name of a built-in of JavaScript is no detector's.
  expect(names({ detectors: { toString: true } })).toEqual(['cost']);
});

test('worktrees of a repository are one project', () => {
  const sessions = history({ last: dear }).map((one, i) => ({
    ...one,
    repository: '/w/app',
    project: i % 2 === 0 ? '/w/app' : `/w/trees/${i}`,
  }));
  expect(found(sessions).map(({ key }) => key)).toEqual(['/w/app']);
});

const recent = (more: Partial<SessionFigures>) =>
  figures('r', { startedAt: '2026-05-31T10:00:00.000Z', endedAt: '2026-05-31T11:00:00.000Z', ...more });

test('a model without a price fires while it is used, with its tokens and sessions', () => {
  const unknown = usage({ model: 'deepseek-v9', input: 700_000, output: 0, costMicroUsd: null });
  expect(
    found([recent({ usage: [unknown, unknown] }), { ...recent({ usage: [unknown] }), id: 'r2' }]),
  ).toEqual([
    {
      detector: 'unpriced',
      key: 'deepseek-v9',
      severity: 'warn',
      sentence: 'deepseek-v9 has no price',
      detail: '2.10M tokens of 2 sessions in the last 7 days are in no cost and no budget',
      project: null,
      link: { tab: 'models', query: '' },
    },
  ]);
  const priced = usage({ model: 'deepseek-v9', costMicroUsd: 1 });
  const empty = usage({ model: 'm', input: 0, output: 0, costMicroUsd: null });
  expect(found([recent({ usage: [priced, empty] })])).toEqual([]);
  expect(found([figures('old', { usage: [unknown] })])).toEqual([]);
});

test('unknown records of a new version fire; harmless ones, fields, accidents and what older versions wrote do not', () => {
  const drifted = (drift: Partial<Drift>, more: Partial<SessionFigures> = {}) =>
    recent({
      parse: {
        ...noParse(),
        lines: 900,
        versions: { '2.9.0': 900 },
        drift: [{ version: '2.9.0', what: 'kind', name: 'dream', count: 12, ...drift }],
      },
      ...more,
    });
  expect(found([drifted({})])).toMatchObject([
    {
      detector: 'drift',
      key: '2.9.0',
      sentence: 'Claude Code 2.9.0 writes 12 records that Vigil does not know',
      detail: 'kind dream (12). Figures may lack them; update Vigil.',
    },
  ]);
  for (const silent of [
    { harmless: true as const },
    { what: 'field' as const },
    { count: 4 },
    { version: '' },
  ])
    expect(found([drifted(silent)])).toEqual([]);
  const long = { startedAt: '2026-01-02T10:00:00.000Z', endedAt: '2026-01-02T11:00:00.000Z' };
  expect(found([drifted({}), { ...drifted({ version: '2.8.0' }, long), id: 'before' }])).toEqual([]);
  expect(
    found([
      drifted({}, { ...long, startedAt: '2026-05-10T10:00:00.000Z', endedAt: '2026-05-11T10:00:00.000Z' }),
    ]),
  ).toEqual([]);
});

test('the archive: not kept, or a part that cannot be read; budgets: warned from 80 %, red only when spent', () => {
  const trouble = (notKept: string | null, setAside: string[]) =>
    detectLive(sourcesOf([], { trouble: { notKept, setAside } })).map(({ key, severity, sentence }) => [
      key,
      severity,
      sentence,
    ]);
  expect(trouble(null, [])).toEqual([]);
  expect(trouble('The disk is full.', ['a', 'b'])).toEqual([
    ['not kept', 'warn', 'Nothing is kept in the archive'],
    ['set aside', 'warn', '2 sessions in the archive cannot be read'],
  ]);
  const { spend } = sourcesOf([]);
  const budgets = (share: number) =>
    detectLive(
      sourcesOf([], {
        spend: {
          ...spend,
          budgets: [{ budget: { per: 'day', usd: 10 }, spentMicroUsd: share * 1e7, share }],
        },
      }),
    ).map(({ detector, severity }) => [detector, severity]);
  expect([0.79, 0.8, 0.99, 1].map(budgets)).toEqual([
    [],
    [['budget', 'warn']],
    [['budget', 'warn']],
    [['budget', 'critical']],
  ]);
});

test('everything is said of every detector, each once', () => {
  const names = detectors.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { meaning, rule, silent, title } of detectors)
    for (const text of [meaning, rule, silent, title]) expect(text).not.toBe('');
});
