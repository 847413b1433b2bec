/**
 * Small files beside the archive that make the next start faster: what was shown last, so that the badge is right before the archive is
 * opened, and what the archive lacks for the last days. Each names its image and its rules, and is ignored beside any other. Only time
 * depends on them.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { stateOf, silenceOf } from '../library/lifeCycle';
import { FIGURES_VERSION } from '../library/summarise';
import { LiveContent, LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import { settingsOfDerivation } from '../settings/shared';
import { SignalReading } from '../signals/signal';
import type { ImageMark } from '../store/image';
import { jsonFile, type JsonFs } from '../store/jsonFile';
import { quietly } from '../store/quietly';
import type { Spent } from '../usage/blocks';
import { dayFormatter } from '../usage/days';
import { shownOfficial, type Official } from '../usage/official';

const About = z.object({
  /** The image beside which it was written. */
  image: z.object({ generation: z.number(), at: z.number(), bytes: z.number() }),
  /** Fingerprint of the rules and the version with which it was derived. */
  key: z.string(),
});
type About = z.infer<typeof About>;

const KeptLive = About.extend({
  /** Day of the sums, in the chosen time zone. */
  day: z.string(),
  ...LiveContent.shape,
});
type KeptLive = Omit<z.infer<typeof KeptLive>, keyof About>;

/** Requests in columns: the first time and the distances of the others, tokens, cost, and indexes of lower bounds. */
const Requests = z.object({
  t: z.array(z.number()),
  tokens: z.array(z.number()),
  cost: z.array(z.number().nullable()),
  atLeast: z.array(z.number()),
});

const LateSession = z.object({
  requests: Requests,
  trend: LiveSession.shape.trend,
  model: LiveSession.shape.model,
  /** With details and evidence, which figures in the archive lack; null for a session that is not live. */
  signals: z.array(SignalReading).nullable(),
});
const Late = About.extend({ sessions: z.record(z.string(), LateSession) });
/** What is known of a session of the last days besides its figures. */
export interface LateSession extends Omit<z.infer<typeof LateSession>, 'requests'> {
  requests: Spent[];
}

/** Vigil writes no larger files, characters. */
const MOST_NOW = 1 << 20;
const MOST_LATE = 8 << 20;

/** Limits on live sessions and requests; the archive has the rest. */
const MOST_LIVE = 40;
const MOST_REQUESTS = 100_000;

export interface Sidecar {
  /** True for the image that a window used or wrote last. */
  names(image: ImageMark): boolean;
  /** What was shown last for this image and these rules; null if unknown. */
  live(image: ImageMark | null, key: string): KeptLive | null;
  late(image: ImageMark | null, key: string): Map<string, LateSession> | null;
  /** Neither throws: if it cannot be stored, it is derived again. */
  keepLive(image: ImageMark, key: string, live: KeptLive): void;
  /** `sessions`: the latest first. */
  keepLate(image: ImageMark, key: string, sessions: Iterable<[string, LateSession]>): void;
  /** Removes all of it. */
  forget(): void;
}

/**
 * Identifies everything besides the archive that figures and their presentation depend on. Leaves out what belongs to one window or only
 * affects speed.
 */
export const sidecarKey = (settings: Settings, zone: string, version: string, prices: unknown): string =>
  hash('sha256', JSON.stringify([version, FIGURES_VERSION, settingsOfDerivation(settings), zone, prices]));

/** The sidecar of the archive in a folder. */
export function sidecarIn(folder: string, fs: JsonFs): Sidecar {
  const now = jsonFile(folder, 'now.json', KeptLive, fs, { indent: 0, most: MOST_NOW });
  const late = jsonFile(folder, 'late.json', Late, fs, { indent: 0, most: MOST_LATE });
  return {
    names: (image) => isDeepStrictEqual(now.readOrNull()?.image, image),
    live: (image, key) => readIfCurrent(now.read, image, key),
    late(image, key) {
      const kept = readIfCurrent(late.read, image, key);
      if (kept === null) return null;
      const sessions = Object.entries(kept.sessions);
      return new Map(sessions.map(([id, one]) => [id, { ...one, requests: inRows(one.requests) }]));
    },
    keepLive: (image, key, live) =>
      quietly(() => now.write({ image, key, ...live, sessions: live.sessions.slice(0, MOST_LIVE) })),
    keepLate(image, key, sessions) {
      const kept: [string, z.infer<typeof LateSession>][] = [];
      let left = MOST_REQUESTS;
      for (const [id, one] of sessions) {
        left -= one.requests.length;
        if (left < 0) break;
        kept.push([id, { ...one, requests: inColumns(one.requests) }]);
      }
      quietly(() => late.write({ image, key, sessions: Object.fromEntries(kept) }));
    },
    forget() {
      for (const name of ['now.json', 'late.json']) quietly(() => fs.unlinkSync(join(folder, name)));
    },
  };
}

function readIfCurrent<T extends About>(
  read: () => T | null,
  image: ImageMark | null,
  key: string,
): T | null {
  try {
    const kept = read();
    return kept !== null && kept.key === key && isDeepStrictEqual(kept.image, image) ? kept : null;
  } catch {
    return null;
  }
}

function inColumns(requests: readonly Spent[]): z.infer<typeof Requests> {
  return {
    t: requests.map(({ t }, i) => t - (requests[i - 1]?.t ?? 0)),
    tokens: requests.map(({ tokens }) => tokens),
    cost: requests.map(({ costMicroUsd }) => costMicroUsd),
    atLeast: requests.flatMap(({ atLeast }, i) => (atLeast === true ? [i] : [])),
  };
}

function inRows({ t, tokens, cost, atLeast }: z.infer<typeof Requests>): Spent[] {
  const bounds = new Set(atLeast);
  let time = 0;
  return t.map((later, i) => ({
    t: (time += later),
    tokens: tokens[i] ?? 0,
    costMicroUsd: cost[i] ?? null,
    atLeast: bounds.has(i),
  }));
}

/**
 * The stored content as of `now`: sessions that have ended since are left out, the others have aged. Null if it is from another day,
 * because its sums are not those of today.
 */
export function contentAsOf(
  { day, sessions, usual, spend }: KeptLive,
  now: number,
  settings: Settings,
  zone: string,
  official: Official | null,
): LiveContent | null {
  if (dayIn(zone, now) !== day) return null;
  const silence = silenceOf(settings);
  const living = sessions.map((one) => ({
    ...one,
    row: { ...one.row, state: stateOf(one.row.endedAt, one.row.state === 'waiting', now, silence) },
  }));
  const { block } = spend;
  return {
    sessions: living.filter(({ row }) => row.state !== 'ended'),
    usual,
    spend: {
      ...spend,
      block: block === null || block.end <= now ? null : { ...block, leftMs: block.end - now },
      limits: spend.limits.filter(({ resetsAt }) => resetsAt !== null && resetsAt > now),
      official: shownOfficial(official, now),
    },
  };
}

/** The day of a time; null for an unknown time zone. */
function dayIn(zone: string, t: number): string | null {
  try {
    return dayFormatter(zone)(t);
  } catch {
    return null;
  }
}
