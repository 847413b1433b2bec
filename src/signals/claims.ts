/** What the agent claims of its work in English: that it works, runs, is tested, that checks pass. */
import { Prefiltered } from '../session/prefilter/prefiltered';

/** Sentences that are plans, offers, conditions or denials claim nothing. */
const HEDGE =
  /\b(?:should|would|could|may|might|will|if|once|when|whether|until|unless|please|try|verify that|check that|ensure|make sure|to make|so that|supposed to|expected to|you (?:said|say|saw|mention\w*|report\w*|told|wrote|confirm\w*|asked|past\w+|post\w+|shared?|sent)|according to (?:the|your|their|his|her)|(?:colleague|reviewer|maintainer|author|teammate)s? (?:\w{1,12} )?(?:report|said|say|wr[io]te|confirm|claim)\w{0,3}|let me know if|confirm(?:ing)?|worth|not|never|before|after|assuming|plan|next)\b[^.!?\n]{0,60}$|\b(?:let me (?:check|see|look|make|run|try)|verify|verifies|checks|ensur\w+|asserts|proves)\b[^.!?:;,\n—–]{0,60}$|\b(?:if|when|whenever|once|unless|in case)\b[^.!?\n]{0,110}$|\[ \][^\n]{0,60}$/i;
/** An explanation of how something works, and joy that it does. */
const EXPLAINS =
  /\b(?:how|the way|what|(?:glad|happy)(?! to (?:say|report|tell|announce|confirm))|good to (?:hear|know))\b[^.!?:;\n—–]{0,60}$/i;
/** What stands after a claim and tells the rest: “… pass, but two fail”. */
const HEDGE_AFTER =
  /^[^.!?\n]{0,80}\b(?:except|excluding|but|apart from|other than|aside from|however|although|though|while|whereas|with (?:one|two|three|the|an?|\d+) (?:known )?(?:exceptions?|failures?)|(?<!\b(?:0|no|zero|never|nothing|without) )fail(?:s|ed|ing|ures?)?|if|when|whenever|once|unless|until|before|earlier|previously|by (?:chance|coincidence|luck|accident)|for (?:you|them|him|her)(?=[.!,; ]|$)|(?:on|at|in) your (?:machine|side|end|computer|laptop|branch|setup|ci|run|log|output))\b|^(?: [\w-]{1,20})? only (?:for|if|when|in|with)\b/i;
/** What a check is said of, when it is not all: “no type errors in the files I changed”. */
const OF_A_PART = /^ (?:in|for|from|of|on) (?:my|the|these|those|this|that|what|its|\d+|one|two)\b/i;
/** A part of them only. */
const PART =
  /\b(?:old|previous|former|original|other|rest(?: of the)?|remaining|most(?: of the)?|some(?: of the)?|many)[ \w-]{0,20}$/i;
/** “24/25”, “24 of 25”: a part, unless both numbers are the same. */
const SHARE = /(?<![\d,.])(\d[\d,]{0,8})(?:\/| of | out of )(\d[\d,]{0,8})(?![\d/])[ \w-]{0,20}$/i;
const isPart = (before: string, said: string): boolean => {
  const share = SHARE.exec(before + (/^\d{0,6}/.exec(said)?.[0] ?? ''));
  return PART.test(before) || (share !== null && share[1] !== share[2]);
};
/** How much of what stands before a claim can hedge it. Characters. */
const HEDGED_BY = 130;

/** What works in a place is claimed to work; checks that pass there say nothing of the rest. */
const ANYWHERE = new Set(['works', 'tested', 'ran tests', 'runs']);

/** All places of a pattern that is put together. */
export const allMatches = (source: string): Prefiltered => new Prefiltered(() => ({ source, flags: 'giu' }));

/** Which tests: words that leave nothing out. */
const TESTS_OF = String.raw`(?:all |both |every )?(?:of )?(?:the |our |your |its |this )?(?:(?:full|whole|entire|complete|existing|new|unit|integration|e2e|end-to-end|regression|updated|relevant|related|affected|backend|frontend|\d{1,5}) ){0,3}`;

/** What the agent says of its work, by what would show it. */
const CLAIMS: readonly (readonly [category: string, pattern: Prefiltered])[] = [
  [
    'works',
    allMatches(
      String.raw`\b(?:(?:now |all )?works? (?:now|again|correctly|perfectly|as (?:expected|intended|designed)|properly|fine|great|end[- ]to[- ]end)|(?:is|are) (?:now )?(?:fully |completely )?(?:working|functional|operational)(?: now| correctly| perfectly| as expected| properly| again)?(?=[.!,;)\n]|$)|fully (?:functional|working|operational)|everything works)\b`,
    ),
  ],
  [
    'tested',
    allMatches(
      String.raw`\b(?:production[- ]ready|battle[- ]tested|(?:thoroughly|fully|extensively|well)[- ](?:tested|verified)|(?:tested|verified) (?:and (?:working|confirmed)|that it works|end[- ]to[- ]end|in the browser)|i(?:['’]ve| have)? (?:also |just |manually |locally )?(?:tested|verified) (?:it|this|that|everything|the (?:changes?|fix|feature|flow|page|form|app|result)) (?:end[- ]to[- ]end|in (?:the|a|my) (?:browser|simulator|emulator))|i(?:['’]ve| have)? (?:also |just )?(?:(?:manually|locally) tested|tested (?:it|this|that|everything|the (?:changes?|fix|feature|flow|page|form|app|result)) (?:manually|locally|by hand)))\b`,
    ),
  ],
  [
    'ran tests',
    allMatches(
      String.raw`\b(?:(?:i(?:['’]ve| have) (?:also |just |now |then )?(?:re-?)?(?:run|executed)|i (?:also |just |then )?(?:re-?)?(?:ran|executed)|(?<=(?:^|[.!?]\s{1,2}|\n)[ \t*✅✓-]{0,6})(?:re-?)?(?:ran|executed(?= (?:all|the|every|both)))|i(?:['’]ve| have)? (?:verified|confirmed|validated|checked) (?:it|this|that|everything|the (?:changes?|fix|result)) by (?:re-?)?running) ${TESTS_OF}(?:test suite|tests|suite|specs)|(?:verified|(?:double-)?checked) (?:(?:it|this|everything|the (?:changes?|fix|result)) )?(?:with|against) ${TESTS_OF}(?:test suite|tests|suite)(?=[ \t]{0,2}(?:[.!,;:)(\n*_—–✅]|$)))(?![\w-])`,
    ),
  ],
  [
    'tests pass',
    allMatches(
      String.raw`\b(?:all |the |every )?(?:\d+ )?(?:unit |integration |e2e )?(?:tests?|specs?|test suite|suite)(?:, which|,? and they)?:? (?:(\d{1,6})\/\1 )?(?:(?:are|is|now|all|still|also|both) ){0,3}(?:pass(?:es|ing|ed)?|green|succeed(?:s|ed)?|runs? clean|(?:comes?|came) back (?:clean|green))(?![\w-])`,
    ),
  ],
  [
    'types check',
    allMatches(
      String.raw`\b(?:type[- ]?checks?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|ok)|type[- ]?checking pass\w{0,4}|tsc (?:is )?(?:clean|pass\w{0,4})|no type errors|(?:(?:build|compilation) (?:now )?(?:pass(?:es|ed)|succeed(?:s|ed))|it (?:now )?(?:compiles|builds))(?: cleanly| successfully| without errors)?)\b`,
    ),
  ],
  [
    'runs',
    allMatches(
      String.raw`\b(?:everything|all (?:[\w-]{1,20} ){0,3}(?:services|servers)|all of (?:it|them)|both (?:servers|services)?|(?:the |your )?(?:[\w-]{1,20} )?(?:server|app|service|api|backend|frontend|site|container)s?) (?:is|are) (?:now |all |both |already )?(?:up(?: and running)?|running|live|started|healthy)\b`,
    ),
  ],
  [
    'lint clean',
    allMatches(
      String.raw`\b(?:lint(?:ing|er)?(?: is| are)? (?:clean|pass(?:es|ed|ing)?|green)|no lint(?:ing)? (?:errors|warnings|issues)|(?:eslint|ruff|golangci-lint|clippy|prettier) (?:is )?(?:clean|pass\w{0,4}))\b`,
    ),
  ],
];

/** Says that it works since the change; without such words it may tell how things are. */
const SINCE_THE_CHANGE =
  /\b(?:now|again|fully|completely|everything)\b|\b(?:the|this|my) (?:new )?(?:fix|change|feature|implementation|solution|patch|refactoring)\b|(?:^|[.!?:;\n—–]|\b(?:and|so)\b)[\s*_-]{0,4}(?:it|all of it)\s{0,2}$/i;
const AGAIN = /^ (?:now|again)\b/i;
/** What a type check, a linter or a build shows works when they pass. */
const CHECKED_BY_TOOLS =
  /\b(?:types?|typing|inference|lint\w*|format\w*|build|compil\w+|imports?)(?: (?:now|also|all|again|still|checks?|checking|step)){0,2}\s{0,2}$/i;
const BY_TYPES = /^[^.!?\n]{0,20}\b(?:at the type level|at compile time|in theory|on paper)\b/i;
const isOfTheChange = (said: string, before: string, after: string): boolean => {
  const sentence = before.slice(-SAME_SENTENCE).replace(/^.*[.!?\n]/s, '');
  return (
    (SINCE_THE_CHANGE.test(sentence) || SINCE_THE_CHANGE.test(said) || AGAIN.test(after)) &&
    !CHECKED_BY_TOOLS.test(before) &&
    !BY_TYPES.test(after)
  );
};
/** Characters. */
const SAME_SENTENCE = 40;

/** “production-ready” and the like say what something is like; “a well-tested library” is another's. */
const QUALITY = /^(?:production|battle|thoroughly|fully|extensively|well)/i;
const IS =
  /\b(?:is|are|been|now)\b[^.!?:;\n]{0,60}$|['’](?:s|re)\b[^.!?:;\n]{0,60}$|(?:^|[.!?]\s|\n)[ \t✅-]{0,4}$/i;
const OF_A_NOUN =
  /^[ \t]{1,3}(?!(?:and|but|with|in|on|by|against|across|for|now|before|from|as|to|too|end)\b)\w/i;
const isSaidOfIt = (said: string, before: string, after: string): boolean =>
  !QUALITY.test(said) || (IS.test(before) && !OF_A_NOUN.test(after) && !/^[*_]{1,3}/.test(after));

/** What was said or done another time. */
const RECOUNTED =
  /\b(?:last time|earlier|previous(?:ly)?|yesterday|wrote|said|say(?:s|ing)?|claim\w*|told|stat(?:ed|ing)|noted|instead of)\b[^.!?\n]{0,80}$/i;

/** Tests that pass something on: “the tests pass a mock”, “pass `null`” (code is blank here). */
const PASSES_ON =
  /^(?:\s{3,}|\s(?:an?|null|undefined|nil|none|zero|empty|it|them|their|its|through|along|over|in an?|the (?!(?:first|second|third) time|ci\b|pipeline|build)[\w-]{1,30}|[\w-]{1,20} (?:through|along|on|over))(?![\w-]))/i;

/** Claims in `prose` and where they stand. */
export function* claimsIn(prose: string): Generator<{ category: string; index: number }> {
  for (const [category, pattern] of CLAIMS)
    for (const { index, 0: said } of pattern.allIn(prose)) {
      const before = prose.slice(Math.max(0, index - HEDGED_BY), index);
      const after = prose.slice(index + said.length, index + said.length + HEDGED_BY);
      if (HEDGE.test(before) || isPart(before, said) || HEDGE_AFTER.test(after)) continue;
      if (ANYWHERE.has(category) ? EXPLAINS.test(before) : OF_A_PART.test(after)) continue;
      if (category === 'tests pass' && /pass(?:es|ing)?$/i.test(said) && PASSES_ON.test(after)) continue;
      if (category === 'works' && !isOfTheChange(said, before, after)) continue;
      if (category === 'ran tests' && RECOUNTED.test(before)) continue;
      if (category === 'tested' && !isSaidOfIt(said, before, after)) continue;
      yield { category, index };
    }
}
