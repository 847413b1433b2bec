import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Derivation } from '../../src/library/derivation';
import { linesBehind } from '../../src/library/explain';
import { sessionsOf } from '../../src/library/inspect';
import { rulesOf } from '../../src/library/rules';
import { follow } from '../../src/session/follow';
import { Settings } from '../../src/settings/settings';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { asked, bash, edit, says, typed } from '../findings/logs';
import { folder, type Lines } from '../support/logs';

/** What `vigil explain` quotes of the last line with words that proves the only finding of a log. */
function quoted(lines: Lines): string | undefined {
  const root = folder({ 'a.jsonl': lines });
  const path = `${root}/a.jsonl`;
  const { reading } = follow({ path, root: '', sessionId: null, agentId: null }, null, scan);
  const [session] = sessionsOf([reading]).sessions;
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const [found] = Derivation.of(session!, [], rules, false).found;
  return linesBehind(session!, found!.evidence, () => readFileSync(path)).findLast(({ text }) => text !== '')
    ?.text;
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
