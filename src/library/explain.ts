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
  /** Line number in it, from 1; null when the log cannot be read. */
  line: number | null;
  /** Byte offset of the line. */
  at: number;
  note: string;
  /** What the line says: its sentence that matters, else its beginning; '' for lines without text. */
  text: string;
}

const TEXT_CHARS = 160;

/**
 * A signal of a session with every line that made it; null when there is no signal of that name. `content`: all of a log, null when
 * it is neither on the disk nor in the vault.
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
  const files = filesOf(session);
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
      text: saidAt(log.content.subarray(at, at + len).toString('utf8'), index),
    };
  });
}

/** The files of a session as evidence counts them. */
export const filesOf = ({ file, alsoIn }: Pick<Session, 'file' | 'alsoIn'>): string[] => [file, ...alsoIn];

interface Lines {
  content: Buffer;
  /** Number of the line, from 1, that byte `at` is in. */
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

/** What a line says from the sentence on that stands at `index` of its text. */
function saidAt(line: string, index: number): string {
  const parsed = parseLine(line);
  if (parsed.kind === 'malformed') return '';
  const [record] = parsed.records;
  const texts = record === undefined ? [] : textsOf(record);
  // Of several texts nobody knows which is meant.
  if (index > 0 && texts.length === 1 && index < texts[0]!.length) return sentenceAt(texts[0]!, index);
  return shortened(texts.join(' '));
}

/** What is said in a record: by a person, the words without what editors put before them. */
const textsOf = (record: LogRecord): string[] =>
  (record.type === 'assistant'
    ? blocksOf(record.message?.content).map(({ text, thinking }) => text ?? thinking ?? '')
    : [spokenText(record)]
  ).filter((text) => text !== '');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function shortened(text: string): string {
  const words = oneLine(text);
  return words.length > TEXT_CHARS ? `${startOf(words, TEXT_CHARS)}…` : words;
}

/** The sentence at `index`, the words there in its middle where it is long. */
function sentenceAt(text: string, index: number): string {
  const sentence = sentenceAround(text, Math.min(index, text.trimEnd().length - 1));
  if (sentence.length <= TEXT_CHARS) return oneLine(sentence);
  const from = Math.max(0, index - TEXT_CHARS / 2);
  const blank = text.slice(from, index).search(/\s/);
  return `…${shortened(text.slice(from === 0 ? 0 : from + blank + 1))}`;
}
