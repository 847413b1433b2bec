import { expect, test } from 'vitest';
import type { Json, Lines } from '../support/logs';
import { bash, call, edit, failed, named, power, read, rings, says, typed } from './logs';

const NAME = 'stuck';
const times = (n: number, make: (i: number) => Json[]): Json[] =>
  Array.from({ length: n }, (_, i) => make(i)).flat();
const fails = (command: string, words: string): Json[] => bash(command, `Exit code 1\n${words}`, true);
const wait = (output: string): Json[] => call('TaskOutput', { task_id: 'b1', block: true }, output);
const TIMEOUT = '<retrieval_status>timeout</retrieval_status>\n<status>running</status>';
const same = '<status>running</status>\n<output>Compiling…</output>';

test.each<[string, Lines, string]>([
  ['the same call, the same error', times(3, () => fails('npm run deploy', 'no such target')), '!'],
  ['in PowerShell', times(3, () => power('dotnet run', 'Exit code 1\nThe port is in use', true)), '!'],
  [
    'a tool that is no shell',
    times(3, () => call('mcp__db__query', { sql: 'select 1' }, 'no connection', true)),
    '!',
  ],
  [
    'the same first words and error, other arguments',
    times(4, (i) => fails(`docker compose up -d svc${i}`, 'port is taken')),
    '!',
  ],
  ['three waits that ran out of time', times(3, () => wait(TIMEOUT)), '!'],
  [
    'commands that are moved to the background',
    times(3, (i) =>
      bash(
        `make all${i}`,
        'Command did not complete within its 120s timeout and was moved to the background (ID: b1).',
      ),
    ),
    '!',
  ],
  [
    'a machine that cannot fork',
    times(5, (i) => fails(`ls ${i}`, 'bash: fork: retry: Resource temporarily unavailable')),
    '!',
  ],
  [
    'no terminal for sudo',
    times(5, (i) =>
      fails(`sudo systemctl restart a${i}`, `sudo: a terminal is required to read the password ${i}`),
    ),
    '!',
  ],
  [
    'a host that is not found',
    times(5, (i) => fails(`curl https://a${i}.example`, `curl: (6) Could not resolve host: a${i}.example`)),
    '!',
  ],
  [
    'a program that is missing',
    times(5, (i) =>
      fails(
        `terraform plan -out ${'x'.repeat(i + 1)}`,
        `bash: line ${i}: terraform: command not found ${'y'.repeat(i)}`.replace(/ y*$/, ''),
      ),
    ),
    '!',
  ],
  ['hung work, looked at six times', times(6, () => wait(same)), '!'],
  [
    'hung work, looked at by sleep and tail',
    times(6, () => bash('sleep 30 && tail -3 /tmp/out.log', 'Compiling…')),
    '!',
  ],
  [
    'a commit that hangs in the background',
    times(3, () =>
      bash('git commit -m x', 'Command running in background with ID: b1', false, {
        run_in_background: true,
      }),
    ),
    '!',
  ],
  [
    'a commit that runs out of time',
    times(3, () => bash('git commit -m x', 'Exit code 143\nCommand timed out after 2m 0s', true)),
    '!',
  ],
  ['from ten on', times(10, () => fails('npm run deploy', 'no such target')), '+'],
  [
    'a limit burned on it',
    [...times(3, () => fails('npm run deploy', 'no')), failed("You've hit your session limit")],
    '+',
  ],
])('%s', (_, lines, expected) => {
  expect(rings([typed('go on'), ...lines], NAME)).toBe(expected);
});

test.each<[string, Lines]>([
  ['twice', times(2, () => fails('npm run deploy', 'no such target'))],
  ['searches that find nothing', times(6, () => fails('grep -rn x src', ''))],
  ['comparisons that find a difference', times(6, () => fails('diff a b', '1c1\n< x'))],
  ['another cause each time', times(6, (i) => fails('npm run build', `cannot find ${'abcdef'[i]!}`))],
  ['an edit in between', times(6, (i) => [...fails('npm run build', 'broken'), ...edit(`/p/a${i}.ts`)])],
  [
    'other work in between',
    times(6, () => [...fails('npm run build', 'broken'), ...bash('node mend.js', 'ok')]),
  ],
  [
    'a batch refused as unread, read at once',
    times(4, (i) => [
      ...call(
        'Edit',
        { file_path: `/p/${i}.ts`, old_string: 'a', new_string: 'b' },
        '<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>',
        true,
      ),
      ...read(`/p/${i}.ts`),
    ]),
  ],
  [
    'cancelled with their sibling',
    times(6, () =>
      call('Bash', { command: 'ls' }, '<tool_use_error>Sibling tool call errored</tool_use_error>', true),
    ),
  ],
  [
    'after the person did something',
    times(6, () => [...fails('ssh host', 'Permission denied'), typed('try again, I set the key')]),
  ],
  [
    'refused by the person',
    times(6, () =>
      call('Bash', { command: 'ls' }, "The user doesn't want to proceed with this tool use.", true),
    ),
  ],
  ['work that goes on', times(8, (i) => wait(`<status>running</status>\n<output>${i} of 8</output>`))],
  [
    'words about it in a file',
    times(6, () => read('/p/notes.md', '1→Could not resolve host\n2→Command timed out after 2m')),
  ],
  [
    'words about it in an output',
    times(6, (i) => bash(`cat notes${i}.md`, 'if it says Could not resolve host, look at DNS')),
  ],
  [
    'different programs that are missing',
    ['jq', 'yq', 'fd', 'rg', 'bat'].flatMap((p) => fails(`${p} -V x`, `bash: ${p}: command not found`)),
  ],
])('not this: %s', (_, lines) => {
  expect(rings([typed('go on'), ...lines, says('Done.')], NAME)).toBe('');
});

test('the same call is not also told as the same command', () => {
  expect(named([typed('x'), ...times(5, () => fails('npm run deploy', 'no such target'))], NAME)).toEqual([
    {
      severity: 'warn',
      open: true,
      sentence: 'Repeated the same Bash call, which failed the same way each time',
    },
  ]);
});

test('once it works, or the person speaks, it is repaired', () => {
  const stuck = times(4, () => fails('npm run deploy', 'no such target'));
  expect(rings([typed('x'), ...stuck, ...bash('npm run deploy', 'ok')], NAME)).toBe('-');
  expect(rings([typed('x'), ...stuck, typed('stop it')], NAME)).toBe('-');
  expect(
    rings([typed('x'), ...times(6, () => wait(same)), ...wait('<status>completed</status>')], NAME),
  ).toBe('-');
});

test.each<[string, Lines]>([
  [
    'calls that differ in the middle alone',
    times(3, (i) => fails(`node scripts/check.mjs --file=src/${'abc'[i]!}/index.ts --strict`, 'no header')),
  ],
  [
    'errors that differ in the middle alone',
    times(4, (i) =>
      fails('cargo build', `error[E0425]: cannot find value \`${'abcd'[i]!}bc\` in this scope of main`),
    ),
  ],
  [
    'a batch refused as unread',
    ['a', 'b', 'c'].flatMap((name) =>
      call(
        'Edit',
        { file_path: `/p/${name}.ts`, old_string: 'a', new_string: 'b' },
        '<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>',
        true,
      ),
    ),
  ],
  [
    'progress in the middle of what is shown',
    times(7, (i) => wait(`<status>running</status>\n<stdout>\nstep ${'abcdefg'[i]!} of many\n</stdout>`)),
  ],
  [
    'checks that are pending',
    times(6, () => bash('gh pr checks 12', 'Exit code 8\nbuild\tpending\t0\thttps://github.com/a/b', true)),
  ],
  [
    'a run in a queue',
    times(8, () => bash('sleep 45; gh run view 9 --json status', '{"status":"in_progress"}')),
  ],
  ['polls by sleep', times(3, () => bash('sleep 10; curl -sf localhost:3000', 'Exit code 7', true))],
  [
    'other commands in one folder that say nothing',
    times(5, (i) => bash(`cd /p && make -q ${'abcde'[i]!}`, 'Exit code 1', true)),
  ],
])('nor this: %s', (_, lines) => {
  expect(rings([typed('go on'), ...lines, says('Done.')], NAME)).toBe('');
});

test('a folder or setting before a command does not tell it from others', () => {
  const lines = times(4, (i) =>
    fails(`cd /p && npm run deploy -- --to ${'abcd'[i]!}`, 'AWS_REGION is not set'),
  );
  expect(rings([typed('x'), ...lines], NAME)).toBe('!');
});

test.each([
  ['npx mocha', '  4 passing (8ms)\n  1 pending\n  1 failing\n\n  1) adds works: AssertionError'],
  ['git pull --rebase', 'fatal: a rebase is in progress; it seems there is already a rebase-merge directory'],
  ['npm run deploy', 'Error: 2 pending migrations'],
])('a failure that speaks of something pending is one: %s', (command, words) => {
  expect(rings([typed('go on'), ...times(5, () => fails(command, words))], NAME)).toBe('!');
});

test.each([
  ['gh run view 9 --exit-status', 'build\tin_progress'],
  ['gh -R ada/x pr checks 12', 'build\tpending'],
  ['glab ci status', 'Pipeline state: pending'],
  ['kubectl -n web rollout status deploy/api', 'error: deployment "api" is in progress'],
  ['kubectl get pods | grep -v Running', 'api-1 0/1 ContainerCreating'],
  ['az pipelines runs show --id 9', 'status: queued'],
  ['aws cloudformation wait stack-create-complete', 'Waiter failed: stack is in progress'],
])('work of others that is pending is looked at again: %s', (command, words) => {
  expect(rings([typed('go on'), ...times(5, () => fails(command, words))], NAME)).toBe('');
});

test('the same command in another folder is another command', () => {
  const missing = (folder: string): Json[] =>
    fails(`cd packages/${folder} && npm test`, 'npm error Missing script: "test"');
  expect(rings([typed('x'), ...['a', 'b', 'c', 'd', 'e'].flatMap(missing)], NAME)).toBe('');
  const again = [' -- --ci', ' -- --bail', ' -- --silent', ' -- --watch=false'];
  expect(
    rings(
      [typed('x'), ...again.flatMap((more) => fails(`cd packages/a && npm test${more}`, 'Missing script'))],
      NAME,
    ),
  ).toBe('!');
  expect(
    rings(
      [
        typed('x'),
        ...[
          'cd /home/ada/project/packages/a &&',
          'cd packages/a;',
          'pushd packages/a &&',
          'export A=1; cd ./packages/a &&',
        ].flatMap((before) => fails(`${before} npm test`, 'Missing script')),
      ],
      NAME,
    ),
  ).toBe('!');
});

test.each<[string, Lines]>([
  [
    'background work that ended after all',
    [
      ...times(4, () => wait(TIMEOUT)),
      ...wait(
        '<retrieval_status>success</retrieval_status>\n<status>completed</status>\n<exit_code>0</exit_code>',
      ),
    ],
  ],
])('%s is repaired', (_, lines) => {
  expect(rings([typed('go on'), ...times(4, () => wait(TIMEOUT))], NAME)).toBe('!');
  expect(rings([typed('go on'), ...lines, says('Done.')], NAME)).toBe('');
});

test.each<[string, Lines]>([
  ['a sub-agent that is waited for', times(6, () => wait(`${TIMEOUT}\n<task_type>local_agent</task_type>`))],
  ['a sub-agent of before', times(6, () => call('AgentOutputTool', { agentId: 'a', block: true }, TIMEOUT))],
  [
    'commands that do not end, with a change in between',
    times(4, (i) => [...bash('npm test', 'Command timed out after 2m 0s', true), ...edit(`/p/a${i}.ts`)]),
  ],
])('nor this: %s', (_, lines) => {
  expect(rings([typed('go on'), ...lines, says('Done.')], NAME)).toBe('');
});

test('commands that do not end are told as such', () => {
  const lines = ['test', 'run build', 'run e2e'].flatMap((task) =>
    bash(`npm ${task}`, 'Command timed out after 2m 0s', true),
  );
  expect(named([typed('go on'), ...lines], NAME)).toEqual([
    { severity: 'warn', open: true, sentence: 'Ran commands again and again that did not end in time' },
  ]);
});

test.each<[string, Lines]>([
  [
    'a server that is not there yet',
    times(4, () => bash('sleep 2; curl -s localhost:3000', 'Exit code 7', true)),
  ],
  [
    'a server that a loop waits for',
    times(4, () =>
      bash('for i in 1 2 3; do curl -s localhost:3000 && break; sleep 1; done', 'Exit code 7', true),
    ),
  ],
  ['a run of CI', times(4, () => bash('gh run watch 12', 'Command timed out after 2m 0s', true))],
])('to wait for it is in order: %s', (_, lines) => {
  expect(rings([typed('go on'), ...lines, says('Done.')], NAME)).toBe('');
});

test('a server that is started and asked at once is another attempt each time', () => {
  const attempt = () =>
    bash('npm run dev & sleep 3; curl -sf localhost:3000', 'Exit code 22\nError: no table', true);
  expect(rings([typed('go on'), ...times(4, attempt)], NAME)).toBe('!');
});

test.each([
  'Is this test flaky? Run it a few times.',
  'Run the suite ten times and tell me how often it fails.',
  'Run it in a loop until it passes',
  'Führe den Test mehrmals aus',
  '多次运行这个测试',
  '把测试运行5次看看',
  'Bitte den Test fünfmal laufen lassen',
  'Lance les tests plusieurs fois',
  'Ejecuta las pruebas varias veces',
  'Rode os testes várias vezes',
  'Esegui i test più volte',
  'Запусти тесты несколько раз',
  'Testleri birkaç kez çalıştır',
  'テストを5回実行して',
  '테스트를 여러 번 실행해 줘',
  'Retry the upload until it works',
])('what is to be tried again and again: “%s”', (words) => {
  const lines = times(4, () => fails('npm test', 'Tests:       1 failed, 5 passed, 6 total'));
  expect(rings([typed(words), ...lines], NAME)).toBe('');
  expect(rings([typed('Run the test and mend it.'), ...lines], NAME)).toBe('!');
  // The machine is at fault whatever was asked.
  const noHost = times(5, (i) => fails(`curl https://a${i}`, `Could not resolve host: a${i}`));
  expect(rings([typed(words), ...noHost], NAME)).toBe('!');
});

test.each([
  ['', 'lsof -i :3000'],
  ['', 'pgrep -f server'],
  ['', 'systemctl is-active --quiet app'],
  ['!', 'git commit -m x'],
  ['!', 'make'],
  ['!', './deploy.sh'],
  ['!', 'git merge main'],
  ['!', 'npm test'],
  ['!', 'npx tsc --noEmit'],
])('without a word of why, “%s”: %s', (expected, command) => {
  expect(rings([typed('x'), ...times(3, () => bash(command, 'Exit code 1', true))], NAME)).toBe(expected);
});

test('a wait that shows something new goes on', () => {
  const step = (n: number) => wait(`${TIMEOUT}\n<output>step ${n} of 9</output>`);
  expect(rings([typed('build'), ...times(5, step)], NAME)).toBe('');
  expect(rings([typed('build'), ...times(4, () => step(1))], NAME)).toBe('!');
  expect(rings([typed('build'), ...times(2, step), ...times(3, () => step(2))], NAME)).toBe('!');
});

test.each([
  ['!', 'The handler is called two times; fix it.'],
  ['!', 'I told you three times to fix the login.'],
  ['!', 'The list is rendered multiple times. Why?'],
  ['!', 'The request is sent repeatedly to the server, mend it.'],
  ['!', 'I have tried it several times, it never works. Fix it.'],
  ['!', 'The test failed many times today. Fix it.'],
  ['!', 'Fix the build, and do not stop until it works.'],
  ['!', 'Das habe ich dir schon mehrmals gesagt: der Login ist kaputt.'],
  ['!', 'Ich habe den Test mehrmals gestartet, er schlägt immer fehl.'],
  ['!', 'Der Fehler tritt mehrfach auf. Behebe ihn.'],
  ['!', 'Je te l’ai dit plusieurs fois, corrige le login.'],
  ['!', 'Te lo dije varias veces, arregla el login.'],
  ['!', 'La prueba falló varias veces, arréglala.'],
  ['!', 'O teste falhou várias vezes, corrige.'],
  ['!', 'Я говорил это много раз, исправь вход.'],
  ['!', 'Я несколько раз запустил тесты, они падают.'],
  ['!', '我说过多次了，修复登录'],
  ['!', '这个错误反复出现，请修复'],
  ['!', '跑了几次都失败，修一下'],
  ['!', '何度も言ったけど、ログインを直して'],
  ['!', '何度実行しても失敗する。直して'],
  ['!', '여러 번 말했잖아, 로그인 고쳐 줘'],
  ['!', 'Sana birkaç kez söyledim, girişi düzelt'],
  ['!', 'Send the reminder 2 times a day.'],
  ['!', 'Poll the server and call it 4 times per hour.'],
  ['!', '加上重试请求多次的功能'],
  ['', 'Run it 20 times'],
  ['', 'Please try the upload several times.'],
  // What a program is to do often.
  ['!', 'Retry failed uploads up to three times.'],
  ['!', 'Retry the upload three times before giving up.'],
  ['!', 'The client should retry the request 5 times.'],
  ['!', 'Add a queue: send every mail three times if the server is down.'],
  ['!', 'Make the worker repeat the job ten times.'],
  ['!', 'Write a helper that will call the API 3 times.'],
  ['!', 'Repeat the request up to 5 times with exponential backoff.'],
  ['!', 'The deploy script should retry up to three times.'],
  ['!', 'Make the sync robust: the phones are on flaky connections.'],
  ['!', 'The job must keep retrying.'],
  ['!', 'It polls the server until it fails. Mend that.'],
  ['!', 'Wiederhole fehlgeschlagene Uploads bis zu 3 mal.'],
  ['!', 'Der Client soll den Aufruf 3 mal wiederholen.'],
  ['!', 'Relance les envois échoués jusqu’à 3 fois.'],
  ['!', 'Reintenta las subidas fallidas hasta 3 veces.'],
  ['!', 'Repita os envios no máximo 3 vezes.'],
  ['!', 'Повтори неудачные загрузки до 5 раз.'],
  ['!', '上传失败时重试3次'],
  ['!', 'アップロードに失敗したら3回リトライする機能'],
  ['!', '업로드에 실패하면 3번 재시도하게 해 줘'],
  // The same words to Claude.
  ['', 'Run the failing test up to 20 times.'],
  ['', 'You should run it 20 times to be sure.'],
  ['', 'Make sure it is stable: run the suite ten times.'],
  ['', 'Re-run the build up to three times if it fails.'],
  ['', 'Add a test and run it 20 times.'],
  ['', 'Let’s run the suite ten times.'],
  ['', 'Ich muss sicher sein, lass den Test bitte 20 mal laufen.'],
  ['', '我需要你运行这个测试10次'],
  ['', 'Führe den Test bis zu 10 mal aus.'],
  ['', 'Relance les tests jusqu’à 10 fois.'],
  ['', 'Ejecuta las pruebas hasta 10 veces.'],
  ['', 'Запусти тесты до 10 раз.'],
  ['', '测试最多运行10次'],
  ['', 'テストを最大10回実行して'],
  ['', '테스트를 최대 10번 실행해 줘'],
])('what happens several times is not to be tried so, “%s”: %s', (expected, words) => {
  const lines = times(4, () => fails('npm test', 'Tests:       1 failed, 5 passed, 6 total'));
  expect(rings([typed(words), ...lines], NAME)).toBe(expected);
});

test.each([
  ['!', 'Write a load test that sends the request 100 times.'],
  ['!', '客户端要重试三次'],
  ['!', 'クライアントは3回リトライするように'],
  ['!', '클라이언트가 3번 재시도하도록 해 줘'],
  ['!', 'Ejecútalo.'],
  ['', 'Ejecútalo 5 veces seguidas.'],
  ['', 'Run a smoke test 5 times.'],
])('who is to try it again, “%s”: %s', (expected, words) => {
  const lines = times(4, () => fails('docker compose up -d', 'Error: port 5432 is already allocated'));
  expect(rings([typed(words), ...lines, says('No.')], NAME)).toBe(expected);
});
