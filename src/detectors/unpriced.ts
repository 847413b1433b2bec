import { en, enCount } from '../l10n/english';
import { DAY_MS } from '../usage/days';
import { formatTokens } from '../usage/format';
import { tokensOf } from '../usage/rows';
import type { StateDetector } from './detector';

const RECENT_MS = 7 * DAY_MS;

/** Models that were used and have no price. */
export const unpriced: StateDetector = {
  name: 'unpriced',
  title: en('Models without a price'),
  meaning: en('Models without a price in the sessions of the last 7 days.'),
  rule: 'a session used tokens of a model whose price is not known',
  silent: 'models that have a price by now (`vigil.prices`, **Vigil: Import Prices…**)',
  run({ figures, now }) {
    const models = new Map<string, { tokens: number; sessions: number }>();
    for (const { endedAt, usage } of figures) {
      if (endedAt === null || now - Date.parse(endedAt) > RECENT_MS) continue;
      const seen = new Set<string>();
      for (const row of usage) {
        const tokens = tokensOf(row);
        if (row.costMicroUsd !== null || tokens === 0 || row.model === '') continue;
        const known = models.get(row.model) ?? { tokens: 0, sessions: 0 };
        models.set(row.model, {
          tokens: known.tokens + tokens,
          sessions: known.sessions + (seen.has(row.model) ? 0 : 1),
        });
        seen.add(row.model);
      }
    }
    return [...models].map(([model, { tokens, sessions }]) => ({
      key: model,
      severity: 'warn' as const,
      sentence: en('{0} has no price', model),
      detail: enCount(
        sessions,
        '{n1} tokens of {n0} session in the last 7 days are in no cost and no budget',
        '{n1} tokens of {n0} sessions in the last 7 days are in no cost and no budget',
        formatTokens(tokens),
      ),
      project: null,
      link: { tab: 'models', query: '' },
    }));
  },
};
