import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { READING_VERSION } from '../../src/session/reading';
import { customPhrases, CustomPhrase } from '../../src/signals/customPhrase';
import { CAREFUL_PHRASES, PLAIN_PHRASES } from '../../src/signals/phrases';
import { Prefiltered } from '../../src/session/prefilter/prefiltered';
import { scan as scanBoth, scanFor, scannerFor } from '../../src/signals/scan';
import { LANGUAGES } from '../../src/signals/words/all';

const scan = scannerFor(PLAIN_PHRASES);

const found = (text: string) => scan(text).map(({ phrase }) => phrase);

test.each(PLAIN_PHRASES.map(({ text, list }) => [text, list]))(
  '“%s” is found in a sentence, whatever its case',
  (text, list) => {
    const marks = scan(`So, ${text.toUpperCase()} is what it says.`);
    expect(marks.map(({ phrase }) => phrase)).toContain(text);
    expect(marks.find(({ phrase }) => phrase === text)).toMatchObject({ list, index: 4 });
  },
);

test.each([
  ['factually', []],
  ['actually_x', []],
  ['an out-of-scope item', []],
  ['No, wait', []],
  ['autocorrection: x', ['correction:']],
  ['hmm actually, no', ['hmm actually']],
  ['a pre-existing issue', ['pre-existing']],
  ['let’s pause here', ["let's pause here"]],
  ['out  of\u00a0scope', ['out of scope']],
  ['future\nwork', ['future work']],
  ['Actually. Actually?', ['actually', 'actually']],
  ['eactually', []],
  ['éactually', []],
])('%s', (text, expected) => expect(found(text)).toEqual(expected));

test('own phrases as word, substring and regex', () => {
  const own = { list: 'stop', by: 'plain', category: 'custom', intent: '' } as const;
  const scanOwn = scannerFor([
    { ...own, text: 'leave it', mode: 'word' },
    { ...own, text: 'skip', mode: 'substring' },
    { ...own, text: 'to-?do', mode: 'regex' },
  ]);
  expect(scanOwn('Leave it. Skipping; a TODO and a to-do').map(({ phrase }) => phrase)).toEqual([
    'leave it',
    'skip',
    'to-?do',
    'to-?do',
  ]);
});

test('a phrase with groups of its own does not lend its name to another', () => {
  const own = { list: 'stop', by: 'plain', category: 'custom', intent: '' } as const;
  const scanOwn = scannerFor([
    { ...own, text: '(not|never) my (job|bug)', mode: 'regex' },
    { ...own, text: 'later', mode: 'word' },
    { ...own, text: 'soon', mode: 'word' },
  ]);
  expect(scanOwn('Later or soon: never my bug').map(({ phrase, index }) => [phrase, index])).toEqual([
    ['later', 0],
    ['soon', 9],
    ['(not|never) my (job|bug)', 15],
  ]);
});

test('a phrase that matches nothing at all marks nothing', () => {
  const scanOwn = scannerFor([
    { list: 'loop', by: 'plain', category: 'c', intent: '', text: 'x*', mode: 'regex' },
  ]);
  expect(scanOwn('a😀xx😀').map(({ index }) => index)).toEqual([3]);
  expect(scannerFor([])('future work')).toEqual([]);
});

test('a text gives at most 1,000 marks, and the next text starts afresh', () => {
  expect(scan('Oh wait. '.repeat(1_200))).toHaveLength(1_000);
  expect(found('oh wait')).toEqual(['oh wait']);
});

const SAID_EVERY_WAY = [
  'Hmm, why is it red?',
  'For the third time, use tabs.',
  'Again?!',
  'the function name is fetchAll, not fetch_all',
  'you’re editing the generated file, edit the template',
  'you only did the first of the three',
  'please put the imports back where they were',
  'it worked before your change',
  'this breaks the mobile layout',
  'we already have a helper for this, use that',
  'hardcoding the url is not ok',
  'my changes in app.ts are gone',
  'too complicated. just a loop please',
  'again the wrong indentation',
  'it was meant to be optional',
  'I don’t want a new file, add it to the existing one',
  'your regex also matches empty strings',
  'It renders, but slowly, but it renders',
  'but the order matters',
  'you should not have a look at it',
  'you used the old API',
  'you misspelled the company name',
  'now the login fails',
  'put it back',
  'your fix does not handle windows paths',
  'that function does not exist in v3',
  'we don’t use yarn here, use pnpm',
  'the icon is upside down now',
  'fine, but please undo that',
  'it looks odd, please undo that',
  'That is not introduced by this commit.',
  'Those errors are unrelated to my edits.',
  'A pre-existing flaky test error.',
  'They were failing before my change.',
  'It is not our responsibility.',
  'Would you prefer that I do it?',
  'Want me to push?',
  'Would you like to proceed?',
  'May I push?',
  'Tell me whether you would prefer me to do it.',
  'It starts once you approve.',
  'Sounds right?',
  'Ready to go ahead?',
  'A convenient break point.',
  'A logical place to pause.',
  'I will pause there.',
  'Good enough for now.',
  'We finish the rest tomorrow.',
  'It remains an accepted limitation.',
  'I leave that for a follow-up.',
  'The bug seems beyond scope.',
  'The fix could be its own follow-up project.',
  'Given length of this session, no.',
  'We are out of tokens.',
  'The context window is nearly full.',
  'Start a separate chat.',
  'The conversation has gotten quite long.',
  'I stop to conserve context.',
  'Hold on, wait.',
  'Well, actually, no.',
  'Let me back up.',
  'On second thoughts, no.',
  'Never mind.',
  'Self-correction: no.',
  'This was incorrect.',
  'My apologies.',
  'I rushed this.',
  'I introduced a regression.',
  'I shouldn’t have done it.',
  'I got the paths backwards.',
  'That was sloppy.',
  'The simplest way.',
  'I can do it if you like.',
  'Let me know if you want it.',
  'A long-standing error, so I left it.',
  'It is not this change to fix.',
  'I had it backwards.',
  'I misread it.',
  'I missed it.',
  'A bug I introduced.',
  'My change broke it.',
  'I should just use one instead of two.',
  'I assumed it without checking.',
  'The point I claimed was missing.',
  'Sorry, I forgot.',
  'Two errors of my own.',
  'You are right, I used it.',
  'I see the problem: I used it twice.',
  'I was reading it instead of the other.',
  'I never ran it.',
  'Earlier I said so.',
  'That theory was wrong.',
  'The problem is that I used it.',
  'Oops.',
  'I did not notice.',
  'I used the wrong one.',
  'That is on me.',
  'It was caused by my edit.',
  'The errors are not affected by my changes.',
  'The test I wrote was wrong.',
  'You are right, that was wrong.',
  'My claim was wrong.',
  'My earlier check had the wrong name.',
  'Let me correct my claim.',
  'I said it was done, but that was wrong.',
  'To correct something I said earlier.',
  'I had been conflating the two.',
  'My own claim that it is scoped to one image was wrong.',
  'That is contrary to what I said.',
  'I reported all checks green too early.',
  'I am making the same mistake again.',
  'That was an error of mine.',
  'You are right.',
  'There is a typo in my own script.',
  'That does not match what I said before.',
  'Contrary to what I said, it is used.',
  'No, the other one.',
  'Wait, why that?',
  'The result is wrong.',
  'It makes no sense.',
  'That is not what I asked.',
  'You forgot the index.',
  'What are you doing?',
  'Please stop adding comments.',
  'You don’t need to do that.',
  'It does not work.',
  'The tests are failing again.',
  'Revert that.',
  'Why did you delete it?',
  'We lost the header.',
  'Your fix broke the page.',
  'You moved the problem.',
  'Same error again.',
  'It does not even start.',
  'It isnt right.',
  'Hold on, the index is off.',
  'I don’t like the name.',
  'I thought we had it.',
  'It does not look right.',
  'Nothing happens.',
  'Are you sure?',
  'This is too long.',
  'Do we even need it?',
  'It is fine. But you still use the old one.',
  'It just crashed.',
  'You said it works, but it fails.',
  'Actually, don’t do it.',
  'There are still two.',
  'This is annoying.',
  'It should be blue, not red.',
  'One correction: it is the other folder.',
  'What happened to the header?',
  'Something is off.',
  'Why is it there?',
  'It should be blue.',
  'Use the other one instead.',
  'Put it beside the file, not in the folder.',
  'We don’t need it there.',
  'Do not touch it.',
  'I get an error.',
  'There is a problem.',
  'The header is missing.',
  'It is fine, but slow.',
  'That is used, right?',
  'Make it simpler.',
  'Check again.',
  'We already have one.',
  'I would prefer the other.',
  'Actually the other one.',
  'It should not be there.',
  'We agreed on that.',
  'It mostly works.',
];

/** Lists of the measures; the others serve findings and kinds of task. */
const MEASURED = new Set(['stop', 'loop', 'admission', 'simplest', 'correction', 'frustration']);

/** Careful phrases found in what the agent or a person says, by category. */
const careful = (text: string, speaker: 'agent' | 'person' = 'agent') =>
  scanBoth(text, speaker)
    .filter(({ by, list }) => by === 'careful' && MEASURED.has(list))
    .map(({ category }) => category);

test.each([
  // Asking for leave, and what only looks like it.
  ['Should I continue with the rest?', ['permission_seeking']],
  ['Would you like me to run the tests?', ['permission_seeking']],
  ['Would you like me to run the tests as well?', ['asked_leave']],
  ['Want me to check what happened there?', ['permission_seeking']],
  ['Should we verify that first?', ['permission_seeking']],
  ['Ready to start the first case whenever you say go.', ['permission_seeking']],
  ['Want me to check it, or open an issue?', ['asked_leave']],
  ['Say the word and I will merge it.', ['asked_leave']],
  ['Let me know if you want me to delete them.', ['asked_leave']],
  ['I can write it up if you like.', ['asked_leave']],
  ['Want me to push this?', ['asked_leave']],
  ['What would you like me to look for?', []],
  ['They want me to use tabs.', []],
  ['Should I fix the typo I introduced?', ['permission_seeking']],
  ['Should I fix the typo in the headline?', ['asked_leave']],
  ['Should I fail, the hook retries.', []],
  ['You asked “should I continue?” before.', []],
  ['The prompt is `would you like me to`.', []],
  ['> Would you like me to do it?', []],
  // Ownership.
  ['The two failures are pre-existing.', ['ownership_dodging']],
  ['There is a pre-existing flaky test failure in CI.', ['ownership_dodging']],
  ['I kept the pre-existing config file.', []],
  ['I also fixed a pre-existing bug there.', []],
  ['I have not fixed the pre-existing test failures.', ['ownership_dodging']],
  ["I didn't touch the pre-existing errors, none of them fixed.", ['ownership_dodging']],
  ["These errors aren't caused by my changes.", ['ownership_dodging']],
  ['The lock error is not affected by my changes.', ['ownership_dodging']],
  ['Shadow branches are not affected by these changes.', []],
  ['Let me confirm that the five failures are pre-existing.', []],
  ['The failures are pre-existing; let me look at why they come up.', []],
  ['These pre-existing errors become tickets, per your global rules.', []],
  // Stopping.
  ['This is a good stopping point.', ['premature_stopping']],
  ['That should work for now.', ['premature_stopping']],
  ['Streams are out of scope here; left it for a future change.', ['known_limitation']],
  ['Fixing the broken parser is out of scope.', ['known_limitation']],
  ['The plan says: fixing it is out of scope.', []],
  ['This is a known limitation.', ['known_limitation']],
  ['This is a known limitation of the browser.', []],
  ['## Out of scope', []],
  ['Given the length of this session, the rest can wait.', ['session_length_excuse']],
  ['Let us go on in a fresh session.', ['session_length_excuse']],
  ['Open the page in a new browser session.', []],
  // Loops.
  ['Wait, that is wrong.', ['reasoning_loop']],
  ['But wait - the index is off.', ['reasoning_loop']],
  ['No, wait. It is the other one.', ['reasoning_loop']],
  ['I think so. Wait, it is the other one.', ['reasoning_loop']],
  ['But wait, there’s also a second caller.', []],
  ['Actually, let me also check the tests.', []],
  ['Actually the cache is stale.', ['reasoning_loop']],
  ['My earlier count was wrong.', ['reasoning_loop', 'self_admitted_error']],
  ['Correcting my previous message on one point.', ['reasoning_loop', 'self_admitted_error']],
  ['Hold on, the test never ran.', ['reasoning_loop']],
  ['Hold on to the lock.', []],
  ['Wait for the build.', []],
  ['Let me wait a moment.', []],
  ['Actually, the cache is stale.', ['reasoning_loop']],
  ['It is fine. Actually, no.', ['reasoning_loop']],
  ['See what is actually used.', []],
  ['- Actually used fields', []],
  ['Let me reconsider the order.', ['reasoning_loop']],
  ['autocorrection: on', []],
  // Errors.
  ['My mistake, the flag is -q.', ['self_admitted_error']],
  ['I should have read it first.', ['self_admitted_error']],
  ['That is a bug I introduced when splitting the file.', ['self_admitted_error']],
  ['I missed the second caller.', ['self_admitted_error']],
  ['I told you it was deployed, but it was not.', ['reasoning_loop', 'self_admitted_error']],
  ['I told you it was deployed, and it was not by me.', []],
  ['I made that citation up.', ['self_admitted_error']],
  ['I made up a name for the example.', []],
  ['I made it up to date.', []],
  ['I said that it works, but it does not.', ['reasoning_loop', 'self_admitted_error']],
  ['My summary left out nothing.', []],
  ['My summary left out the failing shard.', ['self_admitted_error']],
  ['The summary left out the failing shard.', []],
  ['That statement of mine was too strong.', ['self_admitted_error']],
  ['I hadn’t actually run the tests when I said they pass.', ['self_admitted_error']],
  ['I conflated the two options.', ['self_admitted_error']],
  ['Found my error.', ['self_admitted_error']],
  ['The issue is that I used the old name.', ['self_admitted_error']],
  ['I was looking at the wrong branch.', ['self_admitted_error']],
  ['You were right to push back.', ['self_admitted_error']],
  ['It comes from my own refactoring of the loader.', ['self_admitted_error']],
  ['I had assumed that the lock was taken.', ['self_admitted_error']],
  ['The divergence I’d flagged earlier is real and this avoids it.', []],
  ['What I reported earlier still stands.', []],
  ['Earlier I said the cache was correct, but it is not.', ['reasoning_loop', 'self_admitted_error']],
  ['As I said earlier, that is confirmed by the log.', []],
  ['I should have the results in a minute.', []],
  ['I missed nothing as far as the log shows.', []],
  ['Never mind the warnings, they are harmless.', []],
  ['I introduced a helper for the parser.', []],
  ['Let me check whether I missed anything.', []],
  ['I made a new file and a test.', []],
  ['You’re right, I can see the styles there.', ['conceded']],
  ['Let me check for a caller that I missed.', []],
  ['My “shared index” guess was simply **wrong**.', ['reasoning_loop', 'self_admitted_error']],
  ['You’re right; I over-scoped it.', ['conceded', 'self_admitted_error']],
  ['The old code had it wrong.', []],
  ['It is not caused by my change.', ['ownership_dodging']],
  ['These files are unrelated to my changes, so I left them unstaged.', []],
  ['Tell me if I was wrong.', []],
  ['"Wait, what?" is the title.', []],
  ['```\nActually, a comment\n```\nDone.', []],
  ['{"note": "should I continue?"}', []],
])('%j', (text, expected) => expect(careful(text)).toEqual(expected));

test('looking only in lines that have what a phrase needs hides no match', () => {
  // It may go beyond its line, so it is looked for in the whole text.
  const slow = scannerFor(
    CAREFUL_PHRASES.map((phrase) => ({ ...phrase, pattern: `(?:${phrase.pattern})(?:$^)?` })),
  );
  const quick = scannerFor(CAREFUL_PHRASES);
  for (const text of SAID_EVERY_WAY) {
    expect([text, slow(text).length > 0]).toEqual([text, true]);
    expect(quick(text)).toEqual(slow(text));
  }
  // They are looked for in their lines; those that go on in the next one too.
  const lines = SAID_EVERY_WAY.join('\n');
  expect(quick(lines)).toEqual(slow(lines));
  const broken = lines.replaceAll(' ', ' \n');
  expect(quick(broken)).toEqual(slow(broken));
  // The same are told of a text that has too many.
  const many = `${lines}\n`.repeat(20);
  expect(quick(many)).toEqual(slow(many));
  const said = new Set(SAID_EVERY_WAY.flatMap((text) => slow(text).map(({ phrase }) => phrase)));
  expect(CAREFUL_PHRASES.flatMap(({ text }) => (said.has(text) ? [] : [text]))).toEqual([]);
});

test.each([
  ['No, use the other one.', ['user_correction']],
  ['no idea, what do you think?', []],
  ['it still fails', ['user_correction']],
  ['Why did you delete the test?', ['user_correction']],
  ['undo that', ['user_correction']],
  ['I don’t like the parsing', ['user_correction']],
  ['Are you sure that it is correct?', ['user_correction']],
  ['I meant the other one', ['user_correction']],
  ['that is too verbose', ['user_correction']],
  ['no problem, go on', []],
  ['Here is what the reviewer found:\n\n## Findings\n\nThis is wrong, you missed the lock.', []],
  ['Please look:\nError: it does not work, still failing\n    at run (a.js:1:2)', []],
  ['thats not how it works', ['user_correction']],
  ['it doesnt even compile', ['user_correction']],
  ['these numbers can’t be right, the mean is above the maximum', ['user_correction']],
  ['the ingress is still returning 502', ['user_correction']],
  ['the job is still running', []],
  ['it still needs a title', []],
  ['this is still in beta', []],
  ['the invoice is still unpaid, send a reminder', []],
  ['the app still uses React 17; migrate it', []],
  ['this still compiles, now add the tests', []],
  ['this does not apply to us', []],
  ['that doesn’t exist yet, create it', ['user_doubt']],
  ['it does not compile to wasm by design', []],
  ['he doesn’t even know her name, put this in the dialogue', []],
  ['it only works on Linux, document that', []],
  ['the date can’t be right before the epoch', []],
  ['my sensor readings are off by 2 degrees, write a calibration', []],
  ['the totals were off by one cent in the old system', []],
  ['there are no such records in the table so create them', []],
  ['wrong dataframe', ['user_correction']],
  ['the wrong dataframe is a common mistake', []],
  ['same error', ['user_correction']],
  ['same for the other two', []],
  ['not the train set, the validation set', ['user_correction']],
  ['your regex matches too much', ['user_correction']],
  ['the app crashes on launch since your last edit', ['user_correction']],
  ['after your change, run the tests', []],
  ['after your fix the errors are gone, thanks', ['user_doubt']],
  ['with your update the page is no longer slow, great', []],
  ['you set the replicas to 1', ['user_correction']],
  ['ok, you answered a different question', ['user_correction']],
  ['you fixed it, thanks', []],
  ['you used the new API, great', []],
  ['you moved to Berlin?', []],
  ['you opened a PR, please link it', []],
  ['You requested the schema. Here it is', []],
  ['you analysed file A, now analyse file B', []],
  ['you renamed a helper earlier, do the same for this one', []],
  ['when you moved the file, run it', []],
  ['it removed my changes!', ['user_correction']],
  ['where did the footer go? it was there', ['user_correction']],
  ['where did we put the footer component?', []],
  ['where did the request go in the trace? explain it', ['user_doubt']],
  ['it removed all the duplicates, nice', []],
  ['no scratch files please', []],
  ['Same behaviour. Good', []],
  ['there is no such flag in kubectl', ['user_correction']],
  ['that’s not a fix, that’s a workaround', ['user_correction']],
  ['no, that’s all', []],
  ['no, go with option B', []],
  ['hold on, I’ll start the emulator', []],
  ['I gave you the wrong path', []],
  ['explain why the test fails', []],
  ['it is not clear to me how the cache works', []],
  ['what the fuck', ['user_frustration']],
  ['for the third time: no mocks', ['user_frustration']],
  ['this is the third time I tell you', ['user_frustration']],
  ["that's just useless", ['user_correction', 'user_frustration']],
  ['Useless.', ['user_frustration']],
  ["I'm losing my patience here", ['user_frustration']],
  ['this is the 5th time you ask', ['user_frustration']],
  ['The third time I said it: no mocks', ['user_correction', 'user_frustration']],
  ['the third time you said that', ['user_frustration']],
  ['On the third time we retry, throw an error.', ['user_doubt']],
  ['Every 5th time you press the button it should beep.', []],
  ['Fix that annoying flicker.', []],
  ['Remove this useless import.', []],
  ['that is annoying', ['user_correction', 'user_frustration']],
  ['rename the class Terrible to Horrible', []],
  ['this page shows an annoying flicker, find out why', []],
  ['the frustration index is the third column', []],
  ['how many times is the callback called?', []],
  ['a damn good solution, thanks', []],
  ['the customer says that it does not work on his phone; find out why', []],
  ['create a page that tells the user something went wrong', []],
  ['how does it work?', []],
  ['Log:\n```\nError: still failing, wrong path\n```\nplease look', []],
])('a person says %j', (text, expected) => expect(careful(text, 'person')).toEqual(expected));

/** Ordinary sentences are twice as many as those that correct: what is widened must not ring for them. */
test.each([
  'you used the old API',
  'you only changed one of the three places',
  'you reformatted the whole file',
  'you deleted way too much',
  'you misspelled the company name',
  'you guessed the schema',
  'your fix doesn’t handle windows paths',
  'your commit includes unrelated changes',
  'that function doesn’t exist in v3',
  'we don’t use yarn here, use pnpm',
  'the icon is upside down now',
  'the button is still on the left',
  'it compiles but the output is empty',
  'the numbers don’t add up',
  'the regex also matches foo.bar, it must not',
  'not quite, the total should include tax',
  'fine, but please undo that',
  'that’s only half of it',
  'that’s not the file I sent you',
  'the menu entry leads to the wrong page',
  'it is counted twice',
  'it looked better before',
  'it’s still using the mock',
  'now the login fails',
  'ok, now the sidebar overlaps the text',
  'put it back',
])('corrects: “%s”', (text) => expect(careful(text, 'person')).toContain('user_correction'));

test.each([
  'did you only rename two of the files?',
  'you can use the deprecated option for now',
  'you used a map, what is its complexity?',
  'if you reformatted the whole file, tell me',
  'thanks, you renamed all the other files nicely',
  'you don’t need to update the docs',
  'you can’t do that in git?',
  'what happens if your patch doesn’t cover the empty case?',
  'your sandbox doesn’t have network access, so use the cache',
  'your plan doesn’t need to mention that',
  'does your commit include the docs?',
  'make sure your commit includes the docs',
  'that method isn’t available yet, so leave a todo',
  'create that folder if this file does not exist',
  'the error says that this column does not exist, where does it come from?',
  'we don’t use windows, so skip it',
  'we never had a logo, make one',
  'mirror the logo',
  'the text must not be cut off',
  'it works but can we make it faster?',
  'is the button still visible on mobile?',
  'when offline the page must not crash',
  'admins may delete posts, users may not',
  'please undo the rename in the docs only if it is easy',
  'not the red one, the blue one please',
  'not yet',
  'sorry, I meant the other branch',
  'exactly, that is what I meant',
  'we lost the connection, go on',
  'override the default in the test',
  'this is not the only place, find the others',
  'that is not my first choice, but take it',
  'show a hint when it is sorted by the wrong column',
  'what happens when a user is on the wrong branch?',
  'make sure it prints the header only once',
  'ask twice before you delete',
  'which one looked better before the redesign?',
  'now the login page',
  'now the login page should fail with a message',
  'now add tests for the crash',
  'now the errors are gone, thanks',
  'now I know why it fails, thanks',
  'now we can delete the old code',
  'now what if the file is missing?',
  'put it in the docs',
  'move it to the back of the list',
  'give it back as JSON',
  'read the spec and implement it',
  're-read the file, I changed it',
  'customers can save it in the wrong folder, how do other tools prevent that?',
])('corrects nothing: “%s”', (text) => expect(careful(text, 'person')).not.toContain('user_correction'));

test.each([
  "that endpoint takes a POST, you're sending a GET",
  'pls put the imports back where they were',
  'the function name is fetchAll, not fetch_all',
  'I get a 500 now',
  'this breaks the mobile layout',
  'we already have a helper for this in utils/http.ts, use that',
  "you're editing the generated file, edit the template",
  "it's called tenant, not customer",
  'hardcoding the url is not ok',
  'it worked before your change',
  'you only did the first of the three',
  'please re-read the ticket, it says max 3 attempts',
  "I can't see any difference",
  "that's a workaround, I want the real fix",
  'no idea why you touched package.json. leave it alone',
  'it compiles but crashes at startup: NullReferenceException',
  'should be >= not >',
  'not in main.go!! in server.go',
  'again the wrong indentation',
  'you added it to the README but not to the docs',
  'Your regex also matches empty strings.',
  "that's the old API, look at v2",
  'the last commit includes my .env file, remove it',
  "I don't want a new file, add it to the existing one",
  'It is not what I have expected. The list must be sorted by the date.',
  'you make again the same mistake',
  "that won't scale, 10k rows will kill it",
  'it duplicates the code from parser.ts',
  'my changes in app.ts are gone',
  "you're looking at the staging logs, it's production",
  'it says "retires", it should say "retries"',
])('corrects: “%s”', (text) => expect(careful(text, 'person')).toContain('user_correction'));

test.each([
  'the function is called fetchAll. write the docs for it',
  'what happens when I click it twice?',
  'now make the same for the mobile layout',
  'is there already a helper for this in utils/http.ts?',
  'how complicated would it be to make it configurable?',
  'use the template in templates/mail.html for the new mail',
  'same for the other two please',
  'add tests for it too',
  'please read the ticket JIRA-331 and implement it',
  "I can't wait to see it live, great work",
  'The button should be blue. Add a border, too.',
  'run the tests',
  'are the tests green now?',
  'the crash report from the customer says NullReferenceException in Order.cs, please investigate',
  "don't mock the database in the new tests, we use testcontainers",
  'width and height should be configurable',
  'did you run it?',
  'explain what the regex does',
  'where is the old API used?',
  'we need a migration that drops the column old_name',
  'commit, but without the README',
  'put the new class into a new file',
  'what about Windows?',
  'why does the cache need a lock?',
  'ok. now handle the error case: the server is not reachable',
  'no emojis in the commit message please',
  'it works! now remove the debug output',
  'how would it behave with 10k rows?',
  'now undo should also restore the selection',
  'nice. there is another bug in the parser: it accepts empty strings. can you fix it',
  'the customer said the sum is wrong on invoices, find out where it is computed',
  'I changed app.ts by hand, do not touch it',
  'Check if anything is missing in the docs',
  'let me know if something is unclear',
  'keep going, you are doing great',
  'skip the failing test for now, I will fix it later',
  'The new parser is slower. Should I revert it?',
  'Should I remove the old parser?',
  'neither, use postgres',
  'Shall I use SQLite or MySQL?',
  'it should not retry on 4xx',
  'Which errors should not be retried?',
  'the server is nginx, not apache. write a config for it',
  'our database is Postgres 15, not MySQL, so use that',
  'keep the names as they were in the old API for the new endpoint',
  'I now have the credentials, go on',
  'too many files in the root. move the configs to config/',
  'the old tokens are gone now, so remove the fallback',
  'it’s a workaround until the upstream fix lands, document it',
  'the flag is called --dry-run, not implemented yet. implement it',
  'it returns a list, not sorted. sort it by date in the caller',
  'it hides the sidebar on mobile, that is intended. now the footer',
  'why did you choose exponential backoff?',
  'Why did you put it in utils? Just curious.',
])('is a task, a question or news: “%s”', (text) =>
  expect(careful(text, 'person')).not.toContain('user_correction'),
);

test.each([
  ['are you kidding me?', true],
  ["you're driving me crazy with these comments", true],
  ["I'm so tired of this, it was one line", true],
  ['stop wasting my tokens', true],
  ['the users are frustrated with the login page', false],
  ['customers are annoyed by the popup, remove it', false],
  ['that is a ridiculous number of dependencies, list them', false],
  ['caching avoids wasting time on rebuilds', false],
  ['I am tired today, keep it short', false],
  ['are you kidding, that is great work', false],
])('frustration in “%s”: %j', (text, expected) => {
  expect(careful(text, 'person').includes('user_frustration')).toBe(expected);
});

test('the middle of a long prompt is pasted, not said', () => {
  const pasted = 'x '.repeat(2_000);
  expect(careful(`${pasted}. No, wrong. ${pasted}`, 'person')).toEqual([]);
  const marks = scanBoth(`No, wrong. ${pasted}\nit still fails`, 'person');
  expect(marks.flatMap(({ list, index }) => (list === 'task' ? [] : [index]))).toEqual([0, 4_012]);
  // A fence longer than beginning and end stays one; an end that begins inside a sentence says nothing of it.
  const fenced = `Look:\n\`\`\`\n${'row of data\n'.repeat(300)}`;
  expect(careful(`${fenced}no, wrong\n\`\`\`\nThanks.`, 'person')).toEqual([]);
  expect(careful(`${'y'.repeat(4_000)}still fails`, 'person')).toEqual([]);
});

test.each([
  ['wait\n', '~'],
  ['wait ', 'no '],
  ['wait actually ', 'hmm '],
  ['should i ', 'should i '],
  ['ok to proceed ', 'a '],
  ['wait, ', '`'],
  ['wait, ', '"'],
  ['wait. ', '\n'],
  ['wait: ', '> '],
  ['```wait\n', '``'],
  ['pre-existing failure ', 'not '],
])('%j and then much of %j takes time in proportion', (head, seed) => {
  // 256 K characters: milliseconds when in proportion, minutes when not.
  const hostile = head + seed.repeat(Math.ceil((256 * 1024) / seed.length)) + head.trim();
  const start = performance.now();
  scanBoth(hostile, 'agent');
  scanBoth(hostile, 'person');
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('phrases of a person’s own count in both ways of matching; one that is no expression is refused', () => {
  const scanOwn = scanFor(['ship it', { text: 'la+ter', mode: 'regex', category: 'delay', intent: '' }]);
  expect(scanOwn('Ship it later; `laater`.', 'agent').map(({ by, category }) => `${by} ${category}`)).toEqual(
    ['plain custom', 'plain delay', 'plain delay', 'careful custom', 'careful delay'],
  );
  expect(scanOwn.key).not.toBe(scanBoth.key);
  expect(customPhrases(['x'])).toHaveLength(2);
  expect(CustomPhrase.safeParse({ text: '(', mode: 'regex' }).success).toBe(false);
  expect(CustomPhrase.safeParse({ text: '(', mode: 'word' }).success).toBe(true);
  expect(CustomPhrase.safeParse('').success).toBe(false);
});

test('logs are read again when phrases change: the version is raised with this fingerprint', () => {
  const words = JSON.stringify([PLAIN_PHRASES, CAREFUL_PHRASES, LANGUAGES], (_, value: unknown) =>
    value instanceof RegExp ? String(value) : value instanceof Prefiltered ? String(value.of(false)) : value,
  );
  const fingerprint = createHash('sha256').update(words).digest('hex').slice(0, 12);
  expect([READING_VERSION, fingerprint]).toEqual([17, '71f5d1c0d829']);
});
