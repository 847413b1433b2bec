/** The dashboard in a real workbench: every tab, by keyboard and by click, in every theme. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import {
  THEMES,
  barriersOn,
  choose,
  command,
  discardEditor,
  pick,
  reloadWindow,
  sessionPage,
  startRig,
  switchTheme,
  takesShots,
  unreadableOn,
  type Rig,
} from './rig';

const HOSTILE = '<img src=x onerror="window.__evil=1"><script>window.__evil=1</script>\u202eevil';
const DAY = 86_400_000;

/** Every section, by its name here: the tab it is in, and what its switch calls it. */
const PLACES: Readonly<Record<string, readonly [tab: string, section?: string]>> = {
  Home: ['Home', 'Now'],
  Alerts: ['Home', 'Alerts'],
  Sessions: ['Sessions', 'List'],
  Search: ['Sessions', 'Search'],
  Compare: ['Sessions', 'Compare'],
  Cost: ['Cost', 'Summary'],
  Models: ['Cost', 'Models'],
  Tools: ['Cost', 'Tools'],
  Trends: ['Quality', 'Trends'],
  Measures: ['Quality', 'Measures'],
  Groups: ['Quality', 'Groups'],
  Changes: ['Quality', 'Changes'],
  Heatmaps: ['Quality', 'Heatmaps'],
  Health: ['Health'],
};
const NAMES = Object.keys(PLACES);

let rig: Rig;
let workspace: string;

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    for (let n = 0; n < 150; n++) {
      const cwd = n % 3 === 0 ? join(stage.workspace, 'tide') : workspace;
      const id = `${String(n).padStart(8, '0')}-1111-4111-8111-111111111111`;
      const story = conversation({ session: id, cwd, start: Date.now() - n * DAY - 3_600_000 });
      story.title(n === 1 ? HOSTILE : `Story ${n}`).prompt('Go on');
      for (let i = 0; i < 12; i++)
        story.call(
          i % 4 === 0 ? 'Edit' : 'Read',
          { file_path: `${cwd}/f${i}.ts` },
          'text',
          i === 5 ? { error: true } : {},
        );
      story.say('Done.');
      writeLog(stage, cwd, id, story.records);
    }
  });
  await rig.open(workspace, 'dark', {
    // A budget that is passed: something for the alerts.
    'vigil.budgets': [{ per: 'month', usd: 0.01 }],
    // What is said of a tab that was clicked would lie over what is clicked next.
    'workbench.hover.delay': 600_000,
  });
});
afterAll(() => rig?.close());

/** The page of the dashboard, once it shows something. */
async function dashboard(timeout = 20_000): Promise<Frame> {
  const page = rig.page
    .frameLocator('iframe.webview.ready[src*="vigil-dev.vigil"]')
    .frameLocator('iframe#active-frame');
  await page.getByRole('tablist').waitFor({ timeout });
  const frame = rig.page
    .frames()
    .find((one) => one.parentFrame()?.url().includes('/webview/browser/pre/') === true);
  if (frame === undefined) throw new Error('no webview is open');
  return frame;
}

const settled = (frame: Frame) => expect.poll(() => frame.locator('#panel [aria-busy]').count()).toBe(0);

/** Opens a section by its name here, of all projects and of these days where it is about some. */
const openTab = async (frame: Frame, name: string, days = 'Last 30 days'): Promise<void> => {
  const [tab, section] = PLACES[name] ?? [name];
  await frame.getByRole('tab', { name: tab }).click();
  if (section !== undefined) await frame.locator('.sections button', { hasText: section }).click();
  await settled(frame);
  if ((await frame.locator('.filter').count()) === 0) return;
  // A page that was opened anew is about this workspace.
  const all = frame.locator('.filter button[aria-pressed="false"]', { hasText: 'All projects' });
  if ((await all.count()) > 0) await all.click();
  const chosen = await frame
    .locator('vscode-single-select[label="Days"]')
    .evaluate((one) => (one as HTMLSelectElement).value);
  if (chosen !== { Today: 'today', 'Last 30 days': '30d', 'All time': 'all' }[days])
    await choose(frame, 'Days', days);
  await settled(frame);
};

/** What Sessions › List looks for. */
const lookedFor = (frame: Frame): Promise<string> =>
  frame.locator('#query').evaluate((one) => (one as HTMLInputElement).value);

describe('dashboard', () => {
  let frame: Frame;

  const open = async (): Promise<void> => {
    await command(rig.page, 'Vigil: Open Dashboard');
    frame = await dashboard();
  };
  let isOpened = false;
  // What a test that failed left in front of the page must not fail the tests after it, nor its own second try.
  beforeEach(async () => {
    if (isOpened && !frame.isDetached()) return;
    await open();
    isOpened = true;
  });

  test('opens on Home, and draws', async () => {
    await expect.poll(() => frame.locator('.strip .cell').count(), { timeout: 15_000 }).toBeGreaterThan(2);
    const month = frame.locator('.strip .cell', { hasText: 'This month' });
    expect(await month.innerText()).toMatch(/\$\d+\.\d\d[^]*of \$0\.01/);
    // One sign of a lower bound, if any: the note.
    expect(await frame.locator('#panel').innerText()).not.toContain('≥');
    const looks = frame.getByRole('region', { name: 'Needs a look' });
    await expect.poll(() => looks.innerText()).toContain('Budget passed');
    // Today's session began an hour ago, and its turn is over.
    expect(await frame.locator('.live .card').count()).toBe(0);
    // This workspace comes first; its sessions are two of three.
    const sessions = () => frame.locator('.counts button').first().innerText();
    await expect.poll(sessions).toBe('20 sessions');
    await frame.getByRole('button', { name: 'All projects' }).click();
    await expect.poll(sessions).toBe('30 sessions');
    expect(await frame.locator('.weeks tbody tr').count()).toBe(6);
    expect(await frame.locator('.weeks [aria-current="date"]').count()).toBe(1);
    expect(await frame.locator('canvas').count()).toBe(1);
    await frame.getByRole('button', { name: 'More' }).click();
    await expect.poll(() => frame.locator('canvas').count()).toBe(3);
    const top = frame.getByRole('region', { name: 'Most expensive sessions' });
    expect(await top.locator('tbody tr').count()).toBe(10);
    // Something is drawn: not all pixels are the same.
    const painted = await frame.locator('canvas').evaluateAll((all) =>
      all.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const data = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
        return new Set(data).size > 4;
      }),
    );
    expect(painted).toEqual([true, true, true]);
    await frame.getByRole('button', { name: 'More' }).click();
    await expect.poll(() => frame.locator('canvas').count()).toBe(1);
  });

  test('the bars are split by model or project; the calendar is walked by arrows', async () => {
    const names = () => frame.locator('.legend li').allInnerTexts();
    expect((await names()).map((one) => one.split(' ')[0])).toEqual(['harbour', 'tide']);
    await frame.getByRole('button', { name: 'Model', exact: true }).click();
    await expect.poll(async () => (await names()).length).toBe(1);
    await frame.getByRole('button', { name: 'Project', exact: true }).click();
    const today = frame.locator('.weeks [aria-current="date"]');
    await today.focus();
    await rig.page.keyboard.press('ArrowUp');
    expect(await today.evaluate((one) => one === document.activeElement)).toBe(false);
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('1 session');
    await openTab(frame, 'Sessions');
    await frame.locator('#query').fill('');
    await openTab(frame, 'Home');
  });

  test('a chart can be read as a table', async () => {
    await frame.getByText('Show table').first().click();
    await expect.poll(() => frame.locator('section[aria-labelledby="by-day-title"] table').count()).toBe(1);
    await frame.getByText('Show chart').click();
  });

  test('tabs by keyboard', async () => {
    await frame.getByRole('tab', { name: 'Home' }).focus();
    await rig.page.keyboard.press('ArrowRight');
    await expect.poll(() => frame.getByRole('tab', { selected: true }).innerText()).toBe('Sessions');
    await rig.page.keyboard.press('End');
    await expect.poll(() => frame.getByRole('tab', { selected: true }).innerText()).toBe('Health');
    await rig.page.keyboard.press('Home');
    await expect.poll(() => frame.getByRole('tab', { selected: true }).innerText()).toBe('Home');
  });

  test('trends: another metric, another time, other days, split into groups', async () => {
    await openTab(frame, 'Trends', 'All time');
    const title = () => frame.locator('#trend-title').innerText();
    const summary = () => frame.locator('#panel .hint').first().innerText();
    await choose(frame, 'Measure', 'Tool calls');
    await expect.poll(title).toBe('Tool calls per session, by week');
    await expect
      .poll(summary)
      .toMatch(/^12\.00 in the week of .*, 12\.00 in the week of .*Most of your sessions: 12\.00\.$/);
    // One session a day: all of them are few.
    await choose(frame, 'Per', 'Day');
    await expect.poll(title).toBe('Tool calls per session, by day');
    await expect.poll(summary).toContain('open points are of fewer');
    await choose(frame, 'Split by', 'Project');
    await expect.poll(title).toBe('Tool calls per session, by day and project');
    await expect.poll(summary).toMatch(/12\.00 \(100 sessions\); .*12\.00 \(50 sessions\)\.$/);
    await frame.getByText('Show table').click();
    await expect.poll(() => frame.locator('#panel tbody tr').first().innerText()).toMatch(/few: 1/);
    // A row leads to the sessions that began then.
    await frame.locator('#panel tbody button').first().press('Enter');
    await expect.poll(() => lookedFor(frame)).toMatch(/^started:\d{4}-\d\d-\d\d$/);
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('1 session');
    await frame.locator('#query').fill('');
    await openTab(frame, 'Trends', 'All time');
    await frame.getByText('Show chart').click();
    // A total is told for every day.
    await choose(frame, 'Split by', 'No split');
    await choose(frame, 'Days', 'Last 7 days');
    await choose(frame, 'Measure', 'Tool calls in all');
    await expect.poll(title).toBe('Tool calls in all, by day');
    await expect.poll(summary).toMatch(/^\d+ in all; the most on /);
  });

  test('tools and models tell what was called and used', async () => {
    await openTab(frame, 'Tools');
    const row = frame.getByRole('region', { name: 'All tools' }).locator('tbody tr').first();
    // 30 sessions of the last 30 days with 9 reads each, one of them failed.
    await expect.poll(() => row.innerText()).toMatch(/Read\s+270\s+30\s+11\s%/);
    await openTab(frame, 'Models');
    await expect.poll(() => frame.locator('#panel tbody tr').count()).toBeGreaterThan(0);
  });

  test('sessions: only the rows that are seen are on the page; a query finds, an error is explained', async () => {
    await openTab(frame, 'Sessions', 'All time');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('150 sessions');
    await expect.poll(() => frame.locator('.grid .body .row').count()).toBeGreaterThan(5);
    expect(await frame.locator('.grid .body .row').count()).toBeLessThan(90);
    const query = frame.locator('#query');
    await query.fill('project:tide until:2099-01-01');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    await query.fill('colour:red');
    await expect
      .poll(() => frame.getByRole('alert').innerText())
      .toContain('There is no condition “colour:”');
    await query.fill('');
    await frame.getByRole('columnheader', { name: 'Session' }).getByRole('button').click();
    await expect
      .poll(() => frame.getByRole('columnheader', { name: 'Session' }).getAttribute('aria-sort'))
      .toBe('ascending');
    // Text of logs is text.
    await expect.poll(() => frame.locator('.grid .body').innerText()).toContain('<img src=x');
    expect(await frame.evaluate(() => '__evil' in window)).toBe(false);
    await frame.getByRole('button', { name: 'Story 10', exact: true }).click();
    await rig.page.locator('.tab', { hasText: 'Story 10' }).waitFor({ timeout: 10_000 });
    await rig.page.locator('.tab', { hasText: 'Vigil Dashboard' }).click();
  });

  test('the list by keyboard: one row after the other, two are compared, one is starred', async () => {
    frame = await dashboard();
    await openTab(frame, 'Sessions', 'All time');
    await frame.locator('#query').fill('');
    const focused = () => frame.evaluate(() => document.activeElement?.getAttribute('data-row') ?? '');
    await frame.locator('#found [data-row="0"]').focus();
    await rig.page.keyboard.press('ArrowDown');
    await rig.page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('2');
    await rig.page.keyboard.press('Space');
    await expect.poll(() => frame.locator('.picked-bar').innerText()).toContain('1 selected');
    await rig.page.keyboard.press('s');
    await expect
      .poll(() => frame.locator('#found [data-row="2"] vscode-icon').count(), { timeout: 10_000 })
      .toBe(2);
    await rig.page.keyboard.press('s');
    await expect
      .poll(() => frame.locator('#found [data-row="2"] vscode-icon').count(), { timeout: 10_000 })
      .toBe(1);
    await rig.page.keyboard.press('ArrowUp');
    await rig.page.keyboard.press('c');
    await expect.poll(() => frame.locator('.sections [aria-pressed="true"]').innerText()).toBe('Compare');
    await openTab(frame, 'Sessions', 'All time');
    // A slash finds, a question mark tells of the keys.
    await frame.getByRole('tab', { selected: true }).focus();
    await rig.page.keyboard.press('?');
    await expect.poll(() => frame.getByRole('dialog', { name: 'Keys' }).count()).toBe(1);
    await rig.page.keyboard.press('Escape');
    await expect.poll(() => frame.getByRole('dialog', { name: 'Keys' }).count()).toBe(0);
    await rig.page.keyboard.press('/');
    await expect.poll(() => frame.evaluate(() => document.activeElement?.id)).toBe('query');
    await frame.getByRole('tab', { selected: true }).focus();
  });

  test('one filter for all tabs: a project and its days, kept from tab to tab; narrow pages fold it', async () => {
    await openTab(frame, 'Sessions', 'All time');
    const project = frame.locator('vscode-single-select[label="Project"]');
    const names = () => project.locator('vscode-option').allInnerTexts();
    await expect.poll(names).toEqual(['Any project', 'harbour (100)', 'tide (50)']);
    await choose(frame, 'Project', 'tide (50)');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    const said = () => project.evaluate((one) => (one as HTMLSelectElement).value.split('/').at(-1));
    expect(await said()).toBe('tide');
    await openTab(frame, 'Home', 'All time');
    await expect.poll(() => frame.locator('.counts button').first().innerText()).toBe('50 sessions');
    await openTab(frame, 'Cost', 'All time');
    expect(await frame.locator('section[aria-labelledby="projects"] tbody tr').count()).toBe(1);
    await choose(frame, 'Days', 'Last 30 days');
    await frame.getByRole('tab', { name: 'Sessions' }).click();
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('10 sessions');
    // A query that names days is about those.
    await frame.locator('#query').fill('since:2000-01-01');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    // A condition without its value yet does not count.
    await frame.locator('#query').fill('branch:');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('10 sessions');
    await frame.locator('#query').fill('');
    expect(await said()).toBe('tide');
    await frame.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('30 sessions');
    expect(await said()).toBe('');
  });

  test('a query is completed: by keyboard, with the mouse; Escape closes', async () => {
    frame = await dashboard();
    await openTab(frame, 'Sessions', 'All time');
    const query = frame.getByRole('combobox', { name: 'Find' });
    const list = frame.getByRole('listbox', { name: 'Suggestions' });
    const labels = () => list.locator('.label').allInnerTexts();
    await query.fill('pro');
    await expect.poll(labels).toEqual(['project:', 'prompts:']);
    expect(await query.getAttribute('aria-expanded')).toBe('true');
    await rig.page.keyboard.press('ArrowDown');
    await expect.poll(() => query.getAttribute('aria-activedescendant')).toBe('query-suggestions-0');
    await rig.page.keyboard.press('Enter');
    // After a field its values.
    await expect.poll(() => query.inputValue()).toBe('project:');
    await expect.poll(labels).toEqual(['project:harbour', 'project:tide']);
    expect(await list.locator('.detail').allInnerTexts()).toEqual(['100 sessions', '50 sessions']);
    await rig.page.keyboard.press('ArrowDown');
    await rig.page.keyboard.press('ArrowDown');
    await rig.page.keyboard.press('Tab');
    await expect.poll(() => query.inputValue()).toBe('project:tide');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    expect(await query.getAttribute('aria-expanded')).toBe('false');
    expect(await list.isVisible()).toBe(false);
    await query.pressSequentially(' -too');
    await list.getByRole('option', { name: '-tool:' }).click();
    await expect.poll(() => query.inputValue()).toBe('project:tide -tool:');
    await expect.poll(labels).toEqual(['-tool:Edit', '-tool:Read']);
    await rig.shot('dashboard-suggestions');
    await rig.page.keyboard.press('Escape');
    await expect.poll(() => list.isVisible()).toBe(false);
    expect(await query.inputValue()).toBe('project:tide -tool:');
    // An arrow shows again what there is.
    await rig.page.keyboard.press('ArrowDown');
    await expect.poll(() => query.getAttribute('aria-activedescendant')).toBe('query-suggestions-0');
    await query.fill('');
    await expect.poll(() => list.isVisible()).toBe(false);
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('150 sessions');
  });

  test('columns are chosen, and what is listed is exported', async () => {
    frame = await dashboard();
    await openTab(frame, 'Sessions', 'All time');
    await frame.locator('#query').fill('project:tide');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    await frame.locator('details.choices summary').click();
    await frame.locator('vscode-checkbox', { hasText: /^\s*Branch\s*$/ }).click();
    await expect.poll(() => frame.getByRole('columnheader', { name: 'Branch' }).count()).toBe(1);
    await frame.locator('vscode-checkbox', { hasText: /^\s*Prompts\s*$/ }).click();
    await expect.poll(() => frame.getByRole('columnheader', { name: 'Prompts' }).count()).toBe(0);
    await frame.getByText('Export as CSV').click();
    const csv = rig.page.locator('.view-line', { hasText: /^id,/ });
    await expect.poll(() => csv.count(), { timeout: 10_000 }).toBe(1);
    await discardEditor(rig.page);
    await open();
    // What was chosen is kept.
    await expect.poll(() => frame.getByRole('columnheader', { name: 'Branch' }).count()).toBe(1);
    await frame.locator('#query').fill('');
  });

  test('heatmaps name each tool and how its calls ended', async () => {
    await openTab(frame, 'Heatmaps');
    const row = frame.locator('.heat tbody tr').first();
    await expect.poll(() => row.innerText()).toMatch(/Read\s+270\s+11\s%/);
    // The name leads to the sessions that called the tool.
    await row.getByRole('button', { name: 'Read', exact: true }).click();
    await expect.poll(() => lookedFor(frame)).toMatch(/^since:\S+ until:\S+ tool:=Read$/);
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('30 sessions');
    await openTab(frame, 'Heatmaps');
    // What a click on a cell of the chart does, the heads of its table do by keyboard.
    const section = frame.locator('section[aria-labelledby="signal-weeks-title"]');
    await section.getByText('Show table').click();
    await section.locator('thead').getByRole('button').last().focus();
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => lookedFor(frame)).toMatch(/^started:\d{4}-\d\d-\d\d$/);
    await frame.locator('#query').fill('');
    await openTab(frame, 'Heatmaps');
    await section.getByText('Show chart').click();
  });

  test('measures: what each signal said of each session, and lead to the session', async () => {
    const status = () => frame.getByRole('status').innerText();
    const picture = () => frame.locator('table.by-session');
    // Behind a session's panel the page goes away: it is a new one then.
    const back = async (): Promise<void> => {
      await rig.page.locator('.tab', { hasText: 'Vigil Dashboard' }).click();
      await expect
        .poll(
          async () => {
            frame = await dashboard();
            return picture().count();
          },
          { timeout: 20_000 },
        )
        .toBe(1);
    };
    await openTab(frame, 'Measures');
    await expect.poll(status).toBe('Sessions 1–30 of 30');
    expect(await frame.getByRole('button', { name: 'Earlier' }).count()).toBe(0);
    await choose(frame, 'Days', 'Last 90 days');
    await expect.poll(status).toBe('Sessions 51–90 of 90');
    const row = picture().locator('tbody tr', { hasText: 'Read before edit' });
    expect(await row.locator('td').count()).toBe(40);
    expect(await row.locator('td').last().getAttribute('title')).toBe(
      'Story 0 — Read before edit: 3.0 reads per edit, 3 of 3 edits without reading',
    );
    expect(await row.getByRole('img').count()).toBe(40);
    // Signals that could not judge one of these short sessions have no row.
    expect(await picture().innerText()).not.toContain('You interrupted');
    // The newest is the last column; text of logs is text.
    const heads = await picture()
      .locator('thead button')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(heads).toHaveLength(40);
    expect(heads.at(-1)).toMatch(/^Story 0, \w+ \d+ /);
    // The heads are one stop for Tab; arrows, Home and End move along them.
    const stops = picture().locator('thead button[tabindex="0"]');
    const label = () => stops.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    const focused = () => frame.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await stops.focus();
    for (const [key, at] of [
      ['ArrowLeft', -2],
      ['Home', 0],
      ['End', -1],
    ] as const) {
      await rig.page.keyboard.press(key);
      expect(await label()).toEqual([heads.at(at)]);
      expect(await focused()).toBe(heads.at(at));
    }
    expect(heads.at(-2)).toMatch(/^<img src=x .*⟨U\+202E⟩evil, \w+ \d+ /);
    // It is seen, however many columns there are.
    const beyond = await picture().evaluate(
      (all) =>
        all.querySelector('th:last-child')!.getBoundingClientRect().right -
        all.parentElement!.getBoundingClientRect().right,
    );
    expect(beyond).toBeLessThan(1);
    // Page by page, by keyboard.
    await frame.getByRole('button', { name: 'Earlier' }).focus();
    await rig.page.keyboard.press('Enter');
    await expect.poll(status).toBe('Sessions 11–50 of 90');
    await rig.page.keyboard.press('Enter');
    await expect.poll(status).toBe('Sessions 1–10 of 90');
    expect(await picture().locator('thead button').count()).toBe(10);
    expect(await frame.getByRole('button', { name: 'Earlier' }).getAttribute('disabled')).not.toBeNull();
    await frame.getByRole('button', { name: 'Later' }).focus();
    await rig.page.keyboard.press('Enter');
    await expect.poll(status).toBe('Sessions 11–50 of 90');
    // A cell opens its session: the 50th of 90 began 40 days ago.
    await row.locator('td').last().click();
    await rig.page.locator('.tab', { hasText: 'Story 40' }).waitFor({ timeout: 10_000 });
    await back();
    // It begins with the newest sessions again.
    await expect.poll(status).toBe('Sessions 51–90 of 90');
    // The head of a column opens its session too, by keyboard.
    await frame.getByRole('button', { name: /^Story 39, / }).focus();
    await rig.page.keyboard.press('Enter');
    await rig.page.locator('.tab', { hasText: 'Story 39' }).waitFor({ timeout: 10_000 });
    await back();
    await choose(frame, 'Days', 'Last 30 days');
    await expect.poll(status).toBe('Sessions 1–30 of 30');
  });

  test('groups: another dimension, another metric, saved as a report', async () => {
    await openTab(frame, 'Groups');
    await choose(frame, 'By', 'Model');
    await frame.locator('details.choices summary').click();
    await frame.locator('vscode-checkbox', { hasText: /^\s*Tool calls\s*$/ }).click();
    const table = frame.getByRole('region', { name: /^Sessions by model/ });
    await expect.poll(() => table.innerText()).toContain('Tool calls');
    await expect
      .poll(() => table.locator('tbody tr').first().innerText())
      .toMatch(/30\s.*12\.00 ± 0\.00 \(30\)/);
    // One group is compared with none.
    await expect.poll(() => frame.locator('#panel').innerText()).toContain('Opus 4.6: 3.00.');
    // A group leads to its sessions.
    await table.locator('tbody button').first().press('Enter');
    await expect.poll(() => lookedFor(frame)).toMatch(/^main:=\S+ started:\S+\.\.\S+$/);
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('30 sessions');
    await frame.locator('#query').fill('');
    await openTab(frame, 'Groups');
    await frame.getByText('Generate report').click();
    const report = sessionPage(rig.page);
    await report.getByRole('heading', { name: /^Sessions by model/ }).waitFor({ timeout: 10_000 });
    await command(rig.page, 'View: Close Editor');
    await open();
  });

  test('search finds words in the logs, and leads to their line', async () => {
    await openTab(frame, 'Search');
    await frame.locator('#search input').fill('GO ON');
    await rig.page.keyboard.press('Enter');
    await expect
      .poll(() => frame.getByRole('status').innerText(), { timeout: 15_000 })
      .toBe('150 hits; 150 logs searched');
    expect(await frame.locator('.hit').count()).toBeLessThan(100);
    expect((await frame.locator('.hit mark').allInnerTexts()).slice(0, 2)).toEqual(['Go', 'on']);
    expect(await frame.locator('#search-index').innerText()).toContain('nothing of them is kept');
    await frame
      .locator('.hit:not(.session)')
      .first()
      .getByRole('button', { name: 'log', exact: true })
      .click();
    await rig.page.locator('.tab.active', { hasText: '.jsonl' }).waitFor({ timeout: 10_000 });
    await discardEditor(rig.page);
    await open();
    // A page that comes back has what was found.
    await expect
      .poll(() => frame.getByRole('status').innerText(), { timeout: 15_000 })
      .toBe('150 hits; 150 logs searched');
  });

  test('search says what it found nothing of, and what is wrong with a query', async () => {
    // The list knows no words that were said, and leads to where they are found.
    await openTab(frame, 'Sessions', 'All time');
    await frame.locator('#query').fill('no such words -anywhere');
    await frame.getByRole('button', { name: 'Search in what was said' }).click();
    await expect
      .poll(() => frame.getByRole('status').innerText(), { timeout: 15_000 })
      .toContain('Nothing found');
    expect(await frame.locator('#panel').innerText()).toContain(
      '“-anywhere” leaves out what has “anywhere”.',
    );
    await openTab(frame, 'Sessions', 'All time');
    await frame.locator('#query').fill('');
    await openTab(frame, 'Search');
    await frame.locator('#search input').fill('"never closed');
    await rig.page.keyboard.press('Enter');
    await expect
      .poll(() => frame.getByRole('status').innerText(), { timeout: 15_000 })
      .toBe('A quotation mark is not closed.');
  });

  test('the quick pick searches too, and leads to the transcript', async () => {
    await command(rig.page, 'Vigil: Search Conversations');
    await rig.page.locator('.quick-input-widget input[type="text"]').fill('go on role:prompt');
    await rig.page
      .locator('.quick-input-list .monaco-list-row', { hasText: '»Go« »on«' })
      .first()
      .click({ timeout: 15_000 });
    await rig.page.locator('.tab.active', { hasText: 'Story ' }).waitFor({ timeout: 10_000 });
    await expect
      .poll(() => sessionPage(rig.page).getByRole('tab', { selected: true }).innerText())
      .toBe('Transcript');
    await discardEditor(rig.page);
    await open();
  });

  test('of three files that were read in a row the quick pick leads to the one that was found', async () => {
    await command(rig.page, 'Vigil: Search Conversations');
    await rig.page.locator('.quick-input-widget input[type="text"]').fill('f2.ts role:tool');
    await pick(rig.page, 'Tool call');
    const led = sessionPage(rig.page).locator('.step.led');
    await expect.poll(() => led.innerText(), { timeout: 15_000 }).toContain('f2.ts');
    await expect
      .poll(() => led.locator('> .line > .head').evaluate((one) => one === document.activeElement))
      .toBe(true);
    await discardEditor(rig.page);
    await open();
  });

  test('a report of what is chosen, and of the time before and after a day', async () => {
    await openTab(frame, 'Sessions', 'All time');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('150 sessions');
    await choose(frame, 'Project', 'tide (50)');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('50 sessions');
    await openTab(frame, 'Cost', 'All time');
    await frame.getByText('Generate report').click();
    const report = sessionPage(rig.page);
    await report.getByText('Only sessions that match').waitFor({ timeout: 10_000 });
    expect(await report.locator('body').innerText()).toMatch(/project:=\S*tide[^]*in 50 sessions/);
    await command(rig.page, 'View: Close Editor');
    await open();
    await frame.getByRole('button', { name: 'Clear filter' }).click();
    await openTab(frame, 'Changes', 'All time');
    await frame.getByLabel('Before and after').fill('2020-01-02');
    await frame.getByText('Generate report').click();
    await report
      .getByRole('heading', { name: /^Sessions before 2020-01-02 and from/ })
      .waitFor({ timeout: 10_000 });
    await command(rig.page, 'View: Close Editor');
    await open();
  });

  test('alerts are dismissed and taken back', async () => {
    await openTab(frame, 'Alerts');
    await expect.poll(() => frame.getByRole('status').innerText()).toMatch(/^1 open alert/);
    expect(await frame.locator('.attention li').allInnerTexts()).toEqual([
      expect.stringContaining('Budget passed'),
    ]);
    await frame.getByText('Dismiss all').click();
    // The archive is told first.
    await expect
      .poll(() => frame.getByRole('status').innerText(), { timeout: 10_000 })
      .toMatch(/^0 open alerts/);
    expect(await frame.locator('.attention li').count()).toBe(0);
    await frame.getByText('Restore dismissed').click();
    await expect.poll(() => frame.locator('.attention li').count(), { timeout: 10_000 }).toBe(1);
  });

  test('health names the archive', async () => {
    // The page was hidden behind the session's, and is a new one now.
    frame = await dashboard();
    await openTab(frame, 'Health');
    await expect.poll(() => frame.locator('.tile').count()).toBe(6);
    expect(await frame.locator('#panel').innerText()).toContain('globalStorage');
    expect(await frame.locator('.tile', { hasText: 'Saved by' }).innerText()).toMatch(
      /this window|no window/,
    );
  });

  test('a chart is zoomed with Ctrl and the wheel, and a button takes it back', async () => {
    await openTab(frame, 'Home');
    const canvas = frame.locator('canvas#by-day');
    await canvas.scrollIntoViewIfNeeded();
    const picture = () => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL());
    const all = frame.getByRole('button', { name: 'Show all' });
    expect(await all.count()).toBe(0);
    await frame.getByRole('tab', { selected: true }).hover();
    await rig.page.waitForTimeout(500);
    const whole = await picture();
    await canvas.hover();
    await rig.page.keyboard.down('Control');
    await rig.page.mouse.wheel(0, -400);
    await rig.page.keyboard.up('Control');
    await expect.poll(() => all.count()).toBe(1);
    await frame.getByRole('tab', { selected: true }).hover();
    await rig.page.waitForTimeout(300);
    expect((await picture()) === whole).toBe(false);
    await all.click();
    await expect.poll(() => all.count()).toBe(0);
    await expect.poll(async () => (await picture()) === whole).toBe(true);
  });

  test('figures lead to what they were counted from: tiles, bars and rows to the sessions behind them', async () => {
    await openTab(frame, 'Home');
    await frame.getByRole('button', { name: '30 sessions' }).click();
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('30 sessions');
    await openTab(frame, 'Home');
    // A bar near the middle: between the bars a click leads nowhere.
    const canvas = frame.locator('canvas#by-day');
    await canvas.scrollIntoViewIfNeeded();
    const { width, height } = (await canvas.boundingBox())!;
    for (const beside of [0, 9, 18, 27]) {
      if ((await frame.getByRole('tab', { selected: true }).innerText()) !== 'Home') break;
      await canvas.click({ position: { x: width / 2 + beside, y: height * 0.7 } });
      await rig.page.waitForTimeout(200);
    }
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('1 session');
    await openTab(frame, 'Home');
    const section = frame.locator('section[aria-labelledby="by-day-title"]');
    await section.getByText('Show table').click();
    await section.locator('tbody button').first().press('Enter');
    await expect.poll(() => frame.getByRole('status').innerText()).toBe('1 session');
    await openTab(frame, 'Home');
    await section.getByText('Show chart').click();
    await openTab(frame, 'Sessions');
    await frame.locator('#query').fill('');
  });

  test('another theme recolours the charts while the page is open', async () => {
    await openTab(frame, 'Home');
    const canvas = frame.locator('canvas#by-day');
    const picture = () => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL());
    await rig.page.waitForTimeout(500);
    const dark = await picture();
    await switchTheme(rig.page, 'Light Modern');
    await expect
      .poll(() => frame.locator('body').getAttribute('data-vscode-theme-kind'), { timeout: 10_000 })
      .toBe('vscode-light');
    await expect.poll(async () => (await picture()) === dark).toBe(false);
    await switchTheme(rig.page, 'Dark Modern');
    await expect.poll(async () => (await picture()) === dark, { timeout: 10_000 }).toBe(true);
  });

  test('at 200 % zoom no page is wider than the window, and nothing breaks the page’s policy', async () => {
    await command(rig.page, 'View: Close Primary Side Bar');
    await rig.page.setViewportSize({ width: 700, height: 450 });
    for (const name of NAMES) {
      await openTab(frame, name);
      await rig.page.waitForTimeout(150);
      const wide = await frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, wide]).toEqual([name, 0]);
    }
    expect(rig.refused).toEqual([]);
    await rig.shot('dashboard-zoomed');
    await rig.page.setViewportSize({ width: 1400, height: 900 });
  });

  test('on a narrow page what an alert and a session are called keep their room, and names that are cut have a tooltip', async () => {
    await rig.page.setViewportSize({ width: 620, height: 900 });
    await openTab(frame, 'Alerts');
    const width = (selector: string) =>
      frame
        .locator(selector)
        .first()
        .evaluate((one) => one.getBoundingClientRect().width);
    await expect.poll(() => width('.alert > div')).toBeGreaterThan((await width('.alert')) * 0.7);
    await openTab(frame, 'Sessions');
    const title = frame.locator('.sessions .row:not(.head) > .c-title').first();
    await expect.poll(() => title.getAttribute('title')).toMatch(/\S/);
    expect(await width('.sessions .row:not(.head) > .c-title')).toBeGreaterThan(200);
    // What a session cost is seen without moving the list.
    const beyond = () =>
      frame.locator('.sessions').evaluate((list) => {
        const cost = list.querySelector('.row:not(.head) > .c-cost');
        return (
          (cost?.getBoundingClientRect().right ?? Infinity) - document.documentElement.clientWidth > 0 ||
          list.scrollWidth > list.clientWidth
        );
      });
    await expect.poll(beyond).toBe(false);
    // So are the figures of groups.
    await openTab(frame, 'Groups');
    const groups = frame.locator('section[aria-labelledby="cohort-table"] .wide');
    await expect.poll(() => groups.locator('.figure').count()).toBeGreaterThan(2);
    expect(await groups.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    // No table reaches beyond the page, but for those with a column for each session, or for each measure that was chosen above.
    for (const across of [748, 448]) {
      await rig.page.setViewportSize({ width: across, height: 900 });
      for (const name of NAMES) {
        await openTab(frame, name);
        const beyondPage = () =>
          frame
            .locator('#panel .wide:not(:has(> .by-session, > [aria-labelledby="cohort-table"]))')
            .evaluateAll((all) =>
              all.flatMap((one) =>
                one.scrollWidth > one.clientWidth
                  ? [
                      `${one.querySelector('table')?.getAttribute('aria-labelledby')}: ${one.scrollWidth} of ${one.clientWidth}`,
                    ]
                  : [],
              ),
            );
        await expect.poll(async () => [across, name, await beyondPage()]).toEqual([across, name, []]);
      }
    }
    await openTab(frame, 'Sessions');
    for (const across of [530, 500, 420]) {
      await rig.page.setViewportSize({ width: across, height: 900 });
      await expect.poll(async () => [across, await beyond()]).toEqual([across, false]);
    }
    expect(rig.refused).toEqual([]);
    await rig.page.setViewportSize({ width: 1400, height: 900 });
  });

  test.each(NAMES)('axe finds nothing serious on %s', async (name) => {
    await openTab(frame, name);
    await expect.poll(() => frame.locator('#panel').innerText()).not.toMatch(/^$|Loading…/);
    expect(await barriersOn(frame)).toEqual([]);
  });
});

describe('pictures', () => {
  test.each(Object.entries(THEMES))('in %s', { timeout: 120_000 }, async (theme, name) => {
    await switchTheme(rig.page, name.replace('Default ', ''));
    await command(rig.page, 'Vigil: Open Dashboard');
    const frame = await dashboard();
    await expect
      .poll(() => frame.locator('body').getAttribute('data-vscode-theme-kind'), { timeout: 10_000 })
      .toBe(`vscode-${theme}`);
    // In dark axe looked at all of them above.
    const isKnown = theme === 'dark';
    for (const section of isKnown && !takesShots ? [] : NAMES) {
      await openTab(frame, section);
      await expect.poll(() => frame.locator('#panel').innerText()).not.toContain('Loading…');
      await rig.shot(`dashboard-${theme}-${section.toLowerCase()}`, 400);
      if (!isKnown) expect([section, await unreadableOn(frame)]).toEqual([section, []]);
    }
    // A button is read under the pointer and when it has the focus; an option of a drop-down, too.
    await openTab(frame, 'Home');
    const button = frame.getByText('Generate report', { exact: true });
    await button.hover();
    expect(['hovered', await unreadableOn(frame)]).toEqual(['hovered', []]);
    await button.focus();
    await rig.page.mouse.move(0, 0);
    expect(['focused', await unreadableOn(frame)]).toEqual(['focused', []]);
    await openTab(frame, 'Trends');
    await frame.getByRole('combobox', { name: 'Measure', exact: true }).click();
    await frame.getByRole('option').nth(3).hover();
    await rig.shot(`dashboard-${theme}-options`);
    expect(['options', await unreadableOn(frame)]).toEqual(['options', []]);
    await rig.page.keyboard.press('Escape');
  });
});

test(
  'after a reload the dashboard comes back on its tab, and searches no logs unasked',
  { timeout: 120_000 },
  async () => {
    await command(rig.page, 'Vigil: Open Dashboard');
    let frame = await dashboard();
    await openTab(frame, 'Search');
    await frame.locator('#search input').fill('GO ON');
    await rig.page.keyboard.press('Enter');
    await frame.locator('.hit').first().waitFor({ timeout: 15_000 });
    await openTab(frame, 'Tools');
    await reloadWindow(rig.page);
    // The window, its extensions and the page all begin anew.
    frame = await dashboard(60_000);
    await expect
      .poll(() => frame.getByRole('tab', { selected: true }).innerText(), { timeout: 20_000 })
      .toBe('Cost');
    expect(await frame.locator('.sections [aria-pressed="true"]').innerText()).toBe('Tools');
    // What was searched for is there; all logs are read only when somebody asks.
    await openTab(frame, 'Search');
    await frame.locator('#search-index').waitFor({ timeout: 10_000 });
    expect(await frame.locator('#search input').inputValue()).toBe('GO ON');
    expect(await frame.locator('.hit').count()).toBe(0);
    await frame.getByRole('button', { name: 'Search', exact: true }).last().click();
    await frame.locator('.hit').first().waitFor({ timeout: 15_000 });
  },
);
