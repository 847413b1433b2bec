import type { GroupRow } from '../questions/groups';
import type { Grouping } from '../questions/shared/lists';
import type { SessionRow } from '../library/sessionRow';
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
  /** The question for the groups that is under way. */
  let asked: Promise<readonly GroupRow[]> | null = null;
  /** The groups could not be had, and nothing older is there. */
  let failed = false;
  /** Counts what was forgotten: an answer to a question of before is of lists that are no more. */
  let generation = 0;
  const forget = (): void => {
    generation++;
    groups = null;
    asked = null;
    failed = false;
    loaded.clear();
    wanted.clear();
    pending.clear();
  };

  const fetchGroups = async (): Promise<readonly GroupRow[]> => {
    const mine = generation;
    try {
      const found = await call('groups', { ...shown });
      if (mine !== generation) return await current();
      failed = false;
      return (groups = found);
    } catch (error) {
      if (mine !== generation) return await current();
      failed = groups === null;
      throw error;
    } finally {
      if (mine === generation) asked = null;
    }
  };
  /** The groups as known, or the answer that is under way. */
  const current = async (): Promise<readonly GroupRow[]> => groups ?? (asked ??= fetchGroups());

  const fetchRows = async (group: string | null, count: number): Promise<GroupSessions> => {
    const rows: SessionRow[] = [];
    const of = shown;
    for (;;) {
      const limit = Math.min(count - rows.length, MOST_ROWS);
      const page = await call('sessions', { ...of, group, state: 'all', offset: rows.length, limit });
      rows.push(...page.rows);
      if (rows.length >= count || page.rows.length < limit) return { rows, total: page.total };
    }
  };
  const load = async (group: GroupRow): Promise<GroupSessions> => {
    const mine = generation;
    const id = groupId(group.group);
    const sessions = await fetchRows(group.group, wanted.get(id) ?? PAGE);
    // Whoever waits for it draws a group that is gone.
    if (mine !== generation) return { rows: [], total: 0 };
    loaded.set(id, { ...sessions, group });
    return sessions;
  };

  /** Asks again for what is shown and has changed, and says the least that must be drawn again. */
  const refresh = async (changed: ReadonlySet<string>) => {
    const mine = generation;
    const hadFailed = failed;
    const before = groups ?? [];
    groups = await fetchGroups();
    if (mine !== generation) return;
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
      if (mine !== generation) return;
      const sameShape =
        total === old.total &&
        sameNodes(rows, old.rows) &&
        rows.every(({ day }, i) => day === old.rows[i]?.day);
      if (!sameShape) change.groups.push(id);
      else change.sessions.push(...rows.filter((row, i) => !same(row, old.rows[i])));
    }
    const asNode = (group: GroupRow) => ({ id: groupId(group.group) });
    const counts = new Map(before.map((group) => [groupId(group.group), group.sessions]));
    if (hadFailed || !sameNodes(before.map(asNode), groups.map(asNode))) return onChange('all');
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
      const changed = new Set(pending);
      pending.clear();
      dirty = false;
      void refresh(changed).then(
        () => {
          refreshing = false;
          schedule();
        },
        (error: unknown) => {
          // What changed is asked for with the next change: at once would be asking without end.
          refreshing = false;
          for (const id of changed) pending.add(id);
          dirty = true;
          onError(error);
          if (failed) onChange('all');
        },
      );
    }, throttleMs);
  };

  return {
    groups: current,
    async sessions(group) {
      return loaded.get(groupId(group.group)) ?? load(group);
    },
    async more(group) {
      const id = groupId(group.group);
      wanted.set(id, (wanted.get(id) ?? PAGE) + PAGE);
      const mine = generation;
      await load(group);
      if (mine === generation) onChange({ groups: [id], sessions: [] });
    },
    state() {
      if (groups !== null && groups.some(({ sessions }) => sessions > 0)) return 'ready';
      if (stopped) return 'stopped';
      if (failed) return 'failed';
      return reading || groups === null ? 'reading' : 'empty';
    },
    view: () => shown,
    setView(change) {
      shown = { ...shown, ...change };
      forget();
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
      forget();
      onChange('all');
    },
    dispose() {
      visible = false;
      clearTimeout(timer);
    },
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
