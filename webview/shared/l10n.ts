/**
 * Texts of pages in the language of the editor. Every text a person reads on a page goes through `t` (with a number through `tn`), and
 * every sentence of the engine through `localize`; what stands for it lies in `l10n/bundle.l10n.LANGUAGE.json`, by the English text, as for
 * the extension host.
 */
import { isEnglish } from '../../src/l10n/locale';
import { useTexts } from '../../src/l10n/texts';
import { pagePlace, pageTexts } from './pageData';

useTexts(pageTexts, pagePlace.locale ?? 'en');

/** A title in the middle of a sentence: English writes it small there, but for names. */
export const inSentence = (title: string): string =>
  isEnglish() && !title.startsWith('Claude') ? title.toLowerCase() : title;

export { inLocale, t, tn, whole } from '../../src/l10n/texts';
export { localize, localizePlain } from '../../src/l10n/localize';
