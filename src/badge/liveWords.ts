/** Words and small facts of live sessions that several surfaces share. Nothing here knows of `vscode`. */
import { t } from '../l10n/texts';
import type { IngestProgress } from '../engine/commands';
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import type { Spend } from '../usage/budget';
import { contextShare } from '../usage/contextShare';
import { formatSpan } from '../usage/format';
import { type Place } from '../usage/times';

/** What the badge speaks of: the worst live session of this workspace, and the other live ones in it. */
export interface Badge {
  worst: LiveSession | null;
  others: LiveSession[];
}

/** What surfaces need of the signal registry. */
export interface SignalWords {
  name: string;
  title: string;
  meaning: string;
  experimental: boolean;
}

/** What the badge speaks of beside the sessions. */
export interface BadgeFacts {
  words: readonly SignalWords[];
  /** Null until the engine has told. */
  spend: Spend | null;
  settings: Pick<Settings, 'plan' | 'context' | 'alerts' | 'statusBar'>;
  now: number;
  place: Place;
  /** Why the archive is not kept, in words; null while it is. */
  notKept: string | null;
  /** Logs are being read; null while none are. */
  reading: IngestProgress | null;
  /** The engine is gone for good. */
  stopped: boolean;
  /** A cost says itself that it is at least that: there is no hover that says it. */
  saysAtLeast?: boolean;
}

/** Words for what a live session is doing. */
export function stateWord(state: LiveSession['row']['state']): string {
  return { active: t('Working'), waiting: t('Waits for you'), idle: t('Idle'), ended: t('Ended') }[state];
}

export const sessionsOf = ({ worst, others }: Badge): LiveSession[] =>
  worst === null ? [] : [worst, ...others];

/** How long a session has waited, ms; what it did last may lie ahead of this machine's clock. */
export const waitOf = ({ row }: LiveSession, now: number): number =>
  row.endedAt === null ? 0 : Math.max(0, now - Date.parse(row.endedAt));

/** “Waits 7 min”. */
export function waitText(session: LiveSession, now: number): string {
  const ms = waitOf(session, now);
  return ms < 60_000 ? t('Waits for you') : t('Waits {0}', formatSpan(ms));
}

/** How full its context is, 0 to 1; null where that is not known. */
export const fullness = ({ context }: LiveSession): number | null =>
  context === null ? null : contextShare(context);
