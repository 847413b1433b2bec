/** Without a log: what is said, and sample data at a click. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command, sessionPage, startRig, type Rig } from './rig';

let rig: Rig;
beforeAll(async () => {
  let workspace = '';
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'app');
    mkdirSync(workspace, { recursive: true });
  });
  await rig.open(workspace);
});
afterAll(() => rig?.close());

test('an empty Home says what to do; sample data is shown and left again', { timeout: 90_000 }, async () => {
  await command(rig.page, 'Vigil: Open Dashboard');
  const panel = sessionPage(rig.page);
  const nobody = panel.getByRole('heading', { name: 'Vigil reads what Claude Code leaves on this computer' });
  await nobody.waitFor({ timeout: 20_000 });
  expect(await panel.locator('canvas').count()).toBe(0);
  await rig.shot('dashboard-empty');
  // Nor does another tab draw axes without figures, or offer other days and projects, of which none has a session.
  for (const tab of ['Sessions', 'Cost', 'Quality']) {
    await panel.getByRole('tab', { name: tab }).click();
    await expect.poll(() => panel.getByRole('tab', { selected: true }).innerText()).toBe(tab);
    await nobody.waitFor({ timeout: 20_000 });
    expect(await panel.locator('canvas').count()).toBe(0);
    expect(await panel.getByText('Show all projects').count()).toBe(0);
  }
  await rig.shot('trends-empty');
  await panel.getByRole('tab', { name: 'Home' }).click();
  await panel.getByText('Try with sample data').click();
  await panel.getByText('You are looking at sample data.').waitFor({ timeout: 20_000 });
  await expect.poll(() => panel.locator('.live .card').count(), { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await panel.locator('canvas').count()).toBe(1);
  await rig.shot('dashboard-sample');
  await panel.getByText('Leave sample').click();
  await command(rig.page, 'Vigil: Open Dashboard');
  await nobody.waitFor({ timeout: 20_000 });
  expect(await panel.getByText('You are looking at sample data.').count()).toBe(0);
});
