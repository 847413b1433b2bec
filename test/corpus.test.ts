/** All of the open corpus, where it is there: read without a crash, every line accounted for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { inspected } from './support/logs';

const corpus = join(import.meta.dirname, '../../shared/corpus');

test.skipIf(!existsSync(corpus))(
  'the corpus: each line is counted once, what parses is what JSON.parse takes',
  () => {
    const inspection = inspected(corpus);
    let lines = 0;
    let objects = 0;
    const ids = new Set<string>();
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.jsonl') || basename(name) === 'journal.jsonl') continue;
      for (const line of readFileSync(join(corpus, name), 'utf8').split('\n')) {
        if (line.trim() === '') continue;
        lines++;
        let record: unknown;
        try {
          record = JSON.parse(line);
        } catch {
          continue;
        }
        if (typeof record !== 'object' || record === null || !('type' in record)) continue;
        objects++;
        const message =
          'message' in record ? (record.message as { id?: string; model?: string } | null) : null;
        if (
          record.type === 'assistant' &&
          message?.id?.startsWith('msg_01') === true &&
          message.model !== '<synthetic>'
        )
          ids.add(message.id);
      }
    }
    const sum = (of: (session: (typeof inspection.sessions)[number]) => number) =>
      inspection.sessions.reduce((total, session) => total + of(session), 0);
    expect(sum(({ parse }) => parse.lines)).toBe(lines);
    // Glued lines parse for us and not for JSON.parse.
    expect(sum(({ parse }) => parse.lines - parse.malformed)).toBeGreaterThanOrEqual(objects);
    expect(inspection.totals.messages).toBeGreaterThanOrEqual(ids.size);
    expect(inspection.totals.sessions).toBeGreaterThan(90);
  },
);
