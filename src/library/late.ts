/** Data of the sessions of the last days, besides their figures. */
import type { Session } from '../session/join';
import type { Spent } from '../usage/blocks';
import { contextTrend } from '../usage/context';
import type { LiveSession } from './sessionRow';
import { RECENT_MS } from './spend';

/** The requests, for 5-hour blocks; context after the last responses, and the model of the last one. */
export interface Late extends Pick<LiveSession, 'trend' | 'model'> {
  requests: Spent[];
}

/** This data of a session with these requests. */
export const lateOf = (session: Session, requests: Spent[]): Late => ({
  requests,
  trend: contextTrend(session.responses),
  model: session.responses.findLast(({ model }) => /^\w/.test(model))?.model ?? null,
});

/** True if a session that ended at `endedAt` (ISO) is one of the last days at `now` (ms since the epoch). */
export const isLate = (endedAt: string | null, now: number): boolean =>
  endedAt !== null && Date.parse(endedAt) >= now - RECENT_MS;
