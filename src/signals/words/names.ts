/**
 * Names and categories of phrases that measures ask for. They stand apart from the phrases: the extension host shows measures
 * and looks for no words, and the words are a fifth of its code.
 */

/** Categories of stop phrases: codevigil's four and session-length excuses of issue 42796. */
export const STOP_CATEGORIES = [
  'ownership_dodging',
  'permission_seeking',
  'premature_stopping',
  'known_limitation',
  'session_length_excuse',
] as const;
export type StopCategory = (typeof STOP_CATEGORIES)[number];

/** Category of phrases that admit something only when the person has just said so. */
export const CONCESSION = 'conceded';

/** A “no”, and an order to take something back, may only answer a question of Claude. */
export const ANSWERS: ReadonlySet<string> = new Set([
  'no',
  'revert that',
  'put it back',
  'undo that, please',
]);
/** Category of phrases that correct only together with something else. */
export const DOUBT = 'user_doubt';
/** Doubts that object to what is there. */
export const OBJECTS: ReadonlySet<string> = new Set([
  'hmm',
  'why',
  'right?',
  'mostly',
  'we agreed',
  'already',
  'rather',
  'actually',
  'a problem',
]);
/** Those that are enough by themselves where a short prompt begins with them. */
export const OPENERS: ReadonlySet<string> = new Set(['right?', 'a problem', 'but']);
