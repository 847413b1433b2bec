import { expect, test } from 'vitest';
import { answer, folder, inspected, one, result, toolUse } from '../support/logs';

// Sub-agents start sub-agents, and no record tells the depth: all lie in the main session's folder and belong to it.
// The tool that starts them was Task and is now Agent; its input or result names the type.
test.each(['Task', 'Agent'])(
  'a nested sub-agent belongs to the session, its type comes from the %s call',
  (tool) => {
    const side = (agentId: string) => ({ isSidechain: true, agentId });
    const inspection = inspected(
      folder({
        'p.jsonl': [
          answer('p', [toolUse(tool, { subagent_type: 'Plan', prompt: 'x' }, 'toolu_1')]),
          result('p', 'toolu_1', 'done', { toolUseResult: { status: 'completed', agentId: 'b1' } }),
        ],
        'p/subagents/agent-b1.jsonl': [
          answer('p', [toolUse(tool, { prompt: 'y' }, 'toolu_2')], { more: side('b1') }),
          result('p', 'toolu_2', 'done', {
            toolUseResult: { status: 'completed', agentId: 'b2', agentType: 'Explore' },
            ...side('b1'),
          }),
        ],
        'p/subagents/agent-b2.jsonl': [answer('p', 'deep', { more: side('b2') })],
      }),
    );
    expect(one(inspection, 'p').subAgents).toEqual(['p/b1', 'p/b2']);
    expect([one(inspection, 'p/b1').agentType, one(inspection, 'p/b2').agentType]).toEqual([
      'Plan',
      'Explore',
    ]);
  },
);

test.each([
  ['p', 'agent-b1', 'p'],
  ['00000000-0000-4000-8000-00000000000a', 'b1', '00000000-0000-4000-8000-00000000000a'],
])('also one that lies in the folder of the sub-agent that started it: %s, %s', (session, own, expected) => {
  const nested = `${session}/subagents/${own}/subagents/workflows/wf_1/agent-b2.jsonl`;
  const inspection = inspected(
    folder({
      [`${session}.jsonl`]: [answer(session, 'top')],
      [`${session}/subagents/agent-b1.jsonl`]: [answer(session, 'side', { more: { isSidechain: true } })],
      [nested]: [answer(session, 'deep', { more: { isSidechain: true } })],
    }),
  );
  expect(inspection.sessions.map(({ id }) => id)).toEqual([expected, `${expected}/b1`, `${expected}/b2`]);
});
