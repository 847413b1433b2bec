/** The searchable texts of a log's lines, the same for the index and for a search in logs. */
import * as z from 'zod';
import { HistoryPrompt } from '../../../log/history';
import { valueIn } from '../../../log/json';
import { getOwn, setOwn } from '../../../log/own';
import type { LogRecord } from '../../../log/record';
import type { ROLES } from '../../../search/roles';
import { searchedText } from '../../../search/kept';
import type { SearchedText } from '../../../search/writer';
import { agentRecordIn, spokenItems, type SpokenItem } from '../transcript/spokenLines';

/** Tool calls without a result so far, because a result is described by its call on another line. */
const OpenCalls = z.record(z.string(), z.tuple([z.string(), z.string().nullable()]));
export type OpenCalls = z.infer<typeof OpenCalls>;
/** Most such calls that are kept. */
const MOST_CALLS = 200;

/** Parses kept calls; empty if invalid. */
export const callsIn = (text: string): OpenCalls => OpenCalls.safeParse(valueIn(text)).data ?? {};

/** The texts of a record. Updates `calls`. */
export function searchedIn(logged: LogRecord, at: number, calls: OpenCalls): SearchedText[] {
  const record = agentRecordIn(logged);
  const { timestamp, _audit_timestamp: audited } = record;
  const time = Date.parse(timestamp ?? audited ?? '');
  return spokenItems(record).flatMap((said) => {
    const { kind } = said;
    if (kind === 'other' || (kind === 'thinking' && isHidden(said))) return [];
    const { tool, file } = calledBy(said, calls);
    return {
      role: kind satisfies (typeof ROLES)[number],
      text: searchedText(kind === 'tool' ? `${said.name ?? ''}\n${said.text}` : said.text),
      at,
      t: Number.isNaN(time) ? null : time,
      branch: record.gitBranch ?? null,
      model: kind === 'prompt' || kind === 'result' ? null : (record.message?.model ?? null),
      tool,
      file,
      project: null,
      session: null,
    };
  });
}

/** True for thinking of which the log has only the signature. */
const isHidden = ({ text }: SpokenItem): boolean => text.startsWith('(hidden: ');

function calledBy(
  { kind, name, tool, path }: SpokenItem,
  calls: OpenCalls,
): { tool: string | null; file: string | null } {
  if (kind === 'tool') {
    if (tool !== null) {
      setOwn(calls, tool, [name ?? '', path]);
      const [oldest] = Object.keys(calls);
      if (oldest !== undefined && Object.keys(calls).length > MOST_CALLS) delete calls[oldest];
    }
    return { tool: name, file: path };
  }
  const call = kind === 'result' && tool !== null ? getOwn(calls, tool) : undefined;
  if (call === undefined) return { tool: null, file: path };
  delete calls[tool ?? ''];
  return { tool: call[0], file: path ?? call[1] };
}

/** The texts of a line in a history of prompts. `isTold`: true if the prompts of that session are in its log. */
export function typedIn(line: string, at: number, isTold: (session: string) => boolean): SearchedText[] {
  const { data } = HistoryPrompt.safeParse(valueIn(line));
  if (data === undefined || data.display.trim() === '') return [];
  const session = data.sessionId ?? null;
  if (session !== null && isTold(session)) return [];
  return [
    {
      role: 'prompt',
      text: searchedText(data.display),
      at,
      t: data.timestamp,
      branch: null,
      model: null,
      tool: null,
      file: null,
      project: data.project ?? null,
      session,
    },
  ];
}
