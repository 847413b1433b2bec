/** Small sessions whose logs are read by a whole engine, for the questions about one session. */
import { join } from 'node:path';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import type { Engine } from '../../src/engine/engine';
import { placesOf } from '../../src/questions/shared/sources';
import { spokenItemsAt, spokenLines } from '../../src/questions/shared/transcript/spokenLines';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(1));

/** A tool call that succeeds. */
export const call = (id: string, name: string, input: Record<string, string>) => [
  answer('a', [toolUse(name, input, id)]),
  result('a', id, 'ok'),
];

export const edit = (id: string, path: string) =>
  call(id, 'Edit', { file_path: path, old_string: 'a', new_string: 'b' });

/** An engine that has read session `a` with these lines, and its log. */
export async function opened(lines: readonly unknown[], settings: object = {}) {
  const folder = tempFolder();
  const log = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(log, lines.flat() as never);
  const { engine } = openWindow(folder, null, () => NOW, settings);
  await engine.ready;
  return { engine, log };
}

/** Session `a` with one of each kind of line, not read yet. */
export function home() {
  const folder = tempFolder();
  const path = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(path, [
    prompt('a', 'first'),
    answer('a', 'Hello.'),
    prompt('a', 'second'),
    answer('a', [{ type: 'thinking', thinking: '', signature: 'x' }], { id: 'm', request: 'r', stop: null }),
    answer('a', [toolUse('Edit', { file_path: '/w/app/x.ts', old_string: 'a', new_string: 'b' }, 't1')], {
      id: 'm',
      request: 'r',
    }),
    result('a', 't1', 'not found', {}, { is_error: true }),
    answer('a', [toolUse('Write', { file_path: '/w/app/y.ts', content: 'whole' }, 't2')]),
    answer('a', 'x'.repeat(10_000)),
  ]);
  return { folder, path };
}

/** The lines of session `a` with text, and what is said on each. */
export function spokenIn(engine: Engine) {
  const { bytes, placeOf, session } = engine.view();
  const whole = session('a')!;
  return spokenLines(whole.events).map((line) => ({
    ...line,
    items: spokenItemsAt(line, bytes, placesOf(whole, placeOf)),
  }));
}
