/** What is kept of the sessions of the last days beside their figures. */
import type { Session } from '../session/join';
import type { Spent } from '../usage/blocks';
import { contextTrend } from '../usage/context';
import type { LiveSession } from './sessionRow';
import { RECENT_MS } from './spend';

/** The requests by which 5-hour blocks are told, context after the last responses, and the model of the last. */
export interface Late extends Pick<LiveSession, 'trend' | 'model'> {
  requests: Spent[];
}

/** What is kept of a session with these requests. */
export const lateOf = (session: Session, requests: Spent[]): Late => ({
  requests,
  trend: contextTrend(session.responses),
  model: session.responses.findLast(({ model }) => /^\w/.test(model))?.model ?? null,
});

/** Whether a session that ended then (ISO) is one of the last days at `now`. */
export const isLate = (endedAt: string | null, now: number): boolean =>
  endedAt !== null && Date.parse(endedAt) >= now - RECENT_MS;
