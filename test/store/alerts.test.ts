/** What is kept of alerts: over merges, backups, exports and wipes, and what somebody else wrote. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordIn, type AlertRecord } from '../../src/store/alerts';
import { tempFolder } from '../support/tempFolder';
import { figures, open, read, saved, sqlite } from './samples';

const record = (id: string, more: Partial<AlertRecord> = {}): AlertRecord => ({
  id,
  state: 'new',
  firing: true,
  severity: 'warn',
  since: 1_000,
  changedAt: 1_000,
  snoozedUntil: null,
  days: ['2026-03-01'],
  words: {
    kind: 'detector',
    detector: 'cost',
    sentence: 'Sessions in app cost more',
    detail: '',
    session: null,
    sessionName: null,
    project: null,
    at: null,
    line: null,
    link: null,
  },
  ...more,
});
const words = record('x').words!;

test('alerts survive a restart and can be removed', () => {
  const folder = tempFolder();
  const store = open(folder);
  store.put({ alerts: [record('b'), record('a', { state: 'muted' })] });
  expect(store.unsaved()).toBe(true);
  saved(store.save());
  store.put({ alerts: [record('b', { state: 'seen' })], removedAlerts: ['a'] });
  saved(store.save());
  expect(open(folder).alerts()).toEqual([record('b', { state: 'seen' })]);
});

test('of two windows’ changes the later counts, in any order of saves', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const folder = tempFolder();
    const first = open(folder);
    first.put({ ...read('s', 100), alerts: [record('a'), record('b')] });
    saved(first.save());
    const windows = [open(folder), open(folder)];
    windows[0]?.put({
      alerts: [record('a', { state: 'dismissed', changedAt: 3_000 }), record('b', { days: ['2026-03-02'] })],
    });
    windows[1]?.put({ alerts: [record('a', { state: 'seen', changedAt: 2_000 }), record('c')] });
    for (const i of order) saved(windows[i]!.save());
    // Who saved first takes in what the other wrote.
    const last = windows[order[0]!]!;
    expect(saved(last.save())).toMatchObject({ alerts: true });
    for (const one of [last, windows[order[1]!]!, open(folder)])
      expect(one.alerts().map(({ id, state, days }) => [id, state, days])).toEqual([
        ['a', 'dismissed', ['2026-03-01']],
        ['b', 'new', ['2026-03-01', '2026-03-02']],
        ['c', 'new', ['2026-03-01']],
      ]);
    // And then there is no more to say.
    expect(last.behind()).toBe(false);
    expect(saved(last.save())).toMatchObject({ written: false });
  }
});

test('wiping a project removes its alerts; wiping everything removes all', () => {
  const folder = tempFolder();
  const store = open(folder);
  store.put({ ...read('s', 100), sessions: [figures('s', { project: '/w/app/deep' })] });
  store.put({
    alerts: [
      record('s finding x 0:1', { words: { ...words, session: 's' } }),
      record('s/sub finding x 0:1', { words: null }),
      record('cost /w/app', { words: { ...words, project: '/w/app' } }),
      record('cost /w/app-two', { words: { ...words, project: '/w/app-two' } }),
      record('t finding x 0:1', { words: { ...words, session: 't', project: '/w/other' } }),
    ],
  });
  saved(store.save());
  saved(store.wipe('/w/app'));
  expect(store.alerts().map(({ id }) => id)).toEqual(['cost /w/app-two', 't finding x 0:1']);
  saved(store.wipe(null));
  expect(open(folder).alerts()).toEqual([]);
});

test('a backup has the alerts, also when merged; invalid ones are left out and named', () => {
  const [folder, other] = [tempFolder(), tempFolder()];
  const store = open(folder);
  store.put({ ...read('s', 100), alerts: [record('a', { state: 'muted', changedAt: 5_000 }), record('b')] });
  saved(store.save());
  store.db.run('insert into alert values (?, ?, ?)', ['bad', 9, '{"id":"bad"}']);
  store.db.run('insert into alert values (?, ?, ?)', ['alias', 9, JSON.stringify(record('c'))]);
  store.db.run('insert into alert values (?, ?, ?)', ['binary', 9, new Uint8Array([1, 2])]);
  const backup = join(other, 'backup.vigil');
  store.backup(backup);
  const image = fs.readFileSync(backup);

  const restored = open(other);
  expect(restored.restore(image).leftOut.sort()).toEqual(['alias', 'bad', 'binary']);
  expect(restored.alerts().map(({ id }) => id)).toEqual(['a', 'b']);

  const third = open(tempFolder());
  third.put({ alerts: [record('a', { changedAt: 2_000 })] });
  third.absorb(image);
  expect(third.alerts().map(({ id, state }) => [id, state])).toEqual([
    ['a', 'muted'],
    ['b', 'new'],
  ]);
});

test('exports contain alerts with secrets redacted', () => {
  const store = open(null);
  store.put({ alerts: [record('a', { words: { ...words, sentence: 'token ghp_x' } })] });
  const db = sqlite.open(
    store.exportSqlite(
      (text) => text.replace('ghp_x', '[sealed]'),
      (one) => one,
    ),
  );
  expect(db.all('select id, detector, state, since, sentence, days from alert')).toEqual([
    ['a', 'cost', 'new', '1970-01-01T00:00:01.000Z', 'token [sealed]', '2026-03-01'],
  ]);
  db.close();
});

test('parses a record completely or not at all', () => {
  const good = record('a');
  expect(recordIn(JSON.stringify(good))).toEqual(good);
  const bad = [
    { ...good, state: 'gone' },
    { ...good, id: '' },
    { ...good, since: -1 },
    { ...good, changedAt: 1e300 },
    { ...good, days: ['yesterday'] },
    { ...good, words: { ...words, kind: 'rumour' } },
  ];
  for (const one of bad) expect(recordIn(JSON.stringify(one))).toBeNull();
  for (const one of ['', '{', 'null', 7, null, new Uint8Array(3), `"${'x'.repeat(60_000)}"`])
    expect(recordIn(one)).toBeNull();
});
