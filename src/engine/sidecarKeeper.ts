/** Keeps the sidecar beside the archive: what the next start shows before it has opened the image, and need not derive again. */
import { isDeepStrictEqual } from 'node:util';
import type { LiveContent } from '../library/sessionRow';
import type { ImageMark } from '../store/image';
import type { Core } from './core';
import type { Live } from './live';
import type { LateSession } from './sidecar';

/** The sidecar follows the live sessions, but is written at most this often, in ms. */
const KEEP_MS = 2_000;

export class SidecarKeeper {
  /** The live sessions in the sidecar, with their states. */
  private named = '';
  private keptAt = -Infinity;
  /** The sidecar's live content, as parsed JSON; null if unknown. */
  private kept: unknown;
  /** The image beside which `late.json` was written; null if unknown. */
  private lateImage: ImageMark | null = null;

  constructor(
    private readonly core: Core,
    private readonly live: Live,
  ) {
    this.kept = core.parts.liveAhead ?? null;
    live.onPublished = (content) => this.keepUp(content);
  }

  /** What the sidecar knows of the last days, for the image that was opened. */
  late(): ReadonlyMap<string, LateSession> {
    const { checkpoint, basis, parts } = this.core;
    const image = checkpoint.image();
    const key = parts.sidecar?.key(basis.settings, basis.prices.imports) ?? '';
    const late = parts.sidecar?.files.late(image, key) ?? null;
    this.lateImage = late === null ? null : image;
    return late ?? new Map<string, LateSession>();
  }

  /** The archive on disk equals memory, perhaps although another window holds the lease. */
  saved(): void {
    this.write(true);
  }

  /** All logs have been read: writes `late.json` for the next start if it belongs to another image. */
  read(): void {
    const { parts, now } = this.core;
    if (this.isLateOfAnother() && parts.lease?.tryAcquire(now()) === true) this.write(true);
  }

  /** The engine ends: the next one begins with what this one showed last. */
  end(): void {
    const content: unknown = JSON.parse(JSON.stringify(this.live.content()));
    const late = this.isLateOfAnother();
    if (late || !isDeepStrictEqual(content, this.kept)) this.keep(late);
  }

  /** Everything in the archive is in an image, and `late.json` belongs to another one. */
  private isLateOfAnother(): boolean {
    const { checkpoint } = this.core;
    return !checkpoint.unsaved() && !isDeepStrictEqual(checkpoint.image(), this.lateImage);
  }

  /** The live sessions, or their states, differ from those in the sidecar. */
  private keepUp({ sessions }: LiveContent): void {
    const named = sessions.map(({ row }) => `${row.id} ${row.state} ${row.severity}`).join();
    if (named === this.named || Math.abs(this.core.now() - this.keptAt) < KEEP_MS) return;
    this.keep(false);
    this.named = named;
  }

  /** Writes the sidecar, if this window is the one that writes the archive. */
  private keep(late: boolean): void {
    if (this.core.parts.lease?.holder()?.mine === true) this.write(late);
  }

  /** Writes the live content beside the newest image; `late`: also what is known of the last days. */
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
    // Another window may have wiped the archive in the meantime: then nothing of the sidecar may stay.
    if (checkpoint.image() === null) sidecar.files.forget();
  }
}
