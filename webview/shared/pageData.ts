/** What the extension wrote on the page's element. A file of its own: words are tested where there is no page. */
const { document: page } = globalThis as {
  document?: { getElementById(id: string): { dataset: Record<string, string | undefined> } | null };
};

/** Undefined where there is none. */
export const pageData = (name: 'place' | 'texts'): string | undefined =>
  page?.getElementById('page')?.dataset[name];
