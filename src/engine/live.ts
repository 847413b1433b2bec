/** What is told as it happens: sessions that live, what was spent, which figures changed. */
import { en } from '../l10n/english';
import { conversationOf } from '../session/sessionId';
import { liveSessions } from '../library/rows';
import { stateOf } from '../library/lifeCycle';
import { RECENT_MS, spendOf, spentOf } from '../library/spend';
import type { Session } from '../session/join';
import type { SessionFigures } from '../store/figures';
import type { Spent } from '../usage/blocks';
import type { Spend } from '../usage/budget';
import { contextTrend } from '../usage/context';
import { officialWindow } from '../usage/official';
import { breathe, type Core } from './core';
import type { LiveSession } from '../library/sessionRow';

const UNKNOWN: Pick<LiveSession, 'trend' | 'model'> = { trend: [], model: null };

export class Live {
  /** Requests of sessions that were written to in the last days, by session. */
  private readonly requests = new Map<string, Spent[]>();
  /** Context after the last responses of the same sessions, and the model of the last. */
  private readonly lately = new Map<string, Pick<LiveSession, 'trend' | 'model'>>();
  /** What was told last, as text. */
  private last = '';
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  /** Tells which conversations have other figures now, and what lives. */
  publish(conversations: Iterable<string>): void {
    this.changed(conversations);
    this.publishLive();
  }

  changed(conversations: Iterable<string>): void {
    const ids = [...new Set(conversations)];
    if (ids.length > 0) this.core.emit({ notice: 'changed', ids });
  }

  publishLive(): void {
    const { usual } = this.core.basis;
    const sessions = this.sessions();
    const spend = this.spend();
    const text = JSON.stringify([sessions, usual, spend]);
    if (text === this.last) return;
    this.last = text;
    this.core.emit({ notice: 'live', sessions, usual, spend });
  }

  /** Sessions that have not ended, worst first. */
  sessions(): LiveSession[] {
    const { library, now, basis, marks } = this.core;
    return liveSessions(
      library,
      now(),
      basis.rules,
      (id) => ({
        ...(this.lately.get(id) ?? UNKNOWN),
        window: officialWindow(this.core.parts.official?.() ?? null, id),
      }),
      (id) => marks.get(id).hidden,
    );
  }

  /** True for a log of a session that has not ended: it lives while one of its sub-agents does. */
  isLivePath(path: string): boolean {
    const { library, now, basis } = this.core;
    const id = library.entries.get(path)?.file.sessionId;
    const figures = id === undefined ? undefined : library.figures.get(id ?? '');
    if (figures === undefined) return false;
    const family = [figures, ...figures.subAgents.flatMap((child) => library.figures.get(child) ?? [])];
    return family.some(({ endedAt }) => stateOf(endedAt, false, now(), basis.rules.silence) !== 'ended');
  }

  spend(): Spend {
    const { library, basis, now } = this.core;
    return spendOf(
      library.figures.values(),
      this.recentRequests(),
      basis.settings.budgets,
      basis.rules,
      now(),
      this.core.parts.official?.() ?? null,
    );
  }

  /** Derives sessions that wait for it, tells of them, and keeps the requests of the last days for the blocks. */
  derive(most = Infinity): string[] {
    return this.core.library
      .derive(this.core.basis.rules, most, {
        onSession: (session, { id, endedAt }) => {
          if (this.isRecent(endedAt)) this.remember(id, session);
        },
        onFailure: (conversation, error) =>
          this.core.problem(
            'error',
            'derive',
            en(
              'The figures of session {0} could not be worked out ({1}). Those from before are shown; Vigil tries again at the next change.',
              conversation,
              String(error instanceof Error ? error.stack : error),
            ),
            null,
          ),
      })
      .map((figures) => conversationOf(figures.id));
  }

  /** Works out what is usual from the sessions that have ended, and grades all of them by it. */
  rebase(): void {
    const { library, basis } = this.core;
    basis.learn(library.figures.values());
    this.publish(library.regrade(basis.rules).map(conversationOf));
  }

  /** Requests of recent sessions that were not read in this run of the engine, from the archive. */
  async recall(): Promise<void> {
    const { library, life } = this.core;
    for (const { id, endedAt } of library.figures.values()) {
      if (life.closed) return;
      if (!this.isRecent(endedAt)) {
        this.requests.delete(id);
        this.lately.delete(id);
      } else if (!this.requests.has(id)) {
        const session = library.session(id);
        if (session === null) this.requests.set(id, []);
        else this.remember(id, session);
        await breathe();
      }
    }
    this.publishLive();
  }

  /** The requests were priced otherwise: `recall` prices them anew. */
  forgetRequests(): void {
    this.requests.clear();
  }

  /** The archive is another one: what lives is told again. */
  reset(): void {
    this.requests.clear();
    this.last = '';
  }

  private remember(id: string, session: Session): void {
    this.requests.set(id, spentOf(session, this.core.basis.rules));
    this.lately.set(id, {
      trend: contextTrend(session.responses),
      model: session.responses.findLast(({ model }) => /^\w/.test(model))?.model ?? null,
    });
  }

  private isRecent(endedAt: SessionFigures['endedAt']): boolean {
    return endedAt !== null && this.isLate(Date.parse(endedAt));
  }

  private isLate(t: number): boolean {
    return t >= this.core.now() - RECENT_MS;
  }

  private recentRequests(): Spent[] {
    return [...this.requests.values()].flat().filter(({ t }) => this.isLate(t));
  }
}
