/** codevigil's tables, matched plainly. */
import { en } from '../../l10n/english';
import type { Phrase } from './phrase';

const plain = (
  list: 'stop' | 'loop',
  category: string,
  entries: readonly (readonly [text: string, intent: string])[],
): Phrase[] => entries.map(([text, intent]) => ({ list, by: 'plain', category, text, intent, mode: 'word' }));

/** codevigil's tables. */
export const PLAIN_PHRASES: readonly Phrase[] = [
  ...plain('stop', 'ownership_dodging', [
    ['not caused by my changes', 'blames what was there before'],
    ['pre-existing', 'hedges by the age of the problem'],
    ['existing issue', 'shows a fresh failure as an old one'],
    ['outside the scope', 'pushes it out of scope'],
  ]),
  ...plain('stop', 'permission_seeking', [
    ['should I continue', 'hands back in the middle of the task'],
    ['want me to keep going', 'asks for a go-ahead it has'],
    ['shall I proceed', 'asks instead of doing'],
    ['would you like me to', 'asks instead of doing'],
  ]),
  ...plain('stop', 'premature_stopping', [
    ['good stopping point', 'declares completion early'],
    ['natural checkpoint', 'calls a stop a checkpoint'],
    ["let's pause here", 'stops before it is done'],
    ['this should work for now', 'leaves a temporary fix'],
  ]),
  ...plain('stop', 'known_limitation', [
    ['known limitation', 'calls something fixable a limitation'],
    ['future work', 'defers vaguely'],
    ['out of scope', 'leaves it out without a reason'],
    ['beyond the scope', 'leaves it out without a reason'],
  ]),
  ...plain('loop', 'reasoning_loop', [
    ['hmm actually', 'hedged correction'],
    ['actually', 'self-correction'],
    ['oh wait', 'explicit reversal'],
    ['no wait', 'immediate correction'],
    ['let me reconsider', 're-evaluation'],
    ['let me rethink', 're-evaluation'],
    ['i was wrong', 'admitted error'],
    ['on second thought', 'reconsideration'],
    ['i made an error', 'admitted error'],
  ]),
  {
    list: 'loop',
    by: 'plain',
    category: 'reasoning_loop',
    text: 'correction:',
    intent: en('formal correction'),
    mode: 'substring',
  },
];
