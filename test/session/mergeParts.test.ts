import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { enterClaims } from '../../src/session/join';
import { newOwnership, type Ownership } from '../../src/session/ownership';
import { newReading, type FileReading } from '../../src/session/reading';
import { mergeParts, type Part } from '../../src/session/mergeParts';
import { noParse } from '../../src/log/parseCounts';
import { scan } from '../../src/signals/scan';

type Said =
  | { kind: 'call'; message: number; request: number; id: number }
  | { kind: 'result'; id: number }
  | { kind: 'prompt'; uuid: number };

const uuid = (space: number, n: number): string =>
  `0000000${space}-0000-4000-8000-${String(n).padStart(12, '0')}`;

function lineOf(said: Said, n: number, session: string): string {
  const common = {
    sessionId: session,
    cwd: '/w',
    version: '2.1.0',
    timestamp: new Date(Date.UTC(2026, 0, 5) + n * 1000).toISOString(),
  };
  if (said.kind === 'prompt')
    return JSON.stringify({
      ...common,
      type: 'user',
      uuid: uuid(1, said.uuid),
      message: { role: 'user', content: `prompt ${said.uuid}` },
    });
  if (said.kind === 'result')
    return JSON.stringify({
      ...common,
      type: 'user',
      uuid: uuid(2, n),
      message: { content: [{ type: 'tool_result', tool_use_id: `t${said.id}`, content: 'ok' }] },
    });
  return JSON.stringify({
    ...common,
    type: 'assistant',
    uuid: uuid(3, n),
    requestId: `r${said.request}`,
    message: {
      id: `msg_0123456789abcdef${said.message}`,
      model: 'claude-opus-4-5',
      content: [{ type: 'tool_use', id: `t${said.id}`, name: 'Bash', input: { command: 'ls' } }],
      usage: { input_tokens: 10 + said.message, output_tokens: 5 },
    },
  });
}

/** A log of a session; `from`: the number of its first line, which determines the times. */
function readingOf(path: string, session: string, log: readonly Said[], from: number): FileReading {
  const reading = newReading(path, session, null);
  const state = new FoldState(reading, scan);
  let at = 0;
  log.forEach((said, i) => {
    const line = lineOf(said, from + i, session);
    foldLine(state, line, at, line.length);
    at += line.length + 1;
  });
  return reading;
}

const small = fc.integer({ min: 1, max: 4 });
const log = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('call' as const), message: small, request: small, id: small }),
    fc.record({ kind: fc.constant('result' as const), id: small }),
    fc.record({ kind: fc.constant('prompt' as const), uuid: small }),
  ),
  { maxLength: 14 },
);

/** The parts of a session in one log, and the same with another log without its messages. */
function bothWays(reading: FileReading, others: readonly FileReading[]): [Part[], Part[], Ownership] {
  const ownership = newOwnership();
  for (const other of others) enterClaims(other, ownership);
  const alone = enterClaims(reading, ownership);
  const silent = newReading('/p/silent.jsonl', reading.sessionId, null);
  Object.assign(silent, { recognised: true, parse: { ...noParse(), lines: 1 } });
  return [alone, [...alone, ...enterClaims(silent, ownership)], ownership];
}

const told = { foreign: 0, second: 0, shared: 0 };

test('a session in one log is the same beside another log without its messages', () => {
  fc.assert(
    fc.property(log, log, fc.boolean(), fc.nat(20), (own, others, earlier, again) => {
      const reading = readingOf('/p/s.jsonl', 's', own, 100);
      const other = readingOf('/p/o.jsonl', 'o', others, earlier ? 0 : 200);
      // Readings of older versions of Vigil may hold a result twice.
      const results = reading.events.filter(({ kind }) => kind === 'result');
      const second = results[again];
      if (second !== undefined) reading.events.push({ ...second, at: second.at + 1 });
      // … or a call under two answers.
      const call = reading.events.find(({ kind }) => kind === 'tool');
      const under = reading.responses[again];
      if (call?.kind === 'tool' && under !== undefined)
        reading.events.push({ ...call, response: under.key, at: call.at + 1 });
      const [alone, beside, ownership] = bothWays(reading, [other]);
      const united = mergeParts(alone, ownership);
      expect(united).toEqual(mergeParts(beside, ownership));
      told.foreign += united.copies;
      told.shared += united.sharedIds;
      told.second += second === undefined ? 0 : 1;
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(...Object.values(told))).toBeGreaterThan(0);
});

test('an id is shared if another answer of the conversation has it', () => {
  const calls = (...messages: number[]): Said[] =>
    messages.flatMap((message, i): Said[] => [
      { kind: 'prompt', uuid: i + 1 },
      { kind: 'call', message, request: i + 1, id: i + 1 },
    ]);
  const sharedBy = (said: readonly Said[]): boolean[] => {
    const ownership = newOwnership();
    enterClaims(readingOf('/p/s.jsonl', 's', said, 0), ownership);
    return [...ownership.claims.values()]
      .flat()
      .flatMap(({ response, shared }) => (response ? [shared] : []));
  };
  expect(sharedBy(calls(1, 2, 3))).toEqual([false, false, false]);
  expect(sharedBy(calls(1, 2, 1))).toEqual([true, true, false]);
});
