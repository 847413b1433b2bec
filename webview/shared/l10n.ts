/**
 * Texts of pages in the language of the editor. Every text a person reads on a page goes through `t`; what stands for it lies in
 * `l10n/bundle.l10n.LANGUAGE.json`, by the English text, as for the extension host.
 */
import { config, t } from '@vscode/l10n';
import * as z from 'zod';
import { pageData } from './pageData';

/** A bundle: texts, or texts with a comment for translators. */
const Texts = z.record(z.string(), z.union([z.string(), z.object({ message: z.string() }).loose()]));

/** Takes the texts of a page's element; a bundle that is none leaves the page in English. */
export function readTexts(json: string | undefined): void {
  try {
    const texts = Texts.safeParse(JSON.parse(json ?? '{}'));
    if (texts.success)
      config({
        contents: Object.fromEntries(
          Object.entries(texts.data).map(([english, text]) => [
            english,
            typeof text === 'string' ? text : text.message,
          ]),
        ),
      });
  } catch {
    // English it is.
  }
}

readTexts(pageData('texts'));

export { t };
