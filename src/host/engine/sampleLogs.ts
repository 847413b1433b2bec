/** Logs of a made-up person, as if they had just happened. Does not use `vscode`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The moment that counts as now in the sample. */
const NOW = Date.parse('2026-08-20T12:00:00.000Z');

/** Lays the logs of one folder out in another, in place of what is there, as of `now` (ms since the epoch). */
export function layOutSample(from: string, to: string, now: number): void {
  rmSync(to, { recursive: true, force: true });
  const moved = (iso: string): string => new Date(Date.parse(iso) - NOW + now).toISOString();
  for (const log of readdirSync(from, { encoding: 'utf8', recursive: true })) {
    if (!log.endsWith('.jsonl')) continue;
    const text = readFileSync(join(from, log), 'utf8').replaceAll(
      /"timestamp":"([^"]+)"/g,
      (_, iso: string) => `"timestamp":"${moved(iso)}"`,
    );
    mkdirSync(dirname(join(to, log)), { recursive: true });
    writeFileSync(join(to, log), text);
  }
}
