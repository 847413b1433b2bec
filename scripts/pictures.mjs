// @ts-check
/** `npm run pictures`: takes the README's pictures into `media/screenshots/`, of the made-up developer in `history.mjs`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { layOutHistory } from './history.mjs';
import {
  installExtension,
  openBrowser,
  removeStage,
  startServer,
  temporaryStage,
  workbenchAddress,
  writeSettings,
} from './host.mjs';
import { packageExtension, vsix } from './package.mjs';
import { ensureChromium, ensureHost, ensureTools, main, root } from './setup.mjs';

const folder = join(root, 'media', 'screenshots');

/** What is shown: which theme, which command, which tab, and how far down the page. */
const PICTURES = [
  { name: 'overview', theme: 'Default Dark Modern', command: 'Vigil: Open Dashboard', tab: 'Overview' },
  { name: 'trends', theme: 'Default Dark Modern', command: 'Vigil: Open Dashboard', tab: 'Trends' },
  { name: 'heatmaps', theme: 'Default Light Modern', command: 'Vigil: Open Dashboard', tab: 'Heatmaps' },
  { name: 'session', theme: 'Default Dark Modern', command: null, tab: 'Overview' },
  { name: 'timeline', theme: 'Default Dark Modern', command: null, tab: 'Timeline' },
  { name: 'transcript', theme: 'Default Light Modern', command: null, tab: 'Transcript' },
];

async function take() {
  mkdirSync(folder, { recursive: true });
  const stage = temporaryStage();
  const { workspace } = layOutHistory(stage, Date.now());
  installExtension(stage, vsix);
  const server = await startServer(stage);
  const { browser, page } = await openBrowser({ width: 1280, height: 800 });
  const panel = page
    .frameLocator('iframe.webview.ready[src*="vigil-dev.vigil"]')
    .frameLocator('iframe#active-frame');
  try {
    for (const { name, theme, command, tab } of PICTURES) {
      writeSettings(stage, { 'workbench.colorTheme': theme, 'workbench.reduceMotion': 'on' });
      await page.goto(workbenchAddress(server, workspace));
      const badge = page.locator('[id="vigil-dev.vigil.vigil.severity"]');
      await badge.filter({ hasText: /CRITICAL|WARN|OK/ }).waitFor({ timeout: 60_000 });
      await page.locator('.activitybar .action-label[aria-label^="Vigil"]').click({ force: true });
      await page.locator('.pane-body .monaco-list-row').first().waitFor();
      if (command === null) await badge.click();
      else {
        await page.keyboard.press('F1');
        await page.locator('.quick-input-widget input[type="text"]').fill(`>${command}`);
        await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${command}"]`).first().click();
      }
      await panel.getByRole('tab', { name: tab }).click({ timeout: 20_000 });
      // Charts are drawn and fonts are there.
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      console.log(`media/screenshots/${name}.png`);
    }
  } finally {
    await browser.close();
    await server.stop();
    removeStage(stage);
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
