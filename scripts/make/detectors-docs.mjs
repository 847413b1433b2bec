// @ts-check
/**
 * Writes docs/detectors.md from src/detectors/registry.ts: what each detector looks at, when it fires and what it leaves out.
 * With `--check` it writes nothing, and fails if the file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { formatted } from '../lib/formatted.mjs';
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

A detector compares your weeks, or checks the current state, and reports what changed for the worse.
[Findings](findings.md) are about a moment in one session; detectors report what no single session shows.
This page is generated from \`src/detectors/registry.ts\` by \`node scripts/make/detectors-docs.mjs\`.

Detectors report as alerts: in the Alerts view, on the dashboard and in \`vigil alerts\`. Their alerts are
yellow; only a spent budget is red. They never change the severity of a session or the badge.

Detectors run once all logs have been read, and every ten minutes after that.

- \`vigil.detectors\` switches each detector on or off by name, or leaves projects out of it:
  \`{"denials": ["/home/me/experiments"]}\`.
- \`vigil.detectorsExclude\` names project folders that all detectors leave out.

## The life of an alert

| state     | means                                                                    | can become                                           |
| --------- | ------------------------------------------------------------------------ | ---------------------------------------------------- |
| new       | The condition holds, and you have not seen the alert.                    | seen, dismissed, muted, snoozed, resolved            |
| seen      | The Alerts view has listed it.                                           | dismissed, muted, snoozed, resolved; new if worse    |
| dismissed | You put it away until it gets worse or happens again.                    | seen (if you undo it), resolved; new if worse        |
| snoozed   | You put it away until a certain time.                                    | new when the time has come or it gets worse          |
| muted     | You put it away for good, even if it happens again.                      | seen (if you undo it)                                |
| resolved  | The condition no longer holds. Listed under _Past_ for 30 days.          | new when it happens again                            |

- **One alert per thing.** A detector and what it is about (a project, a tool, the month of a budget) identify
  an alert. However often the condition is found, it is one alert. The same goes for findings, limits, context,
  budgets and sessions that wait.
- **Old sessions.** When a session was not written to for seven days, its alerts end without being resolved.
  If the session continues, what you dismissed stays dismissed.
- **Shared state.** The archive keeps the state of alerts. All windows share it, and backups, merges and
  exports include it. If two windows changed the same alert, the later change counts.
- **History.** The strip of an alert shows on which of the last 30 days Vigil _saw_ the condition. While no
  window was open, nobody checked.
- **Deletion.** Wiping a project deletes its alerts. Resolved alerts are deleted after 60 days.

`;

const WEEKS = `## Weeks

A week detector compares the last seven full days (today does not count) with up to twelve weeks before them,
session by session. It uses the statistics of [comparisons](analysis.md#comparisons). It fires only if all of
these hold:

- At least four earlier weeks have five or more sessions with the figure, and the last week has ten or more,
  on at least three days.
- The last week is worse than _each_ of those weeks. Its mean is worse by at least a fifth, and by at least
  the difference named below.
- The Mann–Whitney test confirms it, for sessions and for the medians of days, allowing for days that
  resemble the day before.
- The false discovery rate is held at 1 % over everything that was tested: all detectors and all their groups.

Detectors do not report improvements. What stays worse for weeks becomes usual, and its alert is resolved. The
details of an alert name what else changed (models, versions, projects …), since that may be the reason.
Clicking the alert lists the sessions of the week.

`;

const NO_CHANGE = `## How often they are wrong

\`npm run no-change -- --only detectors --histories 100\` runs the detectors on 100 generated histories of 17
weeks in which nothing changes. They run on each of the last 28 days, as in real use. The histories have 1 to
5 sessions a day, skewed values, correlated days, two projects, and new models and versions.

| correlation of a day with the next                                    | 0    | 0.5  |
| --------------------------------------------------------------------- | ---- | ---- |
| **false: fires on any of the 28 days**                                |      |      |
| tool errors, cost, cache hits, denials                                | 0 %  | 0 %  |
| context                                                               | 0 %  | 1 %  |
| duration, measures                                                    | 0 %  | 2 %  |
| **true: finds a week with a planted change**                          |      |      |
| three times the failed tool calls                                     | 53 % | 48 % |
| three times the cost                                                  | 21 % | 10 % |
| sessions three times as long                                          | 15 % | 7 %  |
| twice the failed tool calls                                           | 10 % | 10 % |

The price of few false alerts is that a week must be clearly worse to be reported. The sessions of these
histories differ from each other by factors of ten. The more alike your sessions are, the smaller the change
a detector finds.
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
  const text = [
    INTRODUCTION + WEEKS + WEEK_DETECTORS.map(section).join('\n'),
    `## The current state\n\n${STATE_DETECTORS.map(section).join('\n')}`,
    NO_CHANGE,
  ].join('\n');
  return formatted(PAGE, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = await page();
  if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
  else if ((await readFile(PAGE, 'utf8')) !== wanted) {
    console.error('docs/detectors.md is out of date. Run `node scripts/make/detectors-docs.mjs`.');
    process.exitCode = 1;
  }
}
