/**
 * What a text of the agent says of its work: that something works or is done, that something does not, that it did harm, that it asks.
 * Findings rest on these marks; they are no measures. By language, as data; a text in a language without a table says nothing.
 */
import type { PhraseMark } from '../session/event';

type Entry = readonly [list: 'claim' | 'failure' | 'harm' | 'question', category: string, pattern: RegExp];

const FAILURE_EN =
  /\b(?:fail(?:s|ed|ing|ures?)?|broken?|breaks|breaking(?! change)|errors?|errored|red|regress\w{0,6}|crash\w{0,4}|flak\w{1,4}|skipp?\w{0,4}|pre-?existing|remaining|remains?|time[sd]?[ -]?outs?|blocked|blocker|unresolved|incomplete|unrelated|known issues?|couldn['’]t|could not|unable|cannot|can['’]t|(?:do|does|did|is|are|was|were|has|have)(?:n['’]t| not)(?: yet)? (?:pass|work|run|finish|complete|succeed)\w{0,4}|not (?:yet )?(?:pass|work|run|fix|done|verif|test)\w{0,5}|still|except|but \d+|❌|✗|✘)\b|[❌✗✘⚠🔴]/iu;

/** Sentences that are plans, offers or conditions claim nothing. */
const HEDGE = String.raw`(?<!\b(?:should|would|could|may|might|will|if|once|when|whether|until|unless|please|try|verify that|check that|ensure|make sure|to make|so that|supposed to|expected to|let me know if|confirm)\b[^.!?\n]{0,60})`;

const claim = (source: string): RegExp => new RegExp(HEDGE + source, 'giu');

const ENGLISH: readonly Entry[] = [
  ['failure', 'failure', FAILURE_EN],
  [
    'claim',
    'works',
    claim(
      String.raw`\b(?:(?:now |all )?works? (?:now|correctly|perfectly|as (?:expected|intended|designed)|properly|fine|great|end[- ]to[- ]end)|(?:is|are) (?:now )?(?:fully |completely )?(?:working|functional|operational)(?: now| correctly| perfectly| as expected| properly| again)?(?=[.!,;)\n]|$)|fully (?:functional|working|operational)|production[- ]ready|battle[- ]tested|thoroughly tested|(?:tested|verified) (?:and (?:working|confirmed)|that it works)|everything works)\b`,
    ),
  ],
  [
    'claim',
    'tests pass',
    claim(
      String.raw`\b(?:all |the |every )?(?:\d+ )?(?:unit |integration |e2e )?(?:tests?|specs?|test suite|suite) (?:(?:are|is) )?(?:now )?(?:all )?(?:pass(?:es|ing|ed)?|green|succeed(?:s|ed)?)\b`,
    ),
  ],
  [
    'claim',
    'types check',
    claim(
      String.raw`\b(?:type[- ]?checks?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|ok)|type[- ]?checking pass\w{0,4}|tsc (?:is )?(?:clean|pass\w{0,4})|no type errors|(?:build|compilation|it) (?:now )?(?:compiles|builds|pass(?:es|ed)|succeed(?:s|ed))(?: cleanly| successfully| without errors)?)\b`,
    ),
  ],
  [
    'claim',
    'lint clean',
    claim(
      String.raw`\b(?:lint(?:ing|er)?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|green)|no lint(?:ing)? (?:errors|warnings|issues)|(?:eslint|ruff|golangci-lint|clippy|prettier) (?:is )?(?:clean|pass\w{0,4}))\b`,
    ),
  ],
  [
    'harm',
    'own harm',
    /\bi(?:['’]ve| have)? (?:just )?(?:made|caused|introduced) (?:a|an|some) (?:critical|serious|terrible|catastrophic|grave|major|huge|destructive|dangerous|severe) (?:error|mistake|bug|problem|outage|regression)\b|\b(?:i|this|that|my (?:change|edit|command|commit|script|mistake))(?:['’]ve| have| has)? (?:just )?(?:caused|triggered|created) (?:an? |the )?(?:\w{1,20} )?(?:outage|downtime|data loss|incident)\b/giu,
  ],
  [
    'harm',
    'by accident',
    /(?<!\b(?:to|not|never|avoid|prevent|without|could|might|may|would|can|if|don['’]t|doesn['’]t|in case|so (?:that )?(?:you|we|i)|you)\b[^.!?\n]{0,40})\b(?:i(?:['’]ve| have| had)?|my (?:command|script|edit|change|commit|last \w{1,20})) (?:just )?(?:accidentally|mistakenly|inadvertently|unintentionally|wrongly) (?:deleted|removed|overwrote|overwritten|wiped|dropped|erased|truncated|reset|reverted|discarded|lost|broke|pushed|force-pushed|committed|published|exposed|leaked|sent|killed|stopped|locked|disabled|revoked|destroyed|corrupted|ran|modified|replaced|cleared|closed|merged|deployed)\b/giu,
  ],
  [
    'harm',
    'by accident',
    /(?<!\b(?:to|not|never|avoid|prevent|without|could|might|may|would|can|if|don['’]t|doesn['’]t|in case|which|that|was|were|been)\b[^.!?\n]{0,40})\bi(?:['’]ve| have| had)? (?:deleted|overwrote|wiped|dropped|erased|destroyed|corrupted|lost) [^.!?\n]{1,60}\bby (?:mistake|accident)\b/giu,
  ],
];

/** Words of failure alone: enough not to say that nothing was said. */
const FAILURE_WORDS: Readonly<Record<string, RegExp>> = {
  de: /fehl(?:er|schl|geschl)|schl[aä]g|scheiter|rot\b|kaputt|defekt|nicht|noch|offen|blockiert|übersprungen/iu,
  es: /fall[aoó]|falla|error|roto|rompe|no (?:pasa|funciona)|pendiente|aún|todavía|omitid/iu,
  fr: /échou|échec|erreur|cass[eé]|ne (?:passe|fonctionne)|pas encore|reste|ignoré/iu,
  pt: /falh|erro|quebr|não|ainda|pendente|ignorad/iu,
  ru: /упал|пада|ошиб|сломан|не (?:прош|проход|работ)|ещё|еще|осталось|пропущ/iu,
  tr: /başarısız|hata|kır(?:ık|ıl)|geçm(?:iyor|edi)|çalışm(?:ıyor|adı)|henüz|hâlâ|hala|kalan|atlan/iu,
  zh: /失败|失敗|错误|錯誤|报错|未通过|沒有通過|没有通过|不通过|仍|还|跳过|问题/u,
  ja: /失敗|エラー|落ち|壊れ|通ら|通って(?:い)?ない|未|まだ|残|スキップ|できません|不具合/u,
  ko: /실패|오류|에러|깨[졌지]|통과하지|아직|남은|남아|건너|안 [됩되]/u,
};

const MOST = 20;
const ENDS_IN_QUESTION = /[?？][)"'”’*_\s]{0,10}$/u;
/** What is looked at of a text: its end, where an agent sums up. Characters. */
const LOOKED_AT = 6_000;

/** Marks of a text of the agent, in its language (`languageOf`). */
export function closingMarks(text: string, language: string): PhraseMark[] {
  const from = Math.max(0, text.length - LOOKED_AT);
  const end = text.slice(from);
  const marks: PhraseMark[] = [];
  const mark = (list: Entry[0], category: string, phrase: string, index: number): void => {
    if (marks.length < MOST)
      marks.push({ list, by: 'careful', category, phrase, intent: '', index: from + index });
  };
  if (ENDS_IN_QUESTION.test(end)) mark('question', 'question', '?', end.length - 1);
  const words = FAILURE_WORDS[language]?.exec(end) ?? null;
  if (words !== null) mark('failure', 'failure', '', words.index);
  // A short text may be in any language; English words are English in all.
  if (language !== 'en' && language !== '') return marks;
  const prose = end.replace(/`[^`\n]{1,200}`/g, (code) => ' '.repeat(code.length));
  for (const [list, category, pattern] of ENGLISH) {
    if (list === 'failure') {
      // Tables, headings and code may say it too.
      const found = pattern.exec(end);
      if (found !== null) mark(list, category, '', found.index);
    } else for (const { index } of prose.matchAll(pattern)) mark(list, category, category, index);
  }
  return marks;
}

/** Languages in which a missing word of failure means something. */
export const TELLS_FAILURE: ReadonlySet<string> = new Set(['en', ...Object.keys(FAILURE_WORDS)]);

const SKIP_HOOKS =
  /--no-verify|--no-gpg-sign|\bHUSKY=0|\b(?:skip|bypass|disable|ignore|without)(?: \w{1,12}){0,4} (?:hooks?|pre-?commit|husky|signing)\b/i;

/** What the person asks for that would otherwise be a finding. */
export function orderMarks(text: string): PhraseMark[] {
  const found = SKIP_HOOKS.exec(text.slice(0, LOOKED_AT));
  return found === null
    ? []
    : [{ list: 'order', by: 'careful', category: 'skip_hooks', phrase: '', intent: '', index: found.index }];
}
