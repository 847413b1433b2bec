import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal } from '../support/logs';

const said = (text: string) => one(inspected(folder({ 'a.jsonl': [answer('a', text)] })), 'a');
const hits = (text: string) => signal(said(text), 'stop_phrase').detail['hits'];

test.each([
  ['Should I continue?', 1],
  ['You wrote “Should I continue?” in the template.', 0],
  ['The rule forbids `would you like me to`.', 0],
  ['> Should I continue?', 0],
  ['```\nShould I continue?\n```\nThat is the prompt.', 0],
  ['What would you like me to look for?', 0],
])('use counts, mention does not: %j', (text, expected) => expect(hits(text)).toBe(expected));

test('“actually” in the middle of a sentence corrects nothing', () => {
  expect(signal(said('See what is actually used.'), 'reasoning_loop').detail).toMatchObject({ matches: 0 });
  expect(signal(said('Actually, it is the other one.'), 'reasoning_loop').detail).toMatchObject({
    matches: 1,
  });
});

// A phrase counts as a whole word only.
test('parts of words do not count', () => {
  const a = one(
    inspected(folder({ 'a.jsonl': [answer('a', 'factually the preexistingly issued ones are unscoped')] })),
    'a',
  );
  expect(signal(a, 'stop_phrase').detail).toMatchObject({ hits: 0, messages: 1 });
  expect(signal(a, 'reasoning_loop').detail).toMatchObject({ matches: 0 });
});
