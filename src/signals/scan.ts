/** Finds phrases in texts. */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import type { Scan } from '../session/fold/scan';
import { fingerprint } from '../session/reading';
import { closingMarks, orderMarks } from './closing';
import { languageOf } from './language';
import { ownExpression } from './ownExpression';
import { CAREFUL_PHRASES, customPhrases, PLAIN_PHRASES, type CustomPhrase, type Phrase } from './phrases';
import { ownWords } from './ownWords';
import { forTexts, isPlain } from './plainText';
import { opensSentence, proseOf, sentenceAround } from './prose';
import { answerCuesOf, cuesOf } from './taskCues';
import { Vocabulary } from './vocabulary';
import { LANGUAGES } from './words/all';

type Entry = Phrase & { pattern?: string };

const WORD = String.raw`[\p{L}\p{N}_]`;
/** Asked at the place of a match: asked at every character by each expression it made most of the time they take. */
const BEHIND_NO_WORD = new RegExp(`(?<!${WORD})`, 'iuy');

/** It may stand inside a word. */
const isInWords = ({ mode, pattern, unspaced }: Entry): boolean =>
  unspaced === true || (pattern === undefined && mode === 'substring');

/** What a phrase looks like: any white space matches a blank, `’` and `'` are the same. */
function bodyOf({ text, mode, pattern }: Entry): string {
  if (pattern !== undefined) return `(?:${pattern})`;
  const literal = text
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`\s+`)
    .replace(/['’]/g, "['’]");
  return mode === 'substring' ? literal : `${literal}(?!${WORD})`;
}

/**
 * The expression of a phrase. A pattern may run over a row of letters (`\w+n't`) and must not do so anew from each of them: it begins
 * where no letter stands before. `\w` is asked for the sake of speed where the pattern itself takes nothing else for a letter.
 */
function sourceOf(phrase: Entry): string {
  const { pattern } = phrase;
  if (pattern === undefined || isInWords(phrase)) return bodyOf(phrase);
  return `(?<!${pattern.includes(String.raw`\p{`) ? WORD : String.raw`\w`})${bodyOf(phrase)}`;
}

/** More in one text are no speech: a hostile text must not fill the archive. */
const MOST_MARKS = 1000;

/** Told of each match, in order; false: enough. */
type OnSpan = (index: number, end: number) => boolean;

interface Finder {
  phrase: Entry;
  /** `plain`: the text is a plain one (`plainText.ts`). */
  find: (text: string, plain: boolean, onSpan: OnSpan) => void;
  /** Words: a text that has all of none of these has no match. Null: every text is searched. */
  stems: readonly (readonly string[])[] | null;
}

const WORDS = /[a-z]+/g;

/** Words that a phrase needs: those it names, or its own when it is matched literally as whole words. */
function stemsOf({ stems, mode, text, pattern }: Entry): Finder['stems'] {
  const literal = mode === 'word' && pattern === undefined && !/[^\0-\x7f]/.test(text);
  const each = (stems ?? (literal ? [text.toLowerCase()] : [''])).map((stem) => stem.match(WORDS) ?? []);
  return each.some((words) => words.length === 0) ? null : each;
}

/** An expression of the person's own. */
const isOwn = ({ mode, pattern }: Entry): boolean => mode === 'regex' && pattern === undefined;

function findOf(phrase: Entry): Finder['find'] {
  if (isOwn(phrase)) {
    const own = ownExpression(phrase.text);
    if (own.kind !== 'usable') return () => undefined;
    return (text, _plain, onSpan) => void own.find(text).every(({ index, end }) => onSpan(index, end));
  }
  const inWords = isInWords(phrase);
  const pattern = forTexts(() => new RegExp(sourceOf(phrase), 'giu'));
  return (text, plain, onSpan) => eachSpan(pattern(plain), inWords, text, plain, onSpan);
}

/** Whether no letter, digit or `_` stands before a place. */
function isBehindNoWord(text: string, index: number, plain: boolean): boolean {
  if (plain) return index === 0 || !OF_WORD.test(text[index - 1]!);
  BEHIND_NO_WORD.lastIndex = index;
  return BEHIND_NO_WORD.test(text);
}
const OF_WORD = /\w/;

/** Tells the matches; those directly behind a letter, digit or `_` only `inWords`. */
function eachSpan(pattern: RegExp, inWords: boolean, text: string, plain: boolean, onSpan: OnSpan): void {
  let from = 0;
  for (;;) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null) return;
    const { index } = match;
    const end = index + match[0].length;
    const alone = inWords || isBehindNoWord(text, index, plain);
    if (alone && !onSpan(index, end)) return;
    // By whole characters: from within one the search would find it again.
    from = alone && end > index ? end : index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
  }
}

const finderOf = (phrase: Entry): Finder => ({
  phrase,
  find: findOf(phrase),
  stems: stemsOf(phrase),
});

/**
 * One look for all phrases that cannot be told by words: true when one of them may be there. Null where it would be no help. Each alone
 * costs a pass over the text, and nearly every text has none of them.
 */
function anyOf(finders: readonly Finder[]): ((plain: boolean) => RegExp) | null {
  const phrases = finders.flatMap(({ phrase, stems }) => (stems === null && !isOwn(phrase) ? [phrase] : []));
  if (phrases.length < 2) return null;
  const whole = phrases.filter((phrase) => !isInWords(phrase)).map(bodyOf);
  return forTexts(
    () =>
      new RegExp(
        [
          ...phrases.filter(isInWords).map(bodyOf),
          ...(whole.length === 0 ? [] : [`(?<!${WORD})(?:${whole.join('|')})`]),
        ].join('|'),
        'iu',
      ),
  );
}

/** Tells which finders may find something in a text: each of its words calls for those it is a stem of, the others are not asked. */
function wantedFrom(finders: readonly Finder[]): (text: string, plain: boolean) => ReadonlySet<Finder> {
  const always = finders.filter(({ stems }) => stems === null);
  const vocabulary = new Vocabulary();
  const calls: { finder: Finder; rest: readonly number[] }[][] = [];
  for (const finder of finders)
    for (const stems of finder.stems ?? []) {
      const [first, ...rest] = stems.map((word) => vocabulary.idOf(word));
      (calls[first!] ??= []).push({ finder, rest });
    }
  /** By word: in which text, counted, it stood last. And the different words of the text in hand. */
  const stoodIn: number[] = [];
  let texts = 0;
  let words: number[] = [];
  const note = (id: number): void => {
    if (stoodIn[id] === texts) return;
    stoodIn[id] = texts;
    words.push(id);
  };
  const stands = (id: number): boolean => stoodIn[id] === texts;
  return (text, plain) => {
    texts++;
    words = [];
    vocabulary.look(plain ? text : text.toLowerCase(), note);
    const wanted = new Set(always);
    for (const word of words)
      for (const { finder, rest } of calls[word] ?? []) if (rest.every(stands)) wanted.add(finder);
    return wanted;
  };
}

/** A dotted capital İ has no small letter of one character: expressions that ignore case do not know it. */
const plainOf = (prose: string): string => prose.replaceAll('İ', 'i');

/** True when the phrase counts at this place of the prose. */
function counts({ opens, needs, unless }: Entry, prose: string, index: number): boolean {
  if (opens === true && !opensSentence(prose, index)) return false;
  if (needs === undefined && unless === undefined) return true;
  const sentence = sentenceAround(prose, index);
  return needs?.test(sentence) !== false && unless?.test(sentence) !== true;
}

interface Found {
  phrase: Entry;
  index: number;
  end: number;
}

/**
 * A scanner for the phrases. At one place only one phrase of a list counts: the one that begins first, of those the longest,
 * which hides what is inside it: "hmm actually" is one hit. Careful phrases are looked for in prose only. A phrase of mode
 * `regex` that cannot be searched for in bounded time is never found (`refusedPhrases` names it).
 */
export function scannerFor(list: readonly Entry[]): (text: string) => PhraseMark[] {
  const groups = [...Map.groupBy(list, ({ list: name, by }) => `${name} ${by}`).values()].map((group) => {
    const finders = group.map(finderOf);
    return { finders, careful: group[0]!.by === 'careful', any: anyOf(finders) };
  });
  const wantedOf = (careful: boolean) =>
    wantedFrom(groups.flatMap((group) => (group.careful === careful ? group.finders : [])));
  const [wantedPlainly, wantedInProse] = [wantedOf(false), wantedOf(true)];
  return (text) => {
    const marks: PhraseMark[] = [];
    if (text === '') return [];
    const plain = isPlain(text);
    const prose = proseOf(text);
    const wanted = { plainly: wantedPlainly(text, plain), inProse: wantedInProse(prose, plain) };
    for (const { finders, careful, any } of groups) {
      const called = careful ? wanted.inProse : wanted.plainly;
      const candidates = finders.filter((finder) => called.has(finder));
      if (candidates.length === 0) continue;
      const where = careful ? plainOf(prose) : text;
      const searched = unlessNone(candidates, any, where, plain);
      const found: Found[] = [];
      for (const { phrase, find } of searched)
        find(where, plain, (index, end) => {
          if (end > index && counts(phrase, where, index)) found.push({ phrase, index, end });
          return found.length <= MOST_MARKS;
        });
      found.sort((a, b) => a.index - b.index || b.end - a.end);
      let end = 0;
      for (const { phrase, index, end: to } of found) {
        if (index < end) continue;
        end = to;
        if (marks.length >= MOST_MARKS) return marks;
        const { list: name, by, category, intent, text: said } = phrase;
        marks.push({ list: name, by, category, phrase: said, intent, index });
      }
    }
    return marks;
  };
}

/** The finders that are worth asking: without those that cannot be told by words when a look for all of them finds none. */
function unlessNone(
  candidates: readonly Finder[],
  any: ((plain: boolean) => RegExp) | null,
  where: string,
  plain: boolean,
): readonly Finder[] {
  const isFoundByWords = ({ phrase, stems }: Finder): boolean => stems !== null || isOwn(phrase);
  if (any === null || candidates.every(isFoundByWords) || any(plain).test(where)) return candidates;
  return candidates.filter(isFoundByWords);
}

const OF_PERSON = new Set<PhraseMark['list']>(['correction', 'frustration', 'order']);

/** Finds what the agent and what the person says, in one language. */
interface Scanners {
  agent: (text: string) => PhraseMark[];
  person: (text: string) => PhraseMark[];
}

/** Careful phrases for a text: English ones where it is too short to tell its language, none where there is no list. */
const carefulOf = (language: string): readonly Entry[] => {
  if (language === 'en' || language === '') return CAREFUL_PHRASES;
  const words = getOwn(LANGUAGES, language);
  return words === undefined ? [] : [...words.agent, ...words.person];
};

/** Expressions among a person's own phrases that are not used, and why. */
export const refusedPhrases = (custom: readonly CustomPhrase[]): { text: string; why: string }[] =>
  custom.flatMap((one) => {
    if (typeof one === 'string' || one.mode !== 'regex') return [];
    const own = ownExpression(one.text);
    return own.kind === 'refused' ? [{ text: one.text, why: own.why }] : [];
  });

/** `make`, each key once. */
function kept<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/** The scan of a reading: what the agent says and what the person says, each by the lists of its language. */
export function scanFor(custom: readonly CustomPhrase[]): Scan {
  const always: Entry[] = [...PLAIN_PHRASES, ...customPhrases(custom)];
  const scanners = kept((language): Scanners => {
    const all = [...always, ...carefulOf(language)];
    return {
      agent: scannerFor(all.filter(({ list }) => !OF_PERSON.has(list))),
      person: scannerFor(all.filter(({ list }) => OF_PERSON.has(list))),
    };
  });
  // A text is asked for its marks and then for its language.
  let last = { text: '', language: '' };
  const language = (text: string): string => {
    if (last.text !== text) last = { text, language: languageOf(text) };
    return last.language;
  };
  const find = (text: string, speaker: 'agent' | 'person'): PhraseMark[] => {
    const said = language(text);
    if (speaker === 'agent')
      return [...scanners(said).agent(text), ...closingMarks(text, said), ...answerCuesOf(text)];
    const { person } = scanners(said);
    return [
      ...ownWords(text).flatMap(({ words, from }) =>
        person(words).map((mark) => ({ ...mark, index: mark.index + from })),
      ),
      ...cuesOf(text),
      ...orderMarks(text),
    ];
  };
  // Throws now when a phrase of the person's own is no regular expression.
  scanners('en');
  return Object.assign(find, {
    languageOf: language,
    key: custom.length === 0 ? '' : fingerprint(JSON.stringify(custom)).toString(16),
  });
}

/** Finds the default phrases. */
export const scan: Scan = scanFor([]);
