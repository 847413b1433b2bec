/** Stop phrases of the person's own. */
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { Mode, type Phrase } from './words/phrase';

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
    .strictObject({
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
          message: en('“{0}” is not a regular expression: {1}', text, why),
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
