/** Texts for translators: what the sources say is in the bundle, and nothing else; languages are whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PLACE } from '../src/l10n/texts';
import { pseudo } from '../scripts/make/pseudo.mjs';
import { BUNDLE, bundle, collected, textsIn } from '../scripts/make/texts.mjs';

const root = join(import.meta.dirname, '..');
const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>;

test('texts are found however they are quoted', () => {
  const source = [
    `t('one') + t("two {0}", x) + t(\`three\`)`,
    String.raw`t(` + '\n' + String.raw`  'fo\'ur',` + '\n)',
    `first('no') + a.t('no')`,
    `t(many ? 'five' : 'six')`,
    `tn(n, '{0} seven', '{0} sevens')`,
    `en('eight') + enCount(n, '{n0} nine', '{n0} nines')`,
    `t(ten) + t(many ? 'five' : eleven)`,
  ].join(';\n');
  expect(textsIn(source)).toEqual({
    keys: [
      'one',
      'two {0}',
      'three',
      "fo'ur",
      'five',
      'six',
      '{0} seven',
      '{0} sevens',
      'eight/engine',
      '{n0} nine/engine',
      '{n0} nines/engine',
    ],
    unseen: ['t(ten)', "t(many ? 'five' : eleven)"],
  });
});

test('l10n/bundle.l10n.json is what the sources say (npm run texts)', () => {
  expect(Object.keys(bundle()).length).toBeGreaterThan(1_000);
  expect(JSON.parse(readFileSync(BUNDLE, 'utf8'))).toEqual(bundle());
});

test('a text is written where it is used: nothing is translated that cannot be found', () => {
  /** A word handed on: it stands as a text elsewhere. */
  const HANDED_ON = /: t\(titles\[one\]\)$/;
  expect(collected().unseen.filter((call) => !HANDED_ON.test(call))).toEqual([]);
});

/** What stands in places of a text, in order. */
const places = (text: string): string[] => (text.match(PLACE) ?? []).toSorted();
/** Commands, links and code stay as they are. */
const links = (text: string): string[] => (text.match(/\]\([^)]*\)|\$\([\w-]+\)/g) ?? []).toSorted();

/** What is wrong with a language's texts; `forms`: a text may have more forms of its number (`{0} files#few`). */
function faults(english: Record<string, string>, texts: Record<string, string>, forms: boolean): string[] {
  const known = (key: string): string | undefined =>
    english[key] ?? (forms ? english[key.replace(/#(?:zero|two|few|many)$/, '')] : undefined);
  return [
    ...Object.keys(english).flatMap((key) => (key in texts ? [] : [`missing: ${key}`])),
    ...Object.entries(texts).flatMap(([key, text]) => {
      const said = known(key);
      if (said === undefined) return [`nobody says it: ${key}`];
      if (text.trim() === '') return [`empty: ${key}`];
      const same = [places, links].every((of) => of(said).join() === of(text).join());
      return same ? [] : [`other places or links: ${key} → ${text}`];
    }),
  ];
}

test('what is wrong with a language is told', () => {
  expect(
    faults(
      { 'Open {0}': 'Open {0}', Close: 'Close', '{0} files': '{0} files' },
      { 'Open {0}': 'Öffnen', '{0} files': '{0} plików', '{0} files#few': '{0} pliki', More: 'Mehr' },
      true,
    ),
  ).toEqual(['missing: Close', 'other places or links: Open {0} → Öffnen', 'nobody says it: More']);
  expect(faults(bundle(), pseudo(bundle()), true)).toEqual([]);
});

const manifest = read('package.nls.json');
const languages = [
  ...new Set(
    [...readdirSync(join(root, 'l10n')), ...readdirSync(root)].flatMap((name) => {
      const [, language] = /^(?:bundle\.l10n|package\.nls)\.(.+)\.json$/.exec(name) ?? [];
      return language === undefined || language === 'qps-ploc' ? [] : [language];
    }),
  ),
];

test.each(languages)('%s has every text, with the same places, links and icons, and no other', (language) => {
  expect(existsSync(join(root, `l10n/bundle.l10n.${language}.json`))).toBe(true);
  expect(existsSync(join(root, `package.nls.${language}.json`))).toBe(true);
  expect(faults(bundle(), read(`l10n/bundle.l10n.${language}.json`), true)).toEqual([]);
  expect(faults(manifest, read(`package.nls.${language}.json`), false)).toEqual([]);
});

test('package.json names every text of package.nls.json, and no other', () => {
  const named = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([^%"\s]+)%"/g)];
  expect([...new Set(named.map(([, key]) => key ?? ''))].toSorted()).toEqual(
    Object.keys(manifest).toSorted(),
  );
});
