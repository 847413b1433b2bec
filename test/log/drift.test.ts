import { expect, test } from 'vitest';
import { countLine, unknownsOf, type Verdict } from '../../src/log/drift';
import { addDrift, driftLedger, noParse, RECENT } from '../../src/log/parseCounts';
import { shapeOf } from '../../src/log/shape';
import { answer, folder, inspected, one, prompt, signal } from '../support/logs';

test.each([
  [{ type: 'user', message: { content: 'x' } }, []],
  [{ type: 'surprise' }, ['kind surprise']],
  [{ type: 'system', subtype: 'brand_new' }, ['subtype system/brand_new']],
  [{ type: 'progress', data: { type: 'brand_new' } }, ['subtype progress/brand_new']],
  [{ type: 'attachment', attachment: { type: 'brand_new' } }, ['subtype attachment/brand_new']],
  [{ type: 'assistant', message: { content: [{ type: 'hologram' }, { type: 'text' }] } }, ['block hologram']],
  [{ type: 'user', odd: 1 }, ['field user.odd']],
  [{ odd: 1 }, ['kind ', 'field .odd']],
  [{ type: 'assistant', message: { content: [{ type: 'fallback' }, { type: 'compaction' }] } }, []],
  [{ type: 'saved_hook_context', content: [], hookName: 'SessionStart', hookEvent: 'SessionStart' }, []],
  [{ type: 'speculation-accept', timeSavedMs: 5 }, []],
  [{ type: 'marble-origami-commit', collapseId: '1', summaryUuid: 'u', summaryContent: 'x' }, []],
])('%j', (raw, expected) => {
  expect(unknownsOf(raw as Record<string, unknown>).map(({ what, name }) => `${what} ${name}`)).toEqual(
    expected,
  );
});

test('counts stand by version, with their share of its lines and what they may touch', () => {
  const odd = { type: 'surprise', sessionId: 'a' };
  const lines = [
    prompt('a', 'x', { version: '2.1.1' }),
    odd,
    odd,
    prompt('a', 'y', { version: '2.1.2' }),
    odd,
  ];
  const a = one(inspected(folder({ 'a.jsonl': lines })), 'a');
  expect(driftLedger(a.parse)).toMatchObject([
    { version: '2.1.1', what: 'kind', name: 'surprise', count: 2, share: 2 / 3 },
    { version: '2.1.2', what: 'kind', name: 'surprise', count: 1, share: 1 / 2 },
  ]);
  expect(a.parse.unknownKinds).toEqual({ surprise: 3 });
  expect(signal(a, 'parse_health').detail['not_known']).toEqual([
    expect.stringContaining('kind surprise in 2.1.1: 2 records (66.7 %), may touch no figure'),
    expect.stringContaining('2.1.2'),
  ]);
});

test('what was not counted on lines of a version has no share of them', () => {
  const late = { version: '', what: 'value' as const, name: 'timestamp', count: 7 };
  const [row] = driftLedger({ drift: [late], versions: { '': 2 } });
  expect(row?.share).toBeNull();
});

test('a kind that stands on harmless records and on others has a row for each', () => {
  const said = { type: 'surprise', version: '2.1.1', message: { role: 'user', content: 'x' } };
  const a = one(
    inspected(folder({ 'a.jsonl': [prompt('a', 'x', { version: '2.1.1' }), { type: 'surprise' }, said] })),
    'a',
  );
  expect(driftLedger(a.parse).filter(({ what }) => what === 'kind')).toMatchObject([
    { name: 'surprise', count: 1, harmless: true, affects: expect.stringContaining('no figure') as string },
    { name: 'surprise', count: 1, affects: expect.stringContaining('prompts') as string },
  ]);
  expect(a.parse.unknownKinds).toEqual({ surprise: 2 });
});

test('a log that invents names does not grow the counts without end', () => {
  const parse = noParse();
  for (let i = 0; i < 1000; i++)
    addDrift(parse, { version: '', what: 'field', name: `user.f${i}`, count: 1 });
  expect(parse.drift.length).toBe(301);
  expect(parse.drift.at(-1)).toMatchObject({ name: '(more)', count: 700 });
});

test('a shape has keys and types and nothing of the content', () => {
  const record = answer('secret-session', [{ type: 'text', text: 'secret text' }], {
    more: { odd: { '/secret/path': ['secret', 1], 'ada@example.org': true }, type: 'surprise' },
  });
  const text = JSON.stringify(shapeOf(record));
  expect(text).not.toMatch(/secret|ada|claude/);
  expect(shapeOf(record)).toMatchObject({
    type: 'surprise',
    odd: { '<key>': 'boolean' },
    message: { content: [{ type: 'text', text: 'string' }] },
    isSidechain: 'boolean',
  });
});

test('of the last lines is kept which were understood', () => {
  const parse = noParse();
  let all = '';
  for (let i = 0; i < 3 * RECENT; i++) {
    const verdict: Verdict = i % (RECENT + 7) === 5 ? 'unread' : 'understood';
    all += verdict === 'understood' ? '1' : '0';
    countLine(parse, verdict, i, 1);
    expect(parse.recent).toBe(all.slice(-RECENT));
  }
});
