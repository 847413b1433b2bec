/**
 * Asking for leave. Every question of leave or offer is counted (`asked_leave`), but only one that the agent need not ask speaks against
 * it (`permission_seeking`): leave to look at something, which harms nothing, to go on with what it was given, or to repair its own
 * work. Offers, choices, and questions before commits, pushes, installs and deletions are in place.
 */
import { en } from '../../l10n/english';
import { carefulPhrases, type CarefulPhrase, type Entry, type Limits } from './phrase';

/** `needless`: sentences that ask for leave it has. `choice`: sentences that leave a choice or offer more. */
export function permissionPhrases(
  asks: readonly Entry[],
  needless: RegExp,
  choice: RegExp,
  all: Limits = {},
): readonly CarefulPhrase[] {
  const intent = en('asks instead of doing');
  // At one place the first counts: a needless question is not also counted as a question.
  return [
    ...carefulPhrases('stop', 'permission_seeking', intent, asks, {
      ...all,
      needs: needless,
      unless: choice,
    }),
    ...carefulPhrases('stop', 'asked_leave', intent, asks, all),
  ];
}
