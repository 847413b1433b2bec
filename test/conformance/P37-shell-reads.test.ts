import { expect, test } from 'vitest';
import { fileEdited } from '../../src/session/shell/touches';
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

// A command edits when a part of it writes the agent's own words into a file. What a program printed is not its words, and no edit.
test.each([
  ["sed -i 's/a/b/' src/a.ts", 'src/a.ts'],
  ["perl -i -pe 's/a/b/' src/a.ts", 'src/a.ts'],
  ["cat > src/a.ts <<'EOF'\nlet a = 1;\nEOF", 'src/a.ts'],
  ['echo done >> notes.md && make', 'notes.md'],
  ['make && printf x > a.txt && echo y > b.txt', 'a.txt'],
  ['patch src/a.ts < fix.diff', 'src/a.ts'],
  ["python3 - <<'EOF'\nopen('a.py', 'w').write('x')\nEOF", 'a.py'],
  ['make > build.log', null],
  ['make | tee build.log', null],
  ['npm test 2>&1 | cat > out.txt', null],
  ['python3 -c "print(open(\'a.py\').read())"', null],
  ['npm run format', null],
])('%s', (command, edited) => expect(fileEdited(command)).toBe(edited));

// Three edits: the one by command counts, and is not blind, as it states what it does; nor is the one of /y after it. /x was never
// seen: that edit is blind.
test('edits by commands count among edits, and are not blind', () => {
  const calls = [
    toolUse('Bash', { command: "sed -i 's/a/b/' /y" }),
    toolUse('Bash', { command: 'make > build.log' }),
    toolUse('Edit', { file_path: '/x' }),
    toolUse('Edit', { file_path: '/y' }),
  ];
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', calls)] })), 'a');
  expect(signal(a, 'read_edit_ratio').detail).toMatchObject({
    mutations: 3,
    other: 1,
    edit_calls: 3,
    write_calls: 0,
    blind_edit_rate: { blind: 1, mutations: 3 },
  });
});
