/** Which sessions Home and its like are about, as a query. Pure. */
import { inQuery, LONGEST_QUERY } from '../../src/analysis/queryFields';

/** Sessions of these folders; null where there is none, or where a query cannot say one of them. */
export function workspaceQuery(folders: readonly string[]): string | null {
  const named = folders.map(inQuery);
  if (named.length === 0 || named.includes(null)) return null;
  const query = named.map((one) => `in:${one}`).join(' ');
  // Room is left for the days and the names that links add.
  return query.length > LONGEST_QUERY / 2 ? null : query;
}

/** Two queries as one: what passes both. */
export const both = (a: string, b: string): string => [a, b].filter((one) => one !== '').join(' ');
