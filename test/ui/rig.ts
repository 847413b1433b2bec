/** A real VS Code with the packaged extension, and what the UI tests do in it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { expect, inject, vi } from 'vitest';
import {
  EXTENSION_ID,
  launchBrowser,
  newPage,
  removeStage,
  startServer,
  temporaryStage,
  workbenchAddress,
  writeSettings,
  type Stage,
} from '../../scripts/lib/host.mjs';
import { root } from '../../scripts/lib/setup.mjs';
import { pseudo } from '../../scripts/make/pseudo.mjs';
import { bundle } from '../../scripts/make/texts.mjs';
import { copyInstalled, type Host } from './hosts';

export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

/** Where pictures go, for people to look at; null where nobody asked for them (`VIGIL_SHOTS=1`), since they take a while. */
const shots = process.env['VIGIL_SHOTS'] === '1' ? join(root, 'shots') : null;
export const takesShots = shots !== null;
if (shots !== null) mkdirSync(shots, { recursive: true });

/** Takes a picture of a page, where pictures are asked for: after so many milliseconds, in which what moves or is drawn comes to its end. */
export async function takeShot(page: Page, name: string, afterMs = 0): Promise<void> {
  if (shots === null) return;
  await page.waitForTimeout(afterMs);
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

export interface Rig {
  stage: Stage;
  page: Page;
  /** What the policies of Vigil's pages refused so far, in the browser's words. */
  refused: readonly string[];
  /** Opens the workbench on a folder, in a theme and with settings of its own, and waits for the badge. */
  open(folder: string, theme?: keyof typeof THEMES, settings?: Record<string, unknown>): Promise<void>;
  /** A second window on another folder, in the same VS Code. */
  another(folder: string): Promise<Page>;
  /** A picture of the window (`takeShot`). */
  shot(name: string, afterMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** The pseudo-locale; it has the tag of a language nobody has a pack of. */
const PSEUDO = 'qps-ploc';

/** Gives the installed extension its texts in the pseudo-locale, and VS Code a pack of that language, which says all in English. */
function speakPseudo({ extensions, userData }: Stage): void {
  const installed = readdirSync(extensions).find((name) => name.startsWith(`${EXTENSION_ID}-`));
  const folder = join(extensions, installed ?? '');
  const write = (file: string, content: unknown): void => writeFileSync(file, JSON.stringify(content));
  mkdirSync(join(folder, 'l10n'), { recursive: true });
  write(join(folder, 'l10n', `bundle.l10n.${PSEUDO}.json`), pseudo(bundle()));
  const manifest = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  write(join(folder, `package.nls.${PSEUDO}.json`), pseudo(manifest));
  const pack = join(userData, 'pseudo.json');
  write(pack, { version: '1.0.0', contents: {} });
  write(join(userData, 'languagepacks.json'), {
    [PSEUDO]: {
      hash: PSEUDO,
      label: PSEUDO,
      extensions: [{ extensionIdentifier: { id: 'vigil-dev.vigil' }, version: '1.0.0' }],
      translations: { vscode: pack },
    },
  });
}

/** A zone in which it is day: near midnight an hour ago is another day, and the last thirty hold a session less. One for all of a rig's windows. */
function zoneOfDay(): string {
  const hour = new Date().getUTCHours();
  return hour >= 3 && hour < 21 ? 'UTC' : 'Asia/Tokyo';
}

/** Waits until the logs of the stage are read: only then is an archive written. Figures before that are of a part of the logs. */
async function allRead({ home, userData }: Stage): Promise<void> {
  if (!existsSync(join(home, '.claude', 'projects'))) return;
  const storage = join(userData, 'User', 'globalStorage', EXTENSION_ID);
  const isKept = () =>
    existsSync(storage) && readdirSync(storage).some((name) => /^vigil-\d+\.db$/.test(name));
  // The hook that opens the window bounds it: thousands of logs take a busy machine minutes.
  await vi.waitUntil(isKept, { timeout: 240_000, interval: 100 });
}

/** Extension hosts of a stage, by their process ids: one for each of its windows. */
export function extensionHosts({ home }: Stage): number[] {
  const isOne = (pid: number): boolean => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return line.includes('--type=extensionHost') && environment.includes(`HOME=${home}\0`);
    } catch {
      return false;
    }
  };
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isOne);
}

/** The VS Code of this worker, with nothing in it of the file before. */
function hostOfWorker(): Host {
  const host = inject('hosts')[Number(process.env['VITEST_POOL_ID']) - 1];
  if (host === undefined) throw new Error('There are more workers than VS Codes.');
  const { folder, home, userData } = host.stage;
  for (const used of [home, join(userData, 'User')]) {
    rmSync(used, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    mkdirSync(used);
  }
  // VS Code brings back the terminals of a folder: no two files have the same.
  return { ...host, stage: { ...host.stage, workspace: mkdtempSync(join(folder, 'workspace-')) } };
}

/** A VS Code of its own, that speaks the pseudo-locale. */
async function pseudoHost(): Promise<Host & { stop: () => Promise<void> }> {
  const stage = temporaryStage();
  copyInstalled(hostOfWorker().stage.extensions, stage.extensions);
  speakPseudo(stage);
  const { origin, stop } = await startServer(stage, { options: [`locale=${PSEUDO}`] });
  const end = async (): Promise<void> => {
    await stop();
    removeStage(stage);
  };
  return { stage, origin, stop: end };
}

/** The browser of this worker: in it each file has a profile of its own. */
let browser: ReturnType<typeof launchBrowser> | null = null;

/** A VS Code and a page to show it in; `prepare` writes logs before anything reads them. With `isPseudo` Vigil speaks the pseudo-locale. */
export async function startRig(
  prepare: (stage: Stage) => void,
  { isPseudo = false }: { isPseudo?: boolean } = {},
): Promise<Rig> {
  const own = isPseudo ? await pseudoHost() : null;
  const host = own ?? hostOfWorker();
  const { stage } = host;
  prepare(stage);
  const page = await newPage(await (browser ??= launchBrowser()), { width: 1400, height: 900 });
  const timezone = zoneOfDay();
  const refused: string[] = [];
  page.on('console', (message) => {
    // Not those of the workbench: its own sanitiser sets off its policy when it cleans a tooltip.
    const isOurs = !message.location().url.includes('/workbench/');
    if (isOurs && /violates the following Content Security Policy/.test(message.text()))
      refused.push(message.text());
  });
  return {
    stage,
    page,
    refused,
    async open(folder, theme = 'dark', settings = {}) {
      // A question in the corner would lie over what a test clicks.
      const quiet = { 'vigil.notifications.waits': 'off', 'vigil.timezone': timezone };
      writeSettings(stage, { 'workbench.colorTheme': THEMES[theme], ...quiet, ...settings });
      await page.goto(workbenchAddress(host, folder));
      await badge(page).waitFor({ timeout: 120_000 });
      await allRead(stage);
    },
    async another(folder) {
      const second = await page.context().newPage();
      await second.goto(workbenchAddress(host, folder));
      await badge(second).waitFor({ timeout: 120_000 });
      return second;
    },
    shot: (name, afterMs) => takeShot(page, name, afterMs),
    async close() {
      // A window that is left ends in order, unless VS Code asks about what nobody saved.
      for (const window of page.context().pages()) await window.goto('about:blank').catch(() => undefined);
      await page.context().close();
      // What still runs would write among the logs of the next file.
      for (const pid of extensionHosts(stage)) process.kill(pid, 'SIGKILL');
      await vi.waitUntil(() => extensionHosts(stage).length === 0, { timeout: 10_000 });
      await own?.stop();
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

/** Chooses the row of a picker whose label has this text. While a list is redrawn, a row may show the text of another, not its label. */
export const pick = (page: Page, label: string, timeout?: number): Promise<void> =>
  page
    .locator(`.quick-input-list .monaco-list-row[aria-label*="${label}"]`)
    .first()
    .click(timeout === undefined ? {} : { timeout });

/** Runs a command and chooses rows in its pickers, one after the other. A page that takes the focus late closes a picker: again. */
export async function commandPicking(page: Page, title: string, labels: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await command(page, title);
        try {
          for (const label of labels) await pick(page, label, 5_000);
          return true;
        } catch {
          await page.keyboard.press('Escape');
          return false;
        }
      },
      { timeout: 45_000, interval: 500 },
    )
    .toBe(true);
}

/** Runs a command by its full title. */
export async function command(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
  // A key pressed while a page that holds the focus is being loaded goes nowhere, and the picker of the command before may be closing: again.
  await expect
    .poll(
      async () => {
        try {
          if (!(await input.isVisible())) await page.keyboard.press('F1');
          await input.fill(`>${title}`, { timeout: 700 });
          await row.click({ timeout: 3_000 });
          return true;
        } catch {
          return false;
        }
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(true);
}

/** Closes the active editor; what it holds and nobody saved is thrown away, without the question VS Code would ask. */
export const discardEditor = (page: Page): Promise<void> => command(page, 'View: Revert and Close Editor');

/** Chooses in a drop-down of vscode-elements, by what the options say. */
export async function choose(page: Frame | FrameLocator, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Chooses another theme while everything stays open. */
export async function switchTheme(page: Page, name: string): Promise<void> {
  await command(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget input[type="text"]').fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
}

/** An orderly reload of the window: VS Code keeps the state of pages when it shuts down. */
export async function reloadWindow(page: Page): Promise<void> {
  await Promise.all([
    page.waitForEvent('load', { timeout: 60_000 }),
    command(page, 'Developer: Reload Window'),
  ]);
}

/** The page of the visible session panel, to look for things in. */
export const sessionPage = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready[src*="vigil-dev.vigil"]').frameLocator('iframe#active-frame');

/** axe in a page, as far as it is used here. */
interface Axe {
  run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

/** The rule of axe that depends on the theme. */
const CONTRAST = 'color-contrast';

/** What axe finds on a page: by all of its rules, or by one. */
async function violationsOn(frame: Frame, rule?: string): Promise<string[]> {
  // axe brings a style sheet of its own, which the policy refuses: it is not part of the page.
  if (!(await frame.evaluate(() => 'axe' in window)))
    await frame.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return await frame.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run(options);
      return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html ?? ''}`);
    },
    {
      resultTypes: ['violations'],
      ...(rule === undefined ? {} : { runOnly: { type: 'rule', values: [rule] } }),
    },
  );
}

/** Texts that cannot be read in this theme, as axe finds them. */
export const unreadableOn = (frame: Frame): Promise<string[]> => violationsOn(frame, CONTRAST);

/** What keeps somebody from using a page, as axe finds it; tables without a name, of which axe says nothing; levels that headings leave out. */
export async function barriersOn(frame: Frame): Promise<string[]> {
  const violations = await violationsOn(frame);
  const nameless = await frame.evaluate(() => {
    const isNamed = (table: Element): boolean =>
      table.hasAttribute('aria-label') ||
      document.getElementById(table.getAttribute('aria-labelledby') ?? '') !== null;
    // Those of a reply are what somebody wrote.
    const tables = [...document.querySelectorAll('table, [role=table], [role=grid]')].filter(
      (table) => table.closest('.md') === null && !isNamed(table),
    );
    return tables.map((table) => `no name: ${table.outerHTML.slice(0, 200)}`);
  });
  return [
    ...violations.filter((one) => /^(?:serious|critical) |^moderate heading-order/.test(one)),
    ...nameless,
  ];
}

/** The same as a frame, to run code in, once it shows something. */
export async function sessionFrame(page: Page, shows = 'h1'): Promise<Frame> {
  await sessionPage(page).locator(shows).first().waitFor();
  const frame = page
    .frames()
    .find((one) => one.parentFrame()?.url().includes('/webview/browser/pre/') === true);
  if (frame === undefined) throw new Error('no webview is open');
  return frame;
}
