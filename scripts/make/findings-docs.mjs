// @ts-check
/**
 * Writes docs/findings.md: what each finding means, what to do about it, and what looks like it and is none, out of
 * src/findings/registry.ts. With `--check` it writes nothing and fails when the file is not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as prettier from 'prettier';
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

A finding is an event in a session that is worth an alarm: one sentence in plain words, the log lines that prove it, and what to do. Findings ring, in the badge, the Alerts
view, notifications and “Needs attention”; [measures](signals.md) describe and do not. This page is made from \`src/findings/registry.ts\` (\`node scripts/make/findings-docs.mjs\`).

- **Severity** follows from harm: yellow (WARN) for what should be looked at, red (CRITICAL) for harm done, or about to be with nobody looking on. It never follows from counts alone.
  The severity of a session is that of its worst open finding.
- **Repaired** findings stay in the session as what happened, and ring no longer. When the same happens again it is a new one.
- **Not judged yet is not OK.** A session of fewer than five tool calls in which no turn has ended has no severity, and so has one whose log is not understood. Findings of a sub-agent are its parent's.
- **Facts of the moment** stand beside them: a session waits for you, its context is nearly full, a limit or a budget is near or spent, its log is not understood.
- \`vigil explain SESSION FINDING\` prints the lines; \`finding:NAME\` finds the sessions.
- **codevigil's behaviour**: with \`vigil.alerts.measures\`, or \`--thresholds codevigil\` in the terminal, measures ring, too, by codevigil's thresholds and plain matching, and means of sessions are marked WARN and CRITICAL.
  When measures still rang, 9 of 35 of Vigil’s own alarms were true, read up in real logs.
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
  const how = await prettier.resolveConfig(PAGE);
  return prettier.format([INTRODUCTION, ...sections].join('\n'), { ...how, filepath: PAGE });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = await page();
  if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
  else if ((await readFile(PAGE, 'utf8')) !== wanted) {
    console.error(
      'docs/findings.md: not what src/findings/registry.ts says. Run `node scripts/make/findings-docs.mjs`.',
    );
    process.exitCode = 1;
  }
}
