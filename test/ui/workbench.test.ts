import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendLines, writeLog } from '../../scripts/lib/host.mjs';
import { conversation } from '../support/records.mjs';
import {
  badge,
  barriersOn,
  command,
  discardEditor,
  openSidebar,
  reloadWindow,
  rows,
  sessionFrame,
  sessionPage,
  startRig,
  switchTheme,
  takesShots,
  THEMES,
  unreadableOn,
  type Rig,
  commandPicking,
  pick,
} from './rig';

const HOSTILE =
  '<img src=x onerror="window.__evil=1"><script>window.__evil=1</script>\u202eevil **bold** [x](command:x)';
const LIVE = '11111111-1111-4111-8111-111111111111';
const OLD = '22222222-2222-4222-8222-222222222222';

const TABS = ['Story', 'Transcript', 'Changes', 'Agents', 'Cost', 'Details'];
/** Shows a tab of the session's page. */
const tab = (name: string): Promise<void> =>
  sessionPage(rig.page)
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click();

let rig: Rig;
let workspace: string;
let log: string;
/** Where the stand-in for Claude Code writes the folder and the arguments it was started with. */
let resumed: string;
const story = () => conversation({ session: LIVE, cwd: workspace, start: Date.now() - 60_000 });
let live: ReturnType<typeof story>;

beforeAll(async () => {
  rig = await startRig((stage) => {
    workspace = join(stage.workspace, 'harbour');
    mkdirSync(workspace, { recursive: true });
    live = story();
    live.title(HOSTILE);
    live.prompt(`Look at this: ${HOSTILE}`);
    writeFileSync(join(workspace, 'f0.ts'), 'export {};\n');
    for (let i = 0; i < 12; i++) live.call('Read', { file_path: `${workspace}/f${i}.ts` }, 'text');
    live.call('Read', { file_path: '/etc/passwd' }, 'text');
    live.call('Bash', { command: 'npm test' }, 'Exit code 1\nbroken', { error: true });
    live.say('## Done\n\nAll of it.');
    log = writeLog(stage, workspace, LIVE, live.records);
    const agent = conversation({
      session: LIVE,
      cwd: workspace,
      start: Date.now() - 40_000,
      agent: 'a1b2c3',
    });
    agent.prompt(HOSTILE).call('Grep', { pattern: 'fits' }, 'src/a.ts:1').say('One.');
    const agents = join(dirname(log), LIVE, 'subagents');
    mkdirSync(agents, { recursive: true });
    writeFileSync(
      join(agents, 'agent-a1b2c3.jsonl'),
      agent.records.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    // Stands in for Claude Code, and writes down how it was started.
    const bin = join(stage.home, 'bin');
    mkdirSync(bin, { recursive: true });
    resumed = join(stage.home, 'started');
    for (const name of ['.bashrc', '.profile'])
      writeFileSync(join(stage.home, name), `export PATH='${bin}':$PATH\n`);
    writeFileSync(join(bin, 'claude'), `#!/bin/sh\necho "$PWD $@" > '${resumed}'\n`, { mode: 0o755 });
    mkdirSync(join(stage.workspace, 'other'), { recursive: true });
    const old = conversation({
      session: OLD,
      cwd: join(stage.workspace, 'other'),
      start: Date.now() - 3 * 86_400_000,
    });
    old.title('An old story').prompt('Go').say('Gone.');
    writeLog(stage, join(stage.workspace, 'other'), OLD, old.records);
  });
  await rig.open(workspace);
});
afterAll(() => rig?.close());

describe('badge and tree', () => {
  test('the badge says that the session waits, and no severity', async () => {
    await expect.poll(() => badge(rig.page).innerText(), { timeout: 20_000 }).toMatch(/Waits/);
    expect(await badge(rig.page).innerText()).not.toMatch(/OK|WARN|CRITICAL/);
  });

  test('the sidebar shows what is live, projects, and alerts; log text is text', async () => {
    await openSidebar(rig.page);
    await expect
      .poll(() => rows(rig.page).allInnerTexts(), { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^<img src=x onerror=/),
          expect.stringMatching(/^Waits [^]* · [\d.]+ % · \$[^]*harbour/),
          expect.stringMatching(/^Today1/),
          expect.stringMatching(/^An old story[^]*other/),
        ]),
      );
    for (const name of ['Live', 'Sessions', 'Alerts'])
      expect(await rig.page.locator('.pane-header', { hasText: name }).count()).toBe(1);
    expect(await rig.page.evaluate(() => '__evil' in window)).toBe(false);
  });

  test('an alert is listed, and dismissed for good', async () => {
    const alert = rows(rig.page).filter({ hasText: 'Claude waits for you' });
    await expect.poll(() => alert.count(), { timeout: 10_000 }).toBe(1);
    await alert.hover();
    await alert.getByRole('button', { name: 'Not a Problem…' }).click();
    await pick(rig.page, 'Just this time');
    await expect.poll(() => alert.count()).toBe(0);
  });

  test('sessions are grouped and filtered; a wrong filter is explained', async () => {
    await command(rig.page, 'Vigil: Group Sessions By');
    await pick(rig.page, 'Severity');
    await expect.poll(() => rows(rig.page).filter({ hasText: /^OK2$/ }).count()).toBe(1);
    await command(rig.page, 'Vigil: Filter Sessions');
    await rig.page.locator('.quick-input-title', { hasText: 'Filter sessions' }).waitFor();
    const input = rig.page.locator('.quick-input-widget input[type="text"]');
    const items = rig.page.locator('.quick-input-list .monaco-list-row');
    await input.fill('colour:red');
    await expect
      .poll(() => rig.page.locator('.quick-input-message').innerText())
      .toContain('There is no condition “colour:”');
    // It is not applied, and can be mended.
    await rig.page.keyboard.press('Enter');
    await input.fill('project:oth');
    await expect
      .poll(() => items.allInnerTexts())
      .toEqual([
        expect.stringContaining('Filter: project:oth'),
        expect.stringMatching(/project:other\s·\s1\ssession/),
      ]);
    await rig.page.keyboard.press('ArrowDown');
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => input.inputValue()).toBe('project:other');
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => rows(rig.page).filter({ hasText: /^OK1$/ }).count()).toBe(1);
    await command(rig.page, 'Vigil: Clear Filter');
    await command(rig.page, 'Vigil: Group Sessions By');
    await pick(rig.page, 'Project');
    await expect
      .poll(() =>
        rows(rig.page)
          .filter({ hasText: /^harbour1$/ })
          .count(),
      )
      .toBe(1);
  });

  test('appending to the log changes the badge within a second, to what was found and back', async () => {
    const before = live.records.length;
    for (let i = 0; i < 12; i++)
      live.call('Edit', { file_path: `${workspace}/g${i}.ts`, old_string: 'a', new_string: 'b' }, 'edited');
    live.call('Bash', { command: 'git commit --no-verify -m wip' }, '[main 1a2b3c4] wip');
    const began = Date.now();
    appendLines(log, ...live.records.slice(before));
    await expect
      .poll(() => badge(rig.page).innerText(), { timeout: 5000, interval: 20 })
      .toContain('Guard bypassed');
    const took = Date.now() - began;
    const then = live.records.length;
    live.call('Bash', { command: 'git commit --amend -m harbour' }, '[main 5d6e7f8] harbour');
    for (let i = 2; i < 50; i++) live.call('Read', { file_path: `${workspace}/h${i}.ts` }, 'text');
    appendLines(log, ...live.records.slice(then));
    await expect
      .poll(() => badge(rig.page).innerText(), { timeout: 5000, interval: 20 })
      .not.toContain('Guard bypassed');
    console.log(`append to badge: ${took} ms`);
    expect(took).toBeLessThan(1000);
  });
});

describe('session panel', () => {
  test('a click on the badge opens it: figures, signals, turns; log text is inert', async () => {
    await badge(rig.page).click();
    const panel = sessionPage(rig.page);
    // The first tab says what was asked, and what changed.
    await expect
      .poll(() => panel.getByRole('tab', { selected: true }).innerText(), { timeout: 10_000 })
      .toBe('Story');
    await expect.poll(() => panel.locator('.step .q').count(), { timeout: 10_000 }).toBe(1);
    expect(await panel.locator('.step .q').innerText()).toContain('<script>');
    expect(await panel.locator('.fig').allInnerTexts()).toHaveLength(5);
    await tab('Details');
    await panel.locator('.signal').first().waitFor();
    expect(await panel.locator('h1').innerText()).toContain('<img src=x');
    expect(await panel.locator('h1').innerText()).toContain('⟨U+202E⟩evil');
    expect(await panel.locator('.tile').count()).toBe(8);
    expect(await panel.locator('.signal').count()).toBe(14);
    expect(await panel.locator('.signal', { hasText: 'experimental' }).count()).toBe(7);
    await tab('Details');
    await panel.locator('.turn .prompt').first().waitFor({ state: 'attached', timeout: 10_000 });
    expect(await panel.locator('.turn .prompt').first().innerText()).toContain('<script>');
    const frame = await sessionFrame(rig.page);
    expect(await frame.evaluate(() => '__evil' in window)).toBe(false);
    expect(await panel.locator('img, main script').count()).toBe(0);
  });

  test('the page’s policy is strict: an injected script does not run, nothing is fetched', async () => {
    // Nothing of the page itself was refused.
    expect(rig.refused).toEqual([]);
    const frame = await sessionFrame(rig.page);
    const tried = await frame.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const script = document.createElement('script');
      script.textContent = 'window.__injected = 1';
      document.body.append(script);
      const fetched = await fetch('https://example.invalid/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { ran: '__injected' in window, fetched, violations };
    });
    expect(tried).toMatchObject({ ran: false, fetched: false });
    expect(tried.violations).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']));
  });

  test('files: one inside the project opens, one outside is refused; doubtful edits lead to the change', async () => {
    const panel = sessionPage(rig.page);
    await tab('Details');
    const section = panel.getByRole('region', { name: /^Files/ });
    await expect.poll(() => section.innerText(), { timeout: 10_000 }).toContain('f0.ts');
    // Twelve edits of files that were never read.
    expect(await panel.getByRole('region', { name: /^Edits to check/ }).innerText()).toMatch(
      /Edits to check 12[^]*never read first/,
    );
    await section.getByRole('button', { name: /f0\.ts$/ }).click();
    await rig.page.locator('.tab', { hasText: 'f0.ts' }).waitFor({ timeout: 10_000 });
    await rig.page.locator('.tab', { hasText: '<img src=x' }).click();
    const again = sessionPage(rig.page).getByRole('region', { name: /^Files/ });
    await again.getByRole('button', { name: '/etc/passwd' }).click();
    await expect
      .poll(() => sessionPage(rig.page).getByRole('alert').innerText(), { timeout: 10_000 })
      .toContain('outside the project');
    await sessionPage(rig.page).getByRole('button', { name: 'Show change' }).first().click();
    await rig.page.locator('.tab', { hasText: 'what Claude changed' }).waitFor({ timeout: 10_000 });
    await expect.poll(() => rig.page.locator('.monaco-diff-editor').count()).toBe(1);
    await rig.page.locator('.tab', { hasText: '<img src=x' }).first().click();
  });

  test('timeline: the keyboard chooses a turn, Enter opens what was said in it', async () => {
    await tab('Details');
    const panel = sessionPage(rig.page);
    const slider = panel.getByRole('slider', { name: 'Turn' });
    await slider.focus();
    await rig.page.keyboard.press('End');
    expect(await slider.getAttribute('aria-valuenow')).toBe('1');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/Turn 1 of 1 .* of 76 tool calls failed/);
    expect(await panel.locator('.minimap .bar').count()).toBe(1);
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => panel.getByRole('tab', { selected: true }).innerText()).toBe('Transcript');
  });

  test('transcript: inert, virtual, searched to its end', async () => {
    const panel = sessionPage(rig.page);
    await expect.poll(() => panel.locator('.said .step').count(), { timeout: 10_000 }).toBeGreaterThan(3);
    // The session goes on: it is open at its end.
    await panel.locator('#lines').evaluate((list) => list.scrollTo(0, 0));
    await expect
      .poll(() => panel.locator('.s-prompt .t').first().innerText())
      .toContain('<img src=x onerror=');
    expect(await panel.locator('.said').count()).toBeLessThan(120);
    const frame = await sessionFrame(rig.page);
    expect(await frame.evaluate(() => '__evil' in window)).toBe(false);
    await panel.locator('#find input').fill('H49.TS');
    await expect
      .poll(() => panel.getByRole('status').innerText(), { timeout: 10_000 })
      .toMatch(/^1 of 1 line$/);
    await expect.poll(() => panel.locator('.said.found mark').first().innerText()).toBe('h49.ts');
    await expect.poll(() => panel.locator('.said.found').isVisible()).toBe(true);
    await panel.locator('#find input').fill('no such words');
    await expect.poll(() => panel.getByRole('status').innerText()).toBe('Not found');
    await panel.locator('#find input').fill('');
  });

  test('by keyboard: a signal opens, its evidence leads to the transcript, that to the log', async () => {
    const panel = sessionPage(rig.page);
    await tab('Details');
    await expect.poll(() => panel.locator('.heat tbody tr').first().innerText()).toContain('Read');
    const signal = panel.locator('.signal', { hasText: 'Read before edit' });
    await signal.locator('summary').focus();
    await rig.page.keyboard.press('Enter');
    await expect.poll(() => signal.getAttribute('open')).not.toBeNull();
    await signal.locator('.evidence button').first().press('Enter');
    await expect.poll(() => panel.locator('#lines .said.found').count(), { timeout: 20_000 }).toBe(1);
    // The step has the focus: a key opens its log line.
    await expect
      .poll(() => panel.locator('#lines .said.found :focus, #lines .said.found:focus').count())
      .toBe(1);
    await rig.page.keyboard.press('l');
    await rig.page.locator('.tab.active', { hasText: `${LIVE}.jsonl` }).waitFor({ timeout: 10_000 });
    expect(
      await rig.page.locator('.editor-status-selection, [id="status.editor.selection"]').first().innerText(),
    ).toMatch(/Ln \d{2,}/);
    await discardEditor(rig.page);
  });

  test('the chart has a table behind it', async () => {
    await badge(rig.page).click();
    const panel = sessionPage(rig.page);
    await tab('Details');
    await panel.getByText('Show table').first().click();
    await panel.locator('section[aria-labelledby="course-title"] table').waitFor();
    await panel.getByText('Show chart').click();
    await expect.poll(() => panel.locator('canvas#course').isVisible()).toBe(true);
  });

  test('agents: one that was found beside the log, its task as text', async () => {
    const panel = sessionPage(rig.page);
    await tab('Agents');
    const agent = panel.locator('.agent-row:not(.head)');
    await expect.poll(() => agent.count(), { timeout: 10_000 }).toBe(1);
    expect(await agent.innerText()).toContain('<img src=x');
    expect(await agent.locator('svg').count()).toBe(1);
  });

  test('nothing of any tab is refused by the page’s policy', async () => {
    const before = rig.refused.length;
    for (const name of TABS) {
      await tab(name);
      await expect.poll(() => sessionPage(rig.page).locator('#panel [aria-busy]').count()).toBe(0);
    }
    // What the test of the policy tried to do, and nothing else.
    expect(rig.refused.slice(before)).toEqual([]);
    expect(rig.refused.filter((words) => !/example\.invalid|inline script/.test(words))).toEqual([]);
  });

  test.each(TABS)('axe finds nothing serious on %s', async (name) => {
    await tab(name);
    await expect.poll(() => sessionPage(rig.page).locator('#panel [aria-busy]').count()).toBe(0);
    expect(await barriersOn(await sessionFrame(rig.page))).toEqual([]);
  });
});

test('at 200 % zoom no part of a session is wider than the window', async () => {
  await command(rig.page, 'View: Close Primary Side Bar');
  await rig.page.setViewportSize({ width: 700, height: 450 });
  for (const name of TABS) {
    await tab(name);
    await rig.page.waitForTimeout(150);
    const wide = await (
      await sessionFrame(rig.page)
    ).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect([name, wide]).toEqual([name, 0]);
  }
  await rig.shot('panel-zoomed');
  await rig.page.setViewportSize({ width: 1400, height: 900 });
});

test('another theme recolours the charts of a session that is open; a reload brings the session back where it was', async () => {
  await badge(rig.page).click();
  const panel = sessionPage(rig.page);
  await tab('Details');
  const canvas = panel.locator('canvas#course');
  const picture = () => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL());
  await canvas.waitFor();
  await rig.page.waitForTimeout(500);
  const dark = await picture();
  await switchTheme(rig.page, 'Light Modern');
  await expect
    .poll(() => panel.locator('body').getAttribute('data-vscode-theme-kind'), { timeout: 10_000 })
    .toBe('vscode-light');
  await expect.poll(async () => (await picture()) === dark).toBe(false);
  await switchTheme(rig.page, 'Dark Modern');
  await tab('Cost');
  await reloadWindow(rig.page);
  await expect
    .poll(() => sessionPage(rig.page).getByRole('tab', { selected: true }).innerText(), { timeout: 30_000 })
    .toBe('Cost');
  await badge(rig.page).waitFor({ timeout: 30_000 });
});

test('edits without a read are marked in the editor when asked for, and lead to what was said', async () => {
  const before = live.records.length;
  const added = 'export const answer = 42;';
  live.prompt('And now?');
  live.call('Edit', { file_path: `${workspace}/blind.ts`, old_string: '', new_string: added }, 'edited');
  appendLines(log, ...live.records.slice(before));
  writeFileSync(join(workspace, 'blind.ts'), `// first\n${added}\n`);
  await command(rig.page, 'Go to File');
  await rig.page.locator('.quick-input-widget input').fill('blind.ts');
  await pick(rig.page, 'blind.ts');
  const line = rig.page.locator('.view-line', { hasText: 'answer = 42' });
  await line.waitFor({ timeout: 10_000 });
  expect(await rig.page.locator('.glyph-margin-widgets .cgmr').count()).toBe(0);
  await command(rig.page, 'Vigil: Toggle Edit Warnings in Editor');
  await expect
    .poll(() => rig.page.locator('.glyph-margin-widgets .cgmr').count(), { timeout: 15_000 })
    .toBeGreaterThan(0);
  // Its words stand behind the line, and both are there at once when the editor is shown again.
  await expect
    .poll(() =>
      line
        .locator('span')
        .evaluateAll((spans) => spans.map((one) => getComputedStyle(one, '::after').content).join(' ')),
    )
    .toContain('Claude changed this without reading the file.');
  await command(rig.page, 'File: New Untitled Text File');
  await line.waitFor({ state: 'detached' });
  await discardEditor(rig.page);
  await line.waitFor({ timeout: 10_000 });
  await expect
    .poll(() => rig.page.locator('.glyph-margin-widgets .cgmr').count(), { timeout: 2_000 })
    .toBeGreaterThan(0);
  await line.hover({ position: { x: 60, y: 8 } });
  await rig.page.getByText('Open the conversation').click({ timeout: 10_000 });
  const panel = sessionPage(rig.page);
  await expect
    .poll(() => panel.getByRole('tab', { selected: true }).innerText(), { timeout: 10_000 })
    .toBe('Transcript');
  await expect
    .poll(() => panel.locator('#lines [data-turn]').count(), { timeout: 10_000 })
    .toBeGreaterThan(0);
  await command(rig.page, 'Vigil: Toggle Edit Warnings in Editor');
});

test('Compare Two Sessions asks for two and shows them side by side; the page writes a report', async () => {
  await commandPicking(rig.page, 'Vigil: Compare Sessions', ['An old story', '<img']);
  const panel = sessionPage(rig.page);
  await expect.poll(() => panel.locator('.sides .tile').count(), { timeout: 10_000 }).toBe(2);
  expect(await panel.locator('.sides').first().innerText()).toMatch(/An old story[^]*<img src=x/);
  const calls = panel.locator('tr', { hasText: /^\s*Tool calls/ }).first();
  // The test before added a call, and a sub-agent made one.
  expect(await calls.innerText()).toMatch(/Tool calls\s+0\s+78\s+\+78$/);
  await panel.getByText('Generate report').click();
  await panel.getByRole('heading', { name: 'Two sessions' }).waitFor({ timeout: 10_000 });
  await command(rig.page, 'View: Close Editor');
});

test('Resume in a terminal types the command into a terminal of its own', async () => {
  await command(rig.page, 'Vigil: Resume Session in Terminal');
  await pick(rig.page, 'An old story');
  await expect
    .poll(
      () => rig.page.locator('.terminal-tab, .terminal-tabs-entry, .single-terminal-tab').allInnerTexts(),
      {
        timeout: 15_000,
      },
    )
    .toEqual(expect.arrayContaining([expect.stringContaining('Claude Code')]));
  await expect
    .poll(() => (existsSync(resumed) ? readFileSync(resumed, 'utf8').trim() : ''), { timeout: 15_000 })
    .toBe(`${join(dirname(workspace), 'other')} --resume ${OLD}`);
  await command(rig.page, 'Terminal: Kill All Terminals');
});

test('Generate Report opens a preview that can be saved and copied; data opens as a document', async () => {
  await commandPicking(rig.page, 'Vigil: Generate Report', ['Overview', 'All projects', '7 days', 'Preview']);
  await rig.page.locator('.tab.active', { hasText: 'Report: Usage' }).waitFor({ timeout: 10_000 });
  const report = sessionPage(rig.page);
  await report.getByRole('heading', { name: 'By model' }).waitFor({ timeout: 10_000 });
  // Findings first, and a picture.
  expect(await report.locator('section').first().innerText()).toMatch(/^≥? ?\$\d+.* in \d+ sessions? on /);
  expect(await report.locator('svg').count()).toBeGreaterThan(0);
  const action = (name: string) => rig.page.locator(`.editor-actions .action-label[aria-label^="${name}"]`);
  await action('Copy Report as Markdown').click();
  await rig.page.locator('.statusbar', { hasText: 'Report copied' }).waitFor({ timeout: 10_000 });
  expect(await action('Save Report as HTML').count()).toBe(1);
  await action('Save Report…').click();
  await expect
    .poll(() => rig.page.locator('.quick-input-widget').innerText(), { timeout: 10_000 })
    .toContain('Save the report');
  await rig.page.keyboard.press('Escape');
  await command(rig.page, 'View: Close Editor');

  // The last choice comes first; groups ask by what too.
  await command(rig.page, 'Vigil: Generate Report');
  const first = rig.page.locator('.quick-input-list .monaco-list-row').first();
  await expect.poll(() => first.innerText()).toContain('last time');
  await rig.page.keyboard.press('Escape');
  await commandPicking(rig.page, 'Vigil: Generate Report', [
    'Compare groups',
    'All projects',
    'All time',
    'Project',
    'CSV',
  ]);
  await rig.page
    .locator('.view-line', { hasText: 'dimension_value,metric_name,mean,stdev,n,min,max' })
    .waitFor({ timeout: 10_000 });
  // It is no file yet, and does not ask to be one.
  expect(await rig.page.locator('.tab.active.dirty').count()).toBe(0);
  expect(await action('Save Report…').count()).toBe(1);
});

test('Show Effective Configuration names every key and where its value comes from', async () => {
  await command(rig.page, 'Vigil: Show Effective Settings');
  const line = rig.page.locator('.view-line', { hasText: 'vigil.baseline.enabled = true (default)' });
  await expect.poll(() => line.count(), { timeout: 10_000 }).toBe(1);
  // Closing it asks nothing.
  expect(await rig.page.locator('.tab.active.dirty').count()).toBe(0);
});

describe('pictures', () => {
  test.each(Object.entries(THEMES))('in %s', { timeout: 120_000 }, async (theme, name) => {
    await switchTheme(rig.page, name.replace('Default ', ''));
    await badge(rig.page).click();
    const panel = sessionPage(rig.page);
    await panel.getByRole('tab', { name: 'Story' }).waitFor({ timeout: 20_000 });
    // In dark axe looked at all of them above.
    const isKnown = theme === 'dark';
    for (const one of isKnown && !takesShots ? [] : TABS) {
      await tab(one);
      await expect.poll(() => panel.locator('#panel [aria-busy]').count()).toBe(0);
      await rig.shot(`${theme}-panel-${one.toLowerCase()}`, 400);
      if (!isKnown) expect([one, await unreadableOn(await sessionFrame(rig.page))]).toEqual([one, []]);
    }
    await rig.page.mouse.move(700, 300);
    await badge(rig.page).hover();
    await rig.shot(`${theme}-tooltip`, 1200);
    expect(await panel.locator('body').getAttribute('data-vscode-theme-kind')).toBe(`vscode-${theme}`);
  });
});
