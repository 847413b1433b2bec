import { expect, test } from 'vitest';
import { folder, inspected, one, prompt } from '../support/logs';

// The folder's name cannot be decoded (`/`, `.`, `_` and blanks all became `-`); the records' cwd is the project.
test('the cwd of the records, whatever the folder is called', () => {
  const root = folder({
    '-home-ada-my-app/a.jsonl': [
      { type: 'mode', mode: 'normal', sessionId: 'a' },
      prompt('a', 'x', { cwd: '/home/ada/my_app' }),
    ],
  });
  expect(one(inspected(root), 'a').project).toBe('/home/ada/my_app');
});
test('without a cwd the project is unknown', () => {
  expect(
    one(inspected(folder({ '-home-ada/a.jsonl': [prompt('a', 'x', { cwd: undefined })] })), 'a').project,
  ).toBeNull();
});
test('a session that moved to another folder is one', () => {
  const early = prompt('a', 'x', { uuid: 'p1' });
  const inspection = inspected(
    folder({ '-one/a.jsonl': [early], '-two/a.jsonl': [early, prompt('a', 'y')] }),
  );
  expect(inspection.sessions).toHaveLength(1);
  expect(one(inspection, 'a')).toMatchObject({ prompts: 2, file: '-one/a.jsonl', alsoIn: ['-two/a.jsonl'] });
});
