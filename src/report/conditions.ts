/** Which sessions a report is about, said in it: who reads it did not choose them. Pure. */
import type { Document } from './document';
import { inline } from './markdown';

/** The conditions of a request, as the list of sessions writes them; '' for all sessions. */
export function conditionText({
  filter,
  query,
  within,
}: {
  filter: Readonly<Record<string, string | undefined>>;
  query: string;
  within: string;
}): string {
  const named = Object.entries(filter).map(([name, value]) =>
    value === undefined ? '' : name === 'text' ? value : `${name}:${value}`,
  );
  return [...named, within.trim(), query.trim()].filter(Boolean).join(' ');
}

/** The document with a sentence that says which sessions it is about. */
export const withConditions = (document: Document, conditions: string): Document =>
  conditions === ''
    ? document
    : {
        ...document,
        sections: [
          // By words: none of them is cut off at the length of a cell.
          {
            heading: null,
            text: [`Only sessions that match “${conditions.split(' ').map(inline).join(' ')}”.`],
          },
          ...document.sections,
        ],
      };
