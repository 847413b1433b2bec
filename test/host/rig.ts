/** Sessions as the engine tells the host of them. */
import type { LiveSession, SessionRow } from '../../src/library/sessionRow';
import type { Found } from '../../src/findings/finding';
import type { SignalReading } from '../../src/signals/signal';

export const row = (part: Partial<SessionRow>): SessionRow => ({
  id: 's1',
  name: 'A title',
  project: '/home/ada/app',
  repository: '/home/ada/app',
  startedAt: '2026-08-01T10:00:00.000Z',
  endedAt: '2026-08-01T10:05:00.000Z',
  day: '2026-08-01',
  state: 'active',
  severity: 'ok',
  prompts: 1,
  messages: 2,
  subAgents: 0,
  agentType: null,
  task: null,
  tokens: 1000,
  costMicroUsd: 1_200_000,
  lowerBound: false,
  unpriced: [],
  conditions: [],
  gone: false,
  copied: false,
  lastDay: '2026-08-01',
  starred: false,
  note: null,
  hidden: false,
  ...part,
});

export const reading = (part: Partial<SignalReading>): SignalReading => ({
  name: 'read_edit_ratio',
  value: 1.234,
  measure: 1.234,
  ceiling: 'critical',
  severity: 'ok',
  label: '1.2 reads per edit',
  detail: {},
  evidence: [],
  ...part,
});

export const live = (part: Partial<SessionRow>, signals: SignalReading[] = []): LiveSession => ({
  row: row(part),
  findings: [],
  dismissed: [],
  signals,
  limits: [],
  context: { tokens: 50_000, window: 200_000 },
  trend: [10_000, 50_000],
  model: 'claude-opus-4-5-20251101',
});

/** Something that was found; its line begins at byte 70. */
export const found = (part: Partial<Found> = {}): Found => ({
  name: 'failing_tests',
  severity: 'warn',
  sentence: 'Ended the turn without a word of 2 failing tests',
  t: null,
  open: true,
  evidence: [{ at: 70, len: 5, note: 'npm test failed', against: true }],
  ...part,
});
