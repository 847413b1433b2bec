/** What is offered of a template, in words. */
import { expect, test } from 'vitest';
import { choicesOf, leftOutWords, nameProblem, writtenWords } from '../../../src/host/claudeCode/setUpWords';
import type { Step } from '../../../src/templates/template';

const step = (path: string, action: Step['action']): Step => ({
  path,
  action,
  because: '',
  before: null,
  after: Buffer.from('x'),
});
const fresh = step('CLAUDE.md', 'create');
const there = (action: Step['action']) => step('.claude/settings.json', action);

test('what overwrites says that it writes the rest, too; one file is one file', () => {
  const [kept, forced] = [
    [fresh, there('skip')],
    [fresh, there('overwrite')],
  ];
  expect(choicesOf(kept, forced)).toEqual([
    { label: 'Write 1 new file', detail: 'CLAUDE.md', steps: kept },
    { label: 'Write them and overwrite 1 file', detail: '.claude/settings.json', steps: forced },
  ]);
  expect(choicesOf([there('skip')], [there('overwrite')]).map(({ label }) => label)).toEqual([
    'Overwrite 1 file',
  ]);
  expect(choicesOf([fresh], [fresh]).map(({ label }) => label)).toEqual(['Write 1 new file']);
});

test('what changed while the question was open is named; it was not written', () => {
  const steps = [fresh, there('overwrite'), step('x.md', 'skip')];
  expect(writtenWords(steps, ['CLAUDE.md', '.claude/settings.json'])).toBe('2 files written.');
  expect(writtenWords(steps, ['CLAUDE.md'])).toBe(
    '1 file written. Changed since the preview, so not written: .claude/settings.json.',
  );
});

test('what is left out is named; a name is looked at while it is typed', () => {
  expect(leftOutWords([])).toBe('');
  expect(leftOutWords([{ path: 'settings.local.json', because: 'x' }])).toMatch(/: settings\.local\.json$/);
  expect(nameProblem('mine', ['default'])).toBeUndefined();
  expect(nameProblem('default', ['default'])).toContain('A template of this name exists');
  expect(nameProblem('', [])).toContain('Type a name');
  expect(nameProblem('a/b', [])).toContain('cannot name a template');
});
