/** Which sessions the dashboard is about, as a query. Pure. */
import { exactCondition } from '../../src/analysis/queryFields';
import type { PageState } from '../../src/pages/dashboard/state';

/** Two queries as one: what passes both. */
export const joinQueries = (a: string, b: string): string => [a, b].filter(Boolean).join(' ');

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
