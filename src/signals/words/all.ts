/** The lists of every language but English, by ISO 639-1 code. A new language is a new file and a line here. */
import { CHINESE } from './chinese';
import { FRENCH } from './french';
import { GERMAN } from './german';
import { JAPANESE } from './japanese';
import { KOREAN } from './korean';
import type { LanguageWords } from './language';
import { PORTUGUESE } from './portuguese';
import { RUSSIAN } from './russian';
import { SPANISH } from './spanish';
import { TURKISH } from './turkish';

export const LANGUAGES: Readonly<Record<string, LanguageWords>> = {
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  ja: JAPANESE,
  ko: KOREAN,
  pt: PORTUGUESE,
  ru: RUSSIAN,
  tr: TURKISH,
  zh: CHINESE,
};

/** Languages whose texts are judged by a list: the agent's and the person's words in all, the other lists are English only. */
export type Judges = 'every' | 'english';
export const hasList = (judges: Judges, language: string): boolean =>
  language === 'en' || (judges === 'every' && Object.hasOwn(LANGUAGES, language));
