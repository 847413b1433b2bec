/** What a session's context was made of, and what fell out of it, as sections of a report. Pure. */
import type { ContextPart } from '../session/composition';
import { formatTokens } from '../usage/format';
import type { Section } from './document';

const NAMES: Record<ContextPart, string> = {
  base: 'System prompt, tools, and what the log does not tell',
  memory: 'Memory files',
  files: 'Files read',
  output: 'Output of tools',
  written: 'Edits and commands it wrote',
  thinking: 'Thinking',
  replies: 'Replies',
  words: 'Your words',
  summary: 'Summary after compaction',
};

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
  }[];
}

const about = (tokens: number | null): string =>
  tokens === null ? 'not told' : tokens === 0 ? '–' : `about ${formatTokens(tokens)}`;
const sizeOf = (tokens: number | null): string => (tokens === null ? '?' : formatTokens(tokens));

export function contextSections({ most, now, losses }: ContextTold): Section[] {
  if (most === null || now === null) return [];
  const parts = (Object.keys(NAMES) as ContextPart[]).filter(
    (part) => most.parts[part] !== 0 || now.parts[part] !== 0,
  );
  return [
    {
      heading: 'Context',
      text: ['Totals are counted; the split is estimated from the text.'],
      head: ['Part', `At its fullest, prompt ${most.turn + 1}`, 'At the end'],
      rows: [
        ...parts.map((part) => [NAMES[part], about(most.parts[part]), about(now.parts[part])]),
        ['In all', formatTokens(most.tokens), formatTokens(now.tokens)],
      ],
    },
    ...(losses.length === 0
      ? []
      : [
          {
            heading: 'What fell out of the context',
            head: ['Prompt', 'What', 'Tokens', 'Files', 'Done again', 'About, tokens'],
            rows: losses.map((one) => [
              one.turn + 1,
              one.how === 'compacted' ? 'compacted' : 'shrank, the log does not say why',
              `${sizeOf(one.before)} → ${sizeOf(one.after)}`,
              one.files.length + one.moreFiles,
              one.again.length + one.moreAgain,
              formatTokens(one.againTokens),
            ]),
          },
        ]),
  ];
}
