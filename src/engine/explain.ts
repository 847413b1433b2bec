/** The log lines behind one value (law 2). */
import { readFileSync } from 'node:fs';
import { blocksOf, parseLine, textOf } from '../log/record';
import type { Session } from '../session/join';
import { readSignals } from '../signals/registry';
import type { SignalReading } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { withChanges, type Rules } from './summarise';

export interface Explanation {
  reading: SignalReading;
  lines: ExplainedLine[];
}
export interface ExplainedLine {
  /** Line number in the session's file, from 1; null when the log cannot be read. */
  line: number | null;
  /** Byte offset of the line. */
  at: number;
  note: string;
  /** Beginning of what the line says; '' for lines without text. */
  text: string;
}

const TEXT_CHARS = 160;

/** A signal of a session with every line that made it; null when there is no signal of that name. */
export function explain(
  session: Session,
  name: string,
  edits: SessionFigures['edited'],
  rules: Rules,
): Explanation | null {
  const events = withChanges(session.events, edits);
  const reading = readSignals(events, session.parse, rules.options, rules.thresholds, true).find(
    (one) => one.name === name,
  );
  if (reading === undefined) return null;
  const log = contentOf(session.file);
  let line = 1;
  let from = 0;
  const lines = reading.evidence.map(({ at, len, note }) => {
    if (log === null || at + len > log.length) return { line: null, at, note, text: '' };
    for (let end = log.indexOf(0x0a, from); end !== -1 && end < at; end = log.indexOf(0x0a, from)) {
      line++;
      from = end + 1;
    }
    return { line, at, note, text: saidAt(log.subarray(at, at + len).toString('utf8')) };
  });
  return { reading, lines };
}

function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function saidAt(line: string): string {
  const parsed = parseLine(line);
  if (parsed.kind === 'malformed') return '';
  const { message, content } = parsed.records[0] ?? {};
  const texts = blocksOf(message?.content).map(({ text, thinking }) => text ?? thinking ?? '');
  const said = texts.join(' ') || textOf(content);
  const words = said.replace(/\s+/g, ' ').trim();
  return words.length > TEXT_CHARS ? `${words.slice(0, TEXT_CHARS)}…` : words;
}
