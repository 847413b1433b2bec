import type { GroupRow } from '../../questions/groups';
import type { Grouping } from '../../questions/shared/lists';
import type { SessionRow } from '../../library/sessionRow';
import type { EngineClient } from '../engine/engineClient';
import { groupId, PAGE, sameNodes, staleGroups, type ViewState } from './treeModel';

/** Rows of one group that are loaded so far, newest first, and how many it has in all. */
export interface GroupSessions {
  rows: readonly SessionRow[];
  total: number;
}

/** What must be drawn again: the whole tree, or these groups (by node id) and these sessions alone. */
export type ListChange = 'all' | { groups: string[]; sessions: SessionRow[] };

/** The lists behind the Sessions tree: loaded a page at a time, kept fresh while somebody looks at them. */
export interface SessionLists {
  groups(): Promise<readonly GroupRow[]>;
  /** The groups as far as known, without asking. */
  known(): readonly GroupRow[];
  sessions(group: GroupRow): Promise<GroupSessions>;
  more(group: GroupRow): Promise<void>;
  /** What the groups are as far as known, without asking. */
  state(): ViewState;
  /** Sessions changed; those shown are asked for again, at most once per `throttleMs`. */
  changed(ids: readonly string[]): void;
  view(): ListView;
  /** Forgets what is loaded, which is of another view; `reset` draws anew. */
  setView(view: Partial<ListView>): void;
  setReading(reading: boolean): void;
  setStopped(): void;
  setVisible(visible: boolean): void;
  /** Forgets all and draws anew. */
  reset(): void;
  dispose(): void;
}

/** What the lists are of. */
export interface ListView {
  by: Grouping;
  /** Only sessions that pass (`analysis/query.ts`); '' all. */
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

/** Keeps fresh what is loaded, while somebody looks at it: asks at most once per `throttleMs`, one question at a time. */
function createUpkeep(
  loaded: LoadedLists,
  onChange: (change: ListChange) => void,
  onError: (error: unknown) => void,
  throttleMs: number,
) {
  /** Sessions that changed. */
  const pending = new Set<string>();
  /** Something else may have changed. */
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
      // What changed is asked for with the next change: at once would be asking without end.
      refreshing = false;
      for (const id of changed) pending.add(id);
      dirty = true;
      onError(error);
      if (loaded.failed) onChange('all');
    }
  };
  return {
    /** Sessions changed; without any: which there are. */
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

/** What of the lists is loaded. */
class LoadedLists {
  view: ListView;
  groups: readonly GroupRow[] | null = null;
  /** The groups could not be had, and nothing older is there. */
  failed = false;
  readonly #call: EngineClient['call'];
  readonly #rows = new Map<string, GroupSessions & { group: GroupRow }>();
  /** How many rows of a group are wanted, where it is more than a page. */
  readonly #wanted = new Map<string, number>();
  /** The question for the groups that is under way. */
  #asked: Promise<readonly GroupRow[]> | null = null;
  /** Counts what was forgotten: an answer to a question from before is of other lists. */
  #generation = 0;

  constructor(call: EngineClient['call'], view: ListView) {
    this.#call = call;
    this.view = view;
  }

  forget(): void {
    this.#generation++;
    this.groups = null;
    this.#asked = null;
    this.failed = false;
    this.#rows.clear();
    this.#wanted.clear();
  }

  /** The groups as known, or the answer that is under way. */
  async current(): Promise<readonly GroupRow[]> {
    return this.groups ?? (this.#asked ??= this.#fetchGroups());
  }

  async sessions(group: GroupRow): Promise<GroupSessions> {
    return this.#rows.get(groupId(group.group)) ?? this.#load(group);
  }

  /** Loads one page more of a group; false when the lists were forgotten meanwhile. */
  async more(group: GroupRow): Promise<boolean> {
    const id = groupId(group.group);
    this.#wanted.set(id, (this.#wanted.get(id) ?? PAGE) + PAGE);
    const generation = this.#generation;
    await this.#load(group);
    return generation === this.#generation;
  }

  /** Asks again for what is loaded and has changed, and says the least that must be drawn again; null: nothing. */
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
    // Whoever waits for it draws a group that is gone.
    if (generation !== this.#generation) return { rows: [], total: 0 };
    this.#rows.set(id, { ...sessions, group });
    return sessions;
  }
}

/** True when a group has the same rows on the same days: each can be drawn alone. */
const sameShape = (now: GroupSessions, old: GroupSessions): boolean =>
  now.total === old.total &&
  sameNodes(now.rows, old.rows) &&
  now.rows.every(({ lastDay }, i) => lastDay === old.rows[i]?.lastDay);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
