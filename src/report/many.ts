/** Reports over many sessions: comparisons, change points, correlations. Pure. */
import { FALSE_ALARMS, type ChangePoint } from '../analysis/changePoints';
import { LEAST_CELL } from '../analysis/cohorts';
import {
  FALSE_DISCOVERIES,
  LEAST_DAYS,
  LEAST_EFFECT,
  LEAST_SIDE,
  type Comparison,
  type MetricComparison,
} from '../analysis/compare';
import { DISCLAIMER, type Correlation } from '../analysis/correlations';
import { METRICS, type Metric, type MetricWords } from '../analysis/metrics';
import { formatP } from '../analysis/statistics';
import { signals } from '../signals/registry';
import { counted } from '../signals/signal';
import { formatDifference, formatMetric } from '../usage/format';
import { csvBy } from './csv';
import type { Cell, Document, Section } from './document';
import { modelWords } from './modelWords';

/** What a metric is called, with what it is counted by. */
export function nameOf({ name, title, experimental }: MetricWords): string {
  const more = [PER.get(name) ?? '', experimental ? 'experimental' : ''].filter(Boolean);
  return more.length === 0 ? title : `${title} (${more.join('; ')})`;
}
const PER = new Map(signals.map(({ name, per }) => [name, per]));

export const signedDifference = (value: number, unit: Metric['unit']): string =>
  value === 0 ? `±${formatMetric(0, unit)}` : formatDifference(value, unit);
const percent = (share: number | null): string =>
  share === null ? '' : ` (${share > 0 ? '+' : ''}${minus(String(Math.round(share * 100)))} %)`;
/** A figure with the minus that amounts have. */
const minus = (figure: string): string => figure.replace('-', '−');
/** What every report over many sessions says of how it was made. */
export const METHOD: readonly string[] = [
  'Counted per session, sub-agents included; empty sessions are left out.',
  `What a session cannot tell is left out, never counted as zero. Of fewer than ${LEAST_CELL} sessions no mean is shown: “too few”.`,
  'A session is unusual when its own measure is beyond its thresholds. These figures describe; they prove no cause.',
];

const COMPARISON_METHOD: readonly string[] = [
  ...METHOD,
  `A change counts as reliable when each side has at least ${LEAST_SIDE} sessions on ${LEAST_DAYS} days, the means differ by ${LEAST_EFFECT * 100} % or more, and Mann–Whitney’s test says so both of sessions and of the medians of days (sessions of a day are alike), with the false discoveries over all metrics held at ${FALSE_DISCOVERIES * 100} % (Benjamini and Hochberg). Welch’s interval is that of the difference of the means.`,
];

const meanOf = (
  { mean, n, lowerBound }: { mean: number; n: number; lowerBound: boolean },
  unit: Metric['unit'],
): string => `${lowerBound ? '≥ ' : ''}${formatMetric(mean, unit)} (${n})`;

/** Stands below a table with `≥` in it. */
export const LOWER_BOUND_NOTE = '≥: some of it has no price, or Claude Code did not log all of it.';

/** A comparison as a document. */
export function comparisonDocument(comparison: Comparison): Document {
  const { before, after, metrics, confounders } = comparison;
  const row = (one: Comparison['metrics'][number]): Cell[] => {
    const side = (group: typeof one.before): Cell =>
      group.mean !== null
        ? meanOf({ ...group, mean: group.mean }, one.unit)
        : group.n === 0
          ? '–'
          : `too few (${group.n})`;
    return [
      nameOf(one),
      side(one.before),
      side(one.after),
      one.delta === null ? '–' : `${signedDifference(one.delta, one.unit)}${percent(one.relative)}`,
      one.welch === null
        ? '–'
        : `${signedDifference(one.welch.low, one.unit)} to ${signedDifference(one.welch.high, one.unit)}`,
      one.adjustedP === null ? '–' : one.adjustedP.toFixed(3),
      one.rank === null ? '–' : minus(one.rank.delta.toFixed(2)),
      one.verdict === 'worse' ? { strong: one.words } : one.words,
    ];
  };
  const modelOf = modelWords(
    confounders.flatMap(({ dimension, group }) => (dimension === 'model' ? [group] : [])),
  );
  const called = metrics.filter(({ verdict }) => ['worse', 'better', 'changed'].includes(verdict));
  const sum =
    called.length === 0
      ? 'No reliable change found.'
      : `Changed: ${called.map(({ title, verdict }) => `${title} (${verdict})`).join(', ')}.`;
  return {
    title: `Sessions ${before.label} and ${after.label}`,
    sections: [
      {
        heading: null,
        text: [
          `${counted(before.sessions, 'session')} ${before.label}, ${after.sessions} ${after.label}. ${sum}`,
        ],
      },
      {
        heading: 'What else changed',
        text:
          confounders.length === 0
            ? [
                'The mix of models, versions, tasks, projects and permission modes is about the same on both sides.',
              ]
            : ['Differences below may come from these instead:'],
        ...(confounders.length === 0
          ? {}
          : {
              head: ['', 'Share before', 'Share after'],
              rows: confounders.map(({ dimension, title, group, before: was, after: is }): Cell[] => [
                `${title}: ${dimension === 'model' ? modelOf(group) : group}`,
                formatMetric(was, 'share'),
                formatMetric(is, 'share'),
              ]),
            }),
      },
      {
        heading: 'Metrics',
        head: [
          'Metric',
          'Before: mean (n)',
          'After: mean (n)',
          'Difference',
          '95 % interval',
          'Adjusted p',
          'Cliff’s delta',
          'Verdict',
        ],
        rows: metrics.filter((one) => one.before.n + one.after.n > 0).map(row),
        goFirst: ['95 % interval', 'Cliff’s delta', 'Adjusted p', 'Difference'],
        ...(metrics.some((one) => one.before.lowerBound || one.after.lowerBound)
          ? { notes: [LOWER_BOUND_NOTE] }
          : {}),
      },
      { heading: 'Method', text: COMPARISON_METHOD },
    ],
  };
}

/** A comparison as CSV, a line for each metric. */
export const comparisonCsv = ({ metrics }: Comparison): string =>
  csvBy<MetricComparison>(
    {
      metric_name: ({ name }) => name,
      n_before: ({ before }) => before.n,
      mean_before: ({ before }) => before.mean,
      stdev_before: ({ before }) => before.stdev,
      n_after: ({ after }) => after.n,
      mean_after: ({ after }) => after.mean,
      stdev_after: ({ after }) => after.stdev,
      delta: ({ delta }) => delta,
      ci_low: ({ welch }) => welch?.low,
      ci_high: ({ welch }) => welch?.high,
      welch_p: ({ welch }) => welch?.p,
      mann_whitney_p: ({ rank }) => rank?.p,
      adjusted_p: ({ adjustedP }) => adjustedP,
      cliffs_delta: ({ rank }) => rank?.delta,
      hedges_g: ({ hedges }) => hedges,
      verdict: ({ verdict }) => verdict,
    },
    metrics,
  );

const KIND = {
  version: 'Claude Code version',
  model: 'Model',
  mode: 'Permission mode',
  date: 'Date',
} as const;
const metricOf = (name: string): Metric | undefined => METRICS.find((one) => one.name === name);

function togetherSection(pairs: readonly Correlation[]): Section {
  return {
    heading: 'Correlations',
    text: [DISCLAIMER],
    ...(pairs.length === 0
      ? { notes: ['No two metrics vary over 30 sessions or more.'] }
      : {
          head: ['Metrics', 'Sessions', 'Pearson', 'Spearman', 'Adjusted p'],
          rows: pairs
            .slice(0, 20)
            .map((pair): Cell[] => [
              `${metricOf(pair.a)?.title ?? pair.a} and ${metricOf(pair.b)?.title ?? pair.b}`,
              pair.n,
              pair.pearson.toFixed(2),
              pair.spearman.toFixed(2),
              formatP(pair.adjustedP),
            ]),
        }),
  };
}

/** Correlations alone. */
export const correlationsDocument = (
  pairs: readonly Correlation[],
  sessions: number,
  range: string,
): Document => ({
  title: `Correlations, ${range}`,
  sections: [
    { heading: null, text: [`${counted(sessions, 'session')}.`] },
    togetherSection(pairs),
    { heading: 'Method', text: METHOD },
  ],
});

/** Change points and correlations: what a whole history says of itself. */
export function changesDocument(
  points: readonly ChangePoint[],
  pairs: readonly Correlation[],
  sessions: number,
  range: string,
): Document {
  const modelOf = modelWords([...new Set(points.flatMap(({ kind, to }) => (kind === 'model' ? [to] : [])))]);
  return {
    title: `Changes, ${range}`,
    sections: [
      {
        heading: null,
        text: [
          points.length === 0
            ? `No reliable change found in ${counted(sessions, 'session')}.`
            : `${points.length === 1 ? 'One change' : `${points.length} changes`} found in ${counted(sessions, 'session')}, the surest first.`,
        ],
        ...(points.length === 0
          ? {}
          : {
              head: [
                'From',
                'When',
                'Metric',
                'Before: mean (n)',
                'After: mean (n)',
                'Difference',
                'Adjusted p',
                'Verdict',
              ],
              rows: points.map((one): Cell[] => {
                const unit = metricOf(one.metric)?.unit ?? 'number';
                return [
                  one.day,
                  one.kind === 'date'
                    ? 'no change of version, model or mode'
                    : `${KIND[one.kind]}: ${one.kind === 'model' ? modelOf(one.to) : one.to}`,
                  one.title,
                  meanOf(one.before, unit),
                  meanOf(one.after, unit),
                  `${signedDifference(one.after.mean - one.before.mean, unit)}${percent(one.relative)}`,
                  formatP(one.adjustedP),
                  one.verdict === 'worse' ? { strong: one.verdict } : one.verdict,
                ];
              }),
              goFirst: ['Adjusted p', 'Difference', 'When'],
              ...(points.some(({ before, after }) => before.lowerBound || after.lowerBound)
                ? { notes: [LOWER_BOUND_NOTE] }
                : {}),
            }),
      },
      togetherSection(pairs),
      {
        heading: 'Method',
        text: [
          ...METHOD,
          `Pivots are the days on which version, model or permission mode changed, and every seventh day. A change is listed when it survives the correction for every pivot and metric tried (Bonferroni, ${FALSE_ALARMS * 100} %), of sessions and of days, and is ${LEAST_EFFECT * 100} % or more. In histories without a change that is about one false alarm in a hundred or less.`,
        ],
      },
    ],
  };
}

export const changesCsv = (points: readonly ChangePoint[]): string =>
  csvBy<ChangePoint>(
    {
      from_day: ({ day }) => day,
      kind: ({ kind }) => kind,
      to: ({ to }) => to,
      metric_name: ({ metric }) => metric,
      n_before: ({ before }) => before.n,
      mean_before: ({ before }) => before.mean,
      n_after: ({ after }) => after.n,
      mean_after: ({ after }) => after.mean,
      adjusted_p: ({ adjustedP }) => adjustedP,
      cliffs_delta: ({ effect }) => effect,
      verdict: ({ verdict }) => verdict,
    },
    points,
  );
