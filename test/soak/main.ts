/** `npm run soak [-- --sessions N] [-- --days N]`: runs the week, prints what was held, and fails when anything grew. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growth, soak, type Held } from './soak';

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: '.' },
    sessions: { type: 'string', default: '10000' },
    days: { type: 'string', default: '7' },
  },
});

const whole = (name: 'sessions' | 'days', least: number, most: number): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  console.error(`--${name} ${values[name]}: give a whole number from ${least} to ${most}.`);
  process.exit(2);
};

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const told = ({ day, known, logs, rss, heap, handles, open, files, packs, bytes }: Held): void =>
  console.log(row([day, known, logs, mb(rss), mb(heap), handles, open, files, packs, mb(bytes)]));

async function main(): Promise<void> {
  const sessions = whole('sessions', 1, 50_000);
  const days = whole('days', 4, 60);
  const folder = mkdtempSync(join(tmpdir(), 'vigil-soak-'));
  try {
    const heads = [
      'day',
      'sessions',
      'logs',
      'RSS, MB',
      'heap, MB',
      'other handles',
      'open files',
      'files kept',
      'packs',
      'MB kept',
    ];
    console.log(`${row(heads)}\n${row(heads.map(() => '---'))}`);
    const held = await soak({ sessions, days, folder, wasmFolder: join(values.root, 'dist'), told });
    const grew = growth(held);
    console.log(grew.length === 0 ? '\nNothing grew.' : `\nGrew:\n  ${grew.join('\n  ')}`);
    process.exitCode = grew.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
