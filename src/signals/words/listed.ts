/** Which languages have lists of words; what is in the lists is not loaded with it. */

/** Languages other than English that have lists, by ISO 639-1 code (`all.ts`). */
const LISTED = ['de', 'es', 'fr', 'it', 'ja', 'ko', 'pt', 'ru', 'tr', 'zh'] as const;
export type Listed = (typeof LISTED)[number];

/** Languages whose texts are judged by a list: the agent's and the person's words in all, the other lists are English only. */
export type Judges = 'every' | 'english';
export const hasList = (judges: Judges, language: string): boolean =>
  language === 'en' || (judges === 'every' && (LISTED as readonly string[]).includes(language));
