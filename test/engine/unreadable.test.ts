/** An archive whose database is not in memory when it turns out that its image, or a session in it, cannot be read. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import { unseal } from '../../src/store/image';
import { answer, minute, prompt, text } from '../support/logs';
import { sealed } from '../store/samples';
import { homeWith, openWindow, sqlite, until } from './rig';

const NOW = Date.parse(minute(1));
const log = (session: string) => [prompt(session, 'hello'), answer(session, 'hi')];

test(
  'a window whose image is gone uses the newer one, reads the rest, and saves',
  { timeout: 30_000 },
  async () => {
    const { folder, log: at } = homeWith({ 'a.jsonl': log('a') });
    const storage = join(folder, 'storage');
    let now = NOW;
    const images = (): string[] =>
      fs
        .readdirSync(storage)
        .filter((name) => name.endsWith('.db'))
        .sort();
    const first = openWindow(folder, storage, () => now);
    await first.engine.ready;
    await first.engine.call('checkpoint', null);
    const [held = ''] = images();
    const second = openWindow(folder, storage, () => now);
    await second.engine.ready;
    await second.engine.call('markSession', { id: 'a', starred: true });
    await second.engine.call('checkpoint', null);
    expect(images().length).toBeGreaterThan(1);
    fs.truncateSync(join(storage, held), 100);
    fs.appendFileSync(at('a.jsonl'), text([prompt('a', 'more', { timestamp: minute(1) })]));
    first.touch(at('a.jsonl'));
    now += 60_000;
    const row = async () =>
      (await first.engine.call('sessions', { state: 'all', offset: 0, limit: 10 })).rows[0];
    await until(async () => {
      const one = await row();
      return one?.starred === true && one.prompts === 2;
    }, 15_000);
    // The log is not to blame, and nothing is told twice.
    expect(first.problems().filter((code) => code !== 'store-unreadable')).toEqual([]);
    expect(first.problems().length).toBeLessThan(2);
    await first.engine.call('checkpoint', null);
  },
);

/** A home with two sessions that ended long ago, their archive, and a clock. */
async function archived() {
  const now = () => NOW + 30 * 86_400_000;
  const { folder, log: at } = homeWith({ 'a.jsonl': log('a'), 'b.jsonl': log('b') });
  const storage = join(folder, 'storage');
  const { engine } = openWindow(folder, storage, now);
  await engine.ready;
  const figures = engine.view().figures.get('b');
  await engine.call('close', null);
  return { folder, at, storage, now, figures };
}

test('a session whose figures cannot be read is derived again, even from a log that is gone', async () => {
  const { folder, at, storage, now, figures } = await archived();
  const image = join(storage, fs.readdirSync(storage).find((name) => name.endsWith('.db')) ?? '');
  const db = sqlite.open(new Uint8Array(unseal(fs.readFileSync(image))!));
  db.run("update session set figures = x'010203' where id = 'b'");
  fs.writeFileSync(image, sealed(db.export()));
  db.close();
  fs.rmSync(at('b.jsonl'));
  for (const problems of [['session-unreadable b'], []]) {
    const window = openWindow(folder, storage, now);
    await window.engine.ready;
    expect(window.problems()).toEqual(problems);
    expect(window.engine.view().figures.get('b')).toEqual(figures);
    await window.engine.call('close', null);
  }
});

test.each([
  ['with nothing to derive frees the database before it decompresses figures', {}, true],
  ['with other settings needs it longer', { timezone: 'Asia/Tokyo' }, false],
])('a start %s', async (_, settings, isFreed) => {
  const { folder, storage, now } = await archived();
  const { checkpoint } = openCheckpoint(storage, fs, sqlite, 'test');
  const did: string[] = [];
  function* noting<T>(all: Iterable<T>): Generator<T> {
    for (const one of all) {
      did.push('figures');
      yield one;
    }
  }
  const watched: Checkpoint = {
    ...checkpoint,
    get db() {
      return checkpoint.db;
    },
    eachSession: () => noting(checkpoint.eachSession()),
    unload: (atOnce) => {
      const isUnloaded = checkpoint.unload(atOnce);
      if (isUnloaded) did.push('freed');
      return isUnloaded;
    },
  };
  const { engine } = openWindow(folder, storage, now, settings, undefined, { checkpoint: watched });
  await engine.ready;
  expect(did).toEqual(isFreed ? ['freed', 'figures', 'figures'] : ['figures', 'figures', 'freed']);
});
