/** The words of every language, on sentences written for it; and which language a text is in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { languageName, languageOf } from '../../src/signals/language';
import { scan } from '../../src/signals/scan';
import { LANGUAGES } from '../../src/signals/words/all';

const FOLDER = join(import.meta.dirname, '../fixtures/languages');
const CATEGORIES = ['permission_seeking', 'user_correction', 'user_frustration', 'self_admitted_error'] as const;
const Sentences = z.record(
  z.enum(CATEGORIES),
  z.object({ true: z.array(z.string()).min(8), false: z.array(z.string()).min(8) }),
);
const written = readdirSync(FOLDER).map((name) => ({
  language: name.slice(0, 2),
  sentences: Sentences.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))),
}));

const speakerOf = (category: string) => (category.startsWith('user_') ? 'person' : 'agent');
const categoriesOf = (text: string, category: string) =>
  scan(text, speakerOf(category))
    .filter(({ by }) => by === 'careful')
    .map((mark) => mark.category);

test('every language with lists has sentences', () => {
  expect(written.map(({ language }) => language).sort()).toEqual(Object.keys(LANGUAGES).sort());
});

const rows = written.flatMap(({ language, sentences }) =>
  CATEGORIES.flatMap((category) =>
    ([true, false] as const).flatMap((label) =>
      sentences[category][`${label}`].map((sentence) => [language, category, label, sentence] as const),
    ),
  ),
);

test.each(rows)('%s %s %s: %s', (_, category, label, sentence) => {
  expect(categoriesOf(sentence, category).includes(category)).toBe(label);
});

test('the language of each of these sentences is told or left open, never told wrong', () => {
  const wrong = rows.flatMap(([language, , , sentence]) => {
    const said = languageOf(sentence);
    return said === language || said === '' ? [] : [`${said}, not ${language}: ${sentence}`];
  });
  expect(wrong).toEqual([]);
  const open = rows.filter(([, , , sentence]) => languageOf(sentence) === '').length;
  expect(open / rows.length).toBeLessThan(0.02);
});
