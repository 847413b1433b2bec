/** What of a text is searched: bounded, likely secrets sealed. */
import { sealSecrets } from '../log/secrets';

/** Characters of a text that are searched: its beginning, and its end where the outcome of a command stands. */
const BEGINNING = 24 << 10;
const END = 8 << 10;

/** A text as it is searched and shown: the index and the logs say the same of it. */
export function searchedText(text: string): string {
  const cut = text.length > BEGINNING + END ? `${text.slice(0, BEGINNING)}\n…\n${text.slice(-END)}` : text;
  // Half a character at a cut would not come back from the index as it was.
  return sealSecrets(cut).toWellFormed();
}
