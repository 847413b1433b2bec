import type { LiveSession, ProjectRow, SessionRow } from '../engine/protocol';

/** Sessions of a project shown at first, and added by each "Show more…". */
export const PAGE = 200;

/** A node of the Sessions tree. `id` is unique in the tree and stays the same over refreshes. */
export type TreeNode =
  | { kind: 'live'; id: string; sessions: SessionNode[] }
  | { kind: 'project'; id: string; project: ProjectRow; here: boolean }
  | { kind: 'day'; id: string; day: string | null; project: ProjectNode; sessions: SessionNode[] }
  | { kind: 'session'; id: string; row: SessionRow; parent: 'live' | DayPlace }
  | { kind: 'more'; id: string; project: ProjectNode; left: number };
export type LiveNode = Extract<TreeNode, { kind: 'live' }>;
export type ProjectNode = Extract<TreeNode, { kind: 'project' }>;
export type DayNode = Extract<TreeNode, { kind: 'day' }>;
export type SessionNode = Extract<TreeNode, { kind: 'session' }>;

/** Where a session stands under its project. */
export interface DayPlace {
  project: string | null;
  day: string | null;
}

export const LIVE_ID = 'live';
export const projectId = (project: string | null) => `project:${JSON.stringify(project)}`;
export const dayId = ({ project, day }: DayPlace) => `day:${JSON.stringify([project, day])}`;

/** The section of the live sessions, in the order given (the engine sends the worst first); null when none is live. */
export function liveSection(live: readonly LiveSession[]): LiveNode | null {
  if (live.length === 0) return null;
  const sessions = live.map(({ row }): SessionNode => ({
    kind: 'session',
    id: `live:${row.id}`,
    row,
    parent: 'live',
  }));
  return { kind: 'live', id: LIVE_ID, sessions };
}

/** Projects: those of this workspace first, then the latest first; those without a time last. */
export function projectNodes(
  projects: readonly ProjectRow[],
  isHere: (project: string | null) => boolean,
): ProjectNode[] {
  return projects
    .filter(({ sessions }) => sessions > 0)
    .map((project): ProjectNode => ({
      kind: 'project',
      id: projectId(project.project),
      project,
      here: isHere(project.project),
    }))
    .toSorted(
      (a, b) =>
        Number(b.here) - Number(a.here) ||
        (b.project.latest ?? '').localeCompare(a.project.latest ?? '') ||
        a.id.localeCompare(b.id),
    );
}

/** The days of a project, in the order of its rows (newest first), and "Show more…" when `total` says there are more. */
export function dayNodes(project: ProjectNode, rows: readonly SessionRow[], total: number): TreeNode[] {
  const days = new Map<string, DayNode>();
  for (const row of rows) {
    const place = { project: project.project.project, day: row.day };
    const id = dayId(place);
    const day: DayNode = days.get(id) ?? { kind: 'day', id, day: row.day, project, sessions: [] };
    day.sessions.push({ kind: 'session', id: `session:${row.id}`, row, parent: place });
    days.set(id, day);
  }
  const left = total - rows.length;
  if (left <= 0) return [...days.values()];
  return [...days.values(), { kind: 'more', id: `more:${project.id}`, project, left }];
}

/** What a list knows of a project it has loaded. */
export interface Loaded {
  rows: readonly SessionRow[];
  /** The project as it was when the rows were loaded. */
  project: ProjectRow;
}

/**
 * Which of the loaded projects must be asked for again after sessions changed: those that show one of them, and
 * those whose count or latest time is another one now (a session came or went).
 */
export function staleProjects(
  loaded: ReadonlyMap<string, Loaded>,
  projects: readonly ProjectRow[],
  changed: ReadonlySet<string>,
): string[] {
  const now = new Map(projects.map((project) => [projectId(project.project), project]));
  return [...loaded].flatMap(([id, { rows, project }]) => {
    const current = now.get(id);
    const moved = current?.sessions !== project.sessions || current.latest !== project.latest;
    return moved || rows.some((row) => changed.has(row.id)) ? [id] : [];
  });
}

/** True when the same nodes stand in the same order: then only what is below them needs to be drawn again. */
export const sameNodes = (a: readonly { id: string }[], b: readonly { id: string }[]) =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

/** What the welcome text speaks of: no answer yet, nothing found, sessions to show, or an engine that is gone. */
export type ViewState = 'reading' | 'empty' | 'ready' | 'stopped';
