import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Derivation } from '../../src/library/derivation';
import { explain, linesBehind } from '../../src/library/explain';
import { joinSessions } from '../../src/library/inspect';
import { rulesOf } from '../../src/library/rules';
import { follow } from '../../src/session/follow';
import { Settings } from '../../src/settings/settings';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { asked, bash, edit, says, typed } from '../findings/logs';
import { folder, type Lines } from '../support/logs';

const RULES = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));

function read(lines: Lines) {
  const root = folder({ 'a.jsonl': lines });
  const path = `${root}/a.jsonl`;
  const { reading } = follow({ path, root: '', sessionId: null, agentId: null }, null, scan);
  const [session] = joinSessions([reading]).sessions;
  return { session: session!, content: () => readFileSync(path) };
}

/** What `vigil explain` quotes of the last line with words that proves the only finding of a log. */
function quoted(lines: Lines): string | undefined {
  const { session, content } = read(lines);
  const [found] = Derivation.of(session, [], RULES, false).found;
  return linesBehind(session, found!.evidence, content).findLast(({ text }) => text !== '')?.text;
}

const LONG = 'I moved the parser into a file of its own and gave its parts names that say what they are for.';

test.each<[string, Lines, string]>([
  [
    'the claim',
    [
      typed('tidy the parser'),
      ...edit('/home/ada/project/src/parser.ts'),
      ...bash('npx eslint .', ''),
      says(`${LONG}\n\n${LONG}\n\nThe parser now works correctly. ${LONG}`),
    ],
    'The parser now works correctly.',
  ],
  [
    'the admission of harm',
    [typed('clean up'), says(`${LONG} ${LONG} I accidentally deleted your uncommitted notes. ${LONG}`)],
    'I accidentally deleted your uncommitted notes.',
  ],
  [
    'the order, behind what an editor put before it',
    [
      typed(`<ide_opened_file>The user opened a.ts</ide_opened_file>${LONG} Always run the hooks. ${LONG}`),
      ...bash('git commit --no-verify -m x', '[main 1a2b3c4] x'),
    ],
    'Always run the hooks.',
  ],
  [
    'the question, before its choices',
    [
      asked('tidy the parser'),
      says(`${LONG} ${LONG}\n\nWhich of the two should I keep?\n- the old\n- the new`),
    ],
    'Which of the two should I keep?',
  ],
  [
    'words far inside of a sentence, from before them on',
    [
      typed('clean up'),
      says(`${LONG.replaceAll('.', ',').repeat(3)} and I accidentally deleted your uncommitted notes.`),
    ],
    expect.stringMatching(/^….{20,90}I accidentally deleted your uncommitted notes\.$/) as string,
  ],
])('of a long text the sentence that matters is quoted: %s', (_, lines, sentence) => {
  expect(quoted(lines)).toEqual(sentence);
});

test.each<[string, Lines, string]>([
  [
    'reasoning_loop',
    [typed('go'), says(`${LONG} ${LONG} Wait, that is not right. ${LONG}`)],
    'Wait, that is not right.',
  ],
  [
    'self_admitted_errors',
    [typed('go'), says(`${LONG} ${LONG} I misread the log of the server. ${LONG}`)],
    'I misread the log of the server.',
  ],
  [
    'stop_phrase',
    [typed('go'), says(`${LONG} ${LONG} Should I continue with the rest?`)],
    'Should I continue with the rest?',
  ],
  [
    'user_corrections',
    [
      typed('go'),
      ...bash('ls', 'a'),
      says('Done.'),
      typed(`${LONG} ${LONG} That is wrong, you deleted the wrong file. ${LONG}`),
    ],
    'That is wrong, you deleted the wrong file.',
  ],
])('so is it for a measure: %s', (name, lines, sentence) => {
  const { session, content } = read(lines);
  const quotes = explain(session, name, [], RULES, content)?.lines.map(({ text }) => text);
  expect(quotes).toEqual([sentence]);
});
