/** The sessions that changed a file. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(1));

/** A session that does one thing with a file. */
const doing = (id: string, tool: string, input: Record<string, unknown>, failed = false) => {
  const use = toolUse(tool, input, `toolu_${id}`);
  return [
    prompt(id, 'Go'),
    answer(id, [use], { id: `m${id}`, request: `r${id}` }),
    result(id, `toolu_${id}`, failed ? 'String not found' : 'ok', {}, { is_error: failed }),
  ];
};
const edit = (file: string) => ({ file_path: file, old_string: 'a', new_string: 'b' });

test('sessions that changed the file, not those that read it, failed, changed another file, or worked elsewhere', async () => {
  const folder = tempFolder();
  const file = '/home/ada/project/a.ts';
  const logs = {
    edited: doing('edited', 'Edit', edit(file)),
    wrote: doing('wrote', 'Write', { file_path: file, content: 'x' }),
    read: doing('read', 'Read', { file_path: file }),
    failed: doing('failed', 'Edit', edit(file), true),
    other: doing('other', 'Edit', edit('/home/ada/project/b.ts')),
  };
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-home-ada-project', `${name}.jsonl`), lines);
  const { engine } = openWindow(folder, null, () => NOW);
  await engine.ready;
  const ids = async (path: string) =>
    (await engine.call('fileSessions', { path })).map(({ id }) => id).toSorted((a, b) => a.localeCompare(b));
  expect(await ids(file)).toEqual(['edited', 'wrote']);
  expect(await ids('/home/ada/project/c.ts')).toEqual([]);
  expect(await ids('/elsewhere/a.ts')).toEqual([]);
});
