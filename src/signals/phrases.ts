/**
 * The words the signals look for: codevigil's, matched plainly, and careful ones, which count only in prose, know where a sentence
 * begins and what takes a phrase back (`words/`, one file a language). `npm run labels` measures them on what people judged.
 */
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { ENGLISH_AGENT } from './words/english';
import { ENGLISH_ERRORS } from './words/errors';
import { ENGLISH_PERSON } from './words/person';
import { Mode, type Careful, type Phrase } from './words/phrase';
import { PLAIN_PHRASES } from './words/plain';

export { Mode, PLAIN_PHRASES, type Phrase };

/** Categories of stop phrases: codevigil's four and session-length excuses of issue 42796. */
export const STOP_CATEGORIES = [
  'ownership_dodging',
  'permission_seeking',
  'premature_stopping',
  'known_limitation',
  'session_length_excuse',
] as const;
export type StopCategory = (typeof STOP_CATEGORIES)[number];

/** Our phrases in English. They are kept by name; the pattern is what is searched for. */
export const CAREFUL_PHRASES: readonly Careful[] = [...ENGLISH_AGENT, ...ENGLISH_ERRORS, ...ENGLISH_PERSON];

/** Why a text is no regular expression; null when it is one. */
function whyNoPattern(text: string): string | null {
  try {
    void new RegExp(text, 'iu');
    return null;
  } catch (error) {
    return errorText(error);
  }
}
const phraseText = z.string().trim().min(1).max(200);

/** A stop phrase of the person's own (`vigil.signals.stopPhrases.custom`): a text (whole words) or with its mode. */
export const CustomPhrase = z.union([
  phraseText,
  z
    .object({
      text: phraseText,
      mode: Mode.default('word'),
      category: z.string().min(1).max(60).default('custom'),
      intent: z.string().max(200).default(''),
    })
    .superRefine(({ mode, text }, context) => {
      const why = mode === 'regex' ? whyNoPattern(text) : null;
      if (why !== null)
        context.addIssue({
          code: 'custom',
          path: ['text'],
          message: en('“{0}” is no regular expression: {1}', text, why),
        });
    }),
]);
export type CustomPhrase = z.infer<typeof CustomPhrase>;

/** A person's own phrases, for both ways of matching. */
export const customPhrases = (custom: readonly CustomPhrase[]): Phrase[] =>
  custom.flatMap((one) => {
    const given =
      typeof one === 'string' ? { text: one, mode: 'word' as const, category: 'custom', intent: '' } : one;
    return [
      { ...given, list: 'stop' as const, by: 'plain' as const },
      { ...given, list: 'stop' as const, by: 'careful' as const },
    ];
  });
