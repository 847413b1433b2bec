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
 * those inside it: "hmm actually" is one hit.
 */
export function scannerFor(list: readonly Phrase[]): (text: string) => PhraseMark[] {
  const scanners = (['stop', 'loop'] as const).map((name) => {
    const own = list.filter((phrase) => phrase.list === name).sort((a, b) => b.text.length - a.text.length);
    const source = own.map((phrase) => `(${sourceOf(phrase)})`).join('|');
    return own.length === 0 ? null : { own, pattern: new RegExp(source, 'giu') };
  });
  return (text) => {
    const marks: PhraseMark[] = [];
    for (const scanner of scanners) {
      if (scanner === null) continue;
      for (const match of text.matchAll(scanner.pattern)) {
        const phrase = scanner.own[match.slice(1).findIndex((group) => group !== undefined)];
        if (phrase === undefined || match[0] === '') continue;
        const { category, intent } = phrase;
        if (marks.length >= MOST_MARKS) return marks;
        marks.push({ list: phrase.list, category, phrase: phrase.text, intent, index: match.index });
      }
    }
    return marks;
  };
}

/** Finds the default phrases. */
export const scan = scannerFor(DEFAULT_PHRASES);
