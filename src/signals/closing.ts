/**
 * What a text of the agent says of its work: that something works or is done, that something does not, that it did harm, that it asks.
 * Findings rest on these marks; they are no measures. English here, other languages in `words/`; a text in a language without a list
 * says nothing.
 */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import { LANGUAGES } from './words/all';

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
  const prose = end.replace(/`[^`\n]{1,200}`/g, (code) => ' '.repeat(code.length));
  // A short text may be in any language; English words are English in all.
  if (language !== 'en' && language !== '') {
    const words = getOwn(LANGUAGES, language);
    if (words === undefined) return marks;
    const failure = words.failure.exec(end);
    if (failure !== null) mark('failure', 'failure', '', failure.index);
    for (const { index } of prose.matchAll(words.harm)) mark('harm', 'by accident', 'by accident', index);
    return marks;
  }
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
export const TELLS_FAILURE: ReadonlySet<string> = new Set(['en', ...Object.keys(LANGUAGES)]);

const SKIP_HOOKS =
  /--no-verify|--no-gpg-sign|\bHUSKY=0|\b(?:skip|bypass|disable|ignore|without)(?: \w{1,12}){0,4} (?:hooks?|pre-?commit|husky|signing)\b/i;

/** What the person asks for that would otherwise be a finding. */
export function orderMarks(text: string): PhraseMark[] {
  const found = SKIP_HOOKS.exec(text.slice(0, LOOKED_AT));
  return found === null
    ? []
    : [{ list: 'order', by: 'careful', category: 'skip_hooks', phrase: '', intent: '', index: found.index }];
}
