/** The course of a session: doubtful edits, severities after each turn, changes by sub-agents. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foundByTurn } from '../../src/questions/shared/session/turns';
import { columnsOf } from '../../webview/session/columns';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { found } from '../host/rig';
import { openWindow, until } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { call, edit, opened, spokenIn } from './sessionRig';

const NOW = Date.parse(minute(1));

test('edits of a file: blind without a read, repeated from the third on, by the rules of the signals', async () => {
  const { engine } = await opened([
    [prompt('a', 'go')],
    edit('t1', '/w/app/blind.ts'),
    call('t2', 'Read', { file_path: '/w/app/read.ts' }),
    edit('t3', '/w/app/read.ts'),
    edit('t4', '/w/app/read.ts'),
    edit('t5', '/w/app/read.ts'),
  ]);
  const course = await engine.call('course', { id: 'a' });
  const of = (name: string) => course?.files.find(({ path }) => path.endsWith(name));
  expect(of('blind.ts')).toMatchObject({ reads: 0, edits: 1, blind: 1, stale: 0, repeated: 0 });
  expect(of('read.ts')).toMatchObject({ reads: 1, edits: 3, blind: 0, stale: 0, repeated: 1 });
  expect(course?.doubtful.find(({ path }) => path.endsWith('read.ts'))).toMatchObject({
    tool: 't5',
    blind: false,
    repeated: true,
  });
  expect(course).toMatchObject({ filesInAll: 2, filesChanged: 2, doubtfulInAll: 2 });
  // The sums are those of the signals.
  const signal = (name: string) => course?.signals.find((one) => one.name === name)?.detail;
  expect(signal('repeated_edits')).toMatchObject({ edits: 4, repeated: 1 });
  expect(signal('read_edit_ratio')).toMatchObject({ blind_edit_rate: { blind: 1 } });
});

test('of thousands of files, the answer has some and their number', async () => {
  const many = Array.from({ length: 1_500 }, (_, i) => edit(`t${i}`, `/w/app/${i}.ts`)).flat();
  const { engine } = await opened([prompt('a', 'go'), ...many]);
  const course = await engine.call('course', { id: 'a' });
  expect(course).toMatchObject({ filesInAll: 1_500, filesChanged: 1_500, doubtfulInAll: 1_500 });
  expect(course?.files).toHaveLength(200);
  expect(course?.doubtful).toHaveLength(100);
  const story = await engine.call('story', { id: 'a' });
  expect(story).toMatchObject({ moreFiles: 500, changed: { files: 1_500 } });
  expect(story?.files).toHaveLength(1_000);
});

const MEASURES_ALERT = { alerts: { measures: true } };

test('if measures raise alerts, the severity after each turn is that of the session up to there', async () => {
  const reads = (from: number, n: number) =>
    Array.from({ length: n }, (_, i) =>
      call(`r${from + i}`, 'Read', { file_path: `/w/app/${from + i}.ts` }),
    ).flat();
  const edits = (from: number, n: number) =>
    Array.from({ length: n }, (_, i) => edit(`e${from + i}`, `/w/app/x${from + i}.ts`)).flat();
  const turns = [
    [prompt('a', 'one'), ...reads(0, 12)],
    [prompt('a', 'two'), ...edits(0, 12)],
    [prompt('a', 'three'), ...reads(20, 50)],
  ];
  const whole = await (await opened(turns, MEASURES_ALERT)).engine.call('course', { id: 'a' });
  const cut = await Promise.all(
    turns.map(async (_, i) => {
      const course = await (
        await opened(turns.slice(0, i + 1), MEASURES_ALERT)
      ).engine.call('course', { id: 'a' });
      return course?.turns.at(-1);
    }),
  );
  expect(whole?.turns).toEqual(cut);
  expect(whole?.turns[1]).toBe('critical');
});

test('each turn has the worst severity of the findings with evidence in it', () => {
  const turns = [{ at: 0 }, { at: 100 }, { at: 200 }, { at: 0, file: 1 }];
  const at = (place: number, severity: 'warn' | 'critical', file?: number) =>
    found({
      severity,
      evidence: [
        { at: 1, len: 1, note: '', against: true },
        { at: place, len: 1, note: '', against: true, ...(file === undefined ? {} : { file }) },
      ],
    });
  expect(foundByTurn(turns, [])).toEqual([null, null, null, null]);
  expect(
    foundByTurn(turns, [at(150, 'critical'), at(199, 'warn'), at(0, 'warn'), at(300, 'warn', 1)]),
  ).toEqual(['warn', 'critical', null, 'warn']);
});

test('after a new line in the session or a sub-agent, the answer changes', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  const [parent, child] = [
    join(project, 'a.jsonl'),
    join(project, 'a', 'subagents', 'agent-one.jsonl'),
  ] as const;
  const side = { agentId: 'one', isSidechain: true };
  const task = answer('a', [toolUse('Task', { description: 'Look around', prompt: 'look' }, 't1')]);
  const own = [prompt('a', 'go'), task];
  const work = [
    prompt('a', 'look', side),
    answer('a', [toolUse('Read', { file_path: '/w/x' }, 's1')], { more: side }),
  ];
  put(parent, own);
  put(child, work);
  const { engine, touch } = openWindow(folder, null, () => NOW);
  await engine.ready;
  const asked = async () => {
    const [chart, turns, course, { agents }] = await Promise.all([
      engine.call('chart', { id: 'a' }),
      engine.call('turns', { id: 'a', offset: 0, limit: 9 }),
      engine.call('course', { id: 'a' }),
      engine.call('agents', { id: 'a' }),
    ]);
    return [
      chart?.length,
      turns.map(({ requests }) => requests),
      spokenIn(engine).length,
      course?.turns.length,
      agents.map(({ calls, state }) => [calls, state]),
    ];
  };
  expect(await asked()).toEqual([1, [1], 2, 1, [[1, 'running']]]);
  expect(await asked()).toEqual([1, [1], 2, 1, [[1, 'running']]]);
  put(parent, [
    ...own,
    result('a', 't1', 'done', { toolUseResult: { agentId: 'one' } }),
    prompt('a', 'more'),
    answer('a', 'Done.'),
  ]);
  touch(parent);
  const after = [2, [1, 1], 5, 2, [[1, 'done']]];
  await until(async () => (await engine.call('chart', { id: 'a' }))?.length === 2);
  expect(await asked()).toEqual(after);
  put(child, [...work, answer('a', [toolUse('Read', { file_path: '/w/y' }, 's2')], { more: side })]);
  touch(child);
  await until(async () => (await engine.call('agents', { id: 'a' })).agents[0]?.calls === 2);
  expect(await asked()).toEqual([2, [1, 1], 5, 2, [[2, 'done']]]);
});

test('the minimap shows the worst severity of a group of turns', () => {
  const turn = (errors: number, tokens: number) => ({
    tokens,
    costMicroUsd: 10,
    asksModel: true,
    calls: 1,
    errors,
    context: null,
    compacted: errors > 1,
    interrupted: false,
    lowerBound: false,
    costAtLeast: false,
    line: 0,
  });
  const columns = columnsOf(
    [turn(0, 5), turn(2, 1), turn(1, 9), turn(0, 2), turn(0, 3)],
    ['ok', 'critical', null, 'warn', null],
    3,
  );
  expect(columns).toMatchObject([
    {
      turn: 0,
      turns: 2,
      severity: 'critical',
      costMicroUsd: 10,
      costAtLeast: false,
      errors: 2,
      compacted: true,
      soFarMicroUsd: 20,
    },
    { turn: 2, turns: 2, severity: 'warn', costMicroUsd: 10, errors: 1, compacted: false, soFarMicroUsd: 40 },
    { turn: 4, turns: 1, severity: null, costMicroUsd: 10, errors: 0, soFarMicroUsd: 50 },
  ]);
});
