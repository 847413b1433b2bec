import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt } from '../support/logs';

// Teammates and worktrees bring a foreign cwd into a session, and teammates' words are not the person's.
test('the project is the first cwd; a teammate message is no prompt', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          prompt('a', 'go', { cwd: '/home/ada/app' }),
          prompt('a', '<teammate-message teammate_id="bob">hi</teammate-message>', {
            cwd: '/home/ada/app-worktree',
          }),
          answer('a', 'x', { more: { cwd: '/home/ada/app-worktree' } }),
        ],
      }),
    ),
    'a',
  );
  expect(a).toMatchObject({ project: '/home/ada/app', prompts: 1 });
});
