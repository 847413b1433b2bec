/** Words that order to skip the hooks of a commit, or forbid it: in a prompt, or as an answer to a question. */

import { Prefiltered, prefiltered } from './prefilter/prefiltered';

/** How much of what stands before words can turn them round. Characters. */
const HEDGED_BY = 80;

export const SKIP_HOOKS = prefiltered(
  /--no-verify|\bno[- ]?verify\b|--no-gpg-sign|\bHUSKY=0|\b(?:skip|bypass|ignore|without)(?: (?:all|any|the|these|those|commit|git|local)){0,3} checks\b|\b(?:skip|skipping|bypass|bypassing|disable|ignore|without)(?: \w{1,12}){0,4} (?<!\breact |\bcustom |\buse\w{1,40} )(?:hooks?|pre-?commit|husky|signing|verification)\b/gi,
);
/** The same in any language: words for skipping beside one for hooks, which most borrow; `commit -n`. */
const SKIPPING =
  '(?:skip|bypass|disabl|ohne|überspring|übergeh|auslass|weglass|sin(?!\\p{L})|s[aá]lt[aáeo]|omit|sans(?!\\p{L})|saut|ignor|contourn|sem(?!\\p{L})|pul[ae]|без|пропус|обойти|обход|跳过|跳過|绕过|不(?:跑|用|走)|スキップ|飛ばし|なし|通さず|건너|없이|생략|atla(?!s)|olmadan|kullanmadan|senza|bez(?!\\p{L})|zonder)';
/** Not those of a framework: “the useForm hook”. */
const HOOKS =
  '(?:(?<!react[ -]|custom |\\buse\\w{1,40} )hook|pre-?commit|husky|хук|钩子|鉤子|フック|훅|kanca)';
const SKIP_HOOKS_ANY = new Prefiltered(
  () =>
    new RegExp(
      String.raw`(?<!\p{L})${SKIPPING}[^.!?。！？\n]{0,40}${HOOKS}|(?<!\p{L})${HOOKS}[^.!?。！？\n]{0,40}(?<!\p{Script=Latin}|\p{Script=Cyrillic})${SKIPPING}|\bcommit\w{0,6}\b[^.!?\n]{0,40}(?<=\s)-n\b`,
      'giu',
    ),
);
/** Says that they need not run; not that they need not be skipped. */
const NEED_NOT = prefiltered(
  /\b(?:(?:no need (?:to|for)|need(?:n['’]t| not)|(?:don['’]t|do not) (?:bother|need|wait)|(?<!\b(?:don['’]t|do not|never|not) (?:ever )?)forget|not necessary to)\b(?:(?!skip|bypass|disabl|ignor|--no-)[^.!?\n]){0,30}|(?:don['’]t|do not) run (?:(?:the|any|those|these|git|commit) ){0,2})\b(?:hooks?|pre-?commit|husky)\b/i,
);
/** What turns such words into their opposite. */
const FORBIDS =
  /(?:(?<!\p{L})(?:do not|don['’]?t|never|no|not|must not|mustn['’]t|avoid|stop|nicht|nie|kein\w?|ne|jamais|no uses|nunca|não|не|никогда|asla)(?!\p{L}| (?:ever )?forget)[^.!?\n]{0,40}|(?:不要|别|禁止|不得)[^。！？\n]{0,12})$/iu;
const FORBIDS_AFTER =
  /^[^.!?\n]{0,20}(?:kullanma|使わない|しない|飛ばさない|사용하지 ?마|쓰지 ?마|지 ?마|\bnicht\b|\bpas\b|нельзя)/iu;

/** The order in a text to skip the hooks, or not to; null when it has none. */
export function skipOrder(text: string): { index: number; forbidden: boolean } | null {
  const needNot = NEED_NOT.in(text);
  if (needNot !== null) return { index: needNot.index, forbidden: false };
  const first = SKIP_HOOKS.in(text) ?? SKIP_HOOKS_ANY.in(text);
  if (first === null) return null;
  const { index, 0: words } = first;
  const forbidden =
    FORBIDS.test(text.slice(Math.max(0, index - HEDGED_BY), index)) ||
    /(?<!\p{L})(?:not|never|nicht|nie|niemals|не|нельзя)(?!\p{L})|n['’]t\b|^without (?:skipp|bypass|disabl|ignor)ing\b/iu.test(
      words,
    ) ||
    FORBIDS_AFTER.test(text.slice(index + words.length));
  return { index, forbidden };
}
