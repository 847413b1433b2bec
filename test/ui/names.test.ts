/** Names longer than the room for them, and models that share one: what stands beside them stays in view. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { choose, command, openSidebar, rows, sessionFrame, sessionPage, startRig, type Rig } from './rig';

const LONG = 'a-name-that-somebody-made-of-the-whole-sentence-that-says-what-it-is-for';
/** The first two are called the same. */
const MODELS = ['claude-sonnet-4', 'claude-sonnet-4-20250514', 'claude-opus-4-6'];

let rig: Rig;

beforeAll(async () => {
  rig = await startRig((stage) => {
    MODELS.forEach((model, n) => {
      const cwd = join(stage.workspace, `${LONG}-${n}`);
      mkdirSync(cwd, { recursive: true });
      const session = `${n}1111111-1111-4111-8111-111111111111`;
      const start = Date.now() - 3_600_000;
      const story = conversation({ session, cwd, start, model, branch: `feature/${LONG}/${n}` });
      story
        .prompt('Make the names so long that nothing fits beside them')
        .respond([{ type: 'text', text: 'Done.' }], { output: 600_000 });
      writeLog(stage, cwd, session, story.records);
    });
  });
  await rig.open(rig.stage.workspace);
  await openSidebar(rig.page);
});
afterAll(() => rig?.close());

/** Drags the side bar to a width. */
async function widen(to: number): Promise<void> {
  const box = (await rig.page.locator('.part.sidebar').boundingBox())!;
  const [edge, y] = [box.x + box.width, box.y + box.height / 2];
  await rig.page.mouse.move(edge, y);
  await rig.page.mouse.down();
  await rig.page.mouse.move(box.x + to, y, { steps: 5 });
  await rig.page.mouse.up();
  await expect
    .poll(async () => Math.round((await rig.page.locator('.part.sidebar').boundingBox())!.width))
    .toBe(to);
}

test.each([260, 300])('a side bar of %i px shows what each session cost', async (width) => {
  await widen(width);
  const sessions = rows(rig.page).filter({ hasText: '“Make the' });
  await expect.poll(() => sessions.count()).toBe(3);
  const cut = await sessions.evaluateAll((all) =>
    all.map((row) => {
      const said = row.querySelector('.label-description')?.firstChild as Text;
      const range = document.createRange();
      range.setStart(said, 0);
      range.setEnd(said, said.data.indexOf(' '));
      const room = row.querySelector('.monaco-icon-label-container')!.getBoundingClientRect().right;
      // The sign of what is cut away needs room of its own.
      return [String(range), range.getBoundingClientRect().right + 12 <= room];
    }),
  );
  expect(cut.map(([cost]) => cost)).toEqual([
    expect.stringMatching(/^\$\d+\.\d\d$/),
    expect.stringMatching(/^\$\d+\.\d\d$/),
    expect.stringMatching(/^\$\d+\.\d\d$/),
  ]);
  expect(cut.every(([, fits]) => fits)).toBe(true);
});

/** Tables of the page that are wider than their section, or have a figure outside it. */
const overflowing = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() =>
    [...document.querySelectorAll('#panel table')].flatMap((table) => {
      const room = (table.closest('section') ?? table.parentElement!).getBoundingClientRect().right + 1;
      const outside = [...table.querySelectorAll('td, th')].filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect().right > room;
      });
      return outside.map((cell) => cell.textContent?.trim() ?? '');
    }),
  );

test('beside long names tables keep their figures in view, at every width', async () => {
  await command(rig.page, 'View: Toggle Primary Side Bar Visibility');
  await command(rig.page, 'Vigil: Open Dashboard');
  const frame = await sessionFrame(rig.page, '[role=tablist]');
  await frame.getByRole('tab', { name: 'Cost' }).click();
  for (const section of ['Summary', 'Models', 'Tools']) {
    await frame.locator('.sections button', { hasText: section }).click();
    await expect.poll(() => frame.locator('#panel table').count()).toBeGreaterThan(0);
    for (const width of [1280, 1000, 600]) {
      await rig.page.setViewportSize({ width, height: 900 });
      await expect.poll(() => frame.evaluate(() => document.documentElement.clientWidth)).toBeLessThan(width);
      expect([section, width, await overflowing(frame)]).toEqual([section, width, []]);
      const scrolls = await frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(scrolls).toBe(0);
    }
  }
  await rig.page.setViewportSize({ width: 1400, height: 900 });
});

test('two models that would be called the same are told apart by their ids, in the filter and in Trends', async () => {
  const page = sessionPage(rig.page);
  const names = ['claude-sonnet-4', 'claude-sonnet-4-20250514', 'Opus 4.6'];
  await page.getByRole('combobox', { name: 'Model', exact: true }).click();
  const options = page.getByRole('option');
  await expect
    .poll(async () => (await options.allInnerTexts()).map((text) => text.trim()))
    .toEqual(expect.arrayContaining(names.map((name) => `${name} (1)`)));
  await rig.page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Quality' }).click();
  await page.locator('.sections button', { hasText: 'Trends' }).click();
  await choose(page, 'Measure', 'Cost in all');
  await choose(page, 'Split by', 'Model');
  await page.getByRole('button', { name: 'Show table' }).click();
  await expect
    .poll(async () => (await page.locator('#panel thead th').allInnerTexts()).slice(1).toSorted())
    .toEqual(names.toSorted());
});
