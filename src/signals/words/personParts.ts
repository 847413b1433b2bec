/** Parts that the patterns of `person.ts` are put together from. */

/** Words before the first that matters: “hmm…”, “ok, but”, “dude,”. */
export const LEAD = String.raw`(?:(?:oh|ah|aha|um{1,5}|uh{1,5}|h?m{2,6}k?|hm|er{1,3}|ok(?:ay)?|k|well|yeah|yes|yep|yup|so|sorry|but|and|dude|man|bro|whoa|wait|nice|great|cool|thanks|good|perfect|close|almost|fine|pls|plz|claude)\b[\s,.!…:;—–-]{1,6}){0,3}`;
/** Not “things that are …”: that tells which. */
export const SUBJECT = String.raw`(?:that(?! are| were)|this|it|which(?! are| were)|these|those|they|everything|your [\w-]{1,20}|the [\w-]{1,20}(?: [\w-]{1,20}){0,2})`;
export const IS = String.raw`(?:['’]s|['’]re| is| are| was| were)(?: still| clearly| just| also| simply| so| really| very| completely| totally| a bit| kind of| obviously)?`;
export const NOT = String.raw`(?: isn['’]t| aren['’]t| wasn['’]t| weren['’]t|${IS} not)(?: quite| really| even| at all)?`;
export const BAD = String.raw`(?:wrong|incorrect|nonsense|backwards|broken|garbage|rubbish|dumb|stupid|silly|pointless|useless|terrible|horrible|awful|ugly|a mess|messy|unacceptable|inaccurate|misleading|redundant|unnecessary|overkill|weird|odd|confusing|a hallucination|false|outdated|out of date)`;
export const GOOD = String.raw`(?:it|right|correct|good|great|ideal|how|true|working|what|the (?:issue|problem|point|case|right|best|same|correct|cause)|enough|acceptable|helpful|useful|needed|necessary|possible|fixed|done|there|clear|dry)`;

/** A rule, a wish or a question about how things are in general: nothing is corrected. */
export const GENERAL =
  /\bhow (?:do|can|to|does|would|should)\b|\b(?:if|when|whenever|in case|make sure|ensure|so that) [^.!?\n]{0,60}$|\b(?:make sure|check (?:if|whether|that)|(?:tell|show) me (?:if|whether)|let me know (?:if|whether)|whether)\b|\b(?:customers?|clients?|users?|somebody|someone|people|reporters?|colleagues?|he|she|they) (?:\w{1,12} )?(?:says?|said|reports?|reported|complain\w*|claims?|writes?|wrote) /iu;
/** A condition: nothing has happened yet. */
export const SUPPOSED =
  /\b(?:if|unless|in case|whether|anything|something) (?:you|it|that|this|there|the|else)\b/iu;

/** A condition that tells what may be wrong: “If the date is wrong, show an error.” */
export const CLAUSE =
  /^\W{0,5}(?:(?:and|but|also|so) )?(?:if|when|whenever|in case) [^,.!?\n]{0,60}\b(?:wrong|incorrect|broken|off|outdated|false|not|\w+n['’]t)\b[^,.!?\n]{0,30},/iu;
