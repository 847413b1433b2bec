/** Records of the kinds that are folded, for the fuzzers to break. */
import { answer, prompt, result, toolUse, type Json } from '../support/logs';

const call = toolUse('Edit', { file_path: '/w/a.ts', old_string: 'a', new_string: 'b' });
export const common = { sessionId: 's', uuid: 'u', timestamp: '2026-03-01T10:00:00Z', version: '2.1.0' };
export const RECORDS: Json[] = [
  prompt('s', 'No, that is wrong. Fix it.'),
  answer('s', [{ type: 'text', text: 'Wait, actually. Should I continue?' }, call]),
  answer('s', [{ type: 'thinking', thinking: 'hm', signature: 'abc' }], { stop: null }),
  answer('s', [toolUse('Bash', { command: 'cat /w/a.ts | head -3 && rm b' })]),
  answer('s', [toolUse('Task', { subagent_type: 'Explore', prompt: 'x' })]),
  result('s', 't1', 'ok'),
  { ...common, type: 'summary', summary: 'A title', leafUuid: 'u' },
  { ...common, type: 'custom-title', customTitle: 'Mine' },
  { ...common, type: 'queue-operation', operation: 'enqueue', content: 'and then this' },
  { ...common, type: 'queue-operation', operation: 'remove' },
  {
    ...common,
    type: 'system',
    subtype: 'compact_boundary',
    compactMetadata: { trigger: 'auto', preTokens: 5, postTokens: 1 },
  },
  {
    ...common,
    type: 'attachment',
    attachment: { type: 'queued_command', prompt: 'go on', commandMode: 'prompt' },
  },
  { ...common, type: 'attachment', attachment: { type: 'edited_text_file', filename: '/w/a.ts' } },
  {
    ...common,
    type: 'progress',
    data: {
      type: 'agent_progress',
      agentId: 'a1',
      message: { type: 'assistant', message: answer('s', 'x')['message'] },
    },
  },
  { ...common, type: 'user', isSidechain: true, agentId: 'a2', message: { content: 'x' } },
];

const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGVsbG8=' } };
const usage = {
  input_tokens: 3,
  output_tokens: 20,
  cache_creation_input_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 3 },
  server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 },
  iterations: [
    { type: 'message', input_tokens: 3, output_tokens: 20 },
    { type: 'advisor_message', model: 'claude-haiku-4-5', input_tokens: 1, output_tokens: 1 },
  ],
  speed: 'fast',
  service_tier: 'standard',
};

/** Records with parts that no figure is made of, and of which some is read all the same. */
export const WITH_MORE: Json[] = [
  answer('s', [{ type: 'text', text: 'Done — “so” ✓ 𝄞' }, call], { usage }),
  answer('s', [{ type: 'fallback', from: { model: 'claude-opus-4-6' }, to: { model: 'claude-sonnet-4-6' } }]),
  answer('s', [toolUse('Write', { file_path: '/w/b.sh', content: 'sed -i s/a/b/ c.ts\n' })]),
  {
    ...result('s', 't1', 'File created successfully'),
    toolUseResult: { type: 'create', content: 'x', structuredPatch: [] },
  },
  {
    ...result('s', 't2', 'x'),
    toolUseResult: { agentId: 'a1', agentType: 'Explore', content: [image], usage },
  },
  { ...result('s', 't3', 'x'), toolUseResult: 'Error: Exit code 1', toolDenialKind: 'user-rejected' },
  {
    ...common,
    type: 'user',
    message: {
      role: 'user',
      content: [
        image,
        { type: 'text', text: 'look at this' },
        {
          type: 'tool_result',
          tool_use_id: 't4',
          is_error: true,
          content: [image, { type: 'text', text: 'ENOENT' }],
        },
      ],
    },
    origin: { kind: 'human', more: { of: 'it' } },
    imagePasteIds: [1],
    todos: [{ content: 'x', status: 'pending' }],
    unheardOf: { deep: [1, { er: null }] },
  },
  {
    ...common,
    type: 'progress',
    data: { type: 'bash_progress', output: 'x\ny', fullOutput: 'x', elapsedTimeSeconds: 2 },
  },
  {
    ...common,
    type: 'progress',
    data: {
      type: 'agent_progress',
      agentId: 'a1',
      prompt: 'x',
      message: {
        type: 'user',
        uuid: 'u9',
        timestamp: common.timestamp,
        message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't5', content: 'x' }] },
        toolUseResult: { type: 'create', agentId: 7, filePath: '/w/a.ts' },
      },
      normalizedMessages: [{ type: 'user', message: { content: 'x' } }],
    },
  },
  {
    ...common,
    type: 'attachment',
    attachment: { type: 'file', filename: '/w/c.ts', content: { file: { content: 'x' } } },
  },
  {
    ...common,
    type: 'attachment',
    attachment: { type: 'hook_success', content: 'x', stdout: 'y', exitCode: 0 },
  },
  {
    ...common,
    type: 'attachment',
    attachment: {
      type: 'queued_command',
      prompt: [{ type: 'text', text: 'and that' }, image],
      source_uuid: 'q1',
    },
  },
  {
    ...common,
    type: 'system',
    subtype: 'api_error',
    error: { status: 529, error: { error: { message: 'Overloaded' } }, headers: { a: 'b' } },
    retryAttempt: 10,
    maxRetries: 10,
  },
  { ...common, type: 'system', subtype: 'informational', content: 'You have hit your limit · resets 3pm' },
  { ...common, type: 'cost-state', totalCostUSD: 0.5, modelUsage: { m: { inputTokens: 3, costUSD: 0.5 } } },
  {
    ...common,
    type: 'file-history-snapshot',
    messageId: 'm',
    snapshot: { trackedFileBackups: { a: { version: 1 } } },
  },
  {
    ...common,
    type: 'queue-operation',
    operation: 'enqueue',
    content: [{ type: 'text', text: 'later' }, image],
  },
  { ...common, type: 'pr-link', prNumber: 3, prUrl: 'https://github.com/a/b/pull/3', prRepository: 'a/b' },
  { ...common, type: 'never-seen', message: { role: 'user', content: 'x' }, usage: { input_tokens: 3 } },
  { ...common, type: 'artifact-version', files: [{ path: 'x' }] },
];
