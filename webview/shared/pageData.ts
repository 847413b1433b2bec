/**
 * What the extension wrote on the page's element, as `src/host/panels/webviewHtml.ts` says: it made the page, so its word is taken. A file of its
 * own: words are tested where there is no page.
 */
import type { PagePlace } from '../../src/pages/place';

const { document: page } = globalThis as {
  document?: { getElementById(id: string): { dataset: Record<string, string | undefined> } | null };
};
const written = (name: string): unknown =>
  JSON.parse(page?.getElementById('page')?.dataset[name] ?? '{}') as unknown;

/** How the page writes times, and where it is. */
export const pagePlace = written('place') as PagePlace;
/** Texts in the language of the editor, by the English ones. */
export const pageTexts = written('texts');
