/** What of a text is searched: bounded, likely secrets sealed. */
import { LONGEST_SECRET, sealSecrets } from '../log/secrets';

/** Characters of a text that are searched: its beginning, and its end where the outcome of a command stands. */
const BEGINNING = 24 << 10;
const END = 8 << 10;
/** Of a longer text so much at both ends is looked at. */
const LOOKED_AT = 64 << 10;
const GAP = '\n…\n';

/** A text as it is searched and shown: the index and the logs say the same of it. It is cut when it is sealed: half a secret is not known as one. */
export function searchedText(text: string): string {
  const sealed =
    text.length <= 2 * LOOKED_AT
      ? sealSecrets(text)
      : sealSecrets(text.slice(0, LOOKED_AT)).slice(0, -LONGEST_SECRET) +
        GAP +
        sealSecrets(text.slice(-LOOKED_AT)).slice(LONGEST_SECRET);
  const kept =
    sealed.length > BEGINNING + END ? `${sealed.slice(0, BEGINNING)}${GAP}${sealed.slice(-END)}` : sealed;
  // Half a character at a cut would not come back from the index as it was.
  return kept.toWellFormed();
}
