/** What the Stop hook tells an agent, once; what the status line is handed and keeps. */
import { expect, test } from 'vitest';
import { StatusInput, statusReport } from '../../src/agents/statusLine';
import { FOR_AGENTS, stopAnswer, StopInput, findingsToReport, withFindings } from '../../src/agents/stopHook';
import { findings } from '../../src/findings/registry';
import type { Found } from '../../src/findings/finding';

const found = (name: string, at: number, more: Partial<Found> = {}): Found => ({
  name,
  severity: 'warn',
  sentence: `Found ${name}`,
  t: at,
  open: true,
  evidence: [{ at, len: 1, note: '', against: true }],
  ...more,
});
const names = (all: readonly Found[]): string[] => all.map(({ name }) => name);

test('reports findings an agent can act on, the worst first, without repaired ones', () => {
  const all = [
    found('failing_tests', 1),
    found('data_lost', 2, { severity: 'critical' }),
    found('unbacked_claim', 3, { open: false }),
    found('guard_weakened', 4),
    found('refused', 5),
  ];
  expect(names(findingsToReport(all, 's', null))).toEqual(['data_lost', 'guard_weakened', 'failing_tests']);
  const known = new Set(findings.map(({ name }) => name));
  expect(Object.keys(FOR_AGENTS).filter((name) => !known.has(name))).toEqual([]);
});

test('reports each finding once, and again when it happens again', () => {
  const first = [found('failing_tests', 1)];
  const told = withFindings(null, 's', first);
  expect(findingsToReport(first, 's', told)).toEqual([]);
  expect(names(findingsToReport(first, 'other', told))).toEqual(['failing_tests']);
  expect(names(findingsToReport([found('failing_tests', 9)], 's', told))).toEqual(['failing_tests']);
  const many = Array.from({ length: 130 }, (_, i) => `s${i}`).reduce<ReturnType<typeof withFindings> | null>(
    (before, id) => withFindings(before, id, first),
    null,
  );
  expect([many?.sessions.length, many?.sessions.at(-1)?.session]).toEqual([100, 's129']);
});

test('the answer blocks with findings and advice; without findings there is none', () => {
  expect(stopAnswer([])).toBeNull();
  const { decision, reason } = stopAnswer([found('failing_tests', 1, { sentence: 'A\nB\u202e' })])!;
  expect(decision).toBe('block');
  expect(reason.split('\n')[1]).toBe(
    '- A B⟨U+202E⟩. Name the tests that fail, or mend them and run them again.',
  );
});

test('validates the input; a field of the wrong type is ignored', () => {
  expect(StopInput.safeParse({ session_id: 's' }).success).toBe(false);
  expect(
    StopInput.parse({ session_id: 's', transcript_path: '/t', last_assistant_message: 5 }),
  ).toMatchObject({
    stop_hook_active: false,
    last_assistant_message: null,
  });
  const soon = 1_800_000_000;
  const input = (more: object) => StatusInput.parse({ session_id: 's', ...more });
  expect(
    statusReport(
      input({
        rate_limits: {
          five_hour: { used_percentage: 105, resets_at: soon },
          seven_day: { used_percentage: 41.5, resets_at: soon + 1 },
        },
        context_window: { context_window_size: 1_000_000, used_percentage: 8 },
      }),
      7,
    ),
  ).toEqual({
    limits: [
      { window: 'fiveHour', share: 1.05, resetsAt: soon * 1000, at: 7 },
      { window: 'weekly', share: 0.415, resetsAt: (soon + 1) * 1000, at: 7 },
    ],
    windows: [{ session: 's', tokens: 1_000_000, at: 7 }],
  });
  for (const more of [
    {},
    { rate_limits: null, context_window: 'large' },
    { rate_limits: { five_hour: { used_percentage: '8' }, seven_day: { used_percentage: 3, resets_at: 5 } } },
    { context_window: { context_window_size: -1, used_percentage: null } },
  ])
    expect(statusReport(input(more), 7)).toEqual({ limits: [], windows: [] });
  expect(
    statusReport(
      input({ rate_limits: { five_hour: 3, seven_day: { used_percentage: 3, resets_at: soon } } }),
      7,
    ).limits,
  ).toHaveLength(1);
});
