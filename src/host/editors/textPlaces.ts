/** Texts shorter than this stand in a file by chance, and say nothing. */
const LEAST_TEXT = 8;

/** Where texts stand in a document, in offsets. Those that do not stand there any more are left out, and those that stand there twice: nobody knows which one it is. */
export function placesOf(document: string, texts: readonly string[]): { from: number; to: number }[] {
  return texts.flatMap((text) => {
    if (text.trim().length < LEAST_TEXT) return [];
    const from = document.indexOf(text);
    return from === -1 || document.indexOf(text, from + 1) !== -1 ? [] : [{ from, to: from + text.length }];
  });
}
