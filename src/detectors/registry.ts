/** Every detector, in the order in which docs and surfaces show them. */
import { conversationsOf } from '../analysis/metrics';
import { isWithin } from '../session/paths';
import { pathKey } from '../session/fileKey';
import type { SessionFigures } from '../store/figures';
import { DAY_MS } from '../usage/days';
import { budget } from './budget';
import { cacheHits } from './cacheHits';
import { contextFill } from './contextFill';
import { cost } from './cost';
import { denials } from './denials';
import type { Detected, DetectorSources, DetectorWords, StateDetector, WeekDetector } from './detector';
import { drift } from './drift';
import { duration } from './duration';
import { measures } from './measures';
import { storeTrouble } from './storeTrouble';
import { toolErrors } from './toolErrors';
import { unpriced } from './unpriced';
import { judgeWeek, weeksBefore } from './weeks';
import { getOwn } from '../log/own';

/** Those that compare the last full week with the weeks before. */
export const WEEK_DETECTORS: readonly WeekDetector[] = [
  toolErrors,
  cost,
  cacheHits,
  denials,
  contextFill,
  duration,
  measures,
];
/** Those that look at the state of things. */
export const STATE_DETECTORS: readonly StateDetector[] = [budget, unpriced, drift, storeTrouble];

/** What is said of every detector. */
export const detectors: readonly DetectorWords[] = [...WEEK_DETECTORS, ...STATE_DETECTORS];

/** Switched on: by name in the settings, else as it is by itself. */
function isOn({ name }: DetectorWords, byItself: boolean, { settings }: DetectorSources): boolean {
  const said = getOwn(settings.detectors, name);
  return said === undefined ? byItself : said !== false;
}

function leftOutBy({ name }: DetectorWords, { settings }: DetectorSources): readonly string[] {
  const said = getOwn(settings.detectors, name);
  return Array.isArray(said) ? said : [];
}

/** What holds at this moment, and costs nothing to know: budgets, the archive. */
export const detectLive = (sources: DetectorSources): Detected[] => run(sources, ({ live }) => live === true);

/** What is worth a look every ten minutes: weeks, and all sessions. */
export function detectSlow(asked: DetectorSources): Detected[] {
  const sources = { ...asked, figures: without(asked.figures, asked.settings.detectorsExclude) };
  return [...run(sources, ({ live }) => live !== true), ...weekly(sources)];
}

function run(sources: DetectorSources, which: (one: StateDetector) => boolean): Detected[] {
  return STATE_DETECTORS.filter((one) => which(one) && isOn(one, true, sources)).flatMap((one) =>
    one
      .run({ ...sources, figures: without(sources.figures, leftOutBy(one, sources)) })
      .map((found) => ({ detector: one.name, ...found })),
  );
}

function weekly(sources: DetectorSources): Detected[] {
  const { now, dayOf, figures } = sources;
  const weeks = weeksBefore(dayOf(now));
  const recent = lately(figures, weeks.since);
  const conversations = conversationsOf(recent);
  const lookedAtBy = (one: WeekDetector): typeof conversations => {
    const folders = leftOutBy(one, sources);
    return folders.length === 0 ? conversations : conversationsOf(without(recent, folders));
  };
  const all = WEEK_DETECTORS.filter((one) => isOn(one, one.isOff?.(sources) !== true, sources)).flatMap(
    (one) => one.series(lookedAtBy(one), sources).map((series) => ({ detector: one.name, series })),
  );
  return judgeWeek(all, weeks, conversations, dayOf);
}

/** Sessions that may have begun since a day, in whatever zone, and all sub-agents of such. */
function lately(figures: readonly SessionFigures[], since: string): SessionFigures[] {
  const from = new Date(Date.parse(since) - DAY_MS).toISOString();
  return figures.filter(
    ({ parent, startedAt }) => parent !== null || (startedAt !== null && startedAt >= from),
  );
}

function without(figures: readonly SessionFigures[], leftOut: readonly string[]): readonly SessionFigures[] {
  const folders = leftOut.map(pathKey);
  if (folders.length === 0) return figures;
  const excluded = ({ project, repository }: SessionFigures): boolean =>
    [project, repository].some(
      (path) => path !== null && folders.some((folder) => isWithin(pathKey(path), folder)),
    );
  return figures.filter((one) => !excluded(one));
}
