import { expect, test } from 'vitest';
import { runsOf } from '../../../src/session/shell/runs';

const programs = (command: string): string[] =>
  runsOf(command).map(({ program, args }) => [program, ...args].join(' '));

test.each<[string, string[]]>([
  ['cat a.ts', ['cat a.ts']],
  ['cat "my file.ts" \'b c\' d\\ e', ['cat my file.ts b c d e']],
  ['a; b && c || d | e & f', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['for f in a.ts b.ts; do cat "$f"; done', ['cat a.ts b.ts']],
  ['for f in a b\ndo\n  grep x ${f}.ts\ndone', ['grep x a.ts b.ts']],
  ['if test -f a; then cat a; else cat b; fi', ['test -f a', 'cat a', 'cat b']],
  ['while read -r l; do echo $l; done < list.txt', ['read -r l', 'echo $l']],
  ['(cd src && cat a.ts)', ['cat a.ts']],
  ['echo $(cat a.ts) `cat b.ts`', ['cat a.ts', 'cat b.ts', 'echo $() $()']],
  ['diff <(cat a) <(cat b)', ['cat a', 'cat b', 'diff $() $()']],
  ['bash -c "cat a.ts; git push"', ['cat a.ts', 'git push']],
  ["bash -lc 'git commit --no-verify'", ['git commit --no-verify']],
  ['powershell.exe -Command "git commit --no-verify -m x"', ['git commit --no-verify -m x']],
  ['powershell -NoProfile -Command "Get-Content a.ts"', ['Get-Content a.ts']],
  ['ssh -p 22 me@host "cat /etc/passwd"', ['cat /etc/passwd']],
  ['ssh host', ['ssh host']],
  ['sudo -u root cat a', ['cat a']],
  ['env A=b HUSKY=0 git commit', ['git commit']],
  ['timeout 30 npm test', ['npm test']],
  ['mise exec -- go test ./...', ['go test ./...']],
  ['uv run pytest -q tests', ['pytest -q tests']],
  ['docker exec -it box pytest', ['pytest']],
  ['git ls-files | xargs -n 1 grep x', ['git ls-files', 'grep x']],
  ['# cat a\ncat b # c', ['cat b']],
  ['echo "a # b"', ['echo a # b']],
  ["git commit -m 'a; rm -rf b'", ['git commit -m a; rm -rf b']],
  ['cat <<EOF > a.txt\nrm -rf /\nEOF\nls', ['cat', 'ls']],
  ["bash <<'EOF'\ncat a.ts\nEOF", ['cat a.ts']],
  ['npm test 2>&1 | tail -5', ['npm test', 'tail -5']],
  ['npm test > out.txt 2>&1', ['npm test']],
  ['cat a \\\n  b', ['cat a b']],
  ['"/usr/bin/git" status', ['git status']],
  ["cat 'unended", ['cat unended']],
  ['cat $(unended', ['unended', 'cat $()']],
  ['', []],
  ['&& ; |', []],
])('%j', (command, expected) => {
  expect(programs(command)).toEqual(expected);
});

test('a run has its redirections, here-documents, pipes, settings and folder', () => {
  const [cat] = runsOf("cat > src/a.ts <<'EOF'\nconst a = 1;\nEOF");
  expect(cat).toMatchObject({ program: 'cat', writes: ['src/a.ts'], documents: ['const a = 1;\n'] });
  expect(runsOf('cd app && cd src; cat a.ts')[0]).toMatchObject({ folder: 'app/src', args: ['a.ts'] });
  expect(runsOf('HUSKY=0 git commit | tee log')).toMatchObject([
    { program: 'git', settings: { HUSKY: '0' }, pipes: true, piped: false },
    { program: 'tee', piped: true, pipes: false },
  ]);
  expect(runsOf('sort < in.txt >> out.txt 2>/dev/null')).toMatchObject([
    { reads: ['in.txt'], writes: ['out.txt'] },
  ]);
  expect(runsOf('(cd app && ls); pwd')[1]).toMatchObject({ program: 'pwd', folder: null });
});

test('a hostile command takes linear time', () => {
  for (const piece of [
    '$(',
    '"$(',
    '`',
    '<<A\n',
    "'",
    '(',
    'for a in $a; do ',
    'bash -c "',
    '\\',
    '$a ',
    'if ',
  ])
    expect(runsOf(piece.repeat(50_000 / piece.length)).length).toBeLessThanOrEqual(400);
});
