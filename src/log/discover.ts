import { lstatSync, opendirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { bareFolder } from './folders';

/** A log file and what its place says about it (P13). */
export interface LogFile {
  path: string;
  root: string;
  /** The session's id: the file's stem; for a sub-agent in a session's folder that folder's name. */
  sessionId: string | null;
  /** Agent id when the file is a sub-agent's; its parent is `sessionId`, or stands in the records if null. */
  agentId: string | null;
}

/** What could not be read while looking for logs: the path and the system's error code. */
export interface Unreadable {
  path: string;
  code: string;
}

/** What lies below a root. */
export interface Discovered {
  files: LogFile[];
  /** Prompt histories (`history.jsonl`). */
  histories: string[];
  unreadable: Unreadable[];
}

const MAX_DEPTH = 16;
const NOT_SESSIONS = new Set(['journal.jsonl', 'history.jsonl', 'timeline.jsonl']);

/** What the path of a `.jsonl` file says: whose log it is. Null for files that are no session logs. */
export function logFileOf(path: string, root: string): LogFile | null {
  const parts = path.split(/[\\/]/);
  const name = parts.at(-1) ?? '';
  if (!name.endsWith('.jsonl') || NOT_SESSIONS.has(name)) return null;
  const stem = name.slice(0, -'.jsonl'.length);
  const folder = parts.lastIndexOf('subagents');
  const agent = /^agent-(.+)$/.exec(stem)?.[1] ?? null;
  if (folder > 0 && agent !== null) {
    return { path, root, sessionId: parts[folder - 1] ?? null, agentId: agent };
  }
  if (agent !== null) return { path, root, sessionId: null, agentId: agent };
  return { path, root, sessionId: stem, agentId: null };
}

/**
 * Every log below `root` (a folder, or one file), sorted by path. Symbolic links that lead out of the root
 * are refused (law 7), loops end at `MAX_DEPTH`. Folders that cannot be read are reported, not fatal.
 */
export function discover(root: string): Discovered {
  const files: LogFile[] = [];
  const histories: string[] = [];
  const unreadable: Unreadable[] = [];
  let realRoot: string;
  try {
    realRoot = realpathSync(root);
    if (statSync(realRoot).isFile()) {
      const file = logFileOf(root, root) ?? { path: root, root, sessionId: basename(root), agentId: null };
      return { files: [file], histories, unreadable };
    }
  } catch (error) {
    return { files, histories, unreadable: [{ path: root, code: codeOf(error) }] };
  }
  const walk = (folder: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    let entries: Dirent[];
    try {
      entries = entriesOf(folder);
    } catch (error) {
      unreadable.push({ path: folder, code: codeOf(error) });
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      let isFolder = entry.isDirectory();
      let isFile = entry.isFile();
      if (entry.isSymbolicLink()) {
        const target = targetInside(path, realRoot);
        if (target === null) continue;
        isFolder = target === 'folder';
        isFile = target === 'file';
      }
      if (isFolder) walk(path, depth + 1);
      else if (isFile) {
        const file = logFileOf(path, root);
        if (file !== null) files.push(file);
        else if (entry.name === 'history.jsonl') histories.push(path);
      }
    }
  };
  walk(root, 0);
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files, histories, unreadable };
}

/** Name of the folder in which Claude Code keeps the logs of a project. Several projects may share it (P42). */
export const logFolderOf = (project: string): string => bareFolder(project).replace(/[^A-Za-z0-9]/g, '-');

/** True for a log that lies in the folder of one of these projects. */
export function isOfProject(path: string, projects: readonly string[]): boolean {
  if (projects.length === 0) return false;
  const parts = new Set(path.split(/[\\/]/));
  return projects.some((project) => logFolderOf(project) !== '' && parts.has(logFolderOf(project)));
}

function entriesOf(folder: string): Dirent[] {
  const directory = opendirSync(folder, { bufferSize: 256 });
  const entries: Dirent[] = [];
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) entries.push(entry);
  } finally {
    directory.closeSync();
  }
  return entries;
}

/** Kind of what a link leads to, when that lies inside `realRoot` and is not one of its own parents. */
function targetInside(link: string, realRoot: string): 'file' | 'folder' | null {
  try {
    const target = realpathSync(link);
    if (!target.startsWith(realRoot + sep)) return null;
    if (realpathSync(join(link, '..')).startsWith(target)) return null;
    return lstatSync(target).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}

/** The system's error code (`ENOENT`, `EACCES` …) of an error, or its message. */
export function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message;
  return String(error);
}
