/** Search in logs, without an index. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine';
import type { Args, Reply } from '../../src/engine/protocol';
import { anyFile } from '../../src/log/gate';
import { LogRecord } from '../../src/log/record';
import { readLogs, searchable, type SearchPlace } from '../../src/questions/shared/search/readLogs';
import { searchedIn } from '../../src/questions/shared/search/searched';
import type { Sources } from '../../src/questions/shared/sources';
import { parseSearch } from '../../src/search/query';
import type { SessionFigures } from '../../src/store/figures';
import { logBytes } from '../../src/store/logBytes';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { allOf, figures } from '../store/makers';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(30));

async function opened(logs: Record<string, unknown[]>) {
  const folder = tempFolder();
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-w-app', name), lines as never);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return { engine: window.engine, folder };
}

/** All hits, in as many calls as needed. */
async function all(engine: Engine, query: string) {
  const hits = [];
  let from: Args<'search'>['from'] = null;
  let calls = 0;
  do {
    calls++;
    const part: Reply<'search'> = await engine.call('search', { query, from });
    expect(part.error).toBeNull();
    hits.push(...part.hits);
    from = part.next;
    if (from === null) expect(part.done).toBe(part.logs);
  } while (from !== null);
  return { hits, calls };
}

const marked = ({ snippet }: { snippet: { text: string; mark: boolean }[] }): string =>
  snippet.flatMap(({ text, mark }) => (mark ? text : [])).join('+');

test('finds words in texts, ignoring case, not in fields of the log; phrases and accents too', async () => {
  const { engine } = await opened({
    'a.jsonl': [prompt('a', 'Please fix the "Harbour" bug'), answer('a', 'Done with the café, à la carte.')],
    'b.jsonl': [
      prompt('b', 'Nothing here'),
      answer('b', [toolUse('Bash', { command: 'echo harbour' }, 't')]),
      result('b', 't', 'HARBOUR'),
    ],
  });
  const search = async (query: string) => (await all(engine, query)).hits;
  const harbour = await search('harbour');
  expect(harbour.map((hit) => `${hit.session} ${hit.role} ${marked(hit)}`).sort()).toEqual([
    'a prompt Harbour',
    'b result HARBOUR',
    'b tool harbour',
  ]);
  expect(await search('"harbour bug"')).toMatchObject([
    { session: 'a', snippet: [{ text: 'Please fix the "' }, { text: 'Harbour" bug', mark: true }] },
  ]);
  expect((await search('CAFÉ')).map(marked)).toEqual(['café']);
  expect((await search('cafe a')).map(marked)).toEqual(['café+à']);
  expect(await search('parentUuid')).toEqual([]);
  expect((await search('harbour tool:bash')).map(({ role }) => role)).toEqual(['tool', 'result']);
  expect(await search('harbour until:2026-07-31')).toEqual([]);
  expect(await search('harbour date:2026-08-01 role:prompt,result')).toHaveLength(2);
  expect(await search('harbour project:/home/ada branch:MAIN NOT bug')).toHaveLength(2);
  // The place leads to the line.
  const place = harbour.find(({ role }) => role === 'result')!;
  expect(await engine.call('logLine', { id: 'b', at: place.at!, file: place.file })).toMatchObject({
    line: 3,
  });
  expect(await engine.call('search', { query: '"harbour' })).toMatchObject({
    error: 'A quotation mark is not closed.',
    hits: [],
  });
});

test('prompts in a history are found if no log has them, with secrets redacted', async () => {
  const { engine, folder } = await opened({ 'a.jsonl': [prompt('a', 'zebra in the log')] });
  const typed = [
    { display: 'zebra in the log', timestamp: NOW, project: '/w/app', sessionId: 'a' },
    { display: 'zebra long ago', timestamp: NOW, project: '/w/old' },
    { display: 'zebra password=hunter2hunter2', timestamp: NOW, project: '/w/old', sessionId: 'x' },
  ];
  put(join(folder, '.claude', 'history.jsonl'), typed);
  const { hits } = await all(engine, 'zebra');
  expect(hits.map(({ session, project, snippet }) => [session, project, snippet.at(-1)?.text])).toEqual([
    ['a', '/home/ada/project', ' in the log'],
    [null, '/w/old', ' long ago'],
    [null, '/w/old', ' password=[redacted: password]'],
  ]);
  expect((await all(engine, 'zebra project:old')).hits).toHaveLength(2);
});

test('a search continues where it stopped: every hit once, however many there are', async () => {
  const { engine } = await opened({
    'a.jsonl': Array.from({ length: 130 }, (_, i) => prompt('a', `needle ${i}`, { uuid: `u${i}` })),
    'b.jsonl': [prompt('b', 'needle last')],
  });
  const { hits, calls } = await all(engine, 'needle');
  const seen = hits.map(({ snippet }) => snippet.at(-1)?.text.trim());
  expect(calls).toBeLessThan(10);
  expect(seen).toHaveLength(131);
  expect(new Set(seen).size).toBe(131);
});

/** A log with so many prompts that contain `needle`, and its session. */
function needles(folder: string, id: string, n: number, startedAt: string) {
  const file = join(folder, `${id}.jsonl`);
  put(
    file,
    Array.from({ length: n }, (_, i) => prompt(id, `needle ${id} ${i}`, { uuid: `${id}${i}` })),
  );
  return figures(id, { file, startedAt });
}

/** Searches the logs of some sessions from a place on. */
function searchLogs(query: string, place: SearchPlace | null, sessions: readonly SessionFigures[]) {
  const parsed = parseSearch(query);
  if (!parsed.ok) throw new Error(parsed.error);
  const sources = {
    library: { figures: allOf(sessions), entries: new Map() },
    kept: () => false,
    bytes: logBytes(null, anyFile),
    histories: { paths: () => [], bytes: logBytes(null, anyFile) },
  } as unknown as Sources;
  return readLogs({ search: parsed.search, from: null, to: null, place }, searchable(sources), sources);
}

const textsOf = (parts: readonly { texts: { text: string }[] }[]) =>
  parts.flatMap(({ texts }) => texts.map(({ text }) => text.slice('needle '.length)));

test('logs added during a search do not shift it: later ones are searched too, none twice', () => {
  const folder = tempFolder();
  const a = needles(folder, 'a', 60, '2026-03-04T00:00:00.000Z');
  const c = needles(folder, 'c', 60, '2026-03-02T00:00:00.000Z');
  const parts = [searchLogs('needle', null, [a, c])];
  expect(parts[0]).toMatchObject({ logs: 2, done: 0, next: { path: a.file } });
  // One before the current place, one between it and the next log.
  const newest = needles(folder, 'newest', 1, '2026-03-05T00:00:00.000Z');
  const b = needles(folder, 'b', 1, '2026-03-03T00:00:00.000Z');
  for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
    parts.push(searchLogs('needle', next, [a, b, c, newest]));
  expect(textsOf(parts)).toHaveLength(121);
  expect(new Set(textsOf(parts)).size).toBe(121);
  expect(textsOf(parts)[60]).toBe('b 0');
  expect(parts.at(-1)).toMatchObject({ logs: 3, done: 3, next: null });
  // The current log is gone, so it continues with the next one.
  expect(textsOf([searchLogs('needle', parts[0]!.next, [c])])).toHaveLength(60);
});

test('a search continues in the middle of a long log, and still knows the calls of results', () => {
  const folder = tempFolder();
  const file = join(folder, 'a.jsonl');
  const lines = Array.from({ length: 200 }, (_, i) => prompt('a', `needle ${i} ${'x'.repeat(60_000)}`));
  const called = answer('a', [toolUse('Bash', { command: 'ls' }, 't')]);
  put(file, [called, ...lines, result('a', 't', 'needle of bash')]);
  const logs = [figures('a', { file })];
  const whole = (query: string) => {
    const parts = [searchLogs(query, null, logs)];
    expect(parts[0]).toMatchObject({ logs: 1, done: 0 });
    expect(parts[0]!.next?.at).toBeGreaterThan(0);
    for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
      parts.push(searchLogs(query, next, logs));
    expect(parts.at(-1)).toMatchObject({ logs: 1, done: 1 });
    return textsOf(parts).map((one) => one.slice(0, 6));
  };
  const ids = whole('needle role:prompt');
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
  expect(whole('needle tool:bash')).toEqual(['of bas']);
});

test('unreadable logs do not count as searched', () => {
  const folder = tempFolder();
  const a = needles(folder, 'a', 1, '2026-03-02T00:00:00.000Z');
  const gone = Array.from({ length: 20 }, (_, i) =>
    figures(`g${i}`, { file: join(folder, `gone${i}.jsonl`) }),
  );
  expect(searchLogs('nothing like it', null, [a, ...gone])).toEqual({
    texts: [],
    next: null,
    logs: 1,
    done: 1,
  });
});

test('finds text that the log escapes, in every record of a line', () => {
  const folder = tempFolder();
  const file = join(folder, 'a.jsonl');
  const escaped = JSON.stringify(prompt('a', 'the café/bar')).replace('é/', '\\u00E9\\/');
  const two = [prompt('a', 'first', { uuid: 'u1' }), prompt('a', 'second', { uuid: 'u2' })];
  writeFileSync(file, `${escaped}\n${two.map((one) => JSON.stringify(one)).join('')}\n`);
  const found = (query: string) =>
    searchLogs(query, null, [figures('a', { file })]).texts.map(({ text }) => text);
  expect(readFileSync(file, 'utf8')).toContain('caf\\u00E9\\/bar');
  expect(found('CAFÉ/bar')).toEqual(['the café/bar']);
  expect(found('second')).toEqual(['second']);
  expect(found('u00e9')).toEqual([]);
});

test.each([
  [{ timestamp: minute(1), _audit_timestamp: minute(2) }, Date.parse(minute(1))],
  [{ _audit_timestamp: minute(2) }, Date.parse(minute(2))],
  [{}, null],
])('what was said has the time of its record, or the one a stream gives it: %j', (times, t) => {
  const record = LogRecord.parse({ ...answer('a', 'done'), timestamp: undefined, ...times });
  expect(searchedIn(record, 0, {}).map((said) => [said.text, said.t])).toEqual([['done', t]]);
});
