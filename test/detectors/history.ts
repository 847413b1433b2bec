/** Histories for detectors, made by hand: three sessions a day that vary a little. */
import type { DetectorSources } from '../../src/detectors/detector';
import { Settings } from '../../src/settings/settings';
import type { SessionFigures } from '../../src/store/figures';
import { random } from '../chaos/random';
import { figures, usage } from '../store/makers';

const DAY_MS = 86_400_000;
export const TODAY = '2026-06-01';
export const NOW = Date.parse(`${TODAY}T08:00:00.000Z`);

/** What a session is like; `vary` spreads a value about its middle. */
export type Session = (vary: (middle: number) => number) => Partial<SessionFigures>;

const signal = (name: string, value: number): SessionFigures['signals'][number] => ({
  name,
  value,
  measure: value,
  severity: 'ok',
  label: '',
  detail: {},
  evidence: [],
  ceiling: 'critical',
});

export const tool = (name: string, more: Partial<SessionFigures['tools'][number]> = {}) => ({
  name,
  server: null,
  calls: 100,
  errors: 0,
  denied: 0,
  interrupted: 0,
  cancelled: 0,
  ...more,
});

/** A session as they usually are. */
export const usual: Session = (vary) => ({
  project: '/w/app',
  activeMs: vary(30) * 60_000,
  context: { tokens: Math.round(vary(60_000)), window: 200_000 },
  usage: [
    usage({
      input: Math.round(vary(20_000)),
      cacheRead: Math.round(vary(80_000)),
      costMicroUsd: Math.round(vary(1e6)),
    }),
  ],
  tools: [
    tool('Bash', { errors: Math.round(vary(5)), denied: Math.round(vary(2)) }),
    tool('mcp__hub__get', { server: 'hub', errors: Math.round(vary(4)) }),
  ],
  signals: [signal('read_edit_ratio', vary(6)), signal('interrupt_rate', vary(3))],
});

/** Days before today with three sessions each; the last seven as `last` makes them. */
export function history({
  days = 91,
  each = 3,
  seed = 11,
  before = usual,
  last = usual,
} = {}): SessionFigures[] {
  const next = random(seed);
  const vary = (middle: number): number => middle * (0.7 + 0.6 * next());
  return Array.from({ length: days * each }, (_, i) => {
    const ago = days - Math.floor(i / each);
    const start = Date.parse(TODAY) - ago * DAY_MS + (9 + (i % each)) * 3_600_000;
    return figures(`s${i}`, {
      ...(ago <= 7 ? last(vary) : before(vary)),
      startedAt: new Date(start).toISOString(),
      endedAt: new Date(start + 1_800_000).toISOString(),
    });
  });
}

const nothing = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };

export const sourcesOf = (
  sessions: readonly SessionFigures[],
  more: Partial<DetectorSources> = {},
): DetectorSources => ({
  figures: sessions,
  now: NOW,
  dayOf: (t) => new Date(t).toISOString().slice(0, 10),
  settings: Settings.parse({}),
  spend: { block: null, limits: [], official: [], day: nothing, week: nothing, month: nothing, budgets: [] },
  trouble: { notKept: null, setAside: [] },
  ...more,
});

export { signal };
