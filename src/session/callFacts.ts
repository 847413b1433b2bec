/** Derives facts from the input of a tool call. */
import { fieldsOf, jsonOf, listOf } from '../log/json';
import type { Fact, Touch } from './facts';
import { isGuard, weakensGuard } from './guards';
import { makesHooksTest } from './hooks';
import { filePath } from './paths';
import { wholeFingerprint } from './reading';
import { commandFacts } from './shell/commandFacts';
import { runsOf, type Run } from './shell/runs';
import { touchesOf, touchesOfRuns, writtenBy } from './shell/touches';

export interface CallFacts {
  /** Length of the whole input as JSON, in characters. */
  chars: number;
  /** Fingerprint of the whole input: equal for calls of one tool that do the same. */
  input: number;
  /** Fingerprint of the first words of a shell command; 0 for other tools. */
  opening: number;
  touches: Touch[];
  facts: Fact[];
}

/** How many words identify a command: `git commit` with another message is the same attempt. */
const OPENING_WORDS = 3;
/** Commands before the main one that only change the folder or the environment. */
const BEFORE = /^(?:\s{0,20}(?:cd|pushd|export|source|set|\.)\s[^;&|\n]{1,300}(?:&&|;|\n)\s{0,20})+/;

/** Facts of a call of the tool `name` with `input` in the folder `cwd`; `shell`: it runs a shell command. */
export function callFacts(name: string, input: unknown, cwd: string | null, shell: boolean): CallFacts {
  const given = fieldsOf(input);
  const json = jsonOf(input ?? null);
  // A missing input counts as `""`.
  const chars = input === undefined || input === null ? 2 : json.length;
  const fingerprint = inputFingerprint(json);
  if (shell) {
    const command = commandOf(input);
    const runs = runsOf(command);
    const touches = touchesOfRuns(runs, cwd);
    return {
      chars,
      input: fingerprint,
      opening: openingOf(command, runs, cwd),
      touches,
      facts: [...commandFacts(runs, given), ...guardsChanged(touches)],
    };
  }
  return {
    chars,
    input: fingerprint,
    opening: 0,
    touches: fileTouches(name, given, cwd),
    facts: fileFacts(name, given),
  };
}

/** Fingerprint of a command's first words and its folder: the same words in another folder are another command. */
function openingOf(command: string, runs: readonly Run[], cwd: string | null): number {
  if (command === '') return 0;
  const folder = runs.find(({ program }) => !/^(?:export|source|set|\.|)$/.test(program))?.folder;
  const words = command.replace(BEFORE, '').split(/\s+/, OPENING_WORDS).join(' ');
  return wholeFingerprint(`${filePath(folder ?? '.', cwd) ?? ''} ${words}`);
}

/** Fingerprint of an input. Of a long one, its length and ends are enough. */
const inputFingerprint = (text: string): number =>
  wholeFingerprint(
    text.length <= LONG_INPUT
      ? text
      : `${text.length} ${text.slice(0, LONG_INPUT)} ${text.slice(-LONG_INPUT)}`,
  );
const LONG_INPUT = 2_000;

/** The command of a shell call; '' without one. */
export function commandOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('command' in input)) return '';
  return typeof input.command === 'string' ? input.command.trim() : '';
}

const PATHS = [
  'file_path',
  'path',
  'relative_path',
  'filePath',
  'filename',
  'uri',
  'paths',
  'files',
  'file_paths',
];
/** Names of MCP tools that show or change files. */
const SHOWS_FILES =
  /(?:read|view|open|cat|get)_?(?:text_?|multiple_?|media_?)?(?:file|files|source|content|contents|notebook|symbol|body)/i;
const CHANGES_FILES =
  /(?:write|edit|create|replace|insert|update|append|patch|delete)_?(?:text_?)?(?:file|files|lines|content|symbol|body|regex|in_file|at_line)/i;
const SCRIPT = /\.(?:py|js|mjs|cjs|ts|sh|bash|rb|pl|ps1)$/i;
/** Most characters of a script that are searched. */
const SCRIPT_CHARS = 20_000;

/** Files that a call other than a shell command reads or changes besides the one it names. */
function fileTouches(name: string, given: Record<string, unknown>, cwd: string | null): Touch[] {
  if (name.startsWith('mcp__')) {
    const tool = name.slice(name.lastIndexOf('__') + 2);
    const does = CHANGES_FILES.test(tool) ? 'edit' : SHOWS_FILES.test(tool) ? 'look' : null;
    return does === null ? [] : pathsIn(given, cwd).map((path) => ({ does, path }));
  }
  if (name !== 'Write') return [];
  const path = filePath(given['file_path'], cwd);
  const content = given['content'];
  if (path === null || typeof content !== 'string' || !SCRIPT.test(path)) return [];
  const text = content.slice(0, SCRIPT_CHARS);
  const changed = /\.(?:sh|bash|ps1)$/i.test(path)
    ? touchesOf(text, cwd).filter(({ does }) => does === 'edit' || does === 'write')
    : writtenBy(text).filter(({ does }) => does === 'edit');
  return changed.flatMap((one): Touch[] => {
    const file = filePath(one.path, cwd);
    return file === null ? [] : [{ does: 'script', path: file, from: path }];
  });
}

const MOST_PATHS = 50;

function pathsIn(given: Record<string, unknown>, cwd: string | null): string[] {
  return PATHS.flatMap((key) => given[key])
    .slice(0, MOST_PATHS)
    .flatMap(
      (value) => filePath(typeof value === 'string' ? value.replace(/^file:\/\//, '') : null, cwd) ?? [],
    );
}

/** Tools that check work in the background. */
const POLLS = /^(?:BashOutput|TaskOutput|AgentOutput|AgentOutputTool|BashOutputTool|Monitor)$/;
const CHANGES = new Set(['Edit', 'EditFile', 'MultiEdit', 'Write', 'WriteFile']);

/** The first guard that a command changes, moves or removes. */
const guardsChanged = (touches: readonly Touch[]): Fact[] =>
  touches
    .filter(({ does }) => ['edit', 'write', 'move', 'remove'].includes(does))
    .flatMap(({ path, from }): Fact[] => {
      const guard = [path, from].find((one) => one !== undefined && isGuard(one));
      return guard === undefined ? [] : [{ fact: 'changesGuard', value: guard }];
    })
    .slice(0, 1);

function fileFacts(name: string, given: Record<string, unknown>): Fact[] {
  const facts: Fact[] = [];
  if (POLLS.test(name)) facts.push({ fact: 'waits' });
  if (name === 'Write' && typeof given['content'] === 'string' && given['content'].trim() === '')
    facts.push({ fact: 'empties' });
  if (!CHANGES.has(name)) return facts;
  const path = pathsIn(given, null)[0];
  if (path === undefined) return facts;
  if (weakensGuard(path, given)) facts.push({ fact: 'changesGuard', value: path });
  const hooksTest = [given, ...listOf(given['edits']).map(fieldsOf)]
    .map(({ content, new_string: fresh }) => content ?? fresh)
    .some((text) => typeof text === 'string' && makesHooksTest(path, text.slice(0, SCRIPT_CHARS)));
  if (hooksTest) facts.push({ fact: 'testsByHook' });
  return facts;
}
