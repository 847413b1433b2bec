/** The phrase lists of the signals and the search for them (codevigil's tables). */
import type { PhraseMark } from '../session/event';

/** `word`: no letter, digit or `_` directly before or after. */
export type Mode = 'word' | 'substring' | 'regex';

export interface Phrase {
  list: PhraseMark['list'];
  category: string;
  text: string;
  intent: string;
  mode: Mode;
}

const phrases = (
  list: PhraseMark['list'],
  category: string,
  entries: readonly (readonly [text: string, intent: string])[],
): Phrase[] => entries.map(([text, intent]) => ({ list, category, text, intent, mode: 'word' }));

export const DEFAULT_PHRASES: readonly Phrase[] = [
  ...phrases('stop', 'ownership_dodging', [
    ['not caused by my changes', 'blames what was there before'],
    ['pre-existing', 'hedges by the age of the problem'],
    ['existing issue', 'shows a fresh failure as an old one'],
    ['outside the scope', 'pushes it out of scope'],
  ]),
  ...phrases('stop', 'permission_seeking', [
    ['should I continue', 'hands back in the middle of the task'],
    ['want me to keep going', 'asks for a go-ahead it has'],
    ['shall I proceed', 'asks instead of doing'],
    ['would you like me to', 'asks instead of doing'],
  ]),
  ...phrases('stop', 'premature_stopping', [
    ['good stopping point', 'declares completion early'],
    ['natural checkpoint', 'calls a stop a checkpoint'],
    ["let's pause here", 'stops before it is done'],
    ['this should work for now', 'leaves a temporary fix'],
  ]),
  ...phrases('stop', 'known_limitation', [
    ['known limitation', 'calls something fixable a limitation'],
    ['future work', 'defers vaguely'],
    ['out of scope', 'leaves it out without a reason'],
    ['beyond the scope', 'leaves it out without a reason'],
  ]),
  ...phrases('loop', 'reasoning_loop', [
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
    category: 'reasoning_loop',
    text: 'correction:',
    intent: 'formal correction',
    mode: 'substring',
  },
];

const WORD = String.raw`[\p{L}\p{N}_]`;

/** Source of a phrase: any white space matches a blank, `’` and `'` are the same. */
function sourceOf({ text, mode }: Phrase): string {
  if (mode === 'regex') return `(?:${text})`;
  const literal = text
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`\s+`)
    .replace(/['’]/g, "['’]");
  return mode === 'substring' ? literal : `(?<!${WORD})${literal}(?!${WORD})`;
}

/** More in one text are no speech: a hostile text must not fill the archive. */
const MOST_MARKS = 1000;

/**
 * A scanner for the phrases. At one place only the first phrase of a list counts, and a longer one hides
 * those inside it: "hmm actually" is one hit. Throws a SyntaxError when a phrase of mode `regex` is no regular
 * expression; such a phrase must not refer back to its groups by number, which count over the whole list.
 */
export function scannerFor(list: readonly Phrase[]): (text: string) => PhraseMark[] {
  const scanners = (['stop', 'loop'] as const).flatMap((name) => {
    const own = list
      .filter((phrase) => phrase.list === name)
      .sort((a, b) => b.text.length - a.text.length)
      .map((phrase) => ({ phrase, here: new RegExp(sourceOf(phrase), 'iuy') }));
    // Without groups of its own: they would halve the speed, and phrases may have groups.
    const source = own.map(({ phrase }) => sourceOf(phrase)).join('|');
    return own.length === 0 ? [] : [{ own, pattern: new RegExp(source, 'giu') }];
  });
  return (text) => {
    const marks: PhraseMark[] = [];
    for (const { own, pattern } of scanners) {
      // Most texts have no hit, and `search` is the quickest to say so.
      if (text.search(pattern) === -1) continue;
      for (const { 0: words, index } of text.matchAll(pattern)) {
        const found = own.find(({ here }) => {
          here.lastIndex = index;
          return here.test(text);
        });
        if (found === undefined || words === '') continue;
        const { category, intent, text: phrase } = found.phrase;
        if (marks.length >= MOST_MARKS) return marks;
        marks.push({ list: found.phrase.list, category, phrase, intent, index });
      }
    }
    return marks;
  };
}

/** Finds the default phrases. */
export const scan = scannerFor(DEFAULT_PHRASES);
