/** What a line costs that is appended to a long session: counts of work, which no machine makes faster or slower. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newLibrary, type Library } from '../../src/library/library';
import { packReading, parseReading } from '../../src/library/pack';
import { anyFile, type Gate } from '../../src/log/gate';
import { follow } from '../../src/session/follow';
import { FoldState } from '../../src/session/fold/state';
import type { FileReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { answer, folder, put, result, text, toolUse } from '../conformance/logs';

/** Opens, and events and responses put into an index, since the last look. */
function countWork(): { gate: Gate; counts(): { opens: number; events: number; responses: number } } {
  let opens = 0;
  const index = vi.spyOn(FoldState.prototype, 'index');
  const know = vi.spyOn(FoldState.prototype, 'know');
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

const readOn = (library: Library, path: string, gate: Gate, agentId: string | null = null): void =>
  library.read(fileAt(path, agentId), (known) => follow(fileAt(path, agentId), known, scan, undefined, gate));

test('a line appended to a session of 20,000 lines is one open and one event', { timeout: 120_000 }, () => {
  const path = join(folder({}), 's.jsonl');
  const lines = Array.from({ length: 10_000 }, (_, n) => pair(n)).flat();
  writeFileSync(path, text(lines));
  const shelved = new Map<string, FileReading>();
  const library = newLibrary({ reading: (one) => shelved.get(one) ?? null, filesWith: () => [] });
  const { gate, counts } = countWork();
  readOn(library, path, gate);
  expect(counts()).toEqual({ opens: 1, events: 20_000, responses: 10_000 });
  for (const line of [...pair(10_000), ...pair(10_001)]) {
    appendFileSync(path, text([line]));
    readOn(library, path, gate);
    const { responses, ...rest } = counts();
    expect(rest).toEqual({ opens: 1, events: 1 });
    expect(responses).toBe('message' in Object(line) && Object(line).type === 'assistant' ? 1 : 0);
  }
  // A look at what has not changed opens it to see that.
  readOn(library, path, gate);
  expect(counts()).toEqual({ opens: 1, events: 0, responses: 0 });

  // While it stays in memory, so does what is known of it; when it leaves, it comes back from the archive and is indexed once.
  library.saved(() => true, true);
  appendFileSync(path, text(pair(10_002)));
  readOn(library, path, gate);
  expect(counts()).toEqual({ opens: 1, events: 2, responses: 1 });
  shelved.set(path, parseReading(packReading(library.followed(path)!.reading))!);
  library.saved(() => false, true);
  appendFileSync(path, text(pair(10_003)));
  readOn(library, path, gate);
  expect(counts()).toEqual({ opens: 1, events: 20_008, responses: 10_004 });
  appendFileSync(path, text(pair(10_004)));
  readOn(library, path, gate);
  expect(counts()).toEqual({ opens: 1, events: 2, responses: 1 });
  expect(library.followed(path)?.reading.events).toHaveLength(20_010);
});

test('a sub-agent’s log is opened once, and the file beside it until it says the type', () => {
  const root = folder({ 'agent-a.jsonl': pair(0) });
  const path = join(root, 'agent-a.jsonl');
  const library = newLibrary({ reading: () => null, filesWith: () => [] });
  const { gate, counts } = countWork();
  readOn(library, path, gate, 'a');
  expect(counts().opens).toBe(2);
  put(join(root, 'agent-a.meta.json'), Buffer.from('{"agentType":"Explore"}'));
  for (const opens of [2, 1]) {
    appendFileSync(path, text(pair(opens)));
    readOn(library, path, gate, 'a');
    expect(counts()).toEqual({ opens, events: 2, responses: 1 });
  }
});

test('a log that is read again from its start leaves nothing of what was known before', () => {
  const root = folder({ 's.jsonl': pair(0) });
  const path = join(root, 's.jsonl');
  const before = follow(fileAt(path), null, scan);
  writeFileSync(path, text(pair(1)));
  const now = follow(fileAt(path), { ...before, cursor: { ...before.cursor, size: 0 } }, scan);
  expect(now.reading).not.toBe(before.reading);
  expect(now.state?.reading).toBe(now.reading);
  expect([...now.state!.tools.keys()]).toEqual(['t1']);
});

test('what is known of another reading is not gone on from', () => {
  const root = folder({ 's.jsonl': pair(0) });
  const path = join(root, 's.jsonl');
  const { reading, cursor, state } = follow(fileAt(path), null, scan);
  appendFileSync(path, text(pair(1)));
  const copy = structuredClone(reading);
  const now = follow(fileAt(path), { reading: copy, cursor, state }, scan);
  expect(now.reading).toBe(copy);
  expect(copy.events).toHaveLength(4);
  expect(reading.events).toHaveLength(2);
});
