import { expect, test } from 'vitest';
import { visible } from '../../src/log/visible';

test.each([
  ['a\tb\nc', 'a\tb\nc'],
  ['gpj.\u202eexe', 'gpj.⟨U+202E⟩exe'],
  ['\u0007\u001b[31m', '⟨U+0007⟩⟨U+001B⟩[31m'],
  ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
  ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
  ['schön 日本 👩‍👩', 'schön 日本 👩⟨U+200D⟩👩'],
])('%j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
