/** Badge and sidebar as a person meets them: the hover that stays, who waits, names, stars, and what fits at 260 px. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendLines, writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { badge, command, openSidebar, rows, startRig, switchTheme, type Rig, type THEMES, pick } from './rig';

const DAY = 86_400_000;
const LIVE = '11111111-1111-4111-8111-111111111111';

let rig: Rig;
let workspace: string;
let log: string;
let live: ReturnType<typeof conversation>;
const idOf = (n: number): string => `2222222${n}-2222-4222-8222-222222222222`;

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    const put = (
      id: string,
      cwd: string,
      start: number,
      tell: (story: ReturnType<typeof conversation>) => void,
    ): { log: string; story: ReturnType<typeof conversation> } => {
      mkdirSync(cwd, { recursive: true });
      const story = conversation({ session: id, cwd, start });
      tell(story);
      return { story, log: writeLog(stage, cwd, id, story.records) };
    };
    const now = Date.now();
    const made = put(LIVE, workspace, now - 60_000, (story) => {
      story.prompt('Review the branch and especially the new importer');
      story.call('Read', { file_path: `${workspace}/a.ts` }, 'text');
    });
    live = made.story;
    log = made.log;
    put(idOf(1), join(stage.workspace, 'one', 'cli'), now - 2 * DAY, (story) =>
      story.title('Two days old').prompt('Go').say('Done.'),
    );
    put(idOf(2), join(stage.workspace, 'two', 'cli'), now - 30 * DAY, (story) =>
      story.title('Long ago').prompt('Go').say('Done.'),
    );
  });
  await rig.open(workspace, 'dark', { 'vigil.notifications.waits': 'ask' });
}, 120_000);
afterAll(() => rig?.close());

const hoverText = () => rig.page.locator('.workbench-hover:visible', { hasText: 'Dashboard' });
const item = (text: string | RegExp) => rows(rig.page).filter({ hasText: text });
const append = (tell: () => void): void => {
  const before = live.records.length;
  tell();
  appendLines(log, ...live.records.slice(before));
};

test('the badge shows context and cost, and no verdict', async () => {
  await expect
    .poll(() => badge(rig.page).innerText(), { timeout: 20_000 })
    .toMatch(/^\s*[\d.]+ % · \$[\d.]+/);
});

test('the hover stays while Claude writes, and its links can be clicked', { timeout: 60_000 }, async () => {
  // What was read last is on screen, and has stood there for a moment.
  await rig.page.waitForTimeout(11_000);
  await badge(rig.page).hover();
  await hoverText().waitFor({ timeout: 10_000 });
  const seen: boolean[] = [];
  for (let i = 0; i < 8; i++) {
    append(() => live.call('Read', { file_path: `${workspace}/f${i}.ts` }, 'text'.repeat(50)));
    await rig.page.waitForTimeout(1_000);
    seen.push(await hoverText().isVisible());
  }
  expect(seen).toEqual(Array<boolean>(8).fill(true));
  await rig.shot('cockpit-hover');
  const text = await hoverText().innerText();
  expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(8);
  await hoverText().getByText('Open', { exact: true }).click();
  await rig.page.locator('.tab.active', { hasText: 'Review the branch' }).waitFor({ timeout: 20_000 });
});

test('Live has the facts in a row of their own, Sessions are listed by recency, equal folders told apart', async () => {
  await openSidebar(rig.page);
  await expect.poll(() => item(/^Working · /).count(), { timeout: 10_000 }).toBe(1);
  await expect.poll(() => item(/^This week1$/).count()).toBe(1);
  await expect.poll(() => item(/^Two days old[^]*cli/).count()).toBe(1);
  // Closed at first.
  expect(await item('Long ago').count()).toBe(0);
  await item(/^Older/).click();
  await expect.poll(() => item(/^Long ago[^]*two\/cli/).count()).toBe(1);
});

/** Chooses in the context menu of a row. */
async function menu(text: string, action: string): Promise<void> {
  await item(text).first().click({ button: 'right' });
  const choice = rig.page.locator('.monaco-menu .action-label', { hasText: action }).first();
  await choice.waitFor();
  // A menu takes no click in its first moment, as that may be the one that opened it.
  await rig.page.waitForTimeout(400);
  await choice.click();
  await rig.page.locator('.monaco-menu').waitFor({ state: 'detached' });
}

test('a star, a name, and hidden sessions; the tree finds', { timeout: 60_000 }, async () => {
  await menu('Long ago', 'Star');
  await expect.poll(() => item(/^Starred1$/).count(), { timeout: 10_000 }).toBe(1);
  await menu('Two days old', 'Rename…');
  const input = rig.page.locator('.quick-input-widget input[type="text"]');
  await input.fill('A name of my own');
  await rig.page.keyboard.press('Enter');
  await expect.poll(() => item('A name of my own').count(), { timeout: 10_000 }).toBe(1);
  await menu('A name of my own', 'Hide');
  await expect.poll(() => item(/^Hidden1$/).count(), { timeout: 10_000 }).toBe(1);
  await command(rig.page, 'Vigil: Group Sessions By');
  await pick(rig.page, 'Project');
  await expect.poll(() => item('two/cli').count()).toBe(1);
  expect(await item('A name of my own').count()).toBe(0);
  await command(rig.page, 'Vigil: Group Sessions By');
  await pick(rig.page, 'Recency');
  await expect.poll(() => item(/^Starred1$/).count()).toBe(1);
});

test('Resume of a session that is live asks first', async () => {
  await menu('Review the branch', 'Resume Session in Terminal');
  const dialog = rig.page.locator('.monaco-dialog-box');
  await expect
    .poll(() => dialog.innerText(), { timeout: 10_000 })
    .toContain('This session is open elsewhere');
  await rig.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await rig.page.locator('.terminal-wrapper').count()).toBe(0);
});

test('when Claude waits the badge, Live, the activity bar and Alerts say so, and it is asked once', async () => {
  append(() => live.say('Shall I go on?'));
  await expect.poll(() => badge(rig.page).innerText(), { timeout: 10_000 }).toContain('Waits');
  await expect.poll(() => item(/^Waits [^]* · /).count(), { timeout: 10_000 }).toBe(1);
  await expect.poll(() => item('Claude waits for you').count(), { timeout: 10_000 }).toBe(1);
  await expect
    .poll(() => rig.page.locator('.activitybar .action-item', { hasText: '1' }).count())
    .toBeGreaterThan(0);
  const toast = rig.page.locator('.notification-toast', { hasText: 'Notify you next time too?' });
  await toast.waitFor({ timeout: 40_000 });
  await rig.shot('cockpit-waits');
  await toast.getByRole('button', { name: 'Only in the sidebar' }).click();
  await expect.poll(() => toast.count()).toBe(0);
});

test('the archive chores are one pick', async () => {
  await command(rig.page, 'Vigil: Manage Archive');
  const list = rig.page.locator('.quick-input-list .monaco-list-row');
  await expect.poll(() => list.count()).toBe(8);
  expect(await list.first().innerText()).toContain('Show Size');
  await rig.shot('cockpit-archive');
  await rig.page.keyboard.press('Escape');
});

/** What VS Code calls them in its list. */
const LABELS: Record<keyof typeof THEMES, string> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};

test.each(Object.entries(LABELS))(
  'pictures of the sidebar in %s',
  { timeout: 60_000 },
  async (theme, name) => {
    await switchTheme(rig.page, name);
    for (const width of [260, 340]) {
      await resizeSidebar(width);
      await rig.shot(`cockpit-${theme}-${width}`, 700);
    }
    const facts = item(/^Waits [^]* · /).first();
    await resizeSidebar(260);
    // What counts is not cut.
    const cut = await facts.locator('.label-name').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
  },
);

/** Drags the edge of the side bar, activity bar aside, to a width. */
async function resizeSidebar(width: number): Promise<void> {
  const sidebar = rig.page.locator('.part.sidebar');
  const box = await sidebar.boundingBox();
  if (box === null) throw new Error('there is no side bar');
  await rig.page.mouse.move(box.x + box.width, 500);
  await rig.page.mouse.down();
  await rig.page.mouse.move(box.x + width, 500, { steps: 5 });
  await rig.page.mouse.up();
  await rig.page.mouse.move(700, 500);
  await expect.poll(async () => Math.round((await sidebar.boundingBox())?.width ?? 0)).toBe(width);
}
