/** What the agent says, in English: careful phrases, which count only in prose. */
import { permissionPhrases } from './permission';
import { carefulPhrases, type CarefulPhrase, type Entry } from './phrase';

const CHANGES = '(?:change|edit|work|commit|diff|fix|pr)s?';
const TROUBLE = '(?:failure|error|issue|bug|problem|warning|breakage|flake|failing test)s?';
/** What is said not to be its own is a problem, not a file or a thought. */
const TROUBLED = new RegExp(String.raw`\b(?:${TROUBLE}|fail(?:s|ed|ing)?|broken|flaky|crash\w*|red)\b`, 'iu');
/** The agent did something about it after all. */
const MENDED =
  /(?<!(?:\b(?:not|never|none|nothing|without|cannot)\b|n['’]t\b)[^.!?\n]{0,60})\b(?:fixed|repaired|resolved|mended|corrected)\b/i;
/** Something is wrong there: leaving it out is no scope but an excuse. */
const DEFECT = new RegExp(
  String.raw`\b(?:${TROUBLE}|broken|fails?|failing|wrong|fix(?:ing|es|ed)?|unhandled|missing|i (?:did(?: not|n['’]t)|left|skipped|have(?: not|n['’]t)|won['’]t))\b`,
  'iu',
);
/** … or looks at it, or leaves it for a rule of the person's. */
const NO_DODGE = new RegExp(
  String.raw`${MENDED.source}|\blet me (?:first |just |also |quickly )?(?:check|confirm|verify|see|look|fix)\b|\b(?:per|by|following) (?:your|the) (?:[\w-]{1,20} ){0,3}(?:rules?|instructions?|guidelines?|policy|conventions?)\b|\bCLAUDE\.md\b`,
  'i',
);
/** Somebody else's wish, or a scope the person set. */
const AGREED =
  /\b(?:as (?:you|we) (?:asked|agreed|requested)|you (?:said|asked|wanted)|per (?:your|the plan)|plan|proposal|spec|requirement|ticket|for the mvp)\b/i;

/** What an agent may do unasked: look, check, go on, repair what it did itself. */
const UNASKED = String.raw`(?:(?:just|first|also|then|quickly|go ahead and|help(?: you)?) ){0,2}(?:look|check|double-check|verify|confirm|validate|investigate|dig|inspect|examine|trace|search|grep|read|re-?read|re-?check|see (?:what|whether|if|how|why)|find out|reproduce|diagnose|debug|test|re-?run|run (?:the |all |these |those |your |my )?(?:[\w-]{1,20} )?(?:tests?|suite|checks?|lint\w*|build|type-?check\w*)|take a (?:closer |deeper |quick )?look|continue|keep (?:going|working)|carry on|go on|resume|finish (?:it|this|the rest|the remaining)|(?:fix|correct|undo) (?:my\b|[^.!?\n]{1,30} i (?:introduced|made|caused|broke)\b)|make (?:those|these|the) (?:repairs|corrections))\b`;
const NEEDLESS = new RegExp(
  String.raw`\b(?:(?:me|for me) to|(?:should|shall|may|can) i|should we|shall we|(?:and |then )?i['’]ll|say (?:go|so)\b[^.!?\n]{0,20})[ *_]{1,3}${UNASKED}|\b(?:start\w*|continu\w+|proceed\w*|go|check\w*|verify\w*|look\w*)\b[^.!?\n]{0,40}\b(?:when(?:ever)?|once|as soon as) you say\b`,
  'iu',
);
const CHOICE =
  /\b(?:or|instead|rather|as well|too|next|commit|push|merge|deploy|publish|release|install|delete|remove|drop|(?:open|file) (?:an?|the|it as an?|that as an?) (?:issue|pr|ticket|bug))\b/iu;

const ASKS: readonly Entry[] = [
  [
    'would you like me to',
    String.raw`(?<!\b(?:what|which|where|how|when)\b[^.!?\n]{0,40})\b(?:would you like|do you want|would you prefer(?: that)?) (?:me|that i|for me) (?:to\b|should\b)?`,
  ],
  ['want me to', String.raw`want me to\b`, { opens: true }],
  [
    'would you like to',
    String.raw`would you like to(?:\s*:|\s+(?:proceed|continue|go|move|start|begin|do|tackle|commit|push|try|merge|run)\b)`,
    { opens: true },
  ],
  [
    'should I',
    String.raw`(?:(?:and|or|so|also|now|first|then),? )?(?:should|shall|may|can) (?:i|we)\b(?=[^.!?\n]{0,300}\?)`,
    { opens: true },
  ],
  ['if you want me to', String.raw`(?:if|whether) you(?:['’]d| would)? (?:like|want|prefer) me to\b`],
  [
    'say the word',
    String.raw`(?:(?:just )?say (?:the word|go)\b|give me (?:the|a) (?:word|go-ahead|green light)\b|(?:when|once|if|whenever) you (?:say (?:go|so|the word)|give (?:me )?the (?:word|go-ahead|green light)|approve|confirm)\b)`,
  ],
  [
    'let me know',
    String.raw`(?:just )?let me know (?:if|whether|when) (?:you(?:['’]d| would)? (?:like|want|prefer)|i should|i can)\b`,
  ],
  [
    'happy to, if you want',
    String.raw`(?:happy to|i can|i could|i['’]d) [^.!?\n]{1,120}\bif you(?:['’]d| would)? (?:like|want|prefer)\b`,
  ],
  ['sounds good?', String.raw`(?:does (?:that|this) )?sounds? (?:good|ok|okay|right) ?\?`, { opens: true }],
  [
    'ok to proceed?',
    String.raw`(?:(?:is it )?(?:ok|okay|ready|alright|fine)(?: for me| if i| with you if i)?(?: to)? )?(?:proceed|continue|go ahead)\b(?=[^.!?\n]{0,300}\?)`,
    { opens: true },
  ],
];

export const ENGLISH_AGENT: readonly CarefulPhrase[] = [
  ...carefulPhrases('stop', 'ownership_dodging', 'calls a problem not its own', [
    [
      'not caused by my changes',
      String.raw`(?:not|\w+n['’]t) (?:caused|introduced|broken) by (?:my|our|these|this|the) (?:\w+ )?${CHANGES}`,
      { unless: NO_DODGE },
    ],
    [
      'not affected by my changes',
      String.raw`(?:not|\w+n['’]t) affected by (?:my|our|these|this|the) (?:\w+ )?${CHANGES}`,
      { unless: NO_DODGE, needs: TROUBLED },
    ],
    [
      'unrelated to my changes',
      String.raw`(?:unrelated|not related) to (?:my|our|these|this|the|what) (?:\w+ )?(?:${CHANGES}|task|i changed)`,
      { unless: NO_DODGE, needs: TROUBLED },
    ],
    [
      'pre-existing failure',
      String.raw`(?:pre-?existing|already[- ]existing) (?:[\w-]+ ){0,3}?${TROUBLE}\b|\b${TROUBLE} (?:is|are|was|were|that (?:is|are|was|were)) (?:all |also |likely |a )?pre-?existing`,
      { unless: NO_DODGE },
    ],
    [
      'failed before my change',
      String.raw`(?:was|were) (?:already )?(?:failing|broken) before (?:my|our|these|this|i)\b`,
      { unless: NO_DODGE },
    ],
    [
      'existing issue',
      String.raw`(?:existing|pre-?existing|old|long-?standing|inherited|upstream) (?:[\w-]+ ){0,2}?${TROUBLE}\b[^.!?\n]{0,60}\b(?:so i (?:left|did(?: not|n['’]t)|won['’]t)|not (?:this|my|our) [\w’' ]{1,20} to fix|i(?: did|['’]ve| have)? ?(?:not|n['’]t) (?:touch|fix|address)\w*|as expected|(?:left|leave|leaving) (?:it|them|that|as))`,
      { unless: NO_DODGE },
    ],
    [
      'not mine to fix',
      String.raw`(?:not (?:this|my|our) (?:\w+['’]s? ?)?(?:\w+ )?to fix|(?:pre-?existing|existing|orthogonal)\b[^.!?\n]{0,60}\bi (?:did(?: not|n['’]t)|left|won['’]t|have(?: not|n['’]t)) (?:\w+ ){0,3}(?:fix|touch|address|change|alone|as))`,
      { unless: NO_DODGE },
    ],
    ['not my job', String.raw`(?:not|\w+n['’]t) (?:my|our) (?:job|responsibility|fault|problem)`],
  ]),
  ...permissionPhrases(ASKS, NEEDLESS, CHOICE),
  ...carefulPhrases('stop', 'premature_stopping', 'stops before it is done', [
    [
      'good stopping point',
      String.raw`(?:good|natural|logical|reasonable|convenient) (?:stopping|pausing|break) point`,
    ],
    ['natural checkpoint', String.raw`(?:good|natural|logical) (?:checkpoint|place to (?:stop|pause))`],
    [
      'stop here',
      String.raw`(?:let['’]s|i['’]ll|i will|i['’]m going to) (?:pause|stop) (?:here|there|for now)`,
    ],
    [
      'for now',
      String.raw`(?:should|will|would) (?:work|do|suffice|be (?:ok|okay|fine|enough|good)) for now|good enough for now`,
    ],
    [
      'later',
      String.raw`(?:pick (?:this|it) (?:back )?up|continue(?: with)? (?:this|it)|come back to (?:this|it)|finish (?:this|it|the rest)) (?:later|tomorrow|next time|another time|in (?:a|the) (?:next|later))`,
      { unless: /\byou can\b/i },
    ],
  ]),
  ...carefulPhrases('stop', 'known_limitation', 'leaves it out', [
    [
      'known limitation',
      String.raw`(?:is|as|are|remains?) (?:a |an )?(?:known|accepted|documented) limitations?\b(?! (?:with|of|in|on)\b)`,
      { unless: MENDED },
    ],
    [
      'future work',
      String.raw`(?:left|leave|leaving|deferred|defer|save|saved) (?:it |this |that |them )?(?:for|as|to) (?:a )?(?:future|later|follow-?up)`,
      { unless: AGREED },
    ],
    [
      'out of scope',
      String.raw`(?:is|are|was|seems?|feels?|considered|it['’]s|that['’]s) (?:out(?:side)? of|beyond|outside) (?:the )?scope`,
      { unless: AGREED, needs: DEFECT },
    ],
    [
      'a separate task',
      String.raw`(?:would|will|can|could|should) be (?:done |handled |addressed |fixed |tackled )?(?:in |as )?(?:a |its own )(?:separate|follow-?up|later|future)[^.!?\n]{0,30}\b(?:task|pr|pull request|change|issue|step|effort|project)`,
      { unless: AGREED, needs: DEFECT },
    ],
  ]),
  ...carefulPhrases('stop', 'session_length_excuse', 'stops for the length of the session', [
    [
      'given the length of this session',
      String.raw`(?:given|considering|due to|because of) (?:the |our |how )?(?:length|size|long|large) (?:of )?(?:this|our|the) (?:session|conversation|context)`,
    ],
    [
      'running low on context',
      String.raw`(?:running|getting|am|are) (?:low|short|out) (?:on|of) (?:context|tokens)`,
    ],
    [
      'context is nearly full',
      String.raw`context (?:window |budget )?(?:is|has been|gets?) (?:getting |nearly |almost |already |very )*(?:full|limited|long|large|used up|exhausted|tight)`,
    ],
    [
      'in a fresh session',
      String.raw`(?:in|start|open|use|with) a (?:fresh|new|separate) (?:session|conversation|chat|context)\b`,
      { unless: /\b(?:user|login|log in|browser|auth|tmux|cookie|http)\b/i },
    ],
    [
      'this session is long',
      String.raw`(?:this|our|the) (?:session|conversation) (?:is|has (?:become|gotten|been|grown)) (?:getting |very |quite |too |rather |already )*long`,
    ],
    ['to save tokens', String.raw`to (?:save|conserve|preserve) (?:context|tokens)`],
  ]),
  ...carefulPhrases('simplest', 'simplest', 'reaches for the simplest way', [
    ['simplest', String.raw`(?<![\p{L}\p{N}_])simplest(?![\p{L}\p{N}_])`],
  ]),
];
