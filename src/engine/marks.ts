/** Marks of sessions, as the engine holds them: in the archive, and in memory. */
import { emptyMark, type SessionMark } from '../store/marks';
import type { Checkpoint } from '../store/checkpoint';

export class Marks {
  private known: Map<string, SessionMark> | null = null;

  constructor(private readonly checkpoint: Checkpoint) {}

  get(session: string): SessionMark {
    this.known ??= new Map(this.checkpoint.marks().map((mark) => [mark.session, mark]));
    return this.known.get(session) ?? emptyMark(session);
  }

  /** Changes a mark. If the clock was set back, the change still counts as newer than what it changes. */
  change(session: string, change: Partial<Omit<SessionMark, 'session' | 'changedAt'>>, now: number): void {
    const before = this.get(session);
    const mark = { ...before, ...change, changedAt: Math.max(now, before.changedAt + 1) };
    this.checkpoint.put({ marks: [mark] });
    this.known?.set(session, mark);
  }

  /** The archive may have other marks now. */
  forget(): void {
    this.known = null;
  }
}
