/** What the terminal keeps of logs, and that `watch` stays, as processes. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { answer, prompt, put, type Lines } from '../support/logs';
import { buildCli, logIn, newHome } from './rig';

const cli = buildCli();
let home: string;
let store: string;
beforeEach(() => {
  ({ home, store } = newHome());
});

const log = (name: string) => logIn(home, name);
const env = () => ({ HOME: home, VIGIL_STORE: store });
const session = (id: string): Lines => [prompt(id, 'go'), answer(id, 'Done.')];

function vaultOn(): string[] {
  const file = join(home, 'config.json');
  writeFileSync(file, JSON.stringify({ vault: { enabled: true } }));
  return ['--config', file];
}

/** Files in the vault, each with what it holds. */
function copies(): Map<string, string> {
  const folder = join(store, 'vault');
  const names = readdirSync(folder, { recursive: true }).map(String);
  return new Map(
    names.flatMap((name): [string, string][] =>
      name.endsWith('.gz')
        ? [[name.replace(/^.*?-w-app./, ''), gunzipSync(readFileSync(join(folder, name))).toString()]]
        : [],
    ),
  );
}

interface Running {
  said: () => string;
  ended: Promise<number | null>;
}

function follow(child: ChildProcess): Running {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => (said += data.toString()));
  return { said: () => said, ended: new Promise((resolve) => child.on('exit', resolve)) };
}

async function until(check: () => boolean, what: () => string): Promise<void> {
  for (let i = 0; i < 1200 && !check(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  if (!check()) throw new Error(`it did not happen: ${what()}`);
}

test('ingest copies all ended logs to the vault before it exits, and says so', () => {
  for (let i = 0; i < 12; i++) put(log(`s${i}`), session(`s${i}`));
  const now = new Date().toISOString();
  put(log('live'), [{ ...prompt('live', 'go'), timestamp: now }]);
  const first = cli.run(['ingest', '--json', ...vaultOn()], env());
  expect(first.status).toBe(0);
  // Slow machines say how far it is in between.
  expect(first.stderr).toMatch(/(?:^|\n)vigil: 12 logs copied into the vault\.\n$/);
  expect(JSON.parse(first.stdout)).toMatchObject({ vault: { logs: 12 } });
  expect([...copies().values()].toSorted()).toEqual(
    Array.from({ length: 12 }, (_, i) => readFileSync(log(`s${i}`), 'utf8')).toSorted(),
  );
  // Nothing to do is nothing to say.
  expect(cli.run(['ingest', ...vaultOn()], env())).toMatchObject({ status: 0, stderr: '' });
});

test('Ctrl+C stops copying, and the next run continues', { timeout: 90_000 }, async () => {
  for (let i = 0; i < 3; i++)
    put(log(`s${i}`), [
      ...session(`s${i}`),
      ...Array.from({ length: 2 }, () => answer(`s${i}`, randomBytes(3 << 20).toString('hex'))),
    ]);
  const child = cli.start(['ingest', ...vaultOn()], env());
  const running = follow(child);
  const folder = join(store, 'vault');
  const begun = (): boolean => {
    try {
      return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.tmp'));
    } catch {
      return false;
    }
  };
  await until(begun, running.said);
  child.kill('SIGINT');
  expect(await running.ended).toBe(130);
  expect(running.said()).toContain('stopped. What was read and copied is kept');
  const left = readdirSync(store, { recursive: true }).map(String);
  expect(left.filter((name) => name.endsWith('.tmp') || name.endsWith('.lease'))).toEqual([]);
  expect(copies().size).toBeLessThan(3);
  // What was read is in the archive.
  expect(JSON.parse(cli.run(['size', '--json'], env()).stdout)).toMatchObject({ conversations: 3 });

  expect(cli.run(['ingest', ...vaultOn()], env()).status).toBe(0);
  expect([...copies().values()].map(({ length }) => length).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 3 }, (_, i) => statSync(log(`s${i}`)).size).toSorted((a, b) => a - b),
  );
});

test('watch continues if the system refuses to watch', async () => {
  const refuse = join(home, 'refuse.cjs');
  writeFileSync(
    refuse,
    `const fs = require('node:fs');
     fs.watch = () => { throw Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), { code: 'ENOSPC' }); };`,
  );
  put(log('a'), session('a'));
  const child = cli.start(['watch'], { ...env(), NODE_OPTIONS: `--require ${refuse}` });
  const running = follow(child);
  await until(() => running.said().includes('looks for new lines every 30 s instead'), running.said);
  const goesOn = new Promise<string>((resolve) => setTimeout(() => resolve('goes on'), 3000));
  expect(await Promise.race([running.ended, goesOn])).toBe('goes on');
  child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(JSON.parse(cli.run(['size', '--json'], env()).stdout)).toMatchObject({ conversations: 1 });
});
