/** Texts for translators: what the sources say is in the bundle, and nothing else; languages are whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLE, bundle, sources, textsIn } from '../scripts/make/texts.mjs';

const root = join(import.meta.dirname, '..');
const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;
const places = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).toSorted();

test('texts are found however they are quoted', () => {
  expect(
    textsIn(
      String.raw`t('one') + vscode.l10n.t("two {0}", x) + l10n.t(${'`three`'}) + t(\n  'fo\'ur',\n) + first('no') + a.t('no')`.replaceAll(
        String.raw`\n`,
        '\n',
      ),
    ),
  ).toEqual(['one', 'two {0}', 'three', "fo'ur"]);
});

test('l10n/bundle.l10n.json is what the sources say (npm run texts)', () => {
  expect(Object.keys(bundle()).length).toBeGreaterThan(150);
  expect(JSON.parse(readFileSync(BUNDLE, 'utf8'))).toEqual(bundle());
});

test('a text is written where it is used: nothing is translated that cannot be found', () => {
  const call = /(?<![\w.$])(?:vscode\.l10n\.|l10n\.)?t\((?!\s*['"`)])[^)\n]{0,60}/g;
  /** A word handed on: it stands as a text elsewhere. */
  const HANDED_ON = /t\((?:message|titles\[one\]|COHORT_TITLES\[value\])/;
  const wrong = sources().flatMap((file) =>
    (readFileSync(file, 'utf8').match(call) ?? [])
      .filter((text) => !HANDED_ON.test(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test('every language has every text, with the same places for values', () => {
  const languages = readdirSync(join(root, 'l10n')).filter((name) => /^bundle\.l10n\..+\.json$/.test(name));
  const english = bundle();
  const manifest = read('package.nls.json');
  for (const name of languages) {
    const texts = read(`l10n/${name}`);
    const language = name.split('.').at(-2) ?? '';
    expect([name, Object.keys(texts).toSorted()]).toEqual([name, Object.keys(english).toSorted()]);
    for (const [text, translated] of Object.entries(texts))
      expect([text, places(translated)]).toEqual([text, places(text)]);
    expect(existsSync(join(root, `package.nls.${language}.json`))).toBe(true);
    expect(Object.keys(read(`package.nls.${language}.json`)).toSorted()).toEqual(
      Object.keys(manifest).toSorted(),
    );
  }
});
