/** A text in the logs on the disk. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { search as searchLogs, searchable } from '../../src/questions/searchLogs';
import type { Hits } from '../../src/questions/searchLogs';
import type { Args, Reply } from '../../src/engine/protocol';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { figures } from '../store/makers';
import { openWindow, temporary } from '../engine/rig';

const NOW = Date.parse(minute(30));

async function opened(logs: Record<string, unknown[]>) {
  const folder = temporary();
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-w-app', name), lines as never);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return window.engine;
}

test('search: words in what was said, whatever their case, not in the fields of the log; quotes and accents too', async () => {
  const engine = await opened({
    'a.jsonl': [prompt('a', 'Please fix the "Harbour" bug'), answer('a', 'Done with the café, à la carte.')],
    'b.jsonl': [
      prompt('b', 'Nothing here'),
      answer('b', [toolUse('Bash', { command: 'echo harbour' }, 't')]),
      result('b', 't', 'HARBOUR'),
    ],
  });
  const search = async (text: string) => {
    const hits = [];
    let from: Args<'searchLogs'>['from'] = null;
    do {
      const part: Reply<'searchLogs'> = await engine.call('searchLogs', { text, from });
      hits.push(...part.hits);
      from = part.next;
      if (from === null) expect(part.done).toBe(part.logs);
    } while (from !== null);
    return hits;
  };
  const harbour = await search('harbour');
  expect(harbour.map(({ session, kind, match }) => `${session} ${kind} ${match}`).sort()).toEqual([
    'a prompt Harbour',
    'b result HARBOUR',
    'b tool harbour',
  ]);
  expect(await search('"harbour" bug')).toMatchObject([
    { session: 'a', before: 'Please fix the ', after: '' },
  ]);
  expect(await search('CAFÉ, À')).toHaveLength(1);
  expect(await search('parentUuid')).toEqual([]);
  // The place leads to the line.
  const place = harbour.find(({ kind }) => kind === 'result')!;
  expect(await engine.call('logLine', { id: 'b', at: place.at, file: place.file })).toMatchObject({
    line: 3,
  });
});

test('search goes on where it stopped: every hit once, however many there are', async () => {
  const engine = await opened({
    'a.jsonl': Array.from({ length: 130 }, (_, i) => prompt('a', `needle ${i}`, { uuid: `u${i}` })),
    'b.jsonl': [prompt('b', 'needle last')],
  });
  const seen: string[] = [];
  let calls = 0;
  let from: Args<'searchLogs'>['from'] = null;
  do {
    calls++;
    const part: Reply<'searchLogs'> = await engine.call('searchLogs', { text: 'needle', from });
    seen.push(...part.hits.map(({ after }) => after.trim()));
    from = part.next;
  } while (from !== null);
  expect(calls).toBeLessThan(10);
  expect(seen).toHaveLength(131);
  expect(new Set(seen).size).toBe(131);
});

/** A log of so many prompts that say `needle`, and the session it is of. */
function needles(folder: string, id: string, n: number, startedAt: string) {
  const file = join(folder, `${id}.jsonl`);
  put(
    file,
    Array.from({ length: n }, (_, i) => prompt(id, `needle ${id} ${i}`, { uuid: `${id}${i}` })),
  );
  return figures(id, { file, startedAt });
}

const hitsOf = (parts: readonly Hits[]) =>
  parts.flatMap(({ hits }) => hits.map(({ session, after }) => session + after));

test('logs that come while a search runs move nothing: those later in its order are looked through too, none twice', () => {
  const folder = temporary();
  const a = needles(folder, 'a', 60, '2026-03-04T00:00:00.000Z');
  const c = needles(folder, 'c', 60, '2026-03-02T00:00:00.000Z');
  const parts = [searchLogs('needle', null, searchable([a, c]))];
  expect(parts[0]).toMatchObject({ logs: 2, done: 0, next: { path: a.file } });
  // One before where it stands, one between it and the next.
  const newest = needles(folder, 'newest', 1, '2026-03-05T00:00:00.000Z');
  const b = needles(folder, 'b', 1, '2026-03-03T00:00:00.000Z');
  for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
    parts.push(searchLogs('needle', next, searchable([a, b, c, newest])));
  expect(hitsOf(parts)).toHaveLength(121);
  expect(new Set(hitsOf(parts)).size).toBe(121);
  expect(hitsOf(parts)[60]).toBe('b b 0');
  expect(parts.at(-1)).toMatchObject({ logs: 3, done: 3, next: null });
  // The log it stood in is gone: it goes on with the next.
  expect(hitsOf([searchLogs('needle', parts[0]!.next, searchable([c]))])).toHaveLength(60);
});

test('a search goes on in the middle of a long log', () => {
  const folder = temporary();
  const file = join(folder, 'a.jsonl');
  put(
    file,
    Array.from({ length: 200 }, (_, i) => prompt('a', `needle ${i} ${'x'.repeat(60_000)}`)),
  );
  const logs = searchable([figures('a', { file })]);
  const parts = [searchLogs('needle', null, logs)];
  expect(parts[0]).toMatchObject({ logs: 1, done: 0 });
  expect(parts[0]!.next?.at).toBeGreaterThan(0);
  for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
    parts.push(searchLogs('needle', next, logs));
  const ids = hitsOf(parts).map((one) => one.slice(0, 6));
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
  expect(parts.at(-1)).toMatchObject({ logs: 1, done: 1 });
});

test('logs that cannot be read were not looked through', () => {
  const folder = temporary();
  const a = needles(folder, 'a', 1, '2026-03-02T00:00:00.000Z');
  const gone = Array.from({ length: 20 }, (_, i) =>
    figures(`g${i}`, { file: join(folder, `gone${i}.jsonl`) }),
  );
  expect(searchLogs('nothing like it', null, searchable([a, ...gone]))).toEqual({
    hits: [],
    next: null,
    logs: 1,
    done: 1,
  });
  expect(searchable([a, ...gone], (path) => path !== a.file).map(({ path }) => path)).toEqual([a.file]);
});

test('search finds what a log writes as escapes, and in every record of a line', () => {
  const folder = temporary();
  const file = join(folder, 'a.jsonl');
  const escaped = JSON.stringify(prompt('a', 'the café/bar')).replace('é/', '\\u00E9\\/');
  const two = [prompt('a', 'first', { uuid: 'u1' }), prompt('a', 'second', { uuid: 'u2' })];
  writeFileSync(file, `${escaped}\n${two.map((one) => JSON.stringify(one)).join('')}\n`);
  const logs = searchable([figures('a', { file })]);
  expect(readFileSync(file, 'utf8')).toContain('caf\\u00E9\\/bar');
  expect(searchLogs('CAFÉ/bar', null, logs).hits.map(({ match }) => match)).toEqual(['café/bar']);
  expect(searchLogs('second', null, logs).hits.map(({ match }) => match)).toEqual(['second']);
  expect(searchLogs('u00e9', null, logs).hits).toEqual([]);
});
