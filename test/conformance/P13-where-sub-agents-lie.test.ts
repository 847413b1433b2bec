import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, result, toolUse } from '../support/logs';

// Sub-agents lie in <session>/subagents, in workflows below it, or (before 2.1) beside the sessions. A .meta.json
// tells the type. Journals are no sessions.
const side = (agentId: string) => ({ more: { isSidechain: true, agentId } });
test('every layout is found and attached to its parent', () => {
  const inspection = inspected(
    folder({
      'p.jsonl': [answer('p', 'hi')],
      'p/subagents/agent-b1.jsonl': [answer('p', 'one', side('b1'))],
      'p/subagents/agent-b1.meta.json': [{ agentType: 'Explore', description: 'look' }],
      'p/subagents/workflows/wf_1/agent-b2.jsonl': [answer('p', 'two', side('b2'))],
      'p/subagents/workflows/wf_1/journal.jsonl': [{ type: 'started' }],
      'agent-b3.jsonl': [answer('p', 'three', side('b3'))],
    }),
  );
  expect(one(inspection, 'p').subAgents).toEqual(['p/b1', 'p/b2', 'p/b3']);
  expect(inspection.sessions.map(({ id, parent, agentType }) => [id, parent, agentType])).toEqual([
    ['p', null, null],
    ['p/b1', 'p', 'Explore'],
    ['p/b2', 'p', null],
    ['p/b3', 'p', null],
  ]);
  expect(inspection.totals).toMatchObject({ sessions: 1, subAgents: 3, messages: 4 });
});
test('an orphan keeps the id of the parent that is gone', () => {
  const inspection = inspected(
    folder({ 'gone/subagents/agent-b1.jsonl': [answer('gone', 'x', side('b1'))] }),
  );
  expect(one(inspection, 'gone/b1')).toMatchObject({ parent: 'gone', messages: 1 });
  expect(inspection.totals).toMatchObject({ sessions: 0, subAgents: 1 });
});
// A folder may be copied, renamed, or made by another program.
test.each(['subagents', 'old copy/subagents', 'p/x/subagents'])(
  'in %s, a folder of no session, it belongs to the session that its records name',
  (where) => {
    const id = '11111111-1111-4111-8111-111111111111';
    const inspection = inspected(
      folder({
        [`${id}.jsonl`]: [answer(id, 'hi')],
        [`${where}/agent-b1.jsonl`]: [answer(id, 'one', side('b1'))],
        [`${id}/subagents/agent-b1.jsonl`]: [answer(id, 'two', side('b1'))],
      }),
    );
    expect(inspection.sessions.map(({ id: own, messages }) => [own, messages])).toEqual([
      [id, 1],
      [`${id}/b1`, 2],
    ]);
  },
);
test.each([
  [{ agentType: 'Explore' }, 'Explore', null],
  [{ agentType: 'Explore', description: 7 }, 'Explore', null],
  [{ description: 'look' }, null, 'look'],
  [{ agentType: null, description: 'look' }, null, 'look'],
  [{}, null, null],
  [[], null, null],
])('a .meta.json of %j says what is in it', (meta, agentType, task) => {
  const inspection = inspected(
    folder({
      'p/subagents/agent-b1.jsonl': [answer('p', 'one', side('b1'))],
      'p/subagents/agent-b1.meta.json': Buffer.from(JSON.stringify(meta)),
    }),
  );
  expect(one(inspection, 'p/b1')).toMatchObject({ agentType, task });
});

test('a .meta.json with a byte order mark is read', () => {
  const inspection = inspected(
    folder({
      'p/subagents/agent-b1.jsonl': [answer('p', 'one', side('b1'))],
      'p/subagents/agent-b1.meta.json': Buffer.from('\ufeff{"agentType":"Explore"}'),
    }),
  );
  expect(one(inspection, 'p/b1').agentType).toBe('Explore');
});

test('a log is found however deep it lies', () => {
  const deep = 'd/'.repeat(60);
  const { sessions } = inspected(folder({ [`${deep}a.jsonl`]: [answer('a', 'x')] }));
  expect(sessions.map(({ id }) => id)).toEqual(['a']);
});

// Before 2.0.30, a side-chain in the main log had no agent id: its records follow one another.
test('a side-chain that lost a record, or whose records name no parent, is one sub-agent; a second task is another', () => {
  const line = (n: number) => `0000000${n}-0000-4000-9000-000000000000`;
  const inside = (n: number, parentUuid: string | null | undefined) => ({
    isSidechain: true,
    uuid: line(n),
    parentUuid,
  });
  const call = [toolUse('Read', { file_path: '/w/x' }, 'toolu_1')];
  const told = (parents: (string | null | undefined)[], lost: number) => {
    const [a, b, c, d] = parents;
    const chain = [
      prompt('p', 'Look for it', inside(1, a)),
      answer('p', call, { more: inside(2, b) }),
      result('p', 'toolu_1', 'found', inside(3, c)),
      answer('p', 'It is there.', { more: inside(4, d) }),
    ];
    const lines = [prompt('p', 'go'), ...chain.filter((_, i) => i !== lost), answer('p', 'Done.')];
    lines.splice(3, 0, answer('p', 'Meanwhile.'));
    const { sessions } = inspected(folder({ 'p.jsonl': lines }));
    return sessions.map(({ parent, messages }) => [parent, messages]);
  };
  const chained = [null, line(1), line(2), line(3)];
  expect(told(chained, -1)).toEqual([
    [null, 2],
    ['p', 2],
  ]);
  expect(told(chained, 1)).toEqual([
    [null, 2],
    ['p', 1],
  ]);
  expect(told(chained, 2)).toEqual([
    [null, 2],
    ['p', 2],
  ]);
  expect(told([null, undefined, undefined, undefined], -1)).toEqual([
    [null, 2],
    ['p', 2],
  ]);
  const two = [1, 2].flatMap((n) => [
    prompt('p', 'Look', inside(n, null)),
    answer('p', 'Yes', { more: inside(n + 4, line(n)) }),
  ]);
  expect(inspected(folder({ 'p.jsonl': [answer('p', 'hi'), ...two] })).sessions).toHaveLength(3);
});
