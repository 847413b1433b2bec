/** Alerts that a person dismissed, muted or snoozed. They are kept in memory, because each line of a live session asks for them. */
import { putAwayIn } from '../detectors/life';
import type { Severity } from '../signals/severity';
import type { Checkpoint } from '../store/checkpoint';

export class PutAway {
  private known: ReturnType<typeof putAwayIn> | null = null;

  constructor(private readonly checkpoint: Pick<Checkpoint, 'alerts'>) {}

  /** Whether an alert with this severity is put away; `now`: ms since the epoch. */
  has(id: string, severity: Severity, now: number): boolean {
    this.known ??= putAwayIn(this.checkpoint.alerts());
    return this.known(id, severity, now);
  }

  /** The archive may have other alerts now. */
  forget(): void {
    this.known = null;
  }
}
