/**
 * The words the signals look for. Two tables: codevigil's, matched plainly, and careful ones, which count only in prose,
 * know where a sentence begins and what takes a phrase back. `npm run labels` measures both on labelled sentences.
 */
import * as z from 'zod';
import type { PhraseMark } from '../session/event';

/** `word`: no letter, digit or `_` directly before or after. */
export const Mode = z.enum(['word', 'substring', 'regex']);
export type Mode = z.infer<typeof Mode>;

export interface Phrase {
  list: PhraseMark['list'];
  by: PhraseMark['by'];
  category: string;
  text: string;
  intent: string;
  mode: Mode;
  /** It counts only where a sentence begins. */
  opens?: boolean;
  /** It does not count in a sentence that matches this. */
  unless?: RegExp;
  /** Lower-case words: all of one entry are in every text it matches. */
  stems?: readonly string[];
}

/** Categories of stop phrases: codevigil's four and session-length excuses of issue 42796. */
export const STOP_CATEGORIES = [
  'ownership_dodging',
  'permission_seeking',
  'premature_stopping',
  'known_limitation',
  'session_length_excuse',
] as const;

const plain = (
  list: 'stop' | 'loop',
  category: string,
  entries: readonly (readonly [text: string, intent: string])[],
): Phrase[] => entries.map(([text, intent]) => ({ list, by: 'plain', category, text, intent, mode: 'word' }));

/** codevigil's tables. */
export const PLAIN_PHRASES: readonly Phrase[] = [
  ...plain('stop', 'ownership_dodging', [
    ['not caused by my changes', 'blames what was there before'],
    ['pre-existing', 'hedges by the age of the problem'],
    ['existing issue', 'shows a fresh failure as an old one'],
    ['outside the scope', 'pushes it out of scope'],
  ]),
  ...plain('stop', 'permission_seeking', [
    ['should I continue', 'hands back in the middle of the task'],
    ['want me to keep going', 'asks for a go-ahead it has'],
    ['shall I proceed', 'asks instead of doing'],
    ['would you like me to', 'asks instead of doing'],
  ]),
  ...plain('stop', 'premature_stopping', [
    ['good stopping point', 'declares completion early'],
    ['natural checkpoint', 'calls a stop a checkpoint'],
    ["let's pause here", 'stops before it is done'],
    ['this should work for now', 'leaves a temporary fix'],
  ]),
  ...plain('stop', 'known_limitation', [
    ['known limitation', 'calls something fixable a limitation'],
    ['future work', 'defers vaguely'],
    ['out of scope', 'leaves it out without a reason'],
    ['beyond the scope', 'leaves it out without a reason'],
  ]),
  ...plain('loop', 'reasoning_loop', [
    ['hmm actually', 'hedged correction'],
    ['actually', 'self-correction'],
    ['oh wait', 'explicit reversal'],
    ['no wait', 'immediate correction'],
    ['let me reconsider', 're-evaluation'],
    ['let me rethink', 're-evaluation'],
    ['i was wrong', 'admitted error'],
    ['on second thought', 'reconsideration'],
    ['i made an error', 'admitted error'],
  ]),
  {
    list: 'loop',
    by: 'plain',
    category: 'reasoning_loop',
    text: 'correction:',
    intent: 'formal correction',
    mode: 'substring',
  },
];

/** Name of a careful phrase → its pattern, and what limits it. */
type Careful = readonly [
  name: string,
  pattern: string,
  limits?: { opens?: true; unless?: RegExp; intent?: string },
];
const careful = (
  list: PhraseMark['list'],
  category: string,
  intent: string,
  entries: readonly Careful[],
): (Phrase & { pattern: string })[] =>
  entries.map(([text, pattern, limits]) => ({
    list,
    by: 'careful',
    category,
    text,
    pattern,
    mode: 'regex',
    intent,
    ...(Object.hasOwn(STEMS, text) ? { stems: STEMS[text]! } : {}),
    ...limits,
  }));

/**
 * Words of the agent's careful phrases, by name: of each entry all words are in every text the phrase matches, for one of the
 * entries. Most texts are done with by these; a test checks that they hide no match.
 */
const STEMS: Readonly<Record<string, readonly string[]>> = {
  'not caused by my changes': ['caused by', 'introduced by', 'broken by', 'affected by'],
  'unrelated to my changes': ['unrelated to', 'related to'],
  'pre-existing failure': ['existing', 'preexisting'],
  'failed before my change': ['failing before', 'broken before'],
  'not my job': ['job', 'responsibility', 'fault', 'problem'],
  'would you like me to': ['would you', 'do you'],
  'want me to': ['want me to'],
  'would you like to': ['would you like to'],
  'should I': ['should i', 'shall i', 'may i'],
  'if you want me to': ['you me to'],
  'say the word': ['you say', 'you give', 'you approve', 'you confirm'],
  'sounds good?': ['sound', 'sounds'],
  'ok to proceed?': ['to proceed', 'to continue', 'to go ahead'],
  'good stopping point': ['stopping', 'pausing', 'break'],
  'natural checkpoint': ['checkpoint', 'checkpoints', 'place to'],
  'stop here': ['pause', 'stop'],
  'for now': ['for now'],
  later: ['pick', 'continue', 'come back', 'finish'],
  'known limitation': ['limitation', 'limitations'],
  'future work': ['left', 'leave', 'leaving', 'deferred', 'defer', 'save', 'saved'],
  'out of scope': ['scope'],
  'a separate task': ['be separate', 'be follow', 'be followup', 'be later', 'be future'],
  'given the length of this session': ['given', 'considering', 'due to', 'because of'],
  'running low on context': ['context', 'tokens'],
  'context is nearly full': ['context'],
  'in a fresh session': ['fresh', 'new', 'separate'],
  'this session is long': ['session', 'conversation'],
  'to save tokens': ['to save', 'to conserve', 'to preserve'],
  wait: ['wait'],
  actually: ['actually'],
  'let me reconsider': [
    'me reconsider',
    'me rethink',
    'me think',
    'me reevaluate',
    'me evaluate',
    'me reexamine',
    'me examine',
    'me back',
    'me start',
    'me correct',
  ],
  'on second thought': ['second'],
  'scratch that': ['scratch', 'never', 'nevermind', 'strike'],
  'correction:': ['correction'],
  "no, that's wrong": ['right', 'wrong', 'incorrect', 'correct'],
  'my mistake': ['my mistake', 'my bad', 'my fault', 'my error', 'my apologies'],
  'I was wrong': [
    'wrong',
    'mistaken',
    'incorrect',
    'careless',
    'sloppy',
    'lazy',
    'hasty',
    'misread',
    'misunderstood',
    'misspoke',
    'overlooked',
    'forgot',
    'rushed',
  ],
  'I made a mistake': ['i made', 'i introduced', 'i caused'],
  'I should have': ['i should', 'i shouldn'],
  'I had it backwards': ['i had', 'i got'],
  'lazy and wrong': ['lazy', 'sloppy', 'rushed', 'careless', 'wrong'],
  simplest: ['simplest'],
};

const CHANGES = '(?:change|edit|work|commit|diff|fix|pr)s?';
const TROUBLE = '(?:failure|error|issue|bug|problem|warning|breakage|flake|failing test)s?';
/** The agent did something about it after all. */
const MENDED =
  /(?<!(?:\b(?:not|never|none|nothing|without|cannot)\b|n['’]t\b)[^.!?\n]{0,60})\b(?:fixed|repaired|resolved|mended|corrected)\b/i;
/** Somebody else's wish, or a scope the person set. */
const AGREED = /\b(?:as (?:you|we) (?:asked|agreed|requested)|you (?:said|asked|wanted)|per your)\b/i;

/** Our phrases. They are kept by name; the pattern is what is searched for. */
export const CAREFUL_PHRASES: readonly (Phrase & { pattern: string })[] = [
  ...careful('stop', 'ownership_dodging', 'calls a problem not its own', [
    [
      'not caused by my changes',
      String.raw`(?:not|\w+n['’]t) (?:caused|introduced|broken|affected) by (?:my|our|these|this|the) (?:\w+ )?${CHANGES}`,
      { unless: MENDED },
    ],
    [
      'unrelated to my changes',
      String.raw`(?:unrelated|not related) to (?:my|our|these|this|the|what) (?:\w+ )?(?:${CHANGES}|task|i changed)`,
      { unless: MENDED },
    ],
    [
      'pre-existing failure',
      String.raw`(?:pre-?existing|already[- ]existing) (?:[\w-]+ ){0,3}?${TROUBLE}\b|\b${TROUBLE} (?:is|are|was|were|that (?:is|are|was|were)) (?:all |also |likely |a )?pre-?existing`,
      { unless: MENDED },
    ],
    [
      'failed before my change',
      String.raw`(?:was|were) (?:already )?(?:failing|broken) before (?:my|our|these|this|i)\b`,
      { unless: MENDED },
    ],
    ['not my job', String.raw`(?:not|\w+n['’]t) (?:my|our) (?:job|responsibility|fault|problem)`],
  ]),
  ...careful('stop', 'permission_seeking', 'asks instead of doing', [
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
      String.raw`(?:(?:and|or|so|also|now|first|then),? )?(?:should|shall|may) i\b(?=[^.!?\n]{0,300}\?)`,
      { opens: true },
    ],
    ['if you want me to', String.raw`(?:if|whether) you(?:['’]d| would)? (?:like|want|prefer) me to\b`],
    [
      'say the word',
      String.raw`(?:when|once|if|whenever) you (?:say (?:go|so|the word)|give (?:me )?the (?:word|go-ahead|green light)|approve|confirm)\b`,
    ],
    ['sounds good?', String.raw`(?:does (?:that|this) )?sounds? (?:good|ok|okay|right) ?\?`, { opens: true }],
    [
      'ok to proceed?',
      String.raw`(?:ok|okay|ready|alright|fine)(?: for me)? to (?:proceed|continue|go ahead)\b(?=[^.!?\n]{0,300}\?)`,
      { opens: true },
    ],
  ]),
  ...careful('stop', 'premature_stopping', 'stops before it is done', [
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
  ...careful('stop', 'known_limitation', 'leaves it out', [
    [
      'known limitation',
      String.raw`(?:is|as|are|remains?) (?:a |an )?(?:known|accepted|documented) limitations?\b(?! (?:with|of|in|on)\b)`,
      { unless: MENDED },
    ],
    [
      'future work',
      String.raw`(?:left|leave|leaving|deferred|defer|save|saved) (?:it |this |that |them )?(?:for|as|to) (?:a )?(?:future|later|follow-?up)`,
    ],
    [
      'out of scope',
      String.raw`(?:is|are|was|seems?|feels?|considered|it['’]s|that['’]s) (?:out(?:side)? of|beyond|outside) (?:the )?scope`,
      { unless: AGREED },
    ],
    [
      'a separate task',
      String.raw`(?:would|will|can|could|should) be (?:done |handled |addressed |fixed |tackled )?(?:in |as )?(?:a |its own )(?:separate|follow-?up|later|future)[^.!?\n]{0,30}\b(?:task|pr|pull request|change|issue|step|effort|project)`,
      { unless: AGREED },
    ],
  ]),
  ...careful('stop', 'session_length_excuse', 'stops for the length of the session', [
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
  ...careful('loop', 'reasoning_loop', 'takes back what it just said', [
    [
      'wait',
      String.raw`(?:(?:but|oh|hmm{1,4}|no|ah|so|ok|okay|hold on|actually),? {1,2}){0,4}wait\b(?! {1,3}(?:for|until|till|a|some|to|while|on|list|and|time|your|here)\b)(?=\s{0,3}[,.!?…:—–-]|\s{1,3}(?:actually|that|i|no|the)\b)`,
      { opens: true, intent: 'explicit reversal' },
    ],
    [
      'actually',
      String.raw`(?:(?:but|oh|hmm{1,4}|no|ah|well|so),? {1,2}){0,4}actually(?=\s{0,3}[,.…:—–]|\s{1,3}(?:-|wait|no|looking|scratch|i['’]m wrong|that['’]s (?:wrong|not)|i (?:was|see|need|should|think|realize)|let me)\b)`,
      { opens: true, intent: 'self-correction' },
    ],
    [
      'let me reconsider',
      String.raw`(?:(?:ok|okay|so|hmm{1,4}|no),? )?let me (?:reconsider|re-?think|re-?evaluate|re-?examine|back up|start over|correct (?:that|myself)|think (?:about )?(?:this|that|it) (?:again|differently))\b`,
      { opens: true, intent: 're-evaluation' },
    ],
    ['on second thought', String.raw`on second thoughts?\b`, { opens: true, intent: 'reconsideration' }],
    [
      'scratch that',
      String.raw`(?:scratch that|never ?mind|strike that)\b`,
      { opens: true, intent: 'reversal' },
    ],
    ['correction:', String.raw`(?:self-)?correction:`, { opens: true, intent: 'formal correction' }],
    [
      "no, that's wrong",
      String.raw`(?:no,? )?(?:that|this)(?:['’]s| is| was) (?:not right|wrong|incorrect|not correct)\b`,
      { opens: true, intent: 'reversal' },
    ],
  ]),
  ...careful('admission', 'self_admitted_error', 'admits a mistake of its own', [
    ['my mistake', String.raw`my (?:mistake|bad|fault|error|apologies)\b`],
    [
      'I was wrong',
      String.raw`i (?:was|am|['’]m) (?:wrong|mistaken|incorrect|careless|sloppy|lazy|hasty)\b|i (?:misread|misunderstood|misspoke|overlooked|forgot to|rushed)\b`,
      { unless: /\bif i (?:was|am|'m|misunder)/i },
    ],
    [
      'I made a mistake',
      String.raw`i (?:made|introduced|caused) (?:a|an|the|this|that) (?:\w+ )?(?:mistake|error|bug|typo|regression)\b`,
    ],
    ['I should have', String.raw`i (?:should(?: not|n['’]t)? have|should['’]ve)\b`],
    [
      'I had it backwards',
      String.raw`i (?:had|got) (?:it|that|this|the [\w ]{1,20}) (?:backwards|wrong|the wrong way)`,
    ],
    ['lazy and wrong', String.raw`(?:that|this|which|it) was (?:lazy|sloppy|rushed|careless|wrong of me)\b`],
  ]),
  ...careful('simplest', 'simplest', 'reaches for the simplest way', [
    ['simplest', String.raw`(?<![\p{L}\p{N}_])simplest(?![\p{L}\p{N}_])`],
  ]),
  ...careful('correction', 'user_correction', 'the person corrects the agent', [
    [
      'no',
      String.raw`(?:oh )?(?:no|nope|wrong)\b(?=\s*[,.!:—–-]|\s+(?:that|you|it|this|we|not|don['’]t)\b)`,
      { opens: true },
    ],
    [
      "that's not it",
      String.raw`(?:that|this|it)(?:['’]s| is)(?: still)? (?:not (?:it|right|what|correct|how|true|working)|wrong|incorrect)\b`,
    ],
    [
      'not what I asked',
      String.raw`not what i (?:asked|wanted|meant|said)|i (?:did(?: not|n['’]t)) (?:ask|want|mean)|i (?:asked|told) you\b|i (?:said|meant)\b`,
    ],
    [
      'you missed',
      String.raw`you(?:['’]ve| have)? (?:did(?: not|n['’]t)|forgot|missed|broke|removed|ignored|misunderstood|have not|haven['’]t|skipped|still have)\b|(?:you|you['’]ve|have|got)\b[^.!?\n]{0,40}\b(?:wrong|backwards)\b`,
    ],
    [
      "doesn't work",
      String.raw`(?:still )?(?:does(?: not|n['’]t)|is(?: not|n['’]t)|are(?: not|n['’]t)|did(?: not|n['’]t)|not) work(?:ing)?\b|still (?:does(?: not|n['’]t)|is(?: not|n['’]t)|not|broken|failing|fails|wrong|the same|see(?:ing)?|get(?:ting)?|the current)\b|(?:is|are) still (?:broken|failing|wrong|the|not|grouped|there|missing)\b`,
      { unless: /\bhow (?:do|can|to|does)\b/i },
    ],
    [
      'revert that',
      String.raw`(?:please )?(?:revert|undo|roll back) (?:that|this|it|the|your|those|these)\b`,
      { opens: true },
    ],
    ['why did you', String.raw`why (?:did|are|have|would) you\b`],
    ['we lost', String.raw`(?:we|i) (?:lost|no longer (?:see|have))\b`],
    [
      "I don't think",
      String.raw`i do(?: not|n['’]t) (?:think (?:we|you|that|this|it)|like (?:this|that|it|how|the)|see why)\b`,
    ],
    ["doesn't look right", String.raw`(?:does(?: not|n['’]t)|did(?: not|n['’]t)) (?:look|sound|seem|feel)\b`],
    ["didn't find it helpful", String.raw`did(?: not|n['’]t) (?:find|fix|help|change|do|solve)\b`],
  ]),
  ...careful('frustration', 'user_frustration', 'a word of frustration', [
    [
      'strong word',
      String.raw`(?<![\p{L}\p{N}_])(?:fuck\w*|shit\w*|damn(?:ed|it)?|wtf|ffs|terrible|horrible|awful|lazy|sloppy|stupid|ridiculous|useless|garbage|nonsense|annoying|frustrat\w+)(?![\p{L}\p{N}_])`,
    ],
    [
      'again and again',
      String.raw`for the (?:third|fourth|fifth|tenth|hundredth|last|\d+th) time|how many times|over and over`,
    ],
    ['again?!', String.raw`(?:again|seriously|really|come on|ugh+|argh+)\s*(?:\?!|!\?|!{2,}|\?{2,})`],
  ]),
];

/** Why a text is no regular expression; null when it is one. */
function whyNoPattern(text: string): string | null {
  try {
    void new RegExp(text, 'iu');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
const phraseText = z.string().trim().min(1).max(200);

/** A stop phrase of the person's own (`vigil.signals.stopPhrases.custom`): a text (whole words) or with its mode. */
export const CustomPhrase = z.union([
  phraseText,
  z
    .object({
      text: phraseText,
      mode: Mode.default('word'),
      category: z.string().min(1).max(60).default('custom'),
      intent: z.string().max(200).default(''),
    })
    .superRefine(({ mode, text }, context) => {
      const why = mode === 'regex' ? whyNoPattern(text) : null;
      if (why !== null)
        context.addIssue({
          code: 'custom',
          path: ['text'],
          message: `“${text}” is no regular expression: ${why}`,
        });
    }),
]);
export type CustomPhrase = z.infer<typeof CustomPhrase>;

/** A person's own phrases, for both ways of matching. */
export const customPhrases = (custom: readonly CustomPhrase[]): Phrase[] =>
  custom.flatMap((one) => {
    const given =
      typeof one === 'string' ? { text: one, mode: 'word' as const, category: 'custom', intent: '' } : one;
    return [
      { ...given, list: 'stop' as const, by: 'plain' as const },
      { ...given, list: 'stop' as const, by: 'careful' as const },
    ];
  });
