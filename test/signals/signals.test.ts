import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noParse } from '../../src/log/drift';
import type { Event } from '../../src/session/event';
import { readParseHealth } from '../../src/signals/parseHealth';
import { prompts } from '../../src/signals/prompts';
import { readBeforeEdit } from '../../src/signals/readBeforeEdit';
import { reasoningLoop } from '../../src/signals/reasoningLoop';
import { readSignal, readSignals, worst } from '../../src/signals/registry';
import type { Signal } from '../../src/signals/signal';
import { stopPhrase } from '../../src/signals/stopPhrase';
import { median, thinking } from '../../src/signals/thinking';
import { asked, done, said, thought, times, tool } from './rig';

const readEdit = (events: Event[]) => readSignal(readBeforeEdit, events, readBeforeEdit.defaults);

describe('read before edit', () => {
  test.each([
    // reads, edits, value, severity: below 2 critical, below 4 warn
    [8, 4, 2, 'warn'],
    [7, 4, 1.75, 'critical'],
    [16, 4, 4, 'ok'],
    [15, 4, 3.75, 'warn'],
    [10, 0, 10, 'ok'],
    [0, 10, 0, 'critical'],
  ])('%i reads and %i edits are %f: %s', (reads, edits, value, severity) => {
    const events = [
      ...times(reads, (i) => tool('read', `/f${i}`)),
      ...times(edits, () => tool('edit', '/f0')),
    ];
    expect(readEdit(events)).toMatchObject({ value, severity });
  });

  test('nine calls that count are too few, ten are enough; other calls do not warm it up', () => {
    const edits = (n: number) => times(n, () => tool('edit', '/a'));
    expect(readEdit([...edits(9), ...times(5, () => tool('other'))])).toMatchObject({
      severity: 'ok',
      label: 'warming up',
    });
    expect(readEdit(edits(10))).toMatchObject({ severity: 'critical', label: 'R:E 0.0' });
  });

  test('only the last 50 calls count, other calls take places', () => {
    const events = [
      ...times(30, () => tool('edit', '/a')),
      ...times(45, () => tool('other')),
      ...times(5, () => tool('read', '/b')),
    ];
    expect(readEdit(events)).toMatchObject({ value: 5, detail: { reads: 5, mutations: 0, other: 45 } });
  });

  test('an edit is blind when its file was never seen, or more than 20 calls ago', () => {
    const after = (calls: number) => {
      // Read at call 0, edit at call `calls`.
      const edit = tool('edit', '/a', 'e');
      return readEdit([tool('read', '/a'), ...times(calls - 1, () => tool('other')), edit, done('e')]).detail[
        'blind_edit_rate'
      ];
    };
    expect(after(20)).toMatchObject({ blind: 0, mutations: 1, value: 0 });
    expect(after(21)).toMatchObject({ blind: 1, mutations: 1, value: 1 });
    expect(readEdit([tool('edit', '/new', 'e'), done('e')]).evidence).toMatchObject([
      { note: 'edited new without reading it' },
    ]);
  });

  test('a search that names the file has seen it; an own write too; a created file cannot be read first', () => {
    const blind = (events: Event[]) =>
      (readEdit(events).detail['blind_edit_rate'] as { blind: number }).blind;
    expect(blind([tool('research', '/a'), tool('edit', '/a', 'e'), done('e')])).toBe(0);
    expect(blind([tool('write', '/a', 'w'), done('w', 'ok', true), tool('edit', '/a', 'e'), done('e')])).toBe(
      0,
    );
    expect(
      blind([tool('write', '/a', 'w'), done('w', 'ok', false), tool('edit', '/a', 'e'), done('e')]),
    ).toBe(1);
  });

  test.each(['denied', 'interrupted', 'cancelled', 'error'] as const)(
    'an edit that was %s changed nothing',
    (outcome) => {
      const events = [
        ...times(8, (i) => tool('read', `/f${i}`)),
        tool('edit', '/x', 'e'),
        done('e', outcome),
        ...times(2, () => tool('edit', '/f7')),
      ];
      expect(readEdit(events)).toMatchObject({
        value: 4,
        detail: { mutations: 2, blind_edit_rate: { blind: 0, mutations: 2 } },
      });
    },
  );

  const blindOf = (events: Event[]) =>
    readEdit(events).detail['blind_edit_rate'] as { blind: number; mutations: number };

  test('several edits of a file in one answer count as they would one after the other', () => {
    const created = [tool('write', '/a', 'w'), tool('edit', '/a', 'e'), done('w', 'ok', true), done('e')];
    expect(blindOf(created)).toMatchObject({ blind: 0, mutations: 2 });
    const three = [
      ...['1', '2', '3'].map((id) => tool('edit', '/a', id)),
      ...['1', '2', '3'].map((id) => done(id)),
    ];
    expect(blindOf(three)).toMatchObject({ blind: 1, mutations: 3 });
    const other = [tool('edit', '/a', '1'), tool('edit', '/b', '2'), done('1'), done('2')];
    expect(blindOf(other)).toMatchObject({ blind: 2, mutations: 2 });
    const failed = [tool('edit', '/a', '1'), tool('edit', '/a', '2'), done('1', 'error'), done('2')];
    expect(blindOf(failed)).toMatchObject({ blind: 1, mutations: 1 });
  });

  test('an own edit is known for 20 calls too, though its result comes late', () => {
    const late = (between: number) =>
      blindOf([
        tool('edit', '/a', '1'),
        ...times(between, () => tool('other')),
        tool('edit', '/a', '2'),
        done('1'),
        done('2'),
      ]).blind;
    expect([late(19), late(20)]).toEqual([1, 2]);
  });

  test('every blind edit that is counted is shown, at most the latest 20', () => {
    expect(readEdit([tool('edit', '/a', 'e')])).toMatchObject({
      detail: { blind_edit_rate: { blind: 1 } },
      evidence: [{ note: 'edited a without reading it' }],
    });
    const events = times(25, (i) => [tool('edit', `/f${i}`, `e${i}`), done(`e${i}`)]).flat();
    expect(readEdit(events).evidence.map(({ note }) => note)).toEqual(
      times(20, (i) => `edited f${i + 5} without reading it`),
    );
  });

  test('an edit that failed after it left the window changes no other place in it', () => {
    const events = [tool('edit', '/a', 'e'), ...times(50, (i) => tool('read', `/f${i}`)), done('e', 'error')];
    expect(readEdit(events).detail).toMatchObject({ reads: 50, mutations: 0, other: 0 });
  });

  test('how calls and their results are interleaved changes no figure', () => {
    const call = fc.record({
      action: fc.constantFrom('read', 'research', 'edit', 'write', 'other'),
      path: fc.constantFrom('/a', '/b', '/__proto__', null),
      outcome: fc.constantFrom('ok', 'ok', 'error', 'denied'),
      created: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 80 }), (calls) => {
        const uses = calls.map(({ action, path }, i) => tool(action, path, `c${i}`));
        const results = calls.map(({ outcome, created }, i) => done(`c${i}`, outcome, created));
        expect(readEdit([...uses, ...results])).toEqual(
          readEdit(uses.flatMap((use, i) => [use, results[i]!])),
        );
      }),
    );
  });

  test('edits without a path lower the confidence of the blind rate', () => {
    const events = [...times(18, () => tool('edit', '/a')), tool('edit'), tool('edit')];
    expect(readEdit(events).detail['blind_edit_rate']).toMatchObject({
      tracking_confidence: 0.9,
      label: 'insufficient data',
    });
  });

  test('research counts in the wider ratio only; writes give the write share', () => {
    const events = [
      tool('read', '/a'),
      tool('research'),
      tool('research'),
      tool('edit', '/a'),
      tool('write', '/a'),
    ];
    expect(readEdit(events)).toMatchObject({
      value: 0.5,
      detail: { research_mutation_ratio: 1.5, write_precision: 0.5 },
    });
  });

  test('nothing read, searched or edited gives no value', () => {
    expect(readEdit([tool('other')]).value).toBeNull();
  });
});

describe('stop phrases', () => {
  const read = (...texts: string[]) =>
    readSignal(
      stopPhrase,
      texts.map((text) => said(text)),
      stopPhrase.defaults,
    );
  test('severity goes by hits: one warns, three are critical', () => {
    expect(read('All done.')).toMatchObject({ value: 0, severity: 'ok', label: '0 stop-phrase hits' });
    expect(read('That is out of scope.', 'Done.')).toMatchObject({
      value: 0.5,
      severity: 'warn',
      label: '1 stop-phrase hit',
    });
    expect(read('Out of scope. A known limitation. Future work.')).toMatchObject({
      value: 1,
      severity: 'critical',
      detail: { hits: 3, messages: 1, messages_with_hit: 1, hits_by_category: { known_limitation: 3 } },
    });
    expect(read().value).toBeNull();
  });

  test('the latest 20 hits are the evidence; categories may have any name', () => {
    const { evidence } = read('Future work.', ...times(20, () => 'Out of scope.'));
    expect(evidence).toHaveLength(20);
    expect(new Set(evidence.map(({ note }) => note))).toEqual(new Set(['“out of scope” (known limitation)']));
    const mark = { list: 'stop', phrase: 'x', intent: '', index: 0 } as const;
    const odd = said('x', [
      { ...mark, category: 'constructor' },
      { ...mark, category: '__proto__' },
    ]);
    const counts = readSignal(stopPhrase, [odd], stopPhrase.defaults).detail['hits_by_category'];
    expect(Object.entries(counts as object)).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ]);
  });
});

describe('reasoning loops', () => {
  const read = (calls: number, texts: string[]) =>
    readSignal(
      reasoningLoop,
      [...times(calls, () => tool('other')), ...texts.map((text) => said(text))],
      reasoningLoop.defaults,
    );
  test('a rate per 1,000 tool calls, judged from 20 calls on', () => {
    expect(read(19, ['Oh wait.'])).toMatchObject({ severity: 'ok', label: '52.6/1k warming up' });
    expect(read(100, ['Oh wait.'])).toMatchObject({ value: 10, severity: 'warn' });
    expect(read(100, ['Oh wait, no wait.'])).toMatchObject({ value: 20, severity: 'critical' });
    expect(read(101, ['Oh wait.']).severity).toBe('ok');
  });
  test('the longest run of texts with a correction is the burst', () => {
    expect(read(100, ['Oh wait.', 'I was wrong.', 'Fine.', 'No wait.']).detail).toMatchObject({
      matches: 3,
      max_burst: 2,
    });
  });
});

test('thinking: hidden blocks are not visible, medians leave out nothing', () => {
  const events = [thought(0, 400), thought(10, 100), thought(30, null), thought(20, 300)];
  expect(readSignal(thinking, events, null)).toMatchObject({
    value: 0.75,
    severity: 'ok',
    label: '3/4 visible',
    detail: { hidden_blocks: 1, visible_chars_median: 20, signature_chars_median: 300 },
  });
  expect(readSignal(thinking, [], null)).toMatchObject({ value: null, label: 'no thinking blocks' });
});

test.each([
  [[], null],
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
])('median of %j is %s', (values, expected) => expect(median(values)).toBe(expected));

test('prompts are what a person said', () => {
  const events = [asked('typed'), asked('queued'), asked('scripted')];
  expect(readSignal(prompts, events, null)).toMatchObject({ value: 2, label: '2 prompts' });
});

describe('parse health', () => {
  const counts = (recent: string) => ({
    lines: recent.length,
    understood: recent.split('1').length - 1,
    malformed: 0,
    unknownKinds: { strange: 1 },
    unknownFields: {},
    versions: { '2.1.237': recent.length },
    drift: [{ version: '2.1.237', what: 'kind' as const, name: 'strange', count: 1 }],
    recent,
  });
  test.each([
    ['1'.repeat(45) + '0'.repeat(5), 0.9, 'ok'],
    ['1'.repeat(44) + '0'.repeat(6), 0.88, 'critical'],
    ['0'.repeat(49), 0, 'ok'],
    ['', null, 'ok'],
  ])('%s', (recent, value, severity) => {
    expect(readParseHealth(counts(recent), { critical: 0.9 })).toMatchObject({ value, severity });
  });
});

test('all signals in order, the worst of them, and sub-agents are the caller’s to leave out', () => {
  const thresholds = {
    readEditRatio: readBeforeEdit.defaults,
    stopPhrase: stopPhrase.defaults,
    reasoningLoop: reasoningLoop.defaults,
    parseHealth: { critical: 0.9 },
  };
  const parse = noParse();
  const readings = readSignals([said('future work')], parse, thresholds);
  expect(readings.map(({ name }) => name)).toEqual([
    'parse_health',
    'read_edit_ratio',
    'stop_phrase',
    'reasoning_loop',
    'thinking',
    'prompts',
  ]);
  expect(worst(readings)).toBe('warn');
  expect(worst([])).toBe('ok');
});

test('a restart in the middle changes nothing: the state is JSON', () => {
  // Made from their place in the list, so that results meet the calls before them.
  const make = fc.oneof(
    fc
      .record({
        action: fc.constantFrom('read', 'research', 'edit', 'write', 'other'),
        path: fc.constantFrom('/a', '/b', '/__proto__', null),
      })
      .map(
        ({ action, path }) =>
          (i: number): Event =>
            tool(action, path, `c${i}`),
      ),
    fc
      .record({
        back: fc.integer({ min: 1, max: 6 }),
        outcome: fc.constantFrom('ok', 'denied'),
        created: fc.boolean(),
      })
      .map(
        ({ back, outcome, created }) =>
          (i: number): Event =>
            done(`c${i - back}`, outcome, created),
      ),
    fc.constantFrom('oh wait', 'future work', 'fine').map((text) => () => said(text)),
    fc.nat(9).map((n) => () => thought(n, n)),
    fc.constantFrom('typed', 'scripted').map((via) => () => asked(via)),
  );
  const agree = <S, T>(signal: Signal<S, T>, events: Event[], cut: number, thresholds: T) => {
    let state = signal.init();
    events.forEach((one, i) => {
      if (i === cut) state = JSON.parse(JSON.stringify(state)) as S;
      signal.fold(state, one, thresholds);
    });
    expect({ name: signal.name, ...signal.read(state, thresholds) }).toEqual(
      readSignal(signal, events, thresholds),
    );
  };
  fc.assert(
    fc.property(fc.array(make, { maxLength: 120 }), fc.nat(120), (makers, cut) => {
      const events = makers.map((one, i) => one(i));
      agree(readBeforeEdit, events, cut, readBeforeEdit.defaults);
      agree(stopPhrase, events, cut, stopPhrase.defaults);
      agree(reasoningLoop, events, cut, reasoningLoop.defaults);
      agree(thinking, events, cut, null);
      agree(prompts, events, cut, null);
    }),
    { numRuns: 100 },
  );
});
