import { SEVERITIES } from '../signals/severity';
import type { GroupRow } from '../questions/groups';
import type { Grouping } from '../questions/shared/lists';
import type { SessionRow } from '../library/sessionRow';

/** Sessions of a group shown at first, and added by each "Show more…". */
export const PAGE = 200;

/** A node of the Sessions tree. `id` is unique in the tree and stays the same over refreshes. */
export type TreeNode =
  | { kind: 'group'; id: string; by: Grouping; group: GroupRow; here: boolean }
  | { kind: 'day'; id: string; day: string | null; group: GroupNode; sessions: SessionNode[] }
  | { kind: 'session'; id: string; row: SessionRow; parent: DayPlace }
  | { kind: 'more'; id: string; group: GroupNode; left: number };
export type GroupNode = Extract<TreeNode, { kind: 'group' }>;
export type DayNode = Extract<TreeNode, { kind: 'day' }>;
export type SessionNode = Extract<TreeNode, { kind: 'session' }>;

/** Where a session stands under its group. */
export interface DayPlace {
  group: string | null;
  day: string | null;
}

export const groupId = (group: string | null) => `group:${JSON.stringify(group)}`;
export const dayId = ({ group, day }: DayPlace) => `day:${JSON.stringify([group, day])}`;

const WORST_FIRST: readonly string[] = SEVERITIES.toReversed();

/**
 * Groups: projects of this workspace first, then the latest first, those without a time last; severities the worst first, days the
 * newest first.
 */
export function groupNodes(
  groups: readonly GroupRow[],
  by: Grouping,
  isHere: (project: string | null) => boolean,
): GroupNode[] {
  const order = (a: GroupNode, b: GroupNode): number => {
    if (by === 'severity')
      return WORST_FIRST.indexOf(a.group.group ?? '') - WORST_FIRST.indexOf(b.group.group ?? '');
    if (by === 'day') return (b.group.group ?? '').localeCompare(a.group.group ?? '');
    return (
      Number(b.here) - Number(a.here) ||
      (b.group.latest ?? '').localeCompare(a.group.latest ?? '') ||
      a.id.localeCompare(b.id)
    );
  };
  return groups
    .filter(({ sessions }) => sessions > 0)
    .map((group): GroupNode => ({
      kind: 'group',
      id: groupId(group.group),
      by,
      group,
      here: by === 'project' && isHere(group.group),
    }))
    .toSorted(order);
}

/**
 * The days of a group, in the order of its rows (newest first), and "Show more…" when `total` says there are more. A group that is a
 * day has its sessions at once.
 */
export function dayNodes(group: GroupNode, rows: readonly SessionRow[], total: number): TreeNode[] {
  const days = new Map<string, DayNode>();
  for (const row of rows) {
    const place = { group: group.group.group, day: row.day };
    const id = dayId(place);
    const day: DayNode = days.get(id) ?? { kind: 'day', id, day: row.day, group, sessions: [] };
    day.sessions.push({ kind: 'session', id: `session:${row.id}`, row, parent: place });
    days.set(id, day);
  }
  const nodes =
    group.by === 'day' ? [...days.values()].flatMap(({ sessions }) => sessions) : [...days.values()];
  const left = total - rows.length;
  return left <= 0 ? nodes : [...nodes, { kind: 'more', id: `more:${group.id}`, group, left }];
}

/** What a list knows of a group it has loaded. */
export interface Loaded {
  rows: readonly SessionRow[];
  /** The group as it was when the rows were loaded. */
  group: GroupRow;
}

/**
 * Which of the loaded groups must be asked for again after sessions changed: those that show one of them, and
 * those whose count or latest time is another one now (a session came or went).
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

/** True when the same nodes stand in the same order: then only what is below them needs to be drawn again. */
export const sameNodes = (a: readonly { id: string }[], b: readonly { id: string }[]) =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

/** What the welcome text speaks of: no answer yet, nothing found, sessions to show, an answer that failed, or an engine that is gone. */
export type ViewState = 'reading' | 'empty' | 'ready' | 'failed' | 'stopped';
