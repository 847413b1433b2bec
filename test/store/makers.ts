/** Files and sessions for stores, made by hand. */
import { parentOf } from '../../src/session/sessionId';
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { AllFigures } from '../../src/library/allFigures';
import type { Changes, FileChange } from '../../src/store/changes';
import type { SessionFigures } from '../../src/store/figures';
import type { UsageRow } from '../../src/usage/rows';

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
  unknownConditions: {},
  costMicroUsd: 330,
  ...row,
});

export const figures = (id: string, more: Partial<SessionFigures> = {}): SessionFigures => ({
  id,
  file: `/logs/${id}.jsonl`,
  alsoIn: [],
  project: '/home/a/project',
  repository: null,
  pullRequests: [],
  account: null,
  limits: [],
  closedTurn: false,
  severity: 'unjudged',
  title: null,
  name: null,
  nameFrom: null,
  opening: null,
  task: null,
  parent: parentOf(id),
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
  toolDays: [],
  findings: [],
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

/** Bytes that do not compress, the same in every run. */
function noise(seed: string, bytes: number): Buffer {
  return createHash('shake256', { outputLength: bytes }).update(seed).digest();
}

/** A session as long logs make it: 4 KB of figures, 2 KB of packed reading, 65 responses and prompts. */
export function longSession(n: number) {
  const id = noise(`id ${n}`, 16).toString('hex');
  const evidence = Array.from({ length: 5 }, (_, i) => ({
    at: noise(`at ${n} ${i}`, 3).readUIntBE(0, 3),
    len: 900,
    note: 'edit of src/main.ts',
    against: true,
  }));
  return {
    file: file(`/home/user/.claude/projects/-home-user-work-project/${id}.jsonl`, 0, {
      sessionId: id,
      reading: noise(`reading ${n}`, 2048),
      keys: Array.from({ length: 65 }, (_, i) => `msg_01${noise(`key ${n} ${i}`, 16).toString('base64url')}`),
    }),
    session: figures(id, {
      usage: [usage(), usage({ model: 'claude-haiku-4-5', output: n })],
      tools: ['Read', 'Edit', 'Bash', 'Grep', 'Glob', 'Write', 'Task'].map((name, i) => ({
        name,
        server: null,
        calls: (n * i) % 60,
        errors: n % 4,
        denied: 0,
        interrupted: 0,
        cancelled: 0,
      })),
      signals: ['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) => ({
        name,
        value: (n * i) % 100,
        measure: (n * i) % 100,
        ceiling: 'critical' as const,
        severity: 'ok' as const,
        label: `${n % 90} a prompt`,
        detail: { reads: n % 70, edits: n % 30 },
        evidence,
      })),
    }),
  };
}

/** Figures as a library has them. */
export function allOf(sessions: readonly SessionFigures[]): AllFigures {
  const all = new AllFigures();
  for (const one of sessions) all.set(one.id, one);
  return all;
}
