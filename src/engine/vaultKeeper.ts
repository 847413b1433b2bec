/** Copies logs of sessions that have ended into the vault, newest first, and keeps it within its limits. */
import { en } from '../l10n/english';
import { codeOf } from '../l10n/errorText';
import { systemWords } from '../l10n/systemWords';
import { Refused } from '../log/gate';
import { isOfProject } from '../session/paths';
import { statOf } from '../log/lines';
import type { Lease } from '../store/lease';
import { TooLarge, type Vault, type VaultEntry } from '../store/vault';
import { DAY_MS } from '../usage/days';
import type { Entry } from '../library/shelf';
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
  /** Whether a session in the file is still live. */
  isLive: (path: string) => boolean;
  /** Asked between two pieces of a log: true ends the copying and leaves no partial copy. */
  stopped: () => boolean;
  /** Lets calls be answered. */
  breathe: () => Promise<void>;
  problem: (level: Problem['level'], code: string, message: string) => void;
  emit: (notice: Notice) => void;
}

/** Result of a run. */
export interface Kept {
  copied: number;
  /** Logs that have ended and have no copy although there is space. */
  left: number;
  /** Another window copies them. */
  byOther: boolean;
}

export interface Keeper {
  /** Contents of the vault, by path of the log; read on first use. */
  copies(): Map<string, VaultEntry>;
  /** Others have changed the vault. */
  forget(): void;
  /** Copies every log that has ended and has no copy of its last state. One run at a time: a second call gets the promise of the first. */
  keep(): Promise<Kept>;
  /** Resolves when nothing is being copied, with the number of logs copied in this life of the engine. */
  ended(): Promise<number>;
}

const NOTHING: Kept = { copied: 0, left: 0, byOther: false };

class Stopped extends Error {}

class VaultKeeper implements Keeper {
  private known: Map<string, VaultEntry> | null = null;
  /** Number of logs copied in this life of the engine. */
  private total = 0;
  private running: Promise<Kept> | null = null;
  /** Logs that turned out larger than the space for them. */
  private readonly tooLarge = new Set<string>();

  constructor(private readonly parts: KeeperParts) {}

  copies(): Map<string, VaultEntry> {
    return (this.known ??= new Map(
      (this.parts.vault?.entries().entries ?? []).map((entry) => [entry.path, entry]),
    ));
  }

  forget(): void {
    this.known = null;
  }

  keep(): Promise<Kept> {
    return (this.running ??= this.copyAll().finally(() => (this.running = null)));
  }

  async ended(): Promise<number> {
    await this.running;
    return this.total;
  }

  private limits(): { maxBytes: number; keepMs: number | null; now: number } {
    const { maxMb, keepDays } = this.parts.settings();
    const keepMs = keepDays === 0 ? null : keepDays * DAY_MS;
    return { maxBytes: maxMb * 1_000_000, keepMs, now: this.parts.now() };
  }

  /** Logs to copy, newest first: these stay in the vault longest. */
  private wanted(): VaultEntry[] {
    const { entries, isLive, settings, now } = this.parts;
    const { keepMs } = this.limits();
    return [...entries]
      .flatMap(([path, { file, cursor, gone }]) => {
        if (gone || cursor === null || isLive(path) || isOfProject(path, settings().exclude)) return [];
        const { size, mtimeMs, ino } = cursor;
        const copy = this.copies().get(path);
        if (copy?.size === size && copy.mtimeMs === mtimeMs) return [];
        if (keepMs !== null && mtimeMs < now() - keepMs) return [];
        const log = { path, root: file.root, size, mtimeMs, ino, bytes: 0 };
        return this.tooLarge.has(this.keyOf(log)) ? [] : [log];
      })
      .sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
  }

  private keyOf({ path, size }: VaultEntry): string {
    return `${path} ${size} ${this.parts.settings().maxMb}`;
  }

  /** Bytes that the copy of a log may take: older copies are removed for it, newer ones stay. */
  private roomFor({ mtimeMs }: VaultEntry): number {
    const newer = [...this.copies().values()].filter((copy) => copy.mtimeMs > mtimeMs);
    return this.limits().maxBytes - sum(newer);
  }

  private prune(vault: Vault): void {
    const removed = vault.prune(this.limits());
    for (const { path } of removed) this.copies().delete(path);
    if (removed.length > 0)
      this.parts.problem(
        'info',
        'vault-full',
        en(
          'The vault is full, so copies of {n0} old logs were deleted (settings vigil.vault.maxMb and vigil.vault.keepDays).',
          removed.length,
        ),
      );
  }

  private async pause(): Promise<void> {
    const { breathe, stopped, lease, now } = this.parts;
    await breathe();
    if (stopped() || lease?.tryAcquire(now()) !== true) throw new Stopped();
  }

  private async copyAll(): Promise<Kept> {
    const { vault, lease, now, settings, stopped, problem } = this.parts;
    if (!settings().enabled || vault === null) return NOTHING;
    const logs = this.wanted();
    if (stopped()) return { copied: 0, left: logs.length, byOther: false };
    if (lease?.tryAcquire(now()) !== true) return { copied: 0, left: logs.length, byOther: logs.length > 0 };
    const before = this.total;
    const copied = (): number => this.total - before;
    try {
      const left = await this.copyEach(logs, vault);
      return { copied: copied(), left, byOther: false };
    } catch (error) {
      problem(
        'warn',
        'vault',
        en(
          'Logs could not be copied into the vault ({w0}). Vigil tries again when it next reads the logs.',
          systemWords(codeOf(error)),
        ),
      );
      return { copied: copied(), left: logs.length - copied(), byOther: false };
    }
  }

  /** Copies logs while there is space; returns how many are left because it was stopped. */
  private async copyEach(logs: readonly VaultEntry[], vault: Vault): Promise<number> {
    const { emit, open } = this.parts;
    for (const [done, log] of logs.entries()) {
      emit({ notice: 'keeping', done, total: logs.length });
      const room = this.roomFor(log);
      if (room <= 0) break;
      try {
        await this.pause();
        const copy = await vault.keep(log, { pause: () => this.pause(), most: room, open });
        this.copies().set(log.path, copy);
        this.total++;
      } catch (error) {
        if (error instanceof Stopped) return logs.length - done;
        if (error instanceof TooLarge) this.tooLarge.add(this.keyOf(log));
        // The next run finds the state of another log.
        else if (isOurs(error, log)) throw error;
      }
      if (sum([...this.copies().values()]) > this.limits().maxBytes) this.prune(vault);
    }
    this.prune(vault);
    if (logs.length > 0) emit({ notice: 'keeping', done: logs.length, total: logs.length });
    return 0;
  }
}

export const newKeeper = (parts: KeeperParts): Keeper => new VaultKeeper(parts);

/** False if the log itself is the problem: it disappeared, changed, or cannot be read. */
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

const sum = (copies: readonly VaultEntry[]): number => copies.reduce((total, { bytes }) => total + bytes, 0);
