/** A real VS Code with the packaged extension, and what the UI tests do in it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  installExtension,
  openBrowser,
  removeStage,
  sealed,
  startServer,
  temporaryStage,
  workbenchAddress,
  writeSettings,
  type Stage,
} from '../../scripts/host.mjs';
import { vsix } from '../../scripts/package.mjs';
import { root } from '../../scripts/setup.mjs';

export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

const shots = join(root, 'shots');

export interface Rig {
  stage: Stage;
  page: Page;
  /** Opens the workbench on a folder, in a theme, and waits for the badge. */
  open(folder: string, theme?: keyof typeof THEMES): Promise<void>;
  /** Settings beside the theme; VS Code takes them over at once. */
  set(settings: Record<string, unknown>): void;
  /** A second window on another folder, in the same VS Code. */
  another(folder: string): Promise<Page>;
  /** A picture in `shots/`, which is not in the repository. */
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server and a browser; `prepare` writes logs before anything reads them. */
export async function startRig(prepare: (stage: Stage) => void): Promise<Rig> {
  mkdirSync(shots, { recursive: true });
  const stage = temporaryStage();
  prepare(stage);
  installExtension(stage, vsix);
  const server = await startServer(stage, { env: sealed(stage) });
  const { browser, page } = await openBrowser({ width: 1400, height: 900 });
  return {
    stage,
    page,
    async open(folder, theme = 'dark') {
      writeSettings(stage, { 'workbench.colorTheme': THEMES[theme] });
      await page.goto(workbenchAddress(server, folder));
      await badge(page).waitFor({ timeout: 60_000 });
    },
    set: (settings) => writeSettings(stage, { 'workbench.colorTheme': THEMES.dark, ...settings }),
    async another(folder) {
      const second = await page.context().newPage();
      await second.goto(workbenchAddress(server, folder));
      await badge(second).waitFor({ timeout: 60_000 });
      return second;
    },
    async shot(name) {
      await page.screenshot({ path: join(shots, `${name}.png`) });
    },
    async close() {
      await browser.close();
      await server.stop();
      removeStage(stage);
    },
  };
}

export const badge = (page: Page) => page.locator('[id="vigil-dev.vigil.vigil.severity"]');

export const rows = (page: Page) => page.locator('.pane-body .monaco-list-row');

/** Shows the Sessions view. The activity bar's item may be covered by its own badge. */
export async function openSidebar(page: Page): Promise<void> {
  await page.locator('.activitybar .action-label[aria-label^="Vigil"]').click({ force: true });
  await rows(page).first().waitFor();
}

/** Runs a command by its full title. */
export async function command(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  // A key pressed while a page that holds the focus is being loaded goes nowhere: it is pressed again.
  await expect
    .poll(
      async () => {
        if (await input.isVisible()) return true;
        await page.keyboard.press('F1');
        return input.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await input.fill(`>${title}`);
  await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first().click();
}

/** The page of the visible session panel, to look for things in. */
export const sessionPage = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready[src*="vigil-dev.vigil"]').frameLocator('iframe#active-frame');

/** The same as a frame, to run code in. */
export async function sessionFrame(page: Page): Promise<Frame> {
  await sessionPage(page).locator('h1').waitFor();
  const frame = page
    .frames()
    .find((one) => one.parentFrame()?.url().includes('/webview/browser/pre/') === true);
  if (frame === undefined) throw new Error('no webview is open');
  return frame;
}
