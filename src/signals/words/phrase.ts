/** A phrase that signals look for, and how lists of them are written. */
import * as z from 'zod';
import type { PhraseMark } from '../../session/event';

/** `word`: no letter, digit or `_` directly before or after. */
export const Mode = z.enum(['word', 'substring', 'regex']);
export type Mode = z.infer<typeof Mode>;

export interface Phrase {
  list: PhraseMark['list'];
  by: PhraseMark['by'];
  category: string;
  text: string;
  intent: string;
  mode: Mode;
  /** It counts only where a sentence begins. */
  opens?: boolean;
  /** It counts only in a sentence that matches this. */
  needs?: RegExp;
  /** It does not count in a sentence that matches this. */
  unless?: RegExp;
  /** It may stand directly behind a letter: the language puts no blanks between words. */
  unspaced?: boolean;
}

/** A phrase with its own pattern; it is kept by its name (`text`). */
export type CarefulPhrase = Phrase & { pattern: string };

/** What limits a careful phrase. */
export type Limits = Partial<Pick<Phrase, 'opens' | 'needs' | 'unless' | 'unspaced' | 'intent'>>;

/** Name of a careful phrase → its pattern, and what limits it. */
export type Entry = readonly [name: string, pattern: string, limits?: Limits];

/** A list of careful phrases of one category. */
export const carefulPhrases = (
  list: PhraseMark['list'],
  category: string,
  intent: string,
  entries: readonly Entry[],
  all: Limits = {},
): CarefulPhrase[] =>
  entries.map(([text, pattern, limits]) => ({
    list,
    by: 'careful',
    category,
    text,
    pattern,
    mode: 'regex',
    intent,
    ...all,
    ...limits,
  }));
