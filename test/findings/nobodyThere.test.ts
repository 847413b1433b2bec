import { expect, test } from 'vitest';
import { asked, bash, edit, named, rings, says, typed } from './logs';

const NAME = 'nobody_there';

test.each([
  'I found two ways. Should I delete the old table?',
  'Which option do you prefer?\n\n1. Keep the cache\n2. Remove it',
  'Shall I go on with the migration? \n- yes\n- no',
  'Please let me know which branch to use.',
  "I'll wait for your approval before I go on.",
  'I need more information: which database should I migrate?',
  'Should I use another branch, or force push over main?',
  'Which database do you want me to migrate next to the main one?',
  'Should I also drop the old table?',
  '要继续吗？',
  '続けてもよろしいですか？',
])('%s', (words) => {
  expect(named([asked('migrate'), ...bash('ls', 'a'), says(words)], NAME)).toEqual([
    { severity: 'warn', open: true, sentence: 'Ended in a question that nobody is there to answer' },
  ]);
  // With a person there it is a question as any other.
  expect(rings([typed('migrate'), ...bash('ls', 'a'), says(words)], NAME)).toBe('');
});

test.each([
  'Done. All three tables were migrated.',
  'Is it safe? Yes: every row was copied.',
  'Migrated. Is there anything else you would like me to do?',
  '{"result": "ok", "question": "none"}',
  'What would you like me to work on next?',
])('not this: %s', (words) => {
  expect(rings([asked('migrate'), ...bash('ls', 'a'), says(words)], NAME)).toBe('');
});

test('not this: a question on the way', () => {
  expect(
    rings(
      [
        asked('migrate'),
        says('What is in there?', 'tool_use'),
        ...bash('ls', 'a'),
        says('Done, all rows copied.'),
      ],
      NAME,
    ),
  ).toBe('');
});

test('answered after all: repaired', () => {
  expect(
    rings([asked('migrate'), says('Should I delete it?'), asked('yes'), says('Deleted the table.')], NAME),
  ).toBe('-');
});

test.each([
  'All dependencies are updated. Would you like me to draft the release notes?',
  'Updated and committed. Want me to open a PR as well?',
  'Done. Should I also clean up the labels?',
  'Alles aktualisiert. Soll ich zusätzlich das Changelog ergänzen?',
  "C'est fait. Autre chose ?",
  'The prompt now reads: "Do you want to continue?"',
])('not this after the work: “%s”', (words) => {
  expect(rings([asked('go'), ...edit('/home/ada/project/package.json'), says(words)], NAME)).toBe('');
});

test('an offer before anything was done, and a question in the middle of the work, ring', () => {
  expect(rings([asked('go'), says('Three are outdated. Would you like me to update them?')], NAME)).toBe('!');
  for (const words of [
    'Batch one is done. Shall I go on with the next batch?',
    'Should the tickets of 2023 be closed, too?',
    '10 of 30 files are migrated. Would you like me to continue?',
  ])
    expect(rings([asked('go'), ...edit('/home/ada/project/a.ts'), says(words)], NAME)).toBe('!');
  const half = says('The migration needs downtime. Do you want to run it now or tonight?');
  expect(rings([asked('go'), ...edit('/home/ada/project/a.sql'), half], NAME)).toBe('!');
});

test('who was spoken to again after a turn may be answered again', () => {
  const spoken = [asked('go'), says('Two of three are done.'), asked('and the third?')];
  expect(rings([...spoken, says('Which database should the third use?')], NAME)).toBe('');
  expect(rings([asked('go'), asked('with care'), says('Which database should it use?')], NAME)).toBe('!');
});

test.each([
  'It is a parser of dates. Would you like me to go deeper?',
  'Three of nine are outdated: a, b, c. Should I explain what changed in them?',
  'Findings:\n1. parser.ts:4: the cast hides an error.\n2. parser.ts:9: why is this not read-only?',
  'Findings:\n1. a.py:12 sleeps in the request path. Is this intended?\n2. b.py:3: unused import.',
  'Findings:\n- a.ts reads twice\n- b.ts: what happens on an empty file?',
  'Tired of slow parsers? Try ours. Who needs more?',
])('not this: nobody is asked, “%s”', (words) => {
  expect(rings([asked('look'), ...bash('ls', 'a'), says(words)], NAME)).toBe('');
});

test.each([
  'I found the cause. Would you like me to fix it?',
  'Before I start, some questions:\n1. Which database?\n2. How much downtime is fine?',
  'Two things are unclear:\n- the target\n- is the old table still read?',
  'The branch is behind. Ready to merge?',
  'Two points:\n1. Should I drop the old table?\n2. The cache is stale.',
  'Which one should it be?\n1. the table\n2. the cache',
  'There are two causes:\n1. the clock\n2. the cache: should I clear it?',
])('an answer is needed: “%s”', (words) => {
  expect(rings([asked('look'), ...bash('ls', 'a'), says(words)], NAME)).toBe('!');
});

test.each([
  'The guide has 3,000 words. Should I translate all of it?',
  'The file is not there. Shall I draft it from the code?',
  'There are 40 files. Do you want me to format all of them?',
])('the work itself is asked about: “%s”', (words) => {
  expect(rings([asked('look'), ...bash('ls', 'a'), says(words)], NAME)).toBe('!');
});

test.each([
  'Three branches are stale. Delete them?',
  'The script is written. What is the production URL?',
  'I need one thing to go on. What is the name of the new table?',
  'I found two configurations. Is the second still used?',
])('a question in few words wants an answer: “%s”', (words) => {
  expect(rings([asked('look'), ...bash('ls', 'a'), says(words)], NAME)).toBe('!');
});
