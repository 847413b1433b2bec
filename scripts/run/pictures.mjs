// @ts-check
/** `npm run pictures`: takes the README's pictures into `media/screenshots/`, of the made-up developer in `history.mjs`. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutHistory } from '../lib/history.mjs';
import {
  installExtension,
  openBrowser,
  removeStage,
  startServer,
  temporaryStage,
  workbenchAddress,
  writeSettings,
} from '../lib/host.mjs';
import { packageExtension, vsix } from '../release/package.mjs';
import { ensureChromium, ensureHost, ensureTools, main, root } from '../lib/setup.mjs';

const folder = join(root, 'media', 'screenshots');

/**
 * What is shown: in which theme, by which command (none: the session of the badge), on which tab and section, after which choice.
 * @type {{ name: string, theme: string, command: string | null, tab: string, section?: string, choose?: [string, string] }[]}
 */
const PICTURES = [
  { name: 'overview', theme: 'Default Dark Modern', command: 'Vigil: Open Dashboard', tab: 'Home' },
  {
    name: 'trends',
    theme: 'Default Dark Modern',
    command: 'Vigil: Open Dashboard',
    tab: 'Quality',
    choose: ['Measure', 'Read before edit'],
  },
  {
    name: 'heatmaps',
    theme: 'Default Light Modern',
    command: 'Vigil: Open Dashboard',
    tab: 'Quality',
    section: 'Heatmaps',
  },
  { name: 'timeline', theme: 'Default Dark Modern', command: null, tab: 'Details' },
  { name: 'transcript', theme: 'Default Light Modern', command: null, tab: 'Transcript' },
];

async function take() {
  mkdirSync(folder, { recursive: true });
  // A short folder, for it is to be read on the pictures.
  const stage = { ...temporaryStage(), workspace: join(tmpdir(), 'ada') };
  const { workspace } = layOutHistory(stage, Date.now());
  installExtension(stage, vsix);
  const server = await startServer(stage);
  const { browser, page } = await openBrowser({ width: 1280, height: 800 });
  const panel = page
    .frameLocator('iframe.webview.ready[src*="vigil-dev.vigil"]')
    .frameLocator('iframe#active-frame');
  try {
    for (const { name, theme, command, tab, section, choose } of PICTURES) {
      writeSettings(stage, {
        'workbench.colorTheme': theme,
        'workbench.reduceMotion': 'on',
        'vigil.notifications.waits': 'off',
      });
      await page.goto(workbenchAddress(server, workspace));
      const badge = page.locator('[id="vigil-dev.vigil.vigil.severity"]');
      // “Vigil” or “Reading logs” stands there until a live session is known; a click leads to the list until then.
      await badge.filter({ hasNotText: /Vigil|Reading/ }).waitFor({ timeout: 60_000 });
      await page.locator('.activitybar .action-label[aria-label^="Vigil"]').click({ force: true });
      await page.locator('.pane-body .monaco-list-row').first().waitFor();
      if (command === null) await badge.click();
      else {
        await page.keyboard.press('F1');
        await page.locator('.quick-input-widget input[type="text"]').fill(`>${command}`);
        await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${command}"]`).first().click();
      }
      await panel.getByRole('tab', { name: tab }).click({ timeout: 20_000 });
      if (section !== undefined) await panel.locator('.sections button', { hasText: section }).click();
      if (choose !== undefined) {
        await panel.getByRole('combobox', { name: choose[0] }).click();
        await panel.getByRole('option', { name: choose[1], exact: true }).click();
        await page.mouse.move(640, 90);
      }
      // Charts are drawn and fonts are there.
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      console.log(`media/screenshots/${name}.png`);
    }
  } finally {
    await browser.close();
    await server.stop();
    removeStage(stage);
    rmSync(stage.workspace, { recursive: true, force: true });
  }
}

await main(async () => {
  ensureTools();
  ensureHost();
  ensureChromium();
  const failed = await packageExtension();
  if (failed !== 0) return failed;
  await take();
  return 0;
});
