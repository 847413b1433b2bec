/** Keeps the sidecar beside the archive: what the next start tells before it has opened the image, and need not work out again. */
import { isDeepStrictEqual } from 'node:util';
import type { Core } from './core';
import type { Live, LiveContent } from './live';
import type { LateSession } from './sidecar';

/** The live sessions come and go: what is told ahead follows them, this seldom at most, in ms. */
const KEEP_MS = 2_000;

export class Ahead {
  private readonly core: Core;
  private readonly live: Live;
  /** The live sessions that the sidecar names, with their states. */
  private named = '';
  private keptAt = -Infinity;
  /** What is told in the sidecar, as JSON gives it back; null where that is not known. */
  private kept: unknown;
  /** What of the last days stands beside the image is of it. */
  private complete = false;

  constructor(core: Core, live: Live) {
    this.core = core;
    this.live = live;
    this.kept = core.parts.liveAhead ?? null;
    live.onPublished = (content) => this.keepUp(content);
  }

  /** What is known of the last days beside the image that was opened. */
  late(): ReadonlyMap<string, LateSession> {
    const { checkpoint, basis, parts } = this.core;
    const late = parts.sidecar?.files.late(checkpoint.image(), parts.sidecar.key(basis.settings)) ?? null;
    this.complete = late !== null;
    return late ?? new Map<string, LateSession>();
  }

  /** The archive was written as it is in memory. */
  saved(): void {
    this.keep(true);
  }

  /** All has been read: what was not there to be read at this start is there for the next. */
  read(): void {
    const { checkpoint, parts, now } = this.core;
    if (this.complete || checkpoint.unsaved() || checkpoint.image() === null) return;
    if (parts.lease?.tryAcquire(now()) === true) this.keep(true);
  }

  /** The engine ends: the next one tells what this one told last. */
  end(): void {
    const content: unknown = JSON.parse(JSON.stringify(this.live.content()));
    if (!isDeepStrictEqual(content, this.kept)) this.keep(false);
  }

  /** Other sessions live than those the sidecar names, or they stand otherwise. */
  private keepUp({ sessions }: LiveContent): void {
    const named = sessions.map(({ row }) => `${row.id} ${row.state} ${row.severity}`).join();
    if (named === this.named || Math.abs(this.core.now() - this.keptAt) < KEEP_MS) return;
    this.keep(false);
    this.named = named;
  }

  /** Writes what is told; `late`: and what is known of the last days. Only who writes the archive does, beside the newest image. */
  private keep(late: boolean): void {
    const { checkpoint, basis, parts, now } = this.core;
    const { sidecar } = parts;
    const image = sidecar == null || parts.lease?.holder()?.mine !== true ? null : checkpoint.image();
    if (sidecar == null || image === null) return;
    const key = sidecar.key(basis.settings);
    this.keptAt = now();
    const content = this.live.content();
    sidecar.files.keepLive(image, key, { day: basis.rules.dayOf(now()), ...content });
    this.kept = JSON.parse(JSON.stringify(content));
    if (late) sidecar.files.keepLate(image, key, this.live.late());
    this.complete ||= late;
    // Another window may have wiped the archive meanwhile: then nothing of it may stay.
    if (checkpoint.image() === null) sidecar.files.forget();
  }
}
