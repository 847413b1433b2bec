/**
 * What a text of the agent says of its work: that something works or is done, that something does not, that it did harm, that it asks.
 * Findings rest on these marks; they are no measures. By language, as data; a text in a language without a table says nothing.
 */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import { forTexts, isPlain } from './plainText';
import { LANGUAGES } from './words/all';

type List = 'claim' | 'failure' | 'harm' | 'question' | 'order';

const FAILURE_EN = forTexts(
  () =>
    /\b(?:fail(?:s|ed|ing|ures?)?|broken?|breaks|breaking(?! change)|errors?|errored|red|regress\w{0,6}|crash\w{0,4}|flak\w{1,4}|skipp?\w{0,4}|pre-?existing|remaining|remains?|time[sd]?[ -]?outs?|blocked|blocker|unresolved|incomplete|unrelated|known issues?|couldn['’]t|could not|unable|cannot|can['’]t|(?:do|does|did|is|are|was|were|has|have)(?:n['’]t| not)(?: yet)? (?:pass|work|run|finish|complete|succeed)\w{0,4}|not (?:yet )?(?:pass|work|run|fix|done|verif|test)\w{0,5}|still|except|but \d+|❌|✗|✘)\b|[❌✗✘⚠🔴]/iu,
);

/** Sentences that are plans, offers, conditions or denials claim nothing. */
const HEDGE =
  /\b(?:should|would|could|may|might|will|if|once|when|whether|until|unless|please|try|verify that|check that|ensure|make sure|to make|so that|supposed to|expected to|let me know if|confirm|not|never|before|after|assuming|plan|next)\b[^.!?\n]{0,60}$/i;
/** What stands after a claim and tells the rest: “… pass, but two fail”. */
const HEDGE_AFTER =
  /^[^.!?\n]{0,80}\b(?:except|excluding|but|apart from|other than|aside from|however|although|though|while|whereas|with (?:one|two|three|the|an?|\d+) (?:known )?(?:exceptions?|failures?)|(?<!\b(?:0|no|zero|never|nothing|without) )fail(?:s|ed|ing|ures?)?|if|once|unless|until)\b/i;
/** A part of them only. */
const PART =
  /\b(?:other|rest(?: of the)?|remaining|most(?: of the)?|some(?: of the)?|many|\d+(?:\/| of | out of )\d+)[ \w-]{0,20}$/i;
/** How much of what stands before a claim can hedge it. Characters. */
const HEDGED_BY = 80;

const claim = (source: string): ReturnType<typeof forTexts> => forTexts(() => new RegExp(source, 'giu'));

/** What the agent says of its work, by what would show it. */
const CLAIMS: readonly (readonly [category: string, pattern: ReturnType<typeof forTexts>])[] = [
  [
    'works',
    claim(
      String.raw`\b(?:(?:now |all )?works? (?:now|correctly|perfectly|as (?:expected|intended|designed)|properly|fine|great|end[- ]to[- ]end)|(?:is|are) (?:now )?(?:fully |completely )?(?:working|functional|operational)(?: now| correctly| perfectly| as expected| properly| again)?(?=[.!,;)\n]|$)|fully (?:functional|working|operational)|everything works)\b`,
    ),
  ],
  [
    'tested',
    claim(
      String.raw`\b(?:production[- ]ready|battle[- ]tested|(?:thoroughly|fully|extensively|well)[- ](?:tested|verified)|(?:tested|verified) (?:and (?:working|confirmed)|that it works|end[- ]to[- ]end|in the browser))\b`,
    ),
  ],
  [
    'tests pass',
    claim(
      String.raw`\b(?:all |the |every )?(?:\d+ )?(?:unit |integration |e2e )?(?:tests?|specs?|test suite|suite) (?:(?:are|is) )?(?:now )?(?:all )?(?:pass(?:es|ing|ed)?|green|succeed(?:s|ed)?)\b`,
    ),
  ],
  [
    'types check',
    claim(
      String.raw`\b(?:type[- ]?checks?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|ok)|type[- ]?checking pass\w{0,4}|tsc (?:is )?(?:clean|pass\w{0,4})|no type errors|(?:build|compilation|it) (?:now )?(?:compiles|builds|pass(?:es|ed)|succeed(?:s|ed))(?: cleanly| successfully| without errors)?)\b`,
    ),
  ],
  [
    'lint clean',
    claim(
      String.raw`\b(?:lint(?:ing|er)?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|green)|no lint(?:ing)? (?:errors|warnings|issues)|(?:eslint|ruff|golangci-lint|clippy|prettier) (?:is )?(?:clean|pass\w{0,4}))\b`,
    ),
  ],
];

/** Deeds that take something away, or let it out. */
const DEED = String.raw`(?:deleted|removed|overwrote|overwritten|wiped(?: out)?|dropped|erased|truncated|reset|reverted|discarded|lost|broke|broken|pushed|force-pushed|published|exposed|leaked|sent|killed|stopped|shut down|locked|disabled|revoked|destroyed|corrupted|merged|deployed|ran|took down|taken down|clobbered|nuked)`;
const SLIP = String.raw`(?:accidentally|mistakenly|inadvertently|unintentionally|wrongly)`;
/** What somebody misses when it is gone: more than another edit brings it back. */
const LOSS =
  /(?<![\w-])(?:your|users?|customers?|prod(?:uction)?|live|staging|uncommitted|unsaved|untracked|files?|director(?:y|ies)|folders?|databases?|db|tables?|rows|records|data|buckets?|volumes?|disk|backups?|branch(?:es)?|commits?|history|stash(?:es)?|repo(?:sitory)?|work|working (?:tree|copy)|worktree|changes|server|service|cluster|instances?|containers?|process(?:es)?|website|site|api|secrets?|tokens?|keys?|credentials?|passwords?|emails?|messages?|main|master|upstream|remote|release|\.env)\b/i;
/** A slip in the code or in thought hurts nobody. */
const SLIP_ONLY =
  /\b(?:imports?|lines?|braces?|brackets?|paren\w*|functions?|methods?|exports?|declarations?|comments?|closing|opening|duplicates?|variables?|propert\w+|semicolons?|newlines?|blocks?|statements?|arguments?|parameters?|params?|headings?|whitespace|indent\w*|assertions?|definitions?|attributes?|elements?|constants?|paragraphs?|sentences?|snippets?|handlers?|calls?|hooks?|styles?|clauses?|conditions?|entry|entries|imports|in the (?:test|code|mock|example|template))\b/i;
const IN_THOUGHT =
  /\b(?:analysis|reasoning|plan|explanation|calculation|understanding|reading|formula|tests?|mocks?|regex|pattern|code|logic|syntax|summary|estimate|assumptions?|edit|types?|diagnosis|review)\b/i;
/** The rest of its sentence. Characters. */
const REST = 70;

/** The agent says that it did harm. Past deeds of its own only: not what is guarded against, found or asked. */
const HARM_EN: readonly RegExp[] = [
  /\bi(?:['’]ve| have)? (?:just )?(?:made|caused|introduced) (?:a|an|some) (?:critical|serious|terrible|catastrophic|grave|major|huge|destructive|dangerous|severe) (?:error|mistake|outage|incident)\b/giu,
  /\b(?:i|my (?:\w{1,20} )?(?:change|edit|command|commit|script|mistake|deployment|migration))(?:['’]ve| have| has)? (?:just )?(?:caused|triggered|created) (?:an? |the |some )?(?:\w{1,20} )?(?:outage|downtime|data loss|incident)\b/giu,
  new RegExp(
    String.raw`\b(?:i(?:['’]ve| have| had)?|my (?:command|script|edit|change|commit|cleanup|last \w{1,20})) (?:just |also )?${SLIP} ${DEED}\b`,
    'giu',
  ),
  new RegExp(
    String.raw`\bi(?:['’]ve| have| had)? (?:just )?${DEED}\b [^.!?\n]{1,80}\b(?:by (?:mistake|accident)|accidentally|unintentionally|inadvertently)\b`,
    'giu',
  ),
];
/** What stands before words of harm and takes them back. */
const HARM_WORDS =
  'accident mistak inadvert unintention wrongly critical serious terrible catastroph grave major huge destructive dangerous severe outage downtime incident data'.split(
    ' ',
  );
/** Slips in the code, in other languages: another edit brings them back. */
const IN_CODE =
  /\b(?:imports?|zeilen?|klammern?|funktion\w*|líneas?|función|lignes?|fonction|linhas?|função|satır\w*|fonksiyon\w*)\b|строк|функци|импорт|скобк|行|函数|函數|括号|导入|関数|括弧|(?<![가-힣])줄|함수|괄호/iu;
const NO_HARM =
  /(?:\b(?:to|not|never|avoid|prevents?|without|could|might|may|would|can|if|don['’]t|doesn['’]t|didn['’]t|in case|so (?:that )?(?:you|we|i)|whether|when|unless|ensures?|like|nicht|falls|si|no|ne|jamais|não|не|eğer)\b[^.!?\n]{0,40}|(?:避免|防止|以防|没有|如果)[^。！？\n]{0,12})$/iu;

/** Words, one of each list, without which no claim of a kind is made: looked for first, for nearly every text has none. */
const CLAIM_WORDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  works: [['work', 'functional', 'operational']],
  tested: [['ready', 'tested', 'verified']],
  'tests pass': [
    ['test', 'spec', 'suite'],
    ['pass', 'green', 'succeed'],
  ],
  'types check': [
    ['type', 'tsc', 'compil', 'build', 'pass', 'succeed'],
    ['clean', 'pass', 'ok', 'no type errors', 'compiles', 'builds', 'succeed'],
  ],
  'lint clean': [
    ['lint', 'ruff', 'clippy', 'prettier'],
    ['clean', 'pass', 'green', 'no lint'],
  ],
};
const MOST = 20;
/** A question as the last words; choices to pick from may follow it. */
const ENDS_IN_QUESTION =
  /[?？][)"'”’*_\s]{0,10}(?:\n\s{0,8}(?:[-*•]|\(?[\dA-Za-z][.)])\s[^\n]{0,300}){0,8}\s{0,10}$/u;
/** Asking without a question mark. */
const ASKS =
  /\b(?:please (?:confirm|advise|approve|let me know (?:which|whether|how|if you (?:want|would))|tell me (?:which|whether|how))|let me know (?:which|whether|how you(?:['’]d| would) like)|(?:waiting|i['’]ll wait) for your (?:approval|confirmation|decision|answer|go-ahead|input))\b[^?\n]{0,160}$/iu;
/** Politeness after the work: nothing waits for its answer. */
const POLITE =
  /\b(?:anything else|any (?:other )?questions|something else|what(?:['’]s| is| would you like(?: to do)?) next|how (?:can|may) i help|(?:what|which) (?:would|do) you (?:like|want)(?: me)? to (?:work on|tackle|do) next)\b[^?]{0,80}[?？][^?]{0,20}$/iu;
/** What is looked at of a text: its end, where an agent sums up. Characters. */
const LOOKED_AT = 6_000;
/** A longer text that ends in a colon may say more than what comes next. Characters. */
const ANNOUNCES = 160;
/** Where a question or request for an answer stands. Characters. */
const LAST_WORDS = 1_500;

type Mark = (list: List, category: string, phrase: string, index: number) => void;

function markQuestion(end: string, mark: Mark): void {
  const words = end.slice(-LAST_WORDS);
  const asks = /please|let me know|wait/i.test(words) && ASKS.test(words.trimEnd());
  if (!asks && !/[?？]/.test(words)) return;
  if (ENDS_IN_QUESTION.test(words) && !POLITE.test(words)) mark('question', 'question', '?', end.length - 1);
  else if (asks) mark('question', 'request', '', end.length - 1);
  // What it offers and the person then allows is the person's order.
  if (words.search(SKIP_HOOKS) !== -1) mark('order', 'offers_skip', '', end.length - 1);
}

const harmIn = (language: string): readonly RegExp[] => {
  if (language === '' || language === 'en') return HARM_EN;
  const words = getOwn(LANGUAGES, language);
  return words === undefined ? [] : [words.harm];
};

function markHarm(text: string, prose: string, lower: string, language: string, mark: Mark): void {
  const english = language === 'en' || language === '';
  // One look at all words before the patterns, for nearly every text has none.
  if (english && !HARM_WORDS.some((word) => lower.includes(word))) return;
  for (const pattern of harmIn(language))
    for (const { index, 0: words } of prose.matchAll(pattern)) {
      if (NO_HARM.test(prose.slice(Math.max(0, index - HEDGED_BY), index))) continue;
      if (
        english
          ? hurts(words, text, index)
          : !IN_CODE.test(prose.slice(Math.max(0, index - 20), index + HEDGED_BY))
      )
        mark('harm', 'harm', '', index);
    }
}

/** True when what was done takes something away that somebody misses; `text` with its code, which may name it. */
function hurts(words: string, text: string, index: number): boolean {
  if (/outage|downtime|data loss|incident/i.test(words)) return true;
  const after = text.slice(index, index + words.length + REST);
  const sentence = /^[^!?\n]*?(?=\.(?:\s|$)|[!?\n]|$)/.exec(after)?.[0] ?? after;
  // “I made a critical error” says by itself that it is grave.
  if (/(?:error|mistake)$/i.test(words)) return !IN_THOUGHT.test(sentence.slice(words.length));
  return LOSS.test(sentence) && !SLIP_ONLY.test(sentence);
}

/** Marks of a text of the agent, in its language (`languageOf`). */
export function closingMarks(text: string, language: string): PhraseMark[] {
  // Words that announce a call (“Let me look at it:”) end no turn.
  if (text.length < ANNOUNCES && /[:：]\s{0,4}$/.test(text.slice(-6))) return [];
  const from = Math.max(0, text.length - LOOKED_AT);
  const end = text.slice(from);
  const plain = isPlain(end);
  const marks: PhraseMark[] = [];
  const mark: Mark = (list, category, phrase, index) => {
    if (marks.length < MOST)
      marks.push({ list, by: 'careful', category, phrase, intent: '', index: from + index });
  };
  markQuestion(end, mark);
  // Of a text too short to tell its language any list may say it.
  const lists = language === '' ? Object.values(LANGUAGES) : [getOwn(LANGUAGES, language)];
  const words = lists
    .map((list) => list?.failure.exec(end))
    .find((match) => match !== null && match !== undefined);
  if (words !== undefined && words !== null) mark('failure', 'failure', '', words.index);
  const prose = end.includes('`') ? end.replace(/`[^`\n]{1,200}`/g, (code) => ' '.repeat(code.length)) : end;
  const lower = prose.toLowerCase();
  markHarm(end, prose, lower, language, mark);
  // A short text may be in any language; English words are English in all.
  if (language !== 'en' && language !== '') return marks;
  // Tables, headings and code may say it too.
  const failure = FAILURE_EN(plain).exec(end);
  if (failure !== null) mark('failure', 'failure', '', failure.index);
  for (const [category, pattern] of CLAIMS) {
    if (!CLAIM_WORDS[category]!.every((list) => list.some((word) => lower.includes(word)))) continue;
    for (const { index, 0: said } of prose.matchAll(pattern(plain))) {
      const before = prose.slice(Math.max(0, index - HEDGED_BY), index);
      const after = prose.slice(index + said.length, index + said.length + 2 * HEDGED_BY);
      if (!HEDGE.test(before) && !PART.test(before) && !HEDGE_AFTER.test(after))
        mark('claim', category, category, index);
    }
  }
  return marks;
}

const SKIP_HOOKS =
  /--no-verify|--no-gpg-sign|\bHUSKY=0|\b(?:skip|skipping|bypass|bypassing|disable|ignore|without)(?: \w{1,12}){0,4} (?:hooks?|pre-?commit|husky|signing|verification)\b/gi;
/** What turns such words into their opposite. */
const FORBIDS =
  /(?:\b(?:do not|don['’]?t|never|no|not|must not|mustn['’]t|avoid|stop|nicht|nie|kein\w?|ne|jamais|no uses|nunca|não|не|никогда|asla)\b[^.!?\n]{0,40}|(?:不要|别|禁止|不得)[^。！？\n]{0,12})$/iu;
const FORBIDS_AFTER = /^[^.!?\n]{0,20}(?:kullanma|使わない|사용하지 ?마|쓰지 ?마)/iu;
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
  return [...hooksOrdered(start, mark), ...(discard === -1 ? [] : [mark('discard', discard)])];
}

/** Words with which work may be thrown away or overwritten by order. */
const DISCARDS =
  /\b(?:revert\w*|discard\w*|undo\w*|reset\w*|restor\w+|throw\w* (?:it |them |that |this |all )?away|drop\w*|clean\w*|get rid|check ?out|start (?:over|fresh|again)|fresh|scratch|wip(?:e|es|ing)|remov\w+|delet\w+|roll\w* ?back|force\w*|overwrit\w+|rewrit\w+|squash\w*|amend\w*|rebas\w+|sync\w*|match\w*|replace\w*|abandon\w*|go back|latest|pristine|--hard)\b/i;

function hooksOrdered(start: string, mark: (category: string, index: number) => PhraseMark): PhraseMark[] {
  for (const found of start.matchAll(SKIP_HOOKS)) {
    const forbidden =
      FORBIDS.test(start.slice(Math.max(0, found.index - HEDGED_BY), found.index)) ||
      FORBIDS_AFTER.test(start.slice(found.index + found[0].length));
    return [mark(forbidden ? 'run_hooks' : 'skip_hooks', found.index)];
  }
  const run = RUN_HOOKS.exec(start);
  return run === null ? [] : [mark('run_hooks', run.index)];
}
