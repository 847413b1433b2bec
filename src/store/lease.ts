import { join } from 'node:path';
import type * as nodeFs from 'node:fs';
import * as z from 'zod';
import { errorCode } from '../l10n/errorText';
import { quietly } from './quietly';
import { replaceFile } from './replaceFile';

export type LeaseFs = Pick<typeof nodeFs, 'mkdirSync' | 'writeFileSync' | 'renameSync' | 'unlinkSync'> & {
  readFileSync(path: string, encoding: 'utf8'): string;
};

/**
 * Says which window writes the checkpoint. It only avoids duplicate work: two windows that both believe they hold it lose nothing, because
 * images are merged by generation (`checkpoint.ts`). Times are ms since the epoch.
 */
export interface Lease {
  /**
   * True unless another window is known to hold the lease. It is true if the lease was free, or ours (it is renewed once a fifth of its
   * time has passed), or its holder is overdue or an older version of Vigil (which must stop writing as soon as it sees what this one
   * wrote), or if the lease can be neither read nor written. In doubt this window writes: whoever then fails to write the archive reports
   * what is wrong with the folder.
   */
  tryAcquire(now: number): boolean;
  /** Releases the lease if it is ours. */
  release(): void;
  /** The holder, and whether that is us; null if nobody holds it or it is unknown. */
  holder(): (Pick<Holder, 'pid' | 'host' | 'until'> & { mine: boolean }) | null;
}

const Holder = z.object({
  /** Identifies this holder. */
  id: z.string(),
  pid: z.number(),
  /** Name of the machine: a pid has a meaning only there. */
  host: z.string().default(''),
  /** Version of the readings and figures that the holder writes. */
  version: z.number().default(0),
  until: z.number(),
});
type Holder = z.infer<typeof Holder>;

/** A lease with more than this share of its time left need not be renewed; that is more than the time between two saves. */
const FRESH = 0.8;

/**
 * A lease of `ttlMs` in a folder, for `me`. A holder on this machine whose process has ended (`isAlive`) no longer holds it. Never throws.
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
      // A file that is not ours is no lease, and is replaced.
      if (['ENOENT', 'ENOTFILE'].includes(errorCode(error)) || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  function take(now: number): boolean {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    replaceFile(path, JSON.stringify({ ...me, until: now + ttlMs } satisfies z.input<typeof Holder>), fs);
    return readHolder()?.id === id;
  }

  return {
    tryAcquire(now) {
      try {
        const holder = readHolder();
        if (holder?.id === id && holder.until >= now + ttlMs * FRESH && holder.until <= now + ttlMs)
          return true;
        // A clock that has since been set back wrote a time further ahead than any lease.
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
      quietly(() => {
        if (readHolder()?.id === id) fs.unlinkSync(path);
      });
    },
  };
}
