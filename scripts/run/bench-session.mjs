// @ts-check
/**
 * The last part of `npm run bench`, and by itself `npm run bench -- --session`: a session of 20,000 lines in a real VS Code. How long
 * from the click until its page shows name and figures, and its story, by the clock of the browser, several times; then until its
 * transcript is there and its end; what the page holds; and how well it follows while ten lines a second are appended. Figures, no
 * verdict: they are those of the machine.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  appendLines,
  installExtension,
  openBrowser,
  removeStage,
  sealed,
  startServer,
  temporaryStage,
  workbenchAddress,
  writeLog,
  writeSettings,
} from '../lib/host.mjs';
import { vsix } from '../release/package.mjs';
import { conversation } from '../../test/support/records.mjs';

const SESSION = '77777777-7777-4777-8777-777777777777';
const LINES = 20_000;
const APPENDED = 200;
const EVERY_MS = 100;
const WAIT_MS = 60_000;
/** The first opening is cold. */
const OPENINGS = 6;

/** A session of so many lines: prompts, reads, edits, commands with output, replies in Markdown. */
function longStory(/** @type {string} */ cwd, /** @type {number} */ start) {
  const story = conversation({ session: SESSION, cwd, start });
  story.title('A session of many lines');
  const output = Array.from({ length: 60 }, (_, n) => `ok ${n} - the ${n}th assertion holds`).join('\n');
  for (let turn = 0; story.records.length < LINES; turn++) {
    story.prompt(`Prompt ${turn}: mend the part ${turn % 17} of the harbour`);
    for (let n = 0; n < 20; n++) {
      const file = join(cwd, 'src', `part${(turn + n) % 40}.ts`);
      story.call(
        'Read',
        { file_path: file },
        Array.from({ length: 80 }, (_, i) => `${i + 1}\tconst a${i} = ${n};`).join('\n'),
      );
      story.call(
        'Edit',
        { file_path: file, old_string: `const a = ${n};`, new_string: `const a = ${n + 1};\nconst b = a;` },
        'ok',
      );
      story.call('Bash', { command: `npm test -- part${n}` }, output);
    }
    story.say(
      `## Part ${turn}\n\n- done in \`src/part${turn}.ts\`\n- **tests** pass\n\n\`\`\`ts\nconst a = ${turn};\n\`\`\``,
    );
  }
  return story;
}

const median = (/** @type {readonly number[]} */ numbers) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const most = (/** @type {readonly number[]} */ numbers) => Math.round(Math.max(0, ...numbers));

/** What the page of the session is, once it is there. @param {import('playwright-core').Page} page */
const sessionFrame = async (page) => {
  for (let left = 600; left > 0; left--) {
    for (const frame of page.frames())
      if (
        (await frame
          .locator('main#page[data-state*="77777777"]')
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await pause(20);
  }
  throw new Error('The page of the session did not come.');
};

/** @param {import('playwright-core').Frame} frame */
const heapMb = (frame) =>
  frame.evaluate(() => Math.round(Number(Reflect.get(performance, 'memory')?.usedJSHeapSize ?? 0) / 1e6));

/**
 * In each frame before its scripts: when a person clicked last, and when something is there first; ms since the epoch, a clock all frames
 * share. VS Code writes a page into a document that it opens anew, which observers do not survive.
 */
function watchClock() {
  const now = () => performance.timeOrigin + performance.now();
  if (window === window.top)
    return window.addEventListener('click', () => Object.assign(window, { clickedAt: now() }), true);
  const seen = /** @type {Record<string, number>} */ ({});
  Object.assign(window, { seenAt: seen });
  const timer = setInterval(() => {
    for (const [what, selector] of Object.entries({ figures: '.fig', story: '.story .steps li' }))
      if (seen[what] === undefined && document.querySelector(selector) !== null) seen[what] = now();
    if (seen['story'] !== undefined) clearInterval(timer);
  }, 2);
}

/** Runs a command of VS Code. @param {import('playwright-core').Page} page @param {string} command */
async function run(page, command) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type="text"]').fill(`>${command}`);
  await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${command}"]`).first().click();
}

/** Opens the session: how long from the click to name and figures, and to its story. @param {import('playwright-core').Page} page */
async function opened(page) {
  await run(page, 'Vigil: Open Session');
  const row = page
    .locator('.quick-input-list .monaco-list-row', { hasText: 'A session of many lines' })
    .first();
  await row.waitFor({ timeout: WAIT_MS });
  await row.click();
  const frame = await sessionFrame(page);
  await frame.locator('.story .steps li').first().waitFor({ timeout: WAIT_MS });
  const seen = await frame.evaluate(() => /** @type {any} */ (window).seenAt);
  const clicked = await page.evaluate(() => /** @type {any} */ (window).clickedAt);
  return { frame, figures: Number(seen.figures) - clicked, story: Number(seen.story) - clicked };
}

/** Opens the session several times, then its transcript, and goes to both ends. @param {import('playwright-core').Page} page */
async function opening(page) {
  let last = await opened(page);
  const times = [last];
  while (times.length < OPENINGS) {
    await run(page, 'View: Close All Editors');
    await pause(1_000);
    last = await opened(page);
    times.push(last);
  }
  const { frame } = last;
  const asked = performance.now();
  await frame.getByRole('tab', { name: 'Transcript' }).click();
  await frame.locator('.said .step').first().waitFor({ timeout: WAIT_MS });
  const transcript = performance.now() - asked;
  const list = frame.locator('#lines');
  await list.focus().catch(() => undefined);
  const up = performance.now();
  await frame.locator('.rail button').first().click();
  await frame.locator('#lines [data-row="0"] .step').waitFor({ timeout: WAIT_MS });
  const toStart = performance.now() - up;
  const down = performance.now();
  await frame.locator('body').press('G');
  await frame.locator('#lines .s-reply').last().waitFor({ timeout: WAIT_MS });
  await frame.waitForFunction(() => {
    const one = document.getElementById('lines');
    return one !== null && one.scrollHeight - one.clientHeight - one.scrollTop < 4;
  });
  return {
    frame,
    first: times.map(({ figures }) => figures),
    story: times.map(({ story }) => story),
    transcript,
    toStart,
    toEnd: performance.now() - down,
  };
}

/** Appends ten lines a second while the page follows: how long until each is seen. */
async function following(
  /** @type {import('playwright-core').Frame} */ frame,
  /** @type {string} */ log,
  /** @type {ReturnType<typeof longStory>} */ story,
) {
  await frame.evaluate(() => {
    const tasks = /** @type {number[]} */ ([]);
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => list.getEntries().forEach((one) => tasks.push(one.duration))).observe({
      entryTypes: ['longtask'],
    });
    const shownAt = /** @type {Record<string, number>} */ ({});
    Object.assign(window, { shownAt });
    new MutationObserver(() => {
      for (const one of document.querySelectorAll('#lines .s-reply')) {
        const [name] = /appended \d+/.exec(one.textContent ?? '') ?? [];
        if (name !== undefined) shownAt[name] ??= Date.now();
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  /** @type {Record<string, number>} */
  const written = {};
  for (let n = 0; n < APPENDED; n++) {
    const from = story.records.length;
    story.respond([{ type: 'text', text: `appended ${n}` }]);
    written[`appended ${n}`] = Date.now();
    appendLines(log, ...story.records.slice(from));
    await pause(EVERY_MS);
  }
  await pause(2_000);
  const { seen, long, atEnd } = await frame.evaluate(() => {
    const list = document.getElementById('lines');
    const { shownAt, tasks } = /** @type {any} */ (window);
    return {
      seen: shownAt,
      long: tasks,
      atEnd: list !== null && list.scrollHeight - list.clientHeight - list.scrollTop < 40,
    };
  });
  const delays = Object.entries(written).flatMap(([name, at]) =>
    seen[name] === undefined ? [] : [seen[name] - at],
  );
  return { delays, long: /** @type {number[]} */ (long), atEnd };
}

/** Measures and prints. */
export async function benchSession() {
  const stage = temporaryStage();
  const workspace = join(stage.workspace, 'harbour');
  mkdirSync(workspace, { recursive: true });
  const story = longStory(workspace, Date.now() - 3 * 3_600_000);
  const log = writeLog(stage, workspace, SESSION, story.records);
  installExtension(stage, vsix);
  const server = await startServer(stage, { env: sealed(stage) });
  const { browser, page } = await openBrowser({ width: 1400, height: 900 });
  await page.context().addInitScript(watchClock);
  try {
    writeSettings(stage, { 'vigil.notifications.waits': 'off' });
    await page.goto(workbenchAddress(server, workspace));
    await page.locator('[id="vigil-dev.vigil.vigil.severity"]').waitFor({ timeout: 90_000 });
    await pause(8_000);
    const { frame, ...times } = await opening(page);
    const held = await heapMb(frame);
    const { delays, long, atEnd } = await following(frame, log, story);
    const after = await heapMb(frame);
    const ms = (/** @type {number} */ n) => `${Math.round(n)} ms`;
    console.log(`\nA session of ${story.records.length - APPENDED} lines in VS Code\n`);
    for (const [what, figure] of /** @type {const} */ ([
      ['name and figures, first opening', ms(times.first[0] ?? 0)],
      [`name and figures, median of ${OPENINGS - 1} more`, ms(median(times.first.slice(1)))],
      [`its story, median of ${OPENINGS - 1}`, ms(median(times.story.slice(1)))],
      ['first card of the transcript', ms(times.transcript)],
      ['to the first prompt', ms(times.toStart)],
      ['to the end', ms(times.toEnd)],
      ['heap of the page', `${held} MB`],
      [
        `seen after it was appended, ${delays.length} of ${APPENDED}`,
        `median ${ms(median(delays))}, longest ${most(delays)} ms`,
      ],
      ['tasks over 50 ms meanwhile', `${long.length}, longest ${most(long)} ms`],
      ['still at the end', String(atEnd)],
      ['heap after that', `${after} MB`],
    ]))
      console.log(`${what.padEnd(48)} ${figure}`);
  } finally {
    await browser.close();
    await server.stop();
    removeStage(stage);
  }
}
