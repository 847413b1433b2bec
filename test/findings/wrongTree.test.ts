import { expect, test } from 'vitest';
import type { Lines } from '../support/logs';
import { bash, call, named, read, rings, says, typed } from './logs';

const NAME = 'wrong_tree';
const HOME = '/home/ada/project';
const GONE = 'File does not exist.';
const task = typed('Review src/parser.ts and src/lexer.ts for mistakes.');
const miss = (file: string) => read(`${HOME}/${file}`, GONE, true);
const both = [...miss('src/parser.ts'), ...miss('src/lexer.ts')];
const concludes = says('Both files look fine: no mistakes were found.');

test('none of the named files is there, and it concludes', () => {
  expect(named([task, ...both, concludes], NAME)).toEqual([
    {
      severity: 'warn',
      open: true,
      sentence:
        'Could open none of the files the task names (parser.ts and others), and concluded all the same',
    },
  ]);
});

test.each<[string, string]>([
  ['There are no problems with the two files.', '!'],
  ['There is no file of that name here.', ''],
  ['There is no `src/parser.ts` in this checkout.', ''],
  ['There are no such files.', ''],
])('of a missing file or not: “%s”', (words, expected) => {
  expect(rings([task, ...both, says(words)], NAME)).toBe(expected);
});

test('one named file is enough, and the shell counts', () => {
  expect(rings([typed('Explain src/parser.ts'), ...miss('src/parser.ts'), concludes], NAME)).toBe('!');
  expect(
    rings(
      [
        typed('Explain src/parser.ts'),
        ...bash('cat src/parser.ts', 'Exit code 1\ncat: src/parser.ts: No such file or directory', true),
        concludes,
      ],
      NAME,
    ),
  ).toBe('!');
});

test('on Windows too, by the name of the file alone', () => {
  const path = (file: string): string => `C:\\Users\\ada\\project\\src\\${file}`;
  const gone = ['parser.ts', 'lexer.ts'].flatMap((file) => read(path(file), GONE, true));
  expect(named([task, ...gone, concludes], NAME)).toEqual(named([task, ...both, concludes], NAME));
  expect(rings([task, ...gone, ...read(path('lexer.ts')), concludes], NAME)).toBe('');
});

test.each<[string, Lines]>([
  ['one was opened', [...miss('src/parser.ts'), ...read(`${HOME}/src/lexer.ts`), concludes]],
  ['found under another path', [...both, ...read(`${HOME}/packages/core/src/parser.ts`), concludes]],
  [
    'opened on another branch',
    [...both, ...bash('git show main:src/parser.ts', 'export const a = 1'), concludes],
  ],
  [
    'shown by a search',
    [...both, ...call('Grep', { pattern: 'x', output_mode: 'content' }, 'app/src/parser.ts:3:x'), concludes],
  ],
  ['never looked for', [...bash('ls', 'a'), concludes]],
  [
    'written by it',
    [
      ...both,
      ...call('Write', { file_path: `${HOME}/src/parser.ts`, content: 'x' }, 'File created successfully'),
      concludes,
    ],
  ],
  ['no conclusion', both],
])('not this: %s', (_, lines) => {
  expect(rings([task, ...lines], NAME)).toBe('');
});

test('not this: a task that names no file', () => {
  expect(rings([typed('Review it.'), ...both, concludes], NAME)).toBe('');
});

test('opened in a later turn: repaired', () => {
  expect(
    rings(
      [
        task,
        ...both,
        concludes,
        typed('look in core'),
        ...read('/home/ada/core/src/parser.ts'),
        says('Read it.'),
      ],
      NAME,
    ),
  ).toBe('-');
});

test.each([
  'src/parser.ts does not exist in this checkout. Which branch do you mean?',
  "I couldn't find src/parser.ts anywhere, so I did not review anything.",
  'Die Datei src/parser.ts gibt es in diesem Checkout nicht.',
  "Le fichier src/parser.ts n'existe pas ici.",
  'src/parser.ts 不存在，请确认分支。',
  'It had been deleted already.',
])('not this: it says so itself: “%s”', (words) => {
  expect(rings([typed('Explain src/parser.ts'), ...miss('src/parser.ts'), says(words)], NAME)).toBe('');
});

test('a report that rests on what is missing rings', () => {
  const report = says(
    `Review: src/parser.ts does not exist, so nothing is parsed. ${'No rule holds. '.repeat(60)}`,
  );
  expect(rings([typed('Review src/parser.ts'), ...miss('src/parser.ts'), report], NAME)).toBe('!');
});

test.each([
  'Follow CONTRIBUTING.md if there is one, and rename foo to bar.',
  'If there is a CONTRIBUTING.md follow it; rename foo to bar.',
  'Why does it say "cannot find module ./CONTRIBUTING.md"?',
  'CONTRIBUTING.md was deleted last week. What is to be done?',
])('not this: a file that need not be there, “%s”', (words) => {
  expect(rings([typed(words), ...miss('CONTRIBUTING.md'), concludes], NAME)).toBe('');
});

test.each([
  'Follow CONTRIBUTING.md and rename foo to bar.',
  'Is anything missing? Look at CONTRIBUTING.md.',
  'Find out what CONTRIBUTING.md says of names, if anything is unclear ask.',
])('a file that is to be there: “%s”', (words) => {
  expect(rings([typed(words), ...miss('CONTRIBUTING.md'), concludes], NAME)).toBe('!');
});

test.each([
  'Fix the missing import in CONTRIBUTING.md',
  'Add the missing parts of CONTRIBUTING.md',
  'Check if CONTRIBUTING.md handles forks.',
  'See if the rule is in CONTRIBUTING.md',
  'Cut CONTRIBUTING.md if it is too long.',
  'Why was the list removed from CONTRIBUTING.md?',
])('what is missing is something else: “%s”', (words) => {
  expect(rings([typed(words), ...miss('CONTRIBUTING.md'), concludes], NAME)).toBe('!');
});

test.each([
  'Read CONTRIBUTING.md if it exists.',
  'Restore the deleted file CONTRIBUTING.md',
  'See whether CONTRIBUTING.md exists.',
  'I removed a/README.md and CONTRIBUTING.md. Mend the links.',
])('a file that may be missing: “%s”', (words) => {
  expect(rings([typed(words), ...miss('CONTRIBUTING.md'), concludes], NAME)).toBe('');
});
