/** What a context is made of and what fell out of it, in words. Pure. */
import type { ContextPart, ContextStory } from '../../../src/questions/contextParts';
import { PART_NAMES } from '../../../src/session/composition';
import { formatTokens } from '../../../src/usage/format';
import { percent } from '../../shared/format';
import { localize, t, tn } from '../../shared/l10n';

export type Filled = NonNullable<ContextStory['now']>;
export type Loss = ContextStory['losses'][number];
export type Again = Loss['again'][number];

/** What the chart shows apart; all else is one grey. */
export const CHARTED: readonly { label: () => string; parts: readonly ContextPart[]; color: number }[] = [
  { label: () => localize(PART_NAMES.files), parts: ['files'], color: 0 },
  { label: () => localize(PART_NAMES.output), parts: ['output'], color: 1 },
  {
    label: () => t('What Claude wrote and thought'),
    parts: ['written', 'thinking', 'replies'],
    color: 2,
  },
  {
    label: () => t('System prompt, tools, memory, your words'),
    parts: ['base', 'memory', 'words', 'summary'],
    color: 6,
  },
];

/** Tokens of the parts that are told, together; null when nothing is. */
export function sumOf({ parts }: Filled, chosen: readonly ContextPart[]): number | null {
  const sum = chosen.reduce((all, part) => all + (parts[part] ?? 0), 0);
  return sum === 0 && lacksPart(parts, chosen) ? null : sum;
}

const lacksPart = (parts: Filled['parts'], chosen: readonly ContextPart[]): boolean =>
  chosen.some((part) => parts[part] === null);

/** The same in words; `≥ 12.4K` where a part is not told. */
export function sumText(one: Filled, chosen: readonly ContextPart[]): string {
  const sum = sumOf(one, chosen);
  return sum !== null && lacksPart(one.parts, chosen) ? `≥ ${formatTokens(sum)}` : about(sum);
}

/** `about 12.4k`; what is not told is said to be. */
export const about = (tokens: number | null): string =>
  tokens === null ? t('unknown') : t('about {0}', formatTokens(tokens));

/** Parts of a context, the largest first; those there is nothing of are left out, those not told stay. */
export const partsOf = (one: Filled): { part: ContextPart; tokens: number | null; share: string }[] =>
  (Object.entries(one.parts) as [ContextPart, number | null][])
    .filter(([, tokens]) => tokens !== 0)
    .map(([part, tokens]) => ({ part, tokens, share: tokens === null ? '' : percent(tokens, one.tokens) }))
    .toSorted((a, b) => (b.tokens ?? -1) - (a.tokens ?? -1));

/** A, B, C … for what fell out; after Z the numbers. */
export const letterOf = (nth: number): string =>
  nth < 26 ? String.fromCodePoint(65 + nth) : String(nth + 1);

export const lossTitle = ({ how, trigger }: Loss): string =>
  how === 'untold' ? t('The context shrank') : trigger === 'manual' ? t('Compacted by you') : t('Compacted');

/** `136k → 77k tokens`. */
export const lossSizes = ({ before, after }: Loss): string =>
  before === null
    ? t('sizes unknown')
    : after === null
      ? t('from {0} tokens', formatTokens(before))
      : t('{0} → {1} tokens', formatTokens(before), formatTokens(after));

const AGAIN: Record<Again['what'], (name: string) => string> = {
  read: (name) => t('Read {0} again', name),
  looked: () => t('Looked for the same again'),
  edited: (name) => t('Edited {0} from memory', name),
  failed: (name) => t('Tried to edit {0}: failed', name),
  corrected: () => t('You corrected it'),
};

/** What was done later because of it. `name`: the file's. */
export const consequenceText = ({ what }: Again, name: string): string => AGAIN[what](name);

/** What stayed, in a sentence. */
export function keptText({ how, prompts, summaryWords, back }: Loss): string {
  if (how === 'untold')
    return t(
      'The log does not say why: old results were cleared, or the conversation was rewound. The oldest results are assumed gone.',
    );
  const summary =
    summaryWords === null
      ? t('A summary that cannot be read here.')
      : tn(summaryWords, 'A summary of {0} word.', 'A summary of {0} words.');
  const files =
    back.length === 0
      ? ''
      : tn(back.length, '{0} file was put back at once.', '{0} files were put back at once.');
  const asked =
    prompts === null || prompts.kept + prompts.lost.length === 0
      ? ''
      : t('{0} of {1} prompts word for word.', prompts.kept, prompts.kept + prompts.lost.length);
  return [summary, asked, files].filter(Boolean).join(' ');
}

export function contextSentence({ most, now, responses, losses }: ContextStory): string {
  if (most === null || now === null) return t('No response in the log says how full the context was.');
  const again = rereadSentence(losses);
  const filled = tn(
    responses,
    '{0} response. Totals are counted, the split is estimated. At its fullest {1} tokens, now {2}.',
    '{0} responses. Totals are counted, the split is estimated. At its fullest {1} tokens, now {2}.',
    formatTokens(most.tokens),
    formatTokens(now.tokens),
  );
  return again === '' ? filled : `${filled} ${again}`;
}

/** What was read again of what fell out; '' of nothing, and where nothing of it is told. */
export function rereadSentence(losses: readonly Loss[]): string {
  const tokens = losses.reduce((sum, { againTokens }) => sum + againTokens, 0);
  if (tokens === 0) return '';
  return losses.some(({ againAtLeast }) => againAtLeast)
    ? t('At least {0} tokens were read again after falling out.', formatTokens(tokens))
    : t('About {0} tokens were read again after falling out.', formatTokens(tokens));
}
