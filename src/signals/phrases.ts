/**
 * The words the signals look for: codevigil's, matched plainly, and careful ones, which count only in prose, know where a sentence
 * begins and what takes a phrase back (`words/`, one file a language). `npm run labels` measures them on what people judged.
 */
import { ENGLISH_AGENT } from './words/english';
import { ENGLISH_ERRORS } from './words/errors';
import { ENGLISH_PERSON } from './words/person';
import type { CarefulPhrase } from './words/phrase';
import { PLAIN_PHRASES } from './words/plain';

export { PLAIN_PHRASES };

/** Our phrases in English. They are kept by name; the pattern is what is searched for. */
export const CAREFUL_PHRASES: readonly CarefulPhrase[] = [
  ...ENGLISH_AGENT,
  ...ENGLISH_ERRORS,
  ...ENGLISH_PERSON,
];
