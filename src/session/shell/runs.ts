/** Finds the programs a shell command runs, including those in loops, pipes, subshells and nested shells. */
import { memoize } from '../memoize';
import { tokensOf, type Token } from './words';
import { getOwn } from '../../log/own';

/** One run of a program. */
export interface Run {
  /** Its name without folder and `.exe`; '' for assignments or redirections alone. */
  program: string;
  /** Its arguments without quotes. */
  args: string[];
  /** Assignments before it: `HUSKY=0`. */
  settings: Record<string, string>;
  /** Files it reads by `<` and writes by `>` and `>>`. */
  reads: string[];
  writes: string[];
  /** Its here-documents and here-strings. */
  documents: string[];
  /** Its input comes from a pipe. */
  piped: boolean;
  /** Its output goes into a pipe. */
  pipes: boolean;
  /** The folder it runs in after `cd` in this command, as written; null: the folder of the command. */
  folder: string | null;
  /** It is in a command substitution (`$(…)`), so its output is not shown. */
  taken?: true;
}

const KEYWORDS = new Set(
  'if then else elif fi for while until do done case esac in select function { } ! time coproc'.split(' '),
);
/** Programs that run the program in their arguments, with their options that take a value. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-D'],
  doas: ['-u'],
  env: ['-u', '-C', '-S'],
  command: [],
  exec: ['-a'],
  builtin: [],
  nohup: [],
  nice: ['-n'],
  ionice: ['-c', '-n'],
  time: ['-f', '-o'],
  timeout: ['-s', '-k'],
  gtimeout: ['-s', '-k'],
  stdbuf: ['-o', '-i', '-e'],
  xargs: ['-n', '-P', '-I', '-L', '-d', '-E', '-s', '-a'],
  setsid: [],
  caffeinate: ['-t', '-w'],
  rtk: [],
  npx: ['-p', '--package'],
  pnpx: [],
  bunx: [],
  'cross-env': [],
  'cross-env-shell': [],
  'env-cmd': ['-f'],
  nyc: ['--reporter', '-r'],
  c8: ['--reporter', '-r'],
  'xvfb-run': ['-s', '-n', '-e'],
  fvm: [],
};
/** Programs that run a command after a subcommand, with these subcommands: `mise exec -- go test`, `uv run pytest`. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  uv: ['run'],
  poetry: ['run'],
  pipenv: ['run'],
  pdm: ['run'],
  hatch: ['run'],
  rye: ['run'],
  mise: ['exec', 'x'],
  asdf: ['exec'],
  direnv: ['exec'],
  bundle: ['exec'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  npm: ['exec', 'x'],
  bun: ['x'],
  dotenv: ['run'],
  docker: ['exec', 'run'],
  podman: ['exec', 'run'],
  'docker-compose': ['exec', 'run'],
  kubectl: ['exec'],
  conda: ['run'],
  mamba: ['run'],
  micromamba: ['run'],
  pixi: ['run'],
  devbox: ['run'],
  doppler: ['run'],
  nix: ['develop', 'shell'],
};
/** Options of `RUNNERS` that take a value. */
const RUNNER_VALUES: Readonly<Record<string, readonly string[]>> = {
  uv: [
    '--with',
    '--extra',
    '--group',
    '--python',
    '-p',
    '--project',
    '--directory',
    '--package',
    '--env-file',
  ],
  conda: ['-n', '-p', '--name', '--prefix'],
  mamba: ['-n', '-p'],
  micromamba: ['-n', '-p'],
  pixi: ['-e', '--environment'],
  pnpm: ['--filter', '-F', '--dir', '-C'],
  doppler: ['-p', '-c'],
};
const CONTAINERS = /^(?:docker|podman|docker-compose|kubectl)$/;
const CONTAINER_VALUES =
  /^-(?:[uwevpnclhm]|-(?:user|workdir|env|env-file|volume|publish|name|network|entrypoint|mount|platform|memory|cpus|gpus|shm-size|label|add-host|index|container|namespace|context|hostname|file|profile|project-name))$/;
const SHELLS = new Set('sh bash zsh dash ksh fish powershell pwsh cmd'.split(' '));
const MOST_RUNS = 400;
const DEEPEST = 4;

/** The last command and its runs, because several questions are asked about each command. */
let last: { command: string; runs: readonly Run[] } = { command: '', runs: [] };

/** The programs that a command runs, in their order in the text. */
export function runsOf(command: string): readonly Run[] {
  if (last.command === command) return last.runs;
  const runs: Run[] = [];
  collect(command, 0, { folder: null }, runs);
  last = { command, runs };
  return runs;
}

interface WorkingFolder {
  folder: string | null;
}
type Loops = Map<string, readonly string[]>;

/** A part of a command that is being collected. */
interface Part {
  words: string[];
  bare: boolean[];
  reads: string[];
  writes: string[];
  documents: string[];
  piped: boolean;
}
const newPart = (piped: boolean): Part => ({
  words: [],
  bare: [],
  reads: [],
  writes: [],
  documents: [],
  piped,
});

function collect(command: string, depth: number, where: WorkingFolder, runs: Run[]): void {
  const tokens = tokensOf(command);
  const loops: Loops = new Map();
  const folders: (string | null)[] = [];
  let part = newPart(false);
  const finish = (pipes: boolean): void => {
    if (runs.length < MOST_RUNS) addPart(part, pipes, depth, where, loops, runs);
    part = newPart(pipes);
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === 'document') part.documents.push(token.text);
    else if (token.kind === 'word') {
      // The `2` of `2>` belongs to the redirection.
      const after = tokens[i + 1];
      if (
        token.bare &&
        token.text.length === 1 &&
        /\d/.test(token.text) &&
        after?.kind === 'sign' &&
        after.text.startsWith('>')
      )
        continue;
      part.words.push(token.text);
      part.bare.push(token.bare);
      if (depth < DEEPEST) for (const inner of token.inner) collectSubstitution(inner, depth, where, runs);
    } else if (isRedirection(token.text)) i = redirect(token.text, tokens, i, part);
    // A here-document belongs to the command on the line before it.
    else if (token.text === '\n' && tokens[i + 1]?.kind === 'document') continue;
    else {
      finish(token.text === '|' || token.text === '|&');
      // A `cd` in a subshell does not affect the commands after it.
      if (token.text === '(') folders.push(where.folder);
      else if (token.text === ')' && folders.length > 0) where.folder = folders.pop() ?? null;
    }
  }
  finish(false);
}

/** Collects the runs in a command substitution: `$(…)`. */
function collectSubstitution(command: string, depth: number, where: WorkingFolder, runs: Run[]): void {
  const before = runs.length;
  collect(command, depth + 1, { ...where }, runs);
  for (let i = before; i < runs.length; i++) runs[i] = { ...runs[i]!, taken: true };
}

const isRedirection = (sign: string): boolean => sign.includes('<') || sign.includes('>');

/** Adds the file of a redirection to `part`; returns the index of its last token. */
function redirect(sign: string, tokens: readonly Token[], at: number, part: Part): number {
  if (sign === '<<' || sign === '<<-') return at;
  const file = tokens[at + 1];
  if (file?.kind !== 'word') return at;
  if (sign === '<<<') part.documents.push(file.text);
  else if (sign === '<' || sign === '<>') part.reads.push(file.text);
  else if (
    !/^(?:\d|-|&\d)$/.test(file.text) &&
    !/^(?:\/dev\/(?:null|stdout|stderr|tty)|NUL|\$null)$/i.test(file.text)
  )
    part.writes.push(file.text);
  return at + 1;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=(.*)$/s;

function addPart(
  part: Part,
  pipes: boolean,
  depth: number,
  where: WorkingFolder,
  loops: Loops,
  runs: Run[],
): void {
  const settings: Record<string, string> = {};
  let at = 0;
  const { words, bare } = part;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === 'for' && words[at + 2] === 'in') {
      loops.set(words[at + 1]!, words.slice(at + 3));
      return;
    }
    if (bare[at] === true && KEYWORDS.has(word)) continue;
    const set = word.includes('=') ? ASSIGNMENT.exec(word) : null;
    if (set === null) break;
    settings[set[1]!] = set[2]!;
  }
  const rest = words.slice(at);
  const run: Omit<Run, 'program' | 'args'> = {
    settings,
    reads: part.reads,
    writes: part.writes,
    documents: part.documents,
    piped: part.piped,
    pipes,
    folder: where.folder,
  };
  if (rest.length === 0) {
    if (part.writes.length > 0 || Object.keys(settings).length > 0)
      runs.push({ program: '', args: [], ...run });
    return;
  }
  addRun(rest, run, depth, where, loops, runs);
}

/** Adds the run, or those of the program or nested shell that it starts. */
function addRun(
  words: readonly string[],
  run: Omit<Run, 'program' | 'args'>,
  depth: number,
  where: WorkingFolder,
  loops: Loops,
  runs: Run[],
): void {
  const program = nameOf(words[0]!);
  const args = words.slice(1);
  if (program === 'cd' || program === 'pushd' || program === 'Set-Location') {
    const folder = args.find((arg) => !arg.startsWith('-'));
    if (folder !== undefined) where.folder = joined(where.folder, folder);
    return;
  }
  const inner = nestedCommand(program, args);
  if (inner !== null && depth < DEEPEST) {
    const before = runs.length;
    collect(inner, depth + 1, { ...where }, runs);
    // `HUSKY=0 bash -c 'git commit'`: the settings apply to the inner command too.
    for (let i = before; i < runs.length; i++)
      runs[i] = { ...runs[i]!, settings: { ...run.settings, ...runs[i]!.settings } };
    return;
  }
  if (SHELLS.has(program) && run.documents.length > 0 && depth < DEEPEST) {
    for (const document of run.documents) collect(document, depth + 1, { ...where }, runs);
    return;
  }
  const wrapped = wrappedCommand(program, args, run.settings);
  if (wrapped !== null && wrapped.length > 0) return addRun(wrapped, run, depth + 1, where, loops, runs);
  runs.push({
    program,
    args: loops.size === 0 ? args : args.flatMap((arg) => expand(arg, loops)),
    settings: run.settings,
    reads: run.reads,
    writes: run.writes,
    documents: run.documents,
    piped: run.piped,
    pipes: run.pipes,
    folder: run.folder,
  });
}

const nameOf = memoize((word) => word.replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd)$/i, ''));

const joined = (base: string | null, folder: string): string =>
  base === null || /^(?:[\\/~]|[A-Za-z]:)/.test(folder) ? folder : `${base}/${folder}`;

/** The command text that a nested shell gets: `bash -c "…"`, `powershell -Command "…"`, `ssh host "…"`; null without one. */
function nestedCommand(program: string, args: readonly string[]): string | null {
  if (SHELLS.has(program)) {
    const at = args.findIndex((arg) => /^(?:-\w*c|\/c|-Command|-EncodedCommand)$/i.test(arg));
    if (at === -1) return null;
    const rest = args.slice(at + 1);
    return /^(?:-Command|\/c)$/i.test(args[at]!) ? rest.join(' ') : (rest[0] ?? null);
  }
  if (program === 'eval') return args.join(' ');
  if (program === 'ssh') {
    const host = args.findIndex(
      (arg, i) => !arg.startsWith('-') && !/^-[pilFoJLRDW]$/.test(args[i - 1] ?? ''),
    );
    const rest = host === -1 ? [] : args.slice(host + 1);
    return rest.length === 0 ? null : rest.join(' ');
  }
  if (program === 'wsl') return args.filter((arg) => arg !== '-e' && arg !== '--').join(' ') || null;
  return null;
}

/** The command line that `program` runs; null if it runs none. May add assignments of `env` to `settings`. */
function wrappedCommand(
  program: string,
  args: readonly string[],
  settings: Record<string, string>,
): string[] | null {
  const subcommands = getOwn(RUNNERS, program) ?? null;
  const valued = getOwn(WRAPPERS, program) ?? (subcommands === null ? null : []);
  if (valued === null) return null;
  let at = 0;
  if (subcommands !== null) {
    if (CONTAINERS.test(program)) return containerCommand(subcommands, args);
    const values = RUNNER_VALUES[program] ?? [];
    // Options may come before the subcommand: `pnpm --filter web exec vitest`.
    while (at < args.length && args[at]!.startsWith('-')) at += values.includes(args[at]!) ? 2 : 1;
    if (!subcommands.includes(args[at] ?? '')) return null;
    at++;
    const dashes = args.indexOf('--');
    if (dashes !== -1) return args.slice(dashes + 1);
    while (at < args.length && args[at]!.startsWith('-')) at += values.includes(args[at]!) ? 2 : 1;
    return args.slice(at);
  }
  for (; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') return args.slice(at + 1);
    const set = arg.includes('=') ? ASSIGNMENT.exec(arg) : null;
    if (set !== null && /^(?:env|cross-env|cross-env-shell)$/.test(program)) settings[set[1]!] = set[2]!;
    else if (arg.startsWith('-')) at += valued.includes(arg) ? 1 : 0;
    else if ((program === 'timeout' || program === 'gtimeout') && /^\d/.test(arg)) continue;
    else break;
  }
  return args.slice(at);
}

/** The command after the container's name: `docker exec web pytest`, `docker compose run --rm web pytest`, `kubectl exec pod -- pytest`. */
function containerCommand(subcommands: readonly string[], args: readonly string[]): string[] | null {
  const pastOptions = (from: number): number => {
    let at = from;
    while (at < args.length && args[at]!.startsWith('-') && args[at] !== '--')
      at += CONTAINER_VALUES.test(args[at]!) ? 2 : 1;
    return at;
  };
  let at = pastOptions(0);
  if (args[at] === 'compose') at = pastOptions(at + 1);
  if (!subcommands.includes(args[at] ?? '')) return null;
  at = pastOptions(at + 1) + 1;
  return args.slice(args[at] === '--' ? at + 1 : at);
}

const MOST_IN_A_LOOP = 50;

/** An argument for each value of the loop variable in it; the argument itself without one. */
function expand(arg: string, loops: Loops): string[] {
  const name = /\$\{?([A-Za-z_]\w*)\}?/.exec(arg);
  const values = name === null ? undefined : loops.get(name[1]!);
  if (name === null || values === undefined) return [arg];
  return values.slice(0, MOST_IN_A_LOOP).map((value) => arg.replaceAll(name[0], value));
}
