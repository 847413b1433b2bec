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

const PASTE = (text: string): string =>
  `\n\n<pasted_content id="1b6a">\n${text}\n</pasted_content id="1b6a">\n`;

test.each([
  ['No, that is wrong.', 1],
  ['<ide_selection>No, that is wrong.</ide_selection>why?', 0],
  ['Explain this:\n```\nNo, that is wrong.\n```', 0],
  [`Explain this:${PASTE('No, that is wrong.')}`, 0],
  [PASTE('No, that is wrong.'), 1],
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

// Since 2.1.277. Many programs type prompts into the terminal as a paste, which is then the whole prompt.
test('what was pasted is a prompt, whatever it says, and names its session without the tags', () => {
  const named = (...texts: string[]) => {
    const { prompts, name } = one(
      inspected(folder({ 'a.jsonl': texts.map((text) => prompt('a', text)) })),
      'a',
    );
    return [prompts, name];
  };
  expect(named(PASTE('Mend the login page'))).toEqual([1, 'Mend the login page']);
  expect(named(`Look at this log${PASTE('Error: none')}`)).toEqual([1, 'Look at this log']);
  expect(named(PASTE('<task-notification>done</task-notification> is shown'))[0]).toBe(1);
  // Tags that do not belong together are the person's own.
  expect(named('<pasted_content id="1"> is not closed')[0]).toBe(1);
});

test('a pasted prompt that was queued is the one that follows', () => {
  const queued = (operation: string, content?: string) => ({
    type: 'queue-operation',
    operation,
    sessionId: 'a',
    timestamp: '2026-08-01T10:00:00.000Z',
    content,
  });
  const log = [
    prompt('a', 'first'),
    queued('enqueue', 'Mend the login page'),
    queued('remove'),
    prompt('a', PASTE('Mend the login page'), { promptSource: 'queued' }),
  ];
  expect(one(inspected(folder({ 'a.jsonl': log })), 'a').prompts).toBe(2);
});
