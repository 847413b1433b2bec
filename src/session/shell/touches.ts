/** Finds the files that a shell command reads and changes. */
import type { Touch } from '../facts';
import { filePath } from '../paths';
import { runsOf, type Run } from './runs';
import { getOwn } from '../../log/own';

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Programs that read files. For some, the first argument is a script, not a file. */
const READERS = names(
  'cat head tail nl less more bat batcat xxd hexdump od strings tac pr fold column Get-Content gc type jq yq awk gawk sed cut sort uniq wc tr rev paste comm diff cmp base64 md5sum sha256sum file stat source .',
);
/** Those of them that print nothing of the content. */
const COUNTERS = names('wc md5sum sha256sum file stat cmp');
const SCRIPT_FIRST = names('jq yq awk gawk sed tr');
const GREPS = names('grep egrep fgrep rg ag ack Select-String sls');
const LISTERS = names('ls find fd fdfind tree dir Get-ChildItem gci');
const INTERPRETERS = names(
  'python python3 node deno bun ruby perl php Rscript tsx ts-node bash sh zsh pwsh powershell',
);
const MOST_TOUCHES = 100;

/** The touches of a command in the folder `cwd`, in order; each file once for each kind of touch. */
export const touchesOf = (command: string, cwd: string | null): Touch[] =>
  touchesOfRuns(runsOf(command), cwd);

/** The same for the runs of a command. */
export function touchesOfRuns(runs: readonly Run[], cwd: string | null): Touch[] {
  const found = new Map<string, Touch>();
  const touches = touchesByRun(runs);
  for (const [i, run] of runs.entries()) {
    const folder = run.folder === null ? cwd : (filePath(run.folder, cwd) ?? cwd);
    for (const { does, path, from } of touches[i]!) {
      const file = pathOf(path, folder);
      const source = from === undefined ? null : pathOf(from, folder);
      // Only the shell knows which files a pattern matches, so patterns are kept only for files that were read.
      if (file === null || (file.includes('*') && does !== 'look' && does !== 'search')) continue;
      const touch: Touch = source === null ? { does, path: file } : { does, path: file, from: source };
      found.set(`${does} ${file.length} ${file}${source ?? ''}`, touch);
      if (found.size >= MOST_TOUCHES) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** Programs whose redirected output is text that Claude wrote. The output of others is a log or a result. */
const WRITERS = names('cat echo printf Write-Output tee Tee-Object Set-Content Out-File Add-Content');

/** The first file that a command changes with text that Claude wrote: `sed -i`, a here-document, `tee`, `patch`; null if there is none. */
export function fileEdited(command: string): string | null {
  const runs = runsOf(command.trim());
  const touches = touchesByRun(runs);
  for (const [i, { program, piped }] of runs.entries()) {
    const edited = touches[i]!.find(({ does }) => does === 'edit');
    if (edited !== undefined) return edited.path;
    if (!WRITERS.has(program) || piped) continue;
    const written = touches[i]!.find(({ does }) => does === 'write');
    if (written !== undefined) return written.path;
  }
  return null;
}

/** The normalised path of an argument; null if it is a variable, an option, a number or the like. */
function pathOf(path: string, folder: string | null): string | null {
  if (path === '' || path === '-' || path.startsWith('-') || /[$?]|^\d+$|:\/\//.test(path)) return null;
  if (path.startsWith('/dev/') || path.startsWith('~')) return null;
  return filePath(path, folder);
}

interface Named {
  does: Touch['does'];
  path: string;
  from?: string;
}

const doing =
  (does: Touch['does']) =>
  (path: string): Named => ({ does, path });

/** The touches of the last command, because two questions are asked about each command. */
let last: { runs: readonly Run[]; touches: readonly (readonly Named[])[] } = { runs: [], touches: [] };

function touchesByRun(runs: readonly Run[]): readonly (readonly Named[])[] {
  if (last.runs !== runs) last = { runs, touches: runs.map(runTouches) };
  return last.touches;
}

function runTouches(run: Run): Named[] {
  const { reads, writes } = run;
  const touches = programTouches(run);
  if (reads.length === 0 && writes.length === 0) return touches;
  return [...reads.map(doing('look')), ...touches, ...writes.map(doing('write'))];
}

const options = (args: readonly string[]): string[] =>
  args.filter((arg) => arg.startsWith('-') && arg !== '-');
const operands = (args: readonly string[]): string[] =>
  args.filter((arg) => !arg.startsWith('-') || arg === '-');

function programTouches(run: Run): Named[] {
  const { program, args } = run;
  if (program === 'git') return gitTouches(args);
  if (program === 'sed' || program === 'perl') {
    const inPlace = options(args).some((arg) => /^-[A-Za-z]*i|^--in-place/.test(arg));
    if (inPlace) return filesAfterScript(args).map(doing('edit'));
    if (program === 'perl') return operands(args).slice(0, 1).map(doing('run'));
  }
  if (READERS.has(program)) {
    const files = SCRIPT_FIRST.has(program) ? filesAfterScript(args) : filesWithoutValues(program, args);
    return files.map(doing(COUNTERS.has(program) ? 'list' : 'look'));
  }
  if (GREPS.has(program)) return grepTouches(args);
  if (LISTERS.has(program)) return operands(args).map(doing('list'));
  return changeTouches(program, args) ?? interpreterTouches(program, args, run);
}

/** Files among the arguments of a program whose first operand is a script, unless `-e` or `-f` gives the script. */
function filesAfterScript(args: readonly string[]): string[] {
  const given = args.some((arg) => /^-[A-Za-z]*[ef]$/.test(arg) || arg.startsWith('--expression'));
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (/^-[A-Za-z]*[efvF]$/.test(args[i]!) || args[i] === '--arg') i += args[i] === '--arg' ? 2 : 1;
    else if (!args[i]!.startsWith('-')) files.push(args[i]!);
  }
  return given ? files : files.slice(1);
}

const VALUED: Readonly<Record<string, RegExp>> = {
  head: /^-[nc]$/,
  tail: /^-[nc]$/,
  cut: /^-[dfcb]$/,
  sort: /^-[kto]$/,
  fold: /^-w$/,
  'Get-Content': /^-(?:TotalCount|Head|Tail|Encoding|First|Last)$/i,
};

function filesWithoutValues(program: string, args: readonly string[]): string[] {
  const takes = getOwn(VALUED, program) ?? null;
  return operands(args.filter((_, i) => takes === null || !takes.test(args[i - 1] ?? '')));
}

/** Files of `grep PATTERN FILE…`: `search`, or `list` if it prints only names or counts. */
function grepTouches(args: readonly string[]): Named[] {
  const quiet = options(args).some((arg) => /^-[A-Za-z]*[lLcq]|^--(?:files-with|count|quiet)/.test(arg));
  const given = args.some((arg) => /^-[A-Za-z]*[ef]$|^--regexp|^-Pattern$/i.test(arg));
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (
      /^-[A-Za-z]*[ABCmefgtTd]$|^--(?:include|exclude|glob|type|max-count|context)$|^-(?:Pattern|Context)$/.test(
        args[i]!,
      )
    )
      i++;
    else if (!args[i]!.startsWith('-')) files.push(args[i]!);
  }
  return (given ? files : files.slice(1)).map(doing(quiet ? 'list' : 'search'));
}

function gitTouches(args: readonly string[]): Named[] {
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && !/^-[Cc]$/.test(args[i - 1] ?? ''));
  const verb = args[at] ?? '';
  const rest = args.slice(at + 1);
  const dashes = rest.indexOf('--');
  const after = dashes === -1 ? [] : rest.slice(dashes + 1);
  if (verb === 'show') {
    const shown = operands(rest).flatMap((arg) => /^[^:]+:(.+)$/.exec(arg)?.[1] ?? []);
    return [...shown, ...after].map(doing('look'));
  }
  if (verb === 'diff' || verb === 'log' || verb === 'blame') {
    const namesOnly = options(rest).some((arg) =>
      /^--(?:stat|name-only|name-status|numstat|shortstat|quiet)/.test(arg),
    );
    const files =
      after.length > 0 ? after : operands(rest).filter((arg) => /[./\\]/.test(arg) && !arg.includes('..'));
    const looks = verb !== 'log' || rest.some((arg) => arg === '-p' || arg === '--patch');
    return files.map(doing(namesOnly || !looks ? 'list' : verb === 'diff' ? 'search' : 'look'));
  }
  if (verb === 'grep') return grepTouches(rest);
  if (verb === 'mv') return moveTouches('move', operands(rest));
  if (verb === 'rm') return operands(rest).map(doing('remove'));
  return [];
}

/** Touches of moving or copying files: the last argument is the target. */
function moveTouches(does: 'move' | 'copy', files: readonly string[]): Named[] {
  const to = files.at(-1);
  if (to === undefined || files.length < 2) return [];
  const sources = files.slice(0, -1);
  const folder = sources.length > 1 || /[\\/]$/.test(to);
  return sources.map((from) => {
    const path = folder ? `${to.replace(/[\\/]$/, '')}/${from.replace(/^.*[\\/]/, '')}` : to;
    return { does, path, from };
  });
}

/** Files that a program changes; null for programs that change none. */
function changeTouches(program: string, args: readonly string[]): Named[] | null {
  switch (program) {
    case 'mv':
    case 'Move-Item':
    case 'move':
      return moveTouches('move', operands(args));
    case 'cp':
    case 'Copy-Item':
    case 'copy':
    case 'install':
      return moveTouches('copy', operands(args));
    case 'rm':
    case 'del':
    case 'Remove-Item':
    case 'unlink':
      return operands(args).map(doing('remove'));
    case 'tee':
    case 'Tee-Object':
      return operands(args).map(doing('write'));
    case 'Set-Content':
    case 'Out-File':
    case 'Add-Content':
      return filesWithoutValues('Get-Content', args).slice(0, 1).map(doing('write'));
    case 'truncate':
    case 'dd':
      return args.flatMap((arg) => (arg.startsWith('of=') ? [arg.slice(3)] : [])).map(doing('write'));
    case 'patch':
      return operands(args).slice(0, 1).map(doing('edit'));
    default:
      return null;
  }
}

/** The script that an interpreter runs, or the files that code on the command line reads and changes. */
function interpreterTouches(program: string, args: readonly string[], run: Run): Named[] {
  if (!INTERPRETERS.has(program)) {
    return /^\.{0,2}[\\/]/.test(program) || /\.(?:sh|py|js|mjs|ts|rb|pl|ps1)$/.test(program)
      ? [{ does: 'run', path: program }]
      : [];
  }
  const script = args.find((arg) => !arg.startsWith('-'));
  const code = args.some((arg) => /^-(?:c|e|-eval|p)$/.test(arg));
  if (code || (script === undefined && run.documents.length > 0)) {
    return [...(code ? args : []), ...run.documents].flatMap(writtenBy);
  }
  return script === undefined || code ? [] : [{ does: 'run', path: script }];
}

/** Files that a script opens by a literal name: `edit` if it opens them for writing, else `look`. */
export function writtenBy(script: string): Named[] {
  const found: Named[] = [];
  const text = script.slice(0, 20_000);
  for (const [, path = '', mode = ''] of text.matchAll(
    /\bopen\(\s*["']([^"'\n]{1,300})["']\s*(?:,\s*["']([rwabx+]{1,3})["'])?/g,
  ))
    found.push({ does: /[wax+]/.test(mode) ? 'edit' : 'look', path });
  for (const [, path = '', verb = ''] of text.matchAll(
    /\bPath\(\s*["']([^"'\n]{1,300})["']\s*\)\.(read|write)_(?:text|bytes)/g,
  ))
    found.push({ does: verb === 'write' ? 'edit' : 'look', path });
  for (const [, verb = '', path = ''] of text.matchAll(
    /\b(readFile|writeFile|appendFile)(?:Sync)?\(\s*["'`]([^"'`\n$]{1,300})["'`]/g,
  ))
    found.push({ does: verb === 'readFile' ? 'look' : 'edit', path });
  return found;
}
