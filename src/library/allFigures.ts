/** The figures of all sessions. */
import { isDeepStrictEqual } from 'node:util';
import { NO_DETAIL, withoutDetails, type SignalReading } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { newCommon } from './common';
import { graded, type Grades } from './grades';

/**
 * Figures by session, and as a list that stays the same object until figures change, so that results computed from it can be cached
 * (`analysis/memoizeByList.ts`).
 */
export class AllFigures extends Map<string, SessionFigures> {
  private listed: readonly SessionFigures[] | null = null;
  private readonly sharedReadings = new SharedReadings();
  private readonly shareCommon = newCommon();
  /** Sessions whose signals have detail and evidence: those derived in this run, while their logs are in memory. */
  readonly withEvidence = new Set<string>();

  /** All of them, in the order in which they became known. */
  list(): readonly SessionFigures[] {
    return (this.listed ??= [...this.values()]);
  }

  /** Sets figures. Equal signals, texts and empty lists of different sessions become one object, because they take much of the memory. */
  override set(id: string, figures: SessionFigures): this {
    this.listed = null;
    const { signals } = figures;
    for (const [i, reading] of signals.entries()) signals[i] = this.sharedReadings.of(reading);
    if (!this.withEvidence.has(id)) this.shareCommon(figures);
    return super.set(id, figures);
  }

  override delete(id: string): boolean {
    this.listed = null;
    this.withEvidence.delete(id);
    return super.delete(id);
  }

  override clear(): void {
    this.listed = null;
    this.withEvidence.clear();
    super.clear();
  }

  /** A session's signals with detail and evidence; null without these. */
  evidence(id: string): SessionFigures['signals'] | null {
    return this.withEvidence.has(id) ? (this.get(id)?.signals ?? null) : null;
  }

  /** Restores detail and evidence of a session's signals; false if `signals` differ from its own otherwise. */
  prove(id: string, signals: SessionFigures['signals'] | null): boolean {
    const one = this.get(id);
    if (one === undefined || signals === null || signals.length !== one.signals.length) return false;
    const proven = signals.map((signal, i) => ({ ...signal, severity: one.signals[i]!.severity }));
    if (!isDeepStrictEqual(proven.map(withoutDetails), one.signals.map(withoutDetails))) return false;
    this.set(id, { ...one, signals: proven });
    this.withEvidence.add(id);
    return true;
  }

  /** Removes detail and evidence of sessions whose log is not in `keep`. */
  dropEvidence(keep: (path: string) => boolean): void {
    for (const id of this.withEvidence) {
      const one = this.get(id);
      if (one !== undefined && keep(one.file)) continue;
      if (one !== undefined) this.set(id, { ...one, signals: one.signals.map(withoutDetails) });
      this.withEvidence.delete(id);
    }
  }

  /** Applies other thresholds to all figures; returns the ids of those that changed. */
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

/** The cache is cleared when it has so many entries. */
const MOST_REMEMBERED = 50_000;

/** Shares equal readings without detail and evidence, such as “no edits”, among thousands of sessions. */
class SharedReadings {
  private readonly byLabel = new Map<string, SignalReading[]>();
  private remembered = 0;

  /** The first reading that is equal to this one. */
  of(reading: SignalReading): SignalReading {
    if (reading.detail !== NO_DETAIL || reading.evidence.length > 0) return reading;
    const sameLabel = this.byLabel.get(reading.label);
    const known = sameLabel?.find((one) => isEqual(one, reading));
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

const isEqual = (one: SignalReading, other: SignalReading): boolean =>
  one.name === other.name &&
  Object.is(one.value, other.value) &&
  one.measure === other.measure &&
  one.ceiling === other.ceiling &&
  one.severity === other.severity;
