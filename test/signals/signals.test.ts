import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noParse } from '../../src/log/parseCounts';
import type { Event, PhraseMark } from '../../src/session/event';
import { readParseHealth } from '../../src/signals/parseHealth';
import { fullFileWrites } from '../../src/signals/fullFileWrites';
import { interrupts } from '../../src/signals/interrupts';
import { repeatedEdits } from '../../src/signals/repeatedEdits';
import { selfAdmittedErrors } from '../../src/signals/selfAdmittedErrors';
import { simplestRate } from '../../src/signals/simplestRate';
import { staleEdits } from '../../src/signals/staleEdits';
import { userCorrections } from '../../src/signals/userCorrections';
import { userFrustration } from '../../src/signals/userFrustration';
import { prompts } from '../../src/signals/prompts';
import { readBeforeEdit } from '../../src/signals/readBeforeEdit';
import { reasoningLoop } from '../../src/signals/reasoningLoop';
import { readSignals, regrade, signals, worst } from '../../src/signals/registry';
import { type Signal } from '../../src/signals/signal';
import { stepsOf } from '../../src/session/step';
import { stopPhrase } from '../../src/signals/stopPhrase';
import { thinking } from '../../src/signals/thinking';
import { median } from '../../src/signals/quantile';
import { readSignal } from './readSignal';
import {
  asked,
  changed,
  compacted,
  done,
  ended,
  options,
  plain,
  said,
  stopped,
  thought,
  times,
  tool,
} from './rig';

const readEdit = (events: Event[]) => readSignal(readBeforeEdit, events, options);

describe('read before edit', () => {
  // Blind edits first, so that the ratio decides.
  const blindEdits = (n: number) => times(n, (i) => tool('edit', `/blind${i}`));
  test.each([
    // reads, blind edits, value, severity: below 2 critical, below 4 warn
    [8, 4, 2, 'warn'],
    [7, 4, 1.75, 'critical'],
    [16, 4, 4, 'ok'],
    [15, 4, 3.75, 'warn'],
    [0, 10, 0, 'critical'],
  ])('%i reads and %i edits are %f: %s', (reads, edits, value, severity) => {
    const events = [...blindEdits(edits), ...times(reads, (i) => tool('read', `/f${i}`))];
    expect(readEdit(events)).toMatchObject({ value, measure: value, severity });
  });

  test('a session that edits nothing is not judged', () => {
    expect(readEdit(times(10, (i) => tool('read', `/f${i}`)))).toMatchObject({
      value: 10,
      measure: null,
      label: '10 reads, no edits',
    });
  });

  test.each([
    // Of 20 edits, so many blind: fewer than three or 10 % are no fault, from 24.2 % on they may be critical.
    [2, 'ok'],
    [3, 'warn'],
    [4, 'warn'],
    [5, 'critical'],
  ])('20 edits with %i blind ones and few reads: %s', (blind, severity) => {
    const known = [tool('read', '/a'), ...times(20 - blind, () => tool('edit', '/a'))];
    expect(readEdit([...known, ...blindEdits(blind)])).toMatchObject({
      severity,
      detail: { mutations: 20, blind_edit_rate: { in_window: blind } },
    });
  });

  test('nine calls that count are too few, ten are enough; other calls do not warm it up', () => {
    expect(readEdit([...blindEdits(9), ...times(5, () => tool('other'))])).toMatchObject({
      severity: 'ok',
      measure: null,
      label: 'too early to tell (9 of 10 reads, searches and edits)',
    });
    expect(readEdit(blindEdits(10))).toMatchObject({
      severity: 'critical',
      label: '0.0 reads per edit, 10 of 10 edits without reading',
    });
  });

  test('all figures of a long session are of its last calls, and the rule has its second half in words', () => {
    const later = [...times(40, () => tool('read', '/a')), ...times(11, () => tool('edit', '/a'))];
    expect(readEdit([...blindEdits(2), ...later]).label).toBe(
      '3.5 reads per edit, 0 of 11 edits without reading, in the last 50 calls',
    );
    expect([readBeforeEdit, reasoningLoop, interrupts].map(({ alarm }) => alarm?.only)).toEqual([
      'with 3 edits or more without reading, and 10 % of all',
      'with 5 times or more',
      'with 3 interrupts or more',
    ]);
  });

  test('only the last 50 calls count, other calls take places', () => {
    const events = [
      ...times(30, () => tool('edit', '/a')),
      ...times(45, () => tool('other')),
      ...times(5, () => tool('read', '/b')),
    ];
    expect(readEdit(events)).toMatchObject({ value: 5, detail: { reads: 5, mutations: 0, other: 45 } });
  });

  test('an edit is blind when its file was never seen in this context, however long ago', () => {
    const after = (calls: number) => {
      // Read at call 0, edit at call `calls`.
      const edit = tool('edit', '/a', 'e');
      return readEdit([tool('read', '/a'), ...times(calls - 1, () => tool('other')), edit, done('e')]).detail[
        'blind_edit_rate'
      ];
    };
    expect(after(20)).toMatchObject({ blind: 0, mutations: 1, value: 0 });
    expect(after(200)).toMatchObject({ blind: 0, mutations: 1, value: 0 });
    expect(readEdit([tool('edit', '/new', 'e'), done('e')]).evidence).toMatchObject([
      { note: 'edited new without reading it', against: true },
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

  test('an own edit is known, though its result comes late', () => {
    const late = (between: number) =>
      blindOf([
        tool('edit', '/a', '1'),
        ...times(between, () => tool('other')),
        tool('edit', '/a', '2'),
        done('1'),
        done('2'),
      ]).blind;
    expect([late(0), late(200)]).toEqual([1, 1]);
  });

  test('the evidence is every blind edit, and the reads and edits of the window', () => {
    const events = [
      tool('edit', '/old'),
      ...times(50, () => tool('other')),
      tool('read', '/b'),
      tool('edit', '/b'),
      tool('other'),
    ];
    expect(readEdit(events).evidence.map(({ note }) => note)).toEqual([
      'edited old without reading it',
      'read b',
      'edited b',
    ]);
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
  const ASK = 'Done so far. Should I continue with the rest?';
  const turns = (...texts: string[]) => texts.flatMap((text) => [asked('typed'), said(text)]);
  const read = (events: Event[], how = options) => readSignal(stopPhrase, events, how);

  test('only the text that ends a turn counts', () => {
    const events = [
      asked('typed'),
      said(ASK),
      tool('read', '/a'),
      said('All done.'),
      asked('typed'),
      said(ASK),
      stopped(),
      asked('typed'),
      said(ASK),
    ];
    expect(read(events)).toMatchObject({
      value: null,
      label: 'asked 1 time whether to go on, 0 other stop phrases in 2 turns; there may be more',
      detail: { hits: 1, messages: 2, hits_by_category: { permission_seeking: 1 } },
    });
    expect(read(events, { ...options, stopPhrases: { scope: 'prose' } })).toMatchObject({
      value: null,
      label: 'asked 3 times whether to go on, 0 other stop phrases in 4 texts; there may be more',
    });
  });

  test('the log says where a turn ends: by stop reason, by its duration, by a stop hook', () => {
    const ends = (events: Event[]) => read(events).detail['messages'];
    const final = (text: string) => said(text, undefined, 'end_turn');
    // A stop hook or a notification sets the agent to work again: what it said before was an end.
    expect(ends([asked('typed'), final(ASK), tool('read', '/a'), final(ASK)])).toBe(2);
    expect(ends([asked('typed'), final(ASK), ended(), final(ASK), ended()])).toBe(2);
    // A text that goes on with a tool is no end, though the tool was never written.
    expect(ends([asked('typed'), said(ASK, undefined, 'tool_use'), asked('typed')])).toBe(0);
    // Two texts of one answer are one end.
    const two = [final(ASK), final(ASK)].map((text) => ({ ...text, response: 'one' }) as Event);
    expect(read([asked('typed'), ...two])).toMatchObject({ detail: { messages: 1, hits: 2 } });
  });

  test('reading does not end the turn: what follows may still take it back', () => {
    const state = stopPhrase.init();
    for (const step of stepsOf([asked('typed'), said(ASK)])) stopPhrase.fold(state, step, options);
    expect(stopPhrase.read(state, options)).toMatchObject({ detail: { messages: 1, hits: 1 } });
    for (const step of stepsOf([tool('read', '/a')])) stopPhrase.fold(state, step, options);
    expect(stopPhrase.read(state, options)).toMatchObject({
      value: null,
      measure: null,
      label: 'no turn has ended yet',
    });
  });

  test('our own phrases describe; they are too rarely right, or found, to judge by', () => {
    const events = turns(...times(20, () => ASK));
    expect(read(events)).toMatchObject({ value: null, measure: null, severity: 'ok', detail: { hits: 20 } });
  });

  test('offers and questions before a commit are counted apart and speak against nobody', () => {
    expect(read(turns('Done. Want me to commit this?', 'Say the word and I will merge it.'))).toMatchObject({
      label: 'asked 2 times whether to go on, 0 other stop phrases in 2 turns; there may be more',
      detail: { hits: 0, asked_for_leave: 2 },
      evidence: [],
    });
  });

  test('in a language with a list for asking only, the rest is not judged; in one without any, nothing is', () => {
    const korean = (text: string) => [asked('typed'), { ...said(text), language: 'ko' } as Event];
    const events = times(3, () => korean('설정 파일을 확인해 볼까요?')).flat();
    expect(read(events)).toMatchObject({
      value: null,
      label: 'asked 3 times whether to go on in 3 turns; the rest not judged in Korean',
      detail: { hits: 3, not_judged_by_language: { ko: 3 } },
    });
    const dutch = [asked('typed'), { ...said('Zal ik doorgaan?', []), language: 'nl' } as Event];
    expect(read(dutch)).toMatchObject({ value: null, measure: null, label: 'not judged in Dutch' });
    // One text among many in a language it knows changes nothing.
    const mixed = [
      ...times(3, () => [asked('typed'), { ...said('Done.'), language: 'en' } as Event]).flat(),
      ...dutch,
    ];
    expect(read(mixed).label).toBe(
      'asked 0 times whether to go on, 0 other stop phrases in 4 turns; there may be more',
    );
  });

  const OWN: PhraseMark = {
    list: 'stop',
    by: 'careful',
    category: 'custom',
    phrase: 'x',
    intent: '',
    index: 0,
  };
  test.each([
    [2, 'ok'],
    [3, 'warn'],
    [5, 'warn'],
    [6, 'critical'],
  ])('%i hits of a person’s own phrases in the last 20 turn ends: %s', (hits, severity) => {
    const own = times(hits, () => [asked('typed'), said('x', [OWN])]).flat();
    const events = [...own, ...turns(...times(20 - hits, () => 'Done.'))];
    expect(read(events)).toMatchObject({ measure: hits, severity });
    expect(read([...events, ...turns(...times(20, () => 'Done.'))])).toMatchObject({
      measure: 0,
      severity: 'ok',
      detail: { hits },
    });
  });

  test('the plain scope is codevigil: every text, quotes and code included, all hits of the session', () => {
    const events = [
      said('That is `out of scope`.'),
      said('Out of scope. A known limitation. Future work.'),
      tool('read', '/a'),
      said('Done.'),
    ];
    const thresholds = { stop_phrase: { warn: 1, critical: 3 } };
    expect(readSignal(stopPhrase, events, plain, thresholds)).toMatchObject({
      value: 2 / 3,
      measure: 4,
      severity: 'critical',
      detail: { messages_with_hit: 2, hits_by_category: { known_limitation: 4 } },
    });
    expect(read([]).value).toBeNull();
  });

  test('categories may have any name', () => {
    const mark = { list: 'stop', by: 'careful', phrase: 'x', intent: '', index: 0 } as const;
    const odd = said('x', [
      { ...mark, category: 'constructor' },
      { ...mark, category: '__proto__' },
    ]);
    expect(Object.entries(read([odd]).detail['hits_by_category'] as object)).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
    ]);
  });
});

describe('reasoning loops', () => {
  const read = (calls: number, texts: string[], how = options) =>
    readSignal(
      reasoningLoop,
      [...times(calls, () => tool('other')), ...texts.map((text) => said(text))],
      how,
    );
  const BACK = 'Wait, that is the other file.';
  test('a rate per 1,000 tool calls, judged from 20 calls and five corrections on', () => {
    expect(read(19, [BACK, BACK, BACK])).toMatchObject({
      severity: 'ok',
      measure: null,
      label: 'too early to tell (19 of 20 tool calls)',
    });
    const back = (n: number) => times(n, () => BACK);
    expect(read(200, back(4))).toMatchObject({ value: 20, severity: 'ok' });
    expect(read(250, back(5))).toMatchObject({ value: 20, severity: 'critical' });
    expect(read(500, back(5))).toMatchObject({ value: 10, severity: 'warn' });
    expect(read(501, back(5)).severity).toBe('ok');
  });
  test('most of what it said is in a language without a list: not judged, never none', () => {
    const korean = times(30, () => ({ ...said('그 파일이 아니네요.'), language: 'ko' }) as Event);
    const events = [...times(50, () => tool('other')), ...korean, ...times(5, () => said(BACK))];
    expect(readSignal(reasoningLoop, events, options)).toMatchObject({
      value: null,
      measure: null,
      severity: 'ok',
      label: 'not judged in Korean',
      detail: { not_judged_by_language: { ko: 30 } },
    });
  });
  test('a word in the middle of a sentence is no correction, unless matching is plain', () => {
    const texts = times(4, () => 'Let me check what is actually used.');
    expect(read(100, texts).value).toBe(0);
    expect(read(100, texts, plain)).toMatchObject({ value: 40, severity: 'critical' });
    expect(read(100, texts.slice(3), plain)).toMatchObject({ value: 10, severity: 'warn' });
  });
  test('the longest run of texts with a correction is the burst', () => {
    expect(read(100, [BACK, 'On second thought, no.', 'Fine.', 'No wait, stop.']).detail).toMatchObject({
      matches: 3,
      max_burst: 2,
    });
  });
});

test.each([
  // calls, interrupts, severity
  [49, 9, 'ok'],
  [50, 2, 'ok'],
  [100, 3, 'critical'],
  [300, 3, 'warn'],
  [600, 3, 'ok'],
])('%i tool calls with %i interrupts: %s', (calls, stops, severity) => {
  const reading = readSignal(
    interrupts,
    [...times(calls, () => tool('other')), ...times(stops, stopped)],
    options,
  );
  expect(reading).toMatchObject({ value: (stops * 1000) / calls, severity });
  expect(reading.evidence).toHaveLength(stops);
});

test('edits on stale reads: before a compaction, or of a file that somebody else changed', () => {
  const events = [
    tool('read', '/a'),
    tool('read', '/b'),
    tool('read', '/c'),
    changed('/b'),
    changed('/unknown'),
    tool('edit', '/a'),
    tool('edit', '/b'),
    tool('edit', '/b'),
    compacted(),
    tool('read', '/a'),
    tool('edit', '/a'),
    tool('edit', '/c'),
    tool('edit', '/never-read'),
    tool('edit', '/b', 'x'),
    done('x', 'error'),
  ];
  expect(readSignal(staleEdits, events, options)).toMatchObject({
    value: 2 / 6,
    label: '2 of 6 edits',
    evidence: [
      { note: 'edited b, changed since it was read' },
      { note: 'edited c, read before a compaction' },
    ],
  });
});

test('repeated edits: the third in a row without a look; a read or a search starts anew, one answer is one edit', () => {
  const edit = (path: string, response: string): Event => ({ ...tool('edit', path), response });
  const events = [
    ...['1', '2', '3', '4'].map((response) => edit('/a', response)),
    tool('read', '/a'),
    edit('/a', '5'),
    ...times(4, () => edit('/b', '6')),
    edit('/c', '7'),
    edit('/c', '8'),
    tool('research', '/c'),
    edit('/c', '9'),
    edit('/d', '10'),
    edit('/d', '11'),
    // Three in one answer: they are the third.
    ...times(3, () => edit('/d', '12')),
  ];
  expect(readSignal(repeatedEdits, events, options)).toMatchObject({
    value: 3 / 17,
    detail: { longest_run: 4 },
    evidence: [
      { note: 'edit 3 of a in a row' },
      { note: 'edit 4 of a in a row' },
      { note: 'edit 3 of d in a row' },
    ],
  });
});

test('whole-file writes: share of all changes, new files told apart', () => {
  const events = [
    tool('write', '/new', 'w'),
    done('w', 'ok', true),
    tool('write', 'C:\\app\\old', 'o'),
    done('o'),
    tool('edit', '/old'),
    tool('edit', '/old'),
  ];
  expect(readSignal(fullFileWrites, events, options)).toMatchObject({
    value: 0.5,
    detail: { writes: 2, created: 1, rewrites: 1, edits: 2 },
    evidence: [{ note: 'created new' }, { note: 'rewrote old' }],
  });
});

test('what a person says: corrections and frustration as counts; nothing is corrected before the agent has done anything', () => {
  const events = [
    asked('typed', 'No, that’s not what I asked for.'),
    said('Done.'),
    asked('typed', "No, that's not what I asked for."),
    asked('queued', 'this is terrible, it still does not work'),
    asked('scripted', 'wrong'),
    asked('typed', 'thanks'),
  ];
  expect(readSignal(userCorrections, events, options)).toMatchObject({
    value: null,
    label: '2 found in 4 prompts; not a full count',
    detail: { prompts: 4, prompts_with_hit: 2 },
  });
  expect(readSignal(userFrustration, events, options)).toMatchObject({
    value: null,
    label: '1 found in 4 prompts; not a full count',
  });
  const dutch = [said('Klaar.'), { ...asked('typed', 'Dat klopt niet'), language: 'nl' } as Event];
  expect(readSignal(userCorrections, dutch, options).label).toBe('not judged in Dutch');
  expect(readSignal(userFrustration, [], options)).toMatchObject({ value: null, label: 'no prompts' });
});

test.each([
  [0, ['Why did you use a map?', 'A map finds them faster.']],
  [1, ['Why did you use a map? The order matters, I need a list.', 'Changed.']],
  [1, ['Why did you delete the test?', 'It is back.']],
  [1, ['The client is in src/net', 'My mistake: I changed the wrong file.']],
  [1, ['in src/net/client.ts', '私の見落としでした。直しました。']],
  [0, ['The client is in src/net', 'You are right, the file is there.']],
  [0, ['The client is in src/net', 'Then the request goes through there. My mistake was another one.']],
] as const)('%j corrections in a prompt and its answer: %j', (found, [words, answer]) => {
  const events = [said('Done.'), asked('typed', words), said(answer)];
  expect(readSignal(userCorrections, events, options).detail).toMatchObject({ prompts_with_hit: found });
});

test('an order that answers a question of Claude’s corrects nothing', () => {
  const after = (words: string) => [said(words), asked('typed', 'yes, revert it')];
  const found = (words: string) =>
    readSignal(userCorrections, after(words), options).detail['prompts_with_hit'];
  expect([found('It got slower. Should I revert it?'), found('It is done.')]).toEqual([0, 1]);
});

test('words per 1,000 tool calls: admitted errors and “simplest”', () => {
  const events = [
    ...times(200, () => tool('other')),
    said('My mistake: the path was wrong. The simplest fix is to rename it; `simplest` is only a name.'),
  ];
  expect(readSignal(selfAdmittedErrors, events, options)).toMatchObject({
    value: null,
    label: '1 found; there may be more',
    detail: { matches: 1, tool_calls: 200 },
  });
  const turkish = [...times(9, () => tool('other')), { ...said('Tamam, bitti.'), language: 'tr' } as Event];
  expect(readSignal(simplestRate, turkish, options)).toMatchObject({
    value: null,
    label: 'not judged in Turkish',
  });
  expect(readSignal(selfAdmittedErrors, turkish, options).label).toBe('0 found; there may be more');
  expect(readSignal(simplestRate, events, options)).toMatchObject({
    value: 5,
    evidence: [{ note: '“simplest”' }],
  });
  expect(readSignal(simplestRate, [], options).value).toBeNull();
});

test('thinking: hidden blocks are not visible, medians leave out nothing', () => {
  const events = [thought(0, 400), thought(10, 100), thought(30, null), thought(20, 300)];
  expect(readSignal(thinking, events, options)).toMatchObject({
    value: 0.75,
    severity: 'ok',
    label: 'in 3 of 4 blocks',
    detail: { hidden_blocks: 1, visible_chars_median: 20, signature_chars_median: 300 },
  });
  expect(readSignal(thinking, [], options)).toMatchObject({ value: null, label: 'no thinking' });
});

test.each([
  [[], null],
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
])('median of %j is %s', (values, expected) => expect(median(values)).toBe(expected));

test('prompts are what a person said', () => {
  const events = [asked('typed'), asked('queued'), asked('scripted')];
  expect(readSignal(prompts, events, options)).toMatchObject({ value: 2, label: '2 prompts' });
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
    unread: [{ at: 7, len: 3 }],
  });
  test.each([
    ['1'.repeat(45) + '0'.repeat(5), 0.9, 'ok'],
    ['1'.repeat(44) + '0'.repeat(6), 0.88, 'critical'],
    ['0'.repeat(49), 0, 'ok'],
    ['', null, 'ok'],
  ])('%s', (recent, value, severity) => {
    expect(readParseHealth(counts(recent), { warn: null, critical: 0.9 })).toMatchObject({
      value,
      severity,
      evidence: [{ at: 7, len: 3, note: 'not understood' }],
    });
  });

  // Of 60 lines 11 affect no figure: 49 are left, and 50 are needed.
  test('lines that affect no figure do not make it long enough to judge', () => {
    const read = (harmless: number) =>
      readParseHealth({ ...counts('1'.repeat(60)), lines: 60, harmless }, { warn: null, critical: 0.9 });
    expect([read(11).measure, read(10).measure]).toEqual([null, 1]);
  });
});

test('all signals in order, graded by thresholds that may change; sub-agents are the caller’s to leave out', () => {
  const own: PhraseMark = {
    list: 'stop',
    by: 'careful',
    category: 'custom',
    phrase: 'x',
    intent: '',
    index: 0,
  };
  const asks = times(3, () => [asked('typed'), said('Ship it?', [own])]).flat();
  const readings = readSignals(asks, noParse(), options, {});
  expect(readings.map(({ name }) => name)).toEqual(signals.map(({ name }) => name));
  expect(worst(readings)).toBe('warn');
  expect(worst([])).toBe('ok');
  const stricter = regrade(readings, { stop_phrase: { warn: 1, critical: 2 } });
  expect(worst(stricter)).toBe('critical');
  expect(worst(regrade(stricter, {}))).toBe('warn');
  expect(regrade(readings, {})).toEqual(readings);
  expect(readSignals([], noParse(), options, {}).every(({ severity }) => severity === 'ok')).toBe(true);
});

test('experimental signals never raise an alarm; parse health cannot be calibrated away', () => {
  for (const { name, experimental, alarm } of signals) {
    expect([name, experimental && alarm !== null]).toEqual([name, false]);
  }
  expect(signals[0]).toMatchObject({ name: 'parse_health', alarm: { bounds: null } });
});

test('what is kept of the evidence: the lines against the session first, a few others, in order', () => {
  const events = [
    ...times(3, (i) => tool('edit', `/blind${i}`)),
    ...times(45, (i) => tool('read', `/f${i}`)),
  ];
  const reading = (whole: boolean) =>
    readSignals(events, noParse(), options, {}, whole).find(({ name }) => name === 'read_edit_ratio')!;
  expect(reading(true).evidence).toHaveLength(48);
  const kept = reading(false).evidence;
  expect(kept).toHaveLength(5);
  expect(kept.filter(({ against }) => against)).toHaveLength(3);
  expect(kept).toEqual(kept.toSorted((x, y) => x.at - y.at));
});

test('a copy of the state goes on as the state itself', () => {
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
    fc
      .constantFrom('Oh wait, no.', 'Should I continue?', 'My mistake.', 'fine')
      .map((text) => () => said(text)),
    fc.nat(9).map((n) => () => thought(n, n)),
    fc.constantFrom('typed', 'scripted').map((via) => () => asked(via, 'no, that is wrong')),
    fc.constantFrom(stopped, compacted, () => changed('/a')),
  );
  const agree = <S>(signal: Signal<S>, events: Event[], cut: number) => {
    let state = signal.init();
    stepsOf(events).forEach((step, i) => {
      if (i === cut) state = structuredClone(state);
      signal.fold(state, step, options);
    });
    const { severity: _, ceiling: __, name: ___, ...whole } = readSignal(signal, events, options);
    expect(signal.read(state, options)).toMatchObject(whole);
  };
  fc.assert(
    fc.property(fc.array(make, { maxLength: 120 }), fc.nat(120), (makers, cut) => {
      const events = makers.map((one, i) => one(i));
      agree(readBeforeEdit, events, cut);
      agree(stopPhrase, events, cut);
      agree(reasoningLoop, events, cut);
      agree(interrupts, events, cut);
      agree(staleEdits, events, cut);
      agree(repeatedEdits, events, cut);
      agree(fullFileWrites, events, cut);
      agree(userCorrections, events, cut);
      agree(selfAdmittedErrors, events, cut);
      agree(thinking, events, cut);
      agree(prompts, events, cut);
    }),
    { numRuns: 100 },
  );
});
