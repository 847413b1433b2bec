import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { expect, test } from 'vitest';
import { ReportRequest } from '../../src/questions/report';
import { writeReport } from '../../src/questions/report';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { answer, folder, inspected, prompt, result, toolUse } from '../support/logs';

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

// What is exported holds titles and paths, which came from logs: likely secrets in them are sealed.
test('a secret in a title is sealed in every export and report', () => {
  const token = ['ghp', '_', 'a1B2'.repeat(9)].join('');
  const root = folder({
    'a.jsonl': [
      prompt('a', 'go'),
      answer('a', 'Done.'),
      { type: 'ai-title', aiTitle: `Use ${token}`, sessionId: 'a' },
    ],
  });
  const { sessions } = inspected(root);
  expect(sessions[0]?.title).toContain(token);
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  for (const format of ['markdown', 'html', 'json', 'csv', 'text'] as const) {
    const request = ReportRequest.parse({ kind: 'list', format });
    const { text } = writeReport(request, {
      figures: sessions,
      session: () => null,
      rules,
      lineAt: () => null,
    });
    expect(text).not.toContain(token);
    expect(text).toContain('redacted: GitHub token');
  }
});
