/** A session as a file. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const KEY = `sk-ant-${'a'.repeat(40)}`;
const PEM = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow'.repeat(8), '-----END RSA PRIVATE KEY-----'].join(
  '\n',
);

test('Markdown and JSON: secrets are redacted and counted, text of tools is fenced, unwanted parts are left out', async () => {
  const folder = tempFolder();
  const log = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(log, [
    prompt('a', `Use ${KEY}\n# no heading\n[redacted: by hand]`),
    answer('a', [{ type: 'thinking', thinking: 'Hm.', signature: 's' }], { stop: null }),
    answer('a', [toolUse('Bash', { command: 'cat x' }, 't1')], { stop: 'tool_use' }),
    result('a', 't1', 'a ```` fence\u202e', {}, { is_error: true }),
    answer('a', '**Done.**'),
  ]);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const of = (format: 'markdown' | 'json', tools: boolean, thinking: boolean) =>
    engine.call('exportedSession', { id: 'a', format, tools, thinking });
  const short = (await of('markdown', false, false))!;
  expect([short.sealed, short.left]).toEqual([1, 0]);
  expect(short.content).not.toContain(KEY);
  // The id finds it again, for `claude --resume` and in other exports.
  expect(short.content.split('\n')[2]?.split(' · ').at(-1)).toBe('a');
  expect(short.content).toContain(
    '> Use [redacted: Anthropic key]\n> # no heading\n> [redacted: by hand]\n\n**Done.**',
  );
  const whole = (await of('markdown', true, true))!;
  expect(whole.content).toContain('*Thinking*\n\n```\nHm.\n```');
  expect(whole.content).toContain('*Failed*\n\n`````\na ```` fence⟨U+202E⟩\n`````');
  const json = JSON.parse((await of('json', true, false))!.content);
  expect(json.said.map(({ kind }: { kind: string }) => kind)).toEqual(['prompt', 'tool', 'result', 'reply']);
  expect(json).toMatchObject({ id: 'a', endedAt: json.said.at(-1).time });
  // A result follows its call.
  expect(json.said.map(({ tool }: { tool: string | null }) => tool)).toEqual([null, 't1', 't1', null]);
  expect(
    await engine.call('exportedSession', { id: 'x', format: 'json', tools: true, thinking: true }),
  ).toBeNull();
  rmSync(log);
  expect((await of('json', true, false))!.left).toBe(5);
});

test('a key of several lines is redacted in a quoted prompt', async () => {
  const folder = tempFolder();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), [
    prompt('a', `Use this:\n${PEM}`),
    answer('a', 'Yes.'),
  ]);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const of = (format: 'markdown' | 'json') =>
    engine.call('exportedSession', { id: 'a', format, tools: true, thinking: true });
  for (const file of [await of('markdown'), await of('json')]) {
    expect(file!.content).not.toContain('MIIEow');
    // In the prompt, and in the name derived from it.
    expect(file!.sealed).toBeGreaterThanOrEqual(1);
  }
});
