/**
 * A folder for everything a run of vitest leaves in the system's temporary folder, its processes' too; gone when the run ends. Workers are
 * ended by a signal, so what they would remove when they exit may stay behind.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup(): () => void {
  const before = process.env['TMPDIR'];
  // Short: a socket in it may have a path of about 100 characters.
  const own = mkdtempSync(join(tmpdir(), 'vigil-'));
  // Some tests run as another user.
  chmodSync(own, 0o755);
  process.env['TMPDIR'] = own;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}
