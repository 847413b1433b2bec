/** Which alarms a person is told of. Nothing here knows of `vscode`. */
import type { LiveSession } from '../library/sessionRow';
import { firstLine, tellingLine } from '../findings/finding';
import { findingWords } from '../findings/registry';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { inWorkspace } from './workspacePaths';

export interface TellableAlarm {
  /** Identifies session and event: each is told once. */
  key: string;
  session: LiveSession;
  /** Name of the finding or measure, by which it is muted, and its title. */
  name: string;
  title: string;
  /** What happened, in a sentence. */
  sentence: string;
  /** The line that tells it; null for a measure. */
  line: { at: number; file: number } | null;
}

/** What decides on what is told, beside the sessions. */
export interface Telling {
  told: ReadonlySet<string>;
  muted: readonly string[];
  /** Measures ring, as codevigil has it. */
  measures: boolean;
  /** Titles of measures. */
  words: readonly { name: string; title: string }[];
}

/** Alarms remembered as told; older ones are forgotten, their sessions have long ended. */
export const MOST_TOLD = 500;

const alarmsOf = (session: LiveSession, { measures, words }: Telling): TellableAlarm[] => [
  ...session.findings
    .filter(({ severity }) => severity === 'critical')
    .map((found) => {
      const { file, at } = firstLine(found);
      return {
        key: `${session.row.id} ${found.name} ${file}:${at}`,
        session,
        name: found.name,
        title: findingWords(found.name).title,
        sentence: found.sentence,
        line: tellingLine(found),
      };
    }),
  ...session.signals
    .filter(({ name, severity }) => measures && severity === 'critical' && name !== PARSE_HEALTH.name)
    .map(({ name, label }) => {
      const title = words.find((one) => one.name === name)?.title ?? name;
      return {
        key: `${session.row.id} ${name}`,
        session,
        name,
        title,
        sentence: `${title}: ${label}`,
        line: null,
      };
    }),
];

/** Critical findings of this workspace's live sessions that were neither told nor muted. */
export function alarmsToTell(
  sessions: readonly LiveSession[],
  telling: Telling,
  folders: readonly string[],
  ignoreCase: boolean,
): TellableAlarm[] {
  return sessions
    .filter(({ row }) => row.state !== 'ended' && inWorkspace(row.project, folders, ignoreCase))
    .flatMap((session) => alarmsOf(session, telling))
    .filter(({ key, name }) => !telling.told.has(key) && !telling.muted.includes(name));
}
