import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { expect, test } from 'vitest';
import { answer, folder, prompt, result, toolUse } from './logs';

// Logs hold secrets. What the archive keeps of them are figures, names and places, not words: no prompt, reply,
// thinking, tool input or output.
test('a reading holds none of the texts it was made from', () => {
  const secret = 'sk-very-secret-0123456789';
  const root = folder({
    'a.jsonl': [
      prompt('a', `key ${secret}`),
      answer('a', [
        { type: 'text', text: secret },
        { type: 'thinking', thinking: secret, signature: 's' },
        toolUse('Bash', { command: `echo ${secret}` }, 'toolu_1'),
      ]),
      result('a', 'toolu_1', secret, { toolUseResult: { stdout: secret } }),
    ],
  });
  const { reading } = follow({ path: `${root}/a.jsonl`, root, sessionId: 'a', agentId: null }, null, scan);
  expect(reading.events).toHaveLength(5);
  expect(JSON.stringify(reading)).not.toContain(secret);
});
