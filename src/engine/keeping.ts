/** How memory and archive stay one: what was worked out goes into the archive, what is in it comes back. */
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
import type { Saved } from '../store/writer';
import type { FileChange } from '../store/changes';
import type { SidecarKeeper } from './sidecarKeeper';
import { breathe, entriesOf, type Core } from './core';
import type { Live } from './live';

/** Checkpoints write at most this many bytes an hour, and not more often than `SAVE_MS`. */
const BYTES_AN_HOUR = 200 << 20;
export const SAVE_MS = 20_000;
/** How often a window looks for what others did to the archive. */
export const LOOK_MS = 2_000;
/** Taking it in is work: of a large archive that is done less often, which shows only where others write one image after the other. */
const TAKE_IN_MS = { most: 10_000, aMegabyte: 100 };
/** Bytes of packed readings that wait for the next save in memory; more are put where they will lie. */
const MOST_IN_MEMORY = 8 << 20;
/** Memory is looked at after so many sessions. */
const CLEAR_UP_AFTER = 100;
/** So many failed saves mean that the archive is not kept. */
const FAILURES = 3;

/** Severities in the archive are those of Vigil’s own thresholds, so that the same logs make the same archive. */
const AS_KEPT: Grades = { thresholds: thresholdsOf(Settings.parse({})), measures: false };
const asKept = (one: SessionFigures | undefined): SessionFigures[] =>
  one === undefined ? [] : [graded(one, AS_KEPT)];

/** How much of a pause is over. All of it once the clock was set back: else nothing would be done until it is as late again. */
const sinceThen = (then: number, now: number, pause: number): number =>
  then > now ? pause : Math.min(now - then, pause);

export class Keeping {
  /** Why nothing is kept, in words; null while the archive is. */
  notKept: string | null;
  private readonly core: Core;
  private readonly live: Live;
  private readonly sidecarKeeper: SidecarKeeper;
  /** What the archive held is another thing now: copies are looked for and logs read anew. */
  private readonly onReset: { forgetCopies: () => void; readAll: () => void };
  private lastSave: number;
  /** What the last save wrote, readings too, and what was put into packs ahead of it. */
  private lastBytes = 0;
  /** What was put into packs since then. */
  private spilt = 0;
  private lastTaken: number;
  /** A first look, and no save since it read all logs: until then memory is at its fullest. */
  private filling: boolean;
  /** What a person did waits to be written. */
  private soon: NodeJS.Timeout | null = null;
  /** Saves that failed one after the other. */
  private failures = 0;

  constructor(
    core: Core,
    live: Live,
    sidecarKeeper: SidecarKeeper,
    onReset: { forgetCopies: () => void; readAll: () => void },
  ) {
    this.core = core;
    this.live = live;
    this.sidecarKeeper = sidecarKeeper;
    this.onReset = onReset;
    this.lastSave = core.now();
    this.lastTaken = core.now();
    this.filling = core.life.firstFill;
    this.notKept = core.parts.refused ?? null;
  }

  /** Puts what changed into the archive, and readings that are not live out of memory. */
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
    // What is put of a session that still waits, as when it was given a name, is not what came of its logs.
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

  /** Which readings are put where they will lie: long ones, and all that a first start has read and that will hardly be read on before it is saved. */
  private atOnce(): (file: FileChange) => boolean {
    const { life } = this.core;
    let may: boolean | null = null;
    return ({ path, reading }) =>
      (reading.length > MOST_IN_MEMORY || (life.firstFill && !this.live.isLivePath(path))) &&
      (may ??= this.maySpill());
  }

  /** This window may put readings where they will lie, ahead of the next save. */
  private maySpill(): boolean {
    const { parts, now } = this.core;
    return this.spilt <= BYTES_AN_HOUR && parts.lease?.tryAcquire(now()) === true;
  }

  /** With the severities of today: the archive keeps others. */
  private readonly gradedNow = (one: SessionFigures): SessionFigures => graded(one, this.core.basis.rules);

  /** Each is packed when the one before it has been put. */
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

  /** Writes the archive, if there is something to write and it is time; `force` does not wait. */
  save(force: boolean): void {
    const { checkpoint, now, parts, life } = this.core;
    this.shelve();
    if (parts.lease === null) return;
    if (checkpoint.unsaved() && this.mayWrite(parts.lease, force)) {
      this.lastSave = now();
      // A save takes room for the whole image at once.
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
    // Nothing to write, or not now; but another window may have wiped, restored or merged.
    this.takeIn();
  }

  /**
   * Writes what a person did, so that other windows know it soon. Each time is a whole image: of acts that follow one another what came
   * meanwhile is written together, as often as others take it in.
   */
  saveSoon(): void {
    const pause = Math.max(LOOK_MS, this.takeInPause());
    const save = (): void => {
      this.soon = null;
      if (!this.core.life.closed) void this.core.passes.queue(async () => this.save(true));
    };
    this.soon ??= setTimeout(save, pause - sinceThen(this.lastSave, this.core.now(), pause)).unref();
  }

  /** What a person did in another window, or it read, is in the archive and not here. */
  isBehind(): boolean {
    const { checkpoint, now } = this.core;
    const pause = this.takeInPause();
    return sinceThen(this.lastTaken, now(), pause) >= pause && checkpoint.behind();
  }

  private takeInPause(): number {
    const megabytes = (this.core.checkpoint.newest()?.bytes ?? 0) / (1 << 20);
    return Math.min(TAKE_IN_MS.most, megabytes * TAKE_IN_MS.aMegabyte);
  }

  /** Takes in what other windows wrote. */
  takeIn(): void {
    if (!this.isBehind()) return;
    this.shelve();
    this.lastTaken = this.core.now();
    this.take(this.core.checkpoint.takeIn());
  }

  /** The budget is that of the folder: whichever window wrote last, the next one waits. */
  private mayWrite(lease: Lease, force: boolean): boolean {
    const { checkpoint, now } = this.core;
    const newest = checkpoint.newest();
    const bytes = Math.max(newest?.bytes ?? 0, this.lastBytes);
    const pause = Math.max(SAVE_MS, (bytes / BYTES_AN_HOUR) * 3_600_000);
    const written = newest === null || newest.at > now() ? this.lastSave : Math.max(newest.at, this.lastSave);
    if (!force && sinceThen(written, now(), pause) < pause) return false;
    return lease.tryAcquire(now()) || force;
  }

  /** The archive was written by somebody's command. */
  written(): void {
    this.lastSave = this.core.now();
  }

  /** Says that the archive is not kept, or is again. One failure is no news: a full disk may have room with the next save. */
  noteKept(saved: Saved): void {
    // Others that write keep the archive too.
    if (!saved.ok && saved.problem.code === 'store-busy') return;
    this.failures = saved.ok ? 0 : this.failures + 1;
    const stays = !saved.ok && saved.problem.code === 'store-newer';
    const failed = this.notKept !== null || stays || this.failures >= FAILURES;
    const why = saved.ok ? null : failed ? saved.problem.message : this.notKept;
    if (why === this.notKept) return;
    this.notKept = why;
    this.core.emit({ notice: 'notKept', notKept: why });
  }

  /** Takes what a save brought: a failure, the readings of others, or another archive. */
  take(saved: Saved): void {
    this.noteKept(saved);
    // Why it was refused at the start was told by who opened it.
    if (!saved.ok && saved.problem.message !== this.core.parts.refused) {
      const { level, code, message, file } = saved.problem;
      this.core.problem(level, code, message, file);
    }
    if (saved.replaced === true) this.reset();
    else if (saved.merged.length > 0) this.absorb(saved.merged);
    if (saved.alerts === true) this.core.emit({ notice: 'alerts' });
  }

  /** Another window's readings came in by a merge: take over what it read further than we did. */
  absorb(conversations: readonly string[]): void {
    const { library, checkpoint, life, marks } = this.core;
    marks.forget();
    // What was merged is marked in the archive, and derived with the next start.
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

  /** The archive is another one now: nothing of what is in memory holds. `again`: logs that are still there are read. */
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
    // The badge first: unpacking thousands of old sessions takes longer than it may wait.
    library.restore(
      entriesOf(checkpoint),
      checkpoint.sessions(new Date(now() - basis.rules.silence.endedMs).toISOString()).map(this.gradedNow),
    );
    this.live.publishLive();
    library.restore([], this.clearingUp(checkpoint.eachSession()));
    for (const id of checkpoint.setAside())
      this.core.problem(
        'warn',
        `session-unreadable ${id}`,
        en(
          'What the archive kept of the session {0} cannot be read; it is set aside and worked out again from its log. Other sessions are untouched.',
          id.slice(0, 100),
        ),
        null,
      );
    this.live.rebase();
    // Those that are live are shown with their evidence, which the archive does not keep: what stands beside it saves reading them.
    const late = this.sidecarKeeper.late();
    this.live.recalled(late);
    for (const { row } of this.live.sessions())
      if (!library.prove(row.id, late.get(row.id)?.signals ?? null)) library.mark(row.id, [row.id], true);
    if (checkpoint.basis() === basis.key()) for (const id of checkpoint.pending()) library.mark(id);
    else this.markAll();
    if (library.waiting.size > 0) void passes.queue(() => this.deriveAhead());
  }

  /** The same sessions; what unpacking them leaves behind is cleared up meanwhile. */
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

  /** Derives what waits, ahead of a look through the logs: a conversation whose log that reads anew waits for it, or it would be derived twice. */
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

  /** Derives what waits, in slices, so that calls are answered meanwhile. `more`: more logs come. */
  async deriveAgain(more = false): Promise<void> {
    const { library, life, pace } = this.core;
    for (let left = library.waiting.size; left > 0 && !life.closed; left -= pace.derived) {
      this.deriveSome(pace.derived, more);
      await breathe();
    }
  }

  /** Derives so many of what waits and keeps it; gives how many sessions have other figures now. */
  deriveSome(most: number, more = false): number {
    const derived = this.live.derive(most, more);
    this.live.publish(derived);
    this.shelve();
    return derived.length;
  }
}
