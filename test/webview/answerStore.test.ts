import { expect, test } from 'vitest';
import { answerStore } from '../../webview/shared/answerStore';

interface Answers {
  figures: string;
  rows: string;
}
function page() {
  let changes = 0;
  const one = answerStore<Answers>(() => changes++);
  return { ...one, changes: () => changes };
}

test('a failure stands until the same call is answered, whatever else is', () => {
  const { asked, failure, standing, answers, changes } = page();
  const figures = asked('figures', { range: '7d' });
  const rows = asked('rows', null);
  expect(standing('figures')).toBe('waiting');
  figures.fail('It stopped.');
  rows.take('all');
  expect([failure('figures'), failure('rows')]).toEqual(['It stopped.', null]);
  expect([standing('figures'), standing('rows')]).toEqual(['failed', 'fresh']);
  asked('figures', { range: '7d' }).take('seven');
  expect([failure('figures'), answers.figures, changes()]).toEqual([null, 'seven', 3]);
});

test('figures of other arguments are never taken for the new ones', () => {
  const { asked, failure, standing, answers } = page();
  expect(standing('figures')).toBe(null);
  const seven = asked('figures', '7d');
  const thirty = asked('figures', '30d');
  // The slower answer is of what nobody asks for any more.
  thirty.take('thirty');
  seven.take('seven');
  seven.fail('late');
  expect([answers.figures, standing('figures'), failure('figures')]).toEqual(['thirty', 'fresh', null]);
  const all = asked('figures', 'all');
  // Until it is answered the old ones stand there as such.
  expect([answers.figures, standing('figures')]).toEqual(['thirty', 'waiting']);
  all.fail('It stopped.');
  expect([answers.figures, standing('figures')]).toEqual([undefined, 'failed']);
  asked('figures', '7d');
  expect([standing('figures'), failure('figures')]).toEqual(['waiting', null]);
});

test('a refresh that fails keeps the figures and says so', () => {
  const { asked, failure, answers } = page();
  asked('figures', '7d').take('seven');
  asked('figures', '7d').fail('It stopped.');
  expect([answers.figures, failure('figures')]).toEqual(['seven', 'It stopped.']);
});
