/** The Health tab's figures, with values computed by hand. */
import { expect, test } from 'vitest';
import { noParse } from '../../src/log/parseCounts';
import { Health } from '../../src/questions/health';
import { foldersOf, health } from '../../src/questions/health';
import { usage } from '../store/makers';
import { all, NOW, session } from './dashboardRig';

test('unknown parts of logs by frequency', () => {
  const parse = {
    ...all[0]!.parse,
    lines: 10,
    understood: 8,
    malformed: 1,
    versions: { '2.1.0': 10 },
    drift: [{ version: '2.1.0', what: 'kind' as const, name: 'mystery', count: 2 }],
  };
  const found = Health.parse(
    health(
      [
        session('a', '2026-03-10', 1, { parse }),
        session('b', '2026-03-10', 1, {
          parse,
          usage: [usage({ model: 'odd', costMicroUsd: null, requests: 3 })],
        }),
      ],
      NOW,
      { mine: true, pid: 7, host: 'here', until: NOW + 60_000 },
    ),
  );
  expect(found).toEqual({
    lines: 20,
    understood: 16,
    malformed: 2,
    drift: [
      {
        version: '2.1.0',
        what: 'kind',
        name: 'mystery',
        count: 4,
        share: 0.2,
        affects: expect.stringContaining('prompts') as string,
      },
    ],
    versions: [{ version: '2.1.0', lines: 20 }],
    unpriced: [{ model: 'odd', requests: 3 }],
    savedAt: new Date(NOW).toISOString(),
    writer: { mine: true, pid: 7, host: 'here', until: new Date(NOW + 60_000).toISOString() },
  });
});

test('folders with their logs, existing and deleted', () => {
  const entry = (folder: string, mtimeMs: number | null, gone = false, sessionId = 's') => ({
    file: { path: `${folder}/p/a.jsonl`, sessionId },
    cursor: mtimeMs === null ? null : { mtimeMs },
    gone,
  });
  expect(
    foldersOf(
      [
        { path: '/a', problem: null },
        { path: '/a/p', problem: null },
        { path: '/b', problem: 'missing' },
      ],
      [
        entry('/a', NOW - 5),
        entry('/a', NOW),
        entry('/a', NOW + 9, true),
        entry('/a', null, false, 'other'),
        entry('/c', NOW),
      ],
      new Set(['s']),
    ),
  ).toEqual([
    { path: '/a', problem: null, logs: 3, deleted: 1, notLogs: 1, written: new Date(NOW).toISOString() },
    { path: '/a/p', problem: null, logs: 3, deleted: 1, notLogs: 1, written: new Date(NOW).toISOString() },
    { path: '/b', problem: 'missing', logs: 0, deleted: 0, notLogs: 0, written: null },
  ]);
});

test('versions by number, the newest first', () => {
  const parse = {
    ...noParse(),
    lines: 12,
    understood: 12,
    malformed: 0,
    versions: { '2.1.9': 9, '2.1.116': 1, '2.1.37': 2 },
    drift: [],
  };
  const { versions } = health([session('a', '2026-03-10', 1, { parse })], null, null);
  expect(versions.map(({ version }) => version)).toEqual(['2.1.116', '2.1.37', '2.1.9']);
});
