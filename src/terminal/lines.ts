/** Commands on the lines of logs: events, unreadable lines, and likely secrets. */
import { logsOf } from '../library/explain';
import { eventsOf } from '../library/inspect';
import type { Known } from '../library/knownSessions';
import { isObject, valueIn } from '../log/json';
import { parseLine } from '../log/record';
import { sealSecrets } from '../log/secrets';
import { escaped } from '../log/visible';
import { csvOf } from '../report/csv';
import { eventLine } from '../report/events';
import { figureTable } from '../report/tables';
import { counted } from '../signals/signal';
import { found, logsBelow, withKnown } from './archiveOrLogs';
import { noLogIn, type Run } from './options';
import { answer, answerWith, json, say, UsageError, widthFor } from './output';

interface Line {
  session: string;
  name: string;
  file: string;
  /** From 1. */
  line: number;
  bytes: Buffer;
}

/**
 * Calls a function for every complete line of all sessions' logs, each file once; missing logs are read from their copies. Reports and
 * returns the number of logs that cannot be read.
 */
function eachLine(known: Known, look: (line: Line) => void): number {
  const seen = new Set<string>();
  let unread = 0;
  for (const { id, name } of known.figures) {
    const session = known.session(id);
    if (session === null) continue;
    for (const path of logsOf(session)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const content = known.content(path);
      if (content === null) {
        unread++;
        continue;
      }
      let start = 0;
      for (
        let line = 1, end = content.indexOf(NEWLINE);
        end !== -1;
        line++, end = content.indexOf(NEWLINE, start)
      ) {
        look({
          session: id,
          name: name ?? id,
          file: known.shown(path),
          line,
          bytes: content.subarray(start, end),
        });
        start = end + 1;
      }
    }
  }
  if (unread > 0)
    say(
      `${counted(unread, 'log')} cannot be read and ${unread === 1 ? 'has' : 'have'} no copy: not searched.`,
    );
  return unread;
}
const NEWLINE = 0x0a;

/** Characters of a line that are shown. */
const SHOWN = 60;

/** Why a line or a part of it cannot be read; null if it can. */
export function faultOf(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  if (text.trim() === '') return null;
  const parsed = parseLine(text, bytes);
  if (parsed.kind === 'records')
    return parsed.damage.length === 0
      ? null
      : `${parsed.damage.reduce((sum, { len }) => sum + len, 0)} bytes beside whole records are damaged`;
  if (bytes.every((byte) => byte === 0))
    return 'holds nothing but zero bytes: the disk was full, or the machine stopped';
  const value = valueIn(text);
  if (value === undefined)
    return text.trimStart().startsWith('{') ? 'is broken off: no whole record is in it' : 'is no JSON';
  return isObject(value) ? 'is a record without what every record has' : 'is JSON, but no record';
}

/** `errors`: unreadable lines, with file, line and reason. The rest of their sessions is read. */
export const errorsCommand: Run<'errors'> = (options, around, paths) =>
  withKnown(paths, options, around, (known) => {
    const errors: { file: string; line: number; why: string; begins: string; session: string }[] = [];
    const unread = eachLine(known, ({ bytes, file, line, session }) => {
      const why = faultOf(bytes);
      if (why === null) return;
      const begins = sealSecrets(bytes.subarray(0, 4 * SHOWN).toString('utf8'));
      errors.push({ file, line, why, begins: [...begins].slice(0, SHOWN).join(''), session });
    });
    answer(
      options.json === true
        ? json({ schema: 1, errors, unread })
        : options.csv === true
          ? csvOf(errors, ['file', 'line', 'why', 'begins', 'session'])
          : errors.length === 0
            ? `Every line${unread === 0 ? '' : ' of the others'} can be read.\n`
            : figureTable(
                ['line', 'why', 'begins', 'id'],
                errors.map(({ file, line, why, begins, session }) => [
                  `${file}:${line}`,
                  why,
                  begins,
                  session,
                ]),
                { width: widthFor(options, around.env), goFirst: ['id', 'begins'] },
              ),
      options,
    );
    return found(known.figures, known.none);
  });

/** The placeholder of a secret; older exports have `sealed`. */
const SEAL = /\[(?:redacted|sealed): ([^\][]{1,60})\]/g;

/** Kinds of likely secrets in a text, without placeholders. */
export function secretsIn(text: string): string[] {
  const kinds = (content: string): string[] => [...content.matchAll(SEAL)].map(([, kind]) => kind ?? '');
  const sealed = sealSecrets(text);
  if (sealed === text) return [];
  const rest = kinds(text);
  return kinds(sealed).filter((kind) => {
    const at = rest.indexOf(kind);
    if (at === -1) return true;
    rest.splice(at, 1);
    return false;
  });
}

/** `secrets`: by session and kind, the number of lines with a likely secret, and the first of them. Never the secret. */
export const secretsCommand: Run<'secrets'> = (options, around, paths) =>
  withKnown(paths, options, around, (known) => {
    const secrets = new Map<
      string,
      { session: string; name: string; kind: string; lines: number; first: string }
    >();
    const unread = eachLine(known, ({ bytes, file, line, session, name }) => {
      for (const kind of new Set(secretsIn(bytes.toString('utf8')))) {
        const key = `${session}\n${kind}`;
        const one = secrets.get(key) ?? {
          session,
          name: sealSecrets(name),
          kind,
          lines: 0,
          first: `${file}:${line}`,
        };
        secrets.set(key, { ...one, lines: one.lines + 1 });
      }
    });
    const all = [...secrets.values()];
    answer(
      options.json === true
        ? json({ schema: 1, secrets: all, unread })
        : options.csv === true
          ? csvOf(all, ['session', 'name', 'kind', 'lines', 'first'])
          : all.length === 0
            ? `No likely secret was found${unread === 0 ? '' : ' in the others'}.\n`
            : figureTable(
                ['id', 'kind', 'lines', 'first', 'session'],
                all.map(({ session, kind, lines, first, name }) => [session, kind, lines, first, name]),
                { width: widthFor(options, around.env), goFirst: ['session'] },
              ),
      options,
    );
    return found(known.figures, known.none);
  });

/** `export PATH`: events, with likely secrets redacted as in all exports. */
export const exportCommand: Run<'export'> = (options, around, paths) => {
  if (options.format !== undefined) throw new UsageError('--format is for the archive, without PATHs.');
  const logs = logsBelow(paths, options, around);
  const write = answerWith(options);
  let batch: string[] = [];
  const flush = (): void => {
    write(batch.join(''));
    batch = [];
  };
  for (const event of eventsOf(logs)) {
    batch.push(`${escaped(sealSecrets(eventLine(event)))}\n`);
    if (batch.length === 1000) flush();
  }
  flush();
  return found(logs.sessions, noLogIn(paths, options, around));
};
