/**
 * The live sessions as shown last: a window shows them before it opens anything of the archive. The worker thread does this before the
 * rest of Vigil is loaded (`engine.worker.ts`), so nothing is imported here that is not needed for it.
 */
import * as fs from 'node:fs';
import type { LiveContent } from '../library/sessionRow';
import { newestImage } from '../store/image';
import { readOfficial } from '../store/officialFile';
import { readImports } from '../store/priceFile';
import { smallFiles } from '../store/smallFiles';
import type { EngineParts, Surroundings } from './parts';
import type { EngineStart } from './protocol';
import { contentAsOf, sidecarIn, sidecarKey } from './sidecar';

/** The sidecar beside the archive; null if nothing is stored. */
export function sidecarOf(
  { storage }: Pick<EngineStart, 'storage'>,
  { timezone, version }: Pick<Surroundings, 'timezone' | 'version'>,
): NonNullable<EngineParts['sidecar']> | null {
  if (storage === null) return null;
  return {
    files: sidecarIn(storage, smallFiles),
    key: (settings, imports) => sidecarKey(settings, timezone, version, imports),
  };
}

/**
 * Publishes the live sessions as shown last, and returns them; null if unknown. Never throws: the engine, which starts in any case,
 * reports what is wrong.
 */
export function publishLastKnown(
  { storage, settings }: Pick<EngineStart, 'storage' | 'settings'>,
  around: Pick<Surroundings, 'now' | 'timezone' | 'version' | 'emit'>,
): LiveContent | null {
  const sidecar = sidecarOf({ storage }, around);
  if (storage === null || sidecar === null) return null;
  try {
    const key = sidecar.key(settings, readImports(storage, smallFiles));
    const kept = sidecar.files.live(newestImage(storage, fs), key);
    const zone = settings.timezone || around.timezone;
    const content =
      kept === null
        ? null
        : contentAsOf(kept, around.now(), settings, zone, readOfficial(storage, smallFiles));
    if (content !== null) around.emit({ notice: 'live', ...content });
    return content;
  } catch {
    return null;
  }
}
