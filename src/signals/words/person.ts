/** What the person says, in English: that the agent got it wrong, and that they have had enough. */
import { DOUBT, PRAISE } from './names';
import { OBJECTIONS } from './objections';
import { BAD, CLAUSE, GENERAL, GOOD, IS, LEAD, NOT, SUBJECT, SUPPOSED } from './personParts';
import { carefulPhrases, type CarefulPhrase, type Entry } from './phrase';

/** The person's own mistake. */
const OWN_SLIP =
  /\b(?:sorry|oops|my (?:mistake|bad|fault|error)|i (?:forgot|misspoke|mistyped|was wrong))\b|(?<!\bnot )\b(?:exactly|precisely) (?:\w{1,6} ){0,2}?what i (?:meant|wanted|had in mind)\b|\bexactly, (?:that|this)\b/iu;

/** What users meet, or what the person broke. */
const OF_OTHERS = new RegExp(
  `${GENERAL.source}|\\b(?:users?|customers?|clients?|visitors?) still\\b|\\bmy own\\b|\\bi broke\\b`,
  'iu',
);

/** Each says it by itself. */
const CORRECTIONS: readonly Entry[] = [
  [
    'no',
    String.raw`${LEAD}(?:no{1,4}|nope|wrong|nah|incorrect)\b(?=\s*[,.!:;…—–-]|\s+(?:that|you|it|this|we|no\b(?!-)|not|don['’]?t|i|man|dude|way|the|please|wait|scratch (?:that|this|it)|these|those|they)\b)`,
    {
      opens: true,
      unless:
        /^\W{0,5}(?:\w{1,5}\W{1,5}){0,2}no,? (?:problem|worries|idea|need|rush|thanks|all (?:good|fine)|it['’]?s (?:fine|ok(?:ay)?|good)|go (?:with|ahead|for)|that['’]?s (?:all|it|fine|ok|good))\b/iu,
    },
  ],
  [
    'wait',
    String.raw`${LEAD}(?:wait|hold on|hang on|stop)\b(?=\s*[,.!—–-]+\s|\s+(?:why|that|you|no|does|did|is|are|i)\b)`,
    {
      opens: true,
      unless:
        /\bstop (?:here|when|after|the)\b|\b(?:wait|hold on|hang on)[\s,.!—–-]{1,4}(?:i['’]?ll|i will|let me|i (?:need|have|want) to)\b/iu,
    },
  ],
  [
    "that's not it",
    String.raw`(?:thats|its) (?:just |still |so )?(?:(?:the |a )?${BAD}|not ${GOOD})(?![\w-])|${SUBJECT}(?:${IS} (?:the |a )?${BAD}|${NOT} ${GOOD}|(?: just| still| also)? (?:seems?|looks?|feels?|sounds?|reads?)(?: a bit| still| very| rather| kind of| quite)? (?:${BAD}|off|strange|fishy|wonky)|${IS} the wrong)(?![\w-])|${SUBJECT} (?:is|are) off by\b|(?:can['’]t|cannot) be (?:right|correct|true)(?=\s{0,3}(?:[.,;:!?—–]|$))|(?:that|this|it)(?:['’]?s not|${NOT}) (?:an? |the )?[\w-]{1,30}[,;—–-]{1,2} ?(?:that|this|it)(?:['’]s| is)\b|(?:this|that|it) only (?:fixe|solve)[sd]\b|(?:made|(?:this|that|it) makes) (?:it|this|that|things) (?:even |much )?worse\b|not even close\b|worse than (?:before|it was|the (?:old|previous|first|last))\b|there(?:['’]s| is) no such (?!thing\b)`,
    {
      unless: new RegExp(
        `${GENERAL.source}|${CLAUSE.source}|\\bclear (?:to me|how|what|whether|why|if)\\b`,
        'iu',
      ),
    },
  ],
  [
    'makes no sense',
    String.raw`(?:does(?:n['’]t| not)|do(?:n['’]t| not)|did(?:n['’]t| not)) (?:even |really |quite )?make (?:any |much |a lot of )?sense\b|makes? (?:no|zero|little) sense\b`,
    { unless: GENERAL },
  ],
  [
    'not what I asked',
    String.raw`not what i (?:asked|wanted|meant|said)|i (?:did(?: not|n['’]t)|never) (?:ask|want|mean|say|said|asked|told)\b|i (?:already )?(?:asked|told) (?:you|for)\b|i(?: already)? (?:said|meant)\b|i mean(?:t)?,? (?:the|that|is|in|for|if|to|like)\b|(?:as|like) i (?:said|mentioned|told)\b|i wanted (?:it|the|you|a|that)\b|why (?:did|do) i have to\b|i(?:['’]ve)? (?:just |already )(?:told|explained|said|asked)\b`,
    { unless: OWN_SLIP },
  ],
  [
    'you missed',
    String.raw`you(?:['’]ve| have)? (?:just |also |still |again |completely |only |clearly |totally |even |actually )?(?:did(?: not|n['’]t)|forgot|missed|broke|removed|ignored|misunderstood|have(?: not|n['’]t)|skipped|still have|deleted|overwrote|are (?:wrong|mistaken|missing|ignoring|not|overcomplicating|over-?engineering|still|confus\w+|repeating|making (?:the|this|things|up)|hallucinating|going|lying|guessing|assuming)|were (?:wrong|supposed|told|asked)|keep \w+ing|should(?: not|n['’]t)? have (?:\w{2,20}ed|been|done|made|kept|put|read|run|told|gone|written|left|used)|messed|screwed|duplicated|hallucinated|invented|made (?:that|this|it|up|a mistake|the same)|undid|lied|misread|failed|left out|never|hard-?coded|reverted|got (?:it|that|this|the)|know (?:that|this|better)|did (?:it|this|that|the same) again|need to (?:actually|stop|re-?read)|mixed|lost|dropped|commented out|swapped|trained on the (?:test|wrong)|changed the (?:meaning|behaviou?r))\b|(?:you['’]re|youre|ur) (?:just |clearly |again )?(?:wrong|mistaken|missing|ignoring|not|overcomplicating|over-?engineering|still|confus\w+|repeating|making|hallucinating|lying|guessing|assuming)\b|(?:you|you['’]ve|have|got)\b[^.!?\n]{0,40}\b(?:wrong|backwards)\b|(?<=^|[.!?,;:\n—–-]\s{0,2})you just (?:\w{1,20}ed|put|wrote|made|copy|did)\b`,
    {
      unless:
        /\b(?:i|we) (?:\w{1,12} )?(?:gave|sent|told|pasted) you\b|\b(?:if|when|in case|once|unless|after|until|whatever|whichever) you\b|\b(?:anything|something|everything|what|all) you\b|\byou(?:['’]re| are) (?:still |not )(?:here|there|sure|able)\b|^\W*(?:are|were|do|did|have|can|could|will|would) you\b|\bmake sure\b/iu,
    },
  ],
  [
    'you did',
    String.raw`(?<=(?:^|[.!?,;:\n—–-])\s{0,2}(?:(?:and|but|so|now|ok|hm+|no),? )?)you (?:just |only |also |simply )?(?:(?:moved|renamed|replaced|rewrote|disabled|mangled|stripped|cropped|shifted|flipped|set|put|took|cut|hid|threw|tore) (?:the|my|our|all|it|them|an?|two|both|every\w*)|answered (?:an?|the)(?:other| different| other| wrong))\b`,
    {
      unless:
        /\b(?:great|nice|nicely|perfect\w*|thanks?|good|love|well done|same|earlier|last time|yesterday|too|as i (?:asked|said))\b|[,;—–-] ?(?:now|so|then|next|please|do)\b|\?\s*$|\b(?:if|when|once|unless|after|until|like|as|what|the \w+|everything) you\b/iu,
    },
  ],
  [
    'what are you doing',
    String.raw`what (?:are|were) you (?:doing|talking|smoking|thinking|on about|even)\b|are you (?:kidding|serious|joking|blind|even)\b|(?:don['’]t|didn['’]t|can['’]t) you (?:even |just )?(?:read|remember|see|know|look|follow|listen)\b|did you (?:even|not|actually|really) \w+|(?<!\b(?:do|did|if|when|once|unless) )you (?:have|had|were given) (?:clear )?(?:directions|instructions|rules|a rule|guidelines)\b|isn['’]t [^.!?\n]{1,40} right there\b|pay attention\b|(?:follow|read|re-?read) (?:my|your|the) (?:instructions|rules|directions|guidelines)\b|not you!`,
  ],
  [
    'stop doing it',
    String.raw`(?<!\b(?:to|will|should|must|can|could|would|it|they|we|i|and|not|never|does|did|when you|let['’]s) )stop (?:putting|doing|adding|using|changing|making|trying|creating|running|asking|saying|removing|writing|guessing|over\w*ing|being|repeating|calling|editing|touching|committing|pushing|assuming|hard-?coding|deleting)\b`,
  ],
  [
    'you need not',
    String.raw`you (?:shouldn['’]t|should not|can['’]t (?:just|do (?:that|this|it))|cannot (?:just|do (?:that|this|it))|could have|must not)\b`,
    { unless: new RegExp(`${SUPPOSED.source}|\\?\\s*$`, 'iu') },
  ],
  [
    "doesn't work",
    String.raw`(?:still )?(?:does(?: not|n['’]?t)|is(?: not|n['’]t)|are(?: not|n['’]t)|did(?: not|n['’]t)|do(?:n['’]t| not)|(?<!\b(?:must|should|will|may|might|could|would|can) )not) (?:seem to |actually |really |quite |even )?work(?:ing)?\b|still (?:does(?: not|n['’]?t)|is(?: not|n['’]t)|not|no|nothing|broken|failing|fails|wrong|the same|see(?:ing)?|get(?:ting)?|the current|shows?|showing|have|has|having|there|missing|doing|says|an? (?:issue|problem|bug|error)|can(?:['’]t|not))\b|(?:is|are|(?:it|that|this)['’]?s) still (?:broken|failing|wrong|the|not|grouped|there|missing|showing|red|a|too|using|returning|throwing|crashing|hanging|blank|empty|flickering|cut off|null|undefined|zero|\d)\b|still (?:crashes|throws|hangs|freezes|breaks|flickers|complains|ignores|misses|returns|displays|prints)\b|(?:it|this|that|which) (?:now |just |also )?(?:does(?: not|n['’]t)|wo(?: not|n['’]t)) (?:actually )?(?:compile|build|run|start|load|render|open|launch|respond|parse)(?=\s{0,3}(?:[.,;:!?—–]|$)|\s+(?:any ?more|now|at all|here|for me|properly|correctly|after|since)\b)|(?:it|this|that|which) does(?: not|n['’]t) even \w`,
    { unless: OF_OTHERS },
  ],
  [
    'tests are unhappy now',
    String.raw`(?:tests?|build|lint\w*|ci|checks?|pipeline) (?:are|is) (?:now |still )(?:unhappy|broken|failing|red)\b|(?:tests?|build|lint\w*|ci|checks?|pipeline) (?:are|is) (?:unhappy|broken|failing|red) (?:now|again)\b|(?:now|still) (?:fails|failing)\b|(?:tests?|lint\w*|build|ci|deploy\w*|pipeline|workflow|command) (?:just |now |again )?(?:failed|fails|broke|crashed|crashes|breaks)\b`,
    {
      unless: new RegExp(
        `${GENERAL.source}|\\b(?:explain|find out|figure out|investigate|understand)\\b[^.!?\\n]{0,20}\\bwhy\\b`,
        'iu',
      ),
    },
  ],
  [
    'revert that',
    String.raw`${LEAD}(?:please |let['’]s |can you |could you |just |now )?(?:revert|undo|roll back|put (?:it|that) back|bring back|restore) (?:that|this|it|your|those|these|what|to|all|everything|back|the (?:[\w-]{1,20} )?(?:changes?|edits?|commits?|fix|refactor\w*|old|original|previous|debug|comments?|names?))\b`,
    { opens: true },
  ],
  [
    'why did you',
    String.raw`why (?:(?:on earth |the \w{2,6} )(?:did|are|have|would|do|is it that) you|(?:did|have|would|do|are) you (?:(?:just|again|even|suddenly|always|also) )?(?:delet|remov|dropp?|break|broke|ignor|skip|revert|overwr|commit|push|disabl|guess|assum|reformat|hard-?cod|duplicat|not\b|keep|still|stop|lie|lying)|(?:did|have|would|do|are|is it that) you\b[^.!?\n]{1,120}\?\s{1,4}(?!(?:just )?(?:curious|wondering|i['’]m (?:just )?(?:curious|wondering)|please explain|explain|thanks?|also|next|now|then|and|what|how|is|are|was|were|could|can|would|does|do|did)\b)[^?\n]{8,400}$)|why(?:['’]d| did) (?:it|we)\b|why (?:the|a) (?:\w{1,20} ){1,4}(?:in|for|of|here)\b[^?\n]{0,60}\?|why so\b|why\s?\?{2}|how come (?:you\b|[^.!?\n]{0,40}(?:\b(?:still|not)\b|n['’]t\b))|why(?: is| are)? still\b|why (?:is|are) (?:it|this|that|these|they) (?:still|not)\b`,
    { unless: /\b(?:explain|tell me|document|describe)\b[^.!?\n]{0,40}\bwhy\b/iu },
  ],
  [
    'we lost',
    String.raw`(?:we|i)(?:['’]ve)? (?:just |now )?(?:lost|no longer (?:see|have))\b|(?:it|that|this|which) (?:just |also )?(?:(?:removed|deleted|overwrote|reverted|dropped|lost) (?:all )?(?:of )?(?:my|our)|broke (?:the|my|our|all|everything))\b|where did (?:all )?(?:the|my|our) (?:[\w-]{1,20} ){1,3}go(?=\s{0,3}(?:[?!.,]|$))`,
    {
      unless:
        /\b(?:lost|longer have) (?:the |our |my )?(?:connection|internet|network|power|vpn|wifi|access|track)\b/iu,
    },
  ],
  [
    // What it did, with a word that tells what is wrong about it.
    'you did it otherwise',
    String.raw`(?<=(?:^|[.!?,;:\n—–-])\s{0,2}(?:(?:and|but|so|now|ok|hm+|no),? )?)you(?:['’]ve| have)? (?:(?:only|just) \w{2,20}ed (?:one|two|half|part|some|the (?:first|last|top))\b|(?:also |just |even |still )?(?:used|added|imported|called|picked|chose|took|kept|installed|copied|wrote) (?:the|an?|all the) (?:old|older|deprecated|outdated|legacy|previous|obsolete|wrong|unofficial|sync|synchronous|same)\b|(?:also |just |even )?(?:changed|reformatted|re-?indented|edited|touched|rewrote|renamed|rearranged|reordered|committed|pushed|included) (?:[\w-]{1,20} ){0,4}(?:whole|entire|unrelated|generated|every (?:file|line)|all (?:the )?(?:other )?files)\b|(?:deleted|removed|changed|added|did) (?:way |far )?too (?:much|many|little|few)\b)`,
    {
      unless:
        /\b(?:great|nice|nicely|perfect\w*|thanks?|good|love|well done|same (?:as|way)|earlier|yesterday|as i (?:asked|said))\b|\?\s*$|\b(?:if|when|once|unless|after|until|like|as|what|the \w+|everything) you\b/iu,
    },
  ],
  [
    'you misdid it',
    String.raw`you(?:['’]ve| have)? (?:also |just |now |again )?(?:mis\w{3,12}ed|mis(?:read|took|led|spelt)|over(?!rid|heard)\w{3,14}ed|ruined|spoiled|truncated|bypassed|conflated|inverted|reversed|faked|guessed|assumed)\b|(?:that|this)(?:['’]s| is) not (?:the|my|our) (?!(?:problem|issue|bug|priority|end|first|last|concern|only|main)\b)\w|(?:(?:it(?:['’]s)?|this|that|they|the [\w-]{1,20}(?: [\w-]{1,20})?|which) (?:now |just |also |still )?(?:saved|stored|sorted|written|goes|go|went|points?|links?|leads?|looks?|ended up|lands?|landed|saves?|saved|writes?|wrote|sorts?|opens?|is|are|uses|reads?|comes?)|you(?:['’]re| are)) (?:\w{2,12} )?(?:(?:in|to|at|on|into|by|from|against|for|with) )?the wrong \w|(?:it|this|that|which|they) (?:is |are |gets? |now )?\w{2,20} (?:(?:the|a|every|each|all) )?(?:\w{1,20} )?twice(?: now)?(?=\s{0,3}(?:[.!;]|$))|(?:it|that|this) (?:was|looked|read) (?:much |way |a lot )?(?:better|nicer|clearer|faster) (?:before|with the old|in the old|yesterday)\b|(?:it|this|that|which)(?:['’]s| is) still using the\b`,
    {
      unless: new RegExp(
        `${GENERAL.source}|${SUPPOSED.source}|\\b(?:should|must|please make|let['’]s|what if|great|thanks?)\\b|\\?\\s*$`,
        'iu',
      ),
    },
  ],
  [
    'now it is worse',
    String.raw`${LEAD}now (?:the|it|nothing|every\w*|all|i|my|our|we)\b[^.!?\n]{0,60}\b(?:broken|breaks|fails?|failing|crash\w*|slower|missing|gone|empty|blank|wrong|worse|doesn['’]t|does not|don['’]t|can['’]t|cannot|isn['’]t|aren['’]t|no longer|hangs?|flickers?|overlaps?|too (?:big|long|short|small|wide|slow|dark|light))\b`,
    {
      opens: true,
      unless: new RegExp(
        `${SUPPOSED.source}|\\b(?:should|must|make|add|let['’]s|please|need(?:s|ed)?|i (?:know|see|understand)|thanks?|can you|could you|fix|handle|page for|message|test for|what|how)\\b|\\b(?:errors?|warnings?|crash\\w*|bugs?|flicker) (?:is|are) (?:all )?gone\\b|\\?\\s*$`,
        'iu',
      ),
    },
  ],
  [
    'put it back',
    String.raw`${LEAD}(?:please |just )?(?:put|bring|change|switch|move) (?:it|that|them|this|those) back(?=\s{0,3}(?:[.!,;]|$|to (?:how|what|where)\b|how\b|as (?:it|they)\b))`,
    { opens: true },
  ],
  [
    'your work lacks it',
    String.raw`your (?!(?:machine|sandbox|context|environment|env|terminal|shell|tools?|account|team|name|model|version|training|knowledge|job|task)\b)[\w-]{1,20}(?: [\w-]{1,20})? (?:(?:still |just |also )?(?:does(?: not|n['’]t)|do(?: not|n['’]t)|did(?: not|n['’]t)|is(?: not|n['’]t)|are(?: not|n['’]t)|wo(?: not|n['’]t)|can(?:not|['’]t))(?! (?:need|have) (?:to|any)\b| matter\b)|(?:contains?|includes?|touch(?:es)?|chang(?:es|ed)) (?:my|unrelated|way too|too|all (?:the )?|every|generated)\b)`,
    {
      unless: new RegExp(
        `${GENERAL.source}|${SUPPOSED.source}|\\b(?:if|when|unless|until|once) your\\b|\\?\\s*$`,
        'iu',
      ),
    },
  ],
  [
    'no such thing',
    String.raw`(?:that|this) (?:function|method|option|flag|class|module|package|parameter|param|argument|command|endpoint|column|table|field|property|hook|version|import|library|setting|key|file|type) (?:does(?: not|n['’]t) (?:even )?exist|is(?: not|n['’]t) (?:available|valid|supported|real|there))\b(?! yet\b)`,
    { unless: /\b(?:if|when|in case|whether|unless|so that|because|says?|said|error)\b|\?\s*$/iu },
  ],
  [
    'we do otherwise',
    String.raw`we (?:do(?: not|n['’]t)|never) (?:use|do|write|commit|call|import|name|put|mock) [^.!?\n]{1,40}[,;:—–-]{1,2} ?(?:but |please |only |always |just )?(?:use|we use|we have|we always)\b`,
    { unless: /\b(?:if|when|whether|why)\b|\?\s*$/iu },
  ],
  [
    'it looks broken',
    String.raw`(?:the|it|that|this|everything|my|our)\b[^.!?\n]{0,40} (?:is|are) (?:now |all |completely )?(?:upside down|mirrored|misaligned|cut off|squashed|stretched|garbled|scrambled|(?:blank|empty|missing|broken|invisible|unreadable|twice (?:there|in there)) now)\b|(?:the|it|they|that|this)\b[^.!?\n]{0,40} (?:is|are) still (?:on the (?:left|right|top|bottom)|visible|overlapping|behind|misaligned|cut off|off)\b|(?:this|that|it) does (?:absolutely |still |just )?nothing\b|(?:it|this|that) (?:compiles|builds|runs|works|starts|loads|opens|passes)(?: now| fine)?,? but (?:the|it|nothing|now|there|only|not|no)\b|(?<=[,;] (?:and |but )?)(?:it|that|this|they|which) (?:must|should)(?: not|n['’]t)(?=\s{0,3}(?:[.!;]|$))|(?:does|do)(?:n['’]t| not) add up\b|(?:that|this|it)(?:['’]s| is) (?:only|just) (?:half|part|some|one|a part) of (?:it|them|what)\b`,
    { unless: new RegExp(`${GENERAL.source}|${SUPPOSED.source}|\\?\\s*$`, 'iu') },
  ],
  [
    'undo that, please',
    String.raw`(?<=[,;] )(?:and |but )?please (?:undo|revert|roll back|put (?:it|that|them) back)(?: (?:that|it|this|them|those))?(?=\s{0,3}(?:[.!,;]|$))|(?:read|look at) (?:my|what i) [^.!?,\n]{1,30} again\b|re-?read (?:my|what i)\b`,
    { unless: /\b(?:if|when|then|once|afterwards?|in case|unless)\b|\?\s*$/iu },
  ],
  [
    'your change did it',
    String.raw`your [\w-]{1,20}(?: [\w-]{1,20})? (?:just |only |still |now |also )?(?:hides?|breaks?|broke|misse[sd]|ignore[sd]|fail(?:s|ed)|loses?|lost|drop(?:s|ped)|removed?s?|overwr\w+|leaks?|match(?:es|ed) too|assume[sd]|blocks?|throws?|crashe[sd])\b|(?:since|after|with) your (?:[\w-]{1,12} ){0,2}(?:changes?|edits?|fix|commits?|updates?|patch|refactor\w*)\b[^.!?\n]{0,60}\b(?:fail|crash|br[eo]ak|error|slower|worse|missing|blank|empty|no longer (?:works?|starts?|builds?|compiles?|loads?|runs?|opens?|renders?|shows?))\w*|\b(?:fails|crash\w*|broken?|errors?|slower|worse|missing|gone|blank|empty|[45]\d\d)\b[^.!?\n]{0,40}\b(?:since|after) your (?:[\w-]{1,12} ){0,2}(?:changes?|edits?|fix|commits?|updates?|patch|refactor\w*)\b`,
    {
      unless: new RegExp(
        `${GENERAL.source}|\\b(?:errors?|crash\\w*|fail\\w*|warnings?|bugs?) (?:is|are|has|have) (?:all |now )?gone\\b|\\bno (?:\\w+ )?(?:errors?|crash|fail)|\\bthanks?\\b`,
        'iu',
      ),
    },
  ],
  [
    'the wrong one',
    String.raw`${LEAD}(?:wrong [\w-]{2,20}|(?:exact(?:ly)? |the )?same (?:(?:error|issue|problem)(?: again| as before| here| still)?|(?:result|output|behaviou?r) (?:again|as before|still)))(?=\s{0,3}(?:[.!,;]|$))|${LEAD}not (?:the|that|this|my|our) [^.!?,\n]{1,40}, ?(?:but |use )?the\b`,
    { opens: true, unless: /\bplease\b/iu },
  ],
  [
    "I don't think",
    String.raw`i do(?: not|n['’]t) (?:think (?:we|you|that|this|it|\w{1,20} (?:is|are|uses?|needs?|has))|(?:really )?(?:like|love) (?:this|that|it|how|the|your)|see (?:why|the (?:point|value|benefit)|it\b|that|any|mention|\w{1,20} (?:anywhere|used))|care about|(?:want|need) (?:the|that|this|those|these|any|you|to)|understand why|get why)\b|i['’]m not (?:sure (?:i (?:see|get|understand|agree|like)|(?:that|this|it)(?:['’]s| is))|a fan|happy|convinced)\b|not a (?:big |huge )?fan of\b`,
    { unless: /\bif i don['’]t\b|, so\b/iu },
  ],
  [
    'I thought',
    String.raw`i thought (?:we|you|it|that|this|the|i|our|my)\b|did(?:n['’]t) (?:we|you|i) (?:already |just )?\w+|(?:was|were|is|are) (?:not |never )?supposed to\b`,
    { unless: /^\W*(?:what|how|where|when|which|who)\b/iu },
  ],
  [
    "doesn't look right",
    String.raw`(?:does(?: not|n['’]t)|did(?: not|n['’]t)|do(?: not|n['’]t)) (?:look|sound|feel) (?:right|good|correct|great|nice|like (?:it|that|you))\b|does(?: not|n['’]t) seem (?:right|good|correct|so|very|like|to|that|necessary)\b|(?:that|this|it) seems (?:too|unnecessary|redundant|excessive|overly|like (?:overkill|too much))\b`,
    { unless: GENERAL },
  ],
  [
    "didn't find it helpful",
    String.raw`(?:that|this|it|which|your \w{1,20}|the (?:fix|change|last \w{1,20})) (?:did(?: not|n['’]t)|has(?:n['’]t| not)) (?:fix|help|change|do|solve|work)(?:ed)?\b|i did(?: not|n['’]t) find\b|nothing (?:happens|happened|changed|shows|showed|works|is (?:showing|happening))\b|(?:has|had|have) no effect\b`,
  ],
  ['are you sure', String.raw`${LEAD}are you (?:really |absolutely )?(?:sure|certain)\b`, { opens: true }],
  [
    'too much of it',
    String.raw`(?:is|are|was|were|looks?|feels?|seems?|(?:that|this|it|which)['’]s|they['’]re) (?:still |way |far |much |a bit |a little |just )?too (?:big|long|short|small|verbose|much|complicated|complex|wordy|generic|noisy|many|slow|wide|dark|light|vague|strict|broad|narrow|close|far|aggressive)\b|(?:over-?engineered|overkill|unnecessarily complex|over-?complicated|way too)\b`,
    { unless: GENERAL },
  ],
  [
    'do we even need it',
    String.raw`(?:do|why do) we (?:even|really|actually|still) (?:need|have|want)\b|(?:i don['’]t think )?we don['’]t (?:actually|really|even) (?:need|want)\b`,
  ],
  [
    'but …',
    String.raw`(?:ok(?:ay)?,? |yes,? |yeah,? |hm+,? |well,? )?but (?:why (?:did|are|is|would|do)|you (?:did|have|said|still|just|only|forgot|are)|(?:that|this|it)(?:['’]s| is| does|['’]?s? still)(?: still)? ?(?:not|n['’]t|wrong|still|the same)|(?:it|they|that) (?:doesn|don|didn|isn|aren|can)['’]t|i (?:said|asked|want|wanted|still|told|don|got|get|see)|i['’]m (?:still |now )?(?:getting|seeing)|now\b|then\b[^.!?\n]{0,20}\b(?:fail|break|crash|error)\w*)\b`,
  ],
  [
    'it fails',
    String.raw`(?:it|this|that|which) (?:just |now |still |again )(?:fails|failed|crashes|crashed|breaks|broke|errors?(?: out)?|hangs?|does nothing|disappeared|is (?:empty|blank|gone|missing|stuck|broken|failing))\b|i(?:['’]m| am)? (?:now |still |again )(?:get(?:ting)?|see(?:ing)?|got)\b|now i(?:['’]m| am)? (?:get(?:ting)?|see(?:ing)?|have)\b`,
    { unless: GENERAL },
  ],
  [
    'you said',
    String.raw`(?:you (?:said|told me|claimed|promised|mentioned|wrote) [^.!?\n]{1,120}(?:but|yet|though)\b|(?:but|yet) you (?:said|told|claimed|promised))`,
  ],
  [
    'actually, …',
    String.raw`${LEAD}actually,? (?:no\b|i (?:meant|wanted|got)|don['’]t|let['’]s (?:not|revert|undo|go back))`,
    { opens: true },
  ],
  ['there is still', String.raw`there(?:['’]s| is| are) still\b`, { unless: GENERAL }],
  [
    'this is annoying',
    String.raw`(?:this|that|it)(?:['’]s| is)(?: being)? (?:so |really |very )?(?:annoying|frustrating|ridiculous)\b`,
  ],
  [
    'instead of what I said',
    String.raw`(?:should|shouldn['’]t) (?:be|have been) [^.!?\n]{1,60}, not\b|(?:i (?:wanted|asked for|said)) [^.!?\n]{1,60}\bnot\b|(?:was|were) (?:to be|meant to be)\b`,
  ],
  [
    'one correction',
    String.raw`${LEAD}(?:one|small|minor|quick|a|slight) (?:small |minor |quick )?(?:correction|mistake|error|nit|typo|regression)\b|typo[,:]|correction[,:]`,
    { opens: true },
  ],
  [
    'not quite',
    String.raw`(?<=(?:^|[.!?\n])\s{0,3})not (?:quite|exactly)(?=\s{0,2}[,.:;—–-])|not (?:quite|exactly) (?:right|what|it|there|correct|working|true)\b|did(?:n['’]t| not) quite\b|the other way (?:a)?round\b|it(?:['’]s| is) the opposite\b|(?:it|that|this|they)(?:['’]s| is|['’]re| are) actually\b|what happened (?:to|with) (?:the|my|our|your|that|this|all|it)\b|i (?:only|just) (?:want|wanted|asked|meant)\b`,
    { unless: GENERAL },
  ],
  [
    'something is off',
    String.raw`something(?:['’]s| is| seems| looks| went) (?:\w{1,12} )?(?:wrong|off|odd|weird|strange|fishy|broken)\b|something (?:odd|weird|strange) (?:happened|is)\b`,
    {
      unless:
        /\b(?:if|when|in case|unless|whether) something\b|\b(?:tells?|shows?|says?|displays?|message|toast|banner|page)\b[^.!?\n]{0,40}\bsomething\b/iu,
    },
  ],
  ...OBJECTIONS,
];

/**
 * Each is said as often of other things. Two together in a short prompt correct, when one of them objects (`userCorrections.ts`).
 */
const DOUBTS: readonly Entry[] = [
  [
    'hmm',
    String.raw`(?:h?m{2,6}|um{1,5}|uh{1,5}|whoa|dude|man|wth|wtf|seriously|really|yikes|ugh|huh)\b(?=\s{0,2}[,.!?…—–-]|\s)`,
    { opens: true },
  ],
  [
    'why',
    String.raw`why (?:(?:did|have|would|are|do) you|is|are|does|do|was|were|isn['’]t|aren['’]t|doesn['’]t|don['’]t|not|didn['’]t|can['’]t|wasn['’]t|has|have|hasn['’]t|haven['’]t|ignore|use|would|only|just|two|both|all)\b|why['’]s\b`,
    { unless: /\b(?:explain|tell me|document|describe|understand)\b[^.!?\n]{0,40}\bwhy\b/iu },
  ],
  [
    'should',
    String.raw`(?:should|needs? to|has to|have to|must)(?: always| only| just| still| never| at least)? (?:be|have|use|match|need|go|come|do|say|show|stay|keep|work|include|contain|only|just|get|live|return|look)\b`,
    { unless: SUPPOSED },
  ],
  [
    'already',
    String.raw`(?:we|you|i|it|that|there(?:['’]s| is| are)) already (?:have|had|has|did|do|does|done|a|an|is|are|was|said|in|exists?|got)\b|(?:that|this|it)(?:['’]s| is| was) already\b`,
  ],
  ['rather', String.raw`i(?:['’]d| would) (?:rather|prefer|expect|have expected)\b|let['’]s not\b`],
  ['actually', String.raw`${LEAD}actually\b`, { opens: true }],
  [
    'should not',
    String.raw`(?:should(?:n['’]t| not)|must(?:n['’]t| not)) (?:be|have|need|use|do|show|go|happen)\b`,
  ],
  ['we agreed', String.raw`we (?:already |had |have )?(?:decided|agreed|settled|discussed|said)\b`],
  [
    'mostly',
    String.raw`(?:mostly|almost|partially|kind of|sort of|nearly|half) (?:work|there|right|good|done)\w*`,
  ],
  ['instead', String.raw`instead\b|rather than\b`],
  [
    'not this',
    String.raw`(?<=[,—–-] {0,2})not (?:the|in|on|a|an|just|by|from|to|via|with|my|our|your|for|as|of|so|at|that|this)\b`,
  ],
  [
    'no need',
    String.raw`(?:we|i) (?:do(?: not|n['’]t)|wo(?:n['’]t)) (?:need|want|like|use|have)\b|you do(?: not|n['’]t) (?:need|have) to\b|no need (?:for|to)\b|(?:is|are)(?: not|n['’]t) (?:needed|used|necessary|a thing|relevant)\b|not (?:useful|needed|necessary|relevant|worth)\b|unneeded\b|just (?:noise|drop|remove|use)\b`,
  ],
  ["don't", String.raw`(?:please )?(?:do not|don['’]t)(?! worry| forget| hesitate| you)\b`, { opens: true }],
  [
    'an error',
    String.raw`(?:getting|got|get|gives?|gave|throws?|threw|hits?|see|seeing|has|have) (?:me )?(?:an?|the|this|these|some|\d+|a bunch of|lots of|same) (?:[\w-]{1,20} ){0,3}(?:errors?|warnings?|exception|failures?|crash)\b|i(?:['’]m| am) (?:getting|seeing|hitting)\b|(?:is|are) (?:failing|crashing|erroring|hanging|stuck|empty|blank)\b`,
    { unless: SUPPOSED },
  ],
  [
    'a problem',
    String.raw`(?:there(?:['’]s| is| are| seems)|have|having|got|hit) (?:to be )?(?:an?|some|a few|other|one|the same) (?:[\w-]{1,20} )?(?:issues?|bugs?|problems?|errors?|regressions?|typos?|mistakes?|mismatch)\b|(?:the )?(?:issue|problem) is\b`,
    { unless: SUPPOSED },
  ],
  [
    'missing',
    String.raw`(?:is|are|was|were|['’]s) (?:completely |still |now |just |all )?(?:missing|gone|not there|not (?:shown|showing|visible|updated|included|used))\b|where(?:['’]s| is| are| did) (?:the|my|all|that|those)\b|(?:can['’]t|cannot|don['’]t|do not|didn['’]t) (?:see|find|get) (?:the|any|it|a|that|my)\b|(?:is|are)(?:n['’]t) (?:show\w*|updat\w+|using|get\w*|there|being)\b|(?:does|do)(?:n['’]t| not) (?:handle|show|have|include|match|update|need|use|exist|appear|scroll|respect|account|cover|support)\b|(?:weren|wasn|aren|isn)['’]t (?:we|you|it|that|this)\b`,
    { unless: SUPPOSED },
  ],
  [
    'but',
    String.raw`(?<=^|[.!…—–-] {0,2}|\b(?:ok|okay|yes|yeah|nice|good|great|cool|thanks|fine|perfect|close|almost|sure|works)[,;] {0,2})(?:but|except|however|though)\b(?! (?:first|later|let|also|now|please|next|then|before|after|could|can|would|maybe|keep|without|leave|make sure|we (?:also |still |will )?(?:need|want))\b)`,
  ],
  ['but, later', String.raw`(?<=[,;] {0,2})(?:but|except|however|though)\b`],
  [
    'right?',
    String.raw`(?<=[,.…] ?)(?:no|right|yeah|yes|correct|huh) ?\?|(?:isn|aren|wasn|wouldn|won|doesn|don|shouldn|hasn|haven|couldn)['’]t (?:it|that|this|we|you|there|they|the)\b(?=[^.!?\n]{0,200}\?)`,
  ],
  [
    'be more so',
    String.raw`(?:be|make (?:it|this|that)) (?:more |much |less |way |extremely |very )*(?:concise|specific|careful|simpler|shorter|clearer|precise|verbose|consistent|simple)\b|(?:keep|make) it (?:simple|short|concise)\b|more idiomatic\b|better way\b`,
  ],
  [
    'again',
    String.raw`(?:check|look|try|do|read|redo|run)(?: it| that| this)? again\b|re-?read\b|look (?:closer|harder|more carefully)\b|more carefully\b|double[- ]check\b|(?:that|this) is(?: just)? (?:what|how|where|why)\b`,
  ],
];

const FRUSTRATION: readonly Entry[] = [
  [
    'strong word',
    String.raw`(?:(?:what|why|who|how|where) the (?:fuck|hell|heck)|fuck\w*|bull ?shit|shit(?:ty)?|my shit|crap(?:py)?|damn(?:ed|it)?(?! (?:good|nice|fine|fast|great|well)\b)|god ?damn\w*|wtf(?!-\d)|ffs|fgs|omfg|for (?:fuck|god|christ|heaven|goodness)['’]?s?['’]? sake|jesus(?: christ)?|idiot\w*|infuriat\w+|unacceptable|pathetic|(?:sick|(?:so|really|getting) tired) of (?:this|it|that|your)|fed up|waste of (?:time|money|tokens)|wast(?:e|es|ed|ing) (?:my|our) (?:time|money|tokens)|driving me (?:crazy|mad|nuts|insane)|are you (?:kidding|joking)(?: me)?(?=\s{0,3}[?!])|(?:losing|lost|out of) (?:my )?patience)(?![\p{L}\p{N}_])`,
    { unless: PRAISE },
  ],
  [
    // Said of what is there; “an annoying flicker” names what is to be mended.
    'strong word',
    String.raw`(?:(?:(?:is|are|was|were|been|be|being|getting|looks?|feels?|sounds?|how|so|really|very|absolutely|completely|totally|utterly|just|beyond|more)|(?:it|that|this|what|you|they|i|we)['’](?:s|re|m)) (?:(?:a|an|the|such|so|really|very|absolutely|completely|totally|utterly|just|getting|beyond|too|all|pretty|quite|still) ){0,2}(?:terrible|horrible|awful|stupid|ridiculous|useless|garbage|nonsense|annoying|annoyed|frustrat(?:ing|ed))|(?:absolute|complete|total|utter) (?:garbage|nonsense))(?![\p{L}\p{N}_-])(?! (?:collect|word|string|value|mutation|lot|nice|number|amount))`,
    {
      unless:
        /\b(?:users?|customers?|clients?|people|visitors?|support|team|colleagues?) (?:who |that )?(?:is|are|was|were|gets?|feels?|find)\b/iu,
    },
  ],
  [
    // … and by itself: “Useless.”
    'strong word',
    String.raw`(?:terrible|horrible|awful|stupid|ridiculous|useless|garbage|nonsense|annoying|frustrating)(?=\s{0,3}(?:[.!?,;…]|$))`,
    { opens: true },
  ],
  [
    'again and again',
    String.raw`for the (?:third|fourth|fifth|tenth|hundredth|last|\d+th) time|(?:this|that|it)(?: is|['’]s) (?:now |already )?the (?:third|fourth|fifth|tenth|hundredth|\d+(?:rd|th)) time\b|(?:third|fourth|fifth|tenth|hundredth|\d+(?:rd|th)) time (?:that )?(?:i(?:['’](?:m|ve|d))?|(?:we|you)(?:['’](?:ve|d|re))? (?:have|had|are|did|got|went|broke|said|told|made|left|wrote|\w{2,20}ed))\b|how many (?:more )?times (?:do|did|must|have|should|will|shall) (?:i|we|you)\b|how many times(?=\s{0,3}[!?]{0,9}\s{0,3}$)|over and over(?: again)?|(?:again and again|yet again)\b|i(?:['’]ve| have)? (?:already )?told you (?:\w{1,10} ){0,3}(?:times|already|before)|you keep (?:\w{1,20}ing)\b`,
  ],
  [
    'again?!',
    String.raw`(?:again|seriously|really|come on|ugh+|argh+)\s*(?:\?!|!\?|!{2,}|\?{2,})|(?:ugh+|argh+)\b`,
  ],
];

/** People leave out the apostrophe: “isnt”, “doesnt”. */
const asTyped = (phrases: readonly CarefulPhrase[]): CarefulPhrase[] =>
  phrases.map((phrase) => ({ ...phrase, pattern: phrase.pattern.replaceAll("n['’]t", "n['’]?t") }));

export const ENGLISH_PERSON: readonly CarefulPhrase[] = [
  ...asTyped(carefulPhrases('correction', 'user_correction', 'the person corrects the agent', CORRECTIONS)),
  ...asTyped(carefulPhrases('correction', DOUBT, 'the person doubts what the agent did', DOUBTS)),
  ...carefulPhrases('frustration', 'user_frustration', 'a word of frustration', FRUSTRATION),
];
