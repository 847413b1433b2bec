/** Bytes of a log read both ways: each line whole, and by what the projector wrote of it. What comes out must be the same. */
import { linesBy } from '../../src/log/lines';
import { recordsBy } from '../../src/log/projector';
import { foldLine, foldValue } from '../../src/session/fold/fold';
import type { Scan } from '../../src/session/fold/scan';
import { FoldState } from '../../src/session/fold/state';
import { newReading } from '../../src/session/reading';
import { scan as phrases } from '../../src/signals/scan';

/** What one way of reading came to: the reading as it is kept, and the offset behind the last line. */
interface Came {
  reading: string;
  ended: number;
}

/** Reads the bytes both ways. `projected`: lines that were folded from what the projector wrote; `whole`: those that were not. */
export function bothWays(
  bytes: Buffer,
  agentId: string | null = null,
  scan: Scan = phrases,
): { old: Came; now: Came; projected: number; whole: number } {
  const read = (buffer: Buffer, position: number): number => bytes.copy(buffer, 0, position);
  const path = '/logs/s.jsonl';
  const [old, now] = [newReading(path, 's', agentId), newReading(path, 's', agentId)];
  const [slow, fast] = [new FoldState(old, scan), new FoldState(now, scan)];
  let projected = 0;
  let whole = 0;
  const ended = linesBy(read, 0, (...line) => foldLine(slow, ...line));
  const endedNow = recordsBy(
    read,
    0,
    (...record) => {
      const taken = foldValue(fast, ...record);
      if (taken) projected++;
      return taken;
    },
    (...line) => {
      whole++;
      foldLine(fast, ...line);
    },
  );
  return {
    old: { reading: JSON.stringify(old), ended },
    now: { reading: JSON.stringify(now), ended: endedNow },
    projected,
    whole,
  };
}
