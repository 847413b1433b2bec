/** Finds phrases in texts. */
import type { PhraseMark } from '../session/event';
import type { Scan } from '../session/fold';
import { fingerprint } from '../session/reading';
import { CAREFUL_PHRASES, customPhrases, PLAIN_PHRASES, type CustomPhrase, type Phrase } from './phrases';
import { opensSentence, proseOf, sentenceAround } from './prose';
import { cuesOf } from './task';

type Entry = Phrase & { pattern?: string };

const WORD = String.raw`[\p{L}\p{N}_]`;

/** Source of a phrase: any white space matches a blank, `’` and `'` are the same. */
function sourceOf({ text, mode, pattern }: Entry): string {
  if (pattern !== undefined) return `(?<!${WORD})(?:${pattern})`;
  if (mode === 'regex') return `(?:${text})`;
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

interface Scanner {
  by: PhraseMark['by'];
  own: { phrase: Entry; here: RegExp }[];
  pattern: RegExp;
}

function scannersFor(list: readonly Entry[]): Scanner[] {
  const groups = new Map<string, Entry[]>();
  for (const phrase of list) {
    const key = `${phrase.list} ${phrase.by}`;
    groups.set(key, [...(groups.get(key) ?? []), phrase]);
  }
  return [...groups.values()].map((group) => {
    const own = group
      .toSorted((a, b) => b.text.length - a.text.length)
      .map((phrase) => ({ phrase, here: new RegExp(sourceOf(phrase), 'iuy') }));
    // Without groups of its own: they would halve the speed, and phrases may have groups.
    const source = own.map(({ phrase }) => sourceOf(phrase)).join('|');
    return { by: group[0]!.by, own, pattern: new RegExp(source, 'giu') };
  });
}

/** True when the phrase counts at this place of the prose. */
function counts({ opens, unless }: Entry, prose: string, index: number): boolean {
  if (opens === true && !opensSentence(prose, index)) return false;
  return unless === undefined || !unless.test(sentenceAround(prose, index));
}

/**
 * A scanner for the phrases. At one place only the first phrase of a list counts, and a longer one hides
 * those inside it: "hmm actually" is one hit. Careful phrases are looked for in prose only. Throws a SyntaxError when a
 * phrase of mode `regex` is no regular expression; such a phrase must not refer back to its groups by number, which
 * count over the whole list.
 */
export function scannerFor(list: readonly Entry[]): (text: string) => PhraseMark[] {
  const scanners = scannersFor(list);
  return (text) => {
    const marks: PhraseMark[] = [];
    let prose: string | null = null;
    for (const { by, own, pattern } of scanners) {
      // Most texts have no hit, and `search` is the quickest to say so.
      if (text.search(pattern) === -1) continue;
      const where = by === 'careful' ? (prose ??= proseOf(text)) : text;
      for (const { 0: words, index } of where.matchAll(pattern)) {
        const found = own.find(({ phrase, here }) => {
          here.lastIndex = index;
          return here.test(where) && counts(phrase, where, index);
        });
        if (found === undefined || words === '') continue;
        const { category, intent, text: phrase } = found.phrase;
        if (marks.length >= MOST_MARKS) return marks;
        marks.push({ list: found.phrase.list, by, category, phrase, intent, index });
      }
    }
    return marks;
  };
}

const OF_PERSON = new Set<PhraseMark['list']>(['correction', 'frustration']);

/** The scan of a reading: what the agent says and what the person says, each by its own lists. */
export function scanFor(custom: readonly CustomPhrase[]): Scan {
  const all: Entry[] = [...PLAIN_PHRASES, ...CAREFUL_PHRASES, ...customPhrases(custom)];
  const agent = scannerFor(all.filter((phrase) => !OF_PERSON.has(phrase.list)));
  const person = scannerFor(all.filter((phrase) => OF_PERSON.has(phrase.list)));
  const find = (text: string, speaker: 'agent' | 'person'): PhraseMark[] => {
    if (speaker === 'agent') return agent(text);
    if (text.length <= PROMPT_HEAD + PROMPT_TAIL) return [...person(text), ...cuesOf(proseOf(text))];
    const from = text.length - PROMPT_TAIL;
    return [
      ...person(text.slice(0, PROMPT_HEAD)),
      ...cuesOf(proseOf(text.slice(0, PROMPT_HEAD))),
      ...person(text.slice(from)).map((mark) => ({ ...mark, index: mark.index + from })),
    ];
  };
  return Object.assign(find, {
    key: custom.length === 0 ? '' : fingerprint(JSON.stringify(custom)).toString(16),
  });
}

/** Finds the default phrases. */
export const scan: Scan = scanFor([]);
