/** What a person chose when the agent asked by a dialog. */
import type { Answer } from './answer';
import type { Fact } from '../facts';

/** `"Question"="Answer"`, as Claude Code tells the agent. */
const CHOICE = /"([^"\n]{1,1000})"="([^"\n]{1,400})"/g;
const ABOUT_HOOKS = /--no-verify|--no-gpg-sign|\bHUSKY=0|\bhooks?\b|\bpre-?commit\b|\bhusky\b/i;
/** Answers that keep the hooks: a refusal, or to run them or mend what they say. */
const KEEPS =
  /^\W{0,3}(?:no|nope|nein|non|não|нет|hayır|いいえ|아니|不)(?![\p{L}-])|\b(?:run|keep|fix|mend|wait|with) /iu;

export function dialogFacts({ text, failed, call }: Answer): Fact[] {
  if (call.name !== 'AskUserQuestion' || failed) return [];
  const allowed = [...text.matchAll(CHOICE)].some(
    ([, question = '', chosen = '']) => ABOUT_HOOKS.test(`${question} ${chosen}`) && !KEEPS.test(chosen),
  );
  return allowed ? [{ fact: 'allowsSkip' }] : [];
}
