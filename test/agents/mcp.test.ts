/** The MCP server line by line: handshake and revisions, requests, notifications, and lines that are none. */
import { expect, test } from 'vitest';
import { LONGEST_LINE, mcpServer } from '../../src/agents/mcp';
import type { Asking } from '../../src/agents/tools/index';

const errors: unknown[] = [];
const found = { rows: [], total: 0, tasks: true, error: null };
const serverWith = (ask: (name: string) => unknown = () => found) =>
  mcpServer({
    version: '1.2.3',
    onError: (error) => errors.push(error),
    asking: async () => ({
      ask: (async (name: string) => ask(name)) as Asking['ask'],
      address: (id) => `vscode://v/${id}`,
      now: () => 0,
    }),
  });
const server = serverWith();

const told = async (line: string, to = server): Promise<unknown> => {
  const answer = await to.take(line);
  expect(answer ?? '').not.toContain('\n');
  return answer === null ? null : (JSON.parse(answer) as unknown);
};
const request = (method: string, params?: object, id: unknown = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
const inVersion = (version: string) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
});
const error = (code: number, id: unknown = 1) => ({ jsonrpc: '2.0', id, error: { code } });

test.each([
  ['2024-11-05', '2024-11-05'],
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['2025-11-25', '2025-11-25'],
  ['2026-07-28', '2025-11-25'],
  ['1900-01-01', '2025-11-25'],
])('initialize in %s is answered in %s', async (asked, spoken) => {
  expect(
    await told(request('initialize', { protocolVersion: asked, capabilities: {}, clientInfo: {} })),
  ).toMatchObject({
    jsonrpc: '2.0',
    id: 1,
    result: {
      protocolVersion: spoken,
      capabilities: { tools: {} },
      serverInfo: { name: 'vigil', version: '1.2.3' },
    },
  });
});

test('without a handshake each request names its revision; an unknown one is refused with the list of known ones', async () => {
  expect(await told(request('server/discover', inVersion('2026-07-28')))).toMatchObject({
    result: {
      resultType: 'complete',
      supportedVersions: ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'],
      capabilities: { tools: {} },
      cacheScope: 'private',
      ttlMs: 3_600_000,
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'vigil' } },
    },
  });
  // The probe of a client that speaks both.
  expect(await told(request('server/discover'))).toMatchObject({ result: { resultType: 'complete' } });
  expect(await told(request('tools/list', inVersion('2026-07-28')))).toMatchObject({
    result: { resultType: 'complete', cacheScope: 'private' },
  });
  expect(
    await told(request('tools/call', { name: 'vigil_sessions', ...inVersion('2026-07-28') })),
  ).toMatchObject({ result: { resultType: 'complete', content: [{ type: 'text' }] } });
  expect(await told(request('tools/list', inVersion('2031-01-01')))).toMatchObject({
    error: {
      code: -32022,
      data: { requested: '2031-01-01', supported: expect.arrayContaining(['2026-07-28']) as unknown },
    },
  });
});

test('after a handshake, answers contain nothing of newer revisions', async () => {
  const { result } = (await told(request('tools/list'))) as { result: { tools: object[] } };
  expect(Object.keys(result)).toEqual(['tools']);
  expect(result.tools).toHaveLength(4);
  expect(result.tools[0]).toMatchObject({
    name: 'vigil_sessions',
    inputSchema: { type: 'object', properties: { query: { type: 'string' } } },
    annotations: { readOnlyHint: true, openWorldHint: false },
  });
  expect(await told(request('ping', undefined, 'a'))).toEqual({ jsonrpc: '2.0', id: 'a', result: {} });
});

test('errors of a tool go to the model, invalid requests to the client', async () => {
  expect(
    await told(request('tools/call', { name: 'vigil_sessions', arguments: { limit: 'many' } })),
  ).toMatchObject({
    result: { isError: true, content: [{ text: expect.stringContaining('limit') as unknown }] },
  });
  const failing = serverWith(() => {
    throw new Error('The archive could not be used.');
  });
  expect(await told(request('tools/call', { name: 'vigil_sessions' }), failing)).toMatchObject({
    result: { isError: true, content: [{ text: 'The archive could not be used.' }] },
  });
  expect(errors).toHaveLength(1);
  expect(await told(request('tools/call', { name: 'rm' }))).toMatchObject(error(-32602));
  expect(await told(request('tools/call', { name: 'vigil_usage', arguments: [] }))).toMatchObject(
    error(-32602),
  );
  expect(await told(request('tools/call'))).toMatchObject(error(-32602));
  expect(await told(request('initialize', {}))).toMatchObject(error(-32602));
  expect(await told(request('resources/list'))).toMatchObject(error(-32601));
});

test.each([
  ['no JSON', 'hello', -32700],
  ['half of it', '{"jsonrpc":"2.0","id":1', -32700],
  ['a list: batches went with 2025-06-18', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
  ['another protocol', '{"id":1,"method":"ping"}', -32600],
  ['an id that is none', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
  ['a number', '1', -32600],
  ['longer than any request', `"${'x'.repeat(LONGEST_LINE)}"`, -32600],
])('%s', async (_, line, code) => {
  expect(await told(line)).toMatchObject(error(code, null));
});

test.each([
  ['an empty line', ''],
  ['a notification', '{"jsonrpc":"2.0","method":"notifications/initialized"}'],
  ['a notification nobody knows', '{"jsonrpc":"2.0","method":"x"}'],
  ['an answer to nothing we asked', '{"jsonrpc":"2.0","id":7,"result":{}}'],
])('%s is not answered', async (_, line) => {
  expect(await server.take(line)).toBeNull();
});

test('a cancelled request gets no answer; others do', async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const slow = serverWith(() => gate.then(() => found));
  const waiting = slow.take(request('tools/call', { name: 'vigil_sessions' }, 5));
  const other = slow.take(request('tools/call', { name: 'vigil_sessions' }, 6));
  expect(await told(request('ping', undefined, 7), slow)).toMatchObject({ id: 7 });
  await slow.take('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}');
  go();
  expect(await waiting).toBeNull();
  expect(await other).toContain('"id":6');
});
