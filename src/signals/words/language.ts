/** The lists of one language other than English, and how they are written. */
import { prefiltered, type Prefiltered } from '../../session/prefilter/prefiltered';
import { permissionPhrases } from './permission';
import { CONCESSION, PRAISE } from './names';
import { carefulPhrases, type CarefulPhrase, type Entry, type Limits } from './phrase';

/** What is looked for in texts of one language. */
export interface LanguageWords {
  agent: readonly CarefulPhrase[];
  person: readonly CarefulPhrase[];
  /** Words that say that something does not work (`closing.ts`). */
  failure: Prefiltered;
  /** The agent says that it did harm by mistake. */
  harm: Prefiltered;
}

export interface Lists {
  /** Its name in English. */
  language: string;
  /** Questions of leave and offers. */
  asks: readonly string[];
  /** Sentences that ask for leave to look, or to go on. */
  needless: RegExp;
  /** Sentences that leave a choice, or ask before something that leaves the agent's hands. */
  choice: RegExp;
  admissions: readonly string[];
  /** It agrees with a person who objects. */
  concessions: readonly string[];
  corrections: readonly string[];
  /** Sentences in which others say it, that set a condition, or that wish it for later: they correct nothing. */
  otherwise?: RegExp;
  frustration: readonly string[];
  failure: RegExp;
  harm: RegExp;
  /** Sentences that only suppose a mistake. */
  supposed?: RegExp;
  /** No blanks between words, or endings put to them: a phrase may stand inside a word. */
  unspaced?: true;
}

/** A pattern beginning with `^` counts only where a sentence begins. `name`: what is kept of a match, which is not its words. */
const entriesOf = (name: string, patterns: readonly string[], whole: boolean): Entry[] =>
  patterns.map((pattern): Entry => {
    const opens = pattern.startsWith('^');
    const source = opens ? pattern.slice(1) : pattern;
    return [name, whole ? String.raw`(?:${source})(?![\p{L}\p{N}_])` : source, opens ? { opens: true } : {}];
  });

/** Careful phrases from the lists of a language. */
export function languageWords(lists: Lists): LanguageWords {
  const unspaced = lists.unspaced === true;
  const all: Limits = unspaced ? { unspaced } : {};
  const entries = (what: string, patterns: readonly string[]): Entry[] =>
    entriesOf(`${what}, in ${lists.language}`, patterns, !unspaced);
  return {
    agent: [
      ...permissionPhrases(entries('asking for leave', lists.asks), lists.needless, lists.choice, all),
      ...carefulPhrases(
        'admission',
        'self_admitted_error',
        'admits a mistake of its own',
        entries('admission', lists.admissions),
        {
          ...all,
          ...(lists.supposed === undefined ? {} : { unless: lists.supposed }),
        },
      ),
      ...carefulPhrases(
        'admission',
        CONCESSION,
        'agrees that it was wrong',
        entries('concession', lists.concessions),
        all,
      ),
    ],
    person: [
      ...carefulPhrases(
        'correction',
        'user_correction',
        'the person corrects the agent',
        entries('correction', lists.corrections),
        { ...all, ...(lists.otherwise === undefined ? {} : { unless: lists.otherwise }) },
      ),
      ...carefulPhrases(
        'frustration',
        'user_frustration',
        'a word of frustration',
        entries('frustration', lists.frustration),
        { ...all, unless: PRAISE },
      ),
    ],
    failure: prefiltered(lists.failure),
    harm: prefiltered(lists.harm),
  };
}
