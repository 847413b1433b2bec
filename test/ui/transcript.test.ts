/** The transcript of a session whose log is hostile: everything is text, nothing runs; and how it follows, filters and is read by keyboard. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendLines, writeLog } from '../../scripts/lib/host.mjs';
import { hostileStory } from './hostileLog';
import { badge, openSidebar, rows, sessionFrame, sessionPage, startRig, switchTheme, type Rig } from './rig';

const LIVE = '33333333-3333-4333-8333-333333333333';

let rig: Rig;
let workspace: string;
let log: string;
let live: ReturnType<typeof hostileStory>;

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    live = hostileStory(LIVE, workspace, Date.now() - 60_000);
    log = writeLog(stage, workspace, LIVE, live.records);
  });
  await rig.open(workspace);
  await badge(rig.page).filter({ hasNotText: 'Vigil' }).waitFor({ timeout: 40_000 });
  await openSidebar(rig.page);
  await rows(rig.page).filter({ hasText: 'A hostile log' }).first().dblclick();
  await sessionPage(rig.page).getByRole('tab', { name: 'Transcript' }).click({ timeout: 60_000 });
  await sessionPage(rig.page).locator('.said .step').first().waitFor({ timeout: 30_000 });
}, 240_000);
afterAll(() => rig?.close());

/** All that the list shows, from its top to its end, with all cards open. */
async function walk(): Promise<string> {
  const list = sessionPage(rig.page).locator('#lines');
  let text = '';
  await list.evaluate((one) => one.scrollTo(0, 0));
  for (let i = 0; i < 80; i++) {
    await rig.page.waitForTimeout(150);
    text += await list.innerText();
    const atEnd = await list.evaluate((one) => {
      const before = one.scrollTop;
      one.scrollBy(0, one.clientHeight - 40);
      return one.scrollTop === before;
    });
    if (atEnd) break;
  }
  return text;
}

test('every card is as wide as the list has room for', async () => {
  const widths = await sessionPage(rig.page)
    .locator('#lines .step')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  expect(Math.min(...widths)).toBeGreaterThan(400);
});

test('a session that goes on opens at its end', async () => {
  await expect
    .poll(() => sessionPage(rig.page).locator('#lines').getByText('The end.').isVisible(), {
      timeout: 10_000,
    })
    .toBe(true);
});

test('with every card open nothing runs, nothing is fetched, and only web addresses are links', async () => {
  const before = rig.refused.length;
  const panel = sessionPage(rig.page);
  await panel.getByRole('button', { name: 'Open all' }).click();
  const text = await walk();
  const frame = await sessionFrame(rig.page);
  expect(await frame.evaluate(() => '__evil' in window)).toBe(false);
  expect(rig.refused.slice(before)).toEqual([]);
  // It is there to be read.
  expect(text).toContain('<script>window.__evil=1</script>');
  expect(text).toContain('a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+E0041⟩e⟨U+0007⟩f');
  expect(text).toMatch(/This line is 5\.\d+ MB long/);
  expect(text).toContain('(https://evil.example/login)');
  expect(text).not.toContain('\u001b');
  await panel.locator('#lines').evaluate((one) => one.scrollTo(0, 0));
  await expect.poll(() => panel.locator('.s-reply a').count()).toBeGreaterThan(0);
  const found = await frame.evaluate(() => ({
    links: [...document.querySelectorAll<HTMLAnchorElement>('#lines a')].map((one) => one.href),
    pictures: [...document.querySelectorAll<HTMLImageElement>('#lines img')].map((one) =>
      one.src.slice(0, 22),
    ),
    others: document.querySelectorAll('#lines :is(script, svg, iframe, object, embed, style, link, form)')
      .length,
  }));
  expect(found.links.filter((one) => !one.startsWith('https://'))).toEqual([]);
  expect(found.pictures).toEqual(['data:image/png;base64,']);
  expect(found.others).toBe(0);
  await rig.shot('transcript-hostile');
});

test('the boxes of a to-do list are alike, whatever became of what is to be done', async () => {
  const panel = sessionPage(rig.page);
  await panel.getByRole('button', { name: 'Close all' }).click();
  await panel.locator('#lines').evaluate((one) => one.scrollTo(0, one.scrollHeight));
  const boxes = panel.locator('.s-todo .prog i');
  await expect.poll(() => boxes.count()).toBe(3);
  const sizes = await boxes.evaluateAll((all) => all.map((one) => [one.clientWidth, one.clientHeight]));
  expect(new Set(sizes.map((size) => size.join())).size).toBe(1);
});

test('a long output is folded, and its middle is shown when it is asked for', async () => {
  const panel = sessionPage(rig.page);
  await panel.getByRole('button', { name: /^Commands/ }).click();
  const card = panel.locator('.s-command', { hasText: 'long' }).last();
  // The actions over its right end appear when it is pointed at: its words are clicked.
  await card.locator('.line > button').click({ position: { x: 40, y: 8 } });
  await expect.poll(() => card.innerText()).toContain('output 399');
  expect(await card.innerText()).toContain('output 2');
  expect(await card.innerText()).not.toContain('output 200');
  await card.getByRole('button', { name: 'Show 388 more lines' }).click();
  await expect.poll(() => card.innerText()).toContain('output 200');
  await panel.getByRole('button', { name: /^Commands/ }).click();
  await expect.poll(() => panel.locator('.s-todo, .s-run, .s-plan').count()).toBeGreaterThan(0);
});

test('by keyboard: prompts, steps, the list of keys', async () => {
  const panel = sessionPage(rig.page);
  const frame = await sessionFrame(rig.page);
  const row = () =>
    frame.evaluate(() =>
      Number(document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1),
    );
  await panel.locator('#lines').evaluate((one) => one.scrollTo(0, 0));
  // The rail is one stop, whose arrows move along it.
  const stops = panel.locator('.rail button[tabindex="0"]');
  await expect.poll(() => stops.count()).toBe(1);
  await stops.focus();
  await rig.page.keyboard.press('Home');
  await rig.page.keyboard.press('ArrowDown');
  const onRail = () => frame.evaluate(() => (document.activeElement as HTMLElement).dataset['turn']);
  await expect.poll(onRail).toBe('1');
  expect(await stops.evaluateAll((all) => all.map((one) => one.dataset['turn']))).toEqual(['1']);
  await panel.locator('[data-row="0"]').focus();
  await rig.page.keyboard.press(']');
  await expect.poll(row).toBe(1);
  await rig.page.keyboard.press('j');
  await expect.poll(row).toBe(2);
  await rig.page.keyboard.press('k');
  await rig.page.keyboard.press('[');
  await expect.poll(row).toBe(0);
  await rig.page.keyboard.press('?');
  await expect.poll(() => panel.locator('.keys').isVisible()).toBe(true);
  await rig.page.keyboard.press('Escape');
  await expect.poll(() => panel.locator('.keys').count()).toBe(0);
});

test('what comes while somebody reads further up is counted; at the end it is followed', async () => {
  const panel = sessionPage(rig.page);
  await panel.locator('#lines').hover();
  await rig.page.mouse.wheel(0, -4_000);
  await panel.locator('#lines').evaluate((one) => one.scrollTo(0, 0));
  const known = live.records.length;
  live.say('One more.').say('And another.');
  appendLines(log, ...live.records.slice(known));
  await expect.poll(() => panel.locator('.pill').innerText(), { timeout: 15_000 }).toMatch(/^2 new/);
  await panel.locator('.pill').click();
  await expect
    .poll(() => panel.locator('#lines').getByText('And another.').last().isVisible(), { timeout: 10_000 })
    .toBe(true);
  expect(await panel.locator('.pill').count()).toBe(0);
  const more = live.records.length;
  live.say('The very last.');
  appendLines(log, ...live.records.slice(more));
  await expect
    .poll(() => panel.locator('#lines').getByText('The very last.').isVisible(), { timeout: 15_000 })
    .toBe(true);
});

test('pictures of it in every theme', async () => {
  const panel = sessionPage(rig.page);
  for (const [name, theme] of [
    ['light', 'Light Modern'],
    ['hc', 'Dark High Contrast'],
    ['dark', 'Dark Modern'],
  ] as const) {
    await switchTheme(rig.page, theme);
    await panel.locator('#lines').evaluate((one) => one.scrollTo(0, 0));
    await rig.shot(`transcript-${name}`, 800);
  }
  expect(await panel.locator('.said').count()).toBeGreaterThan(0);
});
