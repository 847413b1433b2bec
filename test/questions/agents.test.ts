/** The sub-agents of a session. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(1));

test('sub-agents: which started which, when, and how their calls ended', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [
    prompt('a', 'go'),
    answer('a', [
      toolUse('Task', { subagent_type: 'Explore', description: 'Look around', prompt: 'look' }, 't1'),
    ]),
    result('a', 't1', 'done', { toolUseResult: { agentId: 'one' } }),
  ]);
  const side = { agentId: 'one', isSidechain: true };
  put(join(project, 'a', 'subagents', 'agent-one.jsonl'), [
    prompt('a', 'look', side),
    answer('a', [toolUse('Read', { file_path: '/w/app/x.ts' }, 's1')], { id: 'm1', request: 'q1', ...side }),
    result('a', 's1', 'broken', side, { is_error: true }),
    answer('a', [toolUse('Task', { prompt: 'look deeper' }, 's2')], { id: 'm2', request: 'q2', ...side }),
    result('a', 's2', 'done', { ...side, toolUseResult: { agentId: 'two' } }),
  ]);
  const deep = { agentId: 'two', isSidechain: true };
  put(join(project, 'a', 'subagents', 'agent-two.jsonl'), [
    prompt('a', 'look deeper', deep),
    answer('a', 'Nothing.', { id: 'm3', request: 'q3', ...deep }),
  ]);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { agents: lines } = await window.engine.call('agents', { id: 'a' });
  expect(lines.map(({ id, startedBy, calls, errors, task }) => [id, startedBy, calls, errors, task])).toEqual(
    [
      ['a/one', null, 2, 1, 'Look around'],
      ['a/two', 'a/one', 0, 0, 'look deeper'],
    ],
  );
  expect(lines[0]?.steps.map(({ action, failed }) => [action, failed])).toEqual([
    ['read', true],
    ['other', false],
  ]);
});

test('sub-agents that started each other in a cycle are all listed; the first counts as started by the session', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [prompt('a', 'go')]);
  const starts = { one: 'two', two: 'three', three: 'one', apart: 'three', own: 'own' };
  for (const [agent, started] of Object.entries(starts)) {
    const side = { agentId: agent, isSidechain: true };
    put(join(project, 'a', 'subagents', `agent-${agent}.jsonl`), [
      prompt('a', agent, side),
      answer('a', [toolUse('Task', { prompt: 'x' }, `${agent}1`)], { more: side }),
      result('a', `${agent}1`, 'done', { ...side, toolUseResult: { agentId: started } }),
    ]);
  }
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { agents: lines } = await window.engine.call('agents', { id: 'a' });
  const by = new Map(lines.map(({ id, startedBy }) => [id, startedBy]));
  expect([...by.keys()].sort()).toEqual(['a/apart', 'a/one', 'a/own', 'a/three', 'a/two']);
  // From every sub-agent, the path up ends at the session.
  for (const id of by.keys()) {
    const way: (string | null)[] = [];
    for (let at: string | null = id; at !== null; at = by.get(at) ?? null) {
      expect(way).not.toContain(at);
      way.push(at);
    }
  }
  expect([...by.values()].filter((starter) => starter === null)).toHaveLength(3);
});

test('sub-agents without a log are listed by their calls; missing fields are unknown', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  const task = (id: string, description: string) =>
    answer('a', [toolUse('Task', { subagent_type: 'Explore', description, prompt: 'look' }, id)], {
      stop: 'tool_use',
    });
  put(join(project, 'a.jsonl'), [
    prompt('a', 'go'),
    task('t1', 'With a log'),
    result('a', 't1', 'Found it.', { toolUseResult: { agentId: 'one' } }),
    task('t2', 'Without one'),
    result('a', 't2', 'raw', {
      toolUseResult: {
        agentId: 'two',
        totalTokens: 1200,
        totalDurationMs: 3e3,
        totalToolUseCount: 4,
        content: [
          {
            type: 'text',
            text: 'Nothing there.',
          },
        ],
      },
    }),
    task('t3', 'In the background'),
    result('a', 't3', 'Async agent launched.', {
      toolUseResult: { agentId: 'x', isAsync: true, totalTokens: -1 },
    }),
    task('t4', 'Broken'),
    result('a', 't4', 'Error: no such agent', { toolUseResult: 'Error: no such agent' }, { is_error: true }),
    task('t5', 'Never answered'),
    task('t6', 'Says nothing itself'),
    result('a', 't6', 'From the result.', { toolUseResult: { agentId: 'mute' } }),
  ]);
  const mute = { agentId: 'mute', isSidechain: true };
  put(join(project, 'a', 'subagents', 'agent-mute.jsonl'), [prompt('a', 'look', mute)]);
  const side = { agentId: 'one', isSidechain: true };
  put(join(project, 'a', 'subagents', 'agent-one.jsonl'), [
    prompt('a', 'look', side),
    answer('a', 'It is in x.ts.', { more: side }),
  ]);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { agents, unlogged } = await window.engine.call('agents', { id: 'a' });
  expect(agents.map(({ task: of, state, model, returned }) => [of, state, model, returned])).toEqual([
    ['Says nothing itself', 'done', null, 'From the result.'],
    ['With a log', 'done', 'claude-opus-4-6', 'It is in x.ts.'],
  ]);
  expect(
    unlogged.map(({ task: of, kind, state, tokens, ms, calls, returned }) => [
      of,
      kind,
      state,
      tokens,
      ms,
      calls,
      returned,
    ]),
  ).toEqual([
    ['Without one', 'Explore', 'done', 1200, 3000, 4, 'Nothing there.'],
    ['In the background', 'Explore', 'unknown', null, null, null, null],
    ['Broken', 'Explore', 'failed', null, null, null, 'Error: no such agent'],
    ['Never answered', 'Explore', 'unknown', null, null, null, null],
  ]);
});

test('with many sub-agents each has less text, so that the answer stays small', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [prompt('a', 'go')]);
  for (let n = 0; n < 400; n++) {
    const side = { agentId: `x${n}`, isSidechain: true };
    const calls = Array.from({ length: 80 }, (_, i) => toolUse('Read', { file_path: '/w' }, `${n}-${i}`));
    put(join(project, 'a', 'subagents', `agent-x${n}.jsonl`), [
      prompt('a', 'look', side),
      answer('a', calls, { more: side }),
      answer('a', 'word '.repeat(800), { more: side }),
    ]);
  }
  const { engine } = openWindow(folder, null, () => NOW);
  await engine.ready;
  const { agents } = await engine.call('agents', { id: 'a' });
  expect(agents).toHaveLength(400);
  expect(agents[0]).toMatchObject({ calls: 80, steps: { length: 50 } });
  expect(agents[0]?.returned?.length).toBe(1_000);
});

/** An answer of session `a` that starts a sub-agent, at a minute. */
const started = (task: string, at: number, kind?: string) =>
  answer('a', [toolUse('Task', { subagent_type: kind, description: task, prompt: task }, task)], {
    id: `m${task}`,
    request: `q${task}`,
    more: { timestamp: minute(at) },
  });

test('a working sub-agent is listed once: its call without a result is matched with its log', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [
    prompt('a', 'go'),
    started('The first', 1),
    started('The second', 2),
    started('Not begun', 9),
  ]);
  for (const [agent, at] of [
    ['one', 1],
    ['two', 3],
  ] as const) {
    const side = { agentId: agent, isSidechain: true, timestamp: minute(at) };
    put(join(project, 'a', 'subagents', `agent-${agent}.jsonl`), [prompt('a', 'look', side)]);
  }
  const window = openWindow(folder, null, () => Date.parse(minute(10)));
  await window.engine.ready;
  const { agents, unlogged } = await window.engine.call('agents', { id: 'a' });
  expect(agents.map(({ id, task: of }) => [id, of])).toEqual([
    ['a/one', 'The first'],
    ['a/two', 'The second'],
  ]);
  expect(unlogged.map(({ task: of }) => of)).toEqual(['Not begun']);
  expect((await window.engine.call('session', { id: 'a' }))?.agents).toBe(3);
});

test('a call without a result is not matched with a log of another type or task, nor with one that no call starts', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [
    prompt('a', 'go'),
    started('waits', 1, 'Plan'),
    started('begins late', 2, 'Explore'),
    started('begins at once', 2, 'Explore'),
  ]);
  const log = (path: string, at: number, description: string | null = null) => {
    const agent = path.replace(/^.*agent-/, '');
    const side = { agentId: agent, isSidechain: true, timestamp: minute(at) };
    const base = join(project, 'a', 'subagents', path);
    put(`${base}.jsonl`, [prompt('a', agent, side)]);
    if (description !== null) put(`${base}.meta.json`, [{ agentType: 'Explore', description }]);
  };
  log('workflows/wf_1/agent-w1', 3);
  log('agent-aprompt_suggestion-1f', 3);
  log('agent-acompact-1f', 3);
  log('agent-one', 4, 'begins at once');
  log('agent-two', 5, 'begins late');
  const window = openWindow(folder, null, () => Date.parse(minute(10)));
  await window.engine.ready;
  const { agents, unlogged } = await window.engine.call('agents', { id: 'a' });
  expect(Object.fromEntries(agents.map(({ id, task: of }) => [id, of]))).toEqual({
    'a/w1': null,
    'a/aprompt_suggestion-1f': null,
    'a/acompact-1f': null,
    'a/one': 'begins at once',
    'a/two': 'begins late',
  });
  expect(unlogged.map(({ task: of }) => of)).toEqual(['waits']);
});

test.each([
  ['no kind, its task tells them apart', undefined, ['late', 'early'], ['early', 'late'], []],
  ['another task than the log there is', 'Explore', ['not begun'], ['of another'], ['not begun']],
] as const)('a call without a result that names %s', async (_, kind, calls, logs, open) => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), [prompt('a', 'go'), ...calls.map((of) => started(of, 1, kind))]);
  for (const [n, description] of logs.entries()) {
    const base = join(project, 'a', 'subagents', `agent-x${n}`);
    const side = { agentId: `x${n}`, isSidechain: true, timestamp: minute(3 + n) };
    put(`${base}.jsonl`, [prompt('a', description, side)]);
    put(`${base}.meta.json`, [{ agentType: kind ?? 'general-purpose', description }]);
  }
  const window = openWindow(folder, null, () => Date.parse(minute(10)));
  await window.engine.ready;
  const { agents, unlogged } = await window.engine.call('agents', { id: 'a' });
  expect(agents.map(({ task: of }) => of)).toEqual(logs.map((of) => (open.length === 0 ? of : null)));
  expect(unlogged.map(({ task: of }) => of)).toEqual(open);
});
