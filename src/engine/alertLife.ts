/** Runs detectors and advances alerts. The window that writes the archive records when conditions begin and end. */
import type { Detected, DetectorSources } from '../detectors/detector';
import { acted, advance, recordFiring, type Act, type Firing, type Moment } from '../detectors/life';
import { detectLive, detectSlow } from '../detectors/registry';
import { conversationOf } from '../session/sessionId';
import { firingIn, RECENT_MS } from '../questions/shared/firing';
import { subAgentsIn, type Sources } from '../questions/shared/sources';
import { Severity } from '../signals/severity';
import { conversationOfAlert, type AlertRecord } from '../store/alerts';
import type { CommandsNamed } from './commands';
import type { Core } from './core';
import type { Keeping } from './keeping';
import type { Live } from './live';

/** How often detectors compare weeks, and alerts are advanced. */
export const LOOK_MS = 600_000;

export class AlertLife {
  /** Result of the last comparison of weeks; null before the first, while not everything is read. */
  private slow: { found: Detected[]; at: number } | null = null;

  constructor(
    private readonly core: Core,
    private readonly live: Live,
    private readonly keeping: Keeping,
    private readonly sources: () => Sources,
  ) {}

  /** Current results of detectors: state detectors run again, week detectors give their last result. */
  detected(): Detected[] {
    if (this.slow !== null && this.core.now() - this.slow.at >= LOOK_MS) this.lookOverWeeks();
    return [...detectLive(this.detectorSources()), ...(this.slow?.found ?? [])];
  }

  /** All logs have been read: runs detectors, and records which conditions began and ended. */
  look(): void {
    const { parts, now, life, checkpoint } = this.core;
    if (life.closed || life.paused) return;
    this.lookOverWeeks();
    // Only the window that writes does this; two would record the same twice.
    if (parts.lease !== null && !parts.lease.tryAcquire(now())) return;
    const records = checkpoint.alerts();
    const known = new Set(records.map(({ id }) => id));
    // A session that waits is not recorded, unless a person put its alert away.
    const firing = firingIn(this.sources()).filter(
      ({ id, words }) => words.kind !== 'waiting' || known.has(id),
    );
    const { changed, removed } = advance(records, firing, (one) => this.isAged(one), this.moment());
    if (changed.length + removed.length === 0) return;
    checkpoint.put({ alerts: changed, removedAlerts: removed });
    this.core.emit({ notice: 'alerts' });
  }

  /** The settings changed: results with the previous ones no longer count. */
  forget(): void {
    if (this.slow !== null) this.lookOverWeeks();
    this.core.emit({ notice: 'alerts' });
  }

  /** The archive was replaced: results from the previous one are no longer shown. */
  drop(): void {
    this.slow = null;
  }

  commands(): CommandsNamed<'actOnAlerts' | 'adoptDismissed'> {
    return {
      actOnAlerts: ({ ids, act, until }) => this.act(ids, act, until),
      adoptDismissed: ({ ids }) => this.adopt(ids),
    };
  }

  private lookOverWeeks(): void {
    this.slow = { found: detectSlow(this.detectorSources()), at: this.core.now() };
  }

  private detectorSources(): DetectorSources {
    const { library, basis, now, checkpoint } = this.core;
    return {
      figures: library.figures.list(),
      now: now(),
      dayOf: basis.rules.dayOf,
      settings: basis.settings,
      spend: this.sources().spend(),
      trouble: { notKept: this.keeping.notKept, setAside: checkpoint.setAside() },
    };
  }

  private moment(): Moment {
    const now = this.core.now();
    return { now, day: this.core.basis.rules.dayOf(now) };
  }

  /** Its session exists, but was not written to for so long that nobody can do anything about the alert. */
  private isAged(record: AlertRecord): boolean {
    const { library, now } = this.core;
    const figures = library.figures.get(conversationOf(conversationOfAlert(record)));
    if (figures === undefined) return false;
    return [figures, ...subAgentsIn(library, figures)].every(
      ({ endedAt }) => endedAt === null || now() - Date.parse(endedAt) > RECENT_MS,
    );
  }

  /** Changes alerts; `ids` null: all stored alerts. */
  private act(ids: readonly string[] | null, act: Act, until: number | null): null {
    const at = this.moment();
    const records = new Map(this.core.checkpoint.alerts().map((one) => [one.id, one]));
    const firing = new Map(firingIn(this.sources()).map((one) => [one.id, one]));
    const changed = (ids ?? [...records.keys()]).flatMap((id) => {
      const now: Firing | undefined = firing.get(id);
      // Otherwise every end of a turn would be recorded just because somebody looked.
      if (act === 'see' && now?.words.kind === 'waiting') return [];
      const known = records.get(id) ?? null;
      const before = now === undefined ? known : recordFiring(known, now, at);
      const after = before === null ? null : acted(before, act, until, at);
      return after === null || after === before ? [] : [after];
    });
    return this.put(changed, act !== 'see');
  }

  /** Ids dismissed before, when each ended with its severity. */
  private adopt(ids: readonly string[]): null {
    const at = this.moment();
    const records = new Map(this.core.checkpoint.alerts().map((one) => [one.id, one]));
    const changed = ids.flatMap((old) => {
      const end = old.lastIndexOf(' ');
      const severity = Severity.safeParse(old.slice(end + 1)).data;
      const id = old.slice(0, end);
      if (severity === undefined || id === '') return [];
      const known = records.get(id);
      if (known !== undefined) return acted(known, 'dismiss', null, at);
      return {
        id,
        state: 'dismissed' as const,
        // The next check decides whether the condition still holds.
        firing: true,
        severity,
        since: at.now,
        changedAt: at.now,
        snoozedUntil: null,
        days: [],
        words: null,
      };
    });
    return this.put(changed, true);
  }

  /** `now`: other windows should learn of it soon. */
  private put(alerts: AlertRecord[], now: boolean): null {
    const { checkpoint } = this.core;
    if (alerts.length === 0) return null;
    checkpoint.put({ alerts });
    this.core.emit({ notice: 'alerts' });
    // The badge no longer shows what was put away.
    this.live.publishLive();
    if (now) this.keeping.saveSoon();
    return null;
  }
}
