/** Sessions sorted by their ends, so that questions about the last days do not cost more with a larger archive. */
import { compareTexts } from '../log/compareTexts';
import type { SessionFigures } from '../store/figures';

export class Ends {
  /** Id and time (ms since the epoch) of the last line; in order of time if `sorted`. */
  private order: { id: string; t: number }[] = [];
  private readonly known = new Map<string, { id: string; t: number }>();
  private sorted = true;

  /** Sets when a session ended; without a readable time it is removed. */
  set({ id, endedAt }: Pick<SessionFigures, 'id' | 'endedAt'>): void {
    const t = endedAt === null ? Number.NaN : Date.parse(endedAt);
    if (this.known.get(id)?.t === t) return;
    this.delete(id);
    if (Number.isNaN(t)) return;
    const entry = { id, t };
    this.known.set(id, entry);
    this.order.push(entry);
    this.sorted = false;
  }

  delete(id: string): void {
    const entry = this.known.get(id);
    if (entry === undefined) return;
    this.known.delete(id);
    this.order.splice(this.sorted ? this.placeOf(entry) : this.order.indexOf(entry), 1);
  }

  clear(): void {
    this.order = [];
    this.known.clear();
    this.sorted = true;
  }

  /** Ids of the sessions that ended at `t` or later, the latest last. */
  since(t: number): string[] {
    return this.order.slice(this.firstFrom(t)).map(({ id }) => id);
  }

  /** True if a session ended after `from` and not after `to`; ms since the epoch. */
  anyIn(from: number, to: number): boolean {
    // Times are whole milliseconds.
    const next = this.order[this.firstFrom(Math.floor(from) + 1)];
    return next !== undefined && next.t <= to;
  }

  /** Index of the first session that ended at `t` or later. */
  private firstFrom(t: number): number {
    if (!this.sorted) this.order.sort((a, b) => a.t - b.t || compareTexts(a.id, b.id));
    this.sorted = true;
    let [low, high] = [0, this.order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order[middle]!.t < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private placeOf(entry: { t: number }): number {
    return this.order.indexOf(entry as (typeof this.order)[number], this.firstFrom(entry.t));
  }
}
