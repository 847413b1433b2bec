/** Finds phrases in texts. */
import { getOwn } from '../log/own';
import type { PhraseMark } from '../session/event';
import type { Scan } from '../session/fold';
import { fingerprint } from '../session/reading';
import { closingMarks, orderMarks } from './closing';
import { languageOf } from './language';
import { ownExpression, type Span } from './ownExpression';
import { CAREFUL_PHRASES, customPhrases, PLAIN_PHRASES, type CustomPhrase, type Phrase } from './phrases';
import { ownWords } from './ownWords';
import { opensSentence, proseOf, sentenceAround } from './prose';
import { answerCuesOf, cuesOf } from './taskCues';
import { LANGUAGES } from './words/all';

type Entry = Phrase & { pattern?: string };

const WORD = String.raw`[\p{L}\p{N}_]`;

/** Source of a phrase: any white space matches a blank, `’` and `'` are the same. */
function sourceOf({ text, mode, pattern, unspaced }: Entry): string {
  if (pattern !== undefined) return unspaced === true ? `(?:${pattern})` : `(?<!${WORD})(?:${pattern})`;
  const literal = text
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`\s+`)
    .replace(/['’]/g, "['’]");
  return mode === 'substring' ? literal : `(?<!${WORD})${literal}(?!${WORD})`;
}

/** More in one text are no speech: a hostile text must not fill the archive. */
const MOST_MARKS = 1000;

interface Finder {
  phrase: Entry;
  find: (text: string) => Iterable<Span>;
  /** Words: a text that has all of none of these has no match. Null: every text is searched. */
  stems: readonly (readonly string[])[] | null;
}

const WORDS = /[a-z]+/g;

/** Words that a phrase needs: those it names, or its own when it is matched literally as whole words. */
function stemsOf({ stems, mode, text, pattern }: Entry): Finder['stems'] {
  if (stems !== undefined) return stems.map((stem) => stem.split(' ').filter((word) => word !== ''));
  if (mode !== 'word' || pattern !== undefined || /[^\0-\x7f]/.test(text)) return null;
  return [text.toLowerCase().match(WORDS) ?? []];
}

function findOf(phrase: Entry): Finder['find'] {
  if (phrase.mode === 'regex' && phrase.pattern === undefined) {
    const own = ownExpression(phrase.text);
    return own.kind === 'usable' ? own.find : () => [];
  }
  const pattern = new RegExp(sourceOf(phrase), 'giu');
  return function* (text) {
    for (const { 0: match, index } of text.matchAll(pattern)) yield { index, end: index + match.length };
  };
}

const finderOf = (phrase: Entry): Finder => ({
  phrase,
  find: findOf(phrase),
  stems: stemsOf(phrase),
});

const has = (words: ReadonlySet<string>, stems: Finder['stems']): boolean =>
  stems === null || stems.some((all) => all.every((word) => words.has(word)));

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
  const groups = [...Map.groupBy(list, ({ list: name, by }) => `${name} ${by}`).values()].map((group) =>
    group.map(finderOf),
  );
  return (text) => {
    const marks: PhraseMark[] = [];
    if (text === '') return [];
    const words = new Set(text.toLowerCase().match(WORDS));
    let prose: string | null = null;
    for (const group of groups) {
      const found: Found[] = [];
      for (const { phrase, find, stems } of group) {
        if (!has(words, stems)) continue;
        const where = phrase.by === 'careful' ? (prose ??= proseOf(text)) : text;
        for (const { index, end } of find(where)) {
          if (end === index || !counts(phrase, where, index)) continue;
          found.push({ phrase, index, end });
          if (found.length > MOST_MARKS) break;
        }
      }
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
