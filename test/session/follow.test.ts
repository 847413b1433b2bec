/** The cost of a line appended to a long session, as counts of work, which do not depend on the machine. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Library } from '../../src/library/contract';
import { newLibrary } from '../../src/library/library';
import { packReading, parseReading } from '../../src/library/pack';
import { anyFile, type Gate } from '../../src/log/gate';
import { follow } from '../../src/session/follow';
import { FoldState, type KeptStates } from '../../src/session/fold/state';
import type { FileReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { answer, folder, put, result, text, toolUse } from '../conformance/logs';

interface Work {
  gate: Gate;
  states: KeptStates;
  counts(): { opens: number; events: number; responses: number };
}

/** Counts opened files and indexed events and responses since the last call. */
function countWork(): Work {
  let opens = 0;
  const index = vi.spyOn(FoldState.prototype, 'index');
  const know = vi.spyOn(FoldState.prototype, 'indexResponse');
  onTestFinished(() => {
    index.mockRestore();
    know.mockRestore();
  });
  const gate: Gate = {
    ...anyFile,
    open(path) {
      opens++;
      return anyFile.open(path);
    },
  };
  return {
    gate,
    states: new WeakMap(),
    counts() {
      const counts = { opens, events: index.mock.calls.length, responses: know.mock.calls.length };
      opens = 0;
      index.mockClear();
      know.mockClear();
      return counts;
    },
  };
}

const pair = (n: number): Parameters<typeof text>[0] => [
  answer('s', [toolUse('Read', { file_path: `/p/f${n % 50}.ts` }, `t${n}`)]),
  result('s', `t${n}`, 'content'),
];

const fileAt = (path: string, agentId: string | null = null) => ({
  path,
  root: path,
  sessionId: 's',
  agentId,
});

const readOn = (
  library: Library,
  path: string,
  { gate, states }: Work,
  agentId: string | null = null,
): void =>
  library.read(fileAt(path, agentId), (known) =>
    follow(fileAt(path, agentId), known, scan, undefined, gate, states),
  );

test(
  'a line appended to a session of 20,000 lines costs one open and one event',
  { timeout: 120_000 },
  () => {
    const path = join(folder({}), 's.jsonl');
    const lines = Array.from({ length: 10_000 }, (_, n) => pair(n)).flat();
    writeFileSync(path, text(lines));
    const shelved = new Map<string, FileReading>();
    const library = newLibrary({ reading: (one) => shelved.get(one) ?? null, filesWith: () => [] });
    const work = countWork();
    const { counts } = work;
    readOn(library, path, work);
    expect(counts()).toEqual({ opens: 1, events: 20_000, responses: 10_000 });
    for (const line of [...pair(10_000), ...pair(10_001)]) {
      appendFileSync(path, text([line]));
      readOn(library, path, work);
      const { responses, ...rest } = counts();
      expect(rest).toEqual({ opens: 1, events: 1 });
      expect(responses).toBe('message' in Object(line) && Object(line).type === 'assistant' ? 1 : 0);
    }
    // An unchanged log is opened once.
    readOn(library, path, work);
    expect(counts()).toEqual({ opens: 1, events: 0, responses: 0 });

    // The state stays as long as the reading is in memory; a reading from the archive is indexed once.
    library.saved(() => true, true);
    appendFileSync(path, text(pair(10_002)));
    readOn(library, path, work);
    expect(counts()).toEqual({ opens: 1, events: 2, responses: 1 });
    shelved.set(path, parseReading(packReading(library.followed(path)!.reading))!);
    library.saved(() => false, true);
    appendFileSync(path, text(pair(10_003)));
    readOn(library, path, work);
    expect(counts()).toEqual({ opens: 1, events: 20_008, responses: 10_004 });
    appendFileSync(path, text(pair(10_004)));
    readOn(library, path, work);
    expect(counts()).toEqual({ opens: 1, events: 2, responses: 1 });
    expect(library.followed(path)?.reading.events).toHaveLength(20_010);
  },
);

test('a sub-agent’s log is opened once, and the file beside it until it says the type', () => {
  const root = folder({ 'agent-a.jsonl': pair(0) });
  const path = join(root, 'agent-a.jsonl');
  const library = newLibrary({ reading: () => null, filesWith: () => [] });
  const work = countWork();
  const { counts } = work;
  readOn(library, path, work, 'a');
  expect(counts().opens).toBe(2);
  put(join(root, 'agent-a.meta.json'), Buffer.from('{"agentType":"Explore"}'));
  for (const opens of [2, 1]) {
    appendFileSync(path, text(pair(opens)));
    readOn(library, path, work, 'a');
    expect(counts()).toEqual({ opens, events: 2, responses: 1 });
  }
});

test('a log that is read again from its start keeps nothing of the earlier reading', () => {
  const states: KeptStates = new WeakMap();
  const path = join(folder({ 's.jsonl': pair(0) }), 's.jsonl');
  const before = follow(fileAt(path), null, scan, undefined, anyFile, states);
  writeFileSync(path, text(pair(1)));
  const again = { ...before, cursor: { ...before.cursor, size: 0 } };
  const now = follow(fileAt(path), again, scan, undefined, anyFile, states);
  expect(now.reading).not.toBe(before.reading);
  const { tools } = states.get(now.reading)!;
  expect([new Set(tools.values()).size, tools.has('t1')]).toEqual([1, true]);
});

test('the state of another reading is not used; a reading is data that can be copied', () => {
  const states: KeptStates = new WeakMap();
  const path = join(folder({ 's.jsonl': pair(0) }), 's.jsonl');
  const before = follow(fileAt(path), null, scan, undefined, anyFile, states);
  const copy = structuredClone(before);
  appendFileSync(path, text(pair(1)));
  const now = follow(fileAt(path), copy, scan, undefined, anyFile, states);
  expect(now.reading).toBe(copy.reading);
  expect(copy.reading.events).toHaveLength(4);
  expect(before.reading.events).toHaveLength(2);
});
