import { expect, test } from 'vitest';
import { activeIn, groupQuery, startedIn } from '../../webview/dashboard/queries';

const days = { from: '2026-03-04', to: '2026-03-10' };
const ever = { from: null, to: '2026-03-10' };

test('days as conditions', () => {
  expect(startedIn(days)).toBe('started:2026-03-04..2026-03-10');
  expect(startedIn({ from: '2026-03-04', to: '2026-03-04' })).toBe('started:2026-03-04');
  expect(activeIn(days)).toBe('since:2026-03-04 until:2026-03-10');
});

test.each([
  ['project', '/w/api', days, 'project:=/w/api started:2026-03-04..2026-03-10'],
  ['project', '/w/my app', ever, 'project:="/w/my app"'],
  ['branch', 'a"b', ever, 'branch:=a"b'],
  ['branch', 'say "hi" all', ever, null],
  ['branch', '"hi', ever, null],
  ['branch', '=x', ever, 'branch:="=x"'],
  ['model', 'claude-opus-4-6', ever, 'main:=claude-opus-4-6'],
  ['branch', 'a\u202eb', ever, null],
  ['branch', 'a'.repeat(300), ever, `branch:=${'a'.repeat(300)}`],
  ['branch', 'a'.repeat(301), ever, null],
  ['version', 'several', ever, 'version:=several'],
  ['day', '2026-03-04', days, 'started:2026-03-04'],
  ['week', '2026-W10', days, 'started:2026-W10 started:2026-03-04..2026-03-10'],
  ['month', '2026-03', ever, 'started:2026-03'],
  ['month', 'unknown', ever, 'started:unknown'],
] as const)('a group by %s: %s', (by, key, range, query) => expect(groupQuery(by, key, range)).toBe(query));
