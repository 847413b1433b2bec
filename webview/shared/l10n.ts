/**
 * Texts of pages in the language of the editor. Every text a person reads on a page goes through `t` (with a number through `tn`), and
 * every sentence of the engine through `said`; what stands for it lies in `l10n/bundle.l10n.LANGUAGE.json`, by the English text, as for
 * the extension host.
 */
import { PagePlace } from '../../src/pages/place';
import { isEnglish } from '../../src/l10n/locale';
import { useTexts } from '../../src/l10n/texts';
import { pageData } from './pageData';

/** Takes the texts of a page's element, and its language; what is no bundle leaves the page in English. */
export function readTexts(json: string | undefined, place: string | undefined): void {
  const { locale = 'en' } = PagePlace.safeParse(parsed(place)).data ?? {};
  useTexts(parsed(json), locale);
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}

readTexts(pageData('texts'), pageData('place'));

/** A title in the middle of a sentence: English writes it small there, but for names. */
export const inSentence = (title: string): string =>
  isEnglish() && !title.startsWith('Claude') ? title.toLowerCase() : title;

export { inLocale, t, tn, whole } from '../../src/l10n/texts';
export { said } from '../../src/l10n/said';
