/** The rows of a session for a file: whole texts, secrets redacted, without unwanted parts. Their rendering is tested in test/webview/exporting.test.ts. */
import { expect, test } from 'vitest';
import { sealRecord } from '../../src/questions/shared/sealed';
import { answer, prompt, result, toolUse } from '../support/logs';
import { call, opened } from './sessionRig';

const KEY = `ghp_${'a'.repeat(36)}`;
const ALL = { of: '', offset: 0, tools: true, thinking: true, pictures: true };

test('whole texts with secrets redacted and counted; no rows if nothing wanted is in the log', async () => {
  const { engine } = await opened([
    [prompt('a', `use ${KEY}`)],
    [answer('a', [toolUse('Bash', { command: 'seq' }, 't1')], { stop: 'tool_use' })],
    [result('a', 't1', `${'x '.repeat(20_000)}token: ${KEY}`)],
  ]);
  const told = (await engine.call('exportedSteps', { id: 'a', ...ALL }))!;
  expect(told.rows.map(({ steps }) => steps.map(({ card }) => card))).toEqual([['prompt'], ['command']]);
  expect(told.rows[1]!.steps[0]!.text).toMatchObject({ tail: '' });
  expect(JSON.stringify(told)).not.toContain(KEY);
  // In the prompt and the output; names are redacted before.
  expect(told.sealed).toBe(2);
  expect(told.next).toBeNull();
  expect(told.head.name).toContain('[redacted: GitHub token]');
  const said = (await engine.call('exportedSteps', { id: 'a', ...ALL, tools: false }))!;
  expect(said.rows.flatMap(({ steps }) => steps.map(({ card }) => card))).toEqual(['prompt']);
  expect(await engine.call('exportedSteps', { id: 'x', ...ALL })).toBeNull();
});

test('a long session is exported in parts', async () => {
  const { engine } = await opened([
    [prompt('a', 'go')],
    ...Array.from({ length: 250 }, (_, i) => call(`t${i}`, 'SomethingNew', { n: String(i) })),
  ]);
  const first = (await engine.call('exportedSteps', { id: 'a', ...ALL }))!;
  expect([first.rows.length, first.next]).toEqual([200, 200]);
  const rest = (await engine.call('exportedSteps', { id: 'a', ...ALL, offset: 200 }))!;
  expect([rest.rows.length, rest.next]).toEqual([51, null]);
});

test('a key on separate lines is redacted, and a value by its name; pictures stay unchanged', () => {
  const pem = ['+-----BEGIN PRIVATE KEY-----', '+MIIEow', '+-----END PRIVATE KEY-----'];
  const picture = { type: 'base64', media_type: 'image/png', data: KEY };
  const sealed = sealRecord({ lines: pem, input: { password: 'correct7horse' }, picture } as never);
  expect(sealed).toEqual({
    lines: ['+[redacted: private key]'],
    input: { password: '[redacted: password]' },
    picture,
  });
});
