import { expect, test } from 'vitest';
import { commandFacts } from '../../src/session/shell/commandFacts';
import { runsOf } from '../../src/session/shell/runs';

const facts = (command: string): string[] =>
  commandFacts(runsOf(command), {}).map(({ fact, value }) =>
    value === undefined || value === '' ? fact : `${fact} ${value}`,
  );

test.each<[string, string[]]>([
  ['git commit -m "x"', ['commits']],
  ['git commit --no-verify -m "x"', ['commits', 'skipsHooks --no-verify']],
  ['git commit -nm "x"', ['commits', 'skipsHooks --no-verify']],
  ['git commit -m "-n"', ['commits']],
  ['git commit -m "use --no-verify never"', ['commits']],
  ['git commit -m --no-verify', ['commits']],
  ['git push -n', ['pushes']],
  ['git push --no-verify', ['pushes', 'skipsHooks --no-verify']],
  ['git -c core.hooksPath=/dev/null commit -m x', ['commits', 'skipsHooks core.hooksPath']],
  ['git -c commit.gpgsign=false commit -m x', ['commits', 'skipsHooks commit.gpgsign=false']],
  ['git commit --no-gpg-sign -m x', ['commits', 'skipsHooks --no-gpg-sign']],
  ['HUSKY=0 git commit -m x', ['skipsHooks HUSKY=0', 'commits']],
  ['env HUSKY=0 git push', ['skipsHooks HUSKY=0', 'pushes']],
  ['SKIP=flake8 git commit -m x', ['skipsHooks SKIP=flake8', 'commits']],
  ['SKIP=1 make docs', ['runsProgram docs']],
  ['echo "git commit --no-verify"', []],
  ['bash -c "git commit --no-verify -m x"', ['commits', 'skipsHooks --no-verify']],
  ['powershell -Command "git commit --no-verify -m x"', ['commits', 'skipsHooks --no-verify']],
  ['ssh host "cd x && git commit --no-verify -m y"', ['commits', 'skipsHooks --no-verify']],
  ['git push --force', ['pushes', 'forcePushes force']],
  ['git push -f origin main', ['pushes', 'forcePushes force']],
  ['git push origin +main', ['pushes', 'forcePushes force']],
  ['git push --force-with-lease', ['pushes', 'forcePushes lease']],
  ['git reset --hard HEAD~1', ['discardsWork git reset --hard HEAD~1']],
  ['git reset HEAD a.ts', []],
  ['git checkout -- .', ['discardsWork git checkout -- .']],
  ['git checkout -b x', []],
  ['git clean -fd', ['discardsWork git clean -fd']],
  ['git clean -nfd', []],
  ['git restore --staged a', []],
  ['git pull --rebase', ['mergesChanges pull']],
  ['git rebase --abort', []],
  ['git stash pop', ['mergesChanges stash']],
  ['pytest', ['runsTests']],
  ['pytest -q tests/test_a.py', ['runsTests tests/test_a.py']],
  ['uv run pytest -x', ['runsTests']],
  ['python3 -m pytest tests', ['runsTests tests']],
  ['npm test', ['runsTests']],
  ['npm test -- --run src/a.test.ts', ['runsTests -- src/a.test.ts']],
  ['npm run test:unit', ['runsTests test:unit']],
  ['pnpm vitest run', ['runsTests']],
  ['npx vitest run a.test.ts', ['runsTests a.test.ts']],
  ['go test ./...', ['runsTests']],
  ['mise exec -- go test ./cmd/... -run TestA', ['runsTests ./cmd/... -run TestA']],
  ['cargo test', ['runsTests']],
  ['cargo check', ['typeChecks cargo check']],
  ['dotnet test', ['runsTests']],
  ['npx tsc --noEmit', ['typeChecks tsc']],
  ['npm run build', ['typeChecks build']],
  ['npm run lint', ['lints lint']],
  ['ruff check .', ['lints ruff']],
  ['go vet ./...', ['typeChecks go vet']],
  ['rm -rf dist', ['removes dist']],
  ['rm a.txt', []],
  ['op read op://a/b', ['asksSecrets op']],
  ['cat .env', ['asksSecrets .env']],
  ['cat .env.example', []],
  ['node server.js', ['runsProgram node']],
  ['curl localhost:3000', ['runsProgram curl']],
  ['sleep 30', ['waits']],
])('%s', (command, expected) => {
  expect(facts(command).filter((one) => one !== 'runsProgram op')).toEqual(expected);
});

test('work in the background is told by the input of the call', () => {
  expect(commandFacts(runsOf('npm start'), { run_in_background: true })).toContainEqual({
    fact: 'startsBackground',
  });
});
