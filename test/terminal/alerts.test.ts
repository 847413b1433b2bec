/** `vigil alerts`, as a person reads it. */
import { expect, test } from 'vitest';
import type { Alert } from '../../src/questions/alerts';
import { listed } from '../../src/terminal/alerts';

const alert = (more: Partial<Alert> = {}): Alert => ({
  id: 'cost /w/app',
  kind: 'detector',
  detector: 'cost',
  state: 'new',
  severity: 'warn',
  sentence: 'Sessions in app cost more',
  detail: 'Means of 21 and 252 sessions',
  session: null,
  sessionName: null,
  project: '/w/app',
  at: null,
  line: null,
  link: null,
  since: '2026-03-01T10:00:00.000Z',
  resolvedAt: null,
  snoozedUntil: null,
  strip: [...Array<boolean>(29).fill(false), true],
  ...more,
});
const dayOf = (iso: string): string => iso.slice(0, 10);

test('current, dismissed and resolved alerts with their days, and how many are not shown', () => {
  const text = listed(
    [
      alert(),
      alert({ state: 'snoozed', snoozedUntil: '2026-03-05T10:00:00.000Z', sentence: 'Snoozed' }),
      alert({
        state: 'resolved',
        resolvedAt: '2026-03-04T10:00:00.000Z',
        sentence: 'Line\u001b[31m\nbroken',
        detail: '',
        session: '12345678-9',
        sessionName: 'A name',
        project: null,
        severity: 'critical',
      }),
    ],
    2,
    dayOf,
  );
  expect(text).toBe(`Now
  WARN     Sessions in app cost more
           Means of 21 and 252 sessions
           /w/app
           ${'·'.repeat(29)}■ since 2026-03-01, new

Put away
  WARN     Snoozed
           Means of 21 and 252 sessions
           /w/app
           ${'·'.repeat(29)}■ since 2026-03-01, snoozed until 2026-03-05

Past
  CRITICAL Line⟨U+001B⟩[31m broken
           A name
           ${'·'.repeat(29)}■ since 2026-03-01 to 2026-03-04

2 alerts put away: vigil alerts --all
`);
});

test('no alerts', () => {
  expect(listed([], 0, dayOf)).toBe('All clear.\n');
  expect(listed([], 1, dayOf)).toBe('All clear.\n\n1 alert put away: vigil alerts --all\n');
});
