// @ts-check
/**
 * Writes docs/detectors.md: what each detector looks at, when it fires and what it leaves out, out of
 * src/detectors/registry.ts. With `--check` it writes nothing and fails when the file is not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as prettier from 'prettier';
import { load } from '../lib/load.mjs';

const root = new URL('../../', import.meta.url);
const inRoot = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));
const PAGE = inRoot('docs/detectors.md');

/**
 * @typedef {{ name: string, title: string, meaning: string, rule: string, silent: string }} Words
 * @returns {Promise<{ WEEK_DETECTORS: Words[], STATE_DETECTORS: Words[] }>}
 */
async function registered() {
  return load(`export { WEEK_DETECTORS, STATE_DETECTORS } from './src/detectors/registry';`);
}

const INTRODUCTION = `# Detectors

A detector looks over your weeks, or at the state of things, and tells what is not as it was.
[Findings](findings.md) tell of a moment in a session, detectors of what no single session shows.
This page is made from \`src/detectors/registry.ts\` (\`node scripts/make/detectors-docs.mjs\`).

What they tell stands among the alerts: in the Alerts view, on the dashboard and in \`vigil alerts\`. It is
yellow at most; only a budget that is spent is red. None of it changes the severity of a session or the badge.

They run when all logs have been read, and every ten minutes after that. \`vigil.detectors\` switches each on
or off by its name, or on but for some projects: \`{"denials": ["/home/me/experiments"]}\`.
\`vigil.detectorsExclude\` names project folders whose sessions all of them leave out.

## The life of an alert

| state     | means                                                                | goes on to                                        |
| --------- | -------------------------------------------------------------------- | ------------------------------------------------- |
| new       | It fires, and nobody has seen it.                                    | seen, dismissed, muted, snoozed, resolved         |
| seen      | It was listed in the Alerts view.                                    | dismissed, muted, snoozed, resolved; new if worse |
| dismissed | You put it away. It comes back when it gets worse, or happens again. | seen (taken back), resolved; new if worse         |
| snoozed   | Put away until a time.                                               | new when that has come or it gets worse           |
| muted     | Put away for good, also when it happens again.                       | seen (taken back)                                 |
| resolved  | Its condition has gone. It is listed under _Resolved_ for 30 days.   | new when it happens again                         |

An alert is known again by its detector and what it is about (a project, a tool, a budget's month), so it is
one however often it is found. This holds for findings, limits, context, budgets and sessions that wait, too.
When a session was not written to for seven days its alerts end without having been resolved: what you
dismissed stays dismissed should the session go on.

How alerts stand is kept in the archive: all windows know it, and backups, merges and exports hold it. Of two
windows that did different things the later counts. The strip of an alert shows on which of the last 30 days
it was _seen_ firing; while no window was open nobody looked.
Wiping a project forgets its alerts. What was resolved is forgotten after 60 days.

`;

const WEEKS = `## Weeks

The last seven full days (today is none) are compared with up to twelve weeks before them, session by session.
The statistics are those of [comparisons](analysis.md#comparisons). A detector fires only when all of this
holds:

- at least four of the weeks before have five sessions or more that can tell the figure, and the last has ten
  on three days;
- the last week is worse than _each_ of those weeks, and the mean is worse by a fifth and by the least
  difference named below;
- Mann–Whitney’s test says so of sessions and of the medians of days, allowing for days that are like the day
  before;
- with the false discoveries over everything that was tried, all detectors and all their groups, held at 1 %.

Better is never told. What stays worse for weeks becomes what is usual, and the alert is resolved. The detail
says what else changed (models, versions, projects …), since that may be the reason. A click lists the
sessions of the week.

`;

const NO_CHANGE = `## How often they are wrong

\`npm run no-change -- --only detectors --histories 100\` lets them look at 100 made histories of 17 weeks in
which nothing changes, on each of the last 28 days, as they would in life: 1 to 5 sessions a day, skewed
values, days that are alike, two projects, new models and versions.

| a detector fires on any of the 28 days, correlation of a day with the next | 0    | 0.5  |
| -------------------------------------------------------------------------- | ---- | ---- |
| tool errors, cost, cache hits, denials                                     | 0 %  | 0 %  |
| context                                                                    | 0 %  | 1 %  |
| duration, measures                                                         | 0 %  | 2 %  |
| a week with three times the failed tool calls is found                     | 53 % | 48 % |
| a week that costs three times as much is found                             | 21 % | 10 % |
| a week with sessions three times as long is found                          | 15 % | 7 %  |
| a week with twice the failed tool calls is found                           | 10 % | 10 % |

The price of few false alarms is that a week must be plainly worse. Sessions of these histories differ from
each other by factors of ten; the more alike yours are, the smaller the change that is found.
`;

const section = (/** @type {Words} */ { name, title, meaning, rule, silent }) =>
  [
    `### ${title} (\`${name}\`)`,
    '',
    `- **Looks at** ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`,
    `- **Fires when** ${rule}.`,
    `- **Left out** ${silent}.`,
    '',
  ].join('\n');

async function page() {
  const { WEEK_DETECTORS, STATE_DETECTORS } = await registered();
  const how = await prettier.resolveConfig(PAGE);
  const text = [
    INTRODUCTION + WEEKS + WEEK_DETECTORS.map(section).join('\n'),
    `## The state of things\n\n${STATE_DETECTORS.map(section).join('\n')}`,
    NO_CHANGE,
  ].join('\n');
  return prettier.format(text, { ...how, filepath: PAGE });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = await page();
  if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
  else if ((await readFile(PAGE, 'utf8')) !== wanted) {
    console.error(
      'docs/detectors.md: not what src/detectors/registry.ts says. Run `node scripts/make/detectors-docs.mjs`.',
    );
    process.exitCode = 1;
  }
}
