import { expect, test } from 'vitest';
import {
  answer,
  folder,
  inspected,
  minute,
  one,
  prompt,
  result,
  signal,
  toolUse,
  uuid,
} from '../support/logs';

// A file that was read is known as long as its content is in the context, however many calls follow. An edit after a
// compaction, or after somebody else changed the file without the agent being told, rests on a stale read.
test('a read counts as long as the context', () => {
  const calls = (n: number) => Array.from({ length: n }, () => toolUse('Bash', { command: 'make' }));
  const blind = (between: number) => {
    const a = one(
      inspected(
        folder({
          'a.jsonl': [
            answer('a', [
              toolUse('Read', { file_path: '/x' }),
              ...calls(between),
              toolUse('Edit', { file_path: '/x' }),
            ]),
          ],
        }),
      ),
      'a',
    );
    return (signal(a, 'read_edit_ratio').detail['blind_edit_rate'] as { blind: number }).blind;
  };
  expect([blind(19), blind(200)]).toEqual([0, 0]);
});

const read = (path: string) => answer('a', [toolUse('Read', { file_path: path })]);
const edit = (path: string) => answer('a', [toolUse('Edit', { file_path: path })]);
const record = (type: string, more: object) => ({
  type,
  uuid: uuid(),
  sessionId: 'a',
  timestamp: minute(1),
  version: '2.1.230',
  ...more,
});

test('an edit after a compaction is on a stale read; one after the agent was told the new lines is not', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          read('/x'),
          read('/y'),
          record('attachment', { attachment: { type: 'edited_text_file', filename: '/y', snippet: '1' } }),
          edit('/x'),
          edit('/y'),
          record('system', { subtype: 'compact_boundary', compactMetadata: { trigger: 'auto' } }),
          edit('/x'),
        ],
      }),
    ),
    'a',
  );
  expect(signal(a, 'stale_edits')).toMatchObject({
    value: 1 / 3,
    evidence: [{ note: 'edited x, read before a compaction' }],
  });
});

test('what a sub-agent edited is stale for its parent', () => {
  const at = (n: number, line: object) => ({ ...line, timestamp: minute(n) });
  const child = (n: number, line: object) => at(n, { ...line, isSidechain: true, agentId: 'x1' });
  const a = one(
    inspected(
      folder({
        'projects/p/a.jsonl': [
          at(0, prompt('a', 'go')),
          at(1, read('/x')),
          at(2, answer('a', [toolUse('Agent', { prompt: 'do' }, 'toolu_agent')])),
          at(5, result('a', 'toolu_agent', 'done', { toolUseResult: { agentId: 'x1' } })),
          at(6, edit('/x')),
        ],
        'projects/p/a/subagents/agent-x1.jsonl': [
          child(3, answer('a', [toolUse('Edit', { file_path: '/x' }, 'toolu_child')])),
          child(4, result('a', 'toolu_child', 'ok')),
        ],
      }),
    ),
    'a',
  );
  expect(signal(a, 'stale_edits')).toMatchObject({ value: 1, label: '1 of 1 edits' });
});
