import { expect, test } from 'vitest';
import { explain, type Explained } from '../../../src/host/shared/pickPrompt';

test('words about what is typed stand below the input where VS Code has room for them', () => {
  const pick: Explained = { title: undefined, prompt: undefined };
  explain(pick, 'Show only', 'There is no such condition.');
  expect(pick).toEqual({ title: 'Show only', prompt: 'There is no such condition.' });
});

test('else after the title, also where the room is there and refused', () => {
  const without: Explained = { title: undefined };
  explain(without, 'Show only', 'First.');
  explain(without, 'Show only', 'Second.');
  expect(without).toEqual({ title: 'Show only: Second.' });

  const refusing = {
    title: undefined as string | undefined,
    get prompt(): string | undefined {
      return undefined;
    },
    set prompt(_words: string | undefined) {
      throw new Error('proposed API');
    },
  };
  explain(refusing, 'Show only', 'Third.');
  expect(refusing.title).toBe('Show only: Third.');
});
