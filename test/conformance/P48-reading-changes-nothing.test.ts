import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answer, folder, inspected, prompt } from '../support/logs';

// Reading leaves every byte, name and time as it was.
const state = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const stat = statSync(`${root}/${name}`);
      return [name, stat.mtimeMs, stat.isFile() ? readFileSync(`${root}/${name}`, 'utf8') : ''];
    });
test('the folder is the same after an inspection', () => {
  const root = folder({
    'p/a.jsonl': [prompt('a', 'x'), answer('a', 'y')],
    'p/a/subagents/agent-b.jsonl': [answer('a', 'z')],
  });
  const before = state(root);
  inspected(root);
  expect(state(root)).toEqual(before);
});
