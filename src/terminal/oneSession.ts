/** Reads one conversation from its logs alone, fast enough for a hook and a status line. */
import { statSync } from 'node:fs';
import { discover } from '../log/discover';
import { gateOf, type Gate } from '../log/gate';
import { inspect, readLogs } from '../library/inspect';
import type { Rules } from '../library/rules';
import { scanFor } from '../signals/scan';
import type { SessionFigures } from '../store/figures';
import type { Settings } from '../settings/settings';
import { rootsFrom, type Around } from './options';

/** A gate for Claude Code's logs only, because a message may name any file. */
export const logGate = (settings: Settings, around: Around): Gate =>
  gateOf(
    () => rootsFrom(settings, around),
    () => settings.followLinks,
  );

/**
 * The figures of the session in a log and of its sub-agents, by id. If the logs together are larger than `most` bytes, without the sub-agents,
 * and `isWhole` is false. Empty if its own log is larger, the gate rejects it, or its project is excluded.
 */
export function conversationIn(
  path: string,
  id: string,
  { settings, rules, most }: { settings: Settings; rules: Rules; most: number },
  gate: Gate,
  around: Around,
): { figures: Map<string, SessionFigures>; isWhole: boolean } {
  const real = path.endsWith('.jsonl') ? gate.inside(path) : null;
  if (real === null) return { figures: new Map(), isWhole: true };
  // Logs of sub-agents are in a folder with the log's name beside it.
  const folder = gate.inside(real.slice(0, -'.jsonl'.length));
  const all = discover(folder === null ? [real] : [real, folder], gate).files.map((file) => file.path);
  const fits = (paths: readonly string[]): boolean =>
    paths.reduce((sum, one) => sum + statSync(one).size, 0) <= most;
  const isWhole = fits(all);
  if (!isWhole && !fits([real])) return { figures: new Map(), isWhole };
  const logs = readLogs(isWhole ? all : [real], {
    scan: scanFor(settings.signals.stopPhrases.custom),
    exclude: settings.exclude,
    now: around.now(),
  });
  const { sessions } = inspect(logs, rules);
  const ofIt = sessions.filter((one) => one.id === id || one.parent === id);
  return { figures: new Map(ofIt.map((one) => [one.id, one])), isWhole };
}
