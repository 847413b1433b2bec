import { driftLedger, type DriftLine, type ParseCounts } from '../log/drift';
import type { SignalReading } from './signal';

export const PARSE_HEALTH = {
  name: 'parse_health',
  title: 'Parse health',
  meaning:
    'Share of the last 200 log lines that Vigil understood. Below the threshold every other figure is in doubt.',
} as const;

/** Unknown things named in the detail. */
const MOST_NAMED = 5;

const inWords = ({ what, name, version, count, share, affects }: DriftLine): string =>
  `${what} ${name} in ${version === '' ? 'an unknown version' : version}: ${count} records (${(share * 100).toFixed(1)} %), may touch ${affects}`;

/** Lines before the signal judges. */
const MIN_LINES = 50;

/** How well the log was understood: over its last 200 lines, CRITICAL below the threshold, never WARN. */
export function readParseHealth(parse: ParseCounts, { critical }: { critical: number }): SignalReading {
  const { recent, lines, understood, malformed } = parse;
  const unknown = driftLedger(parse).slice(0, MOST_NAMED);
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
      ...(unknown.length > 0 ? { not_known: unknown.map(inWords) } : {}),
    },
    evidence: [],
  };
}
