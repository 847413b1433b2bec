import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/store/merge';
import { tempFolder } from '../support/tempFolder';
import {
  contents,
  figures,
  file,
  identities as held,
  onDisk,
  open,
  read,
  saved,
  watchedFs,
  write,
  sessionIn,
} from './samples';

describe('which reading wins', () => {
  const at = (offset: number, mtimeMs = 0, head = 'h') =>
    file('a', offset, {
      cursor: { offset, size: offset, mtimeMs, ino: 1, head },
    });
  test.each([
    ['the longer one of one log', at(200), at(100), false, 'ours'],
    ['the longer one, whoever changed', at(100), at(200), true, 'theirs'],
    ['either when both read the same', at(100), at(100), true, 'same'],
    ['the later written of two logs', at(100, 9, 'new'), at(500, 8, 'old'), false, 'ours'],
    ['the later written, whoever changed', at(100, 8, 'old'), at(500, 9, 'new'), true, 'theirs'],
    ['ours of two logs equally old when we changed it', at(100, 8, 'x'), at(100, 8, 'y'), true, 'ours'],
    ['theirs when we did not', at(100, 8, 'x'), at(100, 8, 'y'), false, 'theirs'],
  ])('%s', (_, ours, theirs, changed, verdict) => {
    expect(judge(ours, theirs, changed)).toBe(verdict);
  });
});

describe('two writers', () => {
  test('the second writer merges what the first wrote', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put(read('b', 100));
    two.put(read('c', 100));
    saved(one.save());
    expect(saved(two.save())).toMatchObject({ generation: 3, merged: ['b'] });
    const { sessions, identities, pending } = onDisk(folder);
    expect(sessions.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(identities).toEqual(held({ 'a:0': 'a', 'b:0': 'b', 'c:0': 'c' }));
    expect(pending).toEqual([]);
  });

  test('the longer reading of a log wins with its figures, whoever writes last', () => {
    for (const [first, second] of [
      [300, 200],
      [200, 300],
    ] as const) {
      const folder = tempFolder();
      write(folder, read('a', 100));
      const [one, two] = [open(folder), open(folder)];
      one.put(read('a', first));
      two.put(read('a', second));
      saved(one.save());
      expect(saved(two.save()).merged).toEqual(first > second ? ['a'] : []);
      const expected = open(null);
      expected.put(read('a', 300));
      expect(onDisk(folder)).toEqual(contents(expected));
    }
  });

  test('a log read again by another writer keeps only its current keys', () => {
    const folder = tempFolder();
    write(folder, read('a', 300));
    const [one, two] = [open(folder), open(folder)];
    const { cursor } = file('a', 300);
    one.put({
      files: [
        file('a', 300, { keys: ['n'], cursor: { ...cursor, head: 'other', mtimeMs: cursor.mtimeMs + 1 } }),
      ],
    });
    two.put(read('b', 100));
    saved(one.save());
    saved(two.save());
    expect(onDisk(folder).identities).toEqual(held({ n: 'a', 'b:0': 'b' }));
  });

  test('derives a conversation again if both added files to it', () => {
    const folder = tempFolder();
    write(folder, read('s', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put({ files: [file('s', 200)], sessions: [figures('s', { messages: 2 })] });
    two.put({
      files: [file('agent', 100, { sessionId: 's', agentId: 'x' })],
      sessions: [figures('s', { subAgents: ['s/x'] }), figures('s/x')],
    });
    saved(one.save());
    expect(saved(two.save()).merged).toEqual(['s']);
    expect(onDisk(folder).pending).toEqual(['s']);
    two.put({ sessions: [figures('s', { messages: 2, subAgents: ['s/x'] }), figures('s/x')] });
    saved(two.save());
    expect(onDisk(folder).pending).toEqual([]);
  });

  test('derives a conversation again if each found another file of it', () => {
    const folder = tempFolder();
    const [one, two] = [open(folder), open(folder)];
    one.put({ files: [file('one', 100, { sessionId: 's' })], sessions: [figures('s')] });
    two.put({ files: [file('two', 100, { sessionId: 's' })], sessions: [figures('s')] });
    saved(one.save());
    expect(saved(two.save()).merged).toEqual(['s']);
    expect(two.pending()).toEqual(['s']);
  });

  test('derives figures again if they differ for the same readings', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put({ sessions: [figures('a', { copies: 1 })] });
    two.put(read('b', 100));
    saved(one.save());
    saved(two.save());
    expect(two.pending()).toEqual(['a']);
    expect(sessionIn(two, 'a')?.copies).toBe(1);
  });

  test('derives conversations again if they share a response across writers', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put({ ...read('fork', 100, { keys: ['shared'] }) });
    two.put({ ...read('b', 100, { keys: ['shared'] }) });
    saved(one.save());
    expect(saved(two.save()).merged.sort()).toEqual(['b', 'fork']);
    expect(two.pending()).toEqual(['b', 'fork']);
    expect(two.filesWith(['shared'])).toEqual(['b', 'fork']);
  });

  test('derives figures again after another time zone or price table', () => {
    const folder = tempFolder();
    const [one, two] = [open(folder), open(folder)];
    one.put({ ...read('a', 100), basis: 'UTC' });
    two.put({ ...read('b', 100), basis: 'Asia/Tokyo' });
    saved(one.save());
    expect(saved(two.save()).merged).toEqual(['a']);
    expect(two.pending()).toEqual(['a']);
    expect(two.basis()).toBe('Asia/Tokyo');
  });

  test('a deleted log stays marked as deleted', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put(read('a', 200));
    two.put({ files: [file('a', 100, { gone: true })], derived: ['a'] });
    saved(one.save());
    saved(two.save());
    expect(onDisk(folder).files).toMatchObject([{ gone: true, cursor: { offset: 200 } }]);
    expect(onDisk(folder).sessions).toMatchObject([{ messages: 2 }]);
  });

  test('keeps a session that one removed and the other changed', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put({ removedSessions: ['a'] });
    two.put(read('a', 200));
    saved(one.save());
    saved(two.save());
    expect(onDisk(folder).sessions).toMatchObject([{ id: 'a', messages: 2 }]);
  });

  test.each([1, 2, 3])('a writer between any two steps of a save loses nothing, with %i images', (images) => {
    const theirs = ['b', 'c', 'd'].slice(0, images);
    for (let at = 0, inside = true; inside; at++) {
      const folder = tempFolder();
      write(folder, read('a', 100), read('a', 200));
      let armed = false;
      let call = 0;
      const slow = open(
        folder,
        watchedFs(() => {
          if (armed && call++ === at) write(folder, ...theirs.map((id) => read(id, 100)));
        }),
      );
      slow.put(read('e', 100));
      armed = true;
      saved(slow.save());
      inside = call > at;
      expect(onDisk(folder).sessions.map(({ id }) => id)).toContain('e');
      armed = false;
      // Whether it came before or after the commit, the next save has all of both.
      slow.put(read('f', 100));
      saved(slow.save());
      const ids = onDisk(folder).sessions.map(({ id }) => id);
      expect(ids, `call ${at}`).toEqual(inside ? ['a', ...theirs, 'e', 'f'] : ['a', 'e', 'f']);
      slow.close();
    }
  });

  test('a save gives up after too many conflicts and is tried again', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let n = 0;
    let armed = true;
    const unlucky = open(
      folder,
      watchedFs((name) => {
        if (armed && name === 'linkSync') write(folder, read(`other${n++}`, 100));
      }),
    );
    unlucky.put(read('mine', 100));
    expect(unlucky.save()).toMatchObject({ ok: false, problem: { code: 'store-busy' } });
    armed = false;
    saved(unlucky.save());
    expect(onDisk(folder).sessions).toHaveLength(2 + n);
  });

  test('any interleaving of writers ends with the longest reading of each log', () => {
    const step = fc.record({
      writer: fc.nat(2),
      log: fc.constantFrom('a', 'b', 'c', 'd'),
      offset: fc.integer({ min: 1, max: 9 }),
      act: fc.constantFrom('read', 'read', 'save', 'restart'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const folder = tempFolder();
        const writers = [open(folder), open(folder), open(folder)];
        const longest = new Map<string, number>();
        for (const { writer, log, offset, act } of steps) {
          const store = writers[writer]!;
          if (act === 'save') saved(store.save());
          if (act === 'restart') {
            saved(store.save());
            store.close();
            writers[writer] = open(folder);
          }
          if (act !== 'read') continue;
          // Logs only grow: each writer reads on from its own cursor.
          const from = store.headers().find(({ path }) => path === log)?.cursor.offset ?? 0;
          const to = Math.max(from, offset * 100);
          store.put(read(log, to));
          longest.set(log, Math.max(to, longest.get(log) ?? 0));
        }
        for (const store of writers) saved(store.save());
        const expected = open(null);
        for (const [log, offset] of longest) expected.put(read(log, offset));
        expect(onDisk(folder)).toEqual(contents(expected));
        for (const store of [...writers, expected]) store.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe('logs that share a response', () => {
  /** A log that was written anew, in another file of the same name. */
  const anew = (path: string, keys: string[]) =>
    file(path, 100, { keys, cursor: { offset: 100, size: 100, mtimeMs: 900, ino: 8, head: 'h' } });

  test.each(['ours', 'theirs'])(
    'what a rewritten log lost (%s) is derived again where it was shared',
    (side) => {
      const folder = tempFolder();
      write(folder, read('a', 300), {
        files: [file('b', 100, { keys: ['b:0', 'a:2'] })],
        sessions: [figures('b')],
      });
      const [one, two] = [open(folder), open(folder)];
      const [rewriting, growing] = side === 'ours' ? [two, one] : [one, two];
      rewriting.put({ files: [anew('a', ['a:0'])], sessions: [figures('a')] });
      // It went on meanwhile, and was worked out beside the log as it was before.
      growing.put({
        files: [file('b', 200, { keys: ['b:0', 'a:2', 'b:1'] })],
        sessions: [figures('b', { messages: 2 })],
      });
      saved(one.save());
      expect(saved(two.save()).merged).toContain('b');
      expect(two.pending()).toContain('b');
      one.close();
      two.close();
    },
  );

  test('a log read further on one side affects only sessions that share a response with it', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('c', 100), {
      files: [file('b', 100, { keys: ['b:0', 'a:0'] })],
      sessions: [figures('b')],
    });
    const [one, two] = [open(folder), open(folder)];
    one.put(read('a', 200));
    two.put({
      files: [file('b', 200, { keys: ['b:0', 'a:0', 'b:1'] })],
      sessions: [figures('b', { messages: 2 })],
    });
    saved(one.save());
    saved(two.save());
    expect(two.pending().toSorted()).toEqual(['a', 'b']);
    one.close();
    two.close();
  });

  test('pending conversations stay pending although figures are put', () => {
    const store = open(null);
    store.put({ ...read('a', 100), derived: ['a'], pending: ['a', 'b'] });
    expect(store.pending().toSorted()).toEqual(['a', 'b']);
    store.put({ ...read('a', 200), derived: ['a'] });
    expect(store.pending()).toEqual(['b']);
    store.close();
  });
});
