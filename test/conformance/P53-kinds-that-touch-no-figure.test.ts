import { join } from 'node:path';
import { expect, test } from 'vitest';
import { discover } from '../../src/log/discover';
import { anyFile } from '../../src/log/gate';
import { isKnownKind, KNOWN_SUBTYPES } from '../../src/log/knownRecords';
import { follow } from '../../src/session/follow';
import { FileReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { answer, folder, inspected, one, prompt, signal, type Json } from '../support/logs';

// Newer versions write more kinds of records. One that holds no message, usage or tool block can touch no figure: it is listed,
// and parse health does not fall.
const readings = (root: string) =>
  discover([root], anyFile).files.map((file) => follow(file, null, scan).reading);
const times = (n: number): Json[] =>
  Array.from({ length: n }, (_, i) => (i % 2 === 0 ? prompt('a', `x${i}`) : answer('a', 'ok')));
const health = (...lines: (Json | string)[]) => {
  const a = one(inspected(folder({ 'a.jsonl': [...times(60), ...lines] })), 'a');
  const { value, severity, evidence } = signal(a, 'parse_health');
  return { value, severity, evidence, parse: a.parse };
};

test('the state records of newer versions are known', () => {
  const logs = join(import.meta.dirname, '../fixtures/cases/newer-state-records/logs');
  const a = one(inspected(logs), '22222222-0000-4000-8000-000000000007');
  expect(signal(a, 'parse_health')).toMatchObject({ value: 1, severity: 'ok' });
  expect(a.parse).toMatchObject({ lines: 56, understood: 56, malformed: 0, unknownKinds: {}, drift: [] });
  for (const kind of [
    'cost-state',
    'continued-in',
    'started',
    'launched',
    'artifact-anything',
    'task-summary',
  ])
    expect([kind, isKnownKind(kind)]).toEqual([kind, true]);
});

test('an unknown one is listed and does not lower parse health', () => {
  const state = [
    { type: 'brand-new-state', sessionId: 'a', state: { branch: 'x', list: [1, 'two', null] } },
    { type: 'brand-new-link', url: 'https://example.org', note: 'a message about usage' },
    { type: 'brand-new-latch', message: 'switched', usage: null },
  ];
  const lines = Array.from({ length: 60 }, (_, i) => state[i % 3]!);
  const { value, severity, evidence, parse } = health(...lines);
  expect({ value, severity, evidence }).toEqual({ value: 1, severity: 'ok', evidence: [] });
  expect(parse).toMatchObject({
    lines: 120,
    understood: 60,
    harmless: 60,
    unknownKinds: { 'brand-new-state': 20, 'brand-new-link': 20, 'brand-new-latch': 20 },
  });
});

test.each<[string, Json]>([
  ['a message', { message: { role: 'assistant', content: 'x' } }],
  ['a message deep inside', { data: [{ inner: { message: { content: [] } } }] }],
  ['a message by another name', { role: 'user', content: [{ type: 'text', text: 'x' }] }],
  ['usage', { usage: { input_tokens: 1 } }],
  ['counts of tokens', { totals: { outputTokens: 5 } }],
  ['what it cost', { totalCostUSD: 0.1 }],
  ['a tool call', { content: [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }] }],
  ['a server’s tool call', { content: [{ type: 'server_tool_use' }] }],
  ['a result', { payload: { type: 'tool_result', content: 'x' } }],
])('one that holds %s does', (_, more) => {
  const { value, severity, evidence, parse } = health(
    ...Array.from({ length: 20 }, () => ({ type: 'brand-new', ...more })),
  );
  expect({ value, severity }).toEqual({ value: 0.75, severity: 'critical' });
  expect(evidence).toHaveLength(20);
  expect(parse.harmless).toBeUndefined();
});

test('malformed lines and records without a kind count as they did', () => {
  expect(health('nonsense', '[1,2]').value).toBeCloseTo(60 / 62);
  expect(health({ noType: true }).parse).toMatchObject({ lines: 61, understood: 60 });
});

test('a reading that was stored before is read as before', () => {
  const root = folder({ 'a.jsonl': [...times(4), { type: 'brand-new-state' }] });
  const [reading] = readings(root);
  const stored = JSON.parse(JSON.stringify(reading)) as { version: number; parse: Json; memory: Json };
  delete stored.parse['harmless'];
  delete stored.memory['entrypoint'];
  delete stored.memory['enqueued'];
  stored.version = 2;
  expect(FileReading.parse(stored)).toMatchObject({ version: 2, memory: { entrypoint: '', enqueued: {} } });
});

test('the address in a session_context is neither kept nor shown', () => {
  expect(KNOWN_SUBTYPES.has('attachment/session_context')).toBe(true);
  const address = 'kim.private@example.org';
  const attachment = {
    type: 'session_context',
    context: { userEmail: address, [address]: address },
    text: address,
  };
  const root = folder({
    'a.jsonl': [
      prompt('a', 'x'),
      { ...prompt('a', ''), type: 'attachment', message: undefined, attachment },
      { type: 'brand-new-state', context: { userEmail: address, [address]: 1 } },
    ],
  });
  expect(JSON.stringify(inspected(root))).not.toContain(address);
  expect(JSON.stringify(readings(root))).not.toContain(address);
});
