/** The log lines behind one value (law 2). */
import { blocksOf, parseLine, type LogRecord } from '../log/record';
import { startOf } from '../log/secrets';
import type { Session } from '../session/join';
import { spokenText } from '../session/speaker';
import { sentenceAround } from '../signals/prose';
import { readSignals } from '../signals/registry';
import type { Evidence, SignalReading } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { withChanges } from './edits';
import type { Rules } from './rules';

export interface Explanation {
  reading: SignalReading;
  lines: ExplainedLine[];
}
export interface ExplainedLine {
  /** The log it is in. */
  file: string;
  /** Line number in it, from 1; null if the log cannot be read. */
  line: number | null;
  /** Byte offset of the line. */
  at: number;
  note: string;
  /** The relevant sentence of the line, else the beginning of its text; '' for lines without text. */
  text: string;
}

const TEXT_CHARS = 160;

/**
 * A signal of a session with all lines behind it; null without a signal of that name. `content`: a whole log, or null if it is neither
 * on disk nor in the vault.
 */
export function explain(
  session: Session,
  name: string,
  edits: SessionFigures['edited'],
  rules: Rules,
  content: (file: string) => Buffer | null,
): Explanation | null {
  const events = withChanges(session.events, edits);
  const reading = readSignals(
    events,
    session.parse,
    rules.options,
    rules.thresholds,
    true,
    session.inherited,
  ).find((one) => one.name === name);
  if (reading === undefined) return null;
  return { reading, lines: linesBehind(session, reading.evidence, content) };
}

/** The log lines that evidence names. */
export function linesBehind(
  session: Pick<Session, 'file' | 'alsoIn'>,
  evidence: readonly Evidence[],
  content: (file: string) => Buffer | null,
): ExplainedLine[] {
  const files = logsOf(session);
  const logs = new Map<string, Lines | null>();
  return evidence.map(({ at, len, note, index = 0, file: nth = 0 }) => {
    const file = files[nth] ?? session.file;
    if (!logs.has(file)) logs.set(file, linesOf(content(file)));
    const log = logs.get(file) ?? null;
    if (log === null || at + len > log.content.length) return { file, line: null, at, note, text: '' };
    return {
      file,
      line: log.numberAt(at),
      at,
      note,
      text: textAt(log.content.subarray(at, at + len).toString('utf8'), index),
    };
  });
}

/** The files of a session; evidence has indexes into this list. */
export const logsOf = ({ file, alsoIn }: Pick<Session, 'file' | 'alsoIn'>): string[] => [file, ...alsoIn];

interface Lines {
  content: Buffer;
  /** Number, from 1, of the line with byte `at`. */
  numberAt(at: number): number;
}

function linesOf(content: Buffer | null): Lines | null {
  if (content === null) return null;
  const ends: number[] = [];
  for (let end = content.indexOf(0x0a); end !== -1; end = content.indexOf(0x0a, end + 1)) ends.push(end);
  return {
    content,
    numberAt(at) {
      // The first line that ends at or after `at`.
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle]! < at) low = middle + 1;
        else high = middle;
      }
      return low + 1;
    },
  };
}

/** The sentence at `index` of a line's text; its beginning if `index` is 0 or it is not known which text is meant. */
function textAt(line: string, index: number): string {
  const parsed = parseLine(line);
  if (parsed.kind === 'malformed') return '';
  const [record] = parsed.records;
  const texts = record === undefined ? [] : textsOf(record);
  // With several texts it is not known which one `index` is for.
  if (index > 0 && texts.length === 1 && index < texts[0]!.length) return sentenceAt(texts[0]!, index);
  return shorten(texts.join(' '));
}

/** The texts of a record; of a prompt only the person's words. */
const textsOf = (record: LogRecord): string[] =>
  (record.type === 'assistant'
    ? blocksOf(record.message?.content).map(({ text, thinking }) => text ?? thinking ?? '')
    : [spokenText(record)]
  ).filter(Boolean);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function shorten(text: string): string {
  const words = oneLine(text);
  return words.length > TEXT_CHARS ? `${startOf(words, TEXT_CHARS)}…` : words;
}

/** The sentence at `index`; of a long one, the part around `index`. */
function sentenceAt(text: string, index: number): string {
  const sentence = sentenceAround(text, Math.min(index, text.trimEnd().length - 1));
  if (sentence.length <= TEXT_CHARS) return oneLine(sentence);
  const from = Math.max(0, index - TEXT_CHARS / 2);
  const blank = text.slice(from, index).search(/\s/);
  return `…${shorten(text.slice(from === 0 ? 0 : from + blank + 1))}`;
}
