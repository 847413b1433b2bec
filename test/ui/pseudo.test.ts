/** Every surface in the pseudo-locale: what is plain English there went past the bundle. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLog } from '../../scripts/lib/host.mjs';
import { pseudoText } from '../../scripts/make/pseudo.mjs';
import { conversation } from '../support/records.mjs';
import { badge, command, discardEditor, openSidebar, rows, sessionFrame, startRig, type Rig } from './rig';

const SESSION = '77777777-7777-4777-8777-777777777777';
let rig: Rig;
let workspace: string;

beforeAll(async () => {
  rig = await startRig(
    (stage) => {
      workspace = join(stage.workspace, 'q1');
      mkdirSync(workspace, { recursive: true });
      const told = conversation({ session: SESSION, cwd: workspace, start: Date.now() - 60_000 });
      told.prompt('⟦asked⟧');
      for (let i = 0; i < 12; i++) told.call('Read', { file_path: join(workspace, `f${i}.q`) }, '1');
      told.call(
        'Edit',
        { file_path: join(workspace, 'f1.q'), old_string: '1', new_string: '2' },
        'The file has been updated.',
      );
      told.call('Bash', { command: 'git commit --no-verify -m 1' }, '[main 1a2b3c4] 1');
      told.say('⟦answered⟧');
      writeLog(stage, workspace, SESSION, told.records);
    },
    { isPseudo: true },
  );
  await rig.open(workspace);
});
afterAll(() => rig?.close());

/** Words that are no texts: of logs, tools, models, files, dates and units, and what VS Code's elements say themselves. */
const KNOWN =
  /⟦|\bOpus \d|^(?:Read|Edit|Bash|Write|Task|claude|opus|sonnet|haiku|main|commit|git|Vigil|Claude Code|CLAUDE|GitHub|HTML|JSON|CSV|MCP)\b|\bf\d+\.q\b|^q1$|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|^[\w-]+:\S|vigil\.\w|\/|--|\.jsonl/;

/** Texts and names on a page that are plain English, of what is seen. */
const plainOn = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => {
    const found = new Set<string>();
    const look = (text: string | null): void => {
      const words = (text ?? '')
        .replaceAll(/\[[^[\]]*·+\]/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim();
      if (/[A-Za-z]{3,}/.test(words)) found.add(words);
    };
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        if (
          /^(?:STYLE|SCRIPT|CODE|PRE|KBD)$/.test(element.tagName) ||
          element.closest('code, pre, .hljs, option, vscode-option')
        )
          continue;
        if (!element.checkVisibility()) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'label']) look(element.getAttribute(name));
        // A path that may break between its words is one text.
        if (element.querySelector(':scope > wbr') !== null) look(element.textContent);
        else
          for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node.textContent);
      }
    };
    // What is folded is read too.
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    visit(document.body);
    return [...found];
  });

const plain = async (frame: Frame): Promise<string[]> =>
  (await plainOn(frame)).filter((words) => !KNOWN.test(words));

const tabs = (frame: Frame) => frame.locator('[role="tab"]');

/** Opens each tab of a page, and each section of it; gives what is plain on each, with the numbers of both. */
async function plainOnTabs(frame: Frame): Promise<{ plain: string[]; seen: number }> {
  const all: string[] = [];
  let seen = 0;
  const look = async (where: string): Promise<void> => {
    await expect.poll(() => frame.locator('#panel [aria-busy]').count()).toBe(0);
    await expect.poll(() => frame.locator('#panel').innerText()).toMatch(/\S/);
    await frame.waitForTimeout(200);
    seen++;
    for (const words of await plain(frame)) all.push(`${where}: ${words}`);
  };
  for (let at = 0; at < (await tabs(frame).count()); at++) {
    await tabs(frame).nth(at).click();
    await expect.poll(() => tabs(frame).nth(at).getAttribute('aria-selected')).toBe('true');
    await look(String(at));
    const sections = frame.locator('.sections button');
    // The first one was just looked at.
    for (let part = 1; part < (await sections.count()); part++) {
      await sections.nth(part).click();
      await expect.poll(() => sections.nth(part).getAttribute('aria-pressed')).toBe('true');
      await look(`${at}.${part}`);
    }
  }
  return { plain: all, seen };
}

test('the badge, the views and their hints', async () => {
  await expect.poll(() => badge(rig.page).innerText(), { timeout: 30_000 }).toMatch(/·\]/);
  await openSidebar(rig.page);
  const labels = await rows(rig.page).evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label') ?? ''),
  );
  expect(labels.length).toBeGreaterThan(0);
  // A row has at least one text of Vigil's own: what a session does, or when it was.
  expect(labels.filter((label) => !/·\]|\d/.test(label))).toEqual([]);
  expect(await rig.page.locator('.pane-header .title').allInnerTexts()).toEqual(
    expect.arrayContaining([pseudoText('Live'), pseudoText('Sessions')]),
  );
});

test('the session page', { timeout: 120_000 }, async () => {
  await command(rig.page, `Vigil: ${pseudoText('Open Session')}`);
  await rig.page.locator('.quick-input-list .monaco-list-row').first().click();
  const frame = await sessionFrame(rig.page);
  await rig.shot('pseudo-session');
  expect(await plainOnTabs(frame)).toEqual({ plain: [], seen: 6 });
});

test('the dashboard', { timeout: 120_000 }, async () => {
  // Its page is the only one then.
  await discardEditor(rig.page);
  await command(rig.page, `Vigil: ${pseudoText('Open Dashboard')}`);
  const frame = await sessionFrame(rig.page);
  await rig.shot('pseudo-dashboard');
  expect(await plainOnTabs(frame)).toEqual({ plain: [], seen: 14 });
});
