/** The session's page at its first tab: what was asked, what changed, what is to check; its changes and its agents. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import { badge, command, sessionPage, startRig, type Rig } from './rig';

const SESSION = '33333333-3333-4333-8333-333333333333';
let rig: Rig;
let workspace: string;

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    const story = conversation({ session: SESSION, cwd: workspace, start: Date.now() - 60_000 });
    story.prompt('Make the quay longer');
    for (const name of ['quay.ts', 'crane.ts']) {
      story.call('Read', { file_path: join(workspace, name) }, 'one\ntwo\n');
      story.call(
        'Edit',
        { file_path: join(workspace, name), old_string: 'two', new_string: 'three\nfour' },
        'The file has been updated.',
      );
    }
    story.prompt('<command-name>/review</command-name><command-args>12</command-args>');
    story.call('Bash', { command: 'git commit --no-verify -m wip' }, '[main 1a2b3c4] wip');
    story.call(
      'Task',
      { subagent_type: 'Explore', description: 'Look at the tide', prompt: 'Look' },
      'High.',
    );
    story.call(
      'Task',
      { subagent_type: 'Nobody', description: 'Ask the pilot', prompt: 'Ask' },
      'There is no such agent.',
      { error: true },
    );
    story.say('**Done.** See `quay.ts`. <b>no</b>\n\n```json\n{ "metres": 12 }\n```');
    const log = writeLog(stage, workspace, SESSION, story.records);
    const agent = conversation({ session: SESSION, cwd: workspace, start: Date.now() - 40_000, agent: 'a1' });
    agent.prompt('Measure the berth').call('Grep', { pattern: 'berth' }, 'src/a.ts:1').say('Twelve metres.');
    const agents = join(dirname(log), SESSION, 'subagents');
    mkdirSync(agents, { recursive: true });
    writeFileSync(
      join(agents, 'agent-a1.jsonl'),
      agent.records.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
  });
  await rig.open(workspace);
});
afterAll(() => rig?.close());

const tab = (name: string): Promise<void> =>
  sessionPage(rig.page)
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();

const NO_GROUND = 'rgba(0, 0, 0, 0)';
const ground = (selector: string): Promise<string> =>
  sessionPage(rig.page)
    .locator(selector)
    .first()
    .evaluate((one) => getComputedStyle(one).backgroundColor);

test('the first tab shows what was asked, with what came of it, and what is to check', async () => {
  // While Vigil reads, a click leads elsewhere.
  await expect
    .poll(() => badge(rig.page).innerText(), { timeout: 30_000 })
    .not.toMatch(/Vigil|[Rr]eading|today/);
  await badge(rig.page).click();
  const page = sessionPage(rig.page);
  await page.locator('.step').first().waitFor({ timeout: 20_000 });
  const steps = await page.locator('.step').allInnerTexts();
  expect(steps[0]).toMatch(/Make the quay longer[^]*(?:crane\.ts, quay|quay\.ts, crane)\.ts[^]*\+4[^]*−2/);
  expect(steps[1]).toMatch(/\/review[^]*12/);
  expect(await page.locator('.asked h2').innerText()).toMatch(/1 prompt, 1 command/);
  const check = page.getByRole('region', { name: /^To check/ });
  expect(await check.innerText()).toMatch(/--no-verify|hooks/);
  expect(await check.getByRole('button', { name: /^Show in transcript/ }).count()).toBeGreaterThan(0);
  expect(await page.locator('.said-last strong').innerText()).toBe('Done.');
  expect(await page.locator('.said-last b').count()).toBe(0);
  // Code in a block has no ground of its own over that of the block.
  expect(await ground('.said-last pre code')).toBe(NO_GROUND);
});

test('Review all opens the files in VS Code’s diff', async () => {
  await sessionPage(rig.page).getByRole('button', { name: 'Review all' }).click();
  await rig.page.locator('.tab.active', { hasText: 'Changed in this session' }).waitFor({ timeout: 20_000 });
  await expect
    .poll(() => rig.page.locator('.multiDiffEntry, .monaco-component.multiDiffEditor .file-path').count())
    .toBeGreaterThan(1);
  await rig.shot('review-all');
  await command(rig.page, 'View: Close Editor');
});

test('the agents are a tree; one without a log is text', async () => {
  await tab('Agents');
  const page = sessionPage(rig.page);
  const rows = page.locator('.agent-row:not(.head)');
  await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(3);
  expect(await page.locator('#agents').innerText()).toContain('3, 1 with logs');
  const unlogged = rows.filter({ hasText: 'Look at the tide' });
  expect(await unlogged.innerText()).toMatch(/Explore[^]*no log[^]*unknown/);
  expect(await unlogged.locator('.task button').count()).toBe(0);
  // How it ended is a word in a cell, not a notice.
  expect(await rows.filter({ hasText: 'Ask the pilot' }).innerText()).toMatch(/failed/);
  expect(await ground('.agent-row .is-failed')).toBe(NO_GROUND);
  const logged = rows.filter({ hasText: 'Measure the berth' });
  await logged.getByRole('button', { name: /^What .* returned$/ }).click();
  await page.getByText('Twelve metres.').waitFor();
});

test('Details shows what filled the context, as a chart and as a table', async () => {
  await tab('Details');
  const page = sessionPage(rig.page);
  await page.locator('#context-parts').waitFor({ timeout: 20_000 });
  const section = page.getByRole('region', { name: 'What filled the context' });
  await section.getByText('Show table').click();
  expect(await section.locator('th').allInnerTexts()).toEqual([
    'Turn',
    'Files read',
    'Output of tools',
    'What Claude wrote and thought',
    'System prompt, tools, memory, your words',
    'In all',
  ]);
  await section.getByText('Show chart').click();
});

test('a star is kept, and shown in the list', async () => {
  const page = sessionPage(rig.page);
  await page.getByRole('button', { name: 'Star', exact: true }).click();
  await expect
    .poll(() => page.getByRole('button', { name: 'Star', exact: true }).getAttribute('aria-pressed'))
    .toBe('true');
});

test('Export as HTML says what is sealed, then saves one file that needs nothing else', async () => {
  const page = sessionPage(rig.page);
  const target = join(rig.stage.workspace, 'session.html');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'As HTML…' }).click();
  await rig.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Pictures' }).waitFor();
  await rig.page.keyboard.press('Enter');
  const asked = rig.page.locator('.monaco-dialog-box', { hasText: 'Export this session?' });
  await asked.waitFor({ timeout: 20_000 });
  expect(await asked.innerText()).toMatch(/likely secret/);
  await asked.getByRole('button', { name: 'Save…' }).click();
  const where = rig.page.locator('.quick-input-widget input[type="text"]');
  // It proposes the session's name, in the workspace; only then it takes another.
  await expect.poll(() => where.inputValue()).toMatch(/Make-the-quay-longer\.html$/);
  await where.fill(target);
  // The dialog takes a while to look at what was typed: Enter before that does nothing.
  await expect
    .poll(
      async () => {
        await where.press('Enter', { timeout: 500 }).catch(() => undefined);
        return existsSync(target);
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(true);
  const file = readFileSync(target, 'utf8');
  expect(file).toContain('<strong>Done.</strong>');
  expect(file).toMatch(/<details class="step s-/);
  expect(file).not.toMatch(/<script|<link|<iframe/);
});

test('what cannot be loaded at first is loaded when it is there again and somebody asks for it', async () => {
  const { extensions } = rig.stage;
  const scripts = readdirSync(extensions, { recursive: true, encoding: 'utf8' })
    .filter((name) => /dist[\\/]webview[\\/]shared-\w+\.js$/.test(name))
    .map((name) => join(extensions, name));
  // What a session's page loads later is the largest of them by far.
  const later = scripts.toSorted((a, b) => statSync(b).size - statSync(a).size)[0]!;
  const away = `${later}.away`;
  const putBack = (): void => {
    if (existsSync(away)) renameSync(away, later);
  };
  onTestFinished(putBack);
  renameSync(later, away);
  await command(rig.page, 'View: Close Editor');
  await badge(rig.page).click();
  const page = sessionPage(rig.page);
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor({ timeout: 20_000 });
  expect(await page.getByRole('alert').innerText()).toContain('could not be loaded');
  await tab('Story');
  await page.locator('.step').first().waitFor();
  await tab('Cost');
  await again.waitFor();
  putBack();
  await again.press('Enter');
  await page.getByRole('table').first().waitFor({ timeout: 20_000 });
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.locator('#panel').evaluate((panel) => panel === panel.ownerDocument.activeElement)).toBe(
    true,
  );
});
