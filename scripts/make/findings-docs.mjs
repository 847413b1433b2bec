// @ts-check
/**
 * Writes docs/findings.md from src/findings/registry.ts: what each finding means, what to do about it, and which look-alikes it
 * leaves out. With `--check` it writes nothing, and fails if the file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { formatted } from '../lib/formatted.mjs';
import { load } from '../lib/load.mjs';

const root = new URL('../../', import.meta.url);
const inRoot = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));
const PAGE = inRoot('docs/findings.md');

/** @typedef {{ name: string, title: string, meaning: string, advice: string, leavesOut: string[], checkedOn: string }} Words */
/** @returns {Promise<{ findings: Words[] }>} */
async function registered() {
  return load(`export { findings } from './src/findings/registry';`);
}

const INTRODUCTION = `# Findings

A finding is an event in a session that deserves your attention. It has one sentence that says what happened, the log lines that prove it, and what to do. Findings raise alerts: in the
badge, the Alerts view, notifications and “Needs attention”. [Measures](signals.md) only describe. This page is generated from \`src/findings/registry.ts\` by
\`node scripts/make/findings-docs.mjs\`.

- **Severity** depends on harm, never on counts alone. Yellow (WARN): you should look at it. Red (CRITICAL): harm was done, or is about to be done while nobody is watching.
  The severity of a session is that of its worst open finding.
- **Repaired** findings stay in the session as history and raise no alert. If the same thing happens again, it is a new finding.
- **Not judged yet is not OK.** A session without findings has no severity while it has fewer than five tool calls and no finished turn, or when its log is not understood. Findings of a sub-agent count for its parent.
- **The Alerts view also lists current facts**: a session waits for you, its context is nearly full, a limit or budget is nearly or fully used, a log is not understood.
- \`vigil explain SESSION FINDING\` prints the log lines. The condition \`finding:NAME\` filters sessions.
- **codevigil's behaviour**: with \`vigil.alerts.measures\`, or \`--thresholds codevigil\` in the terminal, measures raise alerts too, by codevigil's thresholds and plain matching, and averages of sessions are marked WARN and CRITICAL.
  When Vigil's own measures still raised alerts, 9 of 35 alerts were true when checked in real logs.

Each finding below says what it means, what to do, which look-alikes it leaves out (“Not this”), and what its rule was checked on.
`;

async function page() {
  const { findings } = await registered();
  const sections = findings.map(({ name, title, meaning, advice, leavesOut, checkedOn }) => {
    const not = leavesOut.join('; ');
    return [
      `## ${title} (\`${name}\`)`,
      '',
      `- **Means** ${meaning}`,
      `- **What to do** ${advice}`,
      `- **Not this** ${not.charAt(0).toUpperCase()}${not.slice(1)}.`,
      `- **Checked on** ${checkedOn}`,
      '',
    ].join('\n');
  });
  return formatted(PAGE, [INTRODUCTION, ...sections].join('\n'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = await page();
  if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
  else if ((await readFile(PAGE, 'utf8')) !== wanted) {
    console.error('docs/findings.md is out of date. Run `node scripts/make/findings-docs.mjs`.');
    process.exitCode = 1;
  }
}
