/** Every way in which Claude gets to know a file, and every way in which that knowledge becomes outdated. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspected, signal } from '../support/logs';
import type { Event, EventOf } from '../../src/session/event';
import type { Fact, Touch } from '../../src/session/facts';
import { stepsOf } from '../../src/session/step';
import { asked, attached, changed, compacted, done, times, tool } from '../signals/rig';

const FILE = '/w/a.ts';
const touching = (...touches: Touch[]): Event => ({ ...tool('other'), shell: true, touches });
const showing = (id: string, ...shows: string[]): Event[] => [
  tool('research', '/w', id),
  { ...(done(id) as EventOf<'result'>), shows },
];
const merging = (id: string, ...changes: string[]): Event[] => [
  { ...tool('other', null, id), shell: true },
  { ...(done(id) as EventOf<'result'>), changes },
];
const mentioning = (...names: string[]): Event => ({ ...(asked('typed') as EventOf<'prompt'>), names });
const edit = (path = FILE, facts: Fact[] = []): Event[] => [
  { ...tool('edit', path, 'edit'), facts },
  done('edit'),
];

/** Why an edit of the file after these events is doubtful; null if it is not. */
const doubt = (before: Event[], events: Event[] = edit(), inherited: Event[] = []) => {
  const last = stepsOf([...before, ...events], inherited).findLast((step) => step.kind === 'tool');
  return last?.kind === 'tool' ? (last.doubt?.kind ?? null) : undefined;
};

describe('what makes a file known', () => {
  test.each<[string, Event[]]>([
    ['a read', [tool('read', FILE), done('x')]],
    ['a read long ago', [tool('read', FILE), ...times(300, () => tool('other'))]],
    ['a search of that file', [tool('research', FILE)]],
    ['a search that shows lines of it', showing('s', FILE)],
    ['a part of a shell command that prints it', [touching({ does: 'look', path: FILE })]],
    ['a part of a shell command that searches it', [touching({ does: 'search', path: FILE })]],
    ['a pattern that was printed', [touching({ does: 'look', path: '/w/*.ts' })]],
    ['an @-mention', [attached(FILE)]],
    ['an @-mention without a record of it', [mentioning('@A.ts')]],
    ['an @-mention of its whole path', [mentioning('@/w/a.ts')]],
    ['one that was read already', [attached(FILE, 'already_read_file')]],
    ['a file kept over a compaction', [compacted(), attached(FILE, 'compact_file_reference')]],
    ['lines selected in the editor', [attached(FILE, 'selected_lines_in_ide')]],
    ['nested memory', [attached(FILE, 'nested_memory')]],
    ['the lines somebody else changed, told', [changed(FILE, true)]],
    ['its own write', [tool('write', FILE, 'w'), done('w', 'ok', true)]],
    ['its own edit by a command', [touching({ does: 'edit', path: FILE })]],
    [
      'a move of a known file',
      [tool('read', '/w/b.ts'), touching({ does: 'move', path: FILE, from: '/w/b.ts' })],
    ],
    [
      'a move of the folder it is in',
      [tool('read', '/v/a.ts'), touching({ does: 'move', path: '/w', from: '/v' })],
    ],
    [
      'a copy of a known file',
      [tool('read', '/w/b.ts'), touching({ does: 'copy', path: FILE, from: '/w/b.ts' })],
    ],
    [
      'a script of its own that ran',
      [
        {
          ...tool('write', '/w/g.py', 'g'),
          touches: [{ does: 'script' as const, path: FILE, from: '/w/g.py' }],
        },
        done('g', 'ok', true),
        touching({ does: 'run', path: '/w/g.py' }),
      ],
    ],
  ])('%s', (_, before) => {
    expect(doubt(before)).toBeNull();
  });

  test.each([
    '/home/a/project/CLAUDE.md',
    '/home/a/.claude/projects/-home-a-project/memory/MEMORY.md',
    '/home/a/.claude/rules/tests.md',
  ])('Claude Code loads %s itself', (path) => {
    expect(doubt([], edit(path))).toBeNull();
  });

  test('inherited events of another session make files known', () => {
    expect(doubt([], edit(), [tool('read', FILE)])).toBeNull();
  });
});

describe('what does not make a file known', () => {
  test.each<[string, Event[]]>([
    ['nothing', []],
    ['a read of another file', [tool('read', '/w/b.ts')]],
    ['a read that failed', [tool('read', FILE, 'r'), done('r', 'error')]],
    ['a read that was refused', [tool('read', FILE, 'r'), done('r', 'denied')]],
    ['its name in a prompt', [mentioning('a.ts', '/w/a.ts')]],
    ['an @-mention of another file', [mentioning('@b.ts', '@ba.ts', '@v/a.ts')]],
    ['a list of names', [touching({ does: 'list', path: FILE })]],
    ['a pattern of another folder', [touching({ does: 'look', path: '/v/*.ts' })]],
    ['a pattern that ends at the folder', [touching({ does: 'look', path: '/*.ts' })]],
    [
      'a script that never ran',
      [{ ...tool('write', '/w/g.py'), touches: [{ does: 'script', path: FILE, from: '/w/g.py' }] }],
    ],
    ['a copy of a file it does not know', [touching({ does: 'copy', path: FILE, from: '/w/b.ts' })]],
  ])('%s', (_, before) => {
    expect(doubt(before)).toBe('blind');
  });

  test('a moved file is not known under its old name', () => {
    expect(doubt([tool('read', FILE), touching({ does: 'move', path: '/w/b.ts', from: FILE })])).toBe(
      'blind',
    );
  });

  test('a file that a command empties, creates or changes need not be known', () => {
    expect(doubt([], [{ ...tool('write', FILE, 'e'), facts: [{ fact: 'empties' }] }, done('e')])).toBeNull();
    expect(doubt([], [tool('write', FILE, 'e'), done('e', 'ok', true)])).toBeNull();
    expect(doubt([], [{ ...tool('edit', FILE, 'e'), shell: true }, done('e')])).toBeNull();
  });
});

describe('what makes knowledge outdated', () => {
  test.each<[string, Event[], 'outdated' | 'blind' | null]>([
    ['a compaction', [tool('read', FILE), compacted()], 'outdated'],
    ['a compaction, attached again', [tool('read', FILE), compacted(), attached(FILE)], null],
    ['a compaction, read again', [tool('read', FILE), compacted(), tool('read', FILE)], null],
    ['somebody else changed it', [tool('read', FILE), changed(FILE)], 'outdated'],
    ['somebody else changed it, told with the lines', [tool('read', FILE), changed(FILE, true)], null],
    ['a merge changed it', [tool('read', FILE), ...merging('m', FILE)], 'outdated'],
    ['a merge changed another', [tool('read', FILE), ...merging('m', '/w/b.ts')], null],
    ['a pattern before a compaction', [touching({ does: 'look', path: '/w/*.ts' }), compacted()], 'blind'],
  ])('%s', (_, before, expected) => {
    expect(doubt(before)).toBe(expected);
  });
});

test('files attached by @-mention are known: none of six edits is blind', () => {
  const { sessions } = inspected(
    join(import.meta.dirname, '../fixtures/cases/at-mentioned-files-are-read/logs'),
  );
  expect(sessions.map((session) => signal(session, 'read_edit_ratio').label)).toEqual([
    '0.8 reads per edit, 0 of 6 edits without reading',
  ]);
});
