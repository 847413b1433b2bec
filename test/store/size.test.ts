import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { figures, file, open, saved, tempFolder, usage } from './samples';

/** Bytes that do not compress, the same in every run. */
function noise(seed: string, bytes: number): Buffer {
  return createHash('shake256', { outputLength: bytes }).update(seed).digest();
}

/** A session as long logs make it: 4 KB of figures, 2 KB of packed reading, 65 responses and prompts. */
function longSession(n: number) {
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

test('ten thousand sessions would take about 60 MB', () => {
  const sessions = Array.from({ length: 400 }, (_, n) => longSession(n));
  const store = open(tempFolder());
  store.put({ files: sessions.map((made) => made.file), sessions: sessions.map((made) => made.session) });
  expect((saved(store.save()).bytes / 400) * 10_000).toBeLessThan(62e6);
});
