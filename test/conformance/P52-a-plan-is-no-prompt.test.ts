import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt } from '../support/logs';

// When a plan is accepted Claude Code may begin the work by putting it in as a message. Nobody typed that.
const PLAN = '# Plan\n\n1. Rename it.\n';

test('a session that begins with an accepted plan', () => {
  const logs = join(import.meta.dirname, '../fixtures/cases/plan-starts-as-prompt/logs');
  expect(one(inspected(logs), '22222222-0000-4000-8000-000000000006')).toMatchObject({
    prompts: 1,
    scriptedPrompts: 0,
    messages: 2,
  });
});
test('it is known by its field, whatever the words and whoever is named', () => {
  for (const [words, more] of [
    [`Implement the following plan:\n\n${PLAN}`, {}],
    [`Bitte setze diesen Plan um:\n\n${PLAN}`, {}],
    [PLAN, { origin: { kind: 'human' }, promptSource: 'typed' }],
    [[{ type: 'text', text: PLAN }], { promptSource: 'sdk', entrypoint: 'claude-vscode' }],
    [PLAN, { promptSource: 'sdk', entrypoint: 'sdk-py' }],
  ] as const) {
    const a = one(
      inspected(
        folder({ 'a.jsonl': [prompt('a', words, { planContent: PLAN, ...more }), answer('a', 'ok')] }),
      ),
      'a',
    );
    expect([words, a.prompts, a.scriptedPrompts]).toEqual([words, 0, 0]);
  }
});
test('the same words typed are a prompt, and so is a record whose plan is empty or no text', () => {
  for (const more of [
    {},
    { planContent: '' },
    { planContent: ' \n' },
    { planContent: null },
    { planContent: [PLAN] },
  ]) {
    const a = one(
      inspected(folder({ 'a.jsonl': [prompt('a', `Implement the following plan:\n\n${PLAN}`, more)] })),
      'a',
    );
    expect([more, a.prompts]).toEqual([more, 1]);
  }
});
