/** Publishes what happens: live sessions, what was spent, which figures changed. */
import { isDeepStrictEqual } from 'node:util';
import { isMuted } from '../detectors/muted';
import { en } from '../l10n/english';
import { conversationOf } from '../session/sessionId';
import { liveSessions } from '../library/rows';
import { stateOf } from '../library/lifeCycle';
import { isLate, lateOf, type Late } from '../library/late';
import { RECENT_MS, spendOf, spentOf, SUMMED_MS } from '../library/spend';
import type { UnitRead } from '../library/adopted';
import type { Session } from '../session/join';
import { alertId } from '../store/alerts';
import type { SessionFigures } from '../store/figures';
import type { Spent } from '../usage/blocks';
import { budgetKey, budgetSeverity, type Spend } from '../usage/budget';
import { DAY_MS } from '../usage/days';
import { officialWindow } from '../usage/official';
import { breathe, type Core } from './core';
import type { EngineParts } from './parts';
import type { LateSession } from './sidecar';
import type { LiveContent, LiveSession } from '../library/sessionRow';

const UNKNOWN: Pick<LiveSession, 'trend' | 'model'> = { trend: [], model: null };

export class Live {
  /** Requests of sessions that were active in the last days, by session. */
  private readonly requests = new Map<string, Spent[]>();
  /** Context after the last response of each of these sessions, and its model. */
  private readonly lately = new Map<string, Pick<LiveSession, 'trend' | 'model'>>();
  /** All of `requests`, ordered by time; null after one of them changed. */
  private inOrder: Spent[] | null = null;
  /** What was published last, as text. */
  private last = '';
  /** When the baseline was last computed, and whether figures have changed since. */
  private learned = { at: -Infinity, stale: true };
  /** Called after the live sessions were published. */
  onPublished: ((content: LiveContent) => void) | null = null;
  /** True while content from before the archive was opened is shown: until the logs have been checked. */
  private waits: boolean;
  /** The content published ahead, until other content is published. */
  private ahead: EngineParts['liveAhead'];

  constructor(private readonly core: Core) {
    this.ahead = core.parts.liveAhead ?? null;
    this.waits = this.ahead !== null;
  }

  /** Publishes which conversations have new figures, and the live sessions. */
  publish(conversations: Iterable<string>): void {
    this.changed(conversations);
    this.publishLive();
  }

  changed(conversations: Iterable<string>): void {
    const ids = [...new Set(conversations)];
    if (ids.length > 0) this.core.emit({ notice: 'changed', ids });
  }

  publishLive(): void {
    if (this.waits) return;
    const content = this.content();
    const text = JSON.stringify(content);
    if (text === this.last) return;
    this.last = text;
    const same = this.ahead != null && isDeepStrictEqual(JSON.parse(text), this.ahead);
    this.ahead = null;
    if (same) return;
    this.core.emit({ notice: 'live', ...content });
    this.onPublished?.(content);
  }

  /** The published content on live sessions. */
  content(): LiveContent {
    return { sessions: this.sessions(), usual: this.core.basis.usual, spend: this.spend() };
  }

  /** The logs have been checked: from now on, live sessions are published in their current state, not as published ahead. */
  caughtUp(): void {
    this.waits = false;
  }

  /** Sessions that have not ended, worst first. */
  sessions(): LiveSession[] {
    const { library, now, basis, marks, putAway } = this.core;
    return liveSessions(
      library,
      now(),
      basis.rules,
      (id) => ({
        ...(this.lately.get(id) ?? UNKNOWN),
        window: officialWindow(this.core.parts.official?.() ?? null, id),
      }),
      {
        isHidden: (id) => marks.get(id).hidden,
        isPutAway: (alert, severity) => putAway.has(alert, severity, now()),
        isMuted: (finding, project) => isMuted(basis.settings.alerts, finding, project),
      },
    );
  }

  /** True for a log of a session that has not ended: a session is live while one of its sub-agents is. */
  isLivePath(path: string): boolean {
    const { library } = this.core;
    const id = library.entries.get(path)?.file.sessionId;
    const figures = id === undefined ? undefined : library.figures.get(id ?? '');
    if (figures === undefined) return false;
    const family = [figures, ...figures.subAgents.flatMap((child) => library.figures.get(child) ?? [])];
    return family.some((one) => !this.hasEnded(one));
  }

  spend(): Spend {
    const { library, basis, now, putAway } = this.core;
    const spend = spendOf(
      library.ends.since(now() - SUMMED_MS).flatMap((id) => library.figures.get(id) ?? []),
      this.recentRequests(),
      basis.settings.budgets,
      basis.rules,
      now(),
      this.core.parts.official?.() ?? null,
    );
    const today = basis.rules.dayOf(now());
    const isDismissed = ({ budget, share }: Spend['budgets'][number]): boolean =>
      putAway.has(alertId('budget', budgetKey(budget, today)), budgetSeverity(share), now());
    return {
      ...spend,
      budgets: spend.budgets.map((one) => (isDismissed(one) ? { ...one, dismissed: true } : one)),
    };
  }

  /** Derives waiting sessions, publishes them, and stores the requests of the last days for 5-hour blocks. `more`: more logs follow. */
  derive(most = Infinity, more = false): string[] {
    const { library } = this.core;
    if (library.waiting.size === 0) return [];
    const derived = library
      .derive(this.core.basis.rules, most, {
        more,
        onSession: (session, figures, before, spent) => {
          if (isLate(figures.endedAt, this.core.now())) this.remember(figures.id, lateOf(session, spent));
          // The baseline depends on sessions that have ended: a session that continues is no longer among them.
          this.learned.stale ||= this.hasEnded(figures) || (before !== undefined && this.hasEnded(before));
        },
        onFailure: (conversation, error) =>
          this.core.problem(
            'error',
            'derive',
            en(
              'The figures of session {0} could not be calculated ({1}). The previous ones are shown; Vigil tries again at the next change.',
              conversation,
              String(error instanceof Error ? error.stack : error),
            ),
            null,
          ),
      })
      .map((figures) => conversationOf(figures.id));
    this.learned.stale ||= library.changes.removed.size > 0;
    return derived;
  }

  /**
   * Accepts a conversation that was read elsewhere; returns the conversations with figures in it, or null if it is not accepted
   * (`Library.adopt`).
   */
  adopt(read: UnitRead): string[] | null {
    if (!this.core.library.adopt(read)) return null;
    for (const [id, late] of read.late) this.remember(id, late);
    this.learned.stale ||= read.figures.some((figures) => this.hasEnded(figures));
    return read.figures.map(({ id }) => conversationOf(id));
  }

  /** Stores what is needed of a session that was put together for this. */
  lateOf(session: Session): Late {
    return lateOf(session, spentOf(session, this.core.basis.rules));
  }

  private hasEnded({ endedAt }: SessionFigures): boolean {
    return stateOf(endedAt, false, this.core.now(), this.core.basis.rules.silence) === 'ended';
  }

  /** Computes the baseline from the sessions that have ended, and grades all sessions by it. */
  rebase(): void {
    const { library, basis, now } = this.core;
    this.learned = { at: now(), stale: false };
    basis.learn(library.figures.values());
    this.publish(library.regrade(basis.rules).map(conversationOf));
  }

  /** Runs `rebase` only if its result may differ: figures have changed, or a session has ended. */
  rebaseIfOther(): void {
    const { library, basis, now } = this.core;
    const { at, stale } = this.learned;
    const until = now();
    // A session whose last line is dated tomorrow counts from tomorrow.
    const moved = [basis.rules.silence.endedMs, -DAY_MS].some((ms) =>
      library.ends.anyIn(at - ms, until - ms),
    );
    if (stale || moved || until < at) this.rebase();
  }

  /** Requests of recent sessions that this run of the engine has not read, from the archive. */
  async recall(): Promise<void> {
    const { library, life, now } = this.core;
    const recent = new Set(library.ends.since(now() - RECENT_MS));
    for (const id of this.requests.keys()) if (!recent.has(id)) this.forget(id);
    for (const id of recent) {
      if (life.closed) return;
      if (this.requests.has(id)) continue;
      const session = library.session(id);
      if (session === null) this.keep(id, []);
      else this.remember(id, this.lateOf(session));
      await breathe();
    }
    this.publishLive();
  }

  /** Prepares what is live, so that a new line costs only that line. */
  async warm(): Promise<void> {
    const { library, life, basis } = this.core;
    for (const { row } of this.sessions()) {
      if (life.closed) return;
      library.warm(row.id, basis.rules);
      await breathe();
    }
  }

  /** Loads what is known of the last days without their readings. */
  recalled(sessions: ReadonlyMap<string, LateSession>): void {
    for (const [id, { signals: _signals, ...late }] of sessions)
      if (this.core.library.figures.has(id)) this.remember(id, late);
  }

  /** What is known of the sessions of the last days besides their figures, the latest first. */
  *late(): Generator<[string, LateSession]> {
    const { library, now } = this.core;
    for (const id of library.ends.since(now() - RECENT_MS).toReversed()) {
      const requests = this.requests.get(id);
      if (requests === undefined) continue;
      yield [id, { requests, ...(this.lately.get(id) ?? UNKNOWN), signals: library.evidence(id) }];
    }
  }

  /** Prices changed: `recall` prices the requests again. */
  forgetRequests(): void {
    this.requests.clear();
    this.inOrder = null;
  }

  /** The archive was replaced: live sessions are published again. */
  reset(): void {
    this.forgetRequests();
    this.learned.stale = true;
    this.waits = false;
    this.ahead = null;
    this.last = '';
  }

  private remember(id: string, { requests, ...lately }: Late): void {
    this.keep(id, requests);
    this.lately.set(id, lately);
  }

  private keep(id: string, requests: Spent[]): void {
    this.requests.set(id, requests);
    this.inOrder = null;
  }

  private forget(id: string): void {
    this.requests.delete(id);
    this.lately.delete(id);
    this.inOrder = null;
  }

  private recentRequests(): Spent[] {
    this.inOrder ??= [...this.requests.values()].flat().sort((a, b) => a.t - b.t);
    const since = this.core.now() - RECENT_MS;
    const first = this.inOrder.findIndex(({ t }) => t >= since);
    return first < 0 ? [] : this.inOrder.slice(first);
  }
}
