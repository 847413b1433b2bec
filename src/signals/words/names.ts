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

/** Praise, in the languages with lists: a strong word beside it is joy. Not “great, …”, which is often meant the other way. */
export const PRAISE =
  /(?<![\p{L}\p{N}])(?:(?:nice|great|good|excellent) (?:work|job|one|stuff|catch|idea|result|find)|(?:is|['’]s|looks?|damn|so|ist|verdammt|echt|richtig) (?:so |really |pretty )?(?:good|fast|great|nice|gut|schnell|super|klasse)|(?:awesome|amazing|impressive|beautiful|großartig|genial|génial|parfait|excellent|incroyable|perfecto|increíble|perfeito|incrível|perfetto|ottimo|отлично|круто|harika|mükemmel)(?! ?,)|love (?:it|this)|well done)(?![\p{L}\p{N}])|すごい|最高|太棒|厉害|太好了|대박|최고/iu;
