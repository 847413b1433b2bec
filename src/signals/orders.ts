/** What a person asks for that would otherwise be a finding, or makes it worse. */
import type { PhraseMark } from '../session/event';
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';
import { skipOrder } from '../session/skipOrder';
import { discardOrdered } from './discards';
import { requestForRepeats } from './repeats';
import { ARE_TO_PASS, ASKS_WHY_RED, EXCUSES_RED, WANTS_RED_ELSEWHERE } from './wantsRed';
import { sentenceAround } from './prose';

/** What is looked at of a prompt: its beginning. Characters. */
const LOOKED_AT = 6_000;
/** What is said once and holds for what comes. */
const STANDING =
  /\b(?:always|from now on|every (?:commit|time)|each commit|all commits|whenever|(?:in|for) this (?:repo\w*|project|session)|immer|ab jetzt|ab sofort|jedes Mal|siempre|toujours|désormais|sempre|her zaman)\b|всегда|总是|以后|每次|常に|毎回|今後|항상|앞으로/iu;
const RUN_HOOKS = prefiltered(
  /\b(?:run|keep|use|respect|let|execute|pass(?:es)?|(?:don['’]t|do not|never) forget)(?: \w{1,12}){0,3} (?:hooks?|pre-?commit|husky)\b|\b(?:hooks?|pre-?commit)(?: \w{1,12}){0,3} (?:must|should|have to|needs? to) (?:run|pass)\b/i,
);

/** Words that leave and ask for nothing; a terminal may put control characters before them. */
// eslint-disable-next-line no-control-regex
const LEAVES =
  /^[\s\u0000-\u001f]{0,20}(?:\/?(?:exit|quit|bye|logout)|\/clear|:w?qa?!?|(?:exit|quit)\(\))[\s.!;]{0,10}$/i;

/** Thanks and a farewell alone. */
const THANKS =
  /^(?=.{0,40}(?:thank|thx|\bty\b|cheers|bye|good night|that['’]?s (?:all|it)|danke|merci|gracias|obrigad|grazie|спасибо|谢谢|謝謝|ありがとう|감사|teşekkür))(?:(?:ok(?:ay)?|great|perfect|cool|nice|awesome|super|thanks?(?: (?:you|a lot|so much|again))?|thx|ty|cheers|(?:good)?bye|good (?:job|work|night)|well done|that['’]?s (?:all|it)(?: for (?:now|today))?|vielen|dank[e]?|merci|beaucoup|(?:muchas )?gracias|(?:muito )?obrigad[oa]|grazie(?: mille)?|спасибо|большое|谢谢|謝謝|ありがとう(?:ございます)?|감사합니다|teşekkürler)[\s,.!:)\p{Extended_Pictographic}\ufe0f]{0,6}){1,5}$/iu;

/** What the person asks for that would otherwise be a finding (`skip_hooks`), or makes it worse (`run_hooks`); `discard`: may ask to throw work away; `knows_failure`: tells of failing tests; `wants_build`, `wants_lint`: is about what a build or a linter shows; `repeats`: wants something tried again and again; `letter`: may ask for a text to be sent; `leaves`: asks for nothing. */
export function orderMarks(text: string, language: string): PhraseMark[] {
  const start = text.slice(0, LOOKED_AT);
  const mark = (category: string, index: number): PhraseMark => ({
    list: 'order',
    by: 'careful',
    category,
    phrase: '',
    intent: '',
    index,
  });
  if (text.length < 40 && (LEAVES.test(text) || THANKS.test(text.trim()))) return [mark('leaves', 0)];
  const discard = discardOrdered(start, language);
  const wantsRed = WANTS_RED.in(start) ?? WANTS_RED_ELSEWHERE.in(start);
  const isGreen = (at: number): boolean =>
    WANTS_GREEN.isIn(start) || ARE_TO_PASS.isIn(sentenceAround(start, at));
  const red =
    wantsRed !== null && isGreen(wantsRed.index)
      ? EXCUSES_RED.in(start)
      : (wantsRed ?? EXCUSES_RED.in(start));
  const knows = WANTS_GREEN.isIn(start) ? null : (toldFailure(start) ?? ASKS_WHY_RED.in(start));
  const repeats = requestForRepeats(start);
  const build = WANTS_BUILD.in(start);
  const lint = WANTS_LINT.in(start);
  const letter = LETTER.in(start);
  const guards = CHANGES_GUARDS.in(start) ?? CHANGES_GUARDS_ELSEWHERE.in(start);
  return [
    ...(red === null ? [] : [mark('failing_tests', red.index)]),
    ...(knows === null ? [] : [mark('knows_failure', knows.index)]),
    ...(guards === null ? [] : [mark('change_guards', guards.index)]),
    ...(repeats === null ? [] : [mark('repeats', repeats)]),
    ...(letter === null ? [] : [mark('letter', letter.index)]),
    ...(build === null ? [] : [mark('wants_build', build.index)]),
    ...(lint === null ? [] : [mark('wants_lint', lint.index)]),
    ...hooksOrdered(start, mark),
    ...(discard === null ? [] : [mark('discard', discard)]),
  ];
}

/** Tests that are to fail, or whose failures are to be looked at, as long as nothing is mended. */
const WANTS_RED = prefiltered(
  /\b(?:write|add|creat\w+|produce|make|give me|need|want)\b[^.!?\n]{0,30}\b(?:failing|red)\b[^.!?\n]{0,20}\b(?:tests?|specs?)\b|\btests? (?:\w{1,12} ){0,2}(?:that|which) (?:\w{1,12} ){0,2}(?:fail|reproduc|demonstrat|show)|\breprodu[cz]\w*|\brepro\b|\breproduir\w*|\b(?:no|without|don['’]t|not|before)\b(?:(?!forget)[^.!?\n]){0,20}\bimplement|\b(?:only|just|nur)\b(?! (?:make|mak|run|ran|ensur|be|see|check|verif|pass|let|re-?run|fix)\w*)[^.!?\n]{0,15}\btests?\b(?! (?:pass|are green|run|succeed))|\btests? only\b|\b(?:write|add|create|begin with|start with)\b[^.!?\n]{0,30}\btests?\b[^.!?\n]{0,30}\bfirst\b(?=["'”’)]{0,2}\s{0,4}(?:[.!?\n]|$))(?![^]{0,300}\b(?:then|afterwards?|next|implement\w*|build|make (?:it|them))\b)|\bnoch (?:keine|nicht)\b[^.!?\n]{0,20}implement|先写测试|只写测试|重现|复现|再現|テストだけ|재현|воспроизв|только\b[^.!?\n]{0,15}тест/iu,
);
/** … for then they are to pass in the end. */
const WANTS_GREEN = prefiltered(
  /(?<!\b(?:not|never|nicht|noch keine)\b.{0,12}|n['’]t .{0,8}|\bbefore (?:you |we |i |anyone )?|\bi(?:['’]ll| will) (?:then |later )?)\b(?:fix(?:ed|es|ing)?|repair|mend|solve|resolve|make (?:it|them) pass|behebe?n?|repariere?n?|corrige\w*|arregl\w+)\b|修复|修正(?!(?:は|も)?(?:不要|しない|いらない))|直して|고쳐|исправ/iu,
);
/** The person tells of failing tests, and does not ask to mend them. */
const TELLS_FAILURE = prefiltered(
  /\b(?:tests?|specs?|suite|ci|build|test_\w{1,60}|\w{1,60}_(?:test|spec))\b[^.!?\n]{0,60}\b(?:fail(?:s|ed|ing)?|red|broken|breaks?|flaky|error(?:s|ed)?)\b|\b(?:failing|failed|red|broken|flaky)\b[^.!?\n]{0,20}\b(?:tests?|specs?|suite|ci|build)\b/i,
);
/** Words with which somebody asks whether tests fail, and does not know. */
const ASKS_WHETHER =
  /\b(?:if|whether|any|no|none|nothing|something|anything|when|once|unless|should|which|report|list|make sure|ensure|without|in case)\b/i;
/** Where they stand before what is told. Characters. */
const ASKED_BEFORE = 30;
function toldFailure(start: string): RegExpExecArray | null {
  const told = TELLS_FAILURE.in(start);
  if (told === null) return null;
  const words = start.slice(Math.max(0, told.index - ASKED_BEFORE), told.index) + told[0];
  return ASKS_WHETHER.test(words) ? null : told;
}
/** What is to be mended or checked is a build or its types, so that a build shows whether it works; not that something is to be built. */
const WANTS_BUILD = prefiltered(
  /\b(?:(?:the|our|my|this|that|each|every|failing|failed|broken|breaks?|production|release|prod|dev|debug|ci|run|yarn|pnpm|npm|bun|cargo|go|dotnet|mvn|make|tsc|until it|make (?:it|this)|and it|still|does(?:n['’]t| not)|won['’]t|everything|project) builds?(?! (?:an?|the|me|us|our|my|this|new|some)\b)|build (?:the|this|our) (?:\w{1,20} )?(?:project|solution|image|repo\w*|workspace|library)\b|fail(?:s|ed|ing)? to build|(?:it|project|code) to build|builds?(?:[- ](?:errors?|fail\w*|break\w*|broke\w*|warnings?|pass\w*|steps?|scripts?|problems?|issues?|again))|compil\w+(?! (?:an?|the|this|all|my|our) (?:\w{1,20} ){0,2}(?:list|report|summary|overview|table|statistics)\b)|kompilier\w*|compila\w*|type[- ]?(?:check\w*|errors?|safe\w*)|typing errors?|tsc|mypy|pyright|cargo check|derle\w*|(?:docker|next|vite|webpack|gradle|maven) build)\b|компил|сборк|编译|編譯|构建(?![一个個新出])|コンパイル|ビルド|빌드|컴파일/iu,
);
const WANTS_LINT = prefiltered(
  /\b(?:lint\w*|eslint|ruff|clippy|prettier|formatter|code[- ]format\w*|(?:fix|remove|resolve|silence|clear|clean up|get rid of) (?:(?:all|any|the|these|those|of|remaining|compiler|deprecation) ){0,3}warnings?)\b/i,
);
/** A text that somebody is to get. */
const LETTER = prefiltered(
  /\b(?:e-?mails?|mails?|letters?|messages?|repl(?:y|ies)|respon(?:d|se)|answers?|comments?|notes?|posts?|announc\w+|drafts?|slack|tweets?|tell|inform|let \w{2,20} know|apolog\w+|(?:re)?phras\w+|formulat\w+|rewrite|reword|shorten|translat\w+|nachricht\w*|antwort\w*|schreib\w*|brief\w*|entschuldig\w*|formulier\w*|übersetz\w*|excus\w+|traduc\w+|tradui\w+|tradu[zc]\w*|discul\w+|scus[ae]\w*|correos?|mensajes?|carta|respuesta|respond\w+|courriels?|lettres?|répon\w+|réponse|écri\w+|mensagem|mensagens|responda|messaggi\w*|lettera|rispo\w+|scriv\w+|e-posta|mektup|mesaj\w*|yaz\w*)\b|письм|сообщени|ответ|напиши|邮件|郵件|信|消息|回复|回覆|メール|手紙|メッセージ|返信|返事|메일|편지|메시지|답장/iu,
);
const GUARD = String.raw`(?:eslint\w*|lint(?:er|ing)?|ruff|mypy|prettier\w*|stylelint|biome|hooks?|husky|lint-?staged|pre-?commit|lefthook|commitlint|gitleaks|tsconfig\w*|strict\w*|\w{1,20}ignore)`;
/** Guards that are to be set up or changed: whoever asks for that wants their files changed. */
const CHANGES_GUARDS = new Prefiltered(
  () =>
    new RegExp(
      String.raw`\b(?:set(?:ting)? up|add|chang\w+|edit|updat\w+|migrat\w+|configur\w+|(?:turn|switch)(?:ing)? (?:[\w-]{1,20} ){0,4}off|disabl\w+|enabl\w+|exclud\w+|ignor\w+|relax|loosen|allow|remov\w+|upgrad\w+|install\w*|introduc\w+|replac\w+|drop|tighten|activat\w+)\b[^!?\n]{0,60}\b${GUARD}\b|\b(?:turn|switch)(?:ing)? [^!?\n]{0,40}\b${GUARD}\b[^!?\n]{0,30}\boff\b|\b(?:fix|repair|mend)\w*\b[^!?\n]{0,40}\b(?:hooks?|husky|lint-?staged|${GUARD} (?:config\w*|rules?))\b`,
      'i',
    ),
);
/** The same in other languages, which borrow the names of the guards. */
const CHANGES_GUARDS_ELSEWHERE = prefiltered(
  /(?:richte|einricht|hinzufüg|füge|änder|schalt|deaktivier|aktivier|ignorier|configur|añad|agreg|desactiv|ajout|désactiv|disattiv|disabilit|desativ|desabilit|adicion|aggiung|modific|rimuov|активир|настро|добав|отключ|配置|添加|加上|禁用|关闭|設定|追加|無効|설정|추가|비활성|ayarla|ekle|kapat)[^.!?。！？\n]{0,60}(?:eslint|lint|ruff|mypy|prettier|hook|husky|pre-?commit|lefthook|commitlint|tsconfig)|(?:eslint|lint|ruff|mypy|prettier|hook|husky|pre-?commit|lefthook|commitlint|tsconfig)[^.!?。！？\n]{0,60}(?:einricht|hinzufüg|\bein\b|\baus\b|ab(?:schalt|stell)|änder|配置|添加|加上|禁用|关闭|設定|追加|無効|설정|추가|비활성|ayarla|ekle|kapat)/iu,
);

function hooksOrdered(start: string, mark: (category: string, index: number) => PhraseMark): PhraseMark[] {
  const skips = (index: number): PhraseMark[] => [
    mark('skip_hooks', index),
    ...(STANDING.test(sentenceAround(start, index)) ? [mark('always_skip', index)] : []),
  ];
  const order = skipOrder(start);
  if (order !== null) return order.forbidden ? [mark('run_hooks', order.index)] : skips(order.index);
  const run = RUN_HOOKS.in(start);
  return run === null ? [] : [mark('run_hooks', run.index)];
}
