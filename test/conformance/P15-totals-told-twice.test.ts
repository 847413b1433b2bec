import { expect, test } from 'vitest';
import { answer, folder, inspected, one, result, toolUse } from '../support/logs';

// The parent's log repeats a sub-agent's totals (toolUseResult) and, up to 2.1.63, its messages (progress). They are
// never added to what the sub-agent's own file says; when that file is missing they are all there is.
const call = toolUse('Task', { subagent_type: 'Explore', prompt: 'x' }, 'toolu_1');
const report = result('p', 'toolu_1', 'done', {
  toolUseResult: { status: 'completed', agentId: 'b1', totalTokens: 99_999, usage: { output_tokens: 500 } },
});
const own = answer('p', 'sub', {
  id: 'msg_0000000009',
  request: 'req_9',
  usage: { output_tokens: 77 },
  more: { isSidechain: true, agentId: 'b1' },
});
const progress = {
  type: 'progress',
  sessionId: 'p',
  timestamp: '2026-08-01T10:00:00.000Z',
  data: { type: 'agent_progress', agentId: 'b1', prompt: 'x', message: { ...own, type: 'assistant' } },
};

test('file and progress records together count once', () => {
  const inspection = inspected(
    folder({ 'p.jsonl': [answer('p', [call]), progress, report], 'p/subagents/agent-b1.jsonl': [own] }),
  );
  expect(one(inspection, 'p').usage).toMatchObject([{ requests: 1, output: 10 }]);
  expect(one(inspection, 'p/b1')).toMatchObject({
    messages: 1,
    copies: 0,
    usage: [{ requests: 1, output: 77 }],
  });
  expect(inspection.totals.messages).toBe(2);
});
test('progress records alone make the sub-agent', () => {
  const copy = { ...progress, gitBranch: 'topic', version: '2.1.40' };
  const inspection = inspected(folder({ 'p.jsonl': [answer('p', [call]), copy, report] }));
  expect(one(inspection, 'p').messages).toBe(1);
  expect(one(inspection, 'p/b1')).toMatchObject({
    parent: 'p',
    gitBranches: ['topic'],
    claudeVersions: ['2.1.40'],
    messages: 1,
    agentType: 'Explore',
    usage: [{ output: 77 }],
  });
});
