/** Keeps memory and archive in step: stores what was derived in the archive, and loads what others wrote. */
import { en } from '../l10n/english';
import { fileChangeOf } from '../library/fileChange';
import { graded, type Grades } from '../library/grades';
import { isReadBy } from '../session/follow';
import { isOfProject } from '../session/paths';
import { conversationOf } from '../session/sessionId';
import { Settings } from '../settings/settings';
import { thresholdsOf } from '../settings/thresholds';
import type { SessionFigures } from '../store/figures';
import type { Lease } from '../store/lease';
import { StoreFault } from '../store/problem';
import type { Saved } from '../store/writer';
import type { FileChange } from '../store/changes';
import type { SidecarKeeper } from './sidecarKeeper';
import { breathe, entriesOf, type Core } from './core';
import type { Live } from './live';

/** Checkpoints write at most this many bytes an hour, and not more often than `SAVE_MS`. */
const BYTES_AN_HOUR = 200 << 20;
export const SAVE_MS = 20_000;
/** How often a window checks for changes that others made to the archive. */
export const LOOK_MS = 2_000;
/** Merging is work. A large archive is merged less often, which is noticeable only if others write one image after another. */
const TAKE_IN_MS = { most: 10_000, aMegabyte: 100 };
/** Compressed readings, in bytes, that may wait in memory for the next save; more are written into a pack. */
const MOST_IN_MEMORY = 8 << 20;
/** Memory is checked after this many sessions. */
const CLEAR_UP_AFTER = 100;
/** After this many failed saves, the archive counts as not kept. */
const FAILURES = 3;

/** Severities in the archive follow Vigil’s own thresholds, so that the same logs make the same archive. */
const AS_KEPT: Grades = { thresholds: thresholdsOf(Settings.parse({})), measures: false };
const asKept = (one: SessionFigures | undefined): SessionFigures[] =>
  one === undefined ? [] : [graded(one, AS_KEPT)];

/** How much of a pause is over. If the clock was set back, all of it; otherwise nothing would be done until the clock has caught up. */
const sinceThen = (then: number, now: number, pause: number): number =>
  then > now ? pause : Math.min(now - then, pause);

export class Keeping {
  /** Why nothing is saved, in words; null while the archive is. */
  notKept: string | null;
  private lastSave: number;
  /** Bytes of the last save, including readings and what was put into packs ahead of it. */
  private lastBytes = 0;
  /** Bytes put into packs since then. */
  private spilt = 0;
  private lastTaken: number;
  /** True during a first ingest, until the first save after all logs were read: that is when memory use peaks. */
  private filling: boolean;
  /** A person's action waits to be written. */
  private soon: NodeJS.Timeout | null = null;
  /** Number of consecutive failed saves. */
  private failures = 0;

  constructor(
    private readonly core: Core,
    private readonly live: Live,
    private readonly sidecarKeeper: SidecarKeeper,
    /** The archive's content was replaced: copies are searched and logs read again. */
    private readonly onReset: { forgetCopies: () => void; readAll: () => void },
  ) {
    this.lastSave = core.now();
    this.lastTaken = core.now();
    this.filling = core.life.firstFill;
    this.notKept = core.parts.refused ?? null;
  }

  /** Stores changes in the archive, and moves readings that are not live out of memory. */
  shelve(): void {
    const { library, checkpoint, basis, life } = this.core;
    const { changes, entries, figures } = library;
    const files = this.filesToPut([...changes.files]);
    const sessions = [...changes.sessions].flatMap((id) => asKept(figures.get(id)));
    const removedSessions = [...changes.removed];
    const gone = [...changes.moved].flatMap((path) => {
      const entry = entries.get(path);
      return entry === undefined ? [] : [{ path, gone: entry.gone }];
    });
    const derived = [...changes.settled];
    // A change to a session that still waits, such as a name, is not a result of its logs.
    const pending = [...changes.waiting, ...[...changes.sessions].map(conversationOf)].filter((id) =>
      library.waiting.has(id),
    );
    const lists = [sessions, removedSessions, gone, derived, pending];
    if (changes.files.size > 0 || lists.some(({ length }) => length > 0))
      this.spilt += checkpoint.put(
        { files, gone, sessions, removedSessions, derived, pending, basis: basis.key() },
        this.atOnce(),
      );
    library.saved((path) => this.live.isLivePath(path), life.firstFill);
    if (checkpoint.inMemory() > MOST_IN_MEMORY && this.maySpill()) this.spilt += checkpoint.spill();
  }

  /** Which readings go into a pack immediately: long ones, and during a first ingest all that will hardly grow before the save. */
  private atOnce(): (file: FileChange) => boolean {
    const { life } = this.core;
    let may: boolean | null = null;
    return ({ path, reading }) =>
      (reading.length > MOST_IN_MEMORY || (life.firstFill && !this.live.isLivePath(path))) &&
      (may ??= this.maySpill());
  }

  /** Whether this window may put readings into its pack ahead of the next save. */
  private maySpill(): boolean {
    const { parts, now } = this.core;
    return this.spilt <= BYTES_AN_HOUR && parts.lease?.tryAcquire(now()) === true;
  }

  /** Adds the severities of today, which the archive does not store. */
  private readonly gradedNow = (one: SessionFigures): SessionFigures => graded(one, this.core.basis.rules);

  /** Each is compressed only after the one before it was stored. */
  private *filesToPut(paths: readonly string[]): Generator<FileChange> {
    for (const path of paths) {
      const change = this.fileChange(path);
      if (change !== null) yield change;
    }
  }

  private fileChange(path: string): FileChange | null {
    const { library } = this.core;
    const entry = library.entries.get(path);
    const elsewhere = library.readElsewhere(path);
    if (entry === undefined) return null;
    if (elsewhere !== null) return { ...elsewhere, gone: entry.gone };
    const followed = library.followed(path);
    return followed === null ? null : fileChangeOf(entry, followed, library.changes.lost.get(path));
  }

  /** Writes the archive if there is something to write and it is time; `force` does not wait. */
  save(force: boolean): void {
    const { checkpoint, now, parts, life } = this.core;
    this.shelve();
    if (parts.lease === null) return;
    if (checkpoint.unsaved() && this.mayWrite(parts.lease, force)) {
      this.lastSave = now();
      // A save needs memory for the whole image at once.
      if (this.filling) parts.giveBack?.();
      this.filling = life.firstFill;
      const saved = checkpoint.save();
      if (saved.ok) {
        this.lastBytes = saved.bytes + this.spilt;
        this.spilt = 0;
      }
      this.take(saved);
      if (saved.ok && saved.written && !checkpoint.unsaved()) this.sidecarKeeper.saved();
      return;
    }
    // Nothing to write, or not now. But another window may have wiped, restored or merged.
    this.takeIn();
  }

  /**
   * Writes a person's actions, so that other windows learn of them soon. Each write is a whole image, so actions in quick succession are
   * written together, as often as other windows merge.
   */
  saveSoon(): void {
    const pause = Math.max(LOOK_MS, this.takeInPause());
    const save = (): void => {
      this.soon = null;
      if (!this.core.life.closed) void this.core.passes.queue(async () => this.save(true));
    };
    this.soon ??= setTimeout(save, pause - sinceThen(this.lastSave, this.core.now(), pause)).unref();
  }

  /** The archive has a person's actions, or readings, from another window that are missing here. */
  isBehind(): boolean {
    const { checkpoint, now } = this.core;
    const pause = this.takeInPause();
    return sinceThen(this.lastTaken, now(), pause) >= pause && checkpoint.behind();
  }

  private takeInPause(): number {
    const megabytes = (this.core.checkpoint.newest()?.bytes ?? 0) / (1 << 20);
    return Math.min(TAKE_IN_MS.most, megabytes * TAKE_IN_MS.aMegabyte);
  }

  /** Merges what other windows wrote. */
  takeIn(): void {
    if (!this.isBehind()) return;
    try {
      this.shelve();
    } catch (error) {
      // Our image cannot be read any more: the other window's replaces it, and what it lacks is read from the logs.
      if (!(error instanceof StoreFault)) throw error;
    }
    this.lastTaken = this.core.now();
    this.take(this.core.checkpoint.takeIn());
  }

  /** The budget belongs to the folder: whichever window wrote last, the next one waits. */
  private mayWrite(lease: Lease, force: boolean): boolean {
    const { checkpoint, now } = this.core;
    const newest = checkpoint.newest();
    const bytes = Math.max(newest?.bytes ?? 0, this.lastBytes);
    const pause = Math.max(SAVE_MS, (bytes / BYTES_AN_HOUR) * 3_600_000);
    const written = newest === null || newest.at > now() ? this.lastSave : Math.max(newest.at, this.lastSave);
    if (!force && sinceThen(written, now(), pause) < pause) return false;
    return lease.tryAcquire(now()) || force;
  }

  /** A person's command wrote the archive. */
  written(): void {
    this.lastSave = this.core.now();
  }

  /** Reports that the archive is not kept, or is again. A single failure is not reported: a full disk may have space for the next save. */
  noteKept(saved: Saved): void {
    // The archive is also kept if others write it.
    if (!saved.ok && saved.problem.code === 'store-busy') return;
    this.failures = saved.ok ? 0 : this.failures + 1;
    const stays = !saved.ok && saved.problem.code === 'store-newer';
    const failed = this.notKept !== null || stays || this.failures >= FAILURES;
    const why = saved.ok ? null : failed ? saved.problem.message : this.notKept;
    if (why === this.notKept) return;
    this.notKept = why;
    this.core.emit({ notice: 'notKept', notKept: why });
  }

  /** Handles the result of a save: a failure, readings of others, or another archive. */
  take(saved: Saved): void {
    this.noteKept(saved);
    // Whoever opened the archive has already reported why it was refused.
    if (!saved.ok && saved.problem.message !== this.core.parts.refused) {
      const { level, code, message, file } = saved.problem;
      this.core.problem(level, code, message, file);
    }
    if (saved.replaced === true) this.reset();
    else if (saved.merged.length > 0) this.absorb(saved.merged);
    if (saved.alerts !== true) return;
    this.core.emit({ notice: 'alerts' });
    this.live.publishLive();
  }

  /** A merge brought another window's readings: continue from those that are further than ours. */
  absorb(conversations: readonly string[]): void {
    const { library, checkpoint, life, marks } = this.core;
    marks.forget();
    // The archive has merged conversations marked, and the next start derives them.
    if (life.closed) return;
    library.restore(
      entriesOf(checkpoint),
      conversations.flatMap((id) => checkpoint.conversation(id)).map(this.gradedNow),
    );
    for (const id of conversations) library.mark(id);
    this.live.publish(this.live.derive());
    this.shelve();
    this.live.rebase();
  }

  /** The archive was replaced: nothing in memory is valid. `again`: logs still on disk are read. */
  reset(again = true): void {
    this.core.library.clear();
    this.live.reset();
    this.onReset.forgetCopies();
    this.core.emit({ notice: 'reset' });
    this.restore();
    if (again && !this.core.life.closed) this.onReset.readAll();
  }

  restore(): void {
    const { library, checkpoint, basis, now, passes, marks } = this.core;
    marks.forget();
    // The badge first: it cannot wait until thousands of old sessions are decompressed.
    library.restore(
      entriesOf(checkpoint),
      checkpoint.sessions(new Date(now() - basis.rules.silence.endedMs).toISOString()).map(this.gradedNow),
    );
    this.live.publishLive();
    const isSameBasis = checkpoint.basis() === basis.key();
    const pending = checkpoint.pending();
    const all = checkpoint.eachSession(() => this.core.parts.clearUp?.());
    // Figures take as much memory as the database, which is not needed if nothing is derived.
    if (isSameBasis && pending.length === 0) this.unload(true);
    library.restore([], this.clearingUp(all));
    for (const id of checkpoint.setAside())
      this.core.problem(
        'warn',
        `session-unreadable ${id}`,
        en(
          'What the archive kept of the session {0} cannot be read, so the session is read again from its log. Other sessions are not affected.',
          id.slice(0, 100),
        ),
        null,
      );
    this.live.rebase();
    // Live sessions are shown with their evidence, which the archive does not store. The sidecar has it, so that they need not be read.
    const late = this.sidecarKeeper.late();
    this.live.recalled(late);
    for (const { row } of this.live.sessions())
      if (!library.prove(row.id, late.get(row.id)?.signals ?? null)) library.mark(row.id, [row.id], true);
    if (!isSameBasis) this.markAll();
    for (const id of [...pending, ...checkpoint.setAside().map(conversationOf)]) library.mark(id);
    if (library.waiting.size > 0) void passes.queue(() => this.deriveAhead());
    else this.unload(true);
  }

  /** Frees the memory of the archive's database, if nobody has used it since the last call, or `atOnce`. */
  unload(atOnce = false): void {
    const { checkpoint, parts } = this.core;
    if (checkpoint.unload(atOnce)) parts.clearUp?.(true);
  }

  /** The same sessions; garbage from decompressing them is collected meanwhile. */
  private *clearingUp(all: Iterable<SessionFigures>): Generator<SessionFigures> {
    let n = 0;
    for (const one of all) {
      yield one;
      if (++n % CLEAR_UP_AFTER === 0) this.core.parts.clearUp?.();
    }
  }

  /** Everything must be derived again. */
  markAll(): void {
    const { library, checkpoint } = this.core;
    for (const id of library.figures.keys()) library.mark(conversationOf(id));
    for (const id of checkpoint.pending()) library.mark(id);
  }

  /**
   * Derives waiting conversations before a scan of the logs. If the scan reads the log of one again, that one waits for the scan, or it
   * would be derived twice.
   */
  async deriveAhead(): Promise<void> {
    const { library, basis, life } = this.core;
    const { exclude } = basis.settings;
    for (const { file, cursor, gone } of life.paused ? [] : library.entries.values()) {
      const isReadAnew = !gone && (cursor === null || !isReadBy(cursor, basis.scan));
      if (isReadAnew && file.sessionId !== null && !isOfProject(file.path, exclude))
        library.waiting.share(file.sessionId, true);
    }
    await this.deriveAgain(true);
  }

  /** Derives waiting conversations in slices, so that calls are answered in between. `more`: more logs follow. */
  async deriveAgain(more = false): Promise<void> {
    const { library, life, pace } = this.core;
    for (let left = library.waiting.size; left > 0 && !life.closed; left -= pace.derived) {
      this.live.publish(this.live.derive(pace.derived, more));
      this.shelve();
      await breathe();
    }
  }
}
