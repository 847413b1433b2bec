import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, type Json } from '../support/logs';

const nameOf = (lines: Json[]): unknown => {
  const { name, nameFrom } = one(inspected(folder({ 'a.jsonl': lines })), 'a');
  return { name, nameFrom };
};

test('a title goes before what was typed, a custom one before that of Claude', () => {
  const ai = { type: 'ai-title', sessionId: 'a', aiTitle: 'Mend login' };
  const custom = { type: 'custom-title', sessionId: 'a', customTitle: 'Login' };
  expect(nameOf([prompt('a', 'fix the login test'), ai])).toEqual({ name: 'Mend login', nameFrom: 'title' });
  expect(nameOf([prompt('a', 'fix the login test'), custom, ai])).toEqual({
    name: 'Login',
    nameFrom: 'title',
  });
});

test('without a title it is called by how it began', () => {
  expect(nameOf([prompt('a', 'fix the login test'), answer('a', 'x'), prompt('a', 'and now lint')])).toEqual({
    name: 'fix the login test',
    nameFrom: 'words',
  });
  const command = (name: string, args: string): Json =>
    prompt(
      'a',
      `<command-message>${name} is running…</command-message>\n<command-name>/${name}</command-name>\n<command-args>${args}</command-args>`,
    );
  expect(nameOf([command('erk:pr-address', '--pr 8528')])).toEqual({
    name: '/erk:pr-address --pr 8528',
    nameFrom: 'command',
  });
  expect(nameOf([command('model', 'opus'), prompt('a', 'add a test')])).toEqual({
    name: 'add a test',
    nameFrom: 'words',
  });
  expect(nameOf([command('model', 'opus')])).toEqual({ name: '/model opus', nameFrom: 'command' });
  expect(
    nameOf([
      prompt('a', 'Implement the following plan:\n\n# Seal secrets', { planContent: '# Seal secrets' }),
    ]),
  ).toEqual({ name: 'Plan: Seal secrets', nameFrom: 'plan' });
});

test('what nobody said gives no name', () => {
  expect(nameOf([prompt('a', 'a reminder', { isMeta: true }), answer('a', 'x')])).toEqual({
    name: null,
    nameFrom: null,
  });
});
