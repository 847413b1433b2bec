/** The lists of every language but English, by ISO 639-1 code. A new language is a new file, a line here and its code in `listed.ts`. */
import { CHINESE } from './chinese';
import { FRENCH } from './french';
import { GERMAN } from './german';
import { ITALIAN } from './italian';
import { JAPANESE } from './japanese';
import { KOREAN } from './korean';
import type { Listed } from './listed';
import type { LanguageWords } from './language';
import { PORTUGUESE } from './portuguese';
import { RUSSIAN } from './russian';
import { SPANISH } from './spanish';
import { TURKISH } from './turkish';

export const LANGUAGES: Readonly<Record<Listed, LanguageWords>> = {
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  it: ITALIAN,
  ja: JAPANESE,
  ko: KOREAN,
  pt: PORTUGUESE,
  ru: RUSSIAN,
  tr: TURKISH,
  zh: CHINESE,
};
