/** Two real VS Code windows on one archive: one is killed, the other has everything. */
import * as fs from 'node:fs';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendLines, EXTENSION_ID, writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { openCheckpoint } from '../../src/store/checkpoint';
import { loadSqlite } from '../../src/store/sqlite';
import { badge, command, extensionHosts, openSidebar, rows, startRig, type Rig, pick } from './rig';

const sqlite = await loadSqlite(dirname(createRequire(import.meta.url).resolve('sql.js')));
const IDS = ['aaaaaaaa-1111-4111-8111-111111111111', 'bbbbbbbb-2222-4222-8222-222222222222'] as const;

let rig: Rig;
let folders: string[];
let logs: string[];
let stories: ReturnType<typeof conversation>[];
let second: Page;

beforeAll(async () => {
  rig = await startRig((stage) => {
    folders = ['north', 'south'].map((name) => join(stage.workspace, name));
    stories = folders.map((cwd, i) =>
      conversation({ session: IDS[i]!, cwd, start: Date.now() - 60_000 })
        .title(`Story ${i}`)
        .prompt('Go')
        .say('Done.'),
    );
    logs = folders.map((cwd, i) => {
      mkdirSync(cwd, { recursive: true });
      return writeLog(stage, cwd, IDS[i]!, stories[i]!.records);
    });
  });
  await rig.open(folders[0]!);
  second = await rig.another(folders[1]!);
});
afterAll(() => rig?.close());

const storage = () => join(rig.stage.userData, 'User', 'globalStorage', EXTENSION_ID);

/** Responses by session in the newest image. */
function archived(): Record<string, number> {
  const opened = openCheckpoint(storage(), fs, sqlite, 'test');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  const { checkpoint } = opened;
  try {
    return Object.fromEntries(checkpoint.sessions().map(({ id, messages }) => [id, messages]));
  } finally {
    checkpoint.close();
  }
}

test('both windows know all sessions, and one archive has them', async () => {
  for (const page of [rig.page, second]) {
    await openSidebar(page);
    await expect
      .poll(async () => (await rows(page).allInnerTexts()).join(' '), { timeout: 15_000 })
      .toMatch(/Story 0[\s\S]*Story 1|Story 1[\s\S]*Story 0/);
  }
  await expect.poll(archived, { timeout: 30_000, interval: 500 }).toEqual({ [IDS[0]]: 1, [IDS[1]]: 1 });
});

test.skipIf(process.platform !== 'linux')('a window that is killed takes nothing with it', async () => {
  const before = extensionHosts(rig.stage);
  expect(before).toHaveLength(2);
  // What the one to be killed has read, and may not have written.
  for (const [i, story] of stories.entries()) {
    const from = story.records.length;
    story.prompt('More').say('More done.');
    appendLines(logs[i]!, ...story.records.slice(from));
  }
  process.kill(before[1]!, 'SIGKILL');
  await expect.poll(archived, { timeout: 45_000, interval: 500 }).toEqual({ [IDS[0]]: 2, [IDS[1]]: 2 });
});

test('what one window wipes the other drops', { timeout: 150_000 }, async () => {
  // A fresh pair: the killed one is asked for again by its workbench.
  await second.close();
  await rig.open(folders[0]!);
  second = await rig.another(folders[1]!);
  fs.rmSync(logs[1]!);
  await command(rig.page, 'Vigil: Refresh');
  await openSidebar(rig.page);
  await expect
    .poll(async () => (await rows(rig.page).allInnerTexts()).join(' '), { timeout: 15_000 })
    .toContain('log deleted');
  await rig.shot('log-gone');
  await command(rig.page, 'Vigil: Manage Archive');
  await pick(rig.page, 'Wipe…');
  await pick(rig.page, 'south');
  await rig.page.locator('.monaco-dialog-box .monaco-button', { hasText: /^Wipe$/ }).click();
  await expect.poll(archived, { timeout: 15_000, interval: 300 }).toEqual({ [IDS[0]]: 2 });
  await openSidebar(second);
  await expect
    .poll(async () => (await rows(second).allInnerTexts()).join(' '), { timeout: 100_000, interval: 1_000 })
    .not.toContain('Story 1');
  await expect.poll(() => badge(second).innerText()).toMatch(/today|Vigil/);
});

test('the archive’s size in words', async () => {
  await command(rig.page, 'Vigil: Manage Archive');
  await pick(rig.page, 'Show Size');
  const dialog = rig.page.locator('.monaco-dialog-box');
  await expect.poll(() => dialog.innerText(), { timeout: 10_000 }).toContain('1 session, 0 sub-agents');
  await rig.shot('archive-size');
  await rig.page.keyboard.press('Escape');
});
