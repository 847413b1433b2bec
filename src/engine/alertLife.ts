/** Detectors are run, and alerts live: what fires and ends goes into the archive, by the window that writes. */
import type { Detected, DetectorSources } from '../detectors/detector';
import { acted, advance, fires, type Act, type Firing, type Moment } from '../detectors/life';
import { detectLive, detectSlow } from '../detectors/registry';
import { conversationOf } from '../session/sessionId';
import { firingIn, RECENT_MS } from '../questions/shared/firing';
import { subAgentsIn, type Sources } from '../questions/shared/sources';
import { Severity } from '../signals/severity';
import { conversationOfAlert, type AlertRecord } from '../store/alerts';
import type { CommandsNamed } from './commands';
import type { Core } from './core';
import type { Keeping } from './keeping';

/** How often detectors look over weeks, and alerts are advanced. */
export const LOOK_MS = 600_000;

export class AlertLife {
  private readonly core: Core;
  private readonly keeping: Keeping;
  private readonly sources: () => Sources;
  /** What the last look over weeks found; null before the first, when not all is read. */
  private slow: { found: Detected[]; at: number } | null = null;

  constructor(core: Core, keeping: Keeping, sources: () => Sources) {
    this.core = core;
    this.keeping = keeping;
    this.sources = sources;
  }

  /** What detectors found: of the moment anew, over weeks with the last look. */
  detected(): Detected[] {
    if (this.slow !== null && this.core.now() - this.slow.at >= LOOK_MS) this.lookOverWeeks();
    return [...detectLive(this.detectorSources()), ...(this.slow?.found ?? [])];
  }

  /** All logs have been read: detectors look, and what fires and what has ended is noted. */
  look(): void {
    const { parts, now, life, checkpoint } = this.core;
    if (life.closed || life.paused) return;
    this.lookOverWeeks();
    // The window that writes knows; two would only say the same twice.
    if (parts.lease !== null && !parts.lease.tryAcquire(now())) return;
    const records = checkpoint.alerts();
    const known = new Set(records.map(({ id }) => id));
    // A session that waits is no history, unless a person put it away.
    const firing = firingIn(this.sources()).filter(
      ({ id, words }) => words.kind !== 'waiting' || known.has(id),
    );
    const { changed, removed } = advance(records, firing, (one) => this.isAged(one), this.moment());
    if (changed.length + removed.length === 0) return;
    checkpoint.put({ alerts: changed, removedAlerts: removed });
    this.core.emit({ notice: 'alerts' });
  }

  /** Other settings: what was found with those of before counts no more. */
  forget(): void {
    if (this.slow !== null) this.lookOverWeeks();
    this.core.emit({ notice: 'alerts' });
  }

  /** The archive is another one: what was found in the one before is not told any more. */
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

  /** Its session is there, and was not written to for so long that nobody can do anything about it. */
  private isAged(record: AlertRecord): boolean {
    const { library, now } = this.core;
    const figures = library.figures.get(conversationOf(conversationOfAlert(record)));
    if (figures === undefined) return false;
    return [figures, ...subAgentsIn(library, figures)].every(
      ({ endedAt }) => endedAt === null || now() - Date.parse(endedAt) > RECENT_MS,
    );
  }

  /** Does something with alerts; `ids` null: with all that are kept. */
  private act(ids: readonly string[] | null, act: Act, until: number | null): null {
    const at = this.moment();
    const records = new Map(this.core.checkpoint.alerts().map((one) => [one.id, one]));
    const firing = new Map(firingIn(this.sources()).map((one) => [one.id, one]));
    const changed = (ids ?? [...records.keys()]).flatMap((id) => {
      const now: Firing | undefined = firing.get(id);
      // Every end of a turn would be noted by being looked at.
      if (act === 'see' && now?.words.kind === 'waiting') return [];
      const known = records.get(id) ?? null;
      const before = now === undefined ? known : fires(known, now, at);
      const after = before === null ? null : acted(before, act, until, at);
      return after === null || after === before ? [] : [after];
    });
    return this.put(changed, act !== 'see');
  }

  /** Ids that were dismissed when each ended with how bad it was. */
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
        // The next look says whether it still does.
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

  /** `now`: other windows are to know soon. */
  private put(alerts: AlertRecord[], now: boolean): null {
    const { checkpoint } = this.core;
    if (alerts.length === 0) return null;
    checkpoint.put({ alerts });
    this.core.emit({ notice: 'alerts' });
    if (now) this.keeping.saveSoon();
    return null;
  }
}
