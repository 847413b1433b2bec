/** What a session's context was made of, and what fell out of it, as sections of a report. Pure. */
import { CONTEXT_PARTS, PART_NAMES, type ContextPart } from '../session/composition';
import { formatTokens } from '../usage/format';
import type { Section } from './document';

interface Filled {
  turn: number;
  tokens: number;
  parts: Record<ContextPart, number | null>;
}

/** The shape of the answer this is told of. */
export interface ContextTold {
  most: Filled | null;
  now: Filled | null;
  losses: readonly {
    how: 'compacted' | 'untold';
    turn: number;
    before: number | null;
    after: number | null;
    files: readonly unknown[];
    moreFiles: number;
    again: readonly unknown[];
    moreAgain: number;
    againTokens: number;
    againAtLeast: boolean;
  }[];
}

const about = (tokens: number | null): string =>
  tokens === null ? 'not told' : tokens === 0 ? '–' : `about ${formatTokens(tokens)}`;
const againOf = ({ againTokens, againAtLeast }: ContextTold['losses'][number]): string =>
  againAtLeast && againTokens > 0
    ? `≥ ${formatTokens(againTokens)}`
    : about(againAtLeast ? null : againTokens);
const sizeOf = (tokens: number | null): string => (tokens === null ? '?' : formatTokens(tokens));

export function contextSections({ most, now, losses }: ContextTold): Section[] {
  if (most === null || now === null) return [];
  const parts = CONTEXT_PARTS.filter((part) => most.parts[part] !== 0 || now.parts[part] !== 0);
  return [
    {
      heading: 'Context',
      text: ['Totals are counted; the split is estimated from the text.'],
      head: ['Part', `At its fullest, turn ${most.turn + 1}`, 'At the end'],
      rows: [
        ...parts.map((part) => [PART_NAMES[part], about(most.parts[part]), about(now.parts[part])]),
        ['In all', formatTokens(most.tokens), formatTokens(now.tokens)],
      ],
    },
    ...(losses.length === 0
      ? []
      : [
          {
            heading: 'What fell out of the context',
            head: ['Turn', 'What', 'Tokens', 'Files lost', 'Needed again', 'Tokens read again'],
            rows: losses.map((one) => [
              one.turn + 1,
              one.how === 'compacted' ? 'compacted' : 'shrank: the log does not say why',
              `${sizeOf(one.before)} → ${sizeOf(one.after)}`,
              one.files.length + one.moreFiles,
              one.again.length + one.moreAgain,
              againOf(one),
            ]),
          },
        ]),
  ];
}
