import { SEVERITIES } from '../../signals/severity';
import type { GroupRow } from '../../questions/groups';
import { RECENCIES, type Grouping } from '../../questions/shared/lists';
import type { SessionRow } from '../../library/sessionRow';

/** Sessions of a group shown at first, and added by each "Show more…". */
export const PAGE = 200;

/** A group with fewer sessions has no folders for days, which would need another click. */
const DAYS_FROM = 20;

/** A node of the Sessions tree. `id` is unique in the tree and stays the same over refreshes. */
export type TreeNode =
  /** `here`: a project of this workspace; `alone`: there is no other group. */
  | { kind: 'group'; id: string; by: Grouping; group: GroupRow; here: boolean; alone: boolean }
  | { kind: 'day'; id: string; day: string | null; group: GroupNode; sessions: SessionNode[] }
  /** `parent`: id of its group or day. */
  | { kind: 'session'; id: string; row: SessionRow; parent: string }
  | { kind: 'more'; id: string; group: GroupNode; left: number };
export type GroupNode = Extract<TreeNode, { kind: 'group' }>;
export type SessionNode = Extract<TreeNode, { kind: 'session' }>;

export const groupId = (group: string | null) => `group:${JSON.stringify(group)}`;
const dayId = (group: string | null, day: string | null) => `day:${JSON.stringify([group, day])}`;

const WORST_FIRST: readonly string[] = SEVERITIES.toReversed();

/**
 * The nodes of groups in order: projects of this workspace first, then by latest time, those without a time last; severities the worst first;
 * days the newest first; by recency starred first and hidden last.
 */
export function groupNodes(
  groups: readonly GroupRow[],
  by: Grouping,
  isHere: (project: string | null) => boolean,
): GroupNode[] {
  const ranked = { severity: WORST_FIRST, recency: RECENCIES as readonly string[] };
  const order = (a: GroupNode, b: GroupNode): number => {
    if (by === 'severity' || by === 'recency')
      return ranked[by].indexOf(a.group.group ?? '') - ranked[by].indexOf(b.group.group ?? '');
    if (by === 'day') return (b.group.group ?? '').localeCompare(a.group.group ?? '');
    return (
      Number(b.here) - Number(a.here) ||
      (b.group.latest ?? '').localeCompare(a.group.latest ?? '') ||
      a.id.localeCompare(b.id)
    );
  };
  const filled = groups.filter(({ sessions }) => sessions > 0);
  return filled
    .map((group): GroupNode => ({
      kind: 'group',
      id: groupId(group.group),
      by,
      group,
      here: by === 'project' && isHere(group.group),
      alone: filled.length === 1,
    }))
    .toSorted(order);
}

/**
 * The nodes below a group, newest first, and "Show more…" if `total` is larger: its sessions; in a large project, days with several sessions
 * are folders.
 */
export function dayNodes(group: GroupNode, rows: readonly SessionRow[], total: number): TreeNode[] {
  const { group: name } = group.group;
  const left = total - rows.length;
  const more: TreeNode[] = left <= 0 ? [] : [{ kind: 'more', id: `more:${group.id}`, group, left }];
  const node = (row: SessionRow, parent: string): SessionNode => ({
    kind: 'session',
    id: `session:${row.id}`,
    row,
    parent,
  });
  const flat = group.by === 'day' || group.by === 'recency' || total < DAYS_FROM;
  if (flat) return [...rows.map((row) => node(row, group.id)), ...more];
  const days = [...Map.groupBy(rows, ({ lastDay }) => lastDay)].flatMap(([day, ofDay]): TreeNode[] => {
    const id = dayId(name, day);
    return ofDay.length === 1
      ? ofDay.map((row) => node(row, group.id))
      : [{ kind: 'day', id, day, group, sessions: ofDay.map((row) => node(row, id)) }];
  });
  return [...days, ...more];
}

/** Updates the drawn groups with current counts and latest times. */
export function renewGroups(drawn: ReadonlyMap<string, TreeNode>, groups: readonly GroupRow[]): void {
  for (const group of groups) {
    const node = drawn.get(groupId(group.group));
    if (node?.kind === 'group') node.group = group;
  }
}

/** A loaded group. */
export interface Loaded {
  rows: readonly SessionRow[];
  /** The group when its rows were loaded. */
  group: GroupRow;
}

/**
 * The loaded groups that must be asked for again after sessions changed: those that show one of these sessions, and those whose count or
 * latest time changed (a session was added or removed).
 */
export function staleGroups(
  loaded: ReadonlyMap<string, Loaded>,
  groups: readonly GroupRow[],
  changed: ReadonlySet<string>,
): string[] {
  const now = new Map(groups.map((group) => [groupId(group.group), group]));
  return [...loaded].flatMap(([id, { rows, group }]) => {
    const current = now.get(id);
    const moved = current?.sessions !== group.sessions || current.latest !== group.latest;
    return moved || rows.some((row) => changed.has(row.id)) ? [id] : [];
  });
}

/** True for the same nodes in the same order: then only their children must be redrawn. */
export const sameNodes = (a: readonly { id: string }[], b: readonly { id: string }[]) =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

/** Which welcome text is shown: no answer yet, no sessions, none (there are sessions), the question failed, or the engine stopped. */
export type ViewState = 'reading' | 'empty' | 'ready' | 'failed' | 'stopped';
