/**
 * What a shell command does to files. Rule (P37): a command reads or searches when every part of it only
 * inspects and nothing is redirected into a file; one part that does anything else makes it `other`, for
 * then the call was made for that. Whether such a call edits a file, `fileEdited` (touches.ts) tells.
 */
import type { ToolAction } from '../event';

const names = (list: string): readonly string[] => list.split(' ');

const READERS = new Set(names('cat head tail nl less more bat batcat sed awk jq xxd Get-Content type'));
const GREPS = names('grep egrep fgrep rg ag ack');
const SEARCHERS = new Set([...GREPS, ...names('find fd fdfind Select-String')]);
/** Programs that neither read nor change a file's content. They do not affect the action. */
const NEUTRAL = new Set(
  names('cd pwd ls echo printf wc sort uniq cut tr column tree stat file which true basename dirname test ['),
);
const GIT_READS = new Set(names('show blame diff cat-file'));
const GIT_SEARCHES = new Set(names('log grep ls-files status branch rev-parse'));
/** Programs whose exit code 1 means "nothing found" or "different" (P39). */
const ANSWERS_BY_EXIT = new Set([...GREPS, ...names('diff cmp test [ pgrep lsof pidof fuser which')]);
const HARMLESS_REDIRECTS = /\d?>>?\s*\/dev\/null|\d>&\d|&>\s*\/dev\/null/g;

const PART = /(?:"(?:\\.|[^"\\])*"|'[^']*'|\\[\s\S]|[^"'\\;|\n&])+/g;

/** The last command and its parts, because two questions are asked about each command. */
let last: { command: string; parts: readonly string[] } = { command: '', parts: [] };

/** Splits a command at `&&`, `||`, `;`, `|`, `&` and newlines outside quotes, without harmless redirections. */
function partsOf(command: string): readonly string[] {
  if (last.command !== command) {
    const plain = command.includes('>') ? command.replace(HARMLESS_REDIRECTS, ' ') : command;
    const parts = plain.match(PART) ?? [];
    last = { command, parts: parts.map((part) => part.trim()).filter(Boolean) };
  }
  return last.parts;
}

const words = (part: string): string[] => part.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
const unquoted = (word: string): string => word.replace(/^["'](.*)["']$/s, '$1');

/** The file that a reading command names: its last argument that is neither option nor, for sed, awk and jq, the script. */
function fileOf(name: string, args: string[]): string | null {
  const files = args.filter((arg) => !arg.startsWith('-') && !/^\d+$/.test(arg)).map(unquoted);
  const script = name === 'sed' || name === 'awk' || name === 'jq' ? 1 : 0;
  return files.length > script ? (files.at(-1) ?? null) : null;
}

function actionOf(part: string): { action: ToolAction | 'neutral'; path: string | null } {
  const other = { action: 'other', path: null } as const;
  if (/(?:^|[^<])>|<<|\$\(|`/.test(part.replace(/"[^"]*"|'[^']*'/g, '""'))) return other;
  // xargs has the action of the program it runs.
  const run = part.replace(/^(?:xargs\s+(?:(?:-\S+|\d+|\{\})\s+)*)+/, '');
  const [first = '', ...args] = words(run).filter((word, i) => i > 0 || !/^\w+=/.test(word));
  const name = first.replace(/^.*\//, '');
  if (name === 'git') {
    const verb = args.find((arg) => !arg.startsWith('-')) ?? '';
    if (GIT_READS.has(verb)) return { action: 'read', path: null };
    return GIT_SEARCHES.has(verb) ? { action: 'research', path: null } : other;
  }
  if (name === 'sed' && args.some((arg) => /^-\w*i|^--in-place/.test(arg))) return other;
  if (name === 'find' && args.some((arg) => /^-(?:delete|exec|execdir|ok)$/.test(arg))) return other;
  if (READERS.has(name)) return { action: 'read', path: fileOf(name, args) };
  if (SEARCHERS.has(name)) return { action: 'research', path: null };
  return NEUTRAL.has(name) ? { action: 'neutral', path: null } : other;
}

/** Longer commands are scripts and count as `other`. Characters. */
const LONGEST = 20_000;

/** The action of a whole command, and the file it reads if it names one. */
export function shellAction(command: string): { action: ToolAction; path: string | null } {
  const found: { action: ToolAction; path: string | null } = { action: 'other', path: null };
  if (command.length > LONGEST) return found;
  for (const part of partsOf(command)) {
    const { action, path } = actionOf(part);
    if (action === 'other') return { action: 'other', path: null };
    // A filter in a pipe (`rg x | head`) reads no file: a read counts if it names a file or comes first.
    if (action === 'read' && (path !== null || found.action === 'other')) found.action = 'read';
    if (action === 'research' && found.action === 'other') found.action = 'research';
    found.path ??= path;
  }
  return found;
}

/**
 * True if exit code 1 of the command is no failure: its last part is such a program, `systemctl is-…`, `git grep`, or `git diff` with
 * `--exit-code` or `--quiet`.
 */
export function answersByExit(command: string): boolean {
  if (command.length > LONGEST) return false;
  const [name = '', ...args] = words(partsOf(command).at(-1) ?? '').filter(
    (word, i) => i > 0 || !/^\w+=/.test(word),
  );
  if (name === 'git') {
    const verb = args.find((arg) => !arg.startsWith('-'));
    return (
      verb === 'grep' || (verb === 'diff' && args.some((arg) => arg === '--exit-code' || arg === '--quiet'))
    );
  }
  const program = name.replace(/^.*\//, '');
  return ANSWERS_BY_EXIT.has(program) || (program === 'systemctl' && args[0]?.startsWith('is-') === true);
}
