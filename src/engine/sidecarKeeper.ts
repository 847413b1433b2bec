/** Keeps the sidecar beside the archive: what the next start tells before it has opened the image, and need not work out again. */
import { isDeepStrictEqual } from 'node:util';
import type { LiveContent } from '../library/sessionRow';
import type { ImageMark } from '../store/image';
import type { Core } from './core';
import type { Live } from './live';
import type { LateSession } from './sidecar';

/** The live sessions come and go: what is told ahead follows them, this seldom at most, in ms. */
const KEEP_MS = 2_000;

export class SidecarKeeper {
  private readonly core: Core;
  private readonly live: Live;
  /** The live sessions that the sidecar names, with their states. */
  private named = '';
  private keptAt = -Infinity;
  /** What is told in the sidecar, as JSON gives it back; null where that is not known. */
  private kept: unknown;
  /** The image beside which `late.json` was written; null where that is not known. */
  private lateImage: ImageMark | null = null;

  constructor(core: Core, live: Live) {
    this.core = core;
    this.live = live;
    this.kept = core.parts.liveAhead ?? null;
    live.onPublished = (content) => this.keepUp(content);
  }

  /** What is known of the last days beside the image that was opened. */
  late(): ReadonlyMap<string, LateSession> {
    const { checkpoint, basis, parts } = this.core;
    const image = checkpoint.image();
    const key = parts.sidecar?.key(basis.settings, basis.prices.imports) ?? '';
    const late = parts.sidecar?.files.late(image, key) ?? null;
    this.lateImage = late === null ? null : image;
    return late ?? new Map<string, LateSession>();
  }

  /** The archive was written as it is in memory, perhaps while another window holds the lease. */
  saved(): void {
    this.write(true);
  }

  /** All logs have been read: where `late.json` is of another image it is written now, for the next start. */
  read(): void {
    const { parts, now } = this.core;
    if (this.isLateOfAnother() && parts.lease?.tryAcquire(now()) === true) this.write(true);
  }

  /** The engine ends: the next one tells what this one told last. */
  end(): void {
    const content: unknown = JSON.parse(JSON.stringify(this.live.content()));
    const late = this.isLateOfAnother();
    if (late || !isDeepStrictEqual(content, this.kept)) this.keep(late);
  }

  /** All of the archive is in an image, and `late.json` is of another one. */
  private isLateOfAnother(): boolean {
    const { checkpoint } = this.core;
    return !checkpoint.unsaved() && !isDeepStrictEqual(checkpoint.image(), this.lateImage);
  }

  /** Other sessions live than those the sidecar names, or they stand otherwise. */
  private keepUp({ sessions }: LiveContent): void {
    const named = sessions.map(({ row }) => `${row.id} ${row.state} ${row.severity}`).join();
    if (named === this.named || Math.abs(this.core.now() - this.keptAt) < KEEP_MS) return;
    this.keep(false);
    this.named = named;
  }

  /** Writes it where this window is the one that writes the archive. */
  private keep(late: boolean): void {
    if (this.core.parts.lease?.holder()?.mine === true) this.write(late);
  }

  /** Writes what is told beside the newest image; `late`: and what is known of the last days. */
  private write(late: boolean): void {
    const { checkpoint, basis, parts, now } = this.core;
    const { sidecar } = parts;
    const image = checkpoint.image();
    if (sidecar == null || image === null) return;
    const key = sidecar.key(basis.settings, basis.prices.imports);
    this.keptAt = now();
    const content = this.live.content();
    sidecar.files.keepLive(image, key, { day: basis.rules.dayOf(now()), ...content });
    this.kept = JSON.parse(JSON.stringify(content));
    if (late) {
      sidecar.files.keepLate(image, key, this.live.late());
      this.lateImage = image;
    }
    // Another window may have wiped the archive meanwhile: then nothing of it may stay.
    if (checkpoint.image() === null) sidecar.files.forget();
  }
}
