/**
 * Settings from several places, the later over the earlier: defaults, a file, the environment, flags of a command. Every
 * value knows where it comes from; a key or value that cannot be used is an error that names it, its value and its place.
 */
import { errorText } from '../l10n/errorText';
import { reasonOf } from '../l10n/reasonOf';
import { isObject } from '../log/json';
import { plainJson } from './jsonc';
import { compareTexts } from '../log/compareTexts';
import { Settings } from './settings';

export type Tree = Record<string, unknown>;

export interface Layer {
  /** Where it comes from, for a person: a file, an environment variable, a flag. */
  source: string;
  /** Dotted key without `vigil.`, for example `signals.stopPhrases.warn`. */
  key: string;
  value: unknown;
}

export interface Resolved {
  settings: Settings;
  /** Every key in order, with its value and where that comes from. */
  keys: { key: string; value: unknown; source: string }[];
}

/** A setting that cannot be used. */
export class SettingError extends Error {}

/** The leaves of a tree as dotted keys. Records of a person's own names (`prices`) are one leaf. */
function leaves(tree: Tree, known: ReadonlySet<string> | null, prefix = ''): [string, unknown][] {
  return Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
    const key = `${prefix}${name}`.replace(/^vigil\./, '');
    const group = isObject(value) && (known === null ? Object.keys(value).length > 0 : !known.has(key));
    return group ? leaves(value, known, `${key}.`) : [[key, value]];
  });
}

const DEFAULTS = leaves(Settings.parse({}), null);
const DEFAULT_OF = new Map(DEFAULTS);
/** Every dotted key, without `vigil.`. */
export const KEYS: ReadonlySet<string> = new Set(DEFAULTS.map(([key]) => key));

/** `signals.readEditRatio.warn` as `VIGIL_SIGNALS_READ_EDIT_RATIO_WARN`. */
export const variableOf = (key: string): string =>
  `VIGIL_${key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;

/** Variables that are no settings: of the command, and of Vigil's own tests. */
const OTHERS = /^VIGIL_(?:STORE|NODE|CONFIG|CHAOS|TEST_.*)$/;

/** The layers of the environment. Values are JSON, or text where they are none; lists may be written with commas, switches as `yes` and `no`. */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Layer[] {
  const byVariable = new Map([...KEYS].map((key) => [variableOf(key), key]));
  return Object.entries(env).flatMap(([name, text]) => {
    if (!name.startsWith('VIGIL_') || OTHERS.test(name) || text === undefined) return [];
    const key = byVariable.get(name);
    if (key === undefined) throw new SettingError(`${name}=${text} (environment): there is no such setting.`);
    return [{ source: `environment ${name}`, key, value: valueOf(text, DEFAULT_OF.get(key)) }];
  });
}

/** What a variable says, for a setting with this default. */
function valueOf(text: string, usual: unknown): unknown {
  if (typeof usual === 'boolean') {
    if (/^(?:yes|on|1)$/i.test(text)) return true;
    if (/^(?:no|off|0)$/i.test(text)) return false;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!Array.isArray(usual) || /^\s*[[{]/.test(text)) return text;
    return text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  }
}

const FLAGS = {
  timezone: 'timezone',
  thresholds: 'alerts.measures',
  'follow-links': 'followLinks',
} as const;

/** The layers of flags; those that are undefined were not given. */
export const fromFlags = (flags: Readonly<Record<keyof typeof FLAGS, unknown>>): Layer[] =>
  Object.entries(FLAGS).flatMap(([flag, key]) => {
    const value = flags[flag as keyof typeof FLAGS];
    return value === undefined ? [] : [{ source: `flag --${flag}`, key, value }];
  });

/** The layers of a file: JSON, comments allowed, with the keys of VS Code's settings, with or without `vigil.`, nested or dotted. */
export function fromFile(file: string, text: string): Layer[] {
  let content: unknown;
  // Editors of Windows put a mark before the first character.
  const json = plainJson(text.replace(/^\ufeff/, ''));
  try {
    content = JSON.parse(json);
  } catch (error) {
    const said = errorText(error);
    throw new SettingError(
      `${file}: is not JSON: ${placeIn(json, said)}${said.split('\n', 1)[0]?.slice(0, 200)}.`,
      {
        cause: error,
      },
    );
  }
  if (!isObject(content)) throw new SettingError(`${file}: is not an object with settings.`);
  const own = isObject(content['vigil']) ? content['vigil'] : content;
  return leaves(own, KEYS).map(([key, value]) => ({ source: file, key, value }));
}

/** Line and column of what the parser complains about, where it does not name them itself. */
function placeIn(text: string, said: string): string {
  const position = /position (\d{1,15})/.exec(said)?.[1];
  // Where it meets a wrong character it quotes what stands around it instead.
  if (said.includes('line ') || (position === undefined && !said.includes('end of JSON'))) return '';
  const at = position === undefined ? text.length : Number(position);
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}

/** Puts the layers over the defaults. Throws a `SettingError` for the first key or value that cannot be used. */
export function resolve(layers: readonly Layer[]): Resolved {
  const tree: Tree = {};
  const found = new Map(DEFAULTS.map(([key, value]) => [key, { key, value, source: 'default' }]));
  for (const { key, value, source } of layers) {
    if (!KEYS.has(key))
      throw new SettingError(`${key} = ${short(value)} (${source}): there is no such setting.`);
    set(tree, key.split('.'), value);
    const checked = Settings.safeParse(tree);
    if (!checked.success)
      throw new SettingError(
        `${key} (${source}) cannot be ${short(value)}: ${reasonOf(checked.error.issues[0], key.split('.').length)}.`,
      );
    found.set(key, { key, value, source });
  }
  return {
    settings: Settings.parse(tree),
    keys: [...found.values()].sort((a, b) => compareTexts(a.key, b.key)),
  };
}

/** A value as JSON, no longer than a message may be. */
function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function set(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const inner = tree[name];
  const next = isObject(inner) ? inner : {};
  tree[name] = next;
  set(next, rest, value);
}
