import type { ParseCounts, SignalReading } from './signal';

export const PARSE_HEALTH = {
  name: 'parse_health',
  title: 'Parse health',
  meaning:
    'Share of the last 200 log lines that Vigil understood. Below the threshold every other figure is in doubt.',
} as const;

/** Lines before the signal judges. */
const MIN_LINES = 50;

/** How well the log was understood: over its last 200 lines, CRITICAL below the threshold, never WARN. */
export function readParseHealth(parse: ParseCounts, { critical }: { critical: number }): SignalReading {
  const { recent, lines, understood, malformed, unknownKinds } = parse;
  const good = recent.split('1').length - 1;
  const value = recent.length === 0 ? null : good / recent.length;
  const bad = value !== null && lines >= MIN_LINES && value < critical;
  return {
    name: PARSE_HEALTH.name,
    value,
    severity: bad ? 'critical' : 'ok',
    label: bad ? 'schema drift detected' : value === null ? 'no lines' : 'parse healthy',
    detail: {
      window_size: recent.length,
      lines,
      understood,
      malformed,
      ...(bad ? { unknown_kinds: unknownKinds } : {}),
    },
    evidence: [],
  };
}
