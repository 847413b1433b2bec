/** Which alarms a person is told of. Nothing here knows of `vscode`. */
import type { LiveSession } from '../engine/protocol';
import type { SignalReading } from '../signals/signal';
import { inWorkspace } from './workspacePaths';

export interface TellableAlarm {
  /** Identifies session and signal: each is told once. */
  key: string;
  session: LiveSession;
  reading: SignalReading;
}

/** Alarms remembered as told; older ones are forgotten, their sessions have long ended. */
export const MOST_TOLD = 500;

/** CRITICAL signals of this workspace's live sessions that were neither told nor muted. */
export function alarmsToTell(
  sessions: readonly LiveSession[],
  told: ReadonlySet<string>,
  muted: readonly string[],
  folders: readonly string[],
  ignoreCase: boolean,
): TellableAlarm[] {
  return sessions
    .filter(({ row }) => row.state !== 'ended' && inWorkspace(row.project, folders, ignoreCase))
    .flatMap((session) =>
      session.signals.flatMap((reading) => {
        const key = `${session.row.id} ${reading.name}`;
        const tell = reading.severity === 'critical' && !told.has(key) && !muted.includes(reading.name);
        return tell ? [{ key, session, reading }] : [];
      }),
    );
}
