/** The figures of all sessions. */
import { isDeepStrictEqual } from 'node:util';
import { NO_DETAIL, slim, type SignalReading } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { newCommon } from './common';
import { graded, type Grades } from './grades';

/**
 * Figures by session, and as a list that stays the same list until figures change: what is worked out of it (`analysis/once.ts`) is
 * worked out once, however many questions ask for it.
 */
export class AllFigures extends Map<string, SessionFigures> {
  private listed: readonly SessionFigures[] | null = null;
  private readonly alike = new AlikeReadings();
  private readonly shareCommon = newCommon();
  /** Sessions whose signals have detail and evidence: those derived in this run, until they are no longer live. */
  readonly fat = new Set<string>();

  /** All of them, in the order in which they became known. */
  list(): readonly SessionFigures[] {
    return (this.listed ??= [...this.values()]);
  }

  /** Signals that say the same of two sessions become one object, as they are half of what figures take; so do texts and empty lists. */
  override set(id: string, figures: SessionFigures): this {
    this.listed = null;
    const { signals } = figures;
    for (const [i, reading] of signals.entries()) signals[i] = this.alike.of(reading);
    if (!this.fat.has(id)) this.shareCommon(figures);
    return super.set(id, figures);
  }

  override delete(id: string): boolean {
    this.listed = null;
    this.fat.delete(id);
    return super.delete(id);
  }

  override clear(): void {
    this.listed = null;
    this.fat.clear();
    super.clear();
  }

  /** A session's signals with detail and evidence; null while it has none. */
  evidence(id: string): SessionFigures['signals'] | null {
    return this.fat.has(id) ? (this.get(id)?.signals ?? null) : null;
  }

  /** Gives a session's signals the detail and evidence they had; false when these are not of the same signals. */
  prove(id: string, signals: SessionFigures['signals'] | null): boolean {
    const one = this.get(id);
    if (one === undefined || signals === null || signals.length !== one.signals.length) return false;
    const proven = signals.map((signal, i) => ({ ...signal, severity: one.signals[i]!.severity }));
    if (!isDeepStrictEqual(proven.map(slim), one.signals.map(slim))) return false;
    this.set(id, { ...one, signals: proven });
    this.fat.add(id);
    return true;
  }

  /** Takes detail and evidence from those of whose logs nothing is to be kept at hand. */
  letGo(keep: (path: string) => boolean): void {
    for (const id of this.fat) {
      const one = this.get(id);
      if (one !== undefined && keep(one.file)) continue;
      if (one !== undefined) this.set(id, { ...one, signals: one.signals.map(slim) });
      this.fat.delete(id);
    }
  }

  /** Gives all the severities of other thresholds; ids of those that changed. */
  regrade(grades: Grades): string[] {
    const ids: string[] = [];
    for (const [id, one] of this) {
      const now = graded(one, grades);
      if (now === one) continue;
      this.set(id, now);
      ids.push(id);
    }
    return ids;
  }
}

/** More are not remembered: those that come later are shared among themselves. */
const MOST_REMEMBERED = 50_000;

/** Readings without detail and evidence, of which thousands of sessions have the same: “no edits”. */
class AlikeReadings {
  private readonly byLabel = new Map<string, SignalReading[]>();
  private remembered = 0;

  /** The one that was seen first of those that say this. */
  of(reading: SignalReading): SignalReading {
    if (reading.detail !== NO_DETAIL || reading.evidence.length > 0) return reading;
    const sameLabel = this.byLabel.get(reading.label);
    const known = sameLabel?.find((one) => isAlike(one, reading));
    if (known !== undefined) return known;
    if (++this.remembered > MOST_REMEMBERED) {
      this.byLabel.clear();
      this.remembered = 1;
    }
    if (sameLabel === undefined || this.remembered === 1) this.byLabel.set(reading.label, [reading]);
    else sameLabel.push(reading);
    return Object.freeze(reading);
  }
}

const isAlike = (one: SignalReading, other: SignalReading): boolean =>
  one.name === other.name &&
  Object.is(one.value, other.value) &&
  one.measure === other.measure &&
  one.ceiling === other.ceiling &&
  one.severity === other.severity;
