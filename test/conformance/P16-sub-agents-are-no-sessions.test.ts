import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, signal, toolUse } from '../support/logs';

// A sub-agent's task is no prompt of a person, its edits and phrases are not its parent's behaviour; its cost counts.
test('prompts and signals leave sub-agents out, totals keep their cost', () => {
  const side = { isSidechain: true, agentId: 'b1' };
  const edits = Array.from({ length: 12 }, (_, i) => toolUse('Edit', { file_path: `/f${i}` }));
  const inspection = inspected(
    folder({
      'p.jsonl': [
        prompt('p', 'go'),
        answer('p', 'ok'),
        prompt('p', 'task', { isSidechain: true }),
        answer('p', 'inline, out of scope', { more: { isSidechain: true, parentUuid: null } }),
      ],
      'p/subagents/agent-b1.jsonl': [
        prompt('p', 'do this', side),
        answer('p', edits, { more: side }),
        answer('p', 'future work', { more: side }),
      ],
    }),
  );
  const p = one(inspection, 'p');
  expect(p).toMatchObject({ prompts: 1, messages: 1 });
  expect(signal(p, 'read_edit_ratio').value).toBeNull();
  expect(signal(p, 'stop_phrase').detail).toMatchObject({ hits: 0 });
  expect(one(inspection, 'p/b1').prompts).toBe(0);
  expect(p.subAgents).toHaveLength(2);
  expect(inspection.totals).toMatchObject({ sessions: 1, subAgents: 2, messages: 4 });
});
