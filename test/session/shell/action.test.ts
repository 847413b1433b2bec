import { expect, test } from 'vitest';
import { shellAction } from '../../../src/session/shell/action';

test.each([
  ['cat src/a.ts', 'read', 'src/a.ts'],
  ["sed -n '10,20p' src/a.ts", 'read', 'src/a.ts'],
  ['cd app && cat a.ts 2>/dev/null', 'read', 'a.ts'],
  ['head -n 40 "my file.txt"', 'read', 'my file.txt'],
  ['git show HEAD:src/a.ts', 'read', null],
  ['rg -n "needle|hay" src | head -5', 'research', null],
  ['grep -r "a > b" src', 'research', null],
  ['find . -name "*.ts"', 'research', null],
  ['git log --oneline | head -3', 'research', null],
  ['LC_ALL=C grep x a.txt', 'research', null],
  ['rg -l x | xargs cat', 'research', null],
  ['rg -l x | xargs -n 1 -I {} rm {}', 'other', null],
  ['find . | xargs grep x', 'research', null],
  ['ls -la', 'other', null],
  ['cat a.ts > b.ts', 'other', null],
  ['cat <<EOF\nx\nEOF', 'other', null],
  ['cat a.ts && npm test', 'other', null],
  ["sed -i 's/a/b/' a.ts", 'other', null],
  ['find . -name x -delete', 'other', null],
  ['cat $(which node)', 'other', null],
  ['npm test', 'other', null],
  ['git commit -m "cat a.ts"', 'other', null],
  ["echo 'cat a.ts; rg b'", 'other', null],
  ['', 'other', null],
])('%s', (command, action, path) => {
  expect(shellAction(command)).toEqual({ action, path });
});
