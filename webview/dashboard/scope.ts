/** Which sessions the dashboard is about, as a query. Pure. */
import { exactCondition, inQuery, LONGEST_QUERY } from '../../src/analysis/queryFields';
import type { PageState } from '../../src/pages/dashboard/state';

/** Sessions of these folders; null where there is none, or where a query cannot say one of them. */
export function workspaceQuery(folders: readonly string[]): string | null {
  const named = folders.map(inQuery);
  if (named.length === 0 || named.includes(null)) return null;
  const query = named.map((one) => `in:${one}`).join(' ');
  // Room is left for the days and the names that links add.
  return query.length > LONGEST_QUERY / 2 ? null : query;
}

/** Two queries as one: what passes both. */
export const joinQueries = (a: string, b: string): string => [a, b].filter((one) => one !== '').join(' ');

export type Filter = Pick<PageState, 'scope' | 'project' | 'branch' | 'model'>;

/** Sessions of the workspace, where they are chosen and there is one. */
export const scopeQuery = ({ scope }: Pick<Filter, 'scope'>, workspace: string | null): string =>
  scope === 'workspace' ? (workspace ?? '') : '';

/** Sessions of the scope with just this project, branch and model. A name that no query can say chooses nothing. */
export const filterQuery = (filter: Filter, workspace: string | null): string =>
  [
    scopeQuery(filter, workspace),
    filter.project === '' ? null : exactCondition('project', filter.project),
    filter.branch === '' ? null : exactCondition('on', filter.branch),
    filter.model === '' ? null : exactCondition('model', filter.model),
  ].reduce<string>((query, one) => joinQueries(query, one ?? ''), '');
