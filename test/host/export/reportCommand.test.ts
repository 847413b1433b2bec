import { expect, onTestFinished, test, vi } from 'vitest';
import { window } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { generateReport } = await import('../../../src/host/export/reportCommand');

type Item = { value: string; description?: string };
const offered: Item[][] = [];

/** What a report is asked for when these are chosen, one after the other, and these are typed. */
async function asked(
  chosen: readonly string[],
  days: readonly string[] = [],
  last?: object,
): Promise<unknown> {
  const [left, typed] = [[...chosen], [...days]];
  Object.assign(window, {
    showQuickPick: async (items: Item[]) => {
      offered.push(items);
      const next = left.shift();
      return items.find(({ value }) => value === next);
    },
    showInputBox: async ({ validateInput }: { validateInput: (text: string) => string | null }) => {
      const text = typed.shift();
      return text === undefined || validateInput(text) !== null ? undefined : text;
    },
  });
  onTestFinished(() => {
    Reflect.deleteProperty(window, 'showQuickPick');
    Reflect.deleteProperty(window, 'showInputBox');
  });
  const open = vi.fn<(args: object) => Promise<void>>();
  await generateReport({
    reports: { open } as never,
    memory: { get: () => last, update: async () => undefined } as never,
    now: () => Date.parse('2026-11-05T04:30:00Z'),
    timeZone: () => 'America/New_York',
    folders: () => ['/home/ada/api'],
    projects: async () => [
      { name: '/home/ada/tide', sessions: 3 },
      { name: '/home/bob/tide', sessions: 1 },
    ],
    askSession: async () => undefined,
  });
  return open.mock.calls[0]?.[0];
}

// New York puts its clocks back on 2026-11-01. On the 4th at 23:30, six times 24 hours earlier is the 30th of October at 00:30:
// a day short of the seven that begin on the 29th.
test.each([
  ['7d', '2026-10-29', '2026-11-04'],
  ['yesterday', '2026-11-03', '2026-11-03'],
  ['today', '2026-11-04', '2026-11-04'],
  ['month', '2026-11-01', '2026-11-04'],
  ['last-month', '2026-10-01', '2026-10-31'],
])('a report of %s has days of the calendar', async (range, from, to) => {
  expect(await asked(['overview', '', range, 'json'])).toMatchObject({ from, to });
});

test('a report is of the workspace, of one project or of all, on days of one’s own', async () => {
  const days = ['2026-10-02', '2026-10-09'];
  const own = { from: '2026-10-02', to: '2026-10-09' };
  expect(await asked(['overview', 'workspace', 'own', 'json'], days)).toMatchObject({
    query: 'in:/home/ada/api',
    ...own,
  });
  expect(await asked(['overview', 'project:=/home/ada/tide', 'own', 'json'], days)).toMatchObject({
    query: 'project:=/home/ada/tide',
    ...own,
  });
  expect(await asked(['comparison', '', 'json'], ['2026-10-02'])).toMatchObject({
    query: '',
    pivot: '2026-10-02',
  });
  // The last day before the first is refused.
  expect(await asked(['overview', '', 'own', 'json'], days.toReversed())).toBeUndefined();
});

test('nothing is said to have been chosen last time that was not', async () => {
  offered.length = 0;
  // As a version kept it that did not ask for sessions.
  await asked(['overview', '', '7d'], [], { kind: 'overview', range: '7d', by: 'week', format: 'json' });
  const [, sessions, ranges] = offered;
  expect(sessions?.[0]).toMatchObject({ value: 'workspace', description: 'api' });
  expect(ranges?.[0]).toMatchObject({ value: '7d', description: 'last time' });
});

test('projects of one name are told apart, as in the filter bar', async () => {
  offered.length = 0;
  await asked(['overview', '', '7d', 'json']);
  expect(offered[1]?.slice(2)).toMatchObject([{ label: 'ada/tide' }, { label: 'bob/tide' }]);
});
