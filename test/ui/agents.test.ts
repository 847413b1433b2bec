/** Vigil: Connect to Claude Code… in the workbench: the change is shown, written, run, and undone; limits it brings stand on Home. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { command, sessionPage, startRig, type Rig, pick } from './rig';

const SESSION = '55555555-5555-4555-8555-555555555555';
const MINE = '{\n\t"model": "opus"\n}';

let rig: Rig;
let log: string;
let settings: string;

beforeAll(async () => {
  let workspace = '';
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    const story = conversation({ session: SESSION, cwd: workspace, start: Date.now() - 60_000 });
    story.prompt('Mend the harbour.');
    story.say('It is mended.');
    log = writeLog(stage, workspace, SESSION, story.records);
    settings = join(stage.home, '.claude', 'settings.json');
    writeFileSync(settings, MINE);
  });
  await rig.open(workspace);
}, 120_000);
afterAll(() => rig?.close());

/** Chooses what is connected or disconnected, and says yes to the change. */
async function agree(what: string, act: 'Connect' | 'Disconnect', shows: string): Promise<void> {
  await command(rig.page, 'Vigil: Connect to Claude Code…');
  await pick(rig.page, what);
  const dialog = rig.page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: 20_000 });
  expect(await dialog.innerText()).toContain(shows);
  await rig.shot(`agents-${act}`);
  await dialog.getByRole('button', { name: act, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('the status line is put in after the change was shown, runs, and brings official limits to Home', async () => {
  await agree('Status Line', 'Connect', '+ \t"statusLine": {');
  await expect.poll(() => readFileSync(settings, 'utf8')).toContain('statusLine');
  const written = JSON.parse(readFileSync(settings, 'utf8')) as {
    model: string;
    statusLine: { command: string };
  };
  expect(written.model).toBe('opus');
  const line = execFileSync('/bin/sh', ['-c', written.statusLine.command], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: rig.stage.home },
    input: JSON.stringify({
      session_id: SESSION,
      transcript_path: log,
      rate_limits: {
        seven_day: { used_percentage: 41.5, resets_at: Math.floor(Date.now() / 1000) + 90_000 },
      },
    }),
  });
  expect(line).toMatch(/%|\$/);
  await command(rig.page, 'Vigil: Open Dashboard');
  const cell = sessionPage(rig.page).locator('.cell', { hasText: 'Weekly limit' });
  await cell.waitFor({ timeout: 30_000 });
  expect(await cell.innerText()).toMatch(/42\s% used[\s\S]*resets .*; said by Claude Code at/);
  await rig.shot('agents-limits');
});

test('it is taken out again, and the file is what it was', async () => {
  await agree('Status Line', 'Disconnect', '- \t"statusLine": {');
  await expect.poll(() => readFileSync(settings, 'utf8')).toBe(MINE);
  expect(existsSync(settings)).toBe(true);
});
