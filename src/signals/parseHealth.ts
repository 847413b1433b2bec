import { en } from '../l10n/english';
import { driftLedger, type DriftLine, type ParseCounts } from '../log/parseCounts';
import { grade, REACH, type Alarm, type SignalReading, type Thresholds } from './signal';

export const PARSE_HEALTH = {
  name: 'parse_health',
  title: en('Log understood'),
  meaning: en(
    'Of the last 200 log lines that could touch a figure, the share that Vigil understood. Below the threshold every other figure is in doubt.',
  ),
  unit: 'share',
  experimental: false,
  alarm: { worse: 'low', defaults: { warn: null, critical: 0.9 }, bounds: null } satisfies Alarm,
} as const;

const MOST_NAMED = 5;

const inWords = ({ what, name, version, count, share: part, affects }: DriftLine): string => {
  const share = part === null ? '–' : `${(part * 100).toFixed(1)} %`;
  return version === ''
    ? en(
        '{0} {1} in an unknown version: {n2} records ({n3}), may touch {w4}',
        what,
        name,
        count,
        share,
        affects,
      )
    : en('{0} {1} in {2}: {n3} records ({n4}), may touch {w5}', what, name, version, count, share, affects);
};

/** How well the log was understood: over its last 200 lines, CRITICAL below the threshold, never WARN. */
export function readParseHealth(
  parse: ParseCounts,
  thresholds: Thresholds,
  minLines: number = REACH.parseHealth.minLines,
): SignalReading {
  const { recent, lines, understood, malformed, harmless = 0 } = parse;
  const unknown = driftLedger(parse).slice(0, MOST_NAMED);
  const good = recent.split('1').length - 1;
  const value = recent.length === 0 ? null : good / recent.length;
  const judged = lines - harmless;
  const measure = judged >= minLines ? value : null;
  const severity = grade(measure, PARSE_HEALTH.alarm.worse, thresholds);
  return {
    name: PARSE_HEALTH.name,
    value,
    measure,
    ceiling: 'critical',
    severity,
    label:
      measure === null
        ? en('too early to tell ({n0} of {n1} lines)', judged, minLines)
        : en('{n0} of the last {n1} lines', good, recent.length),
    detail: {
      window_size: recent.length,
      lines,
      understood,
      malformed,
      ...(harmless > 0 ? { harmless } : {}),
      ...(unknown.length > 0 ? { not_known: unknown.map(inWords) } : {}),
    },
    evidence: parse.unread.map((line) => ({ ...line, note: en('not understood'), against: true })),
  };
}
