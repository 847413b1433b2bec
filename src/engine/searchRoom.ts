/** Decides which logs fit into the search index: the newest, up to its limit. */
import type { IndexedLog, IndexWriter } from '../search/writer';

/** A log, and when it was last written to, ms. */
interface Timed {
  path: string;
  mtimeMs: number;
}

export class SearchRoom {
  /** A limit in megabytes that had no space for logs last written at this time or before. */
  private full: { maxMb: number; at: number } | null = null;

  constructor(
    private readonly maxMb: () => number,
    /** When a log was last written to, if that is known better than from the index. */
    private readonly timeOf: (path: string) => number | undefined,
  ) {}

  /** The limit in megabytes if it is reached; null while everything fits. */
  limit(): number | null {
    return this.full?.maxMb === this.maxMb() ? this.full.maxMb : null;
  }

  /** There may be space again. */
  forget(): void {
    this.full = null;
  }

  /** There was no space for this log or others as old: what was removed for newer logs does not come back at once. */
  isTooOld({ mtimeMs }: Timed): boolean {
    return this.limit() !== null && mtimeMs <= (this.full?.at ?? 0);
  }

  /** Removes logs older than a new one while there is no space for it; false if there is still none afterwards. */
  make(writer: IndexWriter, log: Timed, known: Map<string, IndexedLog>): boolean {
    const isRoom = (): boolean => writer.bytes() <= this.maxMb() * 1_000_000;
    if (this.isTooOld(log)) return false;
    if (isRoom()) return true;
    const older = [...known.values()]
      .map(({ path, mtimeMs }) => ({ path, mtimeMs: this.timeOf(path) ?? mtimeMs }))
      .filter(({ path, mtimeMs }) => path !== log.path && mtimeMs < log.mtimeMs)
      .sort((a, b) => a.mtimeMs - b.mtimeMs);
    for (const { path, mtimeMs } of older) {
      writer.forget([path]);
      known.delete(path);
      this.noRoomFor(mtimeMs);
      if (isRoom()) return true;
    }
    this.noRoomFor(log.mtimeMs);
    return false;
  }

  private noRoomFor(mtimeMs: number): void {
    const before = this.limit() === null ? 0 : (this.full?.at ?? 0);
    this.full = { maxMb: this.maxMb(), at: Math.max(before, mtimeMs) };
  }
}
