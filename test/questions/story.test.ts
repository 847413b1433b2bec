/** The story of a session: prompts, the last reply, files with lines. */
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse, type Json } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(30));
const at = (n: number): Json => ({ timestamp: minute(n) });

async function opened(files: Record<string, (Json | string)[]>) {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  for (const [name, lines] of Object.entries(files)) put(join(project, name), lines);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return { engine: window.engine, project };
}

const call = (tool: string, input: Json, id: string, n: number) =>
  answer('a', [toolUse(tool, input, id)], { more: at(n), stop: 'tool_use' });
const done = (id: string, n: number, toolUseResult: unknown = {}, block: Json = {}) =>
  result('a', id, 'done', { ...at(n), toolUseResult }, block);

const ONE = 'a\nb\nc\n';
const edit = (
  path: string,
  before: string,
  after: string,
  id: string,
  n: number,
  original?: string | null,
) => [
  call('Edit', { file_path: path, old_string: before, new_string: after }, id, n),
  done(id, n, original === undefined ? {} : { filePath: path, originalFile: original, structuredPatch: [] }),
];

const LOG = [
  prompt('a', 'Make the quay longer', at(0)),
  ...edit('/home/ada/project/x.ts', 'b\n', 'b1\nb2\n', 't1', 1, ONE),
  call('Write', { file_path: '/home/ada/project/new.ts', content: 'one\ntwo\n' }, 't2', 2),
  done('t2', 2, {
    type: 'create',
    filePath: '/home/ada/project/new.ts',
    content: 'one\ntwo\n',
    originalFile: null,
    structuredPatch: [],
  }),
  call('Edit', { file_path: '/home/ada/project/no.ts', old_string: 'q', new_string: 'r' }, 't3', 3),
  done('t3', 3, 'Error: not found', { is_error: true }),
  answer('a', 'Longer now.', { more: at(4) }),
  prompt(
    'a',
    '<command-message>clear is running…</command-message>\n<command-name>/review</command-name>\n<command-args>12 quick</command-args>',
    at(5),
  ),
  ...edit('/home/ada/project/x.ts', 'b1\n', '', 't4', 6, 'a\nb1\nb2\nc\n'),
  answer('a', '**Done.** See `x.ts`.', { more: at(7) }),
];

test('prompts with what followed each, commands, the last reply, and net changes of files', async () => {
  const { engine } = await opened({ 'a.jsonl': LOG });
  const story = (await engine.call('story', { id: 'a' }))!;
  expect(
    story.prompts.map(({ via, command, text, ms, failed, added, removed, files }) => [
      via,
      command,
      text,
      ms,
      failed,
      added,
      removed,
      files.map(({ path }) => path.slice('/home/ada/project/'.length)),
    ]),
  ).toEqual([
    ['typed', null, 'Make the quay longer', 240_000, 1, 4, 1, ['x.ts', 'new.ts']],
    ['command', '/review', '12 quick', 120_000, 0, 0, 1, ['x.ts']],
  ]);
  expect(story.asked).toEqual({ prompts: 1, commands: 1, left: 0 });
  expect(story.lastReply?.text).toBe('**Done.** See `x.ts`.');
  expect(
    story.files.map(({ path, added, removed, created, whole }) => [path, added, removed, created, whole]),
  ).toEqual([
    ['/home/ada/project/new.ts', 2, 0, true, true],
    // b → b1, b2 → b2: a line that was added and removed again does not count.
    ['/home/ada/project/x.ts', 1, 1, false, true],
  ]);
  expect(story.changed).toEqual({ files: 2, added: 3, removed: 1, atLeast: false });
  expect(await engine.call('story', { id: 'none' })).toBeNull();
});

test('a command that Claude Code answers itself has no request; a free model has one', async () => {
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', '<command-name>/clear</command-name>', at(0)),
      prompt('a', 'Go on', at(1)),
      answer('a', 'Gone on.', { more: at(2), usage: { input_tokens: 0, output_tokens: 0 } }),
    ],
  });
  const asks = (turns: readonly { asksModel: boolean }[]) => turns.map(({ asksModel }) => asksModel);
  expect(asks((await engine.call('story', { id: 'a' }))!.prompts)).toEqual([false, true]);
  expect(asks((await engine.call('prompts', { id: 'a' })).turns)).toEqual([false, true]);
});

test('if the log is gone, numbers of lines are unknown, not 0', async () => {
  const { engine, project } = await opened({ 'a.jsonl': LOG });
  rmSync(join(project, 'a.jsonl'));
  const story = (await engine.call('story', { id: 'a' }))!;
  expect(story.prompts.map(({ text, added }) => [text, added])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(story.files.map(({ added, removed }) => [added, removed])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(story.changed.atLeast).toBe(true);
  expect(story.lastReply).toBeNull();
});

test('what a shell command changed is told with its lines, if Claude Code compared the files', async () => {
  const path = '/home/ada/project/x.ts';
  const hunk = (...lines: string[]) => ({ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines });
  const bashEditDiff = {
    files: [
      { filePath: path, hunks: [hunk(' a', '-b', '+b1', '+b2', ' c')] },
      { filePath: '/home/ada/project/new.ts', hunks: [hunk('+one', '+two')], created: true },
    ],
    changedFiles: [path, '/home/ada/project/new.ts', '/home/ada/project/large.ts'],
    moreFiles: 1,
  };
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', 'go', at(0)),
      call('Bash', { command: "sed -i 's/b/b1/' x.ts" }, 's1', 1),
      done('s1', 1, { stdout: '', bashEditDiff }),
      ...edit(path, 'b2\n', '', 't1', 2),
    ],
  });
  const story = (await engine.call('story', { id: 'a' }))!;
  const files = story.files.map((file) => [file.path, file.added, file.removed, file.byShell]);
  expect(files).toEqual([
    [path, 2, 2, false],
    ['/home/ada/project/new.ts', 2, 0, false],
    // The log has only its name.
    ['/home/ada/project/large.ts', null, null, false],
  ]);
  expect(story.changed).toEqual({ files: 3, added: 4, removed: 2, atLeast: true });
  const seen = await engine.call('changedFile', { id: 'a', path: '/home/ada/project/new.ts', turn: null });
  expect(seen).toMatchObject({ before: '', after: 'one\ntwo\n', whole: true });
});

test('if a shell command changed a file, the lines are a lower bound; changes of sub-agents count', async () => {
  const side = { agentId: 'one', isSidechain: true };
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', 'go', at(0)),
      call('Bash', { command: 'echo x >> /home/ada/project/x.ts' }, 's1', 1),
      done('s1', 1),
      call('Task', { subagent_type: 'Explore', prompt: 'look' }, 's2', 2),
      done('s2', 8, { agentId: 'one' }),
      prompt('a', 'more', at(9)),
      answer('a', 'Yes.', { more: at(10) }),
    ],
    'a/subagents/agent-one.jsonl': [
      prompt('a', 'look', { ...side, ...at(3) }),
      answer('a', [toolUse('Write', { file_path: '/home/ada/project/s.ts', content: 'x' }, 'w1')], {
        more: { ...side, ...at(4) },
      }),
      result('a', 'w1', 'File created successfully', {
        ...side,
        ...at(5),
        toolUseResult: { type: 'create' },
      }),
    ],
  });
  const story = (await engine.call('story', { id: 'a' }))!;
  expect(story.changed).toEqual({ files: 1, added: 1, removed: 0, atLeast: true });
  expect(story.prompts.map(({ files, subAgents }) => [files.length, subAgents])).toEqual([
    [1, 1],
    [0, 0],
  ]);
  // The sub-agent counts in what its turn cost, in the story, the transcript, the charts and the list of turns.
  const costs = (turns: readonly { costMicroUsd: number | null }[] | null) =>
    turns?.map(({ costMicroUsd }) => costMicroUsd);
  const each = { id: 'a', offset: 0, limit: 9 };
  const own = (await engine.call('session', { id: 'a' }))!.amounts.costMicroUsd!;
  const agent = (await engine.call('session', { id: 'a/one' }))!.amounts.costMicroUsd!;
  expect(agent).toBeGreaterThan(0);
  const [first, second] = costs(story.prompts)!;
  expect(first! + second!).toBe(own);
  expect(first! - agent).toBe(2 * second!);
  expect(costs((await engine.call('prompts', { id: 'a' })).turns)).toEqual([first, second]);
  expect(costs(await engine.call('chart', { id: 'a' }))).toEqual([first, second]);
  expect(costs(await engine.call('turns', each))).toEqual([first, second]);
});

test('changes of a sub-agent count if there are only copies of its lines in its session’s log', async () => {
  const copy = (type: string, message: Json, n: number): Json => ({
    type: 'progress',
    uuid: `p${n}`,
    sessionId: 'a',
    cwd: '/home/ada/project',
    ...at(n),
    data: {
      type: 'agent_progress',
      agentId: 'one',
      message: {
        type,
        uuid: `q${n}`,
        message,
        ...at(n),
      },
    },
  });
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', 'go', at(0)),
      copy(
        'assistant',
        {
          role: 'assistant',
          id: 'm1',
          model: 'claude-opus-4-6',
          stop_reason: 'tool_use',
          content: [
            toolUse(
              'Write',
              {
                file_path: '/home/ada/project/s.ts',
                content: 'x\ny',
              },
              'w1',
            ),
          ],
        },
        1,
      ),
      copy(
        'user',
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'w1',
              content: 'File created successfully at: /home/ada/project/s.ts',
            },
          ],
        },
        2,
      ),
    ],
  });
  const story = (await engine.call('story', { id: 'a' }))!;
  expect(story.changed).toMatchObject({ files: 1, added: 2, removed: 0 });
});

test('work on a queued prompt begins when the turn before it ended', async () => {
  const queue = (operation: string, n: number, content?: string): Json => ({
    type: 'queue-operation',
    operation,
    sessionId: 'a',
    ...at(n),
    ...(content === undefined ? {} : { content }),
  });
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', 'first', at(0)),
      call('Read', { file_path: '/w/x' }, 't1', 1),
      queue('enqueue', 2, 'second'),
      done('t1', 6),
      queue('remove', 6),
      answer('a', 'Done.', { more: at(8) }),
    ],
  });
  const story = await engine.call('story', { id: 'a' });
  const minutes = story?.prompts.map(({ text, ms, startedAt }) => [text, (ms ?? 0) / 60_000, startedAt]);
  expect(minutes).toEqual([
    ['first', 6, minute(0)],
    ['second', 2, minute(2)],
  ]);
});

test('a secret at the cut of a prompt or reply is redacted completely', async () => {
  const key = `sk-ant-${'a'.repeat(40)}`;
  const { engine } = await opened({
    'a.jsonl': [
      prompt('a', `${'word '.repeat(78)}${key}`, at(0)),
      answer('a', `${'x'.repeat(19_990)} ${key}`, { more: at(1) }),
    ],
  });
  const { prompts, lastReply } = (await engine.call('story', { id: 'a' }))!;
  for (const text of [prompts[0]!.text, lastReply!.text]) expect(text).not.toContain('sk-ant');
});
