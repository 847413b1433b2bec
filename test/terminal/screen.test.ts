import { expect, test } from 'vitest';
import { fitToWidth, keysScreen, screenOf, sessionScreen } from '../../src/terminal/screen';
import { row } from '../host/rig';

const live = [
  {
    row: row({ id: 'a', name: 'One', severity: 'ok', state: 'idle', costMicroUsd: 1_000_000 }),
    findings: [],
    dismissed: [],
    signals: [],
    limits: [],
    context: { tokens: 50_000, window: 200_000 },
    trend: [],
    model: null,
  },
  {
    row: row({ id: 'b', name: 'Two\u001b[2J', severity: 'critical', state: 'active', costMicroUsd: null }),
    findings: [],
    dismissed: [],
    signals: [],
    limits: [],
    context: null,
    trend: [],
    model: null,
  },
  {
    row: row({ id: 'c', name: 'Three', repository: '/w/zoo', severity: 'warn', state: 'waiting' }),
    findings: [],
    dismissed: [],
    signals: [],
    limits: [],
    context: null,
    trend: [],
    model: null,
  },
];
const options = { bySession: false, width: 80, height: 20, colours: false, clock: '12:00:00' };

test('by project: the worst severity, the most active state, sums', () => {
  expect(screenOf(live, options)).toEqual([
    'Vigil  12:00:00  3 sessions: 1 CRITICAL, 1 WARN, 1 OK  2 projects  Ctrl+C ends',
    '',
    'PROJECT           SEVERITY  STATE    LIVE   TOKENS         COST  CONTEXT',
    '/home/ada/app     CRITICAL  active      2    2.00K        $1.00     25 %',
    '/w/zoo            WARN      waiting     1    1.00K        $1.20         ',
  ]);
});

test('by session, the worst first, without control characters of the log', () => {
  const lines = screenOf(live, { ...options, bySession: true });
  expect(lines.slice(3).map((line) => line.slice(0, 12).trim())).toEqual(['Two�[2J', 'Three', 'One']);
  expect(lines.join('')).not.toContain('\u001b');
});

test('an unjudged session has no word for its severity, not OK', () => {
  const [one] = live;
  const unjudged = { ...one!, row: row({ severity: 'unjudged', state: 'active' }) };
  expect(screenOf([unjudged], options).at(-1)).toMatch(/app +– +active/);
  expect(screenOf([unjudged, one!], options).at(-1)).toMatch(/app +OK +active/);
});

test('it fits terminals of any size', () => {
  for (const [width, height] of [
    [40, 4],
    [200, 5],
    [10, 1],
    [80, 4],
  ] as const) {
    const lines = screenOf([...live, ...live, ...live], { ...options, bySession: true, width, height });
    expect(lines.length).toBeLessThanOrEqual(height);
  }
  expect(screenOf([...live, ...live], { ...options, bySession: true, height: 6 }).at(-1)).toBe(
    '… and 4 more',
  );
  expect(screenOf([], options).at(-1)).toBe('No live session.');
  expect(fitToWidth('abcdef', 4)).toBe('abc…');
});

test('colours only if they are on', () => {
  expect(screenOf(live, { ...options, colours: true }).join('')).toContain('\u001b[31mCRITICAL');
});

test('a session has its kind of task if known', () => {
  const lines = screenOf(
    live.map((one) => ({
      ...one,
      row: { ...one.row, task: one.row.id === 'a' ? ('debug_loop' as const) : null },
    })),
    { ...options, bySession: true, width: 100 },
  );
  expect(lines.slice(3).map((line) => line.slice(0, 18).trim())).toEqual([
    'Two�[2J',
    'Three',
    'One',
    'task: debugging',
  ]);
});

const reasons = [
  {
    ...live[0]!,
    findings: [
      {
        name: 'secret_shown',
        severity: 'critical' as const,
        sentence: 'Printed a secret: a key',
        t: null,
        open: true,
        evidence: [],
      },
    ],
    signals: [
      {
        name: 'read_edit_ratio',
        value: 0.5,
        measure: 0.5,
        ceiling: 'critical' as const,
        severity: 'warn' as const,
        label: '0.5 reads per edit',
        detail: {},
        evidence: [],
      },
      {
        name: 'parse_health',
        value: 0.994,
        measure: 0.994,
        ceiling: 'critical' as const,
        severity: 'ok' as const,
        label: '',
        detail: {},
        evidence: [],
      },
    ],
    trend: [100_000, 120_000, 150_000],
  },
];

test('each line has its reason: findings, unusual measures, trend of the context; the top line shows unknown parts of logs', () => {
  const lines = screenOf(reasons, { ...options, width: 160 });
  expect(lines[0]).toContain('1 session: 1 OK  1 project  99 % of lines understood');
  expect(lines[4]).toBe(
    '  Printed a secret: a key · Read before edit: 0.5 reads per edit · context ↗ 100K → 150K',
  );
});

test('the top line is shorter in narrow terminals, and always names the key for help', () => {
  const heads = [160, 70, 50, 40, 20].map(
    (width) => screenOf(reasons, { ...options, width, chosen: 0, clock: '12:00 Europe/Berlin' })[0],
  );
  expect(heads).toEqual([
    'Vigil  12:00 Europe/Berlin  1 session: 1 OK  1 project  99 % of lines understood  ? keys',
    'Vigil  12:00  1 session: 1 OK  1 project  99 % understood  ? keys',
    '12:00  1 session: 1 OK  99 % understood  ? keys',
    '1 session: 1 OK  ? keys',
    '1 session: 1 OK  ? …',
  ]);
});

test('from 40 to 400 columns no line is wider than the terminal, and the end of a path is kept', () => {
  const deep = [{ ...reasons[0]!, row: row({ id: 'd', repository: `/home/ada/${'work/'.repeat(30)}api` }) }];
  for (const width of [40, 50, 65, 80, 120, 200, 400])
    for (const bySession of [true, false]) {
      const lines = screenOf(deep, { ...options, width, bySession, chosen: 0 });
      for (const line of lines) expect([width, [...line].length <= width]).toEqual([width, true]);
      expect(lines[3]).toMatch(/^> /);
      if (!bySession) expect(lines[3]).toMatch(/api /);
      expect(lines[3]).toMatch(/OK|WARN|CRITICAL|–/);
    }
});

test('a session in full: findings with advice, measures, and how to see more', () => {
  const lines = sessionScreen(reasons[0]!, { width: 60, height: 40, clock: '12:00' });
  expect(lines.join('\n')).toContain('CRITICAL Printed a secret: a key\n  Replace the secret');
  expect(lines.join('\n')).toContain('Read before edit: 0.5 reads per edit (unusual)');
  expect(lines).toContain('vigil history show a');
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(60);
  expect(sessionScreen(reasons[0]!, { width: 60, height: 3, clock: '12:00' }).length).toBeLessThanOrEqual(3);
  expect(keysScreen(40, 20).every((line) => [...line].length <= 40)).toBe(true);
});

test('the selected line is always visible', () => {
  const many = Array.from({ length: 30 }, (_, i) => ({
    ...live[0]!,
    row: row({ id: `s${i}`, name: `S${i}`, severity: 'ok' }),
  }));
  for (const chosen of [0, 7, 29]) {
    const lines = screenOf(many, { ...options, bySession: true, height: 10, chosen });
    expect(lines.find((line) => line.startsWith('> '))).toContain(`S${chosen} `);
    expect(lines.length).toBeLessThanOrEqual(10);
  }
});
