/** Shorter texts are ignored, because they occur by chance. Characters. */
const LEAST_TEXT = 8;

/** The offsets of texts in a document. Texts that do not occur, or occur twice and are thus ambiguous, are left out. */
export function placesOf(document: string, texts: readonly string[]): { from: number; to: number }[] {
  return texts.flatMap((text) => {
    if (text.trim().length < LEAST_TEXT) return [];
    const from = document.indexOf(text);
    return from === -1 || document.indexOf(text, from + 1) !== -1 ? [] : [{ from, to: from + text.length }];
  });
}
