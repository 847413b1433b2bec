// @ts-check
/**
 * Four months of a made-up developer, for pictures and for trying the panels out: a few projects, models and versions that change,
 * good days and bad ones. The same every time but for the days, which end now.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeLog } from './host.mjs';
import { conversation } from '../../test/support/records.mjs';

const DAY = 86_400_000;
const MINUTE = 60_000;
const DAYS = 118;

/** How the person works in each project: how often, and on which branches. */
const PROJECTS = [
  { name: 'harbour-api', weight: 5, branches: ['main', 'feature/berths', 'fix/tide-tables'] },
  { name: 'lighthouse', weight: 3, branches: ['main', 'feature/beam'] },
  { name: 'mooring-cli', weight: 2, branches: ['main'] },
  { name: 'chart-room', weight: 1, branches: ['main', 'spike/isobaths'] },
];
/** Which model and version was used until which day before now, the oldest first. */
const ERAS = [
  { until: 80, model: 'claude-opus-4-5', version: '2.1.116' },
  { until: 45, model: 'claude-opus-4-6', version: '2.1.172' },
  { until: 0, model: 'claude-opus-4-6', version: '2.1.237' },
];
const TASKS = [
  [
    'Berth allocation ignores draught',
    'The allocator puts deep ships into shallow berths. Find out why and fix it.',
  ],
  ['Tide tables for spring tides', 'Add the spring tide correction to the tide tables.'],
  ['Slow arrival list', 'The list of arrivals takes four seconds. Make it fast.'],
  [
    'Crane booking over midnight',
    'A booking that ends after midnight vanishes. Write a test that shows it, then fix it.',
  ],
  ['Move the beam schedule to YAML', 'Move the schedule of the beam from code into YAML.'],
  ['Flaky lamp test', 'The lamp test fails about every tenth time. Why?'],
  ['Release notes for 4.2', 'Write the release notes for 4.2 from the commits.'],
  ['Depth contours as tiles', 'Try out drawing the depth contours as tiles.'],
  ['Colour blind palette', 'The chart colours cannot be told apart by everyone. Propose a palette.'],
  ['Upgrade the parser', 'Upgrade the NMEA parser to version 3 and repair what breaks.'],
];
const FILES = [
  'allocator',
  'berths',
  'tides',
  'arrivals',
  'cranes',
  'beam',
  'lamp',
  'contours',
  'palette',
  'nmea',
];

/** Numbers between 0 and 1 that look random and are the same every time (mulberry32). */
function random(/** @type {number} */ seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writes the logs below the stage's home. Gives the project of the live session. */
export function layOutHistory(/** @type {import('./host.mjs').Stage} */ stage, /** @type {number} */ now) {
  const next = random(42);
  const pick = (/** @type {readonly any[]} */ all) => all[Math.floor(next() * all.length)];
  const weighted = PROJECTS.flatMap((project) => Array.from({ length: project.weight }, () => project));
  let sessions = 0;
  for (let ago = DAYS; ago >= 1; ago--) {
    const weekday = new Date(now - ago * DAY).getUTCDay();
    const busy = weekday === 0 || weekday === 6 ? next() * 0.8 : 1 + next() * 2.4;
    // A fortnight in which things went badly, in the era of the second version.
    const bad = ago < 38 && ago > 24 ? 0.75 : 0.12;
    for (let n = 0; n < Math.floor(busy); n++) {
      const project = pick(weighted);
      const cwd = join(stage.workspace, project.name);
      const era = ERAS.find(({ until }) => ago > until) ?? ERAS[0];
      const start =
        Math.floor((now - ago * DAY) / DAY) * DAY +
        (8 + Math.floor(next() * 11)) * 60 * MINUTE +
        next() * 60 * MINUTE;
      tell({
        id: idOf(++sessions),
        cwd,
        branch: pick(project.branches),
        start,
        era,
        bad: next() < bad,
        next,
        pick,
        stage,
      });
    }
  }
  const workspace = join(stage.workspace, 'harbour-api');
  mkdirSync(workspace, { recursive: true });
  // Told once to see how long it takes, then so that it ends now.
  const length = live(stage, workspace, 0);
  live(stage, workspace, now - length - 20_000);
  return { workspace };
}

const idOf = (/** @type {number} */ n) => `${String(n).padStart(8, '0')}-51de-4a11-8c0d-000000000000`;

/** One session: prompts, reads, edits, a test run, and where it goes badly edits without reads, failures and an interrupt. */
function tell(/** @type {any} */ { id, cwd, branch, start, era, bad, next, pick, stage }) {
  const cheap = next() < 0.2;
  const model = cheap ? 'claude-haiku-4-5' : era?.model;
  const story = conversation({ session: id, cwd, start, branch, model, version: era?.version });
  const [title, ask] = pick(TASKS);
  story.title(title);
  const turns = 2 + Math.floor(next() * 7);
  const file = () => `${cwd}/src/${pick(FILES)}.ts`;
  for (let turn = 0; turn < turns; turn++) {
    story
      .wait(40 + next() * 400)
      .prompt(
        turn === 0
          ? ask
          : pick([
              'Go on.',
              'Now the tests.',
              'That is not what I meant: keep the old name.',
              'Good. Commit it.',
              'Why does it fail?',
            ]),
      );
    for (let i = 0, reads = bad ? 1 : 3 + Math.floor(next() * 5); i < reads; i++)
      story
        .wait(4)
        .call(
          next() < 0.7 ? 'Read' : 'Grep',
          next() < 0.7 ? { file_path: file() } : { pattern: pick(FILES), path: cwd },
          'export const depth = 12;\n'.repeat(30),
        );
    for (let i = 0, edits = bad ? 4 : 1 + Math.floor(next() * 2); i < edits; i++) {
      const path = file();
      if (!bad) story.call('Read', { file_path: path }, 'export const depth = 12;\n'.repeat(20));
      story
        .wait(9)
        .call('Edit', { file_path: path, old_string: 'depth = 12', new_string: 'depth = 14' }, 'edited', {
          error: bad && next() < 0.25,
        });
    }
    if (next() < 0.6)
      story
        .wait(20)
        .call('Bash', { command: 'npm test', description: 'Run the tests' }, bad ? '3 failed' : '48 passed', {
          error: bad && next() < 0.5,
        });
    if (next() < 0.1) story.call('mcp__issues__search', { query: title }, '2 issues');
    if (bad && next() < 0.3) story.interrupt();
    else {
      story.respond(
        [
          { type: 'thinking' },
          {
            type: 'text',
            text: bad
              ? 'This looks like a known limitation, so I will leave it out of scope. Should I continue?'
              : 'Done; all tests pass.',
          },
        ],
        { output: 400 + Math.floor(next() * 2600) },
      );
    }
    if (turn === 4 && next() < 0.5) story.compact(160_000, 22_000);
  }
  writeLog(stage, cwd, id, story.records);
}

/** Gives how long it took, ms. A long session that is going on: good at first, then edits on what was forgotten, with two sub-agents and a compaction. */
function live(
  /** @type {import('./host.mjs').Stage} */ stage,
  /** @type {string} */ cwd,
  /** @type {number} */ start,
) {
  const session = 'a51de000-0000-4000-8000-000000000001';
  const story = conversation({ session, cwd, start, branch: 'feature/berths' });
  const file = (/** @type {string} */ name) => `${cwd}/src/${name}.ts`;
  const read = (/** @type {string[]} */ ...names) => {
    for (const name of names)
      story.wait(5).call('Read', { file_path: file(name) }, 'export const depth = 12;\n'.repeat(60));
  };
  const edit = (/** @type {string} */ name, error = false) =>
    story
      .wait(14)
      .call(
        'Edit',
        { file_path: file(name), old_string: 'depth = 12', new_string: 'depth = ship.draught + 2' },
        error ? 'String to replace not found in file.' : 'The file has been updated.',
        { error },
      );
  const done = (/** @type {string} */ text, output = 900) =>
    story.wait(10).respond([{ type: 'thinking' }, { type: 'text', text }], { output });
  const test = (error = false) =>
    story
      .wait(25)
      .call(
        'Bash',
        { command: 'npm test', description: 'Run the tests' },
        error ? '3 failed, 45 passed' : '48 passed',
        { error },
      );

  story.title('Berth allocation ignores draught');
  story.prompt('Ships with more draught than the berth is deep are put there anyway. Find out why.');
  read('allocator', 'berths', 'tides');
  done('The allocator compares the length only. `fits` in `src/berths.ts` never looks at `draught`.', 1_400);
  story.wait(200).prompt('Write a test that shows it, then fix it.');
  read('berths.test');
  edit('berths.test');
  test(true);
  edit('berths');
  test();
  done('Fixed, and the test passes: `fits` now takes the depth at low water into account.', 1_900);
  story.wait(240).prompt('Where else is `fits` used? Look at the whole repository.');
  const agents = [
    {
      id: 'a3f19c07b2d84e651',
      task: 'Find every caller of fits and say what it assumes.',
      start: start + 17 * MINUTE,
    },
    {
      id: 'b8807d2e94c1f3a70',
      task: 'Find tests that build ships without a draught.',
      start: start + 18 * MINUTE,
    },
  ];
  for (const agent of agents) {
    const [call] = story.respond([
      {
        type: 'tool',
        name: 'Agent',
        input: { description: agent.task, prompt: agent.task, subagent_type: 'Explore' },
      },
    ]);
    story.wait(90).result(call, 'Six callers, two of which assume a depth of 12 m.', {
      details: { status: 'completed', agentId: agent.id, agentType: 'Explore' },
    });
    subAgent(stage, { cwd, session, ...agent });
  }
  done(
    'Six places call `fits`. Two assume that every berth is 12 m deep: `cranes.ts` and `arrivals.ts`.',
    2_600,
  );
  story.wait(300).prompt('Change those two as well.');
  read('cranes', 'arrivals');
  edit('cranes');
  edit('arrivals');
  test();
  done('Both use the depth of the berth now.', 1_200);
  story.wait(500).prompt('And the API: return the depth with each berth.');
  read('api', 'berths');
  edit('api');
  story.compact(164_000, 24_000);
  edit('api');
  edit('api', true);
  edit('api');
  test(true);
  done(
    'Two tests of the API fail; they look like a known limitation of the fixtures, so I left them out of scope.',
    700,
  );
  story.wait(120).prompt('They passed an hour ago. Why do they fail?');
  edit('schema');
  edit('schema', true);
  for (const name of ['palette', 'beam', 'lamp', 'contours', 'nmea']) edit(name);
  story.interrupt();
  story.wait(40).prompt('You have not read the schema. Read it first.');
  read('schema');
  edit('schema');
  test();
  done(
    'You are right, I had not. `depth` was declared as a string in the schema; now it is a number and all tests pass.',
    1_600,
  );
  story.wait(180).prompt('Good. What is left?');
  done('The changelog. Should I go on with it?', 300);
  writeLog(stage, cwd, session, story.records);
  const last = /** @type {{ timestamp?: string }} */ (story.records.at(-1));
  return Date.parse(last.timestamp ?? '') - start;
}

/** A sub-agent that looks around. */
function subAgent(
  /** @type {import('./host.mjs').Stage} */ stage,
  /** @type {any} */ { cwd, session, id, task, start },
) {
  const story = conversation({
    session,
    cwd,
    start,
    agent: id,
    model: 'claude-haiku-4-5',
    branch: 'feature/berths',
  });
  story.prompt(task);
  for (const name of ['allocator', 'berths', 'cranes', 'arrivals', 'api', 'tides'])
    story
      .wait(3 + name.length)
      .call('Grep', { pattern: 'fits\\(', path: `${cwd}/src` }, `src/${name}.ts:12: fits(ship)`)
      .call('Read', { file_path: `${cwd}/src/${name}.ts` }, 'export const depth = 12;\n'.repeat(20), {
        error: name === 'api',
      });
  story.say('Six callers.');
  const log = writeLog(stage, cwd, session, []);
  const file = join(dirname(log), session, 'subagents', `agent-${id}.jsonl`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, story.records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
