/** What a person keeps of sessions, as the engine holds it: in the archive, and at hand. */
import { unmarked, type SessionMark } from '../store/marks';
import type { Checkpoint } from '../store/checkpoint';

export class Marks {
  private readonly checkpoint: Checkpoint;
  private known: Map<string, SessionMark> | null = null;

  constructor(checkpoint: Checkpoint) {
    this.checkpoint = checkpoint;
  }

  get(session: string): SessionMark {
    this.known ??= new Map(this.checkpoint.marks().map((mark) => [mark.session, mark]));
    return this.known.get(session) ?? unmarked(session);
  }

  /** Changes a mark. A clock that was set back does not make the change older than what it changes. */
  change(session: string, change: Partial<Omit<SessionMark, 'session' | 'changedAt'>>, now: number): void {
    const before = this.get(session);
    const mark = { ...before, ...change, changedAt: Math.max(now, before.changedAt + 1) };
    this.checkpoint.put({ marks: [mark] });
    this.known?.set(session, mark);
  }

  /** The archive may hold others now. */
  forget(): void {
    this.known = null;
  }
}
