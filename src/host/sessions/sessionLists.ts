import type { GroupRow } from '../../questions/groups';
import type { Grouping } from '../../questions/shared/lists';
import type { SessionRow } from '../../library/sessionRow';
import type { EngineClient } from '../engine/engineClient';
import { groupId, PAGE, sameNodes, staleGroups, type ViewState } from './treeModel';

/** The loaded rows of a group, newest first, and its total number. */
export interface GroupSessions {
  rows: readonly SessionRow[];
  total: number;
}

/** What must be redrawn: the whole tree, or only these groups (by node id) and sessions. */
export type ListChange = 'all' | { groups: string[]; sessions: SessionRow[] };

/** The lists behind the Sessions tree: loaded a page at a time, and refreshed while visible. */
export interface SessionLists {
  groups(): Promise<readonly GroupRow[]>;
  /** The known groups, without asking the engine. */
  known(): readonly GroupRow[];
  sessions(group: GroupRow): Promise<GroupSessions>;
  more(group: GroupRow): Promise<void>;
  /** The state of the view, without asking the engine. */
  state(): ViewState;
  /** Notes changed sessions; visible ones are asked for again, at most once per `throttleMs`. */
  changed(ids: readonly string[]): void;
  view(): ListView;
  /** Changes the view and drops loaded rows; call `reset` to redraw. */
  setView(view: Partial<ListView>): void;
  setReading(reading: boolean): void;
  setStopped(): void;
  setVisible(visible: boolean): void;
  /** Drops all loaded rows and redraws. */
  reset(): void;
  dispose(): void;
}

/** Grouping and filter of the lists. */
export interface ListView {
  by: Grouping;
  /** Only sessions that match (`analysis/query.ts`); '': all. */
  query: string;
}

/** The engine's limit of rows in one answer. */
const MOST_ROWS = 1000;

export function createSessionLists(
  call: EngineClient['call'],
  onChange: (change: ListChange) => void,
  onError: (error: unknown) => void,
  view: ListView,
  throttleMs = 500,
): SessionLists {
  const loaded = new LoadedLists(call, view);
  const upkeep = createUpkeep(loaded, onChange, onError, throttleMs);
  let reading = true;
  let stopped = false;
  const forget = (): void => {
    loaded.forget();
    upkeep.forget();
  };

  return {
    groups: () => loaded.current(),
    known: () => loaded.groups ?? [],
    sessions: (group) => loaded.sessions(group),
    async more(group) {
      if (await loaded.more(group)) onChange({ groups: [groupId(group.group)], sessions: [] });
    },
    state() {
      if (loaded.groups?.some(({ sessions }) => sessions > 0) === true) return 'ready';
      if (stopped) return 'stopped';
      if (loaded.failed) return 'failed';
      return reading || loaded.groups === null ? 'reading' : 'empty';
    },
    view: () => loaded.view,
    setView(change) {
      loaded.view = { ...loaded.view, ...change };
      forget();
    },
    changed: upkeep.changed,
    setReading(now) {
      stopped = false;
      if (reading === now) return;
      reading = now;
      upkeep.changed([]);
    },
    setStopped() {
      stopped = true;
    },
    setVisible: upkeep.setVisible,
    reset() {
      forget();
      onChange('all');
    },
    dispose: upkeep.dispose,
  };
}

/** Refreshes loaded rows while the view is visible: at most once per `throttleMs`, one question at a time. */
function createUpkeep(
  loaded: LoadedLists,
  onChange: (change: ListChange) => void,
  onError: (error: unknown) => void,
  throttleMs: number,
) {
  /** Sessions that changed. */
  const pending = new Set<string>();
  /** Something other than sessions may have changed. */
  let dirty = false;
  let visible = false;
  let timer: NodeJS.Timeout | undefined;
  let refreshing = false;

  const schedule = (): void => {
    if (!visible || timer || refreshing || (pending.size === 0 && !dirty)) return;
    timer = setTimeout(() => {
      timer = undefined;
      void refresh();
    }, throttleMs);
  };
  const refresh = async (): Promise<void> => {
    refreshing = true;
    const changed = new Set(pending);
    pending.clear();
    dirty = false;
    try {
      const change = await loaded.refresh(changed);
      if (change !== null) onChange(change);
      refreshing = false;
      schedule();
    } catch (error) {
      // After a failure, ask with the next change: asking at once could repeat endlessly.
      refreshing = false;
      for (const id of changed) pending.add(id);
      dirty = true;
      onError(error);
      if (loaded.failed) onChange('all');
    }
  };
  return {
    /** Notes changed sessions; empty: sessions were added or removed. */
    changed(ids: readonly string[]): void {
      for (const id of ids) pending.add(id);
      if (ids.length === 0) dirty = true;
      schedule();
    },
    setVisible(now: boolean): void {
      visible = now;
      schedule();
    },
    forget: (): void => pending.clear(),
    dispose(): void {
      visible = false;
      clearTimeout(timer);
    },
  };
}

class LoadedLists {
  groups: readonly GroupRow[] | null = null;
  /** Loading the groups failed, and there are no older ones. */
  failed = false;
  readonly #call: EngineClient['call'];
  readonly #rows = new Map<string, GroupSessions & { group: GroupRow }>();
  /** Number of wanted rows of groups with more than a page. */
  readonly #wanted = new Map<string, number>();
  /** The pending question for the groups. */
  #asked: Promise<readonly GroupRow[]> | null = null;
  /** Raised when rows are dropped, so that answers to earlier questions are ignored. */
  #generation = 0;

  constructor(
    call: EngineClient['call'],
    public view: ListView,
  ) {
    this.#call = call;
  }

  forget(): void {
    this.#generation++;
    this.groups = null;
    this.#asked = null;
    this.failed = false;
    this.#rows.clear();
    this.#wanted.clear();
  }

  /** The known groups, or the pending answer. */
  async current(): Promise<readonly GroupRow[]> {
    return this.groups ?? (this.#asked ??= this.#fetchGroups());
  }

  async sessions(group: GroupRow): Promise<GroupSessions> {
    return this.#rows.get(groupId(group.group)) ?? this.#load(group);
  }

  /** Loads another page of a group; false if rows were dropped meanwhile. */
  async more(group: GroupRow): Promise<boolean> {
    const id = groupId(group.group);
    this.#wanted.set(id, (this.#wanted.get(id) ?? PAGE) + PAGE);
    const generation = this.#generation;
    await this.#load(group);
    return generation === this.#generation;
  }

  /** Asks for changed rows again; returns what must be redrawn, null for nothing. */
  async refresh(changed: ReadonlySet<string>): Promise<ListChange | null> {
    const generation = this.#generation;
    const hadFailed = this.failed;
    const before = this.groups ?? [];
    const groups = await this.#fetchGroups();
    this.groups = groups;
    if (generation !== this.#generation) return null;
    const change: Exclude<ListChange, 'all'> = { groups: [], sessions: [] };
    const byId = new Map(groups.map((group) => [groupId(group.group), group]));
    for (const id of staleGroups(this.#rows, groups, changed)) {
      const old = this.#rows.get(id);
      const group = byId.get(id);
      if (!old || !group) {
        this.#rows.delete(id);
        continue;
      }
      const now = await this.#load(group);
      if (generation !== this.#generation) return null;
      if (sameShape(now, old)) change.sessions.push(...now.rows.filter((row, i) => !same(row, old.rows[i])));
      else change.groups.push(id);
    }
    const asNode = (group: GroupRow) => ({ id: groupId(group.group) });
    const counts = new Map(before.map((group) => [groupId(group.group), group.sessions]));
    if (hadFailed || !sameNodes(before.map(asNode), groups.map(asNode))) return 'all';
    for (const [id, group] of byId) {
      if (counts.get(id) !== group.sessions && !change.groups.includes(id)) change.groups.push(id);
    }
    return change.groups.length + change.sessions.length > 0 ? change : null;
  }

  async #fetchGroups(): Promise<readonly GroupRow[]> {
    const generation = this.#generation;
    try {
      const found = await this.#call('groups', { ...this.view });
      if (generation !== this.#generation) return await this.current();
      this.failed = false;
      return (this.groups = found);
    } catch (error) {
      if (generation !== this.#generation) return await this.current();
      this.failed = this.groups === null;
      throw error;
    } finally {
      if (generation === this.#generation) this.#asked = null;
    }
  }

  async #fetchRows(group: string | null, count: number): Promise<GroupSessions> {
    const rows: SessionRow[] = [];
    const { view } = this;
    for (;;) {
      const limit = Math.min(count - rows.length, MOST_ROWS);
      const page = await this.#call('sessions', { ...view, group, state: 'all', offset: rows.length, limit });
      rows.push(...page.rows);
      if (rows.length >= count || page.rows.length < limit) return { rows, total: page.total };
    }
  }

  async #load(group: GroupRow): Promise<GroupSessions> {
    const generation = this.#generation;
    const id = groupId(group.group);
    const sessions = await this.#fetchRows(group.group, this.#wanted.get(id) ?? PAGE);
    // The group no longer exists.
    if (generation !== this.#generation) return { rows: [], total: 0 };
    this.#rows.set(id, { ...sessions, group });
    return sessions;
  }
}

/** True if a group has the same rows on the same days, so single rows can be redrawn. */
const sameShape = (now: GroupSessions, old: GroupSessions): boolean =>
  now.total === old.total &&
  sameNodes(now.rows, old.rows) &&
  now.rows.every(({ lastDay }, i) => lastDay === old.rows[i]?.lastDay);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
