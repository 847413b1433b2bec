/**
 * What a text of the agent says of its work: that something works or is done, that something does not, that it did harm, that it asks.
 * Findings rest on these marks; they are no measures. By language, as data; a text in a language without a table says nothing.
 */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import { claimsIn, allMatches } from './claims';
import { claimsElsewhere } from './claimsElsewhere';
import { SKIP_HOOKS } from '../session/skipOrder';
import { prefiltered, type Prefiltered } from '../session/prefilter/prefiltered';
import { trigramsOf } from '../session/prefilter/trigrams';
import { LANGUAGES } from './words/all';

type List = 'claim' | 'failure' | 'missing' | 'harm' | 'question' | 'order';

const FAILURE_EN = prefiltered(
  /\b(?:fail(?:s|ed|ing|ures?)?|broken?|breaks|breaking(?! change)|break(?! (?:change|point|down|up|into|out|it|the))|errors?|errored|red|regress\w{0,6}|crash\w{0,4}|flak\w{1,4}|skipp?\w{0,4}|pre-?existing|remaining|remains?|time[sd]?[ -]?outs?|blocked|blocker|unresolved|incomplete|unrelated|known issues?|couldn['’]t|could not|unable|cannot|can['’]t|(?:do|does|did|is|are|was|were|has|have)(?:n['’]t| not)(?: yet)? (?:pass|work|run|finish|complete|succeed|compile|build|hold|go through)\w{0,4}|reproduc\w{1,5}|in the background|expect\w{0,3} [^.!?\n]{1,60}\b(?:but|gets?|got|receiv\w{1,3}|returns?)|not (?:yet )?(?:pass|work|run|fix|done|verif|test)\w{0,5}|still|except|but \d+|❌|✗|✘)\b|[❌✗✘⚠🔴]/iu,
);

/** How much of what stands before words of harm can take them back. Characters. */
const HEDGED_BY = 80;

/** A text from this length on is a report. UTF-16 units. */
const REPORT = 700;
/** Says that what was looked for is not there. */
const MISSING = prefiltered(
  /\b(?:could(?:n['’]t| not)|can(?:['’]t|not)|unable to|did(?:n['’]t| not)|failed to) (?:find|locate|open|read|see)\b|\b(?:does|do|did)(?:n['’]t| not) (?:seem to |appear to |currently )?exist\b|\bno such\b|\bthere(?:['’]s| is| are) no (?:[\w-]{1,20} ){0,2}(?:files?|folders?|director(?:y|ies)|`?[\w./-]{0,40}\.\w{1,8}\b)|\bnot (?:found|present|there)\b|\b(?:is|are|was|were)(?:n['’]t| not) (?:there|here|present|in (?:this|the))\b|\b(?:is|are|was|were|been) (?:already |all )?(?:gone|deleted|removed|missing)\b|gibt es (?:\w{1,20} ){0,4}nicht|nicht (?:gefunden|vorhanden)|existiert nicht|no (?:existe|encontr|encuentr)|non (?:esiste|trovat|c['’]è)|inesistente|n['’]existe pas|introuvable|pas trouvé|não (?:existe|encontr)|не (?:существует|найден)|нет такого|不存在|找不到|沒有找到|没有找到|存在しません|見つかりません|없습니다|찾을 수 없|찾지 못|bulunamad|\byok\b/iu,
);

/** “24 of 25”, “24/25”: what is said of some is not said of all; a date or a phase is written so, too. */
const SHARES = prefiltered(
  /(?<!\b(?:phase|step|part|stage|batch|task|milestone|as of|on|since) )\b(\d{1,6})(?:\/| (?:of|out of|von|de|sur|из) )(\d{1,6})\b/g,
);
/** Words for tests, and for no and not: a sentence with both tells of tests that are not as they should be. */
const TESTS = prefiltered(
  /tests?\b|\bspecs?\b|\bassertions?\b|\bsnapshots?\b|prueba|teste|тест|测试|測試|テスト|테스트/iu,
);
const NOT = prefiltered(
  /\b(?:not|none|no (?:\w{1,12} )?tests? (?:ran|run|pass\w{0,3})|nicht|kein\w{0,2}|pas|aucun\w{0,2}|não|nenhum\w?|ningun\w{0,2}|rojo|roj[oa]s|rouges?|vermelh\w{1,2})\b|n['’]t\b|(?<!\p{L})(?:не|нет|ни)(?!\p{L})|没|沒|未|不|ない|ません|ず|않|못|아직|henüz|değil|\p{L}m(?:iyor|ıyor|uyor|üyor|edi|adı)(?!\p{L})/iu,
);

/** Said in English of tests that somebody has to look after. */
const LEFT_OPEN = prefiltered(
  /\b(?:(?<!\bno longer )needs?|(?<!\bnothing (?:is |more |else )?)(?:left|leaves?|leaving)(?![^.!?\n]{0,40}\b(?:untouched|unchanged|alone|intact|as (?:is|they|it))\b)|(?:is|are|still|stays?|remains?) open|outstanding|out of (?:date|sync)|outdated|stale|follow-?up|must be|ha(?:s|ve) to be|by hand|(?<!\bleft )to[ -]?do|adjust(?:ing|ments?)?|re-?generat(?:e|ing|ion))\b/i,
);

/** English says it of anything: “all tests pass, with no changes elsewhere”. */
const NO = prefiltered(/\bno\b/i);
/** Said of tests without naming them: “24 of 25 pass”. */
const PASS = prefiltered(/\b(?:pass(?:es|ed|ing)?|green|grün)\b/i);

/** True when a text tells in some way that tests are not as they should be. */
function tellsOfTests(end: string, language: string): boolean {
  const nots = language === 'en' ? [NOT, LEFT_OPEN] : [NOT, NO];
  const mayBe = (words: readonly Prefiltered[]): boolean => words.some((word) => word.mayBeIn(end));
  // Nearly every text is told by a look at the whole of it.
  if (!(mayBe([TESTS]) && mayBe(nots)) && !(mayBe([TESTS, PASS]) && mayBe([SHARES]))) return false;
  const { plain } = trigramsOf(end);
  const has = (words: Prefiltered, sentence: string): boolean => words.of(plain).test(sentence);
  const notAll = (sentence: string): boolean =>
    [...sentence.matchAll(SHARES.of(plain))].some(([, some, all]) => Number(some) < Number(all));
  return end.split(/(?<=[.!?。！？])\s|[。！？\n]/u).some((sentence) => {
    const ofTests = has(TESTS, sentence);
    return (
      (ofTests && nots.some((word) => has(word, sentence))) ||
      ((ofTests || has(PASS, sentence)) && notAll(sentence))
    );
  });
}

/** Deeds that take something away, or let it out. */
const DEED = String.raw`(?:deleted|removed|overwrote|overwritten|wiped(?: out)?|dropped|erased|truncated|reset|reverted|discarded|lost|broke|broken|pushed|force-pushed|published|exposed|leaked|sent|killed|stopped|shut down|locked|disabled|revoked|destroyed|corrupted|merged|deployed|ran|took down|taken down|clobbered|nuked)`;
const SLIP = String.raw`(?:accidentally|mistakenly|inadvertently|unintentionally|wrongly)`;
/** What somebody misses when it is gone: more than another edit brings it back. */
const LOSS =
  /(?<![\w-])(?:your|users?|customers?|prod(?:uction)?|live|staging|uncommitted|unsaved|untracked|files?|director(?:y|ies)|folders?|databases?|db|tables?|rows|records|data|buckets?|volumes?|disk|backups?|branch(?:es)?|commits?|history|stash(?:es)?|repo(?:sitory)?|work|working (?:tree|copy)|worktree|changes|server|service|cluster|instances?|containers?|process(?:es)?|website|site|api|secrets?|tokens?|keys?|credentials?|passwords?|emails?|messages?|main|master|upstream|remote|release|\.env)\b/i;
/** Where people use it. */
const IN_USE =
  /\b(?:prod(?:uction)?|live|users?|customers?|website|site|deploy\w*|outage|main|master|release|real)\b/i;
const TAKES_AWAY = /\b(?:delet|wip(?:e|ing)|eras|destroy|overwr|dropp?|truncat|purg)\w{0,6}\b|\brm -/i;
/** What is out for everybody. */
const PUBLISHED =
  /\b(?:npm|pypi|crates|registry|marketplace|packages?|releases?|versions?|public\w*|site|page|post)\b/i;
/** A slip in the code or in thought hurts nobody. */
const SLIP_ONLY =
  /\b(?:imports?|lines?|braces?|brackets?|paren\w*|functions?|methods?|exports?|declarations?|comments?|closing|opening|duplicates?|variables?|propert\w+|semicolons?|newlines?|blocks?|statements?|arguments?|parameters?|params?|headings?|whitespace|indent\w*|assertions?|definitions?|attributes?|elements?|constants?|paragraphs?|sentences?|snippets?|handlers?|calls?|hooks?|styles?|clauses?|conditions?|conditionals?|prefix(?:es)?|suffix(?:es)?|titles?|entry|entries|imports|in the (?:test|code|mock|example|template|readme|markdown|docs)|mock(?:ed|s)?|fixtures?|i had (?:just |only )?(?:created|made|written|added))\b/i;
const IN_THOUGHT =
  /\b(?:analysis|reasoning|plan|explanation|calculation|understanding|reading|formula|tests?|mocks?|regex|pattern|code|logic|syntax|summary|estimate|assumptions?|edit|types?|diagnosis|review)\b/i;
/** A slip that was more than thought: “…: the script sent the test mail to all customers”. */
const DONE = new RegExp(String.raw`\b${DEED}\b`, 'i');
/** The rest of its sentence. Characters. */
const REST = 70;

/** What is the person's, or in use: its loss is harm whatever was meant. */
const THEIRS = String.raw`(?:your (?:[\w-]{1,20} ){0,2}(?:uncommitted|unsaved|untracked|local|changes|edits|work|files?|folders?|director(?:y|ies)|notes|data\w*|branch(?:es)?|commits?|config\w*|settings|credentials|backups?|history)|you had(?:n['’]t| not) (?:committed|saved|pushed)|uncommitted|untracked|unsaved|production|staging)\b`;

/** The agent says that it did harm. Past deeds of its own only: not what is guarded against, found or asked. */
const HARM_EN: readonly Prefiltered[] = [
  prefiltered(
    /\bi(?:['’]ve| have)? (?:just )?(?:made|caused|introduced) (?:a|an|some) (?:critical|serious|terrible|catastrophic|grave|major|huge|destructive|dangerous|severe) (?:error|mistake|outage|incident)\b/giu,
  ),
  prefiltered(
    /\b(?:i|my (?:\w{1,20} )?(?:change|edit|command|commit|script|mistake|deployment|migration))(?:['’]ve| have| has)? (?:just )?(?:caused|triggered|created) (?:an? |the |some )?(?:\w{1,20} )?(?:outage|downtime|data loss|incident)\b/giu,
  ),
  allMatches(
    String.raw`\b(?:i(?:['’]ve| have| had)?|my (?:[\w-]{1,20} )?(?:command|script|edit|change|commit|cleanup|migration|deployment|last \w{1,20})) (?:just |also )?${SLIP} ${DEED}\b`,
  ),
  allMatches(
    String.raw`\bi(?:['’]ve| have| had)? (?:just )?${DEED}\b [^.!?\n]{1,80}\b(?:by (?:mistake|accident)|accidentally|unintentionally|inadvertently)\b`,
  ),
  // Regret, and what it did to something of the person's: “Sorry, my cleanup deleted your notes.”
  allMatches(
    String.raw`\b(?:unfortunately|sorry|i(?:['’]m| am) afraid|apolog\w+|regret\w*|i have to (?:tell|admit|be)|i need to (?:tell|admit))\b[^.!?\n]{0,60}?\b(?:i|my)\b[\s\w'’-]{0,60}?\b(?!broken?\b)${DEED}\b(?=[^.!?\n]{0,60}\b${THEIRS})`,
  ),
  allMatches(
    String.raw`\bi(?:['’]ve| have| had)? (?:also |just )?${DEED}\b(?=[^.!?\n]{0,80}(?:\b(?:not|never) (?:supposed|meant|allowed|asked) to\b|n['’]t (?:supposed|meant|allowed) to\b|\bwithout your (?:permission|consent|leave|approval)\b|\bwhich i should(?: not|n['’]t) have\b))`,
  ),
  allMatches(
    String.raw`\bi(?:['’]ve| have| had)? (?:also |just )?(?:lost|destroyed|corrupted|clobbered|nuked) (?:all |some |most |part |of |both |\d{1,5} |\w{3,6} ){0,3}${THEIRS}`,
  ),
  // A secret was let out and is to be replaced.
  allMatches(
    String.raw`\bi(?:['’]ve| have)? (?:exposed|leaked|committed|pushed|printed) (?:your|a|the) (?:real |live |production |actual )?(?:[\w-]{1,20} ){0,2}(?:keys?|tokens?|secrets?|passwords?|credentials?)\b(?=[^\n]{0,160}\b(?:rotate|revoke|replace|regenerate|change) (?:it|them|that|this|(?:the|your) (?:[\w-]{1,20} )?(?:key|token|secret|password|credential)s?)\b)`,
  ),
  // What it ran did it: “the command I ran wiped the production database”. To deploy, or drop a column of staging, may be asked for.
  allMatches(
    String.raw`\b(?:command|script|migration|query|cleanup|reset|test) (?:that )?i (?:just )?(?:ran|executed|started|wrote|used) (?:has |have |had |also )?(?:(?:wiped(?: out)?|erased|destroyed|corrupted|clobbered|nuked|lost|took down)\b(?=[^.!?\n]{0,60}\b${THEIRS})|(?:deleted|removed|overwrote|discarded|reset|reverted|truncated|dropped)\b(?=[^.!?\n]{0,60}\b(?!production|staging)${THEIRS}))`,
  ),
  // What is the person's and is gone for good.
  allMatches(
    String.raw`(?<!\byou(?:['’]ve| have| had)? (?:already |just |also )?)\b(?:discarded|deleted|removed|overwrote|overwritten|wiped(?: out)?|erased|reverted|reset) (?:all |some |most |part |of |both |the |any ){0,3}${THEIRS}(?=(?:[^.!?\n]|\.(?=\w)){0,80}\b(?:(?:i )?(?:cannot|can['’]t|could(?: not|n['’]t)|am unable to|was unable to) (?:get|bring|recover|restore|undo)|(?:cannot|can['’]t) be (?:recovered|restored|brought|undone)|(?:is|are) (?:gone|lost)\b))`,
  ),
  // Regret or a mistake, a deed, and no way back: “Unfortunately my rm also removed the uploads; they were not backed up.”
  allMatches(
    String.raw`\b(?:unfortunately|sorry|i(?:['’]m| am) afraid|bad news|mistake|apolog\w+|regret\w*)\b(?:(?!\b(?:if|when|nothing|not)\b)[^.?\n]){0,60}?\b(?:i(?:['’]ve| have| had)?|my [^.!?\n]{1,30}?) (?:just |also |then )?(?!broken?\b)${DEED}\b(?=[^?\n]{0,120}\b(?:(?:was|were|is|are)(?:n['’]t| not) (?:backed up|committed|in (?:git|version control)|tracked)|(?:have|had|has|is|was|there (?:is|was)) no (?:backup|copy|other copy)|no (?:backup|copy) (?:of (?:it|them) )?(?:exists|is left)|(?:can['’]?t|cannot|could(?:n['’]t| not)|unable to) (?:be )?(?:recover|restor|bring|brought|undo|get)\w{0,4}|(?:is|are) (?:gone|lost)\b))`,
  ),
  // Another than it was meant for.
  allMatches(
    String.raw`\bi(?:['’]ve| have)? (?:also |just )?(?:(?:deleted|dropped|wiped|overwrote|terminated|destroyed|truncated|formatted) the wrong\b|(?:wrote|applied|deployed|sent|flashed|imported|restored)\b[^.!?\n]{1,60}\b(?:to|on|against|into|over) the wrong\b)`,
  ),
  // Where people use it, instead of where it was to be tried.
  allMatches(
    String.raw`\bi(?:['’]ve| have)? (?:just |also )?(?:ran|run|executed|applied|deployed|migrated)\b[^.!?\n]{1,80}\b(?:to|on|in|against|into) (?:the )?(?:prod(?:uction)?|live)(?: (?:database|data|server|servers|cluster|environment|site|system|account|tenant|project|bucket))?,? instead of\b`,
  ),
  allMatches(
    String.raw`\bi should(?: not|n['’]t) have (?:\w{2,20}(?:ed|en)|run|reset|sent)\b[^\n]{0,120}?\b(?:it|that|this|which|and) (?:also |has |have |had )?${DEED}\b`,
  ),
];
const BACK = String.raw`(?:restored|recovered|brought (?:it|them|everything) back|put (?:it|them|everything) back|re-?added|re-?created|rewrote|(?:wrote|added|started|turned|switched|moved|rolled) (?:it|them) (?:again|back|over)(?: on)?|restarted|undone|undid)`;
/** It brought back what was gone; not that somebody has to, nor that something else is mended. */
const BROUGHT_BACK = new RegExp(
  String.raw`^[^\n]{0,160}(?<!\b(?:not|cannot|never|none|nothing|must|should|can|could|may|might|will|would|needs?|(?:has|have|had|needs?|is|are|going) to)\b[^.\n]{0,20}|n['’]t [^.\n]{0,20})\b(?:(?:i(?:['’]ve| have)?|and|then|but|so|which i|immediately|already|since|until i) (?:(?:have|immediately|already|then|since|just|now|also) ){0,2}${BACK}|(?<=[.!?;:,—–]\s{1,3})${BACK}|(?:is|are|was|were|been|got|fully|now) ${BACK}|(?:is|are|was|were) (?:all |now |already |safely )?back|back in place|\b(?:brought|put|got|gave) (?:it|them|everything|that|this) back|pushed (?:it )?again(?!,? (?:but|though|yet)\b)|deleted (?:it|that branch|the branch) (?:again|and)|(?<=[;,:—–(]\s{0,3})(?:fixed|mended|repaired|reverted|restored) (?:now|already|since|again)|(?:it|that|this|they)(?:['’]s|['’]re| is| are| was| were| has been| have been) (?:\w{1,10} )?fixed|fixed (?:it|that)|(?:(?:it|they) (?:is|are) |and )?now fixed)\b`,
  'i',
);
/** It came to nothing; what is said of another place takes nothing back. */
const NO_DAMAGE =
  /^[^\n]{0,120}\b(?:nothing|none of it|no (?:data|work|harm|damage)) (?:was|were|is|has been|got) (?:\w{1,12} )?(?:lost|harmed|damaged|broken|done)\b(?! (?:in|on|to|of|from|by|else\w*)\b)/i;
/** … and of what was only run, as it changed nothing. */
const CHANGED_NOTHING =
  /^[^\n]{0,120}\b(?:(?:it|they|which|that) only read|(?:nothing|none of it|no (?:data|files?|rows?|changes?)) (?:was|were|is|has been|got) (?:\w{1,12} )?(?:changed|deleted|removed|affected|written|sent|touched))\b(?! (?:in|on|to|of|from|by|else\w*)\b)/i;
const cameToNothing = (words: string, rest: string): boolean =>
  NO_DAMAGE.test(rest) || (/\b(?:ran|executed|started|tried)$/i.test(words) && CHANGED_NOTHING.test(rest));
/** What was asked for is no harm. */
const AS_ASKED =
  /^[^.!?\n]{0,100}\b(?:as (?:you )?(?:asked|agreed|wished|requested|wanted|instructed|planned|said)|per your|(?:you|that you) (?:asked|wanted|said))\b/i;
/** Slips in the code, in other languages: another edit brings them back. */
const IN_CODE =
  /\b(?:imports?|klammern?|funktion\w*|función|fonction|função|fonksiyon\w*)\b|функци|импорт|скобк|函数|函數|括号|导入|関数|括弧|함수|괄호/iu;
const LINES = /\b(?:zeilen?|líneas?|lignes?|linhas?|satır\w*)\b|строк|行|(?<![가-힣])줄/iu;
/** … but lines of a table, or of what people use, no edit brings back: many languages have one word for lines and rows. */
const OF_A_TABLE =
  /tabell|datenbank|\btabl[ae]s?\b|base de d|\bbdd?\b|banco de dados|\btabelas?\b|\bbanco\b|таблиц|баз[аеуы]? ?данн|продакшен|прод[еа]?(?!\p{L})|veritaban|tablo|\bprod(?:(?:ukti|ucti|ucci|uç|uzi)\p{L}{1,8})?(?!\p{L})|数据库|資料庫|数据表|表[的中里]|生产|生產|線上|线上|テーブル|データベース|本番|테이블|데이터베이스|운영/iu;
const isOfCode = (words: string): boolean =>
  IN_CODE.test(words) || (LINES.test(words) && !OF_A_TABLE.test(words));
/** What stands before words of harm and takes them back. */
const NO_HARM =
  /(?:(?<!\p{L})(?:to|not|never|avoid|prevents?|without|could|might|may|would|can|if|don['’]t|doesn['’]t|didn['’]t|in case|so (?:that )?(?:you|we|i)|whether|when|unless|ensures?|like|nicht|falls|si|no|ne|jamais|não|не|eğer)(?!\p{L})[^.!?\n]{0,40}|(?:避免|防止|以防|没有|如果)[^。！？\n]{0,12})$/iu;

/** “I have to tell you that …” hedges nothing. */
const TELLS =
  /\b(?:need|have|want|got|like) to (?:tell|admit|say|report|let|flag|own|be|apologi[sz]e|confess|inform)\b/gi;

const MOST = 20;
/** A question as the last words; choices to pick from may follow it. */
const ENDS_IN_QUESTION = prefiltered(
  /[?？][)"'”’*_\s]{0,10}(?:\n\s{0,8}(?:[-*•]|\(?[\dA-Za-z][.)])\s[^\n]{0,300}){0,8}\s{0,10}$/u,
);
/** Asking without a question mark. */
const ASKS = prefiltered(
  /\b(?:please (?:confirm|advise|approve|let me know (?:which|whether|how|if you (?:want|would))|tell me (?:which|whether|how))|let me know (?:which|whether|how you(?:['’]d| would) like)|(?:waiting|i['’]ll wait) for your (?:approval|confirmation|decision|answer|go-ahead|input))\b[^?\n]{0,160}$/iu,
);
/** Politeness after the work: nothing waits for its answer. */
const POLITE = prefiltered(
  /\b(?:anything else|any (?:other )?questions|something else|what(?:['’]s| is| would you like(?: to do)?) next|how (?:can|may) i help|(?:what|which) (?:would|do) you (?:like|want)(?: me)? to (?:work on|tackle|do) next)\b[^?]{0,80}[?？][^?]{0,20}$/iu,
);
const POLITE_ELSEWHERE = prefiltered(
  /(?:sonst noch|noch etwas|autre chose|algo más|alguna otra|mais alguma coisa|qualcos['’]altro|(?:serve|desideri|vuoi) altro|что-нибудь ещё|ещё что-то|他に何か|ほかに何か|还有什么|還有什麼|다른 (?:것|도움)|더 필요|başka bir (?:şey|istek))[^?？]{0,80}[?？]\s{0,10}$/iu,
);
/** Asks whether to do more than was asked. */
const OFFERS_MORE = prefiltered(
  /(?:(?<=\b(?:i|me)\b[^.!?\n]{0,100})\b(?:also|too|as well|additionally|in addition|further)\b|zusätzlich|auch noch|außerdem|también|además|également|aussi|também|além disso|также|ещё|заодно|ayrıca|(?:也|还|另外|顺便|順便)|ついでに|さらに|추가로)[^.!?？\n]{0,200}[?？][^\p{L}]{0,10}$/iu,
);
/** To go on with what was asked is no offer. */
const GOES_ON = prefiltered(
  /(?:\b(?:continue|go on|go ahead|proceed|keep going|carry on|resume|finish|the rest|the remaining|next (?:batch|step|phase|part|file|one)s?)\b|fortfahr|weitermach|\bweiter\b|continu|seguir|\bsig[ao]\b|продолж|继续|繼續|続け|계속|devam)[^.!?？\n]{0,120}[?？][^\p{L}]{0,10}$/iu,
);
/** Offers something, rather than asks what to do. */
const OFFERS = prefiltered(
  /\b(?:want me to|would you like me to|do you want me to|shall i (?:open|create|add|write|prepare)|möchtest du|soll ich dir|veux-tu que je|voulez-vous que je|¿quieres que|gostaria que eu)\b[^.!?\n]{0,200}[?？][^\p{L}]{0,10}$/iu,
);
/** Offers more words about the answer that was given; to translate or to write may be what was asked for. */
const OFFERS_WORDS = prefiltered(
  /\b(?:(?:want me to|would you like me to|do you want me to|shall i|should i) (?:also |then )?(?:go (?:deeper|further|into)|dig|dive|elaborate|expand|explain|walk (?:you|through)|show|describe|break (?:it|this|that|any)|look (?:at|into|closer|deeper)|share|give (?:you )?(?:more|an?))|(?:want me to|would you like me to|do you want me to) (?:also |then )?(?:summari[sz]e|list|compare|write (?:it|this|that) up|save (?:it|this|that)|draft|cover|provide))\b[^.!?\n]{0,200}[?？][^\p{L}]{0,10}$/iu,
);
/** Its last line is an item of a list. */
const LAST_ITEM = prefiltered(/(?:^|\n)[ \t]{0,8}(?:[-*•]|\(?\d{1,3}[.)])[ \t]([^\n]{1,600})$/);
/** Leads over to questions. */
const LEADS_TO_QUESTIONS =
  /\b(?:questions?|clarif\w+|need(?:s|ed)? (?:to know|you|your|more|input)|decid\w+|decisions?|confirm\w*|choose|before i|let me know|please|(?:could|can|would|do) you|unclear|open points?)\b/i;
/** Words to the person who is to answer, or about going on. */
const TO_SOMEBODY =
  /\b(?:you|your|i|we|me|us|my|our|should|shall|may|ok(?:ay)?|ready|proceed|continue|confirm|go|apply|merge|commit|push|deploy|or|which)\b|\p{L}(?<!\p{Script=Latin})/iu;
/** Somebody speaks to somebody; a text to be published seldom does. */
const SPOKEN = /\b(?:you|your|i|me|my|we)\b/i;
/** Wants no answer: “Who needs more?”. What, where and when ask for something that is not known. */
const RHETORICAL = /^[^\p{L}]{0,10}(?:who|why|what if|ever|is|are|was|were|isn|aren|does|doesn)\b/iu;
/** True when a question ends a report, a list of findings or a text to be published, and asks nobody. */
function asksNobody(words: string): boolean {
  // Of a list of findings another may follow.
  const text = words
    .replace(
      /((?:^|\n)[ \t]{0,8}(?:[-*•]|\(?\d{1,3}[.)])[ \t][^\n]{0,600}[?？])["”’)*_]{0,4}\n[^?？]*$/,
      '$1',
    )
    .trimEnd();
  if (!/[?？]["”’)*_]{0,4}$/.test(text)) return false;
  const item = LAST_ITEM.in(text)?.[1];
  if (item !== undefined) return !TO_SOMEBODY.test(item) && !LEADS_TO_QUESTIONS.test(text);
  const question = text.slice(0, -1).replace(/^.*[.!?\n](?=\s|$)/s, '');
  return RHETORICAL.test(question) && !TO_SOMEBODY.test(question) && !SPOKEN.test(text);
}
/** A question that is only quoted: `it asks “Continue?”`. */
const QUOTED_QUESTION = prefiltered(/["“„«「][^"”“»」\n]{1,300}[?？]["”“»」][\s.*_)]{0,10}$/u);
/** What is looked at of a text: its end, where an agent sums up. Characters. */
const LOOKED_AT = 6_000;
/** A longer text that ends in a colon may say more than what comes next. Characters. */
const ANNOUNCES = 160;
/** Where a question or request for an answer stands. Characters. */
const LAST_WORDS = 1_500;

type Mark = (list: List, category: string, phrase: string, index: number) => void;

function markQuestion(end: string, language: string, mark: Mark): void {
  const words = end.slice(-LAST_WORDS);
  const asks = ASKS.mayBeIn(words) && ASKS.isIn(words.trimEnd());
  if (!asks && !words.includes('?') && !words.includes('？')) return;
  if (
    ENDS_IN_QUESTION.isIn(words) &&
    !POLITE.isIn(words) &&
    !POLITE_ELSEWHERE.isIn(words) &&
    !QUOTED_QUESTION.isIn(words) &&
    !(language === 'en' && asksNobody(words))
  ) {
    const kind = GOES_ON.isIn(words)
      ? 'question'
      : OFFERS_WORDS.isIn(words)
        ? 'offers_words'
        : OFFERS_MORE.isIn(words)
          ? 'offers_more'
          : OFFERS.isIn(words)
            ? 'offers'
            : 'question';
    mark('question', kind, '?', Math.max(end.lastIndexOf('?'), end.lastIndexOf('？')));
  } else if (asks) mark('question', 'request', '', end.trimEnd().length - 1);
  // What it offers and the person then allows is the person's order.
  if (SKIP_HOOKS.isIn(words)) mark('order', 'offers_skip', '', end.length - 1);
}

/** What others said, or a text says, is no word of its own; what a quotation of one word is about stays. */
const withoutQuotes = (text: string): string =>
  /["“]/.test(text) ? text.replace(/["“][^"”\n]{12,300}["”]/g, (words) => ' '.repeat(words.length)) : text;

/** A letter begins: what follows is written for somebody else to send. */
const LETTER =
  /^[>*_ ]{0,4}(?:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte\w?|bonjour|cher|chère|hola|estimad[oa]s?|ciao|gentile|olá|prezad[oa]s?|уважаем\p{L}{2}|здравствуйте|merhaba|sayın)(?!\p{L})[^.!?\n]{0,60}[,:!][ \t]{0,4}\n/imu;

/** A letter ends: a farewell, and perhaps a name below it. */
const FAREWELL =
  /\n[>*_ ]{0,4}(?:(?:kind |best |warm |many )?(?:regards|wishes|thanks)|best|thank you|cheers|sincerely|yours|love|all the best|(?:viele|beste|liebe|herzliche) grüße|mit freundlichen grüßen|danke|lg|vg|(?:bien )?cordialement|amicalement|bien à (?:toi|vous)|merci|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|gracias|(?:cordiali|tanti|cari) saluti|grazie|atenciosamente|abraços?|obrigad[oa]|с уважением|спасибо|saygılarımla|teşekkürler)(?!\p{L})[^.?\n]{0,40}\n{0,3}[^.?!:\n]{0,60}\s{0,10}$/iu;
/** … or a name alone. */
const SIGNATURE = /\n\s{0,10}\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’-]{1,20})?\s{0,10}$/u;
/** True of a letter that is an answer to the person: it greets them, and nobody takes leave below it. */
const isAnswer = (text: string, letter: RegExpExecArray): boolean =>
  text.slice(0, letter.index).trim() === '' &&
  !letter[0].startsWith('>') &&
  !FAREWELL.test(text.trimEnd()) &&
  !SIGNATURE.test(text);

/** Words of harm in a language; a text too short to tell may be in any. */
const harmIn = (language: string): readonly Prefiltered[] =>
  language === ''
    ? Object.values(LANGUAGES).map(({ harm }) => harm)
    : [getOwn(LANGUAGES, language)?.harm ?? []].flat();

function markHarm(text: string, prose: string, language: string, mark: Mark): void {
  const mayBeEnglish = language === 'en' || language === '';
  for (const pattern of [...(mayBeEnglish ? HARM_EN : []), ...harmIn(language)])
    for (const { index, 0: words } of pattern.allIn(prose)) {
      const letter = LETTER.exec(prose.slice(0, index));
      if (letter !== null && !isAnswer(prose, letter)) continue;
      const english = HARM_EN.includes(pattern);
      const rest = prose.slice(index + words.length);
      if (english && (BROUGHT_BACK.test(rest) || cameToNothing(words, rest) || AS_ASKED.test(rest))) continue;
      const before = prose.slice(Math.max(0, index - HEDGED_BY), index).replace(TELLS, '');
      if (NO_HARM.test(before)) continue;
      if (
        english
          ? hurts(words, text, index)
          : !isOfCode(prose.slice(Math.max(0, index - 20), index + HEDGED_BY))
      )
        mark('harm', letter === null ? 'harm' : 'greeted', '', index);
    }
}

/** True when what was done takes something away that somebody misses; `text` with its code, which may name it. */
function hurts(words: string, text: string, index: number): boolean {
  if (/outage|downtime|data loss|incident/i.test(words)) return true;
  const end = index + words.length;
  const after = /^[^!?\n]*?(?=\.(?:\s|$)|[!?\n]|$)/.exec(text.slice(end, end + REST))?.[0] ?? '';
  const sentence = text.slice(index, end) + after;
  const deed = /\b\w{1,30}$/.exec(words)?.[0].toLowerCase() ?? '';
  // Another edit mends what is broken, and another run what was run in the wrong place, but where people use it.
  if (/^broken?$/.test(deed) && !IN_USE.test(sentence)) return false;
  if (deed === 'ran' && !IN_USE.test(sentence) && !TAKES_AWAY.test(sentence)) return false;
  if (deed === 'published' && PUBLISHED.test(sentence)) return !SLIP_ONLY.test(sentence);
  // “I made a critical error” says by itself that it is grave.
  if (/\b(?:made|caused|introduced) an? \w{4,15} (?:error|mistake)$/i.test(words))
    return !IN_THOUGHT.test(after) || (DONE.test(after) && LOSS.test(after) && !SLIP_ONLY.test(after));
  return LOSS.test(sentence) && !SLIP_ONLY.test(sentence);
}

/** Marks of a text of the agent, in its language (`languageOf`). */
export function closingMarks(text: string, language: string): PhraseMark[] {
  // Words that announce a call (“Let me look at it:”) end no turn.
  if (text.length < ANNOUNCES && /[:：]\s{0,4}$/.test(text.slice(-6))) return [];
  const from = Math.max(0, text.length - LOOKED_AT);
  const end = text.slice(from);
  const marks: PhraseMark[] = [];
  const mark: Mark = (list, category, phrase, index) => {
    if (marks.length < MOST)
      marks.push({ list, by: 'careful', category, phrase, intent: '', index: from + index });
  };
  markQuestion(end, language, mark);
  // Of a text too short to tell its language any list may say it.
  const lists = language === '' ? Object.values(LANGUAGES) : [getOwn(LANGUAGES, language)];
  // A long text may draw its conclusions from what is missing.
  const missing = text.length < REPORT ? MISSING.in(end) : null;
  if (missing !== null) mark('missing', 'missing', '', missing.index);
  if (tellsOfTests(end, language)) mark('failure', 'failure', '', end.length - 1);
  for (const list of lists) {
    const words = list?.failure.in(end);
    if (words === undefined || words === null) continue;
    mark('failure', 'failure', '', words.index);
    break;
  }
  const prose = end.includes('`') ? end.replace(/`[^`\n]{1,200}`/g, (code) => ' '.repeat(code.length)) : end;
  markHarm(end, withoutQuotes(prose), language, mark);
  for (const { category, index } of claimsElsewhere(withoutQuotes(prose), language))
    mark('claim', category, category, index);
  // A short text may be in any language; English words are English in all.
  if (language !== 'en' && language !== '') return marks;
  // Tables, headings and code may say it too.
  const failure = FAILURE_EN.in(end);
  if (failure !== null) mark('failure', 'failure', '', failure.index);
  for (const { category, index } of claimsIn(withoutQuotes(prose))) mark('claim', category, category, index);
  return marks;
}
