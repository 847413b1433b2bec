import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { leanList, newTexts } from '../../src/session/lean';
import { tempFolder } from '../support/tempFolder';

test('empty lists are one frozen object', () => {
  expect(leanList([])).toBe(leanList([]));
  expect(() => leanList<number>([]).push(1)).toThrow(TypeError);
  expect(leanList([{ fact: 'commits', value: 'x' }])).toEqual([{ fact: 'commits', value: 'x' }]);
});

test('texts are unchanged, including lone surrogates', () => {
  const one = newTexts();
  for (const text of ['', 'a', '\ud800', 'src/ä.ts', '__proto__', '\u2028"\\']) expect(one(text)).toBe(text);
});

/** Reads `lines` records into a reading and prints the bytes it keeps a line, in a process that can collect garbage. */
const MEASURE = `
  import { foldLine } from './src/session/fold/fold';
  import { FoldState } from './src/session/fold/state';
  import { newReading } from './src/session/reading';
  import { scan } from './src/signals/scan';
  const [kind, lines] = [process.argv[2], Number(process.argv[3])];
  const reading = newReading('/p/s.jsonl', 's', null);
  const state = new FoldState(reading, scan);
  const hex = (n, length) => n.toString(16).padStart(length, '0');
  const long = kind === 'long' ? 'words that nobody keeps and that are many '.repeat(100) : '';
  let at = 0;
  const record = (i, one) => {
    const text = JSON.stringify({ ...one, uuid: '0b70a14e-1e15-4aa9-84bd-' + hex(i, 12), sessionId: 's',
      timestamp: new Date(Date.UTC(2026, 0, 5) + i * 1000).toISOString() });
    foldLine(state, text, at, text.length);
    at += text.length + 1;
  };
  const pair = (i) => {
    const id = 'toolu_01' + hex(i, 16);
    const command = 'cat /home/me/code/app/src/part/file' + (i % 50) + '.ts # ' + long;
    const usage = { input_tokens: 4, output_tokens: 90, cache_read_input_tokens: 20000 + i };
    record(i, { type: 'assistant', requestId: 'req_01' + hex(i, 16), message: { id: 'msg_01' + hex(i, 16), role: 'assistant',
      model: 'claude-opus-4-6', stop_reason: 'tool_use', usage,
      content: [{ type: 'tool_use', id, name: 'Bash', input: { command } }] } });
    record(i + 1, { type: 'user', message: { role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, content: 'No such file: /home/me/code/app/missing' + (i % 50) + '.ts\\n' + long }] } });
  };
  for (let i = 0; i < 2000; i += 2) pair(i);
  const kept = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
  const before = kept();
  for (let i = 2000; i < 2000 + lines; i += 2) pair(i);
  const after = kept();
  console.log(JSON.stringify({ events: reading.events.length, perLine: (after - before) / lines }));
  foldLine(state, '', 0, 0);
`;

test.for([['short'], ['long']])(
  'a %s line of a call or its result costs memory that does not depend on its length',
  ([kind = '']) => {
    const folder = tempFolder();
    const outfile = join(folder, 'measure.cjs');
    buildSync({
      stdin: { contents: MEASURE, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      logLevel: 'error',
    });
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', outfile, kind, '20000'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { events, perLine } = JSON.parse(stdout) as { events: number; perLine: number };
    expect(events).toBe(22_000);
    expect(perLine).toBeGreaterThan(100);
    expect(perLine).toBeLessThan(650);
  },
);
