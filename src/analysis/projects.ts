/** Projects over many sessions: one name for each, however they spell it (P59), and whose work is billed to which (P60). Pure. */
import { pathKey } from '../session/fileKey';
import { isWithin, projectKey } from '../session/paths';
import { memoizeByList } from './memoizeByList';
import type { SessionFigures } from '../store/figures';
import type { UsageCell } from '../usage/rows';

type Placed = Pick<SessionFigures, 'project' | 'repository' | 'startedAt' | 'cells'>;

const homeOf = ({ repository, project }: Pick<SessionFigures, 'repository' | 'project'>): string | null =>
  repository ?? project;

/** True when two folders are one project. What is unknown is no project. */
export const sameProject = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && projectKey(a) === projectKey(b);

/**
 * The name of a project: as the session that began first spells it, whatever the order they come in. A folder that no
 * session names keeps its own.
 */
export const projectNames = memoizeByList((sessions: readonly Placed[]): ((folder: string) => string) => {
  const names = new Map<string, { name: string; since: string }>();
  const keyOf = keys();
  const enter = (name: string, startedAt: string | null): void => {
    const key = keyOf(name);
    const since = startedAt ?? '~';
    const known = names.get(key);
    if (known === undefined || since < known.since || (since === known.since && name < known.name))
      names.set(key, { name, since });
  };
  for (const session of sessions) {
    const { startedAt, cells } = session;
    const home = homeOf(session);
    if (home !== null) enter(home, startedAt);
    for (const { project } of cells) if (project !== undefined) enter(project, startedAt);
  }
  return (folder) => names.get(keyOf(folder))?.name ?? folder;
});

type Billing = (session: SessionFigures, cell: UsageCell) => string | null;
/**
 * Gives the project a part of a session's usage is billed to: where the work was done. That of a sub-agent in a folder of its
 * parent's project is its parent's. Null when no record names a folder.
 */
export const billing = memoizeByList((sessions: readonly SessionFigures[]): Billing => {
  const nameOf = projectNames(sessions);
  const keyOf = keys();
  const homes = new Map(sessions.map((one) => [one.id, homeOf(one)]));
  return (session, cell) => {
    const own = cell.project ?? homeOf(session);
    const parent = session.parent === null ? null : (homes.get(session.parent) ?? null);
    if (own === null || (parent !== null && isWithin(keyOf(own), keyOf(parent))))
      return parent === null ? null : nameOf(parent);
    return nameOf(own);
  };
});

/** `projectKey`, worked out once a folder. */
function keys(): (folder: string) => string {
  const known = new Map<string, string>();
  return (folder) => {
    const key = known.get(folder) ?? projectKey(folder);
    known.set(folder, key);
    return key;
  };
}

/** True when the project of a session has this in its path: as it is written, or, for a part of a path, in any spelling of it. */
export const isOfFolder = (
  { project, repository }: Pick<SessionFigures, 'project' | 'repository'>,
  part: string,
): boolean =>
  [project, repository].some(
    (name) =>
      name !== null &&
      (name.toLowerCase().includes(part.toLowerCase()) ||
        (/[\\/]/.test(part) && pathKey(name).includes(pathKey(part)))),
  );
