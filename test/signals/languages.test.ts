/** The words of every language, on sentences written for it; and which language a text is in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { languageName } from '../../src/signals/languageCounts';
import { languageOf } from '../../src/signals/language';
import { scan } from '../../src/signals/scan';
import { LANGUAGES } from '../../src/signals/words/all';

const FOLDER = join(import.meta.dirname, '../fixtures/languages');
const CATEGORIES = [
  'permission_seeking',
  'user_correction',
  'user_frustration',
  'self_admitted_error',
] as const;
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
  expect(open / rows.length).toBeLessThan(0.04);
});

test.each([
  ['', ''],
  ['ok', ''],
  ['Reading lines.ts', ''],
  ['CI green 12/12', ''],
  ['Let me look at the file before I change it.', 'en'],
  ['The error says “Datei nicht gefunden, bitte prüfen Sie den Pfad”, so it is not in the folder.', 'en'],
  ['Ich ändere `const the = and.of(to)` in der Datei, wenn du das möchtest.', 'de'],
  ['不对', 'zh'],
  ['在 `src/index.ts` 里添加 DOCKER_API_VERSION="1.46"，然后重启。', 'zh'],
  ['設定を確認します。', 'ja'],
  ['ADR 0019에 decision ID를 추가합니다.', 'ko'],
  ['Додай, будь ласка, тест і перевір, що він проходить', 'uk'],
  ['Добавь тест и проверь, что он проходит', 'ru'],
  ['Dodaj test i sprawdź, czy nie ma błędów, bo to już się nie kompiluje', 'pl'],
  ['Aggiungi un test per la funzione e controlla che non ci sono errori', 'it'],
  ['Controlla la lista alla fine e dimmi se il test non passa', 'it'],
  ['Aggiungi la funzione al file', 'it'],
  ['Sposta la cartella', 'it'],
  ["Sistema la validazione dell'ordine", 'it'],
  ["Guarda all'inizio dell'esportazione", 'it'],
  ['Descarta lo local y vuelve al remoto', 'es'],
  ['Tira la rama local, vuelve al origen', 'es'],
  ['Devuelve la rama al estado remoto', 'es'],
  ['Borra la copia local, vuelve al origen', 'es'],
  ['Verifica la lista al final', 'es'],
  ['Sube la imagen al servidor', 'es'],
  ['la page se charge si le cache est vide', 'fr'],
  ['Voeg een test toe en kijk of het nog steeds niet werkt', 'nl'],
  ['أضف اختبارا جديدا', 'ar'],
  ['הוסף בדיקה חדשה', 'he'],
])('%j is in %j', (text, language) => expect(languageOf(text)).toBe(language));

test('a path in a sentence without blanks takes only itself away', () => {
  expect(languageOf('我已经完成了修复，请查看src/app.ts文件。')).toBe('zh');
  expect(languageOf(`${'z'.repeat(3_000)}/`)).toBe('');
});

test('names of languages', () => {
  expect(languageName('ko')).toBe('Korean');
  expect(languageName('pt')).toBe('Portuguese');
});

test('a text in a language without lists has no careful marks; codevigil’s words and a person’s own are looked for in all', () => {
  const text = 'Voeg de test toe voor de functie. Should I continue? Dit is niet meer wat het moet zijn.';
  expect(languageOf(text)).toBe('nl');
  expect(scan(text, 'agent').map(({ by, category }) => `${by} ${category}`)).toEqual([
    'plain permission_seeking',
  ]);
});

test.each([
  '말 '.repeat(40_000),
  '不'.repeat(80_000),
  'mı '.repeat(40_000),
  'j’ai '.repeat(30_000),
  'ich habe '.repeat(20_000),
  'я '.repeat(60_000),
  'que eu '.repeat(20_000),
  '私の'.repeat(40_000),
])('a long text takes time in proportion', (text) => {
  const start = performance.now();
  scan(text, 'agent');
  scan(text, 'person');
  expect(performance.now() - start).toBeLessThan(2_000);
});
