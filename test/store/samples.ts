import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { afterAll } from 'vitest';
import type { Changes, Checkpoint, FileChange, Saved } from '../../src/store/checkpoint';
import { openCheckpoint } from '../../src/store/checkpoint';
import type { SessionFigures } from '../../src/store/figures';
import type { UsageRow } from '../../src/usage/rows';
import type { StoreFs } from '../../src/store/image';
import { type Identity, identityHash } from '../../src/store/tables';
import { type Sqlite, loadSqlite } from '../../src/store/sqlite';

/** The engine all store tests use; loading it takes 20 ms. */
export const sqlite: Sqlite = await loadSqlite(join('node_modules', 'sql.js', 'dist'));

const temp = fs.mkdtempSync(join(tmpdir(), 'vigil-store-'));
afterAll(() => fs.rmSync(temp, { recursive: true }));

/** A new empty folder, gone after the tests of the file. */
export const tempFolder = (): string => fs.mkdtempSync(join(temp, 'case-'));

export const usage = (row: Partial<UsageRow> = {}): UsageRow => ({
  model: 'claude-sonnet-4-5',
  day: '2026-03-01',
  requests: 1,
  input: 10,
  output: 20,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  webSearches: 0,
  lowerBound: 0,
  missingOutput: 0,
  missingMicroUsd: 0,
  costMicroUsd: 330,
  ...row,
});

export const figures = (id: string, more: Partial<SessionFigures> = {}): SessionFigures => ({
  id,
  file: `/logs/${id}.jsonl`,
  alsoIn: [],
  project: '/home/a/project',
  repository: null,
  title: null,
  parent: id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : null,
  agentType: null,
  subAgents: [],
  startedAt: '2026-03-01T10:00:00.000Z',
  endedAt: '2026-03-01T11:00:00.000Z',
  claudeVersions: ['2.1.0'],
  permissionModes: [],
  gitBranches: [],
  prompts: 1,
  messages: 1,
  copies: 0,
  scriptedPrompts: 0,
  slashCommands: 0,
  interrupts: 0,
  compactions: 0,
  rewinds: 0,
  context: null,
  usage: [usage()],
  tools: [{ name: 'Read', server: null, calls: 2, errors: 0, denied: 0, interrupted: 0, cancelled: 0 }],
  signals: [
    {
      name: 'prompts',
      value: 1,
      severity: 'ok',
      label: '1 prompt',
      detail: {},
      evidence: [],
      measure: null,
      ceiling: 'critical',
    },
  ],
  taskType: null,
  edited: [],
  cells: [],
  byTool: [],
  wallMs: 0,
  activeMs: 0,
  waiting: false,
  parse: {
    lines: 4,
    understood: 4,
    malformed: 0,
    unknownKinds: {},
    unknownFields: {},
    recent: '1111',
    versions: { '2.1.237': 4 },
    drift: [],
    unread: [],
  },
  ...more,
});

const pack = (text: string): Uint8Array => new Uint8Array(deflateRawSync(text));

/** A file of a conversation, read up to `offset`, holding the keys `<path>:0` … of its hundreds of bytes. */
export function file(path: string, offset: number, more: Partial<FileChange> = {}): FileChange {
  return {
    path,
    root: '/logs',
    sessionId: path,
    agentId: null,
    cursor: { offset, size: offset, mtimeMs: offset, ino: 7, head: 'h' },
    forkRank: 0,
    firstAt: 1_772_359_200_000,
    gone: false,
    reading: pack(`${path} up to ${offset}`),
    keys: Array.from({ length: offset / 100 }, (_, n) => `${path}:${n}`),
    ...more,
  };
}

/** A log and its session, whose figures follow from how far the log was read. */
export const read = (id: string, offset: number, more: Partial<FileChange> = {}): Changes => ({
  files: [file(id, offset, more)],
  sessions: [figures(id, { messages: offset / 100 })],
});

/** Identities as a store gives them, of keys and their files. */
export const identities = (files: Record<string, string>): Identity[] =>
  Object.entries(files)
    .map(([key, path]) => ({ hash: identityHash(key), file: path }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));

export function open(folder: string | null, through: StoreFs = fs): Checkpoint {
  const opened = openCheckpoint(folder, through, sqlite, '0.1.0');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  return opened.checkpoint;
}

export function saved(result: Saved): Saved & { ok: true } {
  if (!result.ok) throw new Error(result.problem.message);
  return result;
}

/** A store with these changes saved one after the other, closed again. */
export function write(folder: string, ...changes: Changes[]): void {
  const store = open(folder);
  for (const change of changes) {
    store.put(change);
    saved(store.save());
  }
  store.close();
}

/** All that a store holds, to compare two. */
export const contents = (store: Checkpoint) => ({
  files: store.headers().map((header) => ({
    ...header,
    reading: inflateRawSync(store.reading(header.path) ?? new Uint8Array()).toString(),
  })),
  sessions: store.sessions(),
  identities: [...store.identities()],
  pending: store.pending(),
  basis: store.basis(),
});

/** Contents of what is on disk in a folder. */
export function onDisk(folder: string) {
  const store = open(folder);
  try {
    return contents(store);
  } finally {
    store.close();
  }
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made to fail`), { code });
}

/** node:fs that calls `before` with the name of each function and its first argument. */
export function watchedFs(before: (name: string, path: unknown) => void): StoreFs {
  return new Proxy(fs, {
    get(target, name: keyof StoreFs) {
      const original = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        before(name, args[0]);
        return original(...args);
      };
    },
  });
}
