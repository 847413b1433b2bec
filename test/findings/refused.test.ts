import { expect, test } from 'vitest';
import type { Json, Lines } from '../support/logs';
import { asked, bash, call, named, rings, typed } from './logs';

const NAME = 'refused';
const times = (n: number, make: (i: number) => Json[]): Json[] =>
  Array.from({ length: n }, (_, i) => make(i)).flat();
const refused = (words: string, more: Json = {}): Json[] =>
  call('Bash', { command: 'make' }, words, true, more);
const PERSON = "The user doesn't want to proceed with this tool use. The tool use was rejected";
const RULE = 'Permission to use Bash with command make has been denied.';

test.each([
  ['a rule', RULE],
  ['nobody there to allow it', 'Claude requested permissions to use Bash, but you haven’t granted it yet.'],
  ['a rule for a folder', 'File is in a directory that is denied by your permission settings.'],
  ['a command that needs leave', 'This command requires approval'],
  ['a hook', 'PreToolUse:Bash hook error: [guard.sh]: not allowed'],
  [
    'the sandbox',
    "cd in '/etc' was blocked. For security, Claude Code may only change to the allowed folders",
  ],
])('three of seven calls refused by %s', (_, words) => {
  expect(
    named([asked('go'), ...times(4, (i) => bash(`ls ${i}`, 'a')), ...times(3, () => refused(words))], NAME),
  ).toEqual([
    {
      severity: 'critical',
      open: true,
      sentence: 'Was refused call after call, most often of Bash, by rules or a hook, not by you',
    },
  ]);
});

test.each<[string, Lines]>([
  ['two refusals', times(2, () => refused(RULE))],
  ['refusals by the person', times(5, () => refused(PERSON))],
  ['by the person, as the log says', times(5, () => refused('no', { toolDenialKind: 'user-rejected' }))],
  ['calls cut off, as the log says', times(5, () => refused('no', { toolDenialKind: 'interrupted' }))],
  [
    'plans turned down with remarks',
    times(5, () =>
      call(
        'ExitPlanMode',
        { plan: 'x' },
        `${PERSON}. To tell you how to proceed, the user said: shorter`,
        true,
      ),
    ),
  ],
  ['interruptions', times(5, () => refused('[Request interrupted by user for tool use]'))],
  [
    'a small share of the calls',
    [...times(3, () => refused(RULE)), ...times(6, (i) => bash(`ls ${i}`, 'a'))],
  ],
  ['failures', times(5, () => bash('make', 'Exit code 2\nno rule', true))],
])('not this: %s', (_, lines) => {
  expect(rings([typed('go'), ...lines], NAME)).toBe('');
});

test('when most calls go through again it is gone', () => {
  const lines = [typed('go'), ...times(3, () => refused(RULE)), ...times(9, (i) => bash(`ls ${i}`, 'a'))];
  expect(rings(lines, NAME)).toBe('');
});

test('who has spoken since knows, until it is refused again', () => {
  const lines = [typed('go'), ...times(3, () => refused(RULE)), typed('leave it'), ...bash('ls', 'a')];
  expect(rings(lines, NAME)).toBe('-');
  expect(rings([...lines, ...refused(RULE)], NAME)).toBe('+');
});

test('once it found another way it is gone', () => {
  const through = (n: number): Json[] => times(n, (i) => bash(`ls ${i}`, 'a'));
  const three = times(3, () => refused(RULE));
  expect(rings([asked('go'), ...three, ...through(2)], NAME)).toBe('+');
  expect(rings([asked('go'), ...three, ...through(3)], NAME)).toBe('-');
  // What fails is no way.
  expect(rings([asked('go'), ...three, ...times(3, () => bash('make', 'Exit code 2', true))], NAME)).toBe(
    '+',
  );
});
