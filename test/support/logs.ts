/**
 * Logs written record by record, for tests of reading: builders of single records, a folder to put them in, and the
 * inspection of what was put there.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { inspect, readLogs, type Inspection } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import type { SessionFigures } from '../../src/store/figures';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { assistantMessage, envelope, toolResultBlock, toolUseBlock, userMessage } from './shapes.mjs';

export type Json = Record<string, unknown>;

let serial = 0;
/** A uuid-like id, different on each call. */
export const uuid = (): string => `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;

/** Minute `n` of the day all fixtures play on. */
export const minute = (n: number): string => new Date(Date.UTC(2026, 7, 1, 10, n)).toISOString();

const inSession = (session: string): Json =>
  envelope({
    uuid: uuid(),
    session,
    time: minute(0),
    version: '2.1.230',
    cwd: '/home/ada/project',
    branch: 'main',
  });

/** A prompt typed by a person. */
export const prompt = (session: string, text: unknown, more: Json = {}): Json => ({
  ...inSession(session),
  ...userMessage(text),
  ...more,
});

export interface AnswerParts {
  id?: string | null;
  request?: string | null;
  model?: string;
  usage?: Json | null;
  stop?: string | null;
  more?: Json;
}

/** One line of an API response. By default final, 100 input and 10 output tokens. */
export function answer(session: string, content: unknown, parts: AnswerParts = {}): Json {
  const {
    id = `msg_${uuid()}`,
    request = `req_${uuid()}`,
    model = 'claude-opus-4-6',
    stop = 'end_turn',
  } = parts;
  return {
    ...inSession(session),
    ...assistantMessage({
      id,
      request,
      model,
      content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
      stop,
      usage: parts.usage === null ? null : { input_tokens: 100, output_tokens: 10, ...parts.usage },
    }),
    ...parts.more,
  };
}

export const toolUse = (name: string, input: Json, id: string = `toolu_${uuid()}`): Json =>
  toolUseBlock(id, name, input);

/** The `user` record that carries a tool's result. */
export const result = (
  session: string,
  id: string,
  content: unknown,
  more: Json = {},
  block: Json = {},
): Json => ({
  ...inSession(session),
  ...userMessage([toolResultBlock(id, content, block)]),
  ...more,
});

/** Lines of a log: objects become JSON, strings and bytes stay as they are. */
export type Lines = readonly (Json | string)[];

export const text = (lines: Lines): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

/** The same lines, all of one time (ms since the epoch). */
export const at = (t: number, lines: Lines): Lines =>
  lines.map((line) => (typeof line === 'string' ? line : { ...line, timestamp: new Date(t).toISOString() }));

/** A temporary folder with the given files; removed when the test ends. Names ending in `.jsonl` take lines. */
export function folder(files: Readonly<Record<string, Lines | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'vigil-logs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, lines] of Object.entries(files)) put(join(root, name), lines);
  return root;
}

export function put(path: string, lines: Lines | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.isBuffer(lines) ? lines : text(lines));
}

/** What `vigil inspect` says of folders, in UTC unless told otherwise. */
export function inspected(paths: string | readonly string[], timezone = 'UTC'): Inspection {
  const logs = readLogs(typeof paths === 'string' ? [paths] : paths);
  return inspect(logs, rulesOf(Settings.parse({}), bundledPrices(), calendarOf(timezone)));
}

/** The session with that id; fails when there is none. */
export function one(inspection: Inspection, id: string): SessionFigures {
  const found = inspection.sessions.find((session) => session.id === id);
  if (found === undefined) {
    throw new Error(`no session ${id} among ${inspection.sessions.map((s) => s.id).join(', ')}`);
  }
  return found;
}

/** Value of a figure of a signal. */
export const signal = (session: SessionFigures, name: string) => {
  const found = session.signals.find((reading) => reading.name === name);
  if (found === undefined) throw new Error(`no signal ${name}`);
  return found;
};
