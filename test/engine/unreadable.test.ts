/** The image of an archive cannot be read any more while its database is not in memory: the window goes on with what another one wrote. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, text } from '../support/logs';
import { homeWith, openWindow, until } from './rig';

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
