/**
 * Set-ups for Claude Code: `CLAUDE.md` and the folder `.claude`. A template is a set of small text files by path; those that ship
 * with Vigil are data, a person's own lie in a folder of Vigil's storage. Nothing is written through a link, and a `CLAUDE.md`
 * that is there is never overwritten.
 */
import { randomUUID } from 'node:crypto';
import type * as nodeFs from 'node:fs';
import { dirname, join } from 'node:path';
import { gateOf, isBelow, readSmall, realPathOf } from '../log/gate';
import { en } from '../l10n/english';
import { sealSecrets } from '../log/secrets';
import { replaceFile } from '../store/replaceFile';
import { BUNDLED } from './bundled';
import { isOfMachine, leftOutFor } from './secretFiles';
import { created, statOf, staysInside } from './written';
import { compareTexts } from '../log/compareTexts';
import { getOwn } from '../log/own';

/** Contents by path with slashes: `CLAUDE.md`, `.claude/agents/reviewer.md` … */
export type Files = ReadonlyMap<string, Buffer>;

/** What templates use of node:fs, handed in. */
export type TemplateFs = Pick<
  typeof nodeFs,
  'lstatSync' | 'mkdirSync' | 'readdirSync' | 'rmSync' | 'unlinkSync' | 'writeFileSync' | 'renameSync'
>;

/** The template used when none is named. */
export const DEFAULT_TEMPLATE = 'default';
/** A template holds few and small files; larger ones are left out. */
export const MOST_FILES = 500;
export const MOST_BYTES = 1 << 20;
const DEEPEST = 12;

/** Something a person asked for cannot be done; the message is for that person. */
export class TemplateError extends Error {}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Throws when a name is none that a folder can have anywhere. */
export function checkName(name: string): string {
  if (!NAME.test(name) || /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name))
    throw new TemplateError(
      en('“{0}” cannot name a template. Use letters, digits, - and _, at most 64.', name),
    );
  return name;
}

/** What is listed of a template. */
export interface TemplateEntry {
  name: string;
  /** It ships with Vigil. A person's own of the same name goes before it. */
  bundled: boolean;
  files: number;
}

/** Bundled templates and a person's own in `folder`, by name. */
export function listTemplates(folder: string, fs: TemplateFs): TemplateEntry[] {
  const own = namesIn(folder, fs).map((name) => ({
    name,
    bundled: false,
    files: filesBelow(join(folder, name), fs).files.size,
  }));
  const shadowed = new Set(own.map(({ name }) => name));
  const bundled = Object.entries(BUNDLED)
    .filter(([name]) => !shadowed.has(name))
    .map(([name, files]) => ({ name, bundled: true, files: Object.keys(files).length }));
  return [...own, ...bundled].sort((a, b) => compareTexts(a.name, b.name));
}

function namesIn(folder: string, fs: TemplateFs): string[] {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The files of a template. Throws a `TemplateError` when there is none of that name. */
export function templateFiles(name: string, folder: string, fs: TemplateFs): Files {
  if (namesIn(folder, fs).includes(name)) return filesBelow(join(folder, name), fs).files;
  const bundled = getOwn(BUNDLED, name);
  if (bundled === undefined) {
    const known = listTemplates(folder, fs).map((entry) => entry.name);
    throw new TemplateError(en('There is no template “{0}”. Known: {1}.', name, known.join(', ')));
  }
  return new Map(Object.entries(bundled).map(([path, text]) => [path, Buffer.from(text)]));
}

/** A file or folder that is not taken, and why. */
export interface LeftOut {
  path: string;
  because: string;
}

/** Every regular small file below a folder, by path with slashes. Links are not followed. */
function filesBelow(folder: string, fs: TemplateFs): { files: Map<string, Buffer>; leftOut: LeftOut[] } {
  const files = new Map<string, Buffer>();
  const leftOut: LeftOut[] = [];
  const gate = gateOf(() => [folder]);
  const walk = (below: string, depth: number): void => {
    for (const entry of fs.readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth >= DEEPEST) leftOut.push({ path: `${path}/`, because: 'lies too deep' });
        else if (isOfMachine(entry.name))
          leftOut.push({ path: `${path}/`, because: 'belongs to this machine' });
        else walk(path, depth + 1);
      } else if (!entry.isFile()) leftOut.push({ path, because: 'is a link or no regular file' });
      else if (files.size >= MOST_FILES) leftOut.push({ path, because: `more than ${MOST_FILES} files` });
      else {
        const bytes = readSmall(gate, join(folder, path), MOST_BYTES);
        if (bytes === null) leftOut.push({ path, because: 'cannot be read, or is larger than 1 MB' });
        else files.set(path, bytes);
      }
    }
  };
  walk('', 0);
  return { files, leftOut };
}

/** What would happen to a file of a project. */
export interface Step {
  path: string;
  action: 'create' | 'overwrite' | 'skip';
  /** Why it is skipped; '' otherwise. */
  because: string;
  /** What is there now; null when nothing is, or it cannot be shown: that is never overwritten. */
  before: Buffer | null;
  after: Buffer;
}

/** What stamping a template on a project would do, file by file; nothing is written. */
export function planSetUp(files: Files, project: string, force: boolean, fs: TemplateFs): Step[] {
  const root = realPathOf(project);
  if (root === null)
    throw new TemplateError(en('{0} does not exist. Name the folder of a project.', project));
  const gate = gateOf(() => [root]);
  return [...files]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([path, after]): Step => {
      const skip = (because: string, before: Buffer | null = null): Step => ({
        path,
        action: 'skip',
        because,
        before,
        after,
      });
      if (!staysInside(root, path, fs)) return skip('would be written through a link');
      const there = statOf(join(root, path), fs);
      if (there === null) return { path, action: 'create', because: '', before: null, after };
      if (!there.isFile()) return skip('something else has that name');
      const before = readSmall(gate, join(root, path), MOST_BYTES);
      if (/^claude(?:\.local)?\.md$/i.test(path.split('/').at(-1) ?? ''))
        return skip('is there already and is yours', before);
      if (before?.equals(after) === true) return skip('is the same already', before);
      if (!force) return skip('is there already', before);
      if (before === null) return skip('cannot be read, or is larger than 1 MB');
      return { path, action: 'overwrite', because: '', before, after };
    });
}

/** Writes what a plan says. A file that came or changed in the meantime, or a link, is not written over; gives what was written. */
export function setUp(steps: readonly Step[], project: string, fs: TemplateFs): string[] {
  const root = realPathOf(project);
  if (root === null) throw new TemplateError(en('{0} does not exist.', project));
  const gate = gateOf(() => [root]);
  const written: string[] = [];
  for (const { path, action, before, after } of steps) {
    if (action === 'skip' || !staysInside(root, path, fs)) continue;
    const target = join(root, path);
    fs.mkdirSync(dirname(target), { recursive: true });
    const real = realPathOf(dirname(target));
    if (real === null || !isBelow(real, root)) continue;
    const isThere = before !== null && statOf(target, fs) !== null;
    if (isThere && readSmall(gate, target, MOST_BYTES)?.equals(before) !== true) continue;
    if (isThere) replaceFile(target, after, fs, 0o666);
    else if (!created(target, after, fs)) continue;
    written.push(path);
  }
  return written;
}

/** What a project's `.claude` gives as a template, and what is left out of it. */
export function captureFrom(project: string, fs: TemplateFs): { files: Files; leftOut: LeftOut[] } {
  const folder = join(project, '.claude');
  if (statOf(folder, fs)?.isDirectory() !== true)
    throw new TemplateError(
      en('{0} has no folder .claude, or it is a link. There is nothing to save.', project),
    );
  const { files, leftOut } = filesBelow(folder, fs);
  const taken = new Map<string, Buffer>();
  for (const [path, bytes] of files) {
    const because = leftOutFor(path) ?? (holdsSecret(bytes) ? 'holds what looks like a secret' : null);
    if (because === null) taken.set(`.claude/${path}`, bytes);
    else leftOut.push({ path, because });
  }
  leftOut.sort((a, b) => compareTexts(a.path, b.path));
  return { files: taken, leftOut };
}

const holdsSecret = (bytes: Buffer): boolean => {
  const text = bytes.toString('utf8');
  return sealSecrets(text) !== text;
};

/** First folders below `.claude`, by which a person chooses; '' for files beside them. */
export const partsOf = (files: Files): string[] =>
  [
    ...new Set(
      [...files.keys()].map((path) => (path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '')),
    ),
  ].sort();

/** The files of some parts. */
export const inParts = (files: Files, parts: ReadonlySet<string>): Files =>
  new Map(
    [...files].filter(([path]) => parts.has(path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '')),
  );

/** Throws a `TemplateError` when there is nothing to save. */
export function requireFiles(files: Files): void {
  if (files.size === 0) throw new TemplateError(en('There is nothing to save: every file was left out.'));
}

/** Keeps files as a person's own template. Throws a `TemplateError` when the name is taken or not possible. */
export function saveTemplate(name: string, files: Files, folder: string, fs: TemplateFs): void {
  checkName(name);
  if (name === DEFAULT_TEMPLATE)
    throw new TemplateError(en('“default” is the template that ships with Vigil. Choose another name.'));
  requireFiles(files);
  const target = join(folder, name);
  if (statOf(target, fs) !== null)
    throw new TemplateError(en('There is a template “{0}” already. Choose another name.', name));
  // No name of a template: a dot.
  const building = `${target}.${randomUUID()}.tmp`;
  try {
    for (const [path, bytes] of files) {
      fs.mkdirSync(dirname(join(building, path)), { recursive: true, mode: 0o700 });
      fs.writeFileSync(join(building, path), bytes, { flag: 'wx', mode: 0o600 });
    }
    fs.renameSync(building, target);
  } finally {
    fs.rmSync(building, { recursive: true, force: true });
  }
}
