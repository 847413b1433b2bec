import { expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';
import { file, open } from './samples';

const cursor = {
  offset: 2 ** 40,
  size: 2 ** 40,
  mtimeMs: 1_764_344_000_123.4568,
  ino: 18_446_744_073_709_552_000,
  head: 'é"\\',
};

test('headers keep exact times and inodes', () => {
  const store = open(tempFolder());
  store.put({ files: [file('/b "ü"\n', 0, { cursor }), file('/a', 100, { agentId: 'x', firstAt: null })] });
  expect(store.headers().map(({ path }) => path)).toEqual(['/a', '/b "ü"\n']);
  expect(store.headers()[1]?.cursor).toEqual(cursor);
  expect(store.headers()[0]).toMatchObject({ agentId: 'x', firstAt: null, gone: false });
});

test('an invalid row does not affect the others', () => {
  const store = open(tempFolder());
  store.put({ files: [file('/a', 100), file('/b', 100)] });
  store.db.run("update file set head = x'00ff' where path = '/a'");
  expect(store.headers().map(({ path }) => path)).toEqual(['/b']);
});

test('reads headers in batches, each once and in order', () => {
  const store = open(tempFolder());
  const paths = Array.from({ length: 1_203 }, (_, i) => `/logs/${String(i * 7).padStart(5, '0')}.jsonl`);
  store.put({ files: paths.toReversed().map((path) => file(path, 100)) });
  store.db.run("update file set head = x'00ff' where path = ?", [paths[700]!]);
  expect(store.headers().map(({ path }) => path)).toEqual(paths.filter((_, i) => i !== 700));
});
