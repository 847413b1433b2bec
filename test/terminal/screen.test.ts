import { expect, test } from 'vitest';
import { fit, screenOf } from '../../src/terminal/screen';
import { row } from '../host/rig';

const live = [
  {
    row: row({ id: 'a', title: 'One', severity: 'ok', state: 'idle', costMicroUsd: 1_000_000 }),
    findings: [],
    signals: [],
    limits: [],
    context: { tokens: 50_000, window: 200_000 },
    trend: [],
  },
  {
    row: row({ id: 'b', title: 'Two\u001b[2J', severity: 'critical', state: 'active', costMicroUsd: null }),
    findings: [],
    signals: [],
    limits: [],
    context: null,
    trend: [],
  },
  {
    row: row({ id: 'c', title: 'Three', repository: '/w/zoo', severity: 'warn', state: 'waiting' }),
    findings: [],
    signals: [],
    limits: [],
    context: null,
    trend: [],
  },
];
const options = { bySession: false, width: 80, height: 20, colours: false, clock: '12:00:00' };

test('by project: the worst severity, the liveliest state, sums', () => {
  expect(screenOf(live, options)).toEqual([
    'Vigil  12:00:00  3 live  Ctrl+C ends',
    '',
    'PROJECT                      SEVERITY STATE   LIVE   TOKENS        COST CONTEXT',
    '/home/ada/app                CRITICAL active     2     2.0K       $1.00    25 %',
    '/w/zoo                       WARN     waiting    1     1.0K       $1.20        ',
  ]);
});

test('by session, the worst first; nothing of a log steers the terminal', () => {
  const lines = screenOf(live, { ...options, bySession: true });
  expect(lines.slice(3).map((line) => line.slice(0, 12).trim())).toEqual(['Two�[2J', 'Three', 'One']);
  expect(lines.join('')).not.toContain('\u001b');
});

test('what is not judged yet is not OK: it has no word', () => {
  const [one] = live;
  const unjudged = { ...one!, row: row({ severity: 'unjudged', state: 'active' }) };
  expect(screenOf([unjudged], options).at(-1)).toMatch(/app +– +active/);
  expect(screenOf([unjudged, one!], options).at(-1)).toMatch(/app +OK +active/);
});

test('it fits, whatever the size', () => {
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
  expect(fit('abcdef', 4)).toBe('abc…');
});

test('colours only when they are wanted', () => {
  expect(screenOf(live, { ...options, colours: true }).join('')).toContain('\u001b[31mCRITICAL');
});

test('a session says its kind of task where that is told', () => {
  const lines = screenOf(
    live.map((one) => ({
      ...one,
      row: { ...one.row, task: one.row.id === 'a' ? ('debug_loop' as const) : null },
    })),
    { ...options, bySession: true, width: 100 },
  );
  expect(lines.slice(3).map((line) => line.slice(0, 30).trim())).toEqual([
    'Two�[2J',
    'Three',
    '[task: debugging] One',
  ]);
});
