/** The sample: on and off in any order, and never told as real. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Settings } from '../../../src/settings/settings';
import { tempFolder } from '../../support/tempFolder';
import { seen } from '../editor';
import { row } from '../rig';

vi.mock('vscode', () => import('../editor'));
const { createSample } = await import('../../../src/host/engine/sample');
const { createApi } = await import('../../../src/host/integrations/api');
const { createNotifications } = await import('../../../src/host/alerts/notifications');

let folder: string;
/** Ends a restart of the engine, in the order they were asked for. */
let ends: (() => void)[];
let shown: number;
beforeEach(() => {
  folder = tempFolder();
  const bundled = join(folder, 'extension/sample/projects');
  mkdirSync(bundled, { recursive: true });
  writeFileSync(join(bundled, 'a.jsonl'), '{}\n');
  ends = [];
  shown = 0;
});

function sampleHere() {
  const sample = createSample();
  sample.connect({
    bundled: join(folder, 'extension'),
    storage: join(folder, 'storage'),
    now: () => 0,
    restart: () => new Promise((resolve) => ends.push(resolve)),
    show: () => shown++,
  });
  return sample;
}
const restarts = (many: number) => expect.poll(() => ends.length).toBe(many);
const areThere = (): boolean => existsSync(join(folder, 'storage/sample/projects/a.jsonl'));

test('what the engine tells may be made up until it reads something else', async () => {
  const sample = sampleHere();
  const trying = sample.tryIt();
  expect([sample.isOn(), sample.mayTell()]).toEqual([true, true]);
  await restarts(1);
  ends[0]?.();
  await trying;
  const leaving = sample.leave();
  expect([sample.isOn(), sample.mayTell()]).toEqual([false, true]);
  await restarts(2);
  ends[1]?.();
  await leaving;
  expect([sample.isOn(), sample.mayTell(), areThere(), shown]).toEqual([false, false, false, 1]);
});

test('left before it is shown it is not shown; tried again before it is left its logs stay', async () => {
  const sample = sampleHere();
  const first = [sample.tryIt(), sample.leave()];
  await restarts(2);
  for (const end of ends) end();
  await Promise.all(first);
  expect([shown, sample.mayTell(), areThere()]).toEqual([0, false, false]);

  const trying = sample.tryIt();
  await restarts(3);
  ends[2]?.();
  await trying;
  const second = [sample.leave(), sample.tryIt()];
  await restarts(5);
  for (const end of ends) end();
  await Promise.all(second);
  expect([shown, sample.mayTell(), areThere()]).toEqual([2, true, true]);
});

test('other extensions are given nothing of the sample', async () => {
  let isMadeUp = true;
  const figures = { file: '/a.jsonl', alsoIn: [], findings: [] };
  let tell: (notice: unknown) => void = () => undefined;
  const engine = {
    call: async (name: string) =>
      name === 'sessions' ? { rows: [row({ id: 'made-up' })], total: 1 } : { figures },
    onNotice: (listener: (notice: unknown) => void) => {
      tell = listener;
      return { dispose: () => undefined };
    },
  } as unknown as Parameters<typeof createApi>[0];
  const { api, dispose } = createApi(engine, () => isMadeUp);
  onTestFinished(dispose);
  const changes: unknown[] = [];
  api.onDidChange(({ ids }) => changes.push(ids));
  tell({ notice: 'changed', ids: ['made-up'] });
  expect([await api.sessions(), await api.live(), await api.findings('made-up')]).toEqual([[], [], null]);
  isMadeUp = false;
  expect((await api.sessions()).map(({ id }) => id)).toEqual(['made-up']);
  expect(await api.findings('made-up')).toEqual([]);
  tell({ notice: 'changed', ids: ['real'] });
  await expect.poll(() => changes).toEqual([null]);
});

test('money that nobody spent calls nobody', () => {
  const budgets = [{ budget: { per: 'day', usd: 1 }, spentMicroUsd: 2e6, share: 2 }];
  const spend = { block: null, limits: [], official: [], budgets };
  let isMadeUp = true;
  const parts = {
    memory: { get: () => undefined, update: async () => undefined },
    settings: () => Settings.parse({ notifications: { enabled: true } }),
    // While it is left the page says no more that it is shown, and the engine still tells of it.
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC', sample: false }),
    sample: { mayTell: () => isMadeUp },
    now: () => 0,
  };
  const { setLive, dispose } = createNotifications(
    parts as unknown as Parameters<typeof createNotifications>[0],
  );
  onTestFinished(dispose);
  const told = { sessions: [], spend } as unknown as Parameters<typeof setLive>[0];
  setLive(told);
  expect(seen.warnings).toEqual([]);
  isMadeUp = false;
  setLive(told);
  expect(seen.warnings).toEqual([expect.stringContaining('budget')]);
});
