/** Current and recent alerts, with their states. */
import * as z from 'zod';
import { recordFiring, stripOf, type Moment } from '../detectors/life';
import { Severity } from '../signals/severity';
import { AlertState, AlertWords, type AlertRecord } from '../store/alerts';
import { muteName } from '../detectors/alertStates';
import { isMuted } from '../detectors/muted';
import { firingIn } from './shared/firing';
import type { Sources } from './shared/sources';
import { compareTexts } from '../log/compareTexts';
import { DAY_MS } from '../usage/days';

export const args = z.null();

/** An alert and its state. The `id` does not change with the severity. */
export const Alert = AlertWords.extend({
  id: z.string(),
  /** `new` and `seen` need attention now; `resolved` ended recently. */
  state: AlertState,
  severity: Severity,
  /** When it began, or began again, ISO. */
  since: z.string(),
  /** When it was resolved, ISO; null while it fires. */
  resolvedAt: z.string().nullable(),
  /** End of a snooze, ISO; null for others. */
  snoozedUntil: z.string().nullable(),
  /** Whether it fired on each of the last 30 days, today last. */
  strip: z.array(z.boolean()),
});
export type Alert = z.infer<typeof Alert>;
export const reply = z.array(Alert);

/** Most firing alerts in the answer; surfaces list fewer. */
const MOST = 2_000;
/** How long resolved alerts stay in the answer. */
const LATELY_MS = 30 * DAY_MS;
/** Most alerts in the answer that do not fire. */
const MOST_PAST = 200;

/** Firing alerts, worst and then newest first; after them past ones, latest first. Those muted in the settings are left out. */
export const answer = (_: z.output<typeof args>, sources: Sources): Alert[] => {
  const now = sources.now();
  const at = { now, day: sources.rules().dayOf(now) };
  const records = new Map(sources.alertRecords().map((one) => [one.id, one]));
  const { alerts } = sources.settings();
  const isHeard = ({ words }: { words: AlertWords | null }): boolean =>
    words !== null && !isMuted(alerts, muteName(words), words.project);
  const firing = firingIn(sources).filter(isHeard);
  const fired = new Set(firing.map(({ id }) => id));
  return [
    // The current severity, even if it was worse when it was dismissed.
    ...firing.slice(0, MOST).map((one) => ({
      ...alertOf(recordFiring(records.get(one.id) ?? null, one, at), at),
      severity: one.severity,
    })),
    ...[...records.values()]
      .filter((one) => !fired.has(one.id) && isHeard(one) && isTold(one, now))
      .sort((a, b) => b.changedAt - a.changedAt || compareTexts(a.id, b.id))
      .slice(0, MOST_PAST)
      .map((one) => alertOf(one, at)),
  ];
};

/** A past alert that belongs in the answer. */
const isTold = ({ firing, state, changedAt }: AlertRecord, now: number): boolean =>
  !firing && (state === 'muted' || (state === 'resolved' && now - changedAt <= LATELY_MS));

const iso = (t: number): string => new Date(t).toISOString();

function alertOf(record: AlertRecord, { day }: Moment): Alert {
  const { id, state, severity, since, changedAt, snoozedUntil, words } = record;
  return {
    ...words!,
    id,
    state,
    severity,
    since: iso(since),
    resolvedAt: state === 'resolved' ? iso(changedAt) : null,
    snoozedUntil: snoozedUntil === null ? null : iso(snoozedUntil),
    strip: stripOf(record, day),
  };
}
