import { expect, test } from 'vitest';
import { answer, result, toolUse } from '../../conformance/logs';
import { eventsOf, folded } from './lines';

const call = answer('s', [toolUse('Bash', { command: 'grep x y' }, 't1')]);

test('the first result of a call counts', () => {
  const state = folded([
    call,
    result('s', 't1', 'Exit code 2', {}, { is_error: true }),
    result('s', 't1', 'fine'),
  ]);
  expect(eventsOf(state, 'result').map(({ outcome }) => outcome)).toEqual(['error']);
});

test('exit code 1 is no failure for commands that answer by exit code', () => {
  const failed = (name: string, command: string) =>
    eventsOf(
      folded([
        answer('s', [toolUse(name, { command }, 't1')]),
        result('s', 't1', 'Exit code 1', {}, { is_error: true }),
      ]),
      'result',
    )[0]?.outcome;
  expect(failed('Bash', 'grep x y')).toBe('ok');
  expect(failed('Bash', 'make')).toBe('error');
});

test('a result without its call is kept without facts', () => {
  expect(eventsOf(folded([result('s', 't9', 'ok')]), 'result')[0]).toMatchObject({
    id: 't9',
    facts: [],
    shows: [],
  });
});

test('the result of a sub-agent has its id and type', () => {
  const done = result('s', 't1', 'ok', { toolUseResult: { agentId: 'a1', agentType: 'Explore' } });
  expect(eventsOf(folded([call, done]), 'result')[0]).toMatchObject({ agent: 'a1', agentType: 'Explore' });
  const odd = result('s', 't1', 'ok', { toolUseResult: { agentId: 7, agentType: '' } });
  expect(eventsOf(folded([call, odd]), 'result')[0]).toMatchObject({ agent: null, agentType: null });
});

test('the files that a shell command changed are those that Claude Code found', () => {
  const edited = (tool: string, bashEditDiff: unknown) =>
    eventsOf(
      folded([
        answer('s', [toolUse(tool, { command: 'make x' }, 't1')]),
        result('s', 't1', 'ok', { toolUseResult: { stdout: '', bashEditDiff } }),
      ]),
      'result',
    )[0]?.edited;
  const diff = {
    files: [{ filePath: '/home/ada/project/a.ts', hunks: [] }, { filePath: 7 }],
    changedFiles: ['/home/ada/project/a.ts', 'b.ts', null],
    moreFiles: 1,
  };
  expect(edited('Bash', diff)).toEqual(['/home/ada/project/a.ts', '/home/ada/project/b.ts']);
  expect(edited('Bash', { unavailable: true })).toEqual([]);
  expect(edited('Bash', 'none')).toEqual([]);
  expect(edited('Other', diff)).toEqual([]);
});
