import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/session/event';
import { stepsOf } from '../../src/session/step';
import {
  foldTasks,
  judgeTurns,
  noTasks,
  oddsOf,
  taskAt,
  taskOf,
  taskTypeOf,
  TaskType,
} from '../../src/signals/task';
import { answerCuesOf, cuesOf } from '../../src/signals/taskCues';
import { taskTurns } from '../../src/signals/taskSigns';
import { SURE_FROM, TASK_WEIGHTS } from '../../src/signals/taskWeights';
import { plainTask } from '../labels/turns';
import { asked, done, said, times, tool } from './rig';

const shell = (): Event => ({ ...tool('other'), shell: true });
const commits = (): Event => ({
  ...tool('other'),
  shell: true,
  facts: [{ fact: 'commits' }, { fact: 'pushes' }],
});
const turn = (text: string, ...events: Event[]) => taskTurns(stepsOf([asked('typed', text), ...events]))[0]!;
const kinds = (...events: Event[]) => judgeTurns(taskTurns(stepsOf(events))).map(({ kind }) => kind);

describe('codevigil’s two stages', () => {
  test.each([
    // what was done, prompt, type
    [times(3, () => tool('edit', '/a')), 'x', 'mutation_heavy'],
    [[shell(), tool('edit', '/a')], 'x', 'debug_loop'],
    [[], 'fix it', 'planning'],
    [[tool('read', '/a')], 'x', 'exploration'],
    [[tool('read', '/a'), tool('read', '/b'), tool('edit', '/a')], 'x', 'mixed'],
    [[...times(3, () => tool('edit', '/a')), shell()], 'x', 'debug_loop'],
    [[shell()], 'please fix and add it', 'debug_loop'],
    [[shell()], 'add it and explain', 'mutation_heavy'],
    [[shell()], 'explain the plan', 'exploration'],
    [[shell()], 'outline it', 'planning'],
    [[shell()], 'fixes', 'mixed'],
  ] as [Event[], string, string][])('%#: %s', (events, text, type) =>
    expect(plainTask(turn(text, ...events))).toBe(type),
  );
});

describe('the weighed signs', () => {
  const look = () => [tool('read', '/a'), tool('research')];
  const edit = () => times(2, () => tool('edit', '/a.ts'));
  test.each([
    ['add a button to the settings page', edit(), 'mutation_heavy'],
    ['rename the helper and update its callers', edit(), 'mutation_heavy'],
    ['füge einen Schalter hinzu', edit(), 'mutation_heavy'],
    ['address the review comments', [...look(), ...edit()], 'mutation_heavy'],
    [
      'the tests are failing with an error',
      [...look(), ...edit(), said('Found the bug: the root cause is a race.')],
      'debug_loop',
    ],
    ['it doesn’t work, I get this:\nTypeError: x is undefined', look(), 'debug_loop'],
    ['运行时报错,失败', [...look(), said('根本原因: null')], 'debug_loop'],
    ['where is the parser, and how does it work?', look(), 'exploration'],
    ['explain the cache to me', look(), 'exploration'],
    [
      'design an approach for the migration',
      [said('Here is the design doc. Which approach do you prefer?')],
      'planning',
    ],
    ['commit and push', [commits()], 'mixed'],
    ['thanks', [], 'mixed'],
  ] as [string, Event[], string][])('%s', (text, events, kind) =>
    expect(kinds(asked('typed', text), ...events)).toEqual([kind]),
  );

  test('a prompt of few words goes on with what came before', () => {
    const plan = [asked('typed', 'brainstorm a design with me'), said('Which option do you prefer?')];
    const answer = [asked('typed', 'A.'), said('Noted.')];
    expect(kinds(...plan, ...answer)).toEqual(['planning', 'planning']);
    expect(kinds(...answer)).not.toEqual(['planning']);
  });

  test('too little to tell is null, not a kind', () => {
    expect(kinds(asked('typed', 'the moon over the harbour at night'))).toEqual([null]);
    const odds = oddsOf([]);
    expect(Math.max(...Object.values(odds))).toBeLessThan(SURE_FROM);
  });

  test('odds add up to one, whatever the signs', () => {
    for (const signs of [[], Object.keys(TASK_WEIGHTS), ['no such sign']]) {
      const odds = oddsOf(signs);
      expect(Object.values(odds).reduce((sum, one) => sum + one)).toBeCloseTo(1, 10);
    }
    expect(Object.values(TASK_WEIGHTS).every((of) => of.length === TaskType.options.length)).toBe(true);
  });
});

test('words in code, and what an editor adds, are no cues', () => {
  expect(cuesOf('see `fix broken`').map(({ category }) => category)).not.toContain('says: fix');
  expect(cuesOf('<ide_opened_file>The user opened why.ts and fix.ts</ide_opened_file>')).toEqual([]);
  expect(cuesOf('please fix it').map(({ by, category }) => `${by} ${category}`)).toEqual(
    [
      'plain debug_loop',
      'careful says: fix',
      'careful says: lets',
      'careful opens: fix',
      'careful asks: request',
    ].filter((cue) => cue !== 'careful asks: request'),
  );
});

test('cues of a long or hostile text are found in bounded time', () => {
  const began = performance.now();
  for (const text of [
    '<ide_x>'.repeat(20_000),
    'can you '.repeat(50_000),
    '? '.repeat(100_000),
    'i '.repeat(100_000),
  ]) {
    cuesOf(text);
    answerCuesOf(text);
  }
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a turn is a prompt and what followed; edits that failed did nothing', () => {
  const events = [
    tool('edit', '/before'),
    asked('typed', 'go'),
    tool('edit', '/a', 'e'),
    done('e', 'error'),
    tool('write', '/b'),
    said('done'),
    asked('typed', 'next'),
  ];
  const turns = taskTurns(stepsOf(events));
  expect(turns).toMatchObject([
    { mutations: 1, calls: 2 },
    { mutations: 0, calls: 0 },
  ]);
  expect(turns[0]?.signs).toContain('work: edits undone');
});

test('a session is what most of its turns are, by their calls', () => {
  const fix = [asked('typed', 'fix the failing test'), tool('edit', '/a'), said('The root cause is a race.')];
  const add = [asked('typed', 'add a button'), ...times(9, () => tool('edit', '/a'))];
  const of = (...events: Event[]) => {
    const tasks = noTasks();
    for (const step of stepsOf(events)) foldTasks(tasks, step);
    return taskOf(tasks);
  };
  expect(of(...fix)).toBe('debug_loop');
  expect(of(...fix, ...fix, ...add)).toBe('mutation_heavy');
  expect(of(...fix, ...fix, ...fix, asked('typed', 'thanks'))).toBe('debug_loop');
  expect(of(tool('edit', '/a'))).toBeNull();
  expect(of(asked('typed', 'thanks'))).toBe('mixed');
  expect(of(asked('typed', 'the moon over the harbour at night'))).toBeNull();
});

test('half of a session is not most of it', () => {
  const one = (kind: TaskType | null, calls: number) => ({ ...turn('x'), kind, calls });
  expect(taskTypeOf([one('planning', 4), one('exploration', 4)])).toBe('mixed');
  expect(taskTypeOf([one('planning', 5), one('exploration', 4)])).toBe('planning');
  expect(taskTypeOf([one('planning', 0), one(null, 90), one('mixed', 90)])).toBe('planning');
});

test('the kind of a place is that of its prompt', () => {
  const prompt = asked('typed', 'add a button');
  const at = taskAt(stepsOf([prompt, ...times(3, () => tool('edit', '/a'))]));
  expect(at(prompt)).toBe('mutation_heavy');
  expect(at({ at: prompt.at, file: 1 })).toBeNull();
  expect(at({ at: 12_345 })).toBeNull();
});
