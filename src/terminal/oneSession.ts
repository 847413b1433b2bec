/** One session read from its log alone: what a hook and a status line have time for. */
import { statSync } from 'node:fs';
import { gateOf } from '../log/gate';
import { inspect, readLogs } from '../library/inspect';
import type { Rules } from '../library/summarise';
import { scanFor } from '../signals/scan';
import type { SessionFigures } from '../store/figures';
import type { Settings } from '../settings/settings';
import { followedLinks, rootsFrom, type Around } from './options';

/**
 * The figures of the session in a log; null where the log is larger than `most` bytes, of an excluded project, or not among Claude
 * Code's logs: a message may name any file.
 */
export function sessionIn(
  path: string,
  id: string,
  { settings, rules, most }: { settings: Settings; rules: Rules; most: number },
  around: Around,
): SessionFigures | null {
  const links = followedLinks(settings, around.home);
  const gate = gateOf(
    () => rootsFrom(settings, around),
    () => links,
  );
  const real = path.endsWith('.jsonl') ? gate.inside(path) : null;
  if (real === null || statSync(real).size > most) return null;
  const logs = readLogs([real], {
    scan: scanFor(settings.signals.stopPhrases.custom),
    exclude: settings.exclude,
    now: around.now(),
  });
  return inspect(logs, rules).sessions.find((one) => one.id === id) ?? null;
}
