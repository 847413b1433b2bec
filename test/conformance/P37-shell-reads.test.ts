import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal, toolUse } from '../support/logs';

// In many set-ups the shell does most of the reading. A command reads when every part of it only inspects; a test
// command or a redirection into a file disqualifies it (test/session/shell/action.test.ts has the table).
test('cat and sed -n are reads of their file, also beside another command, so the edit is not blind', () => {
  const calls = ['cat src/a.ts', "sed -n '1,9p' src/b.ts", 'rg x src', 'cat src/c.ts && npm test'].map(
    (command) => toolUse('Bash', { command }),
  );
  const edits = ['a', 'b', 'c'].map((name) =>
    toolUse('Edit', { file_path: `/home/ada/project/src/${name}.ts` }, `toolu_${name}`),
  );
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', calls), answer('a', edits)] })), 'a');
  expect(signal(a, 'read_edit_ratio').detail).toMatchObject({
    reads: 2,
    research: 1,
    other: 1,
    mutations: 3,
    blind_edit_rate: { blind: 0 },
  });
});
