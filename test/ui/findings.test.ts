/** A finding on its way: badge and Alerts say it, a click shows the step, a second one the line, and it goes when it was repaired. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendLines, writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { badge, command, openSidebar, sessionPage, startRig, type Rig } from './rig';

const SESSION = '33333333-3333-4333-8333-333333333333';
const SENTENCE = 'Skipped the commit hooks with';

let rig: Rig;
let workspace: string;
let log: string;
let story: ReturnType<typeof conversation>;
const told = () => story.records.length;
const append = (tell: () => void): void => {
  const before = told();
  tell();
  appendLines(log, ...story.records.slice(before));
};
const says = (text: string) =>
  expect.poll(() => badge(rig.page).innerText(), { timeout: 20_000, interval: 50 }).toContain(text);

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    story = conversation({ session: SESSION, cwd: workspace, start: Date.now() - 60_000 });
    story.title('Commit the harbour');
    story.prompt('Commit what you have.');
    story.call('Read', { file_path: `${workspace}/a.ts` }, 'text');
    log = writeLog(stage, workspace, SESSION, story.records);
  });
  await rig.open(workspace);
}, 120_000);
afterAll(() => rig?.close());

test('while nothing is judged yet and nothing is wrong the badge has facts and no verdict', async () => {
  await expect.poll(() => badge(rig.page).innerText(), { timeout: 20_000 }).not.toContain('Vigil');
  expect((await badge(rig.page).innerText()).trim()).not.toMatch(/\bOK\b|WARN|CRITICAL/);
});

test('badge, Alerts and the session say what was found', async () => {
  append(() => {
    story.call('Bash', { command: 'git commit --no-verify -m "wip"' }, '[main 1a2b3c4] wip');
  });
  await says('Guard bypassed');
  await openSidebar(rig.page);
  // Under the session in Live, and in Alerts.
  const alert = rig.page.locator('.pane-body .monaco-list-row', { hasText: SENTENCE });
  await expect.poll(() => alert.count(), { timeout: 20_000 }).toBe(2);
  await rig.shot('findings-alert');
  await badge(rig.page).click();
  const found = sessionPage(rig.page).locator('.finding');
  await found.first().waitFor({ timeout: 20_000 });
  expect(await found.allInnerTexts()).toEqual([expect.stringContaining(SENTENCE)]);
  await rig.shot('findings-session');
});

test('the click shows the step that tells it, open and with the focus, whatever filters were pressed', async () => {
  const page = sessionPage(rig.page);
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await page.getByRole('button', { name: /^Prompts/ }).click();
  await expect.poll(() => page.locator('#lines .s-command').count(), { timeout: 20_000 }).toBe(0);
  await rig.page.locator('.pane-body .monaco-list-row', { hasText: SENTENCE }).last().click();
  const step = page.locator('#lines .said.found');
  await expect.poll(() => step.innerText(), { timeout: 20_000 }).toContain('git commit --no-verify');
  const head = step.locator('.line > button');
  await expect.poll(() => head.getAttribute('aria-expanded')).toBe('true');
  await expect.poll(() => head.evaluate((one) => one === document.activeElement)).toBe(true);
  await rig.shot('findings-step');
  await head.press('Enter');
  await expect.poll(() => head.getAttribute('aria-expanded')).toBe('false');
});

test('the menu of the alert opens the log line that tells it', async () => {
  const item = rig.page.getByRole('menuitem', { name: 'Open Log Line' });
  // The view may be drawn anew while its menu opens, which closes the menu: again.
  await expect
    .poll(
      async () => {
        await rig.page
          .locator('.pane-body .monaco-list-row', { hasText: SENTENCE })
          .last()
          .click({ button: 'right' });
        return item.click({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  const at = rig.page.locator('.editor-status-selection, [id="status.editor.selection"]').first();
  const line = story.records.findIndex((one) => JSON.stringify(one).includes('--no-verify')) + 1;
  await expect.poll(() => at.innerText(), { timeout: 20_000 }).toContain(`Ln ${line},`);
});

test('after it was repaired it goes, and the session keeps it as repaired', async () => {
  append(() => {
    story.call('Bash', { command: 'git commit --amend -m "harbour"' }, '[main 5d6e7f8] harbour');
    story.say('Committed with the hooks.');
  });
  await says('Waits');
  const alert = rig.page.locator('.pane-body .monaco-list-row', { hasText: SENTENCE });
  await expect.poll(() => alert.count(), { timeout: 20_000 }).toBe(0);
  await command(rig.page, 'View: Close All Editors');
  await badge(rig.page).click();
  const page = sessionPage(rig.page);
  await page.getByText('1 more, repaired since').click();
  await page.getByText(SENTENCE).first().waitFor();
});
