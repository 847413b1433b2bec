import { join } from 'node:path';
import type * as nodeFs from 'node:fs';
import * as z from 'zod';
import { errorCode } from '../l10n/errorText';
import { replaceFile } from './replaceFile';

export type LeaseFs = Pick<typeof nodeFs, 'mkdirSync' | 'writeFileSync' | 'renameSync' | 'unlinkSync'> & {
  readFileSync(path: string, encoding: 'utf8'): string;
};

/**
 * Says which window writes the checkpoint. Advice only: it saves doubled work. Two windows that both believe to
 * hold it lose nothing, because images are merged by generation (`checkpoint.ts`). Times are ms since the epoch.
 */
export interface Lease {
  /**
   * True unless another is known to hold it: it was free, ours (and is prolonged once a fifth of its time has passed), its holder is past its time
   * or an older version of Vigil, which has to stop writing as soon as it sees what this one wrote,
   * or it can be neither read nor written. In doubt one writes: what is wrong with the folder is said by whoever fails to write the archive, not kept silent here.
   */
  tryAcquire(now: number): boolean;
  /** Gives it back if it is ours. */
  release(): void;
  /** Who holds it, and whether that is us; null when nobody does or nobody can tell. */
  holder(): (Pick<Holder, 'pid' | 'host' | 'until'> & { mine: boolean }) | null;
}

const Holder = z.object({
  /** Tells this holder from all others. */
  id: z.string(),
  pid: z.number(),
  /** Name of the machine: a pid means something there only. */
  host: z.string().default(''),
  /** Of the readings and figures it writes. */
  version: z.number().default(0),
  until: z.number(),
});
type Holder = z.infer<typeof Holder>;

/** The share of its time that is left of a lease that need not be written anew: more than passes between two saves. */
const FRESH = 0.8;

/**
 * A lease of `ttlMs` in a folder, for `me`. A holder on this machine whose process has ended (`isAlive`) holds it no
 * longer. Never throws.
 */
export function leaseIn(
  folder: string,
  fs: LeaseFs,
  me: Omit<z.input<typeof Holder>, 'until'>,
  ttlMs: number,
  isAlive: (pid: number) => boolean,
): Lease {
  const { id, version = 0 } = me;
  const path = join(folder, 'writer.lease');

  function readHolder(): Holder | null {
    try {
      return Holder.safeParse(JSON.parse(fs.readFileSync(path, 'utf8'))).data ?? null;
    } catch (error) {
      // What is no file of ours is nobody's lease, and is replaced.
      if (['ENOENT', 'ENOTFILE'].includes(errorCode(error)) || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  function take(now: number): boolean {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    replaceFile(path, JSON.stringify({ ...me, until: now + ttlMs } satisfies z.input<typeof Holder>), fs);
    return readHolder()?.id === id;
  }

  function attempt(work: () => boolean): boolean {
    try {
      return work();
    } catch {
      return false;
    }
  }

  return {
    tryAcquire(now) {
      try {
        const holder = readHolder();
        if (holder?.id === id && holder.until >= now + ttlMs * FRESH && holder.until <= now + ttlMs)
          return true;
        // A time further off than any lease was written by a clock that has been set back since.
        const free =
          holder === null ||
          holder.id === id ||
          holder.version < version ||
          holder.until < now ||
          holder.until > now + 2 * ttlMs ||
          (holder.host === me.host && !isAlive(holder.pid));
        return free && take(now);
      } catch {
        return true;
      }
    },
    holder() {
      try {
        const holder = readHolder();
        return holder === null
          ? null
          : { pid: holder.pid, host: holder.host, until: holder.until, mine: holder.id === id };
      } catch {
        return null;
      }
    },
    release() {
      attempt(() => {
        if (readHolder()?.id === id) fs.unlinkSync(path);
        return true;
      });
    },
  };
}
