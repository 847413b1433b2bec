/** The index finds what a scan of all texts finds: sets are compared. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readLines } from '../../src/log/lines';
import { parseLine } from '../../src/log/record';
import { searchedIn, type OpenCalls } from '../../src/questions/shared/search/searched';
import { marksIn } from '../../src/search/find';
import { openDatabase } from '../../src/search/database';
import { indexIn, isDamage } from '../../src/search/index';
import { searchedText } from '../../src/search/kept';
import { parseSearch } from '../../src/search/query';
import { ROLES } from '../../src/search/roles';
import { IndexWriter, type SearchedText } from '../../src/search/writer';
import { tempFolder } from '../support/tempFolder';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');

const log = (path: string) => ({
  path,
  session: '',
  at: 1,
  size: 1,
  mtimeMs: 1,
  head: '',
  tail: '',
  calls: '{}',
});

const text = (said: string, at: number, more: Partial<SearchedText> = {}): SearchedText => ({
  role: ROLES[at % ROLES.length] ?? 'prompt',
  text: said,
  at,
  t: Date.UTC(2026, 7, 1, 0, at),
  branch: at % 2 === 0 ? 'main' : 'Feature/Harbour',
  model: 'claude-opus-4-6',
  tool: at % 5 === 0 ? 'Bash' : null,
  file: at % 5 === 0 ? `/w/app/src/file${at}.ts` : null,
  project: null,
  session: null,
  ...more,
});

/** An index of these texts, each log by its path. */
function indexOf(logs: Record<string, SearchedText[]>) {
  const folder = join(tempFolder(), 'search');
  const index = indexIn(folder);
  const { writer, close } = index.open();
  for (const [path, texts] of Object.entries(logs)) writer.take(log(path), texts, true);
  close();
  const find = (query: string, more: object = {}) => {
    const parsed = parseSearch(query);
    if (!parsed.ok) throw new Error(parsed.error);
    return index.read((reader) =>
      reader.find({
        search: parsed.search,
        from: null,
        to: null,
        paths: null,
        order: 'best',
        offset: 0,
        limit: 1_000_000,
        ...more,
      }),
    )!;
  };
  return { index, folder, find };
}

/** Compares what the index and a scan find; gives how many texts were found in all. */
function compare(logs: Record<string, SearchedText[]>, queries: readonly string[]): number {
  const { find } = indexOf(logs);
  let all = 0;
  for (const query of queries) {
    const parsed = parseSearch(query);
    if (!parsed.ok) throw new Error(`${query}: ${parsed.error}`);
    const { words } = parsed.search;
    const scanned = Object.entries(logs).flatMap(([path, texts]) =>
      texts.flatMap(({ text: said, role, at }) =>
        marksIn(said, words!) === null ? [] : `${path} ${at} ${role} ${said}`,
      ),
    );
    const found = find(query).found.map(({ path, at, role, text: said }) => `${path} ${at} ${role} ${said}`);
    expect([query, found.toSorted()]).toEqual([query, scanned.toSorted()]);
    all += found.length;
  }
  return all;
}

const PIECES = [
  'read',
  'readBefore',
  'readBeforeEdit',
  'before',
  'the',
  'harbour',
  'HarbourChart',
  'src/harbour.ts',
  '結果',
  '結',
  'を見る',
  'café',
  'CAFE',
  'x_y',
  'HTTPServer',
  'http',
  'v2.1',
  '—',
  '"quoted"',
  'ümlaut',
  '👍',
  '\n',
];
const QUERIES = [
  'read',
  'readbefore',
  'readBefore',
  'readBeforeEdit',
  'readb*',
  'readBef*',
  'before*',
  '"read before"',
  '"the harbour"',
  'harbour NOT the',
  'harbour -chart',
  '結',
  '結果',
  '"果を"',
  '結果を見*',
  'cafe',
  'x_y',
  'httpServer',
  'http OR 結果',
  '(read OR harbour) AND (the OR café) NOT x',
  'NEAR(read harbour, 1)',
  'NEAR(the "before edit", 4)',
  'the NEAR/0 read',
  'NEAR(read the harbour, 2)',
  'read the harbour',
  '"2 1"',
  'ts',
  'uml*',
  '"quoted"',
  'src/harbour.ts',
  'harb* NOT (ts OR 結)',
];

test('made texts: every form of a search finds what a scan finds', () => {
  let state = 7;
  const random = (n: number): number => (state = (state * 48271) % 2147483647) % n;
  const said = () => Array.from({ length: 1 + random(14) }, () => PIECES[random(PIECES.length)]).join(' ');
  const logs = Object.fromEntries(
    Array.from({ length: 4 }, (_, i) => [
      `/log${i}`,
      Array.from({ length: 200 }, (__, at) => text(said(), at)),
    ]),
  );
  expect(compare(logs, QUERIES)).toBeGreaterThan(1500);
});

test.runIf(existsSync(CORPUS))('real logs: the same', () => {
  const logs: Record<string, SearchedText[]> = {};
  let bytes = 0;
  for (const name of readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(CORPUS, name);
    if (!name.endsWith('.jsonl') || bytes > 6e6 || statSync(path).size > 4e6) continue;
    bytes += statSync(path).size;
    const calls: OpenCalls = {};
    const texts = (logs[path] = [] as SearchedText[]);
    readLines(path, 0, (line, at) => {
      const parsed = parseLine(line);
      if (parsed.kind === 'records')
        texts.push(...parsed.records.flatMap((one) => searchedIn(one, at, calls)));
    });
  }
  const queries = [
    'error',
    'test*',
    '"file path"',
    'readFile',
    'NEAR(file error, 5)',
    'import NOT test',
    '(bug OR fix) AND src',
    'package.json',
  ];
  expect(compare(logs, queries)).toBeGreaterThan(100);
  // By another rule, which knows nothing of ours: whole words as they stand.
  const { find } = indexOf(logs);
  const texts = Object.entries(logs).flatMap(([path, of]) => of.map((one) => ({ path, ...one })));
  for (const word of ['error', 'import', 'package']) {
    const stands = new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, 'i');
    const found = new Set(find(word).found.map(({ path, at, text: said }) => `${path} ${at} ${said}`));
    const missed = texts.filter(
      ({ path, at, text: said }) => stands.test(said) && !found.has(`${path} ${at} ${said}`),
    );
    expect([word, missed]).toEqual([word, []]);
  }
});

test('conditions, order and parts of what is found', () => {
  const texts = [
    text('tide', 0, { role: 'prompt' }),
    text('tide tide tide', 1, { role: 'reply' }),
    text('tide and much else that is said', 5, { role: 'tool' }),
    text('harbour', 6),
    text('tide long ago', 7, { project: '/w/Old', session: 's' }),
  ];
  const { find } = indexOf({ '/a': texts, '/b': [text('tide of b', 2, { t: null })] });
  const at = (query: string, more: object = {}) => find(query, more).found.map((one) => one.at);
  const sorted = (query: string, more: object = {}) => at(query, more).toSorted((a, b) => a - b);
  expect(sorted('tide')).toEqual([0, 1, 2, 5, 7]);
  expect(at('tide')[0]).toBe(1);
  expect(at('tide', { order: 'newest' })).toEqual([7, 5, 1, 0, 2]);
  expect(at('tide', { order: 'newest', limit: 2, offset: 1 })).toEqual([5, 1]);
  expect(find('tide', { limit: 1 }).total).toBe(5);
  expect(sorted('tide role:prompt,tool')).toEqual([0, 5]);
  expect(sorted('tide tool:bash file:FILE5')).toEqual([5]);
  expect(sorted('tide branch:feature/')).toEqual([1, 5, 7]);
  expect(at('tide model:sonnet')).toEqual([]);
  expect(sorted('tide', { from: Date.UTC(2026, 7, 1, 0, 1), to: Date.UTC(2026, 7, 1, 0, 6) })).toEqual([
    1, 5,
  ]);
  expect(at('tide project:b', { paths: ['/b'] })).toEqual([2]);
  expect(find('tide project:old', { paths: [] }).found).toMatchObject([{ project: '/w/Old', session: 's' }]);
  expect(at('role:tool')).toEqual([5]);
});

test('a log anew takes the place of what it said; forgetting forgets it', () => {
  const { index, find } = indexOf({ '/a': [text('tide', 1)], '/b': [text('tide', 2, { project: '/w/x' })] });
  const { writer, close } = index.open();
  writer.take(log('/a'), [text('harbour', 3)], true);
  writer.take({ ...log('/a'), at: 9 }, [text('harbour again', 4)], false);
  expect(find('tide').found.map(({ path }) => path)).toEqual(['/b']);
  expect(find('harbour').total).toBe(2);
  expect(writer.logs().get('/a')).toMatchObject({ at: 9 });
  // What fails in the middle leaves things as they were.
  expect(() =>
    writer.take(log('/a'), [text('half', 1), { ...text('x', 1), at: 'no' as never, t: {} as never }], true),
  ).toThrow(/bound/);
  expect(find('harbour').total).toBe(2);
  writer.forget(['/a']);
  writer.forgetProject((project) => project === '/w/x');
  close();
  expect(find('tide OR harbour').total).toBe(0);
  expect(index.read((reader) => reader.counts())).toEqual({ logs: 1, texts: 0 });
});

test('what is forgotten is in no file any more; what stands beside it is', () => {
  const { index, folder, find } = indexOf({
    '/history': [
      text('harbour before', 1, { project: '/w/kept' }),
      text('zanzibarword of a secret prompt', 2, { project: '/w/zanzibarpath' }),
      text('harbour after', 3, { project: '/w/kept' }),
    ],
    '/a': [text('zanzibarword in a log', 4)],
  });
  const { writer, close } = index.open();
  expect(writer.forget(['/none'])).toBe(false);
  expect(writer.forgetProject(() => false)).toBe(false);
  expect(writer.forgetProject((project) => project === '/w/zanzibarpath')).toBe(true);
  expect(writer.forget(['/a'])).toBe(true);
  writer.tidy();
  close();
  expect(
    find('harbour')
      .found.map((one) => one.text)
      .toSorted(),
  ).toEqual(['harbour after', 'harbour before']);
  const db = new DatabaseSync(join(folder, 'index.db'), { readOnly: true });
  const chunks = db.prepare('select content from chunk').all();
  db.close();
  expect(chunks.map(({ content }) => inflateRawSync(content as Uint8Array).toString())).toEqual([
    'harbour beforeharbour after',
  ]);
  for (const name of readdirSync(folder))
    expect(readFileSync(join(folder, name)).includes('zanzibar')).toBe(false);
});

test('a text is cut when its secrets are sealed, so that none is cut in two', () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADAN'.repeat(250)}\n-----END PRIVATE KEY-----`;
  for (const length of [40_000, 1_000_000]) {
    // Where a text is cut, from its beginning and from its end.
    for (const at of [24_000, length - 10_000]) {
      const said = `${'w '.repeat(at / 2)}${key}${' w'.repeat((length - at) / 2)}`;
      expect(searchedText(said)).not.toContain('MIIE');
      expect(searchedText(said).length).toBeGreaterThan(32_000);
    }
  }
  expect(searchedText('short')).toBe('short');
  // Nothing but secrets: no half of one is left over in the middle.
  expect(searchedText(`${key}\n`.repeat(300))).not.toContain('MIIE');
});

test('its files are for one person, and clearing removes them; damage is noticed and put aside', () => {
  const { index, folder, find } = indexOf({ '/a': [text('tide', 1)] });
  expect(readdirSync(folder)).toEqual(['index.db']);
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'index.db')).mode & 0o777).toBe(0o600);
  }
  expect(index.bytes()).toBe(statSync(join(folder, 'index.db')).size);
  writeFileSync(join(folder, 'index.db'), 'no database at all '.repeat(1000));
  let error: unknown;
  try {
    find('tide');
  } catch (caught) {
    error = caught;
  }
  expect(isDamage(error)).toBe(true);
  index.setAside();
  expect(readdirSync(folder)).toEqual(['index.damaged.db']);
  index.clear();
  expect(existsSync(folder)).toBe(false);
  expect(index.read(() => 1)).toBeNull();
  expect(existsSync(folder)).toBe(false);
});

test('what is forgotten and stays in a file, for somebody reads it, is no tidy index', () => {
  const { folder } = indexOf({ '/a': [text('tide', 1)] });
  const path = join(folder, 'index.db');
  const reads = openDatabase(path, true);
  const writes = openDatabase(path, false);
  // The other is not waited for.
  writes.script('pragma busy_timeout = 0');
  const writer = new IndexWriter(writes);
  reads.script('begin');
  reads.all('select count(*) from text');
  writer.forget(['/a']);
  expect(() => writer.tidy()).toThrow('in use');
  reads.script('rollback');
  writer.tidy();
  expect(statSync(`${path}-wal`).size).toBe(0);
  reads.close();
  writes.close();
});
