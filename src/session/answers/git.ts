/** Facts about output of git: refusals by hooks, conflicts, the state of the working tree. */
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';
import { hooksPrint, makesHooksTest } from '../hooks';
import { filePath } from '../paths';

/** Messages of hooks and signing that made a commit or push fail. */
const REFUSED = [
  /\bhusky - [\w-]{1,40} (?:script failed|hook (?:failed|exited))/,
  /\bhook (?:declined|failed|exited with (?:code|error)|returned non-zero)/i,
  /\b(?:pre-commit|commit-msg|pre-push|prepare-commit-msg) (?:hook|script)[^\n]{0,60}(?:fail|reject|error|abort)/i,
  /^- hook id: /m,
  /\b(?:lint-staged|lefthook|commitlint)\b[^\n]{0,80}(?:fail|error|✖|problems)/i,
  /^✖ [^\n]{0,80}\[(?:type|subject|body|header|footer|scope)-[\w-]{1,40}\]/m,
  /^[^\n]{0,60}\.{3,}Failed$/m,
  /^🥊 {1,4}\S/mu,
  /error: gpg failed to sign the data/,
  /^(?:Commit|Push) (?:blocked|rejected|aborted)/im,
  /\b(?:pre-receive|update) hook declined/,
];
const GUARDS_SECRETS =
  /gitleaks|detect-secrets|trufflehog|git-secrets|ggshield|talisman|detect[- ]private[- ]key|secretlint|\bsecrets? (?:detected|found|scan)/i;
/** The hook could not run. */
const BROKEN =
  /\(code 127\)|husky - command not found|^\S{0,80}(?:hooks|\.husky)\/[^\n]{1,80}: (?:command )?not found|\bInvalid(?:Config|Manifest)Error\b/m;
const DIRTY = ['Changes not staged for commit:', 'Changes to be committed:', 'Untracked files:'];
/** The commit or push failed, although the exit code is that of another command in the pipe. */
const NOT_DONE =
  /\b(?:hook (?:declined|failed|exited)|script failed \(code|\.{3,}Failed$|gpg failed to sign)/m;

function isRefused({ text, failed }: Answer): boolean {
  return (failed || NOT_DONE.test(text)) && REFUSED.some((words) => words.test(text));
}

export function gitFacts(answer: Answer): Fact[] {
  const { text, call } = answer;
  const facts = hookFacts(answer);
  if (!call.shell) return facts;
  const guarded = call.facts.some(
    ({ fact }) => fact === 'commits' || fact === 'pushes' || fact === 'mergesChanges',
  );
  if (guarded && isRefused(answer))
    facts.push(
      GUARDS_SECRETS.test(text)
        ? { fact: 'hookRefused', value: 'secrets' }
        : BROKEN.test(text)
          ? { fact: 'hookRefused', value: 'broken' }
          : { fact: 'hookRefused' },
    );
  if (text.includes('CONFLICT (') && call.facts.some(({ fact }) => fact === 'mergesChanges'))
    facts.push({ fact: 'conflict' });
  if (text.includes('nothing to commit') || text.includes('working tree clean'))
    facts.push({ fact: 'treeClean' });
  else if (DIRTY.some((words) => text.includes(words))) facts.push({ fact: 'treeDirty' });
  return [...facts, ...pushFacts(answer), ...uncommitted(answer)];
}

/** What is known of tests that run when something is committed. */
function hookFacts(answer: Answer): Fact[] {
  const { text, call, failed } = answer;
  const mayTest =
    factIn(call.facts, 'commits') === undefined
      ? [call.path, ...call.touches.map(({ path }) => path)].some(
          (path) => path !== null && makesHooksTest(path, text),
        )
      : !failed && !isRefused(answer) && hooksPrint(text);
  return mayTest ? [{ fact: 'testsByHook' }] : [];
}

function pushFacts({ text, call }: Answer): Fact[] {
  if (factIn(call.facts, 'pushes') === undefined) return [];
  if (/^ ! \[rejected\][^\n]{1,300}\(fetch first\)/m.test(text)) return [{ fact: 'remoteAhead' }];
  const branch =
    /^ \+ [0-9a-f]{7,40}\.\.\.[0-9a-f]{7,40} {1,40}\S{1,200} -> (\S{1,200}) \(forced update\)/m.exec(
      text,
    )?.[1];
  return branch === undefined ? [] : [{ fact: 'forcedUpdate', value: branch }];
}

const MOST_UNCOMMITTED = 20;

/** Changed and untracked files in the output of `git status`, with and without `--short`, and of `git diff`. */
function uncommitted({ text, call }: Answer): Fact[] {
  if (factIn(call.facts, 'asksTree') === undefined) return [];
  const files = new Set<string>();
  for (const [, name = ''] of text.matchAll(/^\t(?:modified|deleted|both modified): {1,12}([^\n]{1,200})$/gm))
    files.add(name);
  for (const [, name = ''] of text.matchAll(/^(?:[ MARC][MD]|[MARC] ) ([^\n]{1,200})$/gm)) files.add(name);
  for (const [, name = ''] of text.matchAll(/^\?\? ([^\n]{1,200})$/gm)) files.add(`?${name}`);
  // `git diff`, with and without `--stat`.
  if (factIn(call.facts, 'asksTree') === 'diff')
    for (const [, stat = '', name = stat] of text.matchAll(
      /^(?: ([^\s|][^|\n]{0,200}?) {1,80}\| {1,10}(?:\d|Bin)|diff --git a\/\S{1,200} b\/(\S{1,200})$)/gm,
    ))
      files.add(name);
  const unknown =
    /^Untracked files:\n(?: {2}\([^\n]{1,120}\)\n)?((?:\t[^\t\n][^\n]{0,200}(?:\n|$)){1,100})/m.exec(
      text,
    )?.[1] ?? '';
  for (const [, name = ''] of unknown.matchAll(/^\t([^\n]{1,200})$/gm)) files.add(`?${name}`);
  return [...files].slice(0, MOST_UNCOMMITTED).map((value) => ({ fact: 'uncommitted', value }));
}

const MOST_CHANGED = 200;

/** Paths of files that a merge, rebase or the like changed, from its output. */
export function mergedFiles({ text, call, cwd }: Answer): string[] {
  const verb = factIn(call.facts, 'mergesChanges');
  if (verb === undefined || verb === 'stash') return [];
  if (!text.includes('|') && !text.includes('CONFLICT (') && !text.includes('Auto-merging')) return [];
  const changed = new Set<string>();
  const lines = [
    ...text.matchAll(/^ ([^\s|][^|\n]{0,300}?) {1,80}\| {1,10}(?:\d|Bin)/gm),
    ...text.matchAll(/^CONFLICT \([^)\n]{1,60}\): [^\n]{0,200} in ([^\n]{1,300})$/gm),
    ...text.matchAll(/^Auto-merging ([^\n]{1,300})$/gm),
  ];
  for (const [, name = ''] of lines) {
    const path = filePath(name.trim(), cwd);
    if (path !== null && changed.size < MOST_CHANGED) changed.add(path);
  }
  return [...changed];
}
