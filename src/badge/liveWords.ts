/** Texts and facts about live sessions that several surfaces share. Does not use `vscode`. */
import { t } from '../l10n/texts';
import type { IngestProgress } from '../engine/commands';
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import type { Spend } from '../usage/budget';
import { contextShare } from '../usage/contextShare';
import { formatSpan } from '../usage/format';
import { type TimeFormat } from '../usage/times';

/** The sessions of the badge: the worst live one of this workspace, and the others in it. */
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

/** What the badge shows besides sessions. */
export interface BadgeFacts {
  words: readonly SignalWords[];
  /** Null until the engine has sent it. */
  spend: Spend | null;
  settings: Pick<Settings, 'plan' | 'context' | 'alerts' | 'statusBar'>;
  now: number;
  timeFormat: TimeFormat;
  /** Why the archive is not kept, in words; null while it is. */
  notKept: string | null;
  /** Logs are being read, or a person stopped that; null if neither. */
  reading: IngestProgress | null;
  /** The engine has stopped and does not restart. */
  stopped: boolean;
  /** Costs mark lower bounds themselves, because there is no hover. */
  saysAtLeast?: boolean;
}

/** The state of a live session as text. */
export function stateWord(state: LiveSession['row']['state']): string {
  return { active: t('Working'), waiting: t('Waits for you'), idle: t('Idle'), ended: t('Ended') }[state];
}

export const badgeSessions = ({ worst, others }: Badge): LiveSession[] =>
  worst === null ? [] : [worst, ...others];

/** It waits, and nobody dismissed or snoozed that. */
export const asksForYou = ({ row, dismissed }: LiveSession): boolean =>
  row.state === 'waiting' && !dismissed.includes('waiting');

/** How long a session has waited, ms. Its last event may be ahead of this machine's clock. */
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
