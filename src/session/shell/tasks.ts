/** Finds the task that a package manager or task runner runs. */
import type { Run } from './runs';

/** Options that take a value, by runner: the argument after one is no task. */
const VALUED: Readonly<Record<string, readonly string[]>> = {
  npm: ['--prefix', '-w', '--workspace', '-C'],
  pnpm: ['--filter', '-F', '--dir', '-C', '--workspace-concurrency'],
  yarn: ['--cwd'],
  bun: ['--filter', '-F', '--cwd'],
  deno: ['--config', '-c', '--cwd'],
  make: ['-C', '-f', '-j', '-I', '--directory', '--file'],
  just: ['-f', '-d', '--justfile', '--working-directory'],
  task: ['-d', '-t', '--dir', '--taskfile'],
  mise: ['-C', '--cd'],
  rake: ['-f', '-C'],
  composer: ['-d', '--working-dir'],
  nx: ['-c', '--configuration', '-p', '--projects', '--exclude', '--parallel'],
  turbo: ['--filter', '-F', '--cwd'],
  lerna: ['--scope', '--ignore', '--concurrency'],
  rushx: [],
  poe: ['-C', '--root'],
  inv: ['-c', '-r'],
  invoke: ['-c', '-r'],
  gulp: ['-f', '--cwd'],
  grunt: ['--gruntfile', '--base'],
  earthly: [],
  pixi: ['-e', '--environment', '--manifest-path'],
  devbox: ['-c', '--config'],
};

export const PACKAGE_RUNNERS: ReadonlySet<string> = new Set(Object.keys(VALUED));

const RUNS = /^(?:run|run-script|task|run-many|affected)$/;
/** Options that name the task: `nx affected -t test`, `nx run-many --target=test`. */
const TARGET = /^(?:-t|--targets?)(?:=(.+))?$/;

/** Task runners that package managers run. */
const NESTED = /^(?:turbo|nx|lerna)$/;

/** `npm run test:unit` → `test:unit`; `at`: its index in `args`. Null for other programs, and without a task. */
export function taskAt({
  program,
  args,
}: Pick<Run, 'program' | 'args'>): { task: string; at: number } | null {
  if (!Object.hasOwn(VALUED, program)) return null;
  const valued = VALUED[program]!;
  const words: number[] = [];
  for (let i = 0; i < args.length && words.length < 4; i++) {
    const arg = args[i]!;
    const target = program === 'nx' || program === 'mise' ? TARGET.exec(arg) : null;
    const named = target === null ? undefined : (target[1] ?? args[i + 1]);
    if (named !== undefined) return { task: named, at: target?.[1] === undefined ? i + 1 : i };
    if (arg === '--' && words.length > 0 && !RUNS.test(args[words[0]!]!)) break;
    if (arg.startsWith('-')) i += valued.includes(arg) ? 1 : 0;
    else words.push(i);
  }
  // `yarn workspace NAME test`, `yarn workspaces foreach run test`.
  const first = args[words[0] ?? -1];
  if (program === 'yarn' && first === 'workspace') words.splice(0, 2);
  if (program === 'yarn' && first === 'workspaces')
    words.splice(0, args[words[1] ?? -1] === 'foreach' ? 2 : 1);
  if (RUNS.test(args[words[0] ?? -1] ?? '')) words.shift();
  const at = words[0];
  if (at === undefined) return null;
  // `pnpm turbo run test`.
  const inner = NESTED.test(args[at]!) && !NESTED.test(program);
  if (inner) {
    const asked = taskAt({ program: args[at]!, args: args.slice(at + 1) });
    return asked === null ? null : { task: asked.task, at: at + 1 + asked.at };
  }
  return { task: program === 'earthly' ? args[at]!.replace(/^.*\+/, '') : args[at]!, at };
}

/** The task of a run; null if it has none. */
export const taskOf = (run: Run): string | null => taskAt(run)?.task ?? null;
