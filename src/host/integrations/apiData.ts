/** What other extensions are given (`src/api.ts`), from what the engine says. Pure. */
import type { Finding, Session } from '../../api';
import type { SessionDetail } from '../../questions/session';
import type { SessionRow } from '../../library/sessionRow';
import { openOf } from '../../findings/registry';

/** The value with all that is in it frozen. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Field by field: what is added to a row stays Vigil's own until it is promised. */
export const sessionOf = (row: SessionRow): Session =>
  frozen({
    id: row.id,
    name: row.name,
    project: row.project,
    repository: row.repository,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    state: row.state,
    severity: row.severity,
    prompts: row.prompts,
    responses: row.messages,
    subAgents: row.subAgents,
    tokens: row.tokens,
    costMicroUsd: row.costMicroUsd,
    lowerBound: row.lowerBound,
    unpriced: [...row.unpriced],
    gone: row.gone,
  });

/** What was found in a session and is not repaired, the worst first. */
export function findingsOf({ figures }: Pick<SessionDetail, 'figures'>): readonly Finding[] {
  const files = [figures.file, ...figures.alsoIn];
  return frozen(
    openOf(figures.findings).map(({ name, severity, sentence, evidence }): Finding => ({
      name,
      severity,
      sentence,
      at: evidence.flatMap(({ at: offset, file = 0 }) => {
        const path = files[file];
        return path === undefined ? [] : [{ file: path, offset }];
      }),
    })),
  );
}

/** Which sessions are other than before, by their rows as text: new, gone and changed ones. Takes the rows over into `known`. */
export function changedRows(known: Map<string, string>, rows: readonly SessionRow[]): string[] {
  const now = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
  const ids = [...new Set([...known.keys(), ...now.keys()])].filter((id) => known.get(id) !== now.get(id));
  known.clear();
  for (const [id, row] of now) known.set(id, row);
  return ids;
}
