import { expect, test } from 'vitest';
import { touchesOf } from '../../../src/session/shell/touches';

const touched = (command: string): string[] =>
  touchesOf(command, '/w').map(
    ({ does, path, from }) => `${does} ${path}${from === undefined ? '' : ` from ${from}`}`,
  );

test.each<[string, string[]]>([
  ['cat a.ts b.ts', ['look /w/a.ts', 'look /w/b.ts']],
  ['head -n 40 src/a.ts', ['look /w/src/a.ts']],
  ['head -40 src/a.ts', ['look /w/src/a.ts']],
  ["sed -n '10,20p' a.ts", ['look /w/a.ts']],
  ["sed -n -e '1p' a.ts", ['look /w/a.ts']],
  ["sed -i 's/a/b/' a.ts", ['edit /w/a.ts']],
  ["sed -i '' -e 's/a/b/' a.ts", ['edit /w/a.ts']],
  ["perl -pi -e 's/a/b/' a.ts", ['edit /w/a.ts']],
  ["awk '{print $1}' a.ts", ['look /w/a.ts']],
  ['jq .name package.json', ['look /w/package.json']],
  ['cat a.ts | head -5', ['look /w/a.ts']],
  ['cat a.ts && npm test', ['look /w/a.ts']],
  ['for f in a b; do cat src/$f.ts; done', ['look /w/src/a.ts', 'look /w/src/b.ts']],
  ['grep -n foo src/a.ts src/b.ts', ['search /w/src/a.ts', 'search /w/src/b.ts']],
  ['grep -rn foo src --include "*.ts"', ['search /w/src']],
  ['grep -l foo a.ts', ['list /w/a.ts']],
  ['grep -A 3 -e foo a.ts', ['search /w/a.ts']],
  ['rg foo src/a.ts -C 5', ['search /w/src/a.ts']],
  ['git show HEAD~1:src/a.ts', ['look /w/src/a.ts']],
  ['git show main:a.ts | head', ['look /w/a.ts']],
  ['git diff -- src/a.ts', ['search /w/src/a.ts']],
  ['git diff main...HEAD -- a.ts b.ts', ['search /w/a.ts', 'search /w/b.ts']],
  ['git diff --stat -- a.ts', ['list /w/a.ts']],
  ['git blame src/a.ts', ['look /w/src/a.ts']],
  ['git -C sub status', []],
  ['git mv a.ts b.ts', ['move /w/b.ts from /w/a.ts']],
  ['mv a.ts b.ts dir/', ['move /w/dir/a.ts from /w/a.ts', 'move /w/dir/b.ts from /w/b.ts']],
  ['cp -r a.ts b.ts', ['copy /w/b.ts from /w/a.ts']],
  ['rm -f a.ts', ['remove /w/a.ts']],
  ['cd app && cat a.ts', ['look /w/app/a.ts']],
  ['cd /x; cat a.ts', ['look /x/a.ts']],
  ["cat > a.ts <<'EOF'\nx\nEOF", ['write /w/a.ts']],
  ['echo x >> a.ts', ['write /w/a.ts']],
  ['npm test | tee out.log', ['write /w/out.log']],
  ['patch a.ts < fix.diff', ['look /w/fix.diff', 'edit /w/a.ts']],
  ['python3 gen.py', ['run /w/gen.py']],
  ['./gen.sh', ['run /w/gen.sh']],
  ["python3 - <<'E'\ns=open('a.ts').read()\nopen('a.ts','w').write(s)\nE", ['look /w/a.ts', 'edit /w/a.ts']],
  ['node -e "fs.writeFileSync(\'a.json\', 1)"', ['edit /w/a.json']],
  ['sort < in.txt', ['look /w/in.txt']],
  ['wc -l a.ts', ['list /w/a.ts']],
  ['ls src', ['list /w/src']],
  ['Get-Content a.ts -TotalCount 5', ['look /w/a.ts']],
  ['cat $FILE *.ts', ['look /w/*.ts']],
  ['rm *.ts', []],
  ['bash -c "cat a.ts"', ['look /w/a.ts']],
  ['echo "cat a.ts"', []],
])('%s', (command, expected) => {
  expect(touched(command)).toEqual(expected);
});
