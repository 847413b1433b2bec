/** Law 6: one pass equals many. And no content of a log can crash the reader or touch another log's figures. */
import { appendFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinSessions } from '../../src/library/inspect';
import { parseReading, packReading } from '../../src/library/pack';
import { follow, type Followed } from '../../src/session/follow';
import type { KeptStates } from '../../src/session/fold/state';
import { anyFile } from '../../src/log/gate';
import { scan } from '../../src/signals/scan';
import {
  answer,
  folder,
  inspected,
  one,
  prompt,
  result,
  text,
  toolUse,
  uuid as newUuid,
  type Json,
} from '../support/logs';

/** Ids and texts from small pools, so that copies, repeats and matches happen. */
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const words = pick('hello', 'No, that is wrong', 'Should I continue?', 'Oh wait, no.', 'é✓ 𝄞', '');
const time = pick(
  '2026-08-01T10:00:00.000Z',
  '2026-08-01T23:59:59.000Z',
  '2026-08-02T08:00:00.000Z',
  undefined,
  'bad',
);
const thread = pick({}, {}, {}, { isSidechain: true, agentId: 'b1' }, { isSidechain: true });

const wholeRecord: fc.Arbitrary<Json | string> = fc.oneof(
  fc
    .record({ words, time, thread, uuid: pick('u1', 'u2', 'u3', 'u4') })
    .map(({ words: w, time: timestamp, thread: t, uuid }) => prompt('s', w, { timestamp, uuid, ...t })),
  fc
    .record({
      id: pick('msg_0000000001', 'msg_0000000002', 'msg_responses', 'relay', null),
      request: pick('req_1', 'req_2', null),
      stop: pick('end_turn', null),
      output: fc.nat(500),
      input: pick(0, 1, 100, 200, -1, 1e13),
      iterations: pick(
        undefined,
        [{ type: 'dream', input_tokens: 7 }],
        [{ type: 'message', input_tokens: 100 }],
      ),
      uuid: pick(undefined, newUuid(), newUuid()),
      words,
      tool: pick('t1', 't2', 't3', null),
      timestamp: time,
      thread,
    })
    .map(
      ({ id, request, stop, output, input, iterations, uuid: own, words: w, tool, timestamp, thread: t }) =>
        answer(
          's',
          tool === null ? w : [{ type: 'text', text: w }, toolUse('Edit', { file_path: '/x' }, tool)],
          {
            id,
            request,
            stop,
            usage: { output_tokens: output, input_tokens: input, iterations },
            more: { timestamp, ...(own === undefined ? {} : { uuid: own }), ...t },
          },
        ),
    ),
  fc
    .record({ id: pick('t1', 't2', 't3'), is_error: fc.boolean() })
    .map(({ id, is_error }) => result('s', id, 'Exit code 1', {}, { is_error })),
  fc
    .record({ operation: pick('enqueue', 'dequeue', 'remove', 'popAll'), words })
    .map(({ operation, words: w }) => ({
      type: 'queue-operation',
      operation,
      ...(operation === 'enqueue' ? { content: w } : {}),
    })),
  pick<Json | string>(
    { type: 'system', subtype: 'compact_boundary', uuid: 'c1', compactMetadata: { postTokens: 9 } },
    { type: 'surprise', sessionKind: 'bg' },
    { type: 'ai-title', aiTitle: 'T' },
    { type: 'summary', summary: 'S', leafUuid: 'u2' },
    'not json',
    '',
  ),
);
/** Lines as they are after damage: torn records, records glued together, NUL bytes between. */
const damaged = fc
  .array(
    fc.record({
      one: wholeRecord,
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      nul: pick('', '', '\0'),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) =>
    parts
      .map(({ one: part, keep, nul }) => {
        const line = typeof part === 'string' ? part : JSON.stringify(part);
        return nul + (keep < 0.3 ? line.slice(0, Math.floor(line.length * keep * 3)) : line);
      })
      .join(''),
  );
const record = fc.oneof({ arbitrary: wholeRecord, weight: 6 }, { arbitrary: damaged, weight: 1 });
const log = fc.array(record, { minLength: 1, maxLength: 25 });

test('any pieces, with a restart between any two or without, give the reading of one pass', () => {
  fc.assert(
    fc.property(log, fc.array(fc.nat(4000), { maxLength: 6 }), fc.boolean(), (lines, cuts, kept) => {
      const bytes = Buffer.from(text(lines));
      const root = folder({ 'whole.jsonl': bytes, 'pieces.jsonl': Buffer.alloc(0) });
      const file = (name: string) => ({ path: `${root}/${name}`, root, sessionId: 's', agentId: null });
      const once = follow(file('whole.jsonl'), null, scan);
      const states: KeptStates = new WeakMap();
      let followed: Followed | null = null;
      let from = 0;
      for (const cut of [
        ...cuts.map((n) => n % (bytes.length + 1)).toSorted((a, b) => a - b),
        bytes.length,
      ]) {
        appendFileSync(`${root}/pieces.jsonl`, bytes.subarray(from, cut));
        from = cut;
        const now: Followed = follow(file('pieces.jsonl'), followed, scan, undefined, anyFile, states);
        // What a restart keeps: the packed reading and the cursor.
        const reading = parseReading(packReading(now.reading));
        expect(reading).not.toBeNull();
        followed = kept ? now : { reading: reading!, cursor: now.cursor };
      }
      const plain = (one_: Followed | null): unknown =>
        JSON.parse(
          JSON.stringify({ ...one_?.reading, path: '' }).replaceAll(
            `${root}/pieces.jsonl`,
            `${root}/whole.jsonl`,
          ),
        );
      expect(plain(followed)).toEqual(plain(once));
      expect(followed?.cursor.offset).toBe(once.cursor.offset);
    }),
    { numRuns: 200 },
  );
});

test('any order of the files gives the same inspection', () => {
  fc.assert(
    fc.property(fc.array(log, { minLength: 2, maxLength: 4 }), fc.nat(23), (logs, seed) => {
      const names = logs.map((_, i) => (i === 3 ? 's0/subagents/agent-b1.jsonl' : `s${i}.jsonl`));
      const root = folder(Object.fromEntries(logs.map((lines, i) => [names[i]!, lines])));
      const shuffled = [...names];
      for (let i = shuffled.length - 1, n = seed; i > 0; i--, n = Math.floor(n / 2)) {
        const j = n % (i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      const paths = (list: string[]) => list.map((name) => `${root}/${name}`);
      expect(inspected(paths(shuffled))).toEqual(inspected(paths(names)));
    }),
    { numRuns: 100 },
  );
});

test('one to four workers, whoever folds which file and ends first, give the same sessions', () => {
  fc.assert(
    fc.property(
      fc.array(log, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }),
      (logs, workers, dealt) => {
        const root = folder(Object.fromEntries(logs.map((lines, i) => [`s${i}.jsonl`, lines])));
        const fold = (i: number) =>
          follow({ path: `${root}/s${i}.jsonl`, root, sessionId: `s${i}`, agentId: null }, null, scan)
            .reading;
        const all = logs.map((_, i) => i);
        // What a worker sends is a clone; they end in the order of their numbers, each with its files in its own order.
        const hands = Array.from({ length: workers }, (_, w) =>
          all.filter((i) => dealt[i]! % workers === w).toReversed(),
        );
        const sent = hands.flatMap((files) => files.map((i) => structuredClone(fold(i))));
        expect(joinSessions(sent).sessions).toEqual(joinSessions(all.map(fold)).sessions);
      },
    ),
    { numRuns: 60 },
  );
});

const hostileKey = pick('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'type', 'message', 'uuid');
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0a))),
  fc.json({ maxDepth: 4 }).map((json) => Buffer.from(json.replaceAll('\n', ' '))),
  fc
    .record({
      type: fc.oneof(
        pick('assistant', 'user', 'system', 'progress', 'queue-operation', 'attachment', 'summary'),
        hostileKey,
      ),
      key: hostileKey,
      value: fc.jsonValue({ maxDepth: 3 }),
      id: hostileKey,
    })
    .map(({ type, key, value, id }) => {
      const content = [
        { type: 'tool_use', id, name: id, input: value },
        { type: 'tool_result', tool_use_id: id, content: value },
        { type: 'text', text: value },
        value,
      ];
      return Buffer.from(
        `{"type":${JSON.stringify(type)},"uuid":${JSON.stringify(id)},"agentId":${JSON.stringify(id)},"isSidechain":true,` +
          `"message":${JSON.stringify({ id: `msg_${id}_long`, model: id, usage: value, content })},"data":${JSON.stringify({ type: 'agent_progress', agentId: id, message: { type: 'assistant', message: { content } } })},` +
          `"leafUuid":${JSON.stringify(id)},"summary":"s",${JSON.stringify(key)}:${JSON.stringify(value)}}`,
      );
    }),
);

test('no line of any bytes crashes the reader or changes another file’s figures', () => {
  const good = [prompt('good', 'hi'), answer('good', 'ho', { id: 'msg_0000000001', request: 'req_1' })];
  const alone = one(inspected(folder({ 'good.jsonl': good })), 'good');
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 20 }), (lines) => {
      const root = folder({ 'good.jsonl': good });
      writeFileSync(`${root}/bad.jsonl`, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
      const inspection = inspected(root);
      const { evidence: _, ...rest } = { ...alone, evidence: null };
      expect(one(inspection, 'good')).toEqual(rest);
      expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
      for (const session of inspection.sessions) {
        expect(session.parse.understood + session.parse.malformed).toBeLessThanOrEqual(session.parse.lines);
      }
    }),
    { numRuns: 300 },
  );
  expect(({} as Json)['polluted']).toBeUndefined();
});
