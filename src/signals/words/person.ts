/** What the person says, in English: that the agent got it wrong, and that they have had enough. */
import { careful, type Careful, type Entry } from './phrase';

/** A rule, a wish or a question about how things are in general: nothing is corrected. */
const GENERAL =
  /\bhow (?:do|can|to|does|would|should)\b|\b(?:if|when|whenever|in case|make sure|ensure|so that) [^.!?\n]{0,60}$|\bmake sure\b/iu;

const CORRECTIONS: readonly Entry[] = [
  [
    'no',
    String.raw`(?:oh |ah |um |hm+,? )?(?:no|nope|wrong|nah)\b(?=\s*[,.!:—–-]|\s+(?:that|you|it|this|we|not|don['’]t|i (?:mean|meant|want|said))\b)`,
    { opens: true, unless: /^\W{0,5}no (?:problem|worries|idea)\b/iu },
  ],
  [
    'wait',
    String.raw`(?:wait|hold on|hang on|stop)\b(?=\s*[,.!—–-]+\s|\s+(?:why|that|you|no|does|did|is|are|i)\b)`,
    { opens: true, unless: /\bstop (?:here|when|after|the)\b/iu },
  ],
  [
    "that's not it",
    String.raw`(?:that|this|it|which)(?:['’]s| is| was| isn['’]t| wasn['’]t)(?: still| clearly| just| also)? (?:not? ?(?:it|right|what|correct|how|true|working|the (?:issue|problem|point|case|right))|(?:not )?(?:right|correct|what i)|wrong|incorrect|nonsense|backwards)\b(?<!(?:that|this|it|which)(?:['’]s| is| was) (?:right|correct))`,
    { unless: GENERAL },
  ],
  [
    'not what I asked',
    String.raw`not what i (?:asked|wanted|meant|said)|i (?:did(?: not|n['’]t)|never) (?:ask|want|mean|say|said|asked|told)\b|i (?:already )?(?:asked|told) (?:you|for)\b|i(?: already)? (?:said|meant)\b|i mean(?:t)?,? (?:the|that|is|in|for|if|to|like)\b|(?:as|like) i (?:said|mentioned|told)\b`,
  ],
  [
    'you missed',
    String.raw`you(?:['’]ve| have)? (?:just |also |still |again |completely )?(?:did(?: not|n['’]t)|forgot|missed|broke|removed|ignored|misunderstood|have(?: not|n['’]t)|skipped|still have|deleted|overwrote|are (?:wrong|mistaken|missing|ignoring|not|overcomplicating|over-?engineering|still|confus\w+)|were (?:wrong|supposed)|keep \w+ing|should(?: not|n['’]t) have|should have|messed|screwed)\b|you['’]re (?:wrong|mistaken|missing|ignoring|not|overcomplicating|over-?engineering|still|confus\w+)\b|(?:you|you['’]ve|have|got)\b[^.!?\n]{0,40}\b(?:wrong|backwards)\b`,
    { unless: /\b(?:if|when|in case|once) you\b|\b(?:anything|something) you\b/iu },
  ],
  [
    "doesn't work",
    String.raw`(?:still )?(?:does(?: not|n['’]t)|is(?: not|n['’]t)|are(?: not|n['’]t)|did(?: not|n['’]t)|not) work(?:ing)?\b|still (?:does(?: not|n['’]t)|is(?: not|n['’]t)|not|broken|failing|fails|wrong|the same|see(?:ing)?|get(?:ting)?|the current|shows?|have|has)\b|(?:is|are) still (?:broken|failing|wrong|the|not|grouped|there|missing|showing|red)\b`,
    { unless: GENERAL },
  ],
  [
    'tests are unhappy now',
    String.raw`(?:tests?|build|lint\w*|ci|checks?|pipeline) (?:are|is) (?:now |still )(?:unhappy|broken|failing|red)\b|(?:tests?|build|lint\w*|ci|checks?|pipeline) (?:are|is) (?:unhappy|broken|failing|red) (?:now|again)\b|(?:now|still) (?:fails|failing)\b`,
    { unless: GENERAL },
  ],
  [
    'revert that',
    String.raw`(?:please )?(?:revert|undo|roll back|put (?:it|that) back) (?:that|this|it|the|your|those|these|what)\b`,
    { opens: true },
  ],
  [
    'why did you',
    String.raw`why (?:did|are|have|would|do|is it that) you\b|why(?:['’]d| did) (?:it|we)\b|why (?:the|a) (?:\w{1,20} ){1,4}(?:in|for|of|here)\b[^?\n]{0,60}\?`,
  ],
  ['we lost', String.raw`(?:we|i) (?:lost|no longer (?:see|have))\b`],
  [
    "I don't think",
    String.raw`i do(?: not|n['’]t) (?:think (?:we|you|that|this|it|\w{1,20} (?:is|are|uses?|needs?|has))|(?:really )?like (?:this|that|it|how|the)|see (?:why|the (?:point|value|benefit))|care about|(?:want|need) (?:the|that|this|those|these|any|you|to)|understand why)\b|i['’]m not sure (?:i (?:see|get|understand|agree|like)|(?:that|this|it)(?:['’]s| is))\b`,
    { unless: /\bif i don['’]t\b/iu },
  ],
  [
    "doesn't look right",
    String.raw`(?:does(?: not|n['’]t)|did(?: not|n['’]t)) (?:look|sound|seem|feel) (?:right|good|correct|like (?:it|that|you))\b`,
  ],
  [
    "didn't find it helpful",
    String.raw`(?:that|this|it|which|your \w{1,20}|the (?:fix|change|last \w{1,20})) did(?: not|n['’]t) (?:fix|help|change|do|solve|work)\b|i did(?: not|n['’]t) find\b`,
  ],
  ['are you sure', String.raw`are you (?:really |absolutely )?sure\b`, { opens: true }],
  [
    'too much of it',
    String.raw`(?:is|are|was|looks?|feels?|['’]s) (?:still |way |far |much |a bit |a little |just )?too (?:big|long|short|small|verbose|much|complicated|complex|wordy|generic|noisy|many|slow|wide|dark|light|vague|strict)\b|(?:over-?engineered|overkill|unnecessarily complex)\b`,
    { unless: GENERAL },
  ],
  [
    'do we even need it',
    String.raw`(?:do|why do) we (?:even|really|actually) (?:need|have)\b|(?:i don['’]t think )?we don['’]t (?:actually|really|even) need\b`,
  ],
  [
    'but …',
    String.raw`(?:ok(?:ay)?,? |yes,? |yeah,? |hm+,? |well,? )?but (?:why (?:did|are|is|would|do)|you (?:did|have|said|still|just|only|forgot|are)|(?:that|this|it)(?:['’]s| is| does|['’]?s? still)(?: still)? ?(?:not|n['’]t|wrong|still|the same)|i (?:said|asked|want|wanted|still|told|don))\b`,
    { opens: true },
  ],
  [
    'it fails',
    String.raw`(?:it|this|that|which) (?:just |now |still |again )(?:fails|failed|crashes|crashed|breaks|broke|errors?(?: out)?|hangs?|does nothing|disappeared|is (?:empty|blank|gone|missing|stuck|broken|failing))\b|i(?:['’]m| am)? (?:now |still |again )(?:get(?:ting)?|see(?:ing)?)\b|now i(?:['’]m| am)? (?:get(?:ting)?|see(?:ing)?)\b`,
    { unless: GENERAL },
  ],
  [
    'you said',
    String.raw`(?:you (?:said|told me|claimed|promised|mentioned|wrote) [^.!?\n]{1,120}(?:but|yet|though)\b|(?:but|yet) you (?:said|told|claimed|promised))`,
  ],
  [
    'actually, …',
    String.raw`actually,? (?:no\b|i (?:meant|wanted)|don['’]t|let['’]s (?:not|revert|undo|go back))`,
    { opens: true },
  ],
  ['there is still', String.raw`there(?:['’]s| is| are) still\b`, { unless: GENERAL }],
  [
    'this is annoying',
    String.raw`(?:this|that|it)(?:['’]s| is)(?: being)? (?:so |really |very )?(?:annoying|frustrating|ridiculous)\b`,
  ],
  [
    'instead of what I said',
    String.raw`(?:should|shouldn['’]t) (?:be|have been) [^.!?\n]{1,60}, not\b|(?:i (?:wanted|asked for|said)) [^.!?\n]{1,60}\bnot\b`,
  ],
];

const FRUSTRATION: readonly Entry[] = [
  [
    'strong word',
    String.raw`(?:(?:what|why|who|how|where) the (?:fuck|hell|heck)|fuck\w*|bull ?shit|shit(?:ty)?|my shit|crap(?:py)?|damn(?:ed|it)?|god ?damn\w*|wtf|ffs|fgs|omfg|for (?:fuck|god|christ|heaven|goodness)['’]?s?['’]? sake|jesus(?: christ)?|terrible|horrible|awful|stupid|idiot\w*|ridiculous|useless|garbage|nonsense|annoying|annoyed|frustrat\w+|infuriat\w+|unacceptable|pathetic|sick of (?:this|it)|fed up|waste of (?:time|money|tokens))(?![\p{L}\p{N}_])`,
    {
      unless:
        /\bgarbage[ -]?collect\w*|\bnonsense (?:word|string|value|mutation)|\bawful(?:ly)? (?:lot|nice)/iu,
    },
  ],
  [
    'again and again',
    String.raw`for the (?:third|fourth|fifth|tenth|hundredth|last|\d+th) time|how many times|over and over(?: again)?|(?:again and again|yet again)\b|i(?:['’]ve| have)? (?:already )?told you (?:\w{1,10} ){0,3}(?:times|already|before)|you keep (?:\w{1,20}ing)\b`,
  ],
  [
    'again?!',
    String.raw`(?:again|seriously|really|come on|ugh+|argh+)\s*(?:\?!|!\?|!{2,}|\?{2,})|(?:ugh+|argh+)\b`,
  ],
];

export const ENGLISH_PERSON: readonly Careful[] = [
  ...careful('correction', 'user_correction', 'the person corrects the agent', CORRECTIONS),
  ...careful('frustration', 'user_frustration', 'a word of frustration', FRUSTRATION),
];
