import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, result, signal, toolUse } from '../support/logs';

// A Write that creates a file cannot be blind. One file has one name: relative or absolute, with or without `..`,
// Windows paths without case, notebooks by notebook_path.
const blind = (read: object, edit: [string, object], cwd = '/home/ada/project') => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', [toolUse('Read', read as Record<string, unknown>)], { more: { cwd } }),
          answer('a', [toolUse(edit[0], edit[1] as Record<string, unknown>)], { more: { cwd } }),
        ],
      }),
    ),
    'a',
  );
  return (signal(a, 'read_edit_ratio').detail['blind_edit_rate'] as { blind: number }).blind;
};
test.each([
  [
    'relative and absolute',
    { file_path: 'src/a.ts' },
    ['Edit', { file_path: '/home/ada/project/src/a.ts' }],
    undefined,
    0,
  ],
  [
    'dots',
    { file_path: '/home/ada/x/../project/a.ts' },
    ['Edit', { file_path: '/home/ada/project/a.ts' }],
    undefined,
    0,
  ],
  ['Windows case', { file_path: 'C:\\Work\\A.ts' }, ['Edit', { file_path: 'c:/work/a.ts' }], 'C:\\Work', 0],
  ['macOS case', { file_path: '/Users/Ada/A.ts' }, ['Edit', { file_path: '/Users/ada/a.ts' }], undefined, 0],
  [
    'a worktree',
    { file_path: '/r/a.ts' },
    ['Edit', { file_path: '/r/.claude/worktrees/x/a.ts' }],
    undefined,
    0,
  ],
  ['a link of macOS', { file_path: '/tmp/a.ts' }, ['Edit', { file_path: '/private/tmp/a.ts' }], undefined, 0],
  ['notebook', { notebook_path: '/n.ipynb' }, ['NotebookEdit', { notebook_path: '/n.ipynb' }], undefined, 0],
  ['another file', { file_path: '/a.ts' }, ['Edit', { file_path: '/b.ts' }], undefined, 1],
] as const)('%s', (_, read, edit, cwd, expected) =>
  expect(blind(read, edit as unknown as [string, object], cwd)).toBe(expected),
);

test('a created file is not blind, told by the result or its text', () => {
  const write = (id: string, more: object, content = 'ok') => [
    answer('a', [toolUse('Write', { file_path: `/${id}` }, id)]),
    result('a', id, content, more as Record<string, unknown>),
  ];
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          ...write('t1', { toolUseResult: { type: 'create' } }),
          ...write('t2', {}, 'File created successfully at: /t2'),
          ...write('t3', { toolUseResult: { type: 'update' } }),
        ],
      }),
    ),
    'a',
  );
  expect(signal(a, 'read_edit_ratio').detail).toMatchObject({ blind_edit_rate: { blind: 1, mutations: 3 } });
});

// Up to 2.1.220 lines that were selected in the editor stand before the prompt, later in an attachment.
test('lines selected in the editor are known', () => {
  const edited = (context: string) => {
    const log = [
      prompt('a', [
        {
          type: 'text',
          text: '<ide_opened_file>The user opened the file C:\\w\\b.ts in the IDE.</ide_opened_file>',
        },
        { type: 'text', text: context },
        { type: 'text', text: 'rename it' },
      ]),
      answer('a', [toolUse('Edit', { file_path: 'C:\\w\\a.ts' }, 't1')]),
      result('a', 't1', 'ok'),
    ];
    const a = one(inspected(folder({ 'a.jsonl': [log[0]!, ...log] })), 'a');
    expect(a.prompts).toBe(1);
    return (signal(a, 'read_edit_ratio').detail['blind_edit_rate'] as { blind: number }).blind;
  };
  const lines = (path: string) =>
    `<ide_selection>The user selected the lines 8 to 9 from ${path}:\nconst a = 1;\n\nThis may or may not be related to the current task.</ide_selection>`;
  expect(edited(lines('c:\\w\\a.ts'))).toBe(0);
  expect(edited(lines('c:\\w\\b.ts'))).toBe(1);
  expect(edited('<ide_selection>The user selected lines 1 to 2 from c:\\w\\a.ts</ide_selection>')).toBe(1);
});
