/** What a person asks for that would otherwise be a finding, or makes it worse. */
import type { PhraseMark } from '../session/event';
import { sentenceAround } from './prose';

/** What is looked at of a prompt: its beginning. Characters. */
const LOOKED_AT = 6_000;
/** How much of what stands before words can turn them round. Characters. */
const HEDGED_BY = 80;

export const SKIP_HOOKS =
  /--no-verify|--no-gpg-sign|\bHUSKY=0|\b(?:skip|skipping|bypass|bypassing|disable|ignore|without)(?: \w{1,12}){0,4} (?<!\breact |\bcustom )(?:hooks?|pre-?commit|husky|signing|verification)\b/gi;
/** The same in any language: words for skipping beside one for hooks, which most borrow; `commit -n`. */
const SKIPPING =
  '(?:skip|bypass|disabl|ohne|überspring|übergeh|auslass|weglass|sin(?!\\p{L})|s[aá]lt[aáeo]|omit|sans(?!\\p{L})|saut|ignor|contourn|sem(?!\\p{L})|pul[ae]|без|пропус|обойти|обход|跳过|跳過|绕过|不(?:跑|用|走)|スキップ|飛ばし|なし|通さず|건너|없이|생략|atla(?!s)|olmadan|kullanmadan|senza|bez(?!\\p{L})|zonder)';
const HOOKS = '(?:(?<!react[ -]|custom )hook|pre-?commit|husky|хук|钩子|鉤子|フック|훅|kanca)';
const SKIP_HOOKS_ANY = new RegExp(
  String.raw`(?<!\p{L})${SKIPPING}[^.!?。！？\n]{0,40}${HOOKS}|(?<!\p{L})${HOOKS}[^.!?。！？\n]{0,40}(?<!\p{Script=Latin}|\p{Script=Cyrillic})${SKIPPING}|\bcommit\w{0,6}\b[^.!?\n]{0,40}(?<=\s)-n\b`,
  'giu',
);
/** Says that they need not run. */
const NEED_NOT =
  /\b(?:no need (?:to|for)|need(?:n['’]t| not)|(?:don['’]t|do not) (?:bother|run|need|wait)|forget|not necessary to)\b[^.!?\n]{0,30}\b(?:hooks?|pre-?commit|husky)\b/i;
/** What is said once and holds for what comes. */
const STANDING =
  /\b(?:always|from now on|every (?:commit|time)|each commit|all commits|whenever|(?:in|for) this (?:repo\w*|project|session)|immer|ab jetzt|ab sofort|jedes Mal|siempre|toujours|désormais|sempre|her zaman)\b|всегда|总是|以后|每次|常に|毎回|今後|항상|앞으로/iu;
/** What turns such words into their opposite. */
const FORBIDS =
  /(?:(?<!\p{L})(?:do not|don['’]?t|never|no|not|must not|mustn['’]t|avoid|stop|nicht|nie|kein\w?|ne|jamais|no uses|nunca|não|не|никогда|asla)(?!\p{L})[^.!?\n]{0,40}|(?:不要|别|禁止|不得)[^。！？\n]{0,12})$/iu;
const FORBIDS_AFTER =
  /^[^.!?\n]{0,20}(?:kullanma|使わない|しない|飛ばさない|사용하지 ?마|쓰지 ?마|지 ?마|\bnicht\b|\bpas\b|нельзя)/iu;
const RUN_HOOKS =
  /\b(?:run|keep|use|respect|let|execute|pass(?:es)?)(?: \w{1,12}){0,3} (?:hooks?|pre-?commit|husky)\b|\b(?:hooks?|pre-?commit)(?: \w{1,12}){0,3} (?:must|should|have to|needs? to) (?:run|pass)\b/i;

/** Words that leave and ask for nothing; a terminal may put control characters before them. */
// eslint-disable-next-line no-control-regex
const LEAVES =
  /^[\s\u0000-\u001f]{0,20}(?:\/?(?:exit|quit|bye|logout)|\/clear|:w?qa?!?|(?:exit|quit)\(\))[\s.!;]{0,10}$/i;

/** What the person asks for that would otherwise be a finding (`skip_hooks`), or makes it worse (`run_hooks`); `discard`: may ask to throw work away; `leaves`: asks for nothing. */
export function orderMarks(text: string): PhraseMark[] {
  const start = text.slice(0, LOOKED_AT);
  const mark = (category: string, index: number): PhraseMark => ({
    list: 'order',
    by: 'careful',
    category,
    phrase: '',
    intent: '',
    index,
  });
  if (text.length < 40 && LEAVES.test(text)) return [mark('leaves', 0)];
  const discard = start.search(DISCARDS);
  const wantsRed = start.search(WANTS_RED);
  const red = wantsRed !== -1 && WANTS_GREEN.test(start) ? -1 : wantsRed;
  const guards =
    [CHANGES_GUARDS, CHANGES_GUARDS_ELSEWHERE].map((words) => start.search(words)).find((at) => at !== -1) ??
    -1;
  return [
    ...(red === -1 ? [] : [mark('failing_tests', red)]),
    ...(guards === -1 ? [] : [mark('change_guards', guards)]),
    ...hooksOrdered(start, mark),
    ...(discard === -1 ? [] : [mark('discard', discard)]),
  ];
}

/** Tests that are to fail, or whose failures are to be looked at, as long as nothing is mended. */
const WANTS_RED =
  /\b(?:write|add|creat\w+|produce|make|give me|need|want)\b[^.!?\n]{0,30}\b(?:failing|red)\b[^.!?\n]{0,20}\b(?:tests?|specs?)\b|\btests? (?:\w{1,12} ){0,2}(?:that|which) (?:\w{1,12} ){0,2}(?:fail|reproduc|demonstrat|show)|\breprodu[cz]\w*|\brepro\b|\breproduir\w*|\b(?:no|without|don['’]t|not|before)\b[^.!?\n]{0,20}\bimplement|\b(?:only|just|nur)\b[^.!?\n]{0,15}\btests?\b|\btests? only\b|\bnoch (?:keine|nicht)\b[^.!?\n]{0,20}implement|先写测试|只写测试|重现|复现|再現|テストだけ|재현|воспроизв|только\b[^.!?\n]{0,15}тест/iu;
/** … for then they are to pass in the end. */
const WANTS_GREEN =
  /(?<!\b(?:not|never|nicht|noch keine)\b.{0,12}|n['’]t .{0,8})\b(?:fix(?:ed|es|ing)?|repair|mend|solve|resolve|make (?:it|them) pass|behebe?n?|repariere?n?|corrige\w*|arregl\w+)\b|修复|修正|直して|고쳐|исправ/iu;
/** Guards that are to be set up or changed: whoever asks for that wants their files changed. */
const CHANGES_GUARDS =
  /\b(?:set(?:ting)? up|add|chang\w+|edit|updat\w+|migrat\w+|configur\w+|turn(?:ing)? off|switch off|disabl\w+|enabl\w+|exclud\w+|ignor\w+|relax|loosen|allow|remov\w+|upgrad\w+|install\w*|introduc\w+|replac\w+|drop|tighten|activat\w+)\b[^!?\n]{0,60}\b(?:eslint\w*|lint(?:er|ing)?|rules?|ruff|mypy|prettier\w*|stylelint|biome|hooks?|husky|lint-?staged|pre-?commit|lefthook|commitlint|gitleaks|tsconfig\w*|strict\w*|\w{1,20}ignore|(?:flat )?config\w*)\b|\b(?:fix|repair|mend)\w*\b[^!?\n]{0,40}\b(?:hooks?|husky|lint-?staged|pre-?commit config\w*|config\w*|rules?)\b/i;
/** The same in other languages, which borrow the names of the guards. */
const CHANGES_GUARDS_ELSEWHERE =
  /(?:richte|einricht|hinzufüg|füge|änder|schalt|deaktivier|aktivier|ignorier|configur|añad|agreg|desactiv|ajout|désactiv|активир|настро|добав|отключ|配置|添加|加上|禁用|关闭|設定|追加|無効|설정|추가|비활성|ayarla|ekle|kapat)[^.!?。！？\n]{0,60}(?:eslint|lint|ruff|mypy|prettier|hook|husky|pre-?commit|lefthook|commitlint|tsconfig)|(?:eslint|lint|ruff|mypy|prettier|hook|husky|pre-?commit|lefthook|commitlint|tsconfig)[^.!?。！？\n]{0,60}(?:einricht|hinzufüg|\bein\b|\baus\b|ab(?:schalt|stell)|änder|配置|添加|加上|禁用|关闭|設定|追加|無効|설정|추가|비활성|ayarla|ekle|kapat)/iu;

/** Words with which work may be thrown away or overwritten by order. */
const DISCARDS =
  /\b(?:revert\w*|discard\w*|undo\w*|reset\w*|restor\w+|throw\w* (?:it |them |that |this |all )?away|drop\w*|clean\w*|get rid|check ?out|start (?:over|fresh|again)|fresh|scratch|wip(?:e|es|ing)|remov\w+|delet\w+|roll\w* ?back|force\w*|overwrit\w+|rewrit\w+|squash\w*|amend\w*|rebas\w+|sync\w*|match\w*|replace\w*|abandon\w*|go back|latest|pristine|--hard)\b/i;

function hooksOrdered(start: string, mark: (category: string, index: number) => PhraseMark): PhraseMark[] {
  const skips = (index: number): PhraseMark[] => [
    mark('skip_hooks', index),
    ...(STANDING.test(sentenceAround(start, index)) ? [mark('always_skip', index)] : []),
  ];
  const needNot = start.search(NEED_NOT);
  if (needNot !== -1) return skips(needNot);
  for (const { index, 0: words } of [...start.matchAll(SKIP_HOOKS), ...start.matchAll(SKIP_HOOKS_ANY)]) {
    const forbidden =
      FORBIDS.test(start.slice(Math.max(0, index - HEDGED_BY), index)) ||
      /(?<!\p{L})(?:not|never|nicht|nie|niemals|не|нельзя)(?!\p{L})|n['’]t\b/iu.test(words) ||
      FORBIDS_AFTER.test(start.slice(index + words.length));
    return forbidden ? [mark('run_hooks', index)] : skips(index);
  }
  const run = RUN_HOOKS.exec(start);
  return run === null ? [] : [mark('run_hooks', run.index)];
}
