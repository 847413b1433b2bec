/**
 * Puts Vigil into files of Claude Code and takes it out again: what would change is shown before, nothing is written through a link,
 * what the file was is kept, and undoing gives it back.
 */
import type * as nodeFs from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { en } from '../l10n/english';
import { readText } from '../log/gate';
import { configFolders } from '../log/roots';
import { jsonFile } from '../store/jsonFile';
import { replaceFile } from '../store/replaceFile';
import { shownChange } from '../templates/shownChange';
import { created, statOf, staysInside } from '../templates/written';
import {
  CONNECTIONS,
  ConnectError,
  hasVigil,
  lineIn,
  startsWith,
  withoutVigil,
  withVigil,
  type Connection,
  type Start,
} from './claudeFiles';

/** Where Claude Code's files lie. */
export interface Where {
  home: string;
  /** `CLAUDE_CONFIG_DIR`: the first of its folders; null without one. */
  configDir: string | null;
  /** A project, for files of that alone; null: those of the person. */
  project: string | null;
  /** Vigil's own storage, where what a file was is kept. */
  store: string;
}

type ConnectFs = Pick<
  typeof nodeFs,
  'lstatSync' | 'mkdirSync' | 'rmdirSync' | 'writeFileSync' | 'renameSync' | 'unlinkSync'
>;

/** Where they lie when `configDir` is `CLAUDE_CONFIG_DIR` as the environment has it. */
export const whereOf = ({ configDir, ...where }: Where): Where => ({
  ...where,
  configDir: configFolders(configDir, where.home)[0] ?? null,
});

/** What would happen to a file. */
export interface Change {
  what: Connection;
  file: string;
  before: string | null;
  /** Null: the file goes. */
  after: string | null;
  /** The difference as lines, for a person to look at. */
  shown: string;
}

/** The file, as a folder and what lies below it. What is of this machine alone goes into the settings that are not shared. */
function targetOf(what: Connection, { home, configDir, project }: Where): { root: string; path: string } {
  if (project !== null)
    return { root: project, path: what === 'mcp' ? '.mcp.json' : '.claude/settings.local.json' };
  if (what === 'mcp') return { root: configDir ?? home, path: '.claude.json' };
  return configDir === null
    ? { root: home, path: '.claude/settings.json' }
    : { root: configDir, path: 'settings.json' };
}

export const fileOf = (what: Connection, where: Where): string => {
  const { root, path } = targetOf(what, where);
  return join(root, path);
};

/** The text of the file; null when there is none. Throws where it would be read or written through a link. */
function textOf(what: Connection, where: Where, fs: ConnectFs): string | null {
  const { root, path } = targetOf(what, where);
  const file = join(root, path);
  if (!staysInside(root, path, fs))
    throw new ConnectError(`${file} is a link or lies behind one. Vigil writes through no link.`);
  const there = statOf(file, fs);
  if (there === null) return null;
  if (!there.isFile()) throw new ConnectError(`${file} is no file.`);
  return readText(file);
}

const Undo = z.object({
  version: z.literal(1),
  kept: z.array(
    z.object({
      file: z.string(),
      /** What of Vigil's is in it. */
      whats: z.array(z.enum(CONNECTIONS)),
      before: z.string().nullable(),
      line: z.unknown(),
      /** The folder of the file was made for it. */
      madeFolder: z.boolean(),
    }),
  ),
});
type Undo = z.infer<typeof Undo>;

const undoFile = (store: string, fs: ConnectFs) =>
  jsonFile(store, 'connections.json', Undo, { ...fs, readFileSync: readText });

const keptIn = (store: string, fs: ConnectFs): Undo['kept'] => undoFile(store, fs).read()?.kept ?? [];

/** Names the file in what is wrong with it. */
function about<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConnectError) || error.message.startsWith(file)) throw error;
    throw new ConnectError(`${file}: ${error.message} Nothing was changed.`, { cause: error });
  }
}

/** What putting Vigil in would change; null when it is in already. */
export function planInstall(
  what: Connection,
  where: Where,
  start: Start,
  replaces: boolean,
  fs: ConnectFs,
): Change | null {
  const { project } = where;
  if (project !== null && statOf(project, fs) === null)
    throw new ConnectError(en('{0} does not exist. Name the folder of a project.', project));
  const file = fileOf(what, where);
  return about(file, () => {
    const before = textOf(what, where, fs);
    const after = withVigil(what, before, start, replaces);
    return before === after ? null : { what, file, before, after, shown: shownChange(before, after) };
  });
}

/** What taking Vigil out would change; null when it is not in. */
export function planUninstall(what: Connection, where: Where, fs: ConnectFs): Change | null {
  const file = fileOf(what, where);
  return about(file, () => {
    const before = textOf(what, where, fs);
    if (before === null || !hasVigil(what, before)) return null;
    const kept = keptIn(where.store, fs).find((one) => one.file === file) ?? null;
    const after = withoutVigil(what, before, kept);
    return { what, file, before, after, shown: shownChange(before, after) };
  });
}

/** Whether Vigil is in the file: on the archive of this launcher, on another one, or not at all. */
export function connectionOf(
  what: Connection,
  where: Where,
  start: Start,
  fs: ConnectFs,
): 'here' | 'elsewhere' | 'none' {
  try {
    const text = textOf(what, where, fs);
    if (!hasVigil(what, text)) return 'none';
    return startsWith(what, text, start) ? 'here' : 'elsewhere';
  } catch {
    return 'none';
  }
}

/** Writes a change that was shown. Throws when the file is no longer what was shown. */
export function apply(change: Change, where: Where, fs: ConnectFs): void {
  const { what, file, before, after } = change;
  if (textOf(what, where, fs) !== before) throw new ConnectError(changedMeanwhile(file));
  const others = keptIn(where.store, fs).filter((one) => one.file !== file);
  const entry = keptIn(where.store, fs).find((one) => one.file === file) ?? {
    file,
    whats: [],
    before,
    line: null,
    madeFolder: statOf(dirname(file), fs) === null,
  };
  const whats = entry.whats.filter((one) => one !== what);
  const keep = (kept: Undo['kept']): void => undoFile(where.store, fs).write({ version: 1, kept });
  if (after !== null && hasVigil(what, after)) {
    // What the file was is kept before it is changed.
    keep([...others, { ...entry, whats: [...whats, what], line: lineToKeep(what, before, entry) }]);
    return write(file, before, after, fs);
  }
  write(file, before, after, fs);
  if (after === null && entry.madeFolder) removeFolder(file, fs);
  keep(whats.length === 0 ? others : [...others, { ...entry, whats }]);
}

/** The status line to give back: the one that stands there, be it Vigil's on another archive, unless it was put in from here. */
function lineToKeep(what: Connection, before: string | null, entry: Undo['kept'][number]): unknown {
  if (what !== 'statusline') return entry.line;
  const { line, isOurs } = lineIn(before);
  return isOurs && entry.whats.includes(what) ? entry.line : line;
}

const changedMeanwhile = (file: string): string =>
  `${file} was changed meanwhile. Nothing was written: run the command again.`;

function write(file: string, before: string | null, after: string | null, fs: ConnectFs): void {
  if (after === null) return fs.unlinkSync(file);
  if (before !== null) return replaceFile(file, after, fs, (statOf(file, fs)?.mode ?? 0o600) & 0o777);
  fs.mkdirSync(dirname(file), { recursive: true });
  if (!created(file, Buffer.from(after), fs, 0o600)) throw new ConnectError(changedMeanwhile(file));
}

/** Removes a folder that was made for the file, where nothing else is in it. */
function removeFolder(file: string, fs: ConnectFs): void {
  try {
    fs.rmdirSync(dirname(file));
  } catch {
    // Something else lies in it by now.
  }
}
