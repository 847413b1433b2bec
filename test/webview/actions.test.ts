import { expect, test } from 'vitest';
import { createActions, type ActionsParts } from '../../webview/session/actions';

test('who is led to a turn is shown it also when what shows it is still being loaded: the first one too', () => {
  const done: unknown[] = [];
  const actions = createActions({
    view: { contents: null },
    keep: (change: object) => done.push(change),
    showTurn: () => done.push('shown'),
  } as unknown as ActionsParts);
  actions.goTo(0, 'transcript');
  expect(done).toEqual([{ turn: 0, tab: 'transcript' }, 'shown']);
});
