/** Finds phrases in texts. */
import type { PhraseMark } from '../session/event';
import type { Scan } from '../session/fold';
import { fingerprint } from '../session/reading';
import { ownExpression, type Span } from './ownExpression';
import { CAREFUL_PHRASES, customPhrases, PLAIN_PHRASES, type CustomPhrase, type Phrase } from './phrases';
import { opensSentence, proseOf, sentenceAround } from './prose';
import { cuesOf } from './task';

type Entry = Phrase & { pattern?: string };

const WORD = String.raw`[\p{L}\p{N}_]`;

/** Source of a phrase: any white space matches a blank, `’` and `'` are the same. */
function sourceOf({ text, mode, pattern }: Entry): string {
  if (pattern !== undefined) return `(?<!${WORD})(?:${pattern})`;
  const literal = text
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`\s+`)
    .replace(/['’]/g, "['’]");
  return mode === 'substring' ? literal : `(?<!${WORD})${literal}(?!${WORD})`;
}

/** More in one text are no speech: a hostile text must not fill the archive. */
const MOST_MARKS = 1000;
/** Long texts of a person are mostly pasted: only their beginning and end are read as words of their own (P19). */
const PROMPT_HEAD = 1200;
const PROMPT_TAIL = 400;

interface Finder {
  phrase: Entry;
  find: (text: string) => Iterable<Span>;
  /** Words: a text that has all of none of these has no match. Null: every text is searched. */
  needs: readonly (readonly string[])[] | null;
}

const WORDS = /[a-z]+/g;

/** Words that a phrase needs: those it names, or its own when it is matched literally as whole words. */
function needsOf({ stems, mode, text, pattern }: Entry): Finder['needs'] {
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
  needs: needsOf(phrase),
});

const has = (words: ReadonlySet<string>, needs: Finder['needs']): boolean =>
  needs === null || needs.some((all) => all.every((word) => words.has(word)));

/** True when the phrase counts at this place of the prose. */
function counts({ opens, unless }: Entry, prose: string, index: number): boolean {
  if (opens === true && !opensSentence(prose, index)) return false;
  return unless === undefined || !unless.test(sentenceAround(prose, index));
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
    const words = new Set(text.toLowerCase().match(WORDS));
    let prose: string | null = null;
    for (const group of groups) {
      const found: Found[] = [];
      for (const { phrase, find, needs } of group) {
        if (!has(words, needs)) continue;
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

/** The parts of a prompt's prose that are a person's own words: all of a short one, beginning and end of a long one. */
function ownWords(prose: string): { words: string; from: number }[] {
  if (prose.length <= PROMPT_HEAD + PROMPT_TAIL) return [{ words: prose, from: 0 }];
  const head = prose.slice(0, PROMPT_HEAD);
  const tail = prose.slice(-PROMPT_TAIL);
  // Cut between words, and the tail where a line or sentence begins: what comes before belongs to the middle.
  const end = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'), 0);
  const begin = /\n|[.!?]\s/.exec(tail);
  const words = begin === null ? '' : tail.slice(begin.index + 1);
  return [
    { words: head.slice(0, end), from: 0 },
    { words, from: prose.length - words.length },
  ];
}

const OF_PERSON = new Set<PhraseMark['list']>(['correction', 'frustration']);

/** Expressions among a person's own phrases that are not used, and why. */
export const refusedPhrases = (custom: readonly CustomPhrase[]): { text: string; why: string }[] =>
  custom.flatMap((one) => {
    if (typeof one === 'string' || one.mode !== 'regex') return [];
    const own = ownExpression(one.text);
    return own.kind === 'refused' ? [{ text: one.text, why: own.why }] : [];
  });

/** The scan of a reading: what the agent says and what the person says, each by its own lists. */
export function scanFor(custom: readonly CustomPhrase[]): Scan {
  const all: Entry[] = [...PLAIN_PHRASES, ...CAREFUL_PHRASES, ...customPhrases(custom)];
  const agent = scannerFor(all.filter((phrase) => !OF_PERSON.has(phrase.list)));
  const person = scannerFor(all.filter((phrase) => OF_PERSON.has(phrase.list)));
  const find = (text: string, speaker: 'agent' | 'person'): PhraseMark[] => {
    if (speaker === 'agent') return agent(text);
    return ownWords(proseOf(text)).flatMap(({ words, from }, i) => [
      ...person(words).map((mark) => ({ ...mark, index: mark.index + from })),
      // What the task is stands at the beginning.
      ...(i === 0 ? cuesOf(words) : []),
    ]);
  };
  return Object.assign(find, {
    key: custom.length === 0 ? '' : fingerprint(JSON.stringify(custom)).toString(16),
  });
}

/** Finds the default phrases. */
export const scan: Scan = scanFor([]);
