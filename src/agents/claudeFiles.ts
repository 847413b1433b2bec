/**
 * What Vigil puts into files of Claude Code, and takes out again: a Stop hook, a status line, an MCP server. Pure: from the text of
 * a file to the text it would be. What others wrote there stays as it is.
 */
import { isDeepStrictEqual } from 'node:util';
import { errorText } from '../l10n/errorText';
import { isObject } from '../log/json';

export const CONNECTIONS = ['hook', 'statusline', 'mcp'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** Something a person asked for cannot be done; the message is for that person. */
export class ConnectError extends Error {}

type Json = Record<string, unknown>;

/** How Claude Code starts Vigil. */
export interface Start {
  /** The launcher in Vigil's storage. */
  launcher: string;
  isWindows: boolean;
}

/** Claude Code gives up a hook after so many seconds. */
const HOOK_SECONDS = 10;

/** A path as a word of a shell; on Windows Claude Code may start Git's shell as well as its own. */
const word = (path: string, isWindows: boolean): string => {
  const text = isWindows ? path.replaceAll('\\', '/') : path;
  return /^[\w./:@+-]+$/.test(text)
    ? text
    : isWindows
      ? `"${text}"`
      : `'${text.replaceAll("'", String.raw`'\''`)}'`;
};

const commandOf = (what: Connection, { launcher, isWindows }: Start): string =>
  `${word(launcher, isWindows)} ${what}`;

/** A command of ours, whichever Vigil wrote it. */
const isOurs = (command: unknown, what: Connection): boolean =>
  typeof command === 'string' && new RegExp(String.raw`[\\/]vigil(?:\.cmd)?["']? ${what}$`).test(command);

/** An object in another; an empty one where there is none. Throws where something else stands. */
function objectIn(json: Json, key: string): Json {
  const value = json[key] ?? {};
  if (!isObject(value)) throw new ConnectError(`“${key}” in it is not as Claude Code has it.`);
  return value;
}

interface Kind {
  /** Commands and words of commands that start Vigil, on whichever archive. */
  starts(json: Json): unknown[];
  add(json: Json, start: Start, replaces: boolean): Json;
  /** `line`: the status line that Vigil's took the place of; null: none. */
  remove(json: Json, line: unknown): Json;
}

interface Group {
  hooks?: unknown;
}

function stopGroups(json: Json): Group[] {
  const groups = objectIn(json, 'hooks')['Stop'] ?? [];
  if (!Array.isArray(groups) || !groups.every(isObject))
    throw new ConnectError('“hooks.Stop” in it is not as Claude Code has it.');
  return groups;
}

const isOurHook = (hook: unknown): boolean => isObject(hook) && isOurs(hook['command'], 'hook');

/** The groups without ours; one that held nothing else goes. */
const withoutOurs = (groups: readonly Group[]): Group[] =>
  groups.flatMap((group) => {
    const { hooks } = group;
    if (!Array.isArray(hooks) || !hooks.some(isOurHook)) return [group];
    const rest: unknown[] = hooks.filter((one) => !isOurHook(one));
    return rest.length === 0 ? [] : [{ ...group, hooks: rest }];
  });

/** A key that holds nothing any more goes. */
function withOrWithout(json: Json, key: string, value: Json | unknown[]): Json {
  if (Object.keys(value).length > 0) return { ...json, [key]: value };
  const { [key]: _, ...rest } = json;
  return rest;
}

const commandIn = (entry: unknown): unknown => (isObject(entry) ? entry['command'] : undefined);

const hook: Kind = {
  starts: (json) =>
    stopGroups(json).flatMap(({ hooks }) =>
      Array.isArray(hooks) ? hooks.filter(isOurHook).map(commandIn) : [],
    ),
  add(json, start) {
    const entry = { type: 'command', command: commandOf('hook', start), timeout: HOOK_SECONDS };
    const groups = stopGroups(json);
    const ours = { hooks: [entry] };
    if (groups.some((group) => isDeepStrictEqual(group, ours))) return json;
    return { ...json, hooks: { ...objectIn(json, 'hooks'), Stop: [...withoutOurs(groups), ours] } };
  },
  remove(json) {
    const groups = stopGroups(json);
    const rest = withoutOurs(groups);
    if (isDeepStrictEqual(rest, groups)) return json;
    return withOrWithout(json, 'hooks', withOrWithout(objectIn(json, 'hooks'), 'Stop', rest));
  },
};

const isOurLine = (line: unknown): boolean => isObject(line) && isOurs(line['command'], 'statusline');

const statusline: Kind = {
  starts: (json) => [commandIn(json['statusLine'])],
  add(json, start, replaces) {
    const line = json['statusLine'];
    if (line !== undefined && line !== null && !isOurLine(line) && !replaces)
      throw new ConnectError(
        `There is a status line already: ${JSON.stringify(isObject(line) ? (line['command'] ?? line) : line)}. With --replace that of Vigil takes its place until it is uninstalled.`,
      );
    return { ...json, statusLine: { type: 'command', command: commandOf('statusline', start) } };
  },
  remove(json, line) {
    if (!isOurLine(json['statusLine'])) return json;
    const { statusLine: _, ...rest } = json;
    return line === null ? rest : { ...json, statusLine: line };
  },
};

/** Windows starts no script that is not named to its shell. */
const serverOf = ({ launcher, isWindows }: Start): Json =>
  isWindows
    ? { type: 'stdio', command: 'cmd', args: ['/c', launcher, 'mcp'] }
    : { type: 'stdio', command: launcher, args: ['mcp'] };

const wordsOf = (server: unknown): unknown[] =>
  isObject(server)
    ? [server['command'], ...(Array.isArray(server['args']) ? (server['args'] as unknown[]) : [])]
    : [];

const isOurServer = (server: unknown): boolean =>
  wordsOf(server).some((part) => typeof part === 'string' && /[\\/]vigil(?:\.cmd)?$/.test(part));

const mcp: Kind = {
  starts: (json) => wordsOf(objectIn(json, 'mcpServers')['vigil']),
  add(json, start) {
    const servers = objectIn(json, 'mcpServers');
    const there = servers['vigil'];
    if (there !== undefined && !isOurServer(there))
      throw new ConnectError('There is another MCP server called “vigil”. Give it another name first.');
    return { ...json, mcpServers: { ...servers, vigil: serverOf(start) } };
  },
  remove(json) {
    const servers = objectIn(json, 'mcpServers');
    if (!isOurServer(servers['vigil'])) return json;
    const { vigil: _, ...rest } = servers;
    return withOrWithout(json, 'mcpServers', rest);
  },
};

const KINDS: Readonly<Record<Connection, Kind>> = { hook, statusline, mcp };

function parsed(text: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConnectError(`It is not JSON (${errorText(error)}).`, {
      cause: error,
    });
  }
  if (!isObject(json)) throw new ConnectError('It holds no JSON object.');
  return json;
}

/** JSON written as the text of before was: its indent, its line ends, its end. */
function written(json: Json, like: string | null): string {
  const indent = /\n([ \t]+)"/.exec(like ?? '')?.[1] ?? '  ';
  const text = JSON.stringify(json, null, indent) + (like === null || like.endsWith('\n') ? '\n' : '');
  return like?.includes('\r\n') === true ? text.replaceAll('\n', '\r\n') : text;
}

/** The text with Vigil in it; the same text when it is in it already. `text` of null: there is no file. */
export function withVigil(what: Connection, text: string | null, start: Start, replaces: boolean): string {
  const before = text === null || text.trim() === '' ? {} : parsed(text);
  const after = KINDS[what].add(before, start, replaces);
  return text !== null && isDeepStrictEqual(before, after) ? text : written(after, text);
}

/** True when Vigil is in the text. */
export function hasVigil(what: Connection, text: string | null): boolean {
  if (text === null || text.trim() === '') return false;
  const json = parsed(text);
  return !isDeepStrictEqual(KINDS[what].remove(json, null), json);
}

/** True when what is in the text starts this launcher. */
export const startsWith = (what: Connection, text: string | null, start: Start): boolean =>
  text !== null &&
  KINDS[what].starts(parsed(text)).includes(what === 'mcp' ? start.launcher : commandOf(what, start));

/** What was kept of a file when Vigil was put into it. */
export interface Kept {
  /** Its text before the first thing of Vigil's; null: there was no file. */
  before: string | null;
  /** The status line that Vigil's took the place of; null: none. */
  line: unknown;
}

/**
 * The text without Vigil: byte for byte what it was before where nothing else has changed, else with only Vigil taken out; null when
 * there was no file and nothing else is in it. `kept`: null when nobody knows what it was.
 */
export function withoutVigil(what: Connection, text: string, kept: Kept | null): string | null {
  const json = parsed(text);
  const rest = KINDS[what].remove(json, kept?.line ?? null);
  if (isDeepStrictEqual(rest, json)) return text;
  const was = kept === null ? null : kept.before === null ? {} : objectOr(kept.before);
  return kept !== null && was !== null && isDeepStrictEqual(pruned(was), pruned(rest))
    ? kept.before
    : written(rest, text);
}

/** The status line in a text, and whether it is Vigil's; null: none. */
export function lineIn(text: string | null): { line: unknown; isOurs: boolean } {
  const line = text === null ? undefined : objectOr(text)?.['statusLine'];
  return { line: line ?? null, isOurs: isOurLine(line) };
}

/** Without keys that hold nothing, where Vigil puts something and takes it out. */
const pruned = (json: Json): Json =>
  ['hooks', 'mcpServers'].reduce((rest, key) => {
    const value = rest[key];
    if (!isObject(value)) return rest;
    const full = Object.entries(value).filter(([, one]) => !Array.isArray(one) || one.length > 0);
    return withOrWithout(rest, key, Object.fromEntries(full));
  }, json);

function objectOr(text: string): Json | null {
  try {
    return text.trim() === '' ? {} : parsed(text);
  } catch {
    return null;
  }
}
