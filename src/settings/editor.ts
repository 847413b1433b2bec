/** Settings as an editor keeps them: where each is set, whose word counts, and what cannot be used. */
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

/** A setting that could not be used, and the default that stands in for it. */
export interface BadSetting {
  /** Full key, for example `vigil.signals.stopPhrase.warn`. */
  key: string;
  /** What the person wrote, and the default used instead; both as JSON. */
  value: string;
  fallback: string;
  /** Why it cannot be used. */
  reason: string;
}

/**
 * The settings out of what the editor has under `vigil`: each key that is not valid falls back to its default
 * and is named in `bad`; the others keep their value.
 */
export function parseSettings(raw: unknown): { settings: Settings; bad: BadSetting[] } {
  // A copy, to remove keys from; the editor gives a proxy, which structuredClone refuses.
  const input: unknown = JSON.parse(JSON.stringify(raw ?? {}));
  const bad: BadSetting[] = [];
  for (;;) {
    const parsed = Settings.safeParse(input);
    if (parsed.success) return { settings: parsed.data, bad };
    const issue = parsed.error.issues[0];
    const removed = issue && isObject(input) ? removeLeaf(input, issue.path.map(String)) : null;
    if (!issue || !removed) return { settings: Settings.parse({}), bad };
    bad.push({
      key: ['vigil', ...removed.path].join('.'),
      value: JSON.stringify(removed.value),
      fallback: JSON.stringify(at(Settings.parse({}), removed.path)),
      reason: reasonOf(issue, removed.path.length),
    });
  }
}

/**
 * Takes the setting an issue is about out of `root`, or a whole group that is none; of a record of a person's own names, as `prices`,
 * only the entry, so that the others hold.
 */
function removeLeaf(
  root: Record<string, unknown>,
  path: string[],
): { path: string[]; value: unknown } | null {
  let group = root;
  for (const [depth, name] of path.entries()) {
    if (!Object.hasOwn(group, name)) return null;
    const value = group[name];
    const here = path.slice(0, depth + 1);
    const entry = path[depth + 1];
    if (entry === undefined || !isObject(value)) {
      delete group[name];
      return { path: here, value };
    }
    if (KEYS.has(here.join('.'))) {
      if (!Object.hasOwn(value, entry)) return null;
      const wrong = { [entry]: value[entry] };
      delete value[entry];
      return { path: here, value: wrong };
    }
    group = value;
  }
  return null;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, key) => (isObject(inner) ? inner[key] : undefined), value);
}
