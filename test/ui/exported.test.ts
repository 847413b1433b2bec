/** A hostile session as an HTML file, in a browser: nothing runs, nothing is loaded, it is read in both themes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '../../scripts/lib/host.mjs';
import { openWindow } from '../engine/rig';
import { minute, put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { fileOf, rendered } from '../webview/exportRig';
import { hostileStory } from './hostileLog';
import { takeShot } from './rig';

const now = Date.parse(minute(1));

/** The file of a hostile session. */
async function hostileFile(): Promise<string> {
  const folder = tempFolder();
  const story = hostileStory('a', '/w/app', now - 60_000);
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), story.records as never);
  const { engine } = openWindow(folder, null, () => now);
  await engine.ready;
  const { html } = await rendered(engine, 'a');
  const path = join(folder, 'session.html');
  writeFileSync(path, fileOf(html));
  return path;
}

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('nothing of a log runs or loads anything; folds open, icons are drawn, light and dark are the reader’s', async () => {
  const path = await hostileFile();
  const { browser, page } = await openBrowser({ width: 1000, height: 900 });
  try {
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(pathToFileURL(path).href);
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => '__evil' in window)).toBe(false);
    expect(asked.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
    expect(said).toEqual([]);
    expect(await page.locator('img.picture').count()).toBe(1);
    expect(await page.evaluate(() => document.fonts.check('16px codicon'))).toBe(true);
    expect(await page.locator('body').innerText()).toContain('<script>window.__evil=1</script>');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const light = await background(page);
    await takeShot(page, 'exported-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([light, await background(page)]).toEqual(['rgb(255, 255, 255)', 'rgb(31, 31, 31)']);
    await takeShot(page, 'exported-dark');
  } finally {
    await browser.close();
  }
});
