/** What the person says, in English, of what Claude did: what it is instead, what it breaks, what it lacks. */
import { GENERAL, LEAD, SUPPOSED } from './personParts';
import type { Entry } from './phrase';

/** A rule, a condition, a question, praise. */
const NO_OBJECTION = new RegExp(
  `${GENERAL.source}|${SUPPOSED.source}|\\b(?:great|nice|nicely|perfect\\w*|thanks?|love|well done|if|when|while|once|unless|until|whenever|because|since|so that)\\b|\\?\\s*$`,
  'iu',
);
const NO_CLAIM = new RegExp(`${GENERAL.source}|${SUPPOSED.source}|\\?\\s*$`, 'iu');

/** Where a clause begins. */
const STARTS = String.raw`(?<=(?:^|[.!?,;:\n—–-])\s{0,2}(?:(?:and|but|so|now|ok|no),? )?)`;
const IT = String.raw`(?:it|this|that|which)`;
/** “the name”, “the last commit”, “our API”. */
const THING = String.raw`(?:the|my|our|your) [\w./-]{1,30}(?: [\w./-]{1,30}){0,3}?`;

export const OBJECTIONS: readonly Entry[] = [
  [
    'it is this, not that',
    String.raw`(?:${THING}|it|they|that|this)(?:['’](?:s|re)| is| are| must be| should be| has to be| takes?| expects?)(?: called| named)? (?!(?:not|ok|fine|good|clear)\b)(?:an? |the )?[\w./-]{1,30}(?: [\w./-]{1,30})?, ?(?:and )?not (?!(?:only|just|yet|sure|to|that|a problem|\w{2,20}(?:ed|ing))\b)(?:an? |the )?[\w./-]{1,30}(?=\s{0,2}[.!]{0,3}\s{0,3}$)|${STARTS}should (?:be|read|say) [^\n,.;]{1,30},? (?:and )?not\b|(?<=(?:^|[.!?\n])\s{0,3})not in [\w./-]{2,40}(?: ?[!,.]){1,3} ?(?:but )?in\b|it says [^\n]{1,40}, (?:but )?it should (?:say|be|read)\b`,
    { unless: NO_OBJECTION },
  ],
  [
    'you are doing it to the wrong thing',
    String.raw`${STARTS}you(?:['’]re| are) (?:still |just |only )?(?:sending|editing|using|looking at|reading|calling|testing|checking|passing|importing|comparing|mixing|patching|changing|writing (?:to|into)|working (?:on|in)) (?:an?|the|my|it|them|all|in|on|at|against) [\w ./-]{1,40}[,;.—–-] ?(?:please |but )?(?:it(?:['’]s)?|that|edit|use|look|change|read|the|we|not|call|i)\b|(?:takes?|expects?|needs?|wants?|is|are) (?:an? )?[\w./-]{1,20}, (?:but )?you(?:['’]re| are) \w{2,12}ing\b`,
    { unless: NO_OBJECTION },
  ],
  [
    'you did a part of it',
    String.raw`${STARTS}you (?:only|just) (?:did|fixed|changed|handled|covered|tested|updated|migrated|moved|renamed|added)\b|${STARTS}you \w{2,20}(?:ed|t|de) [^.!?\n]{1,60} but (?:not|did(?:n['’]t| not)|forgot|left|never)\b|${STARTS}you (?:make|made) (?:again )?the same\b|${STARTS}you have misunderstood\b`,
    { unless: NO_OBJECTION },
  ],
  [
    'you changed it: keep it',
    String.raw`you (?:changed|touched|altered|modified|renamed|removed) [^.!?\n]{1,60}[,;.—–-] ?(?:please )?(?:keep|leave|put|restore|undo|revert|change)\b|why (?:did )?you (?:touched|changed|removed|moved|renamed|added|deleted)\b|(?:put|leave|bring|restore) [^.!?\n]{1,40} (?:back )?(?:where|how|like|as|the way) (?:it|they|that) (?:was|were|used to be)(?=\s{0,3}(?:[.!,;]|$))`,
    {
      unless: new RegExp(`${SUPPOSED.source}|\\b(?:if|when|once|unless|after) you\\b|\\?\\s*$`, 'iu'),
    },
  ],
  [
    'it worked before',
    String.raw`(?:it|this|that|they|everything|all|the [\w-]{1,30}(?: [\w-]{1,20})?) (?:used to (?:work|pass|compile|be (?:ok|fine|green))|(?:worked|was (?:fine|ok|okay|working|green)|passed|compiled)(?: (?:fine|well))? (?:before\b|until you|in the (?:old|previous)))`,
    { unless: NO_CLAIM },
  ],
  [
    'it breaks something',
    String.raw`(?:(?<!what )${IT} (?:now |also |just )?(?:breaks|broke) (?:the|my|our|all|every|existing|dark|mobile|on|in)\b|${IT} (?:just |only |also |simply |still )?(?:duplicates|swallows|masks|defeats|hides (?:the|an?|my|all) (?:[\w-]{1,20} )?(?:errors?|bugs?|problems?|failures?|issues?|exceptions?))\b|${STARTS}${IT} (?:won['’]t|will not|can(?:['’]t|not)) (?:work|scale|compile|fly|be enough|help|hold|do)\b|i (?:(?:now|still|just) )?(?:get|got|see) (?:an? |the )?(?:[45]\d\d|errors?|exception|blank (?:page|screen)|crash)\b[^.!?\n]{0,30}\bnow\b|(?:compiles|builds|runs|starts|works|loads|passes)[^.!?\n]{0,20},? but (?:it )?(?:crash|fail|throw|hang|does(?:n['’]t| not)|still|only|shows?|prints?|returns?|is)\w*)`,
    {
      unless: new RegExp(`${NO_CLAIM.source}|\\b(?:find out|investigate|look into) why\\b`, 'iu'),
    },
  ],
  [
    'we have that already',
    String.raw`we already (?:have|had|got) [^!?\n]{1,60}[,;.—–-] ?(?:please |just |so )?(?:use|reuse|call|extend|why)\b`,
    { unless: SUPPOSED },
  ],
  [
    'not acceptable',
    String.raw`(?:is|are|['’]s) not (?:ok|okay|acceptable|allowed|good enough|an option)(?![\w-])|${IT}(?:['’]s| is) (?:just |only |still )?an? (?:workaround|hack|band-?aid|kludge|bad idea|regression|no-?go)\b|${IT}(?:['’]s| is) (?:just |still )?the (?:old|previous|deprecated|outdated) [\w-]`,
    {
      unless: new RegExp(`${NO_CLAIM.source}|\\b(?:until|for now|temporar\\w+|upstream)\\b`, 'iu'),
    },
  ],
  [
    'it is gone',
    String.raw`my (?:[\w-]{1,20} )?(?:changes|edits|code|comments?|work|file|settings|config|notes|data|tests?)(?: [\w./-]{1,30}){0,3} (?:is|are|was|were|got) (?:all |now |just )?(?:gone|lost|overwritten|deleted|wiped)\b|(?:can['’]t|cannot|do(?:n['’]t| not)) see (?:any|a) (?:difference|changes?|effect|improvement)\b`,
    { unless: /\b(?:errors?|warnings?|bugs?|crash\w*|flicker\w*|noise|lag) (?:is|are)\b|\?\s*$/iu },
  ],
  [
    'too much, to begin with',
    String.raw`${LEAD}(?:way |far |much |a bit |still )?too (?:complicated|complex|long|verbose|big|much|many|clever|generic|wordy|abstract|slow)(?=\s{0,2}(?:[.,;!—–-]|$))`,
    { opens: true, unless: NO_CLAIM },
  ],
  [
    'the same again',
    String.raw`${LEAD}again the (?:wrong|same)\b|(?:please )?re-?read the (?:ticket|issue|task|spec\w*|requirements?|instructions?|question|description)\b`,
    { unless: SUPPOSED },
  ],
  [
    "I didn't want it",
    String.raw`i (?:do(?:n['’]t| not)|did(?:n['’]t| not)) want (?!you to|to\b)[^.!?\n]{1,60}[,;.—–-] ?(?:please |just )?(?:add|use|put|keep|do|make|only|leave|it|the|remove|i)\b|i (?:wanted|asked for|needed|said) [^.!?\n]{1,80}[,;.—–-]{1,2} ?(?:but |and )?you (?:did|made|gave|used|wrote|put|added|have|built|took|changed|only|still)\b|i (?:expected|have expected)(?=\s{0,3}(?:[.!,;]|$))|not what i (?:have |had )?expected\b`,
    { unless: /\b(?:if|when|unless) (?:i|you)\b|\?\s*$/iu },
  ],
  [
    'your work does it',
    String.raw`your [\w-]{1,20}(?: [\w-]{1,20})? (?:just |only |still |now |also )(?:matches|accepts|returns|deletes|removes|changes|prints|overwrites|rejects|counts|skips|calls|adds|swallows)\b|your [\w-]{1,20}(?: [\w-]{1,20})? (?:swallows|duplicates|defeats|masks|truncates|corrupts|leaks|bypasses)\b|the (?:last |latest |new )(?:commit|change|edit|patch|version) (?:includes|contains|removes|breaks|drops|deletes|has) (?:my|our|the whole|all|unrelated|generated|secrets?)\b`,
    { unless: NO_CLAIM },
  ],
];
