import { en } from '../l10n/english';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { signals } from '../signals/registry';
import type { WeekDetector } from './detector';
import { seriesByProject } from './series';

/** Measures that say which way is worse, and were validated. */
const JUDGED = signals.flatMap(({ name, title, alarm, experimental }) =>
  alarm === null || experimental || name === PARSE_HEALTH.name
    ? []
    : [{ name, title, worse: alarm.worse, least: (alarm.defaults.warn ?? 0) / 10 }],
);

const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));

/** Measures of quality, by project: what is usual depends on the code most. */
export const measures: WeekDetector = {
  name: 'measures',
  title: en('Measures'),
  meaning: en(
    'The measures of quality that have thresholds ({0}), by project.',
    JUDGED.map(({ title }) => title.toLowerCase()).join(', '),
  ),
  rule: 'a measure is worse by at least a fifth and a tenth of its default WARN threshold',
  silent: 'for each measure, sessions too short for it; experimental measures',
  series: (conversations, { dayOf }) =>
    JUDGED.flatMap(({ name, title, worse, least }) =>
      seriesByProject(
        conversations,
        dayOf,
        ({ figures }) => figures.signals.find((one) => one.name === name)?.measure ?? null,
        {
          worse,
          least,
          lead: (project) => en('“{w0}” is worse in {1}', title, project),
          value: (value) => en('{n0} a session', short(value)),
        },
      ).map((series) => ({ ...series, key: `${name} ${series.key}` })),
    ),
};
