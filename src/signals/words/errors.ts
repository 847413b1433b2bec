/** The agent takes back what it said or did (`loop`), or says that it was wrong (`admission`), in English. */
import { en } from '../../l10n/english';
import { CONCESSION } from './names';
import { carefulPhrases, type CarefulPhrase, type Entry } from './phrase';

/** Something it said before. */
const OWN = String.raw`(?:something i (?:said|wrote|claimed|told you)|(?:(?:one|some|two|both) of )?my (?:own |earlier |previous |prior |first |initial |last |original |wrong ){0,2}(?:\w{1,20} ){0,2}(?:claims?|framing|proposal|assumptions?|errors?|mistakes?|statements?|messages?|answers?|notes?|analysis|readings?|diagnosis|theory|hypothesis|numbers?|counts?|summary|summaries|tests?|changes?|edits?|approach|regex|command|script|mock|assertions?|imports?|expectations?|logic|typo|query|plan|replacement|conclusions?|explanations?|recommendations?|suggestions?|words|reports?|estimates?|fix|edit|review))\b`;
const WRONG = String.raw`[*_]{0,3}(?:(?:simply|just|plain|flatly|also) [*_]{0,3})?(?:wrong|incorrect|false|mistaken|inaccurate|misleading|flawed|backwards|off|incomplete|imprecise|premature|overstated|exaggerated|sloppy|careless|hasty|lazy|broken|too (?:broad|narrow|strong|quick|hasty|optimistic|simplistic|confident|generous)|an? (?:mistake|error|misread(?:ing)?|miscount|misdiagnosis|misunderstanding|oversight|guess|typo|bug))`;
/** Asked or supposed, not said: nothing is taken back. */
const SUPPOSED =
  /\b(?:(?:if|whether|in case|unless|should|could|might|may|would|what|tell me|let me know|suppose|say|check) (?:that )?(?:i|my)\b|if (?:any|something|anything)|\?$)/iu;

/** … or what it had said turns out to be so. */
const SUPPOSED_OR_RIGHT = new RegExp(
  String.raw`${SUPPOSED.source}|\b(?:is|was|were|are|being) (?:indeed |in fact )?(?:real|true|right|correct|confirmed|borne out)\b(?![^.!?\n]{0,60}(?:\b(?:but|however|though|not|wrong)\b|n['’]t\b))|\b(?:holds|still stands|confirmed)\b`,
  'iu',
);

const OWN_WRONG: readonly Entry[] = [
  [
    'my claim was wrong',
    String.raw`my [*_]{0,2} {0,200}(?:[#\p{L}\p{N}_-]{1,20}[*_]{0,2}[ (]{1,200}){0,4}\)? {0,4}(?:was|were|is|are|turned out(?: to be)?|had been)(?: (?:also|just|simply|plainly|flatly|completely|partly|partially|both|actually|not just))?,? ${WRONG}\b`,
    { unless: SUPPOSED, intent: en('takes back a claim') },
  ],
  [
    'my claim, whatever it said, was wrong',
    String.raw`my (?:own |earlier |previous |first |initial |last |original ){0,2}(?:claim|guess|assumption|line|statement|suggestion|conclusion|reading|note|worry|caution|framing|observation|summary|report|message|answer|diagnosis|theory|hypothesis|count|estimate|recommendation|explanation|worry)s?\b[^.!?\n]{1,140}(?<! (?:that|which|it|what|where|if)) (?:was|were|is|turned out(?: to be)?) ${WRONG}\b`,
    { unless: SUPPOSED, intent: en('takes back a claim') },
  ],
  [
    'against what I said',
    String.raw`(?:contrary to|contradicts|does(?:n['’]t| not) match|unlike|not) what i (?:said|claimed|reported|told you|wrote|described|assumed|suggested)\b|what i (?:said|claimed|reported|told you|wrote|described|suggested)(?: earlier| before| above)? (?:was|is) ${WRONG}\b`,
    { intent: en('takes back a claim') },
  ],
  [
    'my earlier check had it wrong',
    String.raw`my (?:earlier|previous|prior|first|initial|original|last) (?:[\w-]{1,20} ){1,4}(?:had|used|missed|looked|overstated|over-?credited|understated|relied|assumed|ignored|conflated|counted|mixed|broke|skipped|dropped|introduced|misread|misstated|failed to|did(?:n['’]t| not))\b`,
    { unless: SUPPOSED, intent: en('takes back what it did') },
  ],
  [
    'corrects its own words',
    String.raw`(?:correct(?:s|ed|ing|ions? (?:to|of))?|overturn(?:s|ed|ing)?|contradict(?:s|ed|ing)?|refut(?:es|ed|ing)|invalidat(?:es|ed|ing)|retract(?:s|ed|ing)?|withdraw(?:s|ing)?|undermin(?:es|ed)|disprov(?:es|ed)|walk(?:ing)? back|fix(?:ing)?) ${OWN}`,
    { intent: en('corrects what it said') },
  ],
  [
    'I said it, and it was wrong',
    String.raw`i(?:['’]d| had)? (?:reported|said|claimed|assumed|told you|stated|treated|described|wrote|called|inferred|asserted|concluded)\b[^\n]{1,160}?(?:[.;,—–-] {0,2}|\bbut |\band )(?:that|which|it|this) (?:was|is|does|did|turned out(?: to be)?|conflated) ?(?:${WRONG}\b|not (?:true|right|so|the case)\b|not(?=\s{0,3}(?:[.!,;]|$)))`,
    { intent: en('takes back a claim') },
  ],
];

/** Looked for, not found: “let me check whether there is one I missed”. */
const MAY_BE = new RegExp(
  String.raw`${SUPPOSED.source}|\b(?:check|see|verify|confirm|ensure|make sure|look|perhaps|maybe|might|may|seems?(?: like)?|could)\b[^.!?\n]{0,80}\bi (?:missed|broke|skipped)`,
  'iu',
);

/** Corrections of itself. */
const LOOPS: readonly Entry[] = [
  [
    'wait',
    String.raw`(?:(?:but|oh|hmm{1,4}|no|ah|so|ok|okay|hold on|actually),? {1,2}){0,4}(?:wait|hold on|hang on)\b(?! {1,3}(?:for|until|till|a|some|to|while|on|list|and|time|your|here)\b)(?=\s{0,3}[,.!?…:—–-]|\s{1,3}(?:actually|that|i|no|the)\b)`,
    { opens: true, intent: en('explicit reversal') },
  ],
  [
    'actually',
    String.raw`(?:(?:but|oh|hmm{1,4}|no|ah|well|so),? {1,2}){0,4}actually(?=\s{0,3}[,.…:—–]|\s{1,3}(?:-|wait|no|looking|scratch|i['’]m wrong|that['’]s|it['’]?s?\b|that|the|there|this|not|per|since|because|i (?:was|see|need|should|think|realize)|let me)\b)`,
    { opens: true, intent: en('self-correction') },
  ],
  [
    'let me reconsider',
    String.raw`(?:(?:ok|okay|so|hmm{1,4}|no),? )?let me (?:reconsider|re-?think|re-?evaluate|re-?examine|back up|start over|correct (?:that|myself|the record)|take that back|think (?:about )?(?:this|that|it) (?:again|differently))\b`,
    {
      opens: true,
      intent: en('re-evaluation'),
    },
  ],
  ['on second thought', String.raw`on second thoughts?\b`, { opens: true, intent: en('reconsideration') }],
  [
    'scratch that',
    String.raw`(?:scratch that|never ?mind(?! (?:the|these|those|about|my)\b)|strike that|i take that back)\b`,
    { opens: true, intent: en('reversal') },
  ],
  [
    'correction:',
    String.raw`(?:self-|one |a |small |quick ){0,2}correction:`,
    { opens: true, intent: en('formal correction') },
  ],
  [
    "no, that's wrong",
    String.raw`(?:no,? )?(?:that|this)(?:['’]s| is| was) (?:not right|wrong|incorrect|not correct)\b`,
    { opens: true, intent: en('reversal') },
  ],
  [
    'to correct something',
    String.raw`(?:i (?:need|have|want) to correct|to correct|correcting|let me correct|let me be precise)\b(?=[^.!?\n]{0,80}\b(?:i|my|earlier|myself)\b)`,
    { opens: true, intent: en('corrects what it said') },
  ],
  [
    "I'd been mixing things up",
    String.raw`i(?:['’]d| had|['’]ve| have) been (?:conflating|describing|assuming|misreading|looking at the wrong|mixing|treating|confusing)\b`,
    { intent: en('takes back a claim') },
  ],
  ...OWN_WRONG,
];

/** “But wait, there’s also …” goes on looking; nothing is taken back. */
const DILIGENCE =
  /\b(?:wait|actually)\b[\s,.!…:—–-]{1,5}(?:there(?:['’]s| is| are) (?:also|another|more|one more)|(?:let me |i['’]?(?:ll|d| should| could| can| need to| notice| noticed)? )?(?:also|double-check)|what about|also|even better|i notice\b)/iu;

/** Admissions of its own errors. */
const ADMISSIONS: readonly Entry[] = [
  [
    'my mistake',
    String.raw`(?<!\b(?:not|isn['’]t|wasn['’]t|if it(?:['’]s| is| was)) )my (?:own )?(?:mistake|bad|fault|error|apologies|oversight|misread(?:ing)?|misunderstanding|miscount|misdiagnosis|blunder|slip)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I was wrong',
    String.raw`i (?:was|am|['’]m|['’]ve been|had been) (?:\w{1,12}ly )?(?:wrong|mistaken|incorrect|careless|sloppy|lazy|hasty|imprecise|inaccurate|overconfident|too (?:quick|hasty|optimistic|confident)|conflating|working from (?:the wrong|memory|a stale)|looking at the wrong)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I misread it',
    String.raw`i(?:['’]ve|['’]d| have| had)? (?:also |just |\w{1,12}ly )?(?:misread|misreported|miscounted|misunderstood|misjudged|misspoke|misstated|mislabell?ed|misattributed|misdiagnosed|misinterpreted|misremembered|miscalculated|mistook|mixed up|conflated|overlooked|overstated|oversimplified|overclaimed|over-?credited|botched|messed up|screwed up|got confused|forgot(?:ten)? (?:to|the|that|about)|rushed|jumped the gun|hallucinated|fabricated)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I missed it',
    String.raw`(?:(?<!\b(?:anything|something|nothing|whatever|any\w*|where)\b[^.!?\n]{0,12})i(?:['’]ve|['’]d| have| had)? (?:missed|broke|skipped|neglected|failed to|left out|duplicated|wrongly|incorrectly|mistakenly|prematurely|carelessly|falsely|erroneously|accidentally|inadvertently|unintentionally|completely removed))\b(?! (?:nothing|no|none)\b)(?! (?:the )?(?:tests?|checks?) (?:that|which) )`,
    { unless: MAY_BE },
  ],
  [
    'a hole I introduced',
    String.raw`(?:hole|bug|gap|regression|error|mistake|problem|issue|inconsistency|defect|typo|breakage|confusion|collision|duplication|redundancy|omission|failure|mess|leak|drift|flaw|slip)s? (?:(?:in|with|of|at|on) [^.!?\n]{1,40} )?(?:that |which )?i(?:['’]ve|['’]d| have| had)? (?:just |myself )?(?:introduced|caused|created|made|left|wrote|planted)\b|(?:my|i) (?:[\w-]{1,20} ){0,3}[*_]{0,2}(?:introduced|caused|created|made|left|wrote) (?:a|an|the|this|that|another|this very|two|some) (?:\w{1,20} ){0,2}(?:mistake|error|bug|typo|regression|hole|gap|breakage|inconsistency|defect|problem|issue)s?\b`,
    { unless: SUPPOSED },
  ],
  [
    'my repair introduced it',
    String.raw`my (?:[\w-]{1,20} ){0,2}(?:change|edit|fix|repair|commit|patch|refactor|script|rewrite|update|cleanup|command|list|grep|search|regex|migration|test|summary|answer|report|explanation)s? (?:[*_]{0,2})(?:\w{1,12}ly )?(?:introduced|broke|caused|missed|left out(?! nothing\b|[^.!?\n]{0,40}\b(?:on purpose|deliberately|for brevity|as you asked)\b)|conflated|overwrote|dropped|lost|deleted|removed too much|hid|masked|clobbered|never (?:checked|ran|matched|covered|worked))\b`,
    { unless: SUPPOSED },
  ],
  [
    'I should have',
    String.raw`i (?:should(?: not|n['’]t)? have(?! (?:the|an?|it|this|that|these|those|results?|more|some|everything|all|no|\d)\b)|should['’]ve|could (?:have|['’]ve) (?:just|simply)|ought to have)\b|when i could(?: have|['’]ve)\b`,
  ],
  [
    'I should just',
    String.raw`i should (?:just|simply|really)\b[^.!?\n]{1,120}\b(?:instead of|rather than)\b`,
  ],
  [
    'I had it backwards',
    String.raw`(?:what|where|part|parts|thing|things|one|bit|ones|claim|claims|piece) (?:that )?i(?:['’]d|['’]ve| had| have)? (?:got|gotten|had) wrong\b|i(?:['’]ve|['’]d)? (?:had|got|have|gotten) (?:it|that|this|them|the [\w -]{1,30}|[\w-]{1,20}) (?:backwards|wrong|the wrong way|reversed|inverted|mixed up)`,
    { unless: SUPPOSED },
  ],
  [
    'without checking',
    String.raw`\b(?<!\b(?:not|never|can['’]t|cannot|won['’]t|don['’]t) )(?:i(?:['’]d| had)? (?:been )?(?:\w{1,12}ly )?(?:\w{2,15}ed|wrote|took|made|built|went|ran|said)|and (?:generalized|assumed|inferred|claimed|concluded))\b[^.!?\n]{0,100}\bwithout (?:first |actually |ever )?(?:checking|verifying|reading|testing|looking|defining|confirming|running)\b`,
  ],
  [
    'I claimed it was so',
    String.raw`(?:the|a|that)? ?(?:point|thing|claim|piece|part|case)s? i (?:claimed|said|reported|thought) (?:was|were|is|had)\b|i (?:claimed|inferred|assumed)\b[^.!?\n]{1,100}\b(?:meant|because|which (?:was|is) (?:not|wrong)|but (?:it|that|they) (?:is|was|are|were|does|do|did)(?: not|n['’]t)?)\b`,
  ],
  [
    'lazy and wrong',
    String.raw`(?:that|this|which|it) was (?:lazy|sloppy|rushed|careless|wrong of me|on me|my doing)\b|which was(?: not|n['’]t) helpful\b`,
  ],
  [
    'sorry',
    String.raw`(?:sorry|apologies|(?:i|my) apologi[sz]e)(?: about that| for (?:that|my|missing|not|any|the (?:confusion|mistake|error|mix-?up|oversight|noise|trouble|inconsistency|misunderstanding|back[- ]and[- ]forth|wrong|bad|false))|[,.!]? {0,2}[—–-]? {0,2}i (?:read|mis\w+|got|had|was|should|forgot|missed|meant|thought|assumed)\b)`,
    { unless: /\bto hear\b|\bsorry, (?:but )?i can/iu },
  ],
  [
    'the issue is that I',
    String.raw`(?:issue|problem|bug|error|mistake|cause|culprit|reason|failure)s? (?:here )?(?:is|was|are|were)[^.!?\n]{0,60}?\b(?:because |that )?(?:i(?:['’]m| am| was|['’]d|['’]ve)? (?:\w{1,12}ly )?(?:used|using|passed|passing|wrote|writing|put|set|added|called|calling|forgot|left|did(?:n['’]t| not)|deleted|removed|changed|made|created|named|placed|ran|running|doing|mocked|assumed|replaced|moved|hard-?coded|only|still|not)|my (?:own |last |earlier |previous )?(?:edit|change|test|mock|regex|script|replacement|assertion|sed|command|fix|refactor\w*|code|import|update|patch|query|assumption|implementation))\b`,
    { unless: SUPPOSED },
  ],
  [
    'I see the problem: I',
    String.raw`i see (?:the|what|my|now|where) ?(?:issue|problem|mistake|error|bug|happened|went wrong)?[^.!?\n]{0,12}[.!:,—–-]{1,2} {0,2}(?:when )?(?:i(?:['’]m|['’]d|['’]ve)? (?!can\b|could|should|will|would|see|need|think|want)\w+|my)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I was doing it instead',
    String.raw`i(?:['’]ve been| was| had been) (?:\w{1,12}ly |still |only )?\w{2,15}ing\b[^.!?\n]{0,80}\b(?:instead of|rather than|when (?:it|the|they|we|i) (?:should|is|are|was|were|needs?)|but (?:it|the|that|they) (?:is|are|was|were|should|needs?))\b`,
    { unless: SUPPOSED },
  ],
  [
    'I said it too early',
    String.raw`i(?:['’]d|['’]ve| had| have)? (?:\w{1,12} )?(?:reported|claimed|said|declared|called|marked|announced|concluded|stated)\b[^.!?\n]{1,80}\b(?:prematurely|too early|too soon|incorrectly|wrongly|without (?:checking|verifying|evidence|proof))\b|i (?:just )?(?:made (?:that|it|this|them) up\b(?![- ](?:to|from|for|with|front|of)\b)|invented (?:that|it|this)|was (?:just )?guessing|guessed (?:at|wrong))\b|i (?:do(?:n['’]t| not)|have no) (?:actually )?(?:have )?(?:any )?evidence (?:for|of|that)\b`,
    { unless: SUPPOSED },
  ],
  [
    'making the same mistake',
    String.raw`i(?:['’]m|['’]ve been| am| was| just| have been)? (?:again )?(?:making|made|repeated|repeating|doing) (?:exactly )?(?:the same|that same|this same|a similar|another|the) (?:mistake|error|thing (?:i|you) (?:just|already))\b|i(?:['’]d|['’]ve| had| have) been (?:conflating|assuming|misreading|looking at the wrong|mixing|treating|confusing|describing)\b|i need to be more careful\b`,
    { unless: SUPPOSED },
  ],
  [
    'a bug in my own',
    String.raw`(?:bug|typo|error|flaw|mistake|slip|gap|hole|oversight|fault)s? (?:is |was |were |are )?(?:in|of|with|on) (?:my (?:own |earlier |previous |last |first |new )?(?:[\w-]{1,20} ){0,2}[\w-]{2,20}|what i (?:wrote|said|did|added|sent))\b|my (?:own |earlier |last |new )?(?:[\w-]{1,20} ){0,2}(?:had|has|contained) (?:a|an|the wrong|another|several|two) (?:\w{1,15} )?(?:bug|typo|error|mistake|flaw|gap|hole|slip|wrong)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I never checked',
    String.raw`i never (?:actually |really )?(?:ran|checked|tested|verified|read|looked|updated|added|saved|committed|restarted|confirmed|opened|called|wired)\b|it turns out (?:that )?i(?:['’]d)? (?:was|had|did|did(?:n['’]t| not)|\w+ed)\b`,
    { unless: SUPPOSED },
  ],
  [
    'I said earlier',
    String.raw`(?:earlier|previously),? i (?:said|claimed|reported|stated|told you|wrote|described|called|suggested|assumed)\b|i (?:said|claimed|reported|stated|told you|wrote|described|suggested|assumed) (?:earlier|previously|in my (?:last|previous|earlier) \w+)\b|(?<!\bas )i(?:['’]d| had) (?:assumed|concluded|inferred|claimed|reported|flagged|told you)\b`,
    { unless: SUPPOSED_OR_RIGHT },
  ],
  [
    'that assumption was wrong',
    String.raw`(?:that|this|my) (?:\w{1,15} )?(?:assumption|theory|hypothesis|guess|diagnosis) (?:was|is|turned out|turns out|does(?:n['’]t| not) hold|did(?:n['’]t| not) hold)(?: to be)?(?: (?:${WRONG})\b|(?= up\b)|[.,;])`,
    { unless: SUPPOSED },
  ],
  ['oops', String.raw`(?:oops|whoops|oh no|d['’]oh|argh|ugh)\b`, { opens: true }],
  [
    "I didn't notice",
    String.raw`i (?:did(?:n['’]t| not)|had(?:n['’]t| not)|have(?:n['’]t| not)|failed to|neglected to) (?:fully |properly |actually |correctly |even )?(?:reali[sz]e|notice|account for|consider|catch|think (?:of|about|through)|anticipate|follow (?:the|your)|respect|re-?read|double-check|verify (?:that|it|this|the) (?:before|first)|check (?:that|it|this|the) (?:before|first)|(?:update|include|handle|add|remove|check|read|test|run|verify) [^.!?\n]{1,60}\b(?:earlier|before|first|in the first place|as (?:you|i) \w+|when i (?:should|could)))`,
    { unless: SUPPOSED },
  ],
  [
    'the wrong one',
    String.raw`i(?:['’]ve|['’]d| have| had| was|['’]m| am)? (?:been |just |also )?(?:used|put|edited|editing|ran|running|looked|looking|read|reading|picked|passed|committed|pushed|tested|testing|checked|checking|wrote|called|named|working|changed|pointed|built|building|targeted|grabbed|deleted|created|opened|comparing|compared|searched|searching|took|chose|gave|quoted|cited|set|applied) (?:[\w-]{1,20} ){0,4}?(?:the )?(?:wrong|incorrect)\b`,
    { unless: SUPPOSED },
  ],
  [
    "that's on me",
    String.raw`(?:that|this|it)(?:['’]s| is| was) (?:entirely |all |totally )?(?:on me|my doing|my own doing|my regression|self-inflicted|a bug (?:in|of) (?:my|the (?:code|test|script) i)|a (?:bug|mistake|regression|problem|mess) (?:i|from my|of mine|on my part))|on my part\b|of mine (?:was|is) ${WRONG}\b|i made (?:that|this|it|(?:that|this|the) \w{1,20}) up\b(?![- ](?:to|from|for|with|front|of)\b)|i (?:fabricated|hallucinated)\b|i had(?:n['’]t| not) (?:actually |really |yet )?(?:run|checked|tested|verified|read|looked)\b[^.!?\n]{0,60}\bwhen i (?:said|claimed|told)\b|i stand corrected\b|mea culpa\b|i got (?:ahead of myself|sloppy|careless|confused)|i jumped to|i (?:over-?engineered|over-?complicated|over-?corrected|over-?reached|overshot|overfit|over-?\w{3,14}ed|oversold|overdid|underestimated|underspecified|undercounted|overcounted|double-counted|confused|misplaced|misconfigured|misused|mistyped|mis-?\w{3,12}ed|fumbled|glossed over|lost track|hand-?waved|assumed incorrectly|guessed wrong)\b`,
    { unless: SUPPOSED },
  ],
  [
    'broken by my change',
    String.raw`(?:caused|broken|introduced|due to|because of|(?:comes?|came|stems?|stemmed) from|a (?:result|consequence|side[- ]effect) of|fallout (?:of|from)|regress\w+ from|left over from) (?:by )?my (?:own |earlier |previous |last |recent |first |initial )?(?:[\w-]{1,20} ){0,2}(?:change|edit|fix|refactor\w*|commit|rename|rewrite|update|replacement|sed|script|patch|work|mistake|error|cleanup|migration|command|oversight)s?\b`,
    {
      unless: /(?:\b(?:not|unrelated|whether|if|check)|n['’]t)\b[^.!?\n]{0,40}\bmy\b/iu,
    },
  ],
  [
    'I wrote it wrong',
    String.raw`(?:the )?[\w-]{1,30} (?:that )?i (?:wrote|added|made|used|set|put|gave|proposed|suggested|picked|chose|created|quoted|cited|reported|listed|claimed) (?:[\w-]{1,20} ){0,4}?(?:is|was|were|are) (?:actually |just |also |still |simply )?(?:${WRONG}|not (?:right|correct|valid|true)|too (?:\w+))\b`,
    { unless: SUPPOSED },
  ],
  [
    "you're right: it was wrong",
    String.raw`you(?:['’]re|['’]ve| are| were) (?:absolutely |completely |totally |quite )?right\b[^.!?\n]{0,80}?[,.!:;—–-] {0,2}(?:that|this|it|the [\w-]{1,20}|my [\w-]{1,20})(?: [\w-]{1,20}){0,3}? (?:was|is|were|are) (?:actually |just |also |still )?(?:${WRONG}|not (?:right|correct|what you|needed|necessary)|unnecessary|overkill|redundant|a regression)\b|you(?:['’]re|['’]ve| are| were) right to (?:push back|question|call|challenge|doubt|ask|flag)\b`,
  ],
  [
    'of my own',
    String.raw`(?:inconsistenc(?:y|ies)|errors?|mistakes?|bugs?|typos?|problems?|slips?) of (?:my|mine)\b(?: own)?|(?:error|mistake|bug|slip|oversight)s? (?:is|was|were|are) (?:all |entirely )?mine\b`,
  ],
  [
    "you're right, I",
    String.raw`you(?:['’]re|['’]ve| are| were) (?:absolutely |completely |totally )?right\b[^\n]{0,20}(?:[,.!—–-]| and| that) {0,2}(?:when |by |in my )?i(?:['’]m|['’]d|['’]ve)? (?!can\b|could|should(?! have|n)|will|would|see\b|need|understand|agree|think|want|don|now|just want|notice|ll\b|have (?:everything|all|enough|the|a|what)|already|also|apologize\b(?! ))\w+\b|good catch\b[^.!?\n]{0,5}[.!,—–-] {0,2}(?:i|my|that was)\b`,
  ],
  ...OWN_WRONG,
];

/** It agrees with the person: an admission when the person has just corrected it. */
const CONCEDES: readonly Entry[] = [
  [
    'you are right',
    String.raw`(?:you(?:['’]re| are|['’]ve)|that['’]s) (?:\w{1,12}ly )?(?:right|correct)\b(?! (?:that|to be) )|(?:(?:good|great|nice) catch|fair (?:challenge|hit|criticism))\b|thanks? (?:you )?for (?:catching|the correction|pointing|flagging|spotting)`,
  ],
];

export const ENGLISH_ERRORS: readonly CarefulPhrase[] = [
  ...carefulPhrases('loop', 'reasoning_loop', en('takes back what it just said'), LOOPS, {}).map(
    (phrase) => ({
      ...phrase,
      ...(phrase.text === 'wait' || phrase.text === 'actually' ? { unless: DILIGENCE } : {}),
    }),
  ),
  ...carefulPhrases('admission', 'self_admitted_error', 'admits a mistake of its own', ADMISSIONS),
  ...carefulPhrases('admission', CONCESSION, 'agrees that it was wrong', CONCEDES),
];
