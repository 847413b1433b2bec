/** Copies logs of sessions that have ended into the vault, newest first, and keeps it within its limits. */
import { codeOf } from '../log/discover';
import { Refused } from '../log/gate';
import { isOfProject } from '../session/paths';
import { statOf } from '../log/lines';
import type { Lease } from '../store/lease';
import { TooLarge, type Vault, type VaultEntry } from '../store/vault';
import type { Entry } from '../library/library';
import type { Notice } from './protocol';
import type { Problem } from './commands';
import type { Settings } from '../settings/settings';

export interface KeeperParts {
  vault: Vault | null;
  lease: Lease | null;
  now: () => number;
  settings: () => Settings['vault'];
  entries: ReadonlyMap<string, Entry>;
  /** Opens a log through the gate. */
  open: (path: string) => number;
  /** A session of the file goes on. */
  isLive: (path: string) => boolean;
  /** Asked between two pieces of a log: true ends the copying, and leaves no half copy. */
  stopped: () => boolean;
  /** Lets calls be answered. */
  breathe: () => Promise<void>;
  problem: (level: Problem['level'], code: string, message: string) => void;
  emit: (notice: Notice) => void;
}

/** What a look through the logs did. */
export interface Kept {
  copied: number;
  /** Logs that have ended and have no copy, though there is room. */
  left: number;
  /** Another window copies them. */
  byOther: boolean;
}

export interface Keeper {
  /** What is in the vault, by path of the log; read when it is first asked for. */
  copies(): Map<string, VaultEntry>;
  /** The vault was changed by others. */
  forget(): void;
  /** Copies every log that has ended and has no copy of its last state. One run at a time: a second call gets that of the first. */
  keep(): Promise<Kept>;
  /** Resolves when nothing is being copied, with how many logs were copied in this life. */
  ended(): Promise<number>;
}

const DAY_MS = 86_400_000;
const NOTHING: Kept = { copied: 0, left: 0, byOther: false };

class Stopped extends Error {}

export function newKeeper(parts: KeeperParts): Keeper {
  const { vault, lease, now, settings, entries, problem } = parts;
  let known: Map<string, VaultEntry> | null = null;
  /** Logs copied in this life. */
  let total = 0;
  let running: Promise<Kept> | null = null;
  /** Logs that turned out larger than the room for them. */
  const tooLarge = new Set<string>();

  const copies = (): Map<string, VaultEntry> =>
    (known ??= new Map((vault?.entries().entries ?? []).map((entry) => [entry.path, entry])));

  const limits = () => {
    const { maxMb, keepDays } = settings();
    return { maxBytes: maxMb * 1_000_000, keepMs: keepDays === 0 ? null : keepDays * DAY_MS, now: now() };
  };

  /** Logs to copy, newest first: the vault has room for those longest. */
  function wanted(): VaultEntry[] {
    const { keepMs } = limits();
    return [...entries]
      .flatMap(([path, { file, cursor, gone }]) => {
        if (gone || cursor === null || parts.isLive(path) || isOfProject(path, settings().exclude)) return [];
        const { size, mtimeMs, ino } = cursor;
        const copy = copies().get(path);
        if (copy?.size === size && copy.mtimeMs === mtimeMs) return [];
        if (keepMs !== null && mtimeMs < now() - keepMs) return [];
        const log = { path, root: file.root, size, mtimeMs, ino, bytes: 0 };
        return tooLarge.has(keyOf(log)) ? [] : [log];
      })
      .sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
  }

  const keyOf = ({ path, size }: VaultEntry): string => `${path} ${size} ${settings().maxMb}`;

  /** Bytes that the copy of a log may take: older ones would go for it, newer ones stay. */
  const roomFor = ({ mtimeMs }: VaultEntry): number =>
    limits().maxBytes - sum([...copies().values()].filter((copy) => copy.mtimeMs > mtimeMs));

  function prune(to: Vault): void {
    const removed = to.prune(limits());
    for (const { path } of removed) copies().delete(path);
    if (removed.length > 0)
      problem(
        'info',
        'vault-full',
        `The vault is at its limit, so copies of ${removed.length} old logs went (settings vigil.vault.maxMb and vigil.vault.keepDays).`,
      );
  }

  async function pause(): Promise<void> {
    await parts.breathe();
    if (parts.stopped() || lease?.tryAcquire(now()) !== true) throw new Stopped();
  }

  /** False when the log itself is at fault: it went, changed, or cannot be read. */
  function isOurs(error: unknown, { path, size, mtimeMs }: VaultEntry): boolean {
    if (error instanceof Refused) return false;
    if (error instanceof Error && 'path' in error && error.path === path) return false;
    try {
      const stat = statOf(path);
      return stat.size === size && stat.mtimeMs === mtimeMs;
    } catch {
      return false;
    }
  }

  async function copyAll(): Promise<Kept> {
    if (!settings().enabled || vault === null) return NOTHING;
    const logs = wanted();
    if (parts.stopped()) return { copied: 0, left: logs.length, byOther: false };
    if (lease?.tryAcquire(now()) !== true) return { copied: 0, left: logs.length, byOther: logs.length > 0 };
    let copied = 0;
    try {
      for (const [done, log] of logs.entries()) {
        parts.emit({ notice: 'keeping', done, total: logs.length });
        const room = roomFor(log);
        if (room <= 0) break;
        try {
          await pause();
          copies().set(log.path, await vault.keep(log, { pause, most: room, open: parts.open }));
          copied++;
          total++;
        } catch (error) {
          if (error instanceof Stopped) return { copied, left: logs.length - done, byOther: false };
          if (error instanceof TooLarge) tooLarge.add(keyOf(log));
          // Of another log the next look sees what it is then.
          else if (isOurs(error, log)) throw error;
        }
        if (sum([...copies().values()]) > limits().maxBytes) prune(vault);
      }
      prune(vault);
      if (logs.length > 0) parts.emit({ notice: 'keeping', done: logs.length, total: logs.length });
      return { copied, left: 0, byOther: false };
    } catch (error) {
      problem(
        'warn',
        'vault',
        `Logs could not be copied into the vault (${codeOf(error)}). Vigil tries again with the next look through the logs.`,
      );
      return { copied, left: logs.length - copied, byOther: false };
    }
  }

  return {
    copies,
    forget: () => (known = null),
    async ended() {
      await running;
      return total;
    },
    keep: () => (running ??= copyAll().finally(() => (running = null))),
  };
}

const sum = (copies: readonly VaultEntry[]): number => copies.reduce((total, { bytes }) => total + bytes, 0);
