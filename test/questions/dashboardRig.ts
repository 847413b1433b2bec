/** Sessions with figures computed by hand, for the tabs of the dashboard. */
import type { SessionFigures } from '../../src/store/figures';
import type { UsageCell } from '../../src/usage/rows';
import { figures as figuresOf, usage } from '../store/makers';

export const NOW = Date.UTC(2026, 2, 10, 12);
export const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);
export const cell = (day: string, hour: number, output: number, model = 'm'): UsageCell => ({
  ...usage({ model, day, input: 0, output, costMicroUsd: output * 10 }),
  hour,
  branch: 'main',
});
export const session = (
  id: string,
  day: string,
  output: number,
  more: Partial<SessionFigures> = {},
): SessionFigures =>
  figuresOf(id, {
    startedAt: `${day}T10:00:00.000Z`,
    endedAt: `${day}T11:00:00.000Z`,
    usage: [usage({ model: 'm', day, input: 0, output, costMicroUsd: output * 10 })],
    cells: [cell(day, 10, output)],
    tools: [{ name: 'Bash', server: null, calls: 10, errors: 2, denied: 1, interrupted: 0, cancelled: 0 }],
    toolDays: [{ day, calls: 10, errors: 2, denied: 1 }],
    ...more,
  });
export const all = [
  session('a', '2026-03-10', 100),
  session('a/x', '2026-03-10', 50, { parent: 'a', agentType: 'Explore' }),
  session('b', '2026-03-05', 200, { prompts: 3 }),
  session('c', '2026-03-01', 400),
  session('d', '2026-01-05', 1_000),
];
export const sources = { figures: all, now: NOW, dayOf };
