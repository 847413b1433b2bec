/** The log lines behind one value (law 2). */
import { blocksOf, parseLine, textOf } from '../log/record';
import { startOf } from '../log/secrets';
import type { Session } from '../session/join';
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
  /** Beginning of what the line says; '' for lines without text. */
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
  return evidence.map(({ at, len, note, file: nth = 0 }) => {
    const file = files[nth] ?? session.file;
    if (!logs.has(file)) logs.set(file, linesOf(content(file)));
    const log = logs.get(file) ?? null;
    if (log === null || at + len > log.content.length) return { file, line: null, at, note, text: '' };
    return {
      file,
      line: log.numberAt(at),
      at,
      note,
      text: saidAt(log.content.subarray(at, at + len).toString('utf8')),
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

function saidAt(line: string): string {
  const parsed = parseLine(line);
  if (parsed.kind === 'malformed') return '';
  const { message, content } = parsed.records[0] ?? {};
  const texts = blocksOf(message?.content).map(({ text, thinking }) => text ?? thinking ?? '');
  const said = texts.join(' ') || textOf(content);
  const words = said.replace(/\s+/g, ' ').trim();
  return words.length > TEXT_CHARS ? `${startOf(words, TEXT_CHARS)}…` : words;
}
