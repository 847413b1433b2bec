import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, signal } from '../support/logs';

// What an editor or hook puts in front of a prompt is not the person's words: it is taken off before anything looks
// at the text. Pasted text, code and
// quotations in a prompt are not theirs either.
test('context in front of a prompt does not count as its text', () => {
  const log = (text: string) =>
    folder({ 'a.jsonl': [prompt('a', text), prompt('a', '<system-reminder>only this</system-reminder>')] });
  expect(one(inspected(log('<ide_selection>long pasted text</ide_selection>why?')), 'a').prompts).toBe(1);
});

test.each([
  ['No, that is wrong.', 1],
  ['<ide_selection>No, that is wrong.</ide_selection>why?', 0],
  ['Explain this:\n```\nNo, that is wrong.\n```', 0],
  ['> No, that is wrong.\nwhat did you mean there?', 0],
  ['Implement this plan:\n\n## Problem\n\nThe list is wrong. It does not work.', 0],
  ['What do you make of it?\nError: it still fails\n    at run (a.js:1:2)\nFAILED test: that is wrong', 0],
  ['Please fix:\n\nReview comments:\nThat is wrong, you missed the lock.', 0],
  ['Nein, das ist falsch.', 1],
  [`Here is the log ${'x '.repeat(2_000)} No, that is wrong. ${'x '.repeat(2_000)}`, 0],
])('a correction is the person’s own: %#', (text, found) => {
  const a = one(
    inspected(folder({ 'a.jsonl': [prompt('a', text), answer('a', 'Done.'), prompt('a', text)] })),
    'a',
  );
  // What comes first in a session corrects nothing.
  expect(signal(a, 'user_corrections').detail).toMatchObject({ prompts: 2, prompts_with_hit: found });
});
