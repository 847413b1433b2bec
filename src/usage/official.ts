/**
 * What Claude Code itself says of the plan's limits and of context windows: it hands them to its status line, and `vigil statusline`
 * keeps them. Official, unlike what is worked out from logs. Pure; times in ms since the epoch.
 */
import * as z from 'zod';

/** A limit as Claude Code said it at `at`. */
export const OfficialLimit = z.object({
  window: z.enum(['fiveHour', 'weekly']),
  /** Share that is used; may be more than 1. */
  share: z.number().min(0).max(100),
  resetsAt: z.number(),
  at: z.number(),
});
export type OfficialLimit = z.infer<typeof OfficialLimit>;

/** Size of the context window of a session. */
const OfficialWindow = z.object({
  session: z.string().max(200),
  tokens: z.number().positive(),
  at: z.number(),
});

export const Official = z.object({
  version: z.literal(1),
  limits: z.array(OfficialLimit).max(2),
  windows: z.array(OfficialWindow),
});
export type Official = z.infer<typeof Official>;

/** What one call of the status line told. */
export type StatusReport = Pick<Official, 'limits' | 'windows'>;

export const NOTHING_REPORTED: Official = { version: 1, limits: [], windows: [] };

/** Windows are kept of so many sessions, those told of last. */
const MOST_WINDOWS = 50;
/** Two resets that lie nearer to each other are one: Claude Code rounds. */
const SAME_RESET_MS = 10 * 60_000;
/** What was said longer ago is no longer shown: other machines may have used more since. */
const STALE_MS: Readonly<Record<OfficialLimit['window'], number>> = {
  fiveHour: 3_600_000,
  weekly: 24 * 3_600_000,
};

/**
 * What is kept after something was told. A quiet session goes on telling what it heard last, so of one reset the larger share
 * counts, and of two resets the later.
 */
export function withReport(before: Official, { limits, windows }: StatusReport): Official {
  const kept = new Map(before.limits.map((one) => [one.window, one]));
  for (const one of limits) {
    const known = kept.get(one.window);
    if (known === undefined || isNewer(one, known)) kept.set(one.window, one);
  }
  const sessions = new Set(windows.map(({ session }) => session));
  return {
    version: 1,
    limits: [...kept.values()],
    windows: [...before.windows.filter(({ session }) => !sessions.has(session)), ...windows].slice(
      -MOST_WINDOWS,
    ),
  };
}

function isNewer(one: OfficialLimit, known: OfficialLimit): boolean {
  const later = one.resetsAt - known.resetsAt;
  return Math.abs(later) < SAME_RESET_MS ? one.share >= known.share : later > 0;
}

/** Limits that have not reset yet. */
export const pendingOfficial = (official: Official | null, now: number): OfficialLimit[] =>
  (official?.limits ?? []).filter(({ resetsAt, at }) => resetsAt > now && at <= now);

/** Of these the ones said lately enough to be shown. */
export const shownOfficial = (official: Official | null, now: number): OfficialLimit[] =>
  pendingOfficial(official, now).filter(({ window, at }) => now - at <= STALE_MS[window]);

/** Size of a session's context window; null when nobody said. */
export const officialWindow = (official: Official | null, session: string): number | null =>
  official?.windows.find((one) => one.session === session)?.tokens ?? null;
