import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, sep } from 'node:path';
import { en } from '../l10n/english';
import { codeOf } from '../l10n/errorText';
import { distinctRoots, realPathOf, type Gate } from './gate';
import { compareTexts } from './compareTexts';

/** A log file and what its place says about it (P13). */
export interface LogFile {
  path: string;
  root: string;
  /** The session's id: the file's stem; for a sub-agent in a session's folder that folder's name. */
  sessionId: string | null;
  /** The agent id, if the file is a sub-agent's. Its parent is `sessionId`; if that is null, the records name the parent. */
  agentId: string | null;
}

/** What could not be read while looking for logs: the path and the system's error code. */
export interface Unreadable {
  path: string;
  code: string;
}

/** Something that a rule leaves out: a link out of the log folders, or something that is not a regular file. */
export interface LeftOut {
  path: string;
  why: 'link' | 'special';
}

/** A folder or file behind a link that is followed: the path of the link, and where it leads. */
export interface Linked {
  root: string;
  path: string;
  real: string;
}

/** Everything found below the roots. */
export interface Discovered {
  files: LogFile[];
  /** Prompt histories (`history.jsonl`). */
  histories: string[];
  /** Paths of logs with a title in a file beside them (`custom-title.json`). */
  titled: string[];
  unreadable: Unreadable[];
  leftOut: LeftOut[];
  linked: Linked[];
}

const HISTORY = 'history.jsonl';
/** The file with a session's title, in the folder named after the session. */
export const TITLE = 'custom-title.json';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the path of a `.jsonl` file says about whose log it is; its records may say otherwise (P61). Null for other files. */
export function logFileOf(path: string, root: string): LogFile | null {
  if (!path.endsWith('.jsonl')) return null;
  const begin = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const stem = path.slice(begin, -'.jsonl'.length);
  const agent = stem.startsWith('agent-') ? (/^agent-(.+)$/.exec(stem)?.[1] ?? null) : null;
  if (agent === null) return { path, root, sessionId: stem, agentId: null };
  return { path, root, sessionId: sessionAbove(path), agentId: agent };
}

/** The session whose `subagents` folder contains the path, also if a sub-agent has a folder of its own for those it started (P14). */
function sessionAbove(path: string): string | null {
  const parts = path.split(/[\\/]/);
  const above = parts.filter((_, i) => parts[i + 1] === 'subagents');
  return (
    above.findLast((name) => UUID.test(name)) ??
    above.findLast((name) => !name.startsWith('agent-')) ??
    above.at(-1) ??
    null
  );
}

/**
 * Every log below the roots (folders or files), sorted by path, each once. A log that two roots or an inner link show is listed under its
 * real place. Links that lead out are refused and reported, unless the gate lets them through. Loops end. Folders that cannot be read are
 * reported and do not stop the search.
 */
export function discover(roots: readonly string[], gate: Gate): Discovered {
  const found: Discovered = { files: [], histories: [], titled: [], unreadable: [], leftOut: [], linked: [] };
  const walk = walker(found, gate);
  for (const root of distinctRoots(roots)) {
    try {
      const real = realpathSync.native(root);
      if (statSync(real).isDirectory()) walk.folder({ root, path: root, real });
      else walk.file(root, root, real, true);
    } catch (error) {
      found.unreadable.push({ path: root, code: codeOf(error) });
    }
  }
  walk.links();
  found.files.sort((a, b) => compareTexts(a.path, b.path));
  return found;
}

/** A place below a root: its path as named, and its real path. */
interface Spot {
  root: string;
  path: string;
  real: string;
}

function walker(found: Discovered, gate: Gate) {
  const seen = new Set<string>();
  const waiting: Spot[] = [];

  function file(root: string, path: string, real: string, named = false): void {
    if (seen.has(real)) return;
    const log =
      logFileOf(path, root) ?? (named ? { path, root, sessionId: basename(path), agentId: null } : null);
    if (log === null) return;
    seen.add(real);
    found.files.push(log);
    if (path.endsWith(HISTORY) && basename(path) === HISTORY) found.histories.push(path);
  }

  function folder(spot: Spot): void {
    if (seen.has(spot.real)) return;
    seen.add(spot.real);
    let entries: Dirent[];
    try {
      entries = readdirSync(spot.path, { withFileTypes: true });
    } catch (error) {
      found.unreadable.push({ path: spot.path, code: codeOf(error) });
      return;
    }
    const { root } = spot;
    const [before, beforeReal] = [below(spot.path), below(spot.real)];
    for (const entry of entries) {
      const path = before + entry.name;
      const real = beforeReal + entry.name;
      if (entry.isFile() && entry.name === TITLE) found.titled.push(`${spot.path}.jsonl`);
      else if (entry.isFile()) file(root, path, real);
      else if (entry.isDirectory()) folder({ root, path, real });
      else if (entry.isSymbolicLink()) waiting.push({ root, path, real });
      else if (path.endsWith('.jsonl')) found.leftOut.push({ path, why: 'special' });
    }
  }

  /** Links come last, so that files inside the roots are found under their real paths. */
  function links(): void {
    for (let spots = waiting.splice(0); spots.length > 0; spots = waiting.splice(0))
      for (const spot of spots.sort((a, b) => (a.path < b.path ? -1 : 1))) link(spot);
  }

  function link(spot: Spot): void {
    const real = realPathOf(spot.path);
    const stat = real === null ? undefined : statSync(real, { throwIfNoEntry: false });
    if (real === null || stat === undefined) return;
    const isLog = spot.path.endsWith('.jsonl');
    if (gate.inside(spot.path) === null) {
      if (stat.isDirectory() || isLog) found.leftOut.push({ path: spot.path, why: 'link' });
      return;
    }
    const there = { ...spot, real };
    const isNew = !seen.has(real);
    if (stat.isDirectory()) folder(there);
    else if (stat.isFile()) file(spot.root, spot.path, real);
    else if (isLog) found.leftOut.push({ path: spot.path, why: 'special' });
    if (isNew && seen.has(real)) found.linked.push({ root: spot.root, path: spot.path, real });
  }

  return { file, folder, links };
}

const below = (folder: string): string => (folder.endsWith(sep) ? folder : folder + sep);

/** The message for something that is left out, and for others of its kind. */
export function leftOutWords([first, ...others]: readonly LeftOut[]): string {
  if (first === undefined) return '';
  const more = others.length;
  if (first.why === 'special')
    return more === 0
      ? en('This is not a regular file (a pipe, a socket or a device), so it is not read.')
      : en(
          'This is not a regular file (a pipe, a socket or a device), so it is not read. The same goes for {n0} more.',
          more,
        );
  const target = realPathOf(first.path) ?? first.path;
  return more === 0
    ? en(
        'This link leads to {0}, out of the folders of logs, so it is not followed. To follow it, name that folder in the setting vigil.followLinks (--follow-links in the terminal).',
        target,
      )
    : en(
        'This link leads to {0}, out of the folders of logs, so it is not followed. The same goes for {n1} more. To follow it, name that folder in the setting vigil.followLinks (--follow-links in the terminal).',
        target,
        more,
      );
}
