/** Which window tells of a budget, and how often. */
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Settings } from '../../../src/settings/settings';
import { seen, window } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { createNotifications } = await import('../../../src/host/alerts/notifications');

type Parts = Parameters<typeof createNotifications>[0];
const spend = {
  block: null,
  limits: [],
  official: [],
  budgets: [{ budget: { per: 'day', usd: 1 }, spentMicroUsd: 2e6, share: 2 }],
};

/** A window; all share `memory`. */
function open(memory: Map<string, unknown>) {
  const parts = {
    memory: {
      get: (key: string) => memory.get(key),
      update: async (key: string, value: unknown) => void memory.set(key, value),
    },
    settings: () => Settings.parse({ notifications: { enabled: true } }),
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC' }),
    sample: { mayTell: () => false },
    now: () => 0,
  };
  const { setLive, dispose } = createNotifications(parts as unknown as Parts);
  onTestFinished(dispose);
  return () => setLive({ sessions: [], spend } as unknown as Parameters<typeof setLive>[0]);
}

beforeEach(() => void seen.warnings.splice(0));

test('what one window told the next one does not tell, and one that another window made forget tells nothing twice', () => {
  const memory = new Map<string, unknown>();
  const [one, other] = [open(memory), open(memory)];
  one();
  other();
  expect(seen.warnings).toHaveLength(1);
  // Another window remembered something else at the same time, and wrote over it.
  memory.set('vigil.told', ['something else']);
  one();
  expect(seen.warnings).toHaveLength(1);
});

test('a window nobody is at is silent until somebody is; another that was left for it has told nothing then', () => {
  const memory = new Map<string, unknown>();
  const here = open(memory);
  window.state.focused = false;
  onTestFinished(() => void (window.state.focused = true));
  here();
  expect(seen.warnings).toEqual([]);
  window.state.focused = true;
  window.focus.fire({ focused: true });
  expect(seen.warnings).toEqual([expect.stringContaining('budget')]);
  window.focus.fire({ focused: true });
  expect(seen.warnings).toHaveLength(1);
});
