/** Facts about what a person chose in a dialog, and about instructions that were read. */
import type { Answer } from './answer';
import type { Fact } from '../facts';
import { instructedSkip, skipOrder } from '../skipOrder';

/** `"Question"="Answer"`, the form in which Claude Code passes the choices to Claude. */
const CHOICE = /"([^"\n]{1,1000})"="([^"\n]{1,400})"/g;
const ABOUT_HOOKS = /\bhooks?\b|\bpre-?commit\b|\bhusky\b/i;
/** “Skip it” means the hooks if the dialog mentions them. */
const IT = /\b(skip|bypass|disable|ignore) (?:it|them|this|that)\b/gi;
/** A yes without a condition. */
const YES =
  /^\W{0,3}(?:yes|yep|yeah|ok(?:ay)?|sure|go ahead|do it|ja|sí|oui|sim|да|evet|はい|是|好|可以|네|예)(?![\p{L}-])(?!.*(?<!\p{L})(?:but|run|keep|fix|mend|wait|first|not|aber|pero|mais|но)(?!\p{L}))/iu;

/** True if the person allows skipping hooks: by the chosen text, or by a yes to a question about it. */
function allowsSkip(question: string, chosen: string): boolean {
  const plain = (words: string): string =>
    ABOUT_HOOKS.test(`${question} ${chosen}`) ? words.replace(IT, '$1 hooks') : words;
  const order = skipOrder(plain(chosen)) ?? (YES.test(chosen) ? skipOrder(plain(question)) : null);
  return order !== null && !order.forbidden;
}

/** Files with instructions for Claude. */
const INSTRUCTIONS =
  /(?:^|[\\/])(?:CLAUDE(?:\.local)?|AGENTS|GEMINI|SKILL)\.md$|[\\/]\.claude[\\/](?:[\w.-]{1,60}[\\/]){0,4}[\w.-]{1,60}\.md$/;

export function dialogFacts({ text, failed, call }: Answer): Fact[] {
  if (call.action === 'read' && !failed && call.path !== null && INSTRUCTIONS.test(call.path)) {
    const said = instructedSkip(text);
    return said === null ? [] : [{ fact: said.forbidden ? 'forbidsSkip' : 'allowsSkip', index: said.index }];
  }
  if (call.name !== 'AskUserQuestion' || failed) return [];
  const allowed = [...text.matchAll(CHOICE)].some(([, question = '', chosen = '']) =>
    allowsSkip(question, chosen),
  );
  return allowed ? [{ fact: 'allowsSkip' }] : [];
}
