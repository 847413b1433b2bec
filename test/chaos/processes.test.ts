/**
 * Real processes on one archive: killed at random moments, stopped for longer than the lease, several at once, while logs grow
 * and go. In the end the archive equals a clean reading of what is on the disk, plus what was archived.
 */
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildCli } from '../cli/rig';
import { answer, prompt, put, text, toolUse, type Lines } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { random } from './random';

const FULL = process.env['VIGIL_CHAOS'] === 'full';
const KILLS = FULL ? 600 : 24;
const WRITERS = FULL ? 4 : 2;
/** The lease is 30 s: a process that is stopped for longer has lost it. Only the full form takes the time. */
const STOPS_MS = FULL ? [200, 1_000, 35_000] : [200, 1_000];
const SEED = Number(process.env['VIGIL_TEST_SEED'] ?? 1);

const cli = buildCli();
let home = '';
beforeAll(() => {
  home = tempFolder();
});

const log = (id: string): string => join(home, '.claude', 'projects', '-w-app', `${id}.jsonl`);
const turn = (id: string, n: number): Lines => [
  prompt(id, `prompt ${n}`),
  answer(id, [toolUse('Edit', { file_path: `/w/app/${n % 7}.ts` })]),
  answer(id, n % 5 === 0 ? 'Wait, no. Should I go on?' : 'Done.'),
];

interface Exported {
  sessions: { id: string }[];
}

/** Everything an archive holds, by session. */
function exported(store: string): Map<string, unknown> {
  const file = join(home, 'export.json');
  const { status, stderr } = cli.run(['export', '--output', file], { HOME: home, VIGIL_STORE: store });
  expect([status, stderr]).toEqual([0, '']);
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as Exported;
  return new Map(sessions.map((session) => [session.id, session]));
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test(
  `${KILLS} processes killed, ${STOPS_MS.length} stopped, ${WRITERS} at once`,
  { timeout: 1_200_000 },
  async () => {
    const next = random(SEED);
    const store = join(home, 'storage');
    const env = { HOME: home, VIGIL_STORE: store };
    const logs = Array.from({ length: 40 }, (_, i) => `s${i}`);
    for (const id of logs) put(log(id), Array.from({ length: 10 }, (_, n) => turn(id, n)).flat());
    const archived = new Map<string, unknown>();
    let kills = 0;
    let ended = 0;

    /** One writer after the other, each killed after a while, until enough were. */
    const killing = async (): Promise<void> => {
      while (kills < KILLS) {
        const child = cli.start(['ingest'], env);
        const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        const done = await Promise.race([exit.then(() => true), sleep(50 + next() * 700).then(() => false)]);
        if (done) ended++;
        else {
          child.kill('SIGKILL');
          kills++;
          await exit;
        }
        const id = logs[Math.floor(next() * logs.length)]!;
        if (!archived.has(id)) appendFileSync(log(id), text(turn(id, Math.floor(next() * 100))));
      }
    };
    /** Holders that sleep, wake and go on. */
    const stopping = async (): Promise<void> => {
      for (const ms of STOPS_MS) {
        const child = cli.start(['ingest'], env);
        const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        await sleep(100 + next() * 400);
        child.kill('SIGSTOP');
        await sleep(ms);
        child.kill('SIGCONT');
        await exit;
      }
    };
    await Promise.all([...Array.from({ length: WRITERS }, killing), stopping()]);

    // Claude Code deletes logs that were archived; more is written, read and killed after it.
    const before = exported(store);
    for (const id of logs.slice(0, 10)) {
      archived.set(id, before.get(id));
      rmSync(log(id));
    }
    kills = KILLS - Math.ceil(KILLS / 4);
    await Promise.all(Array.from({ length: WRITERS }, killing));

    const fresh = exported(join(home, 'clean'));
    for (const [id, figures] of archived) fresh.set(id, figures);
    const now = exported(store);
    expect(Object.fromEntries(now)).toEqual(Object.fromEntries(fresh));
    console.log(
      `chaos: ${KILLS + Math.ceil(KILLS / 4)} processes killed, ${ended} ended by themselves, ${STOPS_MS.length} stopped`,
    );
  },
);
