import type { LiveSession, ProjectRow, SessionRow } from '../engine/protocol';
import type { EngineClient } from './engineClient';
import { PAGE, projectId, sameNodes, staleProjects, type ViewState } from './treeModel';

/** Rows of one project that are loaded so far, newest first, and how many it has in all. */
export interface ProjectSessions {
  rows: readonly SessionRow[];
  total: number;
}

/** What must be drawn again: the whole tree, or these projects (by node id) and these sessions alone. */
export type ListChange = 'all' | { projects: string[]; sessions: SessionRow[] };

/** The lists behind the Sessions tree: loaded a page at a time, kept fresh while somebody looks at them. */
export interface SessionLists {
  live(): readonly LiveSession[];
  projects(): Promise<readonly ProjectRow[]>;
  sessions(project: ProjectRow): Promise<ProjectSessions>;
  more(project: ProjectRow): Promise<void>;
  /** What the projects are as far as known, without asking. */
  state(): ViewState;
  setLive(sessions: readonly LiveSession[]): void;
  /** Sessions changed; those shown are asked for again, at most once per `throttleMs`. */
  changed(ids: readonly string[]): void;
  setReading(reading: boolean): void;
  setStopped(): void;
  setVisible(visible: boolean): void;
  /** Forgets all and draws anew. */
  reset(): void;
  dispose(): void;
}

/** The engine's limit of rows in one answer. */
const MOST_ROWS = 1000;

export function createSessionLists(
  call: EngineClient['call'],
  onChange: (change: ListChange) => void,
  onError: (error: unknown) => void,
  throttleMs = 500,
): SessionLists {
  let live: readonly LiveSession[] = [];
  let projects: readonly ProjectRow[] | null = null;
  const loaded = new Map<string, ProjectSessions & { project: ProjectRow }>();
  /** How many rows of a project are wanted, where it is more than a page. */
  const wanted = new Map<string, number>();
  const pending = new Set<string>();
  let dirty = false;
  let reading = true;
  let stopped = false;
  let visible = false;
  let timer: NodeJS.Timeout | undefined;
  let refreshing = false;

  const fetchRows = async (project: string | null, count: number): Promise<ProjectSessions> => {
    const rows: SessionRow[] = [];
    for (;;) {
      const limit = Math.min(count - rows.length, MOST_ROWS);
      const page = await call('sessions', { project, state: 'all', offset: rows.length, limit });
      rows.push(...page.rows);
      if (rows.length >= count || page.rows.length < limit) return { rows, total: page.total };
    }
  };
  const load = async (project: ProjectRow): Promise<ProjectSessions> => {
    const id = projectId(project.project);
    const sessions = await fetchRows(project.project, wanted.get(id) ?? PAGE);
    loaded.set(id, { ...sessions, project });
    return sessions;
  };

  /** Asks again for what is shown and has changed, and says the least that must be drawn again. */
  const refresh = async () => {
    const changed = new Set(pending);
    pending.clear();
    dirty = false;
    const before = projects ?? [];
    projects = await call('projects', null);
    const change: Exclude<ListChange, 'all'> = { projects: [], sessions: [] };
    const byId = new Map(projects.map((project) => [projectId(project.project), project]));
    for (const id of staleProjects(loaded, projects, changed)) {
      const old = loaded.get(id);
      const project = byId.get(id);
      if (!old || !project) {
        loaded.delete(id);
        continue;
      }
      const { rows, total } = await load(project);
      const sameShape =
        total === old.total &&
        sameNodes(rows, old.rows) &&
        rows.every(({ day }, i) => day === old.rows[i]?.day);
      if (!sameShape) change.projects.push(id);
      else change.sessions.push(...rows.filter((row, i) => !same(row, old.rows[i])));
    }
    const asNode = (project: ProjectRow) => ({ id: projectId(project.project) });
    const counts = new Map(before.map((project) => [projectId(project.project), project.sessions]));
    if (!sameNodes(before.map(asNode), projects.map(asNode))) return onChange('all');
    for (const [id, project] of byId) {
      if (counts.get(id) !== project.sessions && !change.projects.includes(id)) change.projects.push(id);
    }
    if (change.projects.length + change.sessions.length > 0) onChange(change);
  };

  const schedule = () => {
    if (!visible || timer || refreshing || (pending.size === 0 && !dirty)) return;
    timer = setTimeout(() => {
      timer = undefined;
      refreshing = true;
      void refresh()
        .catch(onError)
        .finally(() => {
          refreshing = false;
          schedule();
        });
    }, throttleMs);
  };

  return {
    live: () => live,
    async projects() {
      projects ??= await call('projects', null);
      return projects;
    },
    async sessions(project) {
      return loaded.get(projectId(project.project)) ?? load(project);
    },
    async more(project) {
      const id = projectId(project.project);
      wanted.set(id, (wanted.get(id) ?? PAGE) + PAGE);
      await load(project);
      onChange({ projects: [id], sessions: [] });
    },
    state() {
      if (projects !== null && projects.some(({ sessions }) => sessions > 0)) return 'ready';
      if (stopped) return 'stopped';
      return reading || projects === null ? 'reading' : 'empty';
    },
    setLive(sessions) {
      live = sessions;
    },
    changed(ids) {
      for (const id of ids) pending.add(id);
      schedule();
    },
    setReading(now) {
      stopped = false;
      if (reading === now) return;
      reading = now;
      dirty = true;
      schedule();
    },
    setStopped() {
      stopped = true;
    },
    setVisible(now) {
      visible = now;
      schedule();
    },
    reset() {
      projects = null;
      loaded.clear();
      wanted.clear();
      pending.clear();
      onChange('all');
    },
    dispose() {
      visible = false;
      clearTimeout(timer);
    },
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
