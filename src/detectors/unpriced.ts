import { formatTokens } from '../usage/format';
import { tokensOf } from '../usage/rows';
import type { StateDetector } from './detector';

const RECENT_MS = 7 * 86_400_000;

/** Models that were used and have no price. */
export const unpriced: StateDetector = {
  name: 'unpriced',
  title: 'Models without a price',
  meaning: 'Models without a price in the sessions of the last 7 days.',
  rule: 'tokens were used of a model whose price is not known',
  silent: 'once the model has a price (`vigil.prices`, **Vigil: Import Prices…**)',
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
      sentence: `${model} has no price`,
      detail: `${formatTokens(tokens)} tokens of ${sessions} ${sessions === 1 ? 'session' : 'sessions'} in the last 7 days are in no cost and no budget`,
      project: null,
      link: { tab: 'models', query: '' },
    }));
  },
};
