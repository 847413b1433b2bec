/** Alerts of an engine live: seen, dismissed, over, and new when they happen again; in the archive, over windows and restarts. */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, prompt, put, result, toolUse } from '../conformance/logs';
import type { LiveContent } from '../../src/library/sessionRow';
import { Settings } from '../../src/settings/settings';
import { tempFolder } from '../support/tempFolder';
import { openWindow, until, type Rig } from './rig';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-03-20T12:00:00.000Z');

/** A home with one session in which a commit skipped its hooks, and a clock. */
function home() {
  const folder = tempFolder();
  const clock = { now: NOON };
  const path = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  const at = (minutes: number) => ({ timestamp: new Date(NOON + minutes * 60_000).toISOString() });
  let made = 0;
  const call = (command: string, output: string, minutes: number) => {
    const id = `c${++made}`;
    return [
      answer('a', [toolUse('Bash', { command }, id)], { id: `m${id}`, request: `r${id}`, more: at(minutes) }),
      result('a', id, output, at(minutes)),
    ];
  };
  const bypass = (minutes: number) => call('git commit --no-verify -m "wip"', '[main 1a2b3c4] wip', minutes);
  const repair = (minutes: number) => call('git commit --amend -m "done"', '[main 5d6e7f8] done', minutes);
  put(path, [prompt('a', 'commit it', at(-60)), ...bypass(-50)]);
  const append = (lines: unknown[]) =>
    appendFileSync(path, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const open = (settings = {}, storage: string | null = join(folder, 'store')): Rig =>
    openWindow(folder, storage, () => clock.now, settings);
  return { folder, clock, path, append, bypass, repair, open };
}

const stand = async ({ engine }: Rig) =>
  (await engine.call('alerts', null))
    .filter(({ kind }) => kind === 'finding')
    .map(({ state, resolvedAt }) => [state, resolvedAt === null]);

const idOf = async ({ engine }: Rig) =>
  (await engine.call('alerts', null)).find(({ kind, state }) => kind === 'finding' && state !== 'resolved')
    ?.id ?? '';

const act = async (rig: Rig, what: 'see' | 'dismiss' | 'mute' | 'snooze' | 'takeBack', until_?: number) =>
  rig.engine.call('actOnAlerts', { ids: [await idOf(rig)], act: what, until: until_ ?? null });

const look = (rig: Rig) => rig.engine.call('refresh', {});

test('a finding is new, then dismissed, resolved once repaired, and new when it happens again; its state survives a restart', async () => {
  const { clock, append, bypass, repair, open } = home();
  const window = open();
  await window.engine.ready;
  const [first] = await window.engine.call('alerts', null);
  expect(first).toMatchObject({
    kind: 'finding',
    detector: 'guard_bypassed',
    state: 'new',
    severity: 'warn',
    since: '2026-03-20T11:10:00.000Z',
    resolvedAt: null,
    snoozedUntil: null,
  });
  expect([first?.strip.length, first?.strip.at(-1), first?.strip.at(-2)]).toEqual([30, true, false]);
  await act(window, 'see');
  expect(await stand(window)).toEqual([['seen', true]]);
  await act(window, 'dismiss');
  expect(await stand(window)).toEqual([['dismissed', true]]);
  await window.engine.call('close', null);

  const again = open();
  await again.engine.ready;
  expect(await stand(again)).toEqual([['dismissed', true]]);
  append(repair(1));
  clock.now += 2 * 60_000;
  await look(again);
  expect(await stand(again)).toEqual([['resolved', false]]);
  append(bypass(3));
  clock.now += 3 * 60_000;
  await look(again);
  // The same alert, which was dismissed and is new.
  expect(await again.engine.call('alerts', null)).toMatchObject([
    { id: first?.id, state: 'new', since: '2026-03-20T12:05:00.000Z', resolvedAt: null },
  ]);
});

test('a dismissed alert stays out of the badge of every window and after a restart, until it gets worse or is restored', async () => {
  const { clock, append, bypass, open } = home();
  append(bypass(-1));
  const found = (rig: Rig) => rig.live().map(({ findings }) => findings.length);
  const window = open();
  await window.engine.ready;
  const other = open();
  await other.engine.ready;
  expect([found(window), found(other)]).toEqual([[1], [1]]);
  await act(window, 'dismiss');
  expect(found(window)).toEqual([0]);
  await window.engine.call('close', null);
  clock.now += 60_000;
  await look(other);
  await until(() => found(other)[0] === 0);
  const again = open();
  await again.engine.ready;
  expect(found(again)).toEqual([0]);
  await again.engine.call('actOnAlerts', { ids: null, act: 'takeBack', until: null });
  expect(found(again)).toEqual([1]);
  await act(again, 'snooze', clock.now + 60_000);
  expect(found(again)).toEqual([0]);
  clock.now += 60_000;
  await look(again);
  expect(found(again)).toEqual([1]);
});

test('a dismissed measure that recovers and becomes unusual again is a new alert', async () => {
  const { clock, open } = home();
  const budget = { budgets: [{ per: 'month', usd: 0.000001 }] };
  const window = open(budget);
  await window.engine.ready;
  const budgets = async () =>
    (await window.engine.call('alerts', null))
      .filter(({ kind }) => kind === 'budget')
      .map(({ state }) => state);
  const first = (await window.engine.call('alerts', null)).find(({ kind }) => kind === 'budget');
  await window.engine.call('actOnAlerts', { ids: [first?.id ?? ''], act: 'dismiss' });
  expect(await budgets()).toEqual(['dismissed']);
  await window.engine.call('configure', Settings.parse({}));
  await look(window);
  expect(await budgets()).toEqual(['resolved']);
  clock.now += 60_000;
  await window.engine.call('configure', Settings.parse(budget));
  // At once, without a look.
  expect(await budgets()).toEqual(['new']);
  await look(window);
  expect(await budgets()).toEqual(['new']);
});

test('dismissed budgets and limits are marked in the live content until they are restored', async () => {
  const { append, open } = home();
  append([
    answer('a', '5-hour limit reached ∙ resets 3pm', {
      model: '<synthetic>',
      more: {
        timestamp: new Date(NOON - 60_000).toISOString(),
        isApiErrorMessage: true,
        error: 'rate_limit',
      },
    }),
  ]);
  const window = open({ budgets: [{ per: 'week', usd: 0.000001 }] });
  await window.engine.ready;
  const alerts = (await window.engine.call('alerts', null)).filter(({ kind }) =>
    ['budget', 'limit'].includes(kind),
  );
  const limit = alerts.find(({ kind }) => kind === 'limit')?.id;
  const dismissed = () => {
    const content = window.notices.findLast(({ notice }) => notice === 'live') as LiveContent;
    return [
      content.sessions.flatMap((one) => one.dismissed),
      content.spend.budgets.map((one) => one.dismissed),
    ];
  };
  expect(alerts).toHaveLength(2);
  expect(dismissed()).toEqual([[], [undefined]]);
  await window.engine.call('actOnAlerts', { ids: alerts.map(({ id }) => id), act: 'dismiss' });
  expect(dismissed()).toEqual([[limit], [true]]);
  await window.engine.call('actOnAlerts', { ids: alerts.map(({ id }) => id), act: 'takeBack' });
  expect(dismissed()).toEqual([[], [undefined]]);
});

test('an alert is snoozed until a time, muted for good, and restored', async () => {
  const { clock, open } = home();
  const window = open();
  await window.engine.ready;
  await act(window, 'snooze', NOON + 3_600_000);
  expect(await stand(window)).toEqual([['snoozed', true]]);
  clock.now = NOON + 3_600_000;
  expect(await stand(window)).toEqual([['new', true]]);
  await act(window, 'mute');
  await look(window);
  expect(await stand(window)).toEqual([['muted', true]]);
  await window.engine.call('actOnAlerts', { ids: null, act: 'takeBack' });
  expect(await stand(window)).toEqual([['seen', true]]);
  // Nobody knows this one.
  await window.engine.call('actOnAlerts', { ids: ['nobody'], act: 'mute' });
  expect(await stand(window)).toEqual([['seen', true]]);
});

test('a dismissed alert stays dismissed when its session is old, and can be restored', async () => {
  const { clock, append, open } = home();
  const window = open();
  await window.engine.ready;
  await act(window, 'dismiss');
  clock.now = NOON + 9 * DAY_MS;
  await look(window);
  expect(await stand(window)).toEqual([]);
  append([prompt('a', 'and now', { timestamp: new Date(clock.now).toISOString() })]);
  await look(window);
  expect(await stand(window)).toEqual([['dismissed', true]]);
});

test('another window’s dismissal arrives with the next merge, and marking alerts as seen does not undo it', async () => {
  const { clock, open } = home();
  const writer = open();
  await writer.engine.ready;
  const other = open();
  await other.engine.ready;
  clock.now += 1_000;
  await act(other, 'dismiss');
  // The writer looks at the same moment, without knowing.
  await look(writer);
  clock.now += 61_000;
  await until(async () => {
    await writer.engine.call('checkpoint', null);
    return (await stand(writer))[0]?.[0] === 'dismissed';
  });
  expect(writer.notices.some(({ notice }) => notice === 'alerts')).toBe(true);
  clock.now += 600_000;
  await look(writer);
  expect(await stand(writer)).toEqual([['dismissed', true]]);
});

test('a dismissal in the writing window reaches the others within seconds', async () => {
  const { clock, open } = home();
  const writer = open();
  await writer.engine.ready;
  const other = open();
  await other.engine.ready;
  clock.now += 3_000;
  await act(writer, 'dismiss');
  await until(async () => (await stand(other))[0]?.[0] === 'dismissed');
  expect(other.notices.some(({ notice }) => notice === 'alerts')).toBe(true);
});

test('actions in quick succession are written together', async () => {
  const { folder, clock, open } = home();
  const window = open();
  await window.engine.ready;
  const newest = (): string =>
    readdirSync(join(folder, 'store'))
      .filter((name) => name.endsWith('.db'))
      .join();
  const before = newest();
  clock.now += 3_000;
  await act(window, 'dismiss');
  await until(() => newest() !== before);
  const first = newest();
  for (let i = 0; i < 4; i++) {
    await act(window, i % 2 === 0 ? 'takeBack' : 'dismiss');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(newest()).toBe(first);
  await act(window, 'takeBack');
  await until(() => newest() !== first);
  await window.engine.call('close', null);
  expect(await stand(open())).toEqual([['seen', true]]);
});

test('changes of other windows are noticed after the clock was set back', async () => {
  const { clock, open } = home();
  const writer = open();
  await writer.engine.ready;
  clock.now += 3_000;
  const other = open();
  await other.engine.ready;
  clock.now -= 3_600_000;
  await act(writer, 'dismiss');
  await until(async () => (await stand(other))[0]?.[0] === 'dismissed');
  expect(await stand(other)).toEqual([['dismissed', true]]);
});

test('adopts alerts dismissed by an older version; a worse one is new; invalid ids are ignored', async () => {
  const { open } = home();
  const first = open({}, null);
  await first.engine.ready;
  const id = await idOf(first);
  for (const [severity, state] of [
    ['critical', 'dismissed'],
    ['warn', 'dismissed'],
    ['ok', 'new'],
  ] as const) {
    const window = open({}, null);
    await window.engine.call('adoptDismissed', { ids: [`${id} ${severity}`, 'nonsense', '', ' warn'] });
    await window.engine.ready;
    await look(window);
    expect(await stand(window)).toEqual([[state, true]]);
  }
});

/** The end of a turn, a minute ago. */
const endOfTurn = answer('a', [{ type: 'text', text: 'Done. Shall I go on?' }], {
  id: 'mw',
  request: 'rw',
  stop: 'end_turn',
  more: { timestamp: new Date(NOON - 60_000).toISOString() },
});

test('a dismissed wait is marked in its live session until it is restored', async () => {
  const { append, open } = home();
  append([endOfTurn]);
  const window = open();
  await window.engine.ready;
  const wait = (await window.engine.call('alerts', null)).find(({ kind }) => kind === 'waiting');
  const dismissed = () => window.live().map((one) => one.dismissed);
  await window.engine.call('actOnAlerts', { ids: [wait?.id ?? ''], act: 'dismiss' });
  expect(dismissed()).toEqual([['waiting']]);
  await window.engine.call('actOnAlerts', { ids: [wait?.id ?? ''], act: 'takeBack' });
  expect(dismissed()).toEqual([[]]);
});

test('waits are recorded only if somebody dismissed, muted or snoozed them', async () => {
  const { clock, append, open } = home();
  append([endOfTurn]);
  const window = open();
  await window.engine.ready;
  const waits = async () =>
    (await window.engine.call('alerts', null)).filter(({ kind }) => kind === 'waiting');
  const [wait] = await waits();
  expect(wait?.state).toBe('new');
  await window.engine.call('actOnAlerts', { ids: [wait?.id ?? ''], act: 'see' });
  clock.now += 2 * DAY_MS;
  await look(window);
  expect(await waits()).toEqual([]);
});

test('a wipe removes alerts; a backup keeps them', async () => {
  const { folder, open } = home();
  const window = open();
  await window.engine.ready;
  await act(window, 'mute');
  const backup = join(folder, 'backup.vigil');
  await window.engine.call('backup', { file: backup });
  await window.engine.call('wipe', { project: '/home/ada' });
  await look(window);
  expect(await until(async () => (await stand(window))[0]?.[0] === 'new')).toBe(true);
  await window.engine.call('restore', { file: backup });
  expect(await until(async () => (await stand(window))[0]?.[0] === 'muted')).toBe(true);
});

test('alerts muted in the settings reach no surface until they are unmuted', async () => {
  const { append, bypass, open } = home();
  append(bypass(-1));
  const live = () => window.live().map(({ findings }) => findings.length);
  const onHome = async () =>
    (await window.engine.call('overview', { range: 'all' })).live.map(({ finding }) => finding !== null);
  const window = open();
  await window.engine.ready;
  const before = await stand(window);
  expect(before).toEqual([['new', true]]);
  window.notices.length = 0;
  await window.engine.call('configure', Settings.parse({ alerts: { muted: ['guard_bypassed'] } }));
  expect(window.notices.map(({ notice }) => notice)).toContain('alerts');
  expect(await stand(window)).toEqual([]);
  expect((await window.engine.call('overview', { range: 'all' })).looks).toEqual([]);
  const [alert] = await window.engine
    .call('configure', Settings.parse({}))
    .then(() => window.engine.call('alerts', null));
  expect(await stand(window)).toEqual(before);
  const inProject = (folder: string) => Settings.parse({ alerts: { mutedIn: { guard_bypassed: [folder] } } });
  await window.engine.call('configure', inProject(alert?.project ?? ''));
  expect([await stand(window), live(), await onHome()]).toEqual([[], [0], [false]]);
  await window.engine.call('configure', inProject('/somewhere/else'));
  expect([await stand(window), live(), await onHome()]).toEqual([before, [1], [true]]);
});
