import type { Grouping, GroupRow, SessionRow } from '../engine/protocol';
import type { EngineClient } from './engineClient';
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
  sessions(group: GroupRow): Promise<GroupSessions>;
  more(group: GroupRow): Promise<void>;
  /** What the groups are as far as known, without asking. */
  state(): ViewState;
  /** Sessions changed; those shown are asked for again, at most once per `throttleMs`. */
  changed(ids: readonly string[]): void;
  view(): ListView;
  /** Takes effect with the next `reset`. */
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
  let shown = view;
  let groups: readonly GroupRow[] | null = null;
  const loaded = new Map<string, GroupSessions & { group: GroupRow }>();
  /** How many rows of a group are wanted, where it is more than a page. */
  const wanted = new Map<string, number>();
  const pending = new Set<string>();
  let dirty = false;
  let reading = true;
  let stopped = false;
  let visible = false;
  let timer: NodeJS.Timeout | undefined;
  let refreshing = false;

  const fetchRows = async (group: string | null, count: number): Promise<GroupSessions> => {
    const rows: SessionRow[] = [];
    for (;;) {
      const limit = Math.min(count - rows.length, MOST_ROWS);
      const page = await call('sessions', { ...shown, group, state: 'all', offset: rows.length, limit });
      rows.push(...page.rows);
      if (rows.length >= count || page.rows.length < limit) return { rows, total: page.total };
    }
  };
  const load = async (group: GroupRow): Promise<GroupSessions> => {
    const id = groupId(group.group);
    const sessions = await fetchRows(group.group, wanted.get(id) ?? PAGE);
    loaded.set(id, { ...sessions, group });
    return sessions;
  };

  /** Asks again for what is shown and has changed, and says the least that must be drawn again. */
  const refresh = async () => {
    const changed = new Set(pending);
    pending.clear();
    dirty = false;
    const before = groups ?? [];
    groups = await call('groups', { ...shown });
    const change: Exclude<ListChange, 'all'> = { groups: [], sessions: [] };
    const byId = new Map(groups.map((group) => [groupId(group.group), group]));
    for (const id of staleGroups(loaded, groups, changed)) {
      const old = loaded.get(id);
      const group = byId.get(id);
      if (!old || !group) {
        loaded.delete(id);
        continue;
      }
      const { rows, total } = await load(group);
      const sameShape =
        total === old.total &&
        sameNodes(rows, old.rows) &&
        rows.every(({ day }, i) => day === old.rows[i]?.day);
      if (!sameShape) change.groups.push(id);
      else change.sessions.push(...rows.filter((row, i) => !same(row, old.rows[i])));
    }
    const asNode = (group: GroupRow) => ({ id: groupId(group.group) });
    const counts = new Map(before.map((group) => [groupId(group.group), group.sessions]));
    if (!sameNodes(before.map(asNode), groups.map(asNode))) return onChange('all');
    for (const [id, group] of byId) {
      if (counts.get(id) !== group.sessions && !change.groups.includes(id)) change.groups.push(id);
    }
    if (change.groups.length + change.sessions.length > 0) onChange(change);
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
    async groups() {
      groups ??= await call('groups', { ...shown });
      return groups;
    },
    async sessions(group) {
      return loaded.get(groupId(group.group)) ?? load(group);
    },
    async more(group) {
      const id = groupId(group.group);
      wanted.set(id, (wanted.get(id) ?? PAGE) + PAGE);
      await load(group);
      onChange({ groups: [id], sessions: [] });
    },
    state() {
      if (groups !== null && groups.some(({ sessions }) => sessions > 0)) return 'ready';
      if (stopped) return 'stopped';
      return reading || groups === null ? 'reading' : 'empty';
    },
    view: () => shown,
    setView(change) {
      shown = { ...shown, ...change };
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
      groups = null;
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
