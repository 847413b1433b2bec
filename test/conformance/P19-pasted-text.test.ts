import { expect, test } from 'vitest';
import { folder, inspected, one, prompt } from './logs';

// What an editor or hook puts in front of a prompt is not the person's words: it is taken off before anything looks
// at the text. Vigil has no detector of phrases in prompts yet; their length is what is kept.
test('context in front of a prompt does not count as its text', () => {
  const log = (text: string) =>
    folder({ 'a.jsonl': [prompt('a', text), prompt('a', '<system-reminder>only this</system-reminder>')] });
  expect(one(inspected(log('<ide_selection>long pasted text</ide_selection>why?')), 'a').prompts).toBe(1);
});
