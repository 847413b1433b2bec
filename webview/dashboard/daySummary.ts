/** What the chart of cost and tokens by day shows, in a sentence. A file of its own: it can be tested without a page. */
import type { Overview } from '../../src/questions/overview';
import { costText, tokenText } from '../shared/amounts';
import { counted } from '../shared/parts';

export function daySummary({ days, outside }: Pick<Overview, 'days' | 'outside'>): string {
  const most = days.reduce<Overview['days'][number] | null>(
    (best, day) => (best === null || (day.costMicroUsd ?? 0) > (best.costMicroUsd ?? 0) ? day : best),
    null,
  );
  const unpriced = days.filter(({ unpricedTokens }) => unpricedTokens > 0).length;
  const sentences = [
    most !== null && (most.costMicroUsd ?? 0) > 0
      ? `Most on ${most.day}: ${costText(most)}, ${tokenText(most)} tokens.`
      : unpriced > 0
        ? 'Nothing in these days is known to have cost anything.'
        : 'No cost in these days.',
    ...(unpriced > 0 ? [`Some tokens of ${counted(unpriced, 'day')} have no price.`] : []),
    ...(outside.tokens > 0
      ? [
          `Not shown, for no readable time puts it on a day: ${tokenText(outside)} tokens, ${costText(outside)}.`,
        ]
      : []),
  ];
  return sentences.join(' ');
}
