/** Settings as an editor keeps them: where each is set, whose word counts, and what cannot be used. */
import type * as z from 'zod';
import { reasonOf } from '../l10n/reasonOf';
import { isObject } from '../log/json';
import { Settings, WINDOW_SETTINGS } from './settings';
import { KEYS } from './layers';

/** What the editor has of one setting, by where it is set. */
export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
}

/** A value that counts and where it comes from. */
export interface Effective {
  value: unknown;
  place: 'default' | 'user' | 'workspace';
}

/**
 * The value of a setting (key without `vigil.`) that counts; undefined stands for the default. A workspace has a say in
 * what one window shows, when it is trusted. Asked for here and not left to the editor alone: its settings file may
 * write `"vigil": {"timezone": …}`, whose scope the editor does not check.
 */
export function effective(key: string, inspected: Inspected | undefined, trusted: boolean): Effective {
  const own = trusted && Object.hasOwn(WINDOW_SETTINGS, key) ? inspected?.workspaceValue : undefined;
  if (own !== undefined) return { value: own, place: 'workspace' };
  const value = inspected?.globalValue;
  return { value, place: value === undefined ? 'default' : 'user' };
}

/** All settings that are set, as a tree with the keys of the schema. */
export function gather(inspect: (key: string) => Inspected | undefined, trusted: boolean): unknown {
  const tree: Record<string, unknown> = {};
  for (const key of KEYS) {
    const { value } = effective(key, inspect(key), trusted);
    if (value === undefined) continue;
    const path = key.split('.');
    const last = path.pop() ?? key;
    let group = tree;
    for (const name of path) group = (group[name] ??= {}) as Record<string, unknown>;
    group[last] = value;
  }
  return tree;
}

/** A setting, or entries of one, that could not be used. */
export interface BadSetting {
  /** Full key, for example `vigil.signals.stopPhrase.warn`. */
  key: string;
  /** What the person wrote, as JSON; of a list or a record what is left out of it. */
  value: string;
  /** The default used instead, as JSON; null where only entries are left out, and the others are used. */
  fallback: string | null;
  /** Why it cannot be used; of a list or a record a reason for each entry. */
  reasons: string[];
}

/**
 * The settings out of what the editor has under `vigil`: each key that is not valid falls back to its default, of a list or of names of a
 * person's own only the entry goes, and of a list that is too long what is too much. Each setting is named in `bad` once; the others keep their value.
 */
export function parseSettings(raw: unknown): { settings: Settings; bad: BadSetting[] } {
  // A copy, to remove keys from; the editor gives a proxy, which structuredClone refuses.
  const input: unknown = JSON.parse(JSON.stringify(raw ?? {}));
  const bad = new Map<string, { last: Removed; value: unknown; reasons: string[] }>();
  const places: Places = new Map();
  for (;;) {
    const parsed = Settings.safeParse(input);
    if (parsed.success) return { settings: parsed.data, bad: told() };
    const issue = parsed.error.issues[0];
    const removed =
      issue && isObject(input) ? (cutToMaximum(input, issue) ?? removeLeaf(input, issue.path, places)) : null;
    if (!issue || !removed) return { settings: Settings.parse({}), bad: told() };
    const { path, value, entry } = removed;
    const below = entry === null ? [] : [entry, ...issue.path.slice(path.length + 1)];
    const reason = reasonOf({ ...issue, path: [...path, ...below] }, path.length);
    const key = path.join('.');
    const before = bad.get(key);
    bad.set(key, {
      last: removed,
      value: before === undefined ? value : both(before.value, value),
      reasons: [...(before?.reasons ?? []), reason],
    });
  }

  /** Whether any entry of a setting holds is known of the last that went. */
  function told(): BadSetting[] {
    const usual = Settings.parse({});
    return [...bad].map(([key, { last, value, reasons }]) => ({
      key: `vigil.${key}`,
      value: JSON.stringify(value),
      fallback: last.others ? null : JSON.stringify(at(usual, last.path)),
      reasons,
    }));
  }
}

/** What is left out of a list or a record, with what is left out of it besides. */
const both = (one: unknown, other: unknown): unknown =>
  Array.isArray(one) && Array.isArray(other)
    ? [...(one as unknown[]), ...(other as unknown[])]
    : isObject(one) && isObject(other)
      ? { ...one, ...other }
      : other;

/** Where the entries that are left of each list stood in it, by key. */
type Places = Map<string, number[]>;

interface Removed {
  /** Of the setting, or of a group that is none. */
  path: string[];
  /** What was wrong: of a list or a record it alone. */
  value: unknown;
  /** Name or first place of the entry; null where the whole setting went. */
  entry: string | number | null;
  /** Other entries are left. */
  others: boolean;
}

/** Takes what is too much off the end of a setting that is a list; null when the issue is another. */
function cutToMaximum(root: unknown, issue: z.core.$ZodIssue): Removed | null {
  if (issue.code !== 'too_big' || issue.origin !== 'array') return null;
  const path = issue.path.map(String);
  const list = at(root, path);
  if (!Array.isArray(list) || !KEYS.has(path.join('.'))) return null;
  return { path, value: list.splice(Number(issue.maximum)), entry: null, others: true };
}

/** Takes the setting an issue is about out of `root`, or a whole group that is none; of a list or a record only the entry, so that the others hold. */
function removeLeaf(
  root: Record<string, unknown>,
  issue: readonly PropertyKey[],
  places: Places,
): Removed | null {
  let group = root;
  for (const [depth, step] of issue.entries()) {
    const name = String(step);
    if (!Object.hasOwn(group, name)) return null;
    const value = group[name];
    const path = issue.slice(0, depth + 1).map(String);
    const entry = issue[depth + 1];
    const removed = entry === undefined ? null : removeEntry(value, entry, path, places);
    if (removed !== null) {
      // A list of which nothing is left was not meant to be empty.
      if (!removed.others) delete group[name];
      return removed;
    }
    if (entry === undefined || !isObject(value)) {
      delete group[name];
      return { path, value, entry: null, others: false };
    }
    if (KEYS.has(path.join('.'))) return null;
    group = value;
  }
  return null;
}

/** Takes one entry out of a setting that is a list or a record; null when it is neither, or has no such entry. */
function removeEntry(value: unknown, entry: PropertyKey, path: string[], places: Places): Removed | null {
  const key = path.join('.');
  if (!KEYS.has(key)) return null;
  if (Array.isArray(value) && typeof entry === 'number' && entry < value.length) {
    const stood = places.get(key) ?? value.map((_one, place) => place);
    places.set(key, stood);
    const [place = entry] = stood.splice(entry, 1);
    return { path, value: value.splice(entry, 1), entry: place, others: value.length > 0 };
  }
  const name = String(entry);
  if (!isObject(value) || !Object.hasOwn(value, name)) return null;
  const wrong = { [name]: value[name] };
  delete value[name];
  return { path, value: wrong, entry: name, others: Object.keys(value).length > 0 };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, key) => (isObject(inner) ? inner[key] : undefined), value);
}
