/** Looking for a text in logs, a part at a time, as the engine reads them. */

export interface Scan<Place, Part> {
  /** Asks for the part that begins at a place. */
  ask: (from: Place, take: (part: Part) => void, fail: (message: string) => void) => void;
  /** Takes an answer and says where to go on; null: no further. */
  found: (part: Part, from: Place) => Place | null;
  failed: (message: string) => void;
  /** False when something else is looked for by now. */
  isWanted: () => boolean;
}

/** Looks from a place on until there is no more, enough was found, a part fails, or it is not wanted any more. */
export function scan<Place, Part>(from: Place, parts: Scan<Place, Part>): void {
  parts.ask(
    from,
    (part) => {
      const next = parts.isWanted() ? parts.found(part, from) : null;
      if (next !== null) scan(next, parts);
    },
    (message) => {
      if (parts.isWanted()) parts.failed(message);
    },
  );
}
