/** Finds phrases in texts. */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import type { Scan } from '../session/fold/scan';
import { wholeFingerprint } from '../session/reading';
import { isPlain } from '../session/prefilter/plainText';
import { Prefiltered } from '../session/prefilter/prefiltered';
import { trigramsOf } from '../session/prefilter/trigrams';
import { closingMarks } from './closing';
import { languageOf } from './language';
import { orderMarks } from './orders';
import { ownExpression } from './ownExpression';
import { customPhrases, type CustomPhrase } from './customPhrase';
import { CAREFUL_PHRASES, PLAIN_PHRASES } from './phrases';
import { ownWords } from './ownWords';
import { opensSentence, proseOf, sentenceAround } from './prose';
import { answerCuesOf, cuesOf } from './taskCues';
import { LANGUAGES } from './words/all';
import type { Phrase } from './words/phrase';

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
  /** False: a text has no match. */
  mayBeIn: (text: string) => boolean;
  /** `plain`: the text is a plain one (`plainText.ts`). */
  find: (text: string, plain: boolean, onSpan: OnSpan) => void;
  /** A match lies in one line, and nothing else is asked for. */
  inLine: boolean;
}

/** An expression of the person's own. */
const isOwn = ({ mode, pattern }: Entry): boolean => mode === 'regex' && pattern === undefined;

function findOf(phrase: Entry, made: Map<string, Prefiltered>): Pick<Finder, 'find' | 'mayBeIn'> {
  if (isOwn(phrase)) {
    const own = ownExpression(phrase.text);
    return {
      mayBeIn: () => own.kind === 'usable',
      find: (text, _plain, onSpan) =>
        own.kind === 'usable' && own.find(text).every(({ index, end }) => onSpan(index, end)),
    };
  }
  const inWords = isInWords(phrase);
  const source = sourceOf(phrase);
  // Several phrases may look for the same.
  const pattern = made.get(source) ?? new Prefiltered(() => ({ source, flags: 'giu' }));
  made.set(source, pattern);
  return {
    mayBeIn: (text) => pattern.mayBeIn(text),
    find: (text, plain, onSpan) => eachSpan(pattern.of(plain), inWords, text, plain, onSpan),
  };
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

/** What an expression may ask for at or beyond the end of a line, outside of classes and in them. */
const LINE_END = /\\[sSWDPnux]|\[\^|[$^]/;
const CLASS = /\[[^\][]*\]/g;
/** A class that no end of a line is of: one of plain characters, or of all but the end of a line and others. */
const isWithinLine = (chars: string): boolean =>
  chars.startsWith('[^') ? chars.includes(String.raw`\n`) : !/[\^\\]/.test(chars);
const staysInLine = (body: string): boolean =>
  !LINE_END.test(body.replace(CLASS, (chars) => (isWithinLine(chars) ? '' : chars)));

const finderOf = (phrase: Entry, made: Map<string, Prefiltered>): Finder => ({
  phrase,
  ...findOf(phrase, made),
  inLine: !isOwn(phrase) && staysInLine(bodyOf(phrase)),
});

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

/** A finder and the pieces of a text where it may have a match. */
interface Called {
  finder: Finder;
  spans: { from: number; to: number }[];
}

/** The finders that may have a match in a text: those that stay in a line only in lines that have what they need. */
function calledBy(text: string, finders: readonly Finder[]): Called[] {
  const called = finders
    .filter(({ mayBeIn }) => mayBeIn(text))
    .map((finder): Called => ({ finder, spans: finder.inLine ? [] : [{ from: 0, to: text.length }] }));
  const inLines = called.filter(({ finder }) => finder.inLine);
  let from = 0;
  for (const line of inLines.length === 0 ? [] : text.split('\n')) {
    const to = from + line.length;
    if (line.trim() !== '')
      for (const { finder, spans } of inLines) if (finder.mayBeIn(line)) spans.push({ from, to });
    from = to + 1;
  }
  return called;
}

/** Adds what of a phrase counts in its pieces of the text. */
function addFound(found: Found[], { finder, spans }: Called, text: string, plain: boolean): void {
  const { phrase, find } = finder;
  let enough = false;
  for (const { from, to } of spans) {
    const piece = text.slice(from, to);
    // What makes a text another than a plain one mostly stands in few of its lines.
    find(piece, plain || isPlain(piece), (at, end) => {
      const index = from + at;
      if (end > at && counts(phrase, text, index)) found.push({ phrase, index, end: from + end });
      enough = found.length > MOST_MARKS;
      return !enough;
    });
    if (enough) return;
  }
}

/**
 * A scanner for the phrases. At one place only one phrase of a list counts: the one that begins first, of those the longest,
 * which hides what is inside it: "hmm actually" is one hit. Careful phrases are looked for in prose only. A phrase of mode
 * `regex` that cannot be searched for in bounded time is never found (`refusedPhrases` names it).
 */
export function scannerFor(list: readonly Entry[]): (text: string) => PhraseMark[] {
  const made = new Map<string, Prefiltered>();
  const groups = [...Map.groupBy(list, ({ list: name, by }) => `${name} ${by}`).values()].map((group) => ({
    finders: group.map((phrase) => finderOf(phrase, made)),
    careful: group[0]!.by === 'careful',
  }));
  return (text) => {
    const marks: PhraseMark[] = [];
    if (text === '') return [];
    const { plain } = trigramsOf(text);
    const prose = plainOf(proseOf(text));
    for (const { finders, careful } of groups) {
      const searched = careful ? prose : text;
      const found: Found[] = [];
      for (const one of calledBy(searched, finders)) addFound(found, one, searched, plain);
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

/** The scan of a reading: what the agent says and what the person says, each by the lists of its language. */
export function scanFor(custom: readonly CustomPhrase[]): Scan {
  const always: Entry[] = [...PLAIN_PHRASES, ...customPhrases(custom)];
  const made = new Map<string, Scanners>();
  const scanners = (language: string): Scanners => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const all = [...always, ...carefulOf(language)];
    const one = {
      agent: scannerFor(all.filter(({ list }) => !OF_PERSON.has(list))),
      person: scannerFor(all.filter(({ list }) => OF_PERSON.has(list))),
    };
    made.set(language, one);
    return one;
  };
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
      ...orderMarks(text, said),
    ];
  };
  // Throws now when a phrase of the person's own is no regular expression.
  scanners('en');
  return Object.assign(find, {
    languageOf: language,
    letGo: () => made.clear(),
    key: custom.length === 0 ? '' : wholeFingerprint(JSON.stringify(custom)).toString(16),
  });
}

/** Finds the default phrases. */
export const scan: Scan = scanFor([]);
