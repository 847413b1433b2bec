import { expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';
import { longSession } from './makers';
import { open, saved } from './samples';

test('ten thousand sessions would take about 60 MB', () => {
  const sessions = Array.from({ length: 400 }, (_, n) => longSession(n));
  const store = open(tempFolder());
  store.put({ files: sessions.map((made) => made.file), sessions: sessions.map((made) => made.session) });
  expect((saved(store.save()).bytes / 400) * 10_000).toBeLessThan(62e6);
});
