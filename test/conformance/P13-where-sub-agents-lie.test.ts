import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

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
