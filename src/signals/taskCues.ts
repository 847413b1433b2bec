/**
 * What a prompt, and the agent's last words, say of the kind of task: cues by name, as data. English in full, other languages by their
 * commonest words. What a cue is worth is not said here but in `taskWeights.ts`.
 */
import type { PhraseMark } from '../session/event';
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';
import { proseOf } from './prose';

/** codevigil's kinds and words, in the order in which they decide. */
const PLAIN_CUES: readonly (readonly [string, string])[] = [
  [
    'debug_loop',
    'fix,debug,broken,failing,error,exception,crash,traceback,why is,not working,failing test,reproduce,regression',
  ],
  [
    'mutation_heavy',
    'implement,add,create,build,write,generate,scaffold,port,migrate,convert,refactor,rename,move,delete,remove,update',
  ],
  [
    'exploration',
    'why,investigate,explore,understand,look at,walk me through,show me,what does,how does,explain,trace,find where,where is,which file,map out',
  ],
  [
    'planning',
    'plan,design,architect,outline,propose,think through,approach,strategy,how should,what would,should we,tradeoff,option,compare,consider',
  ],
];

const PLAIN_PATTERNS = PLAIN_CUES.map(
  ([kind, words]) =>
    [
      kind,
      new Prefiltered(() => new RegExp(String.raw`\b(?:${words.replaceAll(',', '|')})\b`, 'i')),
    ] as const,
);

/** Whole words of languages with blanks; the words of Chinese, Japanese and Korean have no edges. */
const words = (spaced: string, unspaced = ''): Prefiltered =>
  new Prefiltered(
    () =>
      new RegExp(
        String.raw`(?<![\p{L}\p{N}_])(?:${spaced})(?![\p{L}\p{N}_])${unspaced === '' ? '' : `|${unspaced}`}`,
        'iu',
      ),
  );

/** What a person's words say. */
const SAID: Readonly<Record<string, Prefiltered>> = {
  'says: fix': words(
    String.raw`fix(?:es|ed|ing)?|debug\w*|resolve|repair|corrige[rz]?|arregl\w+|behebe\w*|corrig\w+|répare\w*|исправ\w+|почин\w+|düzelt\w*`,
    '修复|修正|解决|修好|直して|고쳐|수정',
  ),
  'says: broken': words(
    String.raw`broken?|breaks|barf\w*|fail(?:s|ed|ing|ures?)?|errors?|exceptions?|crash\w*|bugs?|stuck|wrong|regress\w+|conflicts?|corrupt\w*|lost|missing|(?:doesn|didn|isn|don|won|can|wasn)['’]?t (?:work|load|start|build|show|get|use|run|seem|find)\w*|can ?not|not (?:work|start|support|creat|show|load|find)\w*|(?:still|again) (?:not|the|no|fail|happen|get)\w*|happened again|halp|issues?|problems?|invalid|unhappy|messed up|sound the same|fehler\w*|kaputt|funktioniert nicht|erreur\w*|panne|no funciona|falla|erro|não funciona|ошибк\w+|не работает|hata\w*|çalışmıyor|bozuk`,
    '报错|错误|失败|不工作|崩溃|エラー|動かない|失敗|오류|에러|안 ?돼|실패',
  ),
  'says: fails': words(
    String.raw`(?:is|are|keeps?|now|still|tests?|it|ci|build) (?:still |now )?(?:failing|broken|fails?|unhappy|crash\w*)|has broken|(?:doesn|isn|don|didn)['’]?t (?:actually )?work\w*|not working|happened again|(?:this|an|these|following|lint|type|build) (?:\w+ )?(?:errors?|exceptions?)|going wrong|went wrong`,
  ),
  'says: defect': words(
    String.raw`high severity|medium severity|low severity|incorrect\w*|(?:is|are) (?:not|never|only) \w+ed|never called|instead of (?:calling|using|the)|not cleared|double-counted|(?:does|do) not|doesn['’]t|should(?: be| not|n['’]t| only)?|causing|leads? to|leading to|outdated|dead code|duplicates?|redundant`,
  ),
  'says: change': words(
    String.raw`implement\w*|add(?:s|ed|ing)?|creat(?:e|es|ing)|build me|build (?:a|an|the|that)|write|generat\w+|scaffold|port|migrat\w+|convert\w*|refactor\w*|renam\w+|move|delet\w+|remov\w+|updat(?:e|ing)|replac\w+|chang(?:e|ing)|edit|reuse|address|adre?ss|adjust\w*|make|combin\w+|apply|clean ?up|simplif\w+|modernis\w+|modernize|extend|limit|increase|drop|hinzufügen|füge|ändere\w*|erstell\w+|entfern\w+|ajoute[rz]?|crée[rz]?|supprim\w+|modifi\w+|añad\w+|crea|elimin\w+|cambia\w*|adicion\w+|cri[ae]\w*|remov\w+|alter\w+|добав\w+|созда\w+|удал\w+|измен\w+|напиш\w+|ekle\w*|oluştur\w*|kaldır\w*|değiştir\w*|yapalım|yap`,
    '添加|增加|创建|新增|修改|删除|实现|重构|改成|设置|确保|追加|作成|削除|変更|実装|추가|만들|삭제|변경|구현|완료',
  ),
  'says: lets': words(
    String.raw`let['’]?s|i['’]d like|i would like|i want|we should|also|please|can (?:you|we)|could (?:you|we)|could also`,
  ),
  'asks: why': words(
    String.raw`why|root cause|reason|how come|warum|pourquoi|por ?qu[eéê]|почему|neden|niye`,
    '为什么|なぜ|왜',
  ),
  'asks: what': words(
    String.raw`what(?:['’]?s)?|where|when|which|who|how|does|do we|do you|is (?:it|the|this|that|there)|are (?:there|we|you|the)|was|were|would (?:ci|it|that)|has|was ist|wo|wie|qu['’]est|où|comment|qué|dónde|cómo|onde|como|что|где|как|какой|ne|nerede|nasıl`,
    '什么|哪里|怎么|如何|何|どこ|どう|무엇|어디|어떻게',
  ),
  'says: look': words(
    String.raw`investigat\w+|explor\w+|understand\w*|look(?:ing)?|walk me through|show me|explain\w*|trace|find|search|map out|overview|review\w*|summari[sz]\w+|list|read|check|verif\w+|research\w*|analy[sz]\w+|examine|confirm|compare|evaluat\w+|schau|prüfe|regarde|vérifie|revisa|busca|verifi\w+|посмотр\w+|проверь|bak|incele\w*|kontrol`,
    '查看|检查|看看|分析|解释|确认|調べ|確認|説明|확인|분석|설명|검토',
  ),
  'says: plan': words(
    String.raw`plan(?:s|ning)?|designs?|architect\w*|outlin\w+|propos\w+|think(?:ing)? (?:through|about)|brainstorm\w*|approach\w*|strateg\w+|trade-?offs?|pros|cons|strengths?|weak points|risks?|caveats|opinion|ideas?|should (?:we|i)|would there be|would it be|what (?:would|about)|natural order|next step|entw[iu]rf\w*|planifi\w+|diseñ\w+|план\w*|спроектируй|planla\w*`,
    '计划|设计|方案|規划|計画|設計|계획|설계',
  ),
  'says: wonder': words(
    String.raw`wonder\w*|do you think|what do you|what if|i (?:think|feel|guess|assume)|maybe|hmm+|would prefer|simple way|better|best|sensible|good direction|prefer\w*|focus on`,
  ),
  'says: ship': words(
    String.raw`commit\w*|push(?:ed)?|pull|prs?|merge[ds]?|rebase|checkout|branch|release|tag|deploy|archive|run|start|launch|restart|kill|install|activate|spawn|set ?up|linear|issue in|ticket|github|draft|respond|reply|ready for review|main|continue|clone\w*|committe\w*|commitle\w*|pousse|commite\w*|коммит\w*|запусти`,
    '提交|推送|合并|发布|运行|コミット|プッシュ|커밋|릴리스|푸시',
  ),
  'says: yes': prefiltered(
    /^\W{0,3}(?:yes|yep|yeah|ok(?:ay)?|sure|go(?: ahead| on| for it)?|proceed|continue|do (?:it|that|both)|agreed|fine|both|all|ja|oui|s[íi]|sim|да|evet|tamam)(?![\p{L}\p{N}_])|^\W{0,3}(?:好|可以|是的|はい|네|좋아)/iu,
  ),
  'says: choice': prefiltered(
    /^\W{0,3}(?:i (?:think|like|prefer) )?(?:option )?\(?(?:[a-d]|[1-9])(?:[).,]|$|\s+(?:and|is|for|seems))/iu,
  ),
  'says: thanks': words(
    String.raw`thanks?(?: you)?|great|excellent|perfect|good work|success|works|hello|hi there|danke|merci|gracias|obrigad\w+|спасибо|teşekkür\w*`,
    '谢谢|ありがとう|감사',
  ),
  'says: saw': words(
    String.raw`i(?:['’]m| am)? (?:now )?(?:get(?:ting)?|got|see(?:ing)?|tried|found out)|happen(?:s|ed|ing)|was working|no longer|used to|again|still|suddenly|uh oh|oh no`,
  ),
  'about: tests': words(String.raw`tests?|specs?|coverage|lint\w*|ci`),
  'about: review': words(
    String.raw`findings|recommendations?|suggestions?|feedback|(?:review|pr) comments?|coderabbit|copilot|nit ?picky|rest|review\.md`,
    '리뷰|レビュー|评审',
  ),
  'about: documents': words(
    String.raw`readme(?:\.md)?|docs?|documentation|claude\.md|agents\.md|comments?|changelog|todo`,
  ),
};

/** Output of a program in a prompt: it was pasted, mostly because something went wrong. */
const PASTED = prefiltered(
  /(?:^|\n)\s{0,12}(?:Traceback|FAIL|ERROR|Error|error(?:\[\w+\])?|fatal|panic|npm ERR|--- FAIL|remote|E {3})[: ]|\b(?:exit(?:ed)?(?: with)?(?: exit)? code [1-9]|AssertionError|RangeError|TypeError|SyntaxError|unable to|denied to|Permission denied|failed to)\b|(?:^|\n)\s{0,4}(?:[❯$>⎿] |=== |PS [A-Z]:)|\.\w{1,4}:\d{1,7}:\d/,
);
const ASKS = prefiltered(/[?？]["')\s]*$|[?？]\s/);

/** What the agent's words at the end of a text say. */
const ANSWERED: Readonly<Record<string, Prefiltered>> = {
  'answer: cause': words(
    String.raw`root cause|the (?:actual |real )?(?:bug|issue|problem|error) (?:is|was|here)|found (?:it|the (?:bug|issue|problem|cause))|there it is|the cause|culprit|(?:issue|bug|error) (?:is )?fixed|the fix|misdiagnos\w+|corrupt\w*`,
    '根本原因|问题在于|原因は|원인',
  ),
  'answer: options': words(
    String.raw`which (?:approach|option|do you|would you|one|way|naming|scope|direction)|two (?:execution )?options|do you prefer|would you prefer|your preference|what(?:['’]s| is) your|does (?:this|that) (?:\w+ ){0,4}(?:look|match|approach|work)|your call|ready to implement`,
  ),
  'answer: plan': words(
    String.raw`plan (?:complete|is ready|posted|approved)|design (?:section|doc\w*|decision)|next question|(?:implementation|updated the|the) plan|(?:draft|write|revised?|update) (?:the )?(?:proposal|design|plan)|proposal|brainstorm\w*|opsx:(?:propose|apply)`,
    '计划|方案|계획',
  ),
  'answer: changed': prefiltered(
    /(?:^|[\n.!:*✅] ?)\W{0,4}(?:(?:now |and )?i(?:['’]ve| have)? (?:just |successfully |also )?(?:added|created|updated|removed|renamed|replaced|changed|implemented|written|modified|refactored|fixed|converted|simplified)|(?:added|created|updated|removed|renamed|replaced|changed|implemented|modified|extracted|renamed)(?= )|done[.!]|(?:implementation|refactoring) (?:is )?complete)|已完成|已添加|追加しました|완료/iu,
  ),
  'answer: shipped': words(
    String.raw`committed|pushed|pr created|draft pr|branch|merged|created pr|posted|logged as|up to date`,
  ),
  'answer: investigates': words(
    String.raw`(?:let me|i['’]ll|i will|now let me) (?:\w+ )?(?:investigate|debug|trace|reproduce|diagnose|check (?:what|why|whether|if|the (?:error|log|status))|find (?:out|the (?:cause|bug|issue))|see (?:what|why))|that['’]s the (?:key|clue)|narrows? it down`,
  ),
  'answer: explains': words(
    String.raw`yes|no|good question|here(?:['’]s| is| are)|summary|overview|review|because|in short|verified|confirmed|answer`,
  ),
};

/** What a task is stands at the beginning of a prompt, and what became of it at the end of an answer. UTF-16 units. */
const PROMPT_HEAD = 1200;
const ANSWER_END = 900;
const ANSWER_START = 300;
const PASTED_HEAD = 6000;

const MARK = { list: 'task', phrase: '', intent: '', index: 0 } as const;
const mark =
  (by: PhraseMark['by']) =>
  (category: string): PhraseMark => ({ ...MARK, by, category });

/** What a prompt begins with says most: which of these comes first. */
const OPENINGS = [
  'says: fix',
  'says: broken',
  'says: change',
  'asks: why',
  'asks: what',
  'says: look',
  'says: plan',
  'says: ship',
  'says: saw',
] as const;

/** The cue that comes first, as a cue of its own. `found`: where cues are. */
function openingOf(found: ReadonlyMap<string, number>): string[] {
  let first: { cue: string; at: number } | null = null;
  for (const cue of OPENINGS) {
    const at = found.get(cue) ?? Infinity;
    if (at < OPENING && (first === null || at < first.at)) first = { cue, at };
  }
  return first === null ? [] : [`opens: ${first.cue.slice(first.cue.indexOf(' ') + 1)}`];
}
const OPENING = 160;

/** Asking for something to be done, which is no question even with its mark. */
const REQUEST = prefiltered(
  /^.{0,60}?\b(?:can|could|would|will) (?:you|we|i)\b(?! (?:explain|tell|say|see|know))|^.{0,40}?\b(?:please|let['’]?s|i(?:['’]d| would) like|i want)\b/iu,
);

/** Where each of the cues stands that are in a text. */
function foundIn(cues: Readonly<Record<string, Prefiltered>>, text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of Object.keys(cues)) {
    const match = cues[name]!.in(text);
    if (match !== null) found.set(name, match.index);
  }
  return found;
}

const marksOf = (found: ReadonlyMap<string, number>): PhraseMark[] => [...found.keys()].map(mark('careful'));

/** Removes what an editor puts before the words: the file that is open, the lines that are selected. */
function withoutEditor(text: string): string {
  const [start = '', ...tagged] = text.split('<ide_');
  const rest = tagged.map((one) => {
    const closing = one.indexOf('</ide_');
    const end = closing < 0 ? -1 : one.indexOf('>', closing);
    return end < 0 ? `<ide_${one}` : one.slice(end + 1);
  });
  return start + rest.join('');
}

/** Cues of a prompt, as marks: an event keeps no text. */
export function cuesOf(text: string): PhraseMark[] {
  const own = withoutEditor(text.slice(0, PASTED_HEAD));
  const head = proseOf(own).trim().slice(0, PROMPT_HEAD);
  const said = foundIn(SAID, head);
  return [
    ...PLAIN_PATTERNS.flatMap(([kind, pattern]) => (pattern.isIn(head) ? [mark('plain')(kind)] : [])),
    ...marksOf(said),
    ...(PASTED.isIn(own) ? [mark('careful')('pastes: output')] : []),
    ...openingOf(said).map(mark('careful')),
    ...(ASKS.isIn(head) ? [mark('careful')(REQUEST.isIn(head) ? 'asks: request' : 'asks')] : []),
  ];
}

/** Cues of a text of the agent. */
export const answerCuesOf = (text: string): PhraseMark[] =>
  marksOf(
    foundIn(
      ANSWERED,
      text.length <= ANSWER_START + ANSWER_END
        ? text
        : `${text.slice(0, ANSWER_START)}\n${text.slice(-ANSWER_END)}`,
    ),
  );
