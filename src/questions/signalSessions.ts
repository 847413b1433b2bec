/** The verdict of each signal on each session, a page at a time: Quality › Measures. Pure. */
import { compareTexts } from '../log/compareTexts';
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { conversationsOf } from '../analysis/metrics';
import { Severity, worseOf } from '../signals/severity';
import type { SessionFigures } from '../store/figures';
import { active, dayRangesOf, Day, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { alarmingSignals, verdict } from './shared/dashboard/verdicts';

export const args = z.object({
  range: Range,
  query: Query,
  /** Number of the newest sessions to skip. */
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(100),
});

/** A page of the sessions that were active in the range, with the verdict of each signal. */
export const SignalSessions = z.object({
  /** As in the heatmaps. */
  marks: z.boolean(),
  /** The days of the range. */
  from: Day.nullable(),
  to: Day,
  /** Sessions of the range. */
  total: z.number(),
  /** Number of newer sessions before this page. */
  offset: z.number(),
  /** Oldest first. `day`: local day of the start. */
  sessions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      startedAt: z.string().nullable(),
      day: Day.nullable(),
    }),
  ),
  /** Signals with a verdict on one of these sessions; a cell is null without a verdict. */
  signals: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      cells: z.array(z.object({ severity: Severity, label: z.string() }).nullable()),
    }),
  ),
  /** Over all sessions of the range: how many have a measure beyond its thresholds, how many far beyond, and which measure most often. */
  alarms: z.object({
    warn: z.number(),
    critical: z.number(),
    most: z.object({ title: z.string(), sessions: z.number() }).nullable(),
  }),
});
export type SignalSessions = z.infer<typeof SignalSessions>;
export const reply = SignalSessions;

export const answer = (asked: z.output<typeof args>, sources: Sources): SignalSessions =>
  signalSessions(asked, dashboardOf(sources, asked.query));

/** Such a page. An offset beyond the oldest session gives the newest page. */
export function signalSessions(
  { range, offset, limit }: Omit<z.output<typeof args>, 'query'>,
  sources: DashboardSources,
): SignalSessions {
  const { dayOf } = sources;
  const days = dayRangesOf(range, sources).now;
  const all = active(conversationsOf(sources.figures), days, dayOf)
    .map(({ figures }) => figures)
    .sort(inOrder);
  const left = offset < all.length ? offset : 0;
  const end = all.length - left;
  const page = all.slice(Math.max(0, end - limit), end);
  return {
    ...days,
    marks: sources.marks === true,
    total: all.length,
    offset: left,
    sessions: page.map(({ id, startedAt, ...one }) => ({
      id,
      name: writtenName({ id, ...one }),
      startedAt,
      day: startedAt === null ? null : dayOf(Date.parse(startedAt)),
    })),
    signals: alarmingSignals()
      .map(({ name, title }) => ({
        name,
        title,
        cells: page.map((one) => verdict(name, one)),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== null)),
    alarms: alarmsOf(all),
  };
}

/** Oldest first; sessions with unknown start come first. */
const inOrder = (a: SessionFigures, b: SessionFigures): number =>
  compareTexts(a.startedAt ?? '', b.startedAt ?? '') || compareTexts(a.id, b.id);

/** Counts sessions by their most unusual measure, and finds the measure that is unusual most often. */
function alarmsOf(sessions: readonly SessionFigures[]): SignalSessions['alarms'] {
  const raised = alarmingSignals().map(({ name, title }) => ({
    title,
    sessions: sessions.filter((one) => (verdict(name, one)?.severity ?? 'ok') !== 'ok').length,
  }));
  const most = raised.reduce((a, b) => (b.sessions > a.sessions ? b : a));
  const at = (severity: Severity): number => sessions.filter((one) => worstOf(one) === severity).length;
  return { warn: at('warn'), critical: at('critical'), most: most.sessions === 0 ? null : most };
}

/** The worst severity of the session's measures. */
const worstOf = (one: SessionFigures): Severity =>
  alarmingSignals().reduce<Severity>((a, { name }) => worseOf(a, verdict(name, one)?.severity ?? 'ok'), 'ok');
