import { expect, test } from 'vitest';
import { answerFacts } from '../../src/session/answerFacts';
import { toolUseOf } from '../../src/session/tools';
import { callFacts } from '../../src/session/callFacts';
import type { EventOf } from '../../src/session/event';

const call = (name: string, input: object): EventOf<'tool'> => {
  const use = toolUseOf(name, input, '/w');
  return {
    t: 0,
    at: 0,
    len: 1,
    thread: '',
    response: 'r',
    kind: 'tool',
    id: 'x',
    name,
    ...use,
    ...callFacts(name, input, '/w', use.shell),
  };
};
const run = (command: string, text: string, failed = false) =>
  answerFacts(text, call('Bash', { command }), failed, '/w').facts.map(({ fact, value }) =>
    value === undefined ? fact : `${fact} ${value}`,
  );

test.each<[string, string, boolean, string[]]>([
  ['pytest', '==== 2 failed, 5 passed, 1 skipped in 0.41s ====', true, ['testsFailed 2']],
  ['pytest -q', '5 passed in 0.41s', false, ['testsPassed 5']],
  ['pytest -q | tail -3', '1 failed, 4 passed, 2 warnings in 3.2s', false, ['testsFailed 1']],
  ['pytest', '=== 3 passed, 1 error in 2.00s ===', true, ['testsFailed 1']],
  ['npx jest', 'Tests:       1 failed, 2 skipped, 5 passed, 8 total', true, ['testsFailed 1']],
  ['npx jest', 'Tests:       5 passed, 5 total', false, ['testsPassed 5']],
  ['npx vitest run', ' Test Files  1 passed (1)\n      Tests  5 passed (5)', false, ['testsPassed 5']],
  [
    'npx vitest run',
    '\u001b[2m      Tests \u001b[22m \u001b[31m1 failed\u001b[39m | 5 passed (6)',
    true,
    ['testsFailed 1'],
  ],
  ['npm test', '  5 passing (10ms)\n  1 failing', true, ['testsFailed 1']],
  ['go test ./...', 'ok  \texample.com/a\t0.1s\nFAIL\texample.com/b\t0.2s', true, ['testsFailed 1']],
  [
    'go test ./...',
    '--- FAIL: TestA (0.00s)\n--- FAIL: TestB (0.00s)\nFAIL\texample.com/b\t0.2s',
    true,
    ['testsFailed 2'],
  ],
  ['go test ./...', 'ok  \texample.com/a\t0.1s', false, ['testsPassed']],
  ['cargo test', 'test result: FAILED. 3 passed; 1 failed; 0 ignored', true, ['testsFailed 1']],
  ['dotnet test', 'Failed!  - Failed:     1, Passed:    12, Skipped: 0', true, ['testsFailed 1']],
  ['python -m unittest', 'Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=2)', true, ['testsFailed 3']],
  ['python -m unittest', 'Ran 5 tests in 0.1s\n\nOK', false, ['testsPassed 5']],
  ['bundle exec rspec', '5 examples, 0 failures', false, ['testsPassed 5']],
  ['node --test', '# pass 5\n# fail 1', true, ['testsFailed 1']],
  ['mvn test', 'Tests run: 5, Failures: 1, Errors: 0, Skipped: 0', true, ['testsFailed 1']],
  ['cat notes.md', '2 failed, 5 passed in 0.4s', false, []],
  ['npx tsc --noEmit', 'a.ts(1,1): error TS2304: x\nb.ts(1,1): error TS2304: y', true, ['checkFailed 2']],
  ['npx tsc --noEmit', '', false, []],
  ['npx eslint .', '✖ 3 problems (2 errors, 1 warning)', true, ['checkFailed 2']],
  ['git commit -m x', 'husky - pre-commit script failed (code 1)', true, ['hookRefused']],
  ['git commit -m x | tail -3', 'husky - pre-commit hook exited with code 1 (error)', false, ['hookRefused']],
  [
    'git commit -m x',
    'ruff.....................................................................Failed\n- hook id: ruff',
    true,
    ['hookRefused'],
  ],
  ['git commit -m x', 'error: gpg failed to sign the data', true, ['hookRefused']],
  ['git commit -m x', 'nothing to commit, working tree clean', true, ['treeClean']],
  ['git commit -m x', '[main 1a2b3c4] x\n 1 file changed', false, []],
  ['git log', 'Fix: pre-commit hook failed on Windows', false, []],
  ['git merge x', 'Auto-merging a.ts\nCONFLICT (content): Merge conflict in a.ts', true, ['conflict']],
  ['git status', 'Changes not staged for commit:\n  modified: a.ts', false, ['treeDirty']],
  ['ls', 'bash: fork: retry: Resource temporarily unavailable', true, ['environmentFault cannotFork']],
  ['sudo ls', 'sudo: a terminal is required to read the password', true, ['environmentFault noTerminal']],
  ['curl x.test', 'curl: (6) Could not resolve host: x.test', true, ['environmentFault noHost']],
  [
    'pytest',
    'Exit code 127\n/bin/bash: line 1: pytest: command not found',
    true,
    ['environmentFault noProgram'],
  ],
  ['cat a', 'cat: a: No such file or directory', true, ['missingFile']],
  ['cat .env', 'DB_PASSWORD=hunter2-Zq8\nPORT=3000', false, ['secretShown value of DB_PASSWORD']],
  ['cat .env', 'DB_PASSWORD=changeme123\nAPI_KEY=your-key-here\nNEXT_PUBLIC_KEY=abc12345X', false, []],
  ['cat .env | sed "s/=.*/=***/"', 'DB_PASSWORD=***', false, []],
  ['op read op://a/b', 'kJ8s-92jsQ_aaLs91', false, ['secretShown answer of op']],
  ['cat config.ts', 'API_KEY=kJ8s-92jsQ_aaLs91', false, []],
])('%s: %j', (command, text, failed, expected) => {
  expect(run(command, text, failed).filter((one) => !one.startsWith('failing'))).toEqual(expected);
});

test('a private key without a body is none', () => {
  const body = `${'A'.repeat(64)}\n${'B'.repeat(64)}\n`;
  const read = (text: string) =>
    answerFacts(text, call('Read', { file_path: '/w/k.pem' }), false, '/w').facts;
  expect(read(`-----BEGIN RSA PRIVATE KEY-----\n${body}-----END RSA PRIVATE KEY-----`)).toEqual([
    { fact: 'secretShown', value: 'private key' },
  ]);
  expect(read('if (text.includes("-----BEGIN PRIVATE KEY-----")) return;')).toEqual([]);
  expect(read(`-----BEGIN PUBLIC KEY-----\n${body}`)).toEqual([]);
});

test('files shown by searches and diffs, and changed by merges', () => {
  const of = (command: string, text: string) => answerFacts(text, call('Bash', { command }), false, '/w');
  expect(of('rg x', 'src/a.ts:12:x\nsrc/b.ts-13-y\n').shows).toEqual(['/w/src/a.ts', '/w/src/b.ts']);
  expect(of('git diff', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@').shows).toEqual(['/w/src/a.ts']);
  expect(of('for f in *; do cat $f; done', '=== src/a.ts ===\nx').shows).toEqual(['/w/src/a.ts']);
  expect(of('head -2 *', 'x\n==> src/b.markdown <==\nx').shows).toEqual(['/w/src/b.markdown']);
  expect(of('rg -n x', 'x\nsrc/long.properties:1:x').shows).toEqual(['/w/src/long.properties']);
  expect(of('git pull', ' src/a.ts | 5 +++--\n 1 file changed').changes).toEqual(['/w/src/a.ts']);
  expect(of('git diff --stat', ' src/a.ts | 5 +++--').changes).toEqual([]);
});

test('failures that differ only in numbers are the same; another text is another failure', () => {
  const failure = (text: string) => answerFacts(text, call('Bash', { command: 'x' }), true, '/w').failure;
  expect(failure('error at line 12')).toBe(failure('error at line 9'));
  expect(failure('error at line 12')).not.toBe(failure('refused'));
  expect(answerFacts('fine', call('Bash', { command: 'x' }), false, '/w').failure).toBe(0);
});
