/** Whether a measure's words can be found in what was said: there is no list for most languages, and none found is then not none said. */
import { en } from '../l10n/english';
import { getOwn, setOwn } from '../log/own';
import { hasList, type Judges } from './words/listed';

/** Texts by whether their language has a list. Those too short to tell their language are in neither. */
export interface LanguageCounts {
  judged: number;
  unjudged: Record<string, number>;
}

export const noLanguages = (): LanguageCounts => ({ judged: 0, unjudged: {} });

/** Counts a text. `language`: see `languageOf`. */
export function countLanguage(heard: LanguageCounts, language: string, judges: Judges): void {
  if (language === '') return;
  if (hasList(judges, language)) heard.judged++;
  else setOwn(heard.unjudged, language, (getOwn(heard.unjudged, language) ?? 0) + 1);
}

/** “not judged in Korean”, when most texts whose language can be told are in languages without a list; else null. */
export function notJudgedIn({ judged, unjudged }: LanguageCounts): string | null {
  const languages = Object.entries(unjudged).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const total = languages.reduce((sum, [, n]) => sum + n, 0);
  return total > judged ? en('not judged in {0}', languageName(languages[0]![0])) : null;
}

/** Texts that were not judged, by language, for the detail; nothing when there are none. */
export const unjudgedDetail = ({
  unjudged,
}: LanguageCounts): { not_judged_by_language?: Record<string, number> } =>
  Object.keys(unjudged).length === 0 ? {} : { not_judged_by_language: unjudged };

/** A language's name in English: `ko` → Korean. The code itself where there is none. */
export const languageName = (code: string): string =>
  (names ??= new Intl.DisplayNames(['en'], { type: 'language' })).of(code) ?? code;
/** Made when the first is asked for: it takes a tenth of the time in which the extension is loaded. */
let names: Intl.DisplayNames | null = null;
