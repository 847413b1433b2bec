import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/session/event';
import { stepsOf } from '../../src/session/step';
import { carefulTask, cuesOf, plainTask, taskTurns, taskTypeOf } from '../../src/signals/task';
import { asked, done, said, times, tool } from './rig';

const shell = (): Event => ({ ...tool('other'), shell: true });
const turn = (text: string, ...events: Event[]) => taskTurns(stepsOf([asked('typed', text), ...events]))[0]!;

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

describe('the careful rules', () => {
  test.each([
    [[], 'thanks', 'mixed'],
    [[], 'what are the trade-offs?', 'planning'],
    [[], 'how does the cache work?', 'exploration'],
    [[tool('research')], 'find the parser', 'exploration'],
    [[tool('read', '/a')], 'fixing this', 'debug_loop'],
    [[tool('edit', '/a')], 'go on', 'mutation_heavy'],
    [[tool('edit', '/a')], 'the build still fails', 'debug_loop'],
    [[shell()], 'push', 'mixed'],
  ] as [Event[], string, string][])('%#: %s %s', (events, text, type) =>
    expect(carefulTask(turn(text, ...events))).toBe(type),
  );
});

test('words in code are no cues', () => {
  const marks = asked('typed', 'see `fix broken` and\n```\nError: crash\n```');
  expect(marks.kind === 'prompt' && marks.marks).toEqual([]);
  expect(cuesOf('please fix it').map(({ by, category }) => `${by} ${category}`)).toEqual([
    'plain debug_loop',
    'careful debug_loop',
  ]);
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
  expect(taskTurns(stepsOf(events))).toMatchObject([
    { mutations: 1, calls: 2 },
    { mutations: 0, calls: 0 },
  ]);
});

test('a session is what more than half of its turns are', () => {
  const fix = [asked('typed', 'fix it'), tool('edit', '/a')];
  const add = [asked('typed', 'add it'), tool('edit', '/a')];
  const of = (...events: Event[]) => taskTypeOf(stepsOf(events));
  expect(of(...fix)).toBe('debug_loop');
  expect(of(...fix, ...fix, ...add)).toBe('debug_loop');
  expect(of(...fix, ...add)).toBe('mixed');
  expect(of(...fix, asked('typed', 'thanks'))).toBe('debug_loop');
  expect(of(tool('edit', '/a'))).toBeNull();
});
