/** Finds orders to skip the hooks of a commit, or not to, in prompts, answers to questions and instructions. */

import { Prefiltered, prefiltered } from './prefilter/prefiltered';

/** Characters before the words that are searched for a negation. */
const HEDGED_BY = 80;

export const SKIP_HOOKS = prefiltered(
  /--no-verify|\bno[- ]?verify\b|--no-gpg-sign|\bHUSKY=0|\b(?:skip|bypass|ignore|without)(?: (?:all|any|the|these|those|commit|git|local)){0,3} checks\b|\b(?:skip|skipping|bypass|bypassing|disable|ignore|without)(?: \w{1,12}){0,4} (?<!\breact |\bcustom |\buse\w{1,40} )(?:hooks?|pre-?commit|husky|signing|verification)\b/gi,
);
/** The same in other languages: a word for skipping near one for hooks (mostly the English word); or `commit -n`. */
const SKIPPING =
  '(?:skip|bypass|disabl|ohne|überspring|übergeh|auslass|weglass|sin(?!\\p{L})|s[aá]lt[aáeo]|omit|sans(?!\\p{L})|saut|ignor|contourn|sem(?!\\p{L})|pul[ae]|без|пропус|обойти|обход|跳过|跳過|绕过|[不别別](?:要|必|需|用)?(?:跑|用|走|运行|運行|执行|執行)|スキップ|飛ばし|なし|通さず|건너|없이|생략|atla(?!s)|olmadan|kullanmadan|senza|bez(?!\\p{L})|zonder)';
/** Not hooks of a framework: “the useForm hook”. */
const HOOKS =
  '(?:(?<!react[ -]|custom |\\buse\\w{1,40} )hook|pre-?commit|husky|хук|钩子|鉤子|フック|훅|kanca)';
const SKIP_HOOKS_ANY = new Prefiltered(
  () =>
    new RegExp(
      String.raw`(?<!\p{Script=Latin}|\p{Script=Cyrillic})${SKIPPING}[^.!?。！？\n]{0,40}${HOOKS}|(?<!\p{L})${HOOKS}[^.!?。！？\n]{0,40}(?<!\p{Script=Latin}|\p{Script=Cyrillic})${SKIPPING}|\bcommit\w{0,6}\b[^.!?\n]{0,40}(?<=\s)-n\b`,
      'giu',
    ),
);
/** Says that hooks need not run; not that they need not be skipped. */
const NEED_NOT = prefiltered(
  /\b(?:(?:no need (?:to|for)|need(?:n['’]?t| not)|(?:don['’]?t|do not) (?:bother|need|wait)|(?<!\b(?:don['’]?t|do not|never|not) (?:ever )?)forget|not necessary to)\b(?:(?!skip|bypass|disabl|ignor|--no-)[^.!?\n]){0,30}|(?:don['’]?t|do not) run (?:(?:the|any|those|these|git|commit) ){0,2})\b(?:hooks?|pre-?commit|husky)\b/i,
);
/** Negations before such words. */
const FORBIDS =
  /(?:(?<!\p{L})(?:do not|don['’]?t|never|no|not|must not|mustn['’]t|avoid|stop|nicht|nie|kein\w?|ne|non|jamais|no uses|nunca|não|mai|не|никогда|asla)(?!\p{L}| (?:ever )?forget)[^.!?\n]{0,40}|(?:不要|别|別|禁止|不得|不能|不可|不许|不許)[^。！？\n]{0,12})$/iu;
const FORBIDS_AFTER =
  /^\p{L}{0,3} zu (?:überspring|umgeh|ignorier|deaktivier)|^[^.!?\n]{0,20}(?:kullanma|使わない|しない|飛ばさない|사용하지 ?마|쓰지 ?마|지 ?마|\bnicht\b|\bpas\b|нельзя)|^[`'"”’)*]{0,4} ?(?:(?:is|are|ist|sind|est|es|está|é|è|sono) )?(?:\p{L}{1,12} )?(?:forbidden|prohibited|banned|not (?:allowed|permitted|ok)|disallowed|verboten|interdit|prohibid|proibid|vietat|запрещ|yasak|禁止|금지)/iu;

/** The order in a text to skip hooks, or not to; null without one. `index`: its position in UTF-16 units. */
export function skipOrder(text: string): { index: number; forbidden: boolean } | null {
  const needNot = NEED_NOT.in(text);
  if (needNot !== null) return { index: needNot.index, forbidden: false };
  const first = SKIP_HOOKS.in(text) ?? SKIP_HOOKS_ANY.in(text);
  if (first === null) return null;
  const { index, 0: words } = first;
  const forbidden =
    FORBIDS.test(text.slice(Math.max(0, index - HEDGED_BY), index)) ||
    /(?<!\p{L})(?:not|never|nicht|nie|niemals|не|нельзя)(?!\p{L})|n['’]t\b|^without (?:skipp|bypass|disabl|ignor)ing\b|^(?:senza|sans|sin|sem|ohne|без) (?:[\p{L}'’]{1,12} ){0,3}(?:salt|saut|ignor|esclud|disattiv|disabilit|contourn|désactiv|omit|desactiv|pul[ae]|desativ|zu (?:überspring|umgeh)|пропус)|(?:不要|别|別|禁止|不得|不能|不可|不许)[^。！？\n]{0,4}(?:跳|绕|繞)/iu.test(
      words,
    ) ||
    FORBIDS_AFTER.test(text.slice(index + words.length));
  return { index, forbidden };
}

/** A command that skips hooks, or an order to; not an explanation of the option. */
const WANTS_SKIP =
  /\b(?:git|gt|HUSKY=0)\b[^\n]{0,160}(?:--no-verify|--no-gpg-sign|\s-n\b|HUSKY=0)|\bHUSKY=0 git\b|^[\W\d]{0,12}(?:(?:always|please|then|commits?|push(?:es)?) ){0,3}(?:use|pass|add|append|skip|bypass|disable|with)\b|\balways\b/i;
/** The order applies only in some cases, or if somebody asks. */
const AT_TIMES =
  /\b(?:if|when|unless|only|except|users?|asks?|asked|requests?|told|explicit\w*|permission|approv\w*|may|can|could|might)\b/i;
const LONGEST_LINE = 400;
/** The line is about commits or hooks; “deploy without manual verification” is not. */
const OF_COMMITS = /\b(?:git|commit\w*|push\w*|hooks?|pre-?commit|no-?verify|no-gpg-sign|HUSKY=0)\b/i;
/** Words that forbid what is on the same line, or in the list below. */
const FORBIDDEN =
  /❌|🚫|⛔|✗|(?<!\p{L})(?:forbidden|prohibit\w*|banned|disallow\w*|not (?:allowed|permitted)|(?:never|don['’]ts?|(?:do|must|should) not)(?! (?:ask|need|worry|forget|wait|bother|hesitate)\b)|avoid|verboten|niemals|interdit\w*|jamais|prohibid\w*|nunca|proibid\w*|vietat\w*|запрещ|никогда|yasak|asla)|禁止|不要|不得|금지/iu;
/** A line of a list or table marked as wrong. */
const MARKED_BAD = /^[\s*>|\d.-]{0,12}(?:❌|🚫|⛔|✗|(?:bad|wrong|forbidden)\b)/iu;
/** The line describes consequences, it gives no order. */
const TOLD_OF = /\b(?:reject|block|refus|detect|fail|bad|wrong|bypasses|skips|ignores)\w{0,5}\b/i;
/** The list below applies only in some cases. */
const FOR_CASES =
  /\b(?:if|unless|only|except|emergenc\w+|hotfix\w*)\b|\bwhen\b[^\n]{0,40}\b(?:fail|br[eo]k|block)/i;

/** How far above a line its heading is searched. Characters. */
const LEAD_WITHIN = 1_000;
/** The heading above a line, or the line that ends with a colon. */
const leadOf = (text: string, from: number): string =>
  text
    .slice(Math.max(0, from - LEAD_WITHIN), from)
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => /^#{1,6} |[:：]\*{0,3}$|^\*\*[^*]{1,80}\*\*$/.test(line)) ?? '';

/** The order in instructions (a skill, CLAUDE.md) that applies to all commits: to skip hooks, or not to; null without one, or with both. */
export function instructedSkip(text: string): { index: number; forbidden: boolean } | null {
  if (!SKIP_HOOKS.mayBeIn(text)) return null;
  const said = SKIP_HOOKS.allIn(text)
    .slice(0, MOST_MENTIONS)
    .flatMap(({ index }) => {
      const from = Math.max(text.lastIndexOf('\n', index) + 1, index - LONGEST_LINE);
      const end = text.indexOf('\n', index);
      const line = text.slice(from, Math.min(end === -1 ? text.length : end, index + LONGEST_LINE));
      const order = OF_COMMITS.test(line) ? skipOrder(line) : null;
      if (order === null) return [];
      const lead = leadOf(text, from);
      if (order.forbidden || FORBIDDEN.test(lead) || MARKED_BAD.test(line))
        return [{ index, forbidden: true }];
      const isOrder =
        WANTS_SKIP.test(line) && ![FORBIDDEN, TOLD_OF, AT_TIMES].some((words) => words.test(line));
      return isOrder && !FOR_CASES.test(lead) ? [{ index, forbidden: false }] : [];
    });
  const [first] = said;
  return first !== undefined && said.every(({ forbidden }) => forbidden === first.forbidden) ? first : null;
}
const MOST_MENTIONS = 50;
