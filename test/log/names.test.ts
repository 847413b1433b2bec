/** No name out of a log is longer than a name, and none costs more than its length. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, cutTitle, LONGEST_NAME, LONGEST_PATH, LONGEST_TITLE } from '../../src/log/names';
import { newReading } from '../../src/session/reading';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { scan } from '../../src/signals/scan';
import { familyOf } from '../../src/usage/prices';

describe('a name is cut', () => {
  test('once, to its beginning and a mark of the whole; two that differ stay two', () => {
    expect(cut('x'.repeat(LONGEST_NAME), LONGEST_NAME)).toBe('x'.repeat(LONGEST_NAME));
    const [a, b] = [cut(`${'x'.repeat(5_000)}a`, LONGEST_NAME), cut(`${'x'.repeat(5_000)}b`, LONGEST_NAME)];
    expect(a).toHaveLength(LONGEST_NAME);
    expect(a).not.toBe(b);
    expect(cut(a, LONGEST_NAME)).toBe(a);
  });

  test('whole characters are left, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 150, maxLength: 800 }), (text) => {
        for (const short of [cut(text, LONGEST_NAME), cutTitle(text)]) {
          expect(short.length).toBeLessThanOrEqual(LONGEST_TITLE);
          expect(short.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

test('half a character is none: what the archive writes comes back as it was', () => {
  for (const text of ['\ud800', 'a\udc00b', `${'x'.repeat(500)}\ud800`, `\ud83d${'x'.repeat(500)}`]) {
    for (const name of [cut(text, LONGEST_NAME), cutTitle(text)])
      expect(Buffer.from(name).toString('utf8')).toBe(name);
  }
  expect(cut('\u{1f600}', LONGEST_NAME)).toBe('\u{1f600}');
});

const LONG = 300_000;
/** What a hostile log may put in the place of a name. */
const TEXTS: Record<string, string> = {
  brackets: '['.repeat(LONG),
  slashes: '/'.repeat(LONG),
  dots: '../'.repeat(LONG / 3),
  blanks: ' '.repeat(LONG),
  ats: '@'.repeat(LONG),
  digits: '1-'.repeat(LONG / 2),
  letters: 'claude-'.repeat(LONG / 7),
  quotes: '"'.repeat(LONG),
};

/** Records with a text in the place of each name. */
const records = (name: string): object[] => {
  const common = {
    sessionId: 's',
    timestamp: '2026-03-01T10:00:00Z',
    version: '2.1.0',
    cwd: '/w',
    gitBranch: 'main',
  };
  const answer = (more: object, message: object = {}, block: object = {}): object => ({
    ...common,
    type: 'assistant',
    uuid: 'u1',
    ...more,
    message: {
      id: 'msg_1',
      model: 'claude-sonnet-4-5',
      role: 'assistant',
      stop_reason: 'end_turn',
      content: [{ type: 'tool_use', id: 't1', name: 'Read', input: { file_path: '/w/a' }, ...block }],
      usage: { input_tokens: 1, output_tokens: 1 },
      ...message,
    },
  });
  return [
    ...[
      'sessionId',
      'uuid',
      'parentUuid',
      'requestId',
      'version',
      'cwd',
      'gitBranch',
      'permissionMode',
      'type',
      'timestamp',
    ].map((field) => answer({ [field]: name })),
    answer({ isSidechain: true, agentId: name }),
    answer({ [name]: 1 }),
    ...['id', 'model', 'stop_reason', 'role'].map((field) => answer({}, { [field]: name })),
    answer(
      {},
      {
        usage: { input_tokens: 1, output_tokens: 1, iterations: [{ type: 'advisor_message', model: name }] },
      },
    ),
    ...['id', 'name', 'type'].map((field) => answer({}, {}, { [field]: name })),
    answer({}, {}, { input: { file_path: name } }),
    answer({}, {}, { name: 'Bash', input: { command: name } }),
    answer({}, {}, { name: 'Bash', input: { command: `cat ${name}` } }),
    answer({}, {}, { name: 'Task', input: { subagent_type: name } }),
    {
      ...common,
      type: 'user',
      message: { content: [{ type: 'tool_result', tool_use_id: name, content: 'x' }] },
    },
    {
      ...common,
      type: 'user',
      message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: 'x' }] },
      toolUseResult: { agentId: name, agentType: name },
    },
    { ...common, type: 'user', message: { content: `<command-name>${name}</command-name>` } },
    { ...common, type: 'custom-title', customTitle: name },
    { ...common, type: 'ai-title', aiTitle: name },
    { ...common, type: 'summary', summary: name, leafUuid: name },
    { ...common, type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: name } },
    { ...common, type: 'attachment', attachment: { type: 'edited_text_file', filename: name } },
    {
      ...common,
      type: 'progress',
      data: { type: 'agent_progress', agentId: name, message: { type: 'user' } },
    },
  ];
};

/** Every text in a reading, keys too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield key;
    yield* textsIn(inner);
  }
}

describe.each(Object.entries(TEXTS))('%s of 300 KB in the place of each name', (_, text) => {
  test('cost their length, and nothing longer than a path is kept', () => {
    const from = process.cpuUsage();
    let kept = 0;
    for (const record of records(text)) {
      const reading = newReading('/logs/s.jsonl', null, null);
      const line = JSON.stringify(record);
      foldLine(new FoldState(reading, scan), line, 0, line.length);
      for (const one of textsIn(reading)) expect(one.length).toBeLessThanOrEqual(LONGEST_PATH);
      for (const { model } of reading.responses) familyOf(model);
      kept += reading.events.length + reading.responses.length;
    }
    familyOf(text);
    expect(kept).toBeGreaterThan(20);
    expect(process.cpuUsage(from).user / 1_000).toBeLessThan(4_000);
  });
});

test('a name that objects cannot have is another', () => {
  expect(cut('__proto__', LONGEST_NAME)).toBe('(__proto__)');
  expect(cut('__proto__2', LONGEST_NAME)).toBe('__proto__2');
});

test('the family of a model is what it was', () => {
  expect(familyOf('claude-sonnet-4-5[1m]')).toBe('claude-sonnet-4-5');
  expect(familyOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0')).toBe('claude-sonnet-4-5');
  expect(familyOf('claude-opus-4-1@20250805')).toBe('claude-opus-4-1');
  expect(familyOf('x[[1m]')).toBe('x');
  expect(familyOf('x[a]b[1m]')).toBe('x[a]b');
  expect(familyOf('x]')).toBe('x]');
});
