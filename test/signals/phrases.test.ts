import { expect, test } from 'vitest';
import { DEFAULT_PHRASES, scan, scannerFor } from '../../src/signals/phrases';

const found = (text: string) => scan(text).map(({ phrase }) => phrase);

test.each(DEFAULT_PHRASES.map(({ text, list }) => [text, list]))(
  '“%s” is found in a sentence, whatever its case',
  (text, list) => {
    const marks = scan(`So, ${text.toUpperCase()} is what it says.`);
    expect(marks.map(({ phrase }) => phrase)).toContain(text);
    expect(marks.find(({ phrase }) => phrase === text)).toMatchObject({ list, index: 4 });
  },
);

test.each([
  ['factually', []],
  ['actually_x', []],
  ['an out-of-scope item', []],
  ['No, wait', []],
  ['autocorrection: x', ['correction:']],
  ['hmm actually, no', ['hmm actually']],
  ['a pre-existing issue', ['pre-existing']],
  ['let’s pause here', ["let's pause here"]],
  ['out  of\u00a0scope', ['out of scope']],
  ['future\nwork', ['future work']],
  ['Actually. Actually?', ['actually', 'actually']],
  ['eactually', []],
  ['éactually', []],
])('%s', (text, expected) => expect(found(text)).toEqual(expected));

test('own phrases as word, substring and regex', () => {
  const own = { list: 'stop', category: 'custom', intent: '' } as const;
  const scanOwn = scannerFor([
    { ...own, text: 'leave it', mode: 'word' },
    { ...own, text: 'skip', mode: 'substring' },
    { ...own, text: 'to-?do', mode: 'regex' },
  ]);
  expect(scanOwn('Leave it. Skipping; a TODO and a to-do').map(({ phrase }) => phrase)).toEqual([
    'leave it',
    'skip',
    'to-?do',
    'to-?do',
  ]);
});

test('a phrase with groups of its own does not lend its name to another', () => {
  const own = { list: 'stop', category: 'custom', intent: '' } as const;
  const scanOwn = scannerFor([
    { ...own, text: '(not|never) my (job|bug)', mode: 'regex' },
    { ...own, text: 'later', mode: 'word' },
    { ...own, text: 'soon', mode: 'word' },
  ]);
  expect(scanOwn('Later or soon: never my bug').map(({ phrase, index }) => [phrase, index])).toEqual([
    ['later', 0],
    ['soon', 9],
    ['(not|never) my (job|bug)', 15],
  ]);
});

test('a phrase that matches nothing at all marks nothing', () => {
  const scanOwn = scannerFor([{ list: 'loop', category: 'c', intent: '', text: 'x*', mode: 'regex' }]);
  expect(scanOwn('a😀xx😀').map(({ index }) => index)).toEqual([3]);
  expect(scannerFor([])('future work')).toEqual([]);
});

test('a text gives at most 1,000 marks, and the next text starts afresh', () => {
  expect(scan('Oh wait. '.repeat(1_200))).toHaveLength(1_000);
  expect(found('oh wait')).toEqual(['oh wait']);
});
