import { expect, test } from 'vitest';
import { answer, folder, inspected, one, result, toolUse } from '../support/logs';

// A refusal, an interruption, a sibling's failure or a benign exit code is no failure of the tool.
const ends = (
  command: string,
  content: string,
  more: Record<string, unknown> = {},
  block: Record<string, unknown> = { is_error: true },
) =>
  one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', [toolUse('Bash', { command }, 'toolu_1')]),
          result('a', 'toolu_1', content, more, block),
        ],
      }),
    ),
    'a',
  ).tools[0];

test.each([
  ['failed', 'npm test', 'Exit code 1\nfailed', {}, { errors: 1 }],
  ['tool error', 'x', '<tool_use_error>No such file</tool_use_error>', {}, { errors: 1 }],
  [
    'refused',
    'x',
    "The user doesn't want to proceed with this tool use. The tool use was rejected",
    {},
    { denied: 1 },
  ],
  ['refused, by the record', 'x', 'no', { toolDenialKind: 'permission-rule' }, { denied: 1 }],
  ['refused, by the result', 'x', 'no', { toolUseResult: 'User rejected tool use' }, { denied: 1 }],
  [
    'not allowed',
    'x',
    "Claude requested permissions to use Bash, but you haven't granted it yet.",
    {},
    { denied: 1 },
  ],
  ['blocked by a hook', 'x', 'PreToolUse:Bash hook error: no', {}, { denied: 1 }],
  [
    'refused a sub-agent',
    'x',
    'Permission for this tool use was denied. The tool use was rejected (eg. if it was a file edit).',
    {},
    { denied: 1 },
  ],
  [
    'nobody there to ask',
    'x',
    'Permission for this tool use was denied. It requires approval, and nobody can answer.',
    {},
    { denied: 1 },
  ],
  ['a part that nobody allowed', 'x', 'The following parts require approval: rm x', {}, { denied: 1 }],
  ['denied by a hook', 'x', 'Hook PreToolUse:Bash denied this tool', {}, { denied: 1 }],
  ['stopped by a hook', 'x', 'Execution stopped by PreToolUse hook: no', {}, { denied: 1 }],
  [
    'denied by the judge of auto mode',
    'x',
    'Permission for this action has been denied. Reason: it pushes to main.',
    {},
    { denied: 1 },
  ],
  [
    'not judged by auto mode',
    'x',
    'Error: claude-opus-4-8[1m] is temporarily unavailable, so auto mode cannot determine the safety of Bash',
    {},
    { denied: 1 },
  ],
  ['not judged, by the record', 'x', 'no', { toolDenialKind: 'automode-unavailable' }, { denied: 1 }],
  ['a session that ended', 'x', '[Tool call interrupted: the session ended', {}, { interrupted: 1 }],
  ['a plugin', 'x', '[Request interrupted by a plugin for tool use]', {}, { interrupted: 1 }],
  ['interrupted, by the record', 'x', 'no', { toolDenialKind: 'interrupted' }, { interrupted: 1 }],
  [
    'never begun, by the record',
    'x',
    "The user doesn't want to proceed with this tool use.",
    { toolDenialKind: 'cancelled' },
    { cancelled: 1 },
  ],
  ['interrupted', 'x', '[Request interrupted by user for tool use]', {}, { interrupted: 1 }],
  [
    'a sibling failed',
    'x',
    '<tool_use_error>Sibling tool call errored</tool_use_error>',
    {},
    { cancelled: 1 },
  ],
  [
    'an answer that was asked for again',
    'x',
    '<tool_use_error>Error: Streaming fallback - tool execution discarded</tool_use_error>',
    {},
    { cancelled: 1 },
  ],
  ['grep found nothing', 'cd src && grep -r needle .', 'Exit code 1', {}, {}],
  ['files differ', 'diff a b', 'Exit code 1\n< a', {}, {}],
  ['grep failed', 'grep x nowhere', 'Exit code 2\ngrep: nowhere: No such file', {}, { errors: 1 }],
  ['grep before the end', 'grep x a; npm test', 'Exit code 1', {}, { errors: 1 }],
])('%s', (_, command, content, more, expected) => {
  expect(ends(command, content, more)).toEqual({
    name: 'Bash',
    server: null,
    calls: 1,
    errors: 0,
    denied: 0,
    interrupted: 0,
    cancelled: 0,
    ...expected,
  });
});
test.each([[false], [undefined], [null]])('is_error %j is no failure, whatever the text', (is_error) =>
  expect(ends('x', 'Exit code 1', {}, { is_error })?.errors).toBe(0),
);
test('MCP tools name their server; hostile names are names', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', [
            toolUse('mcp__play_wright__click', {}),
            toolUse('__proto__', {}),
            toolUse('Task" >\n<parameter', {}),
          ]),
        ],
      }),
    ),
    'a',
  );
  expect(a.tools.map(({ name, server, calls }) => [name, server, calls])).toEqual([
    // A name that JavaScript keeps for itself stands in brackets (`log/names.ts`).
    ['(__proto__)', null, 1],
    ['Task" >\n<parameter', null, 1],
    ['mcp__play_wright__click', 'play_wright', 1],
  ]);
});

test('calls without an id count, each for itself', () => {
  const call = { type: 'tool_use', name: 'Read', input: { file_path: '/x' } };
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', [call, call]), answer('a', [call])] })), 'a');
  expect(a.tools).toMatchObject([{ name: 'Read', calls: 3 }]);
});
