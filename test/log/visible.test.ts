import { expect, test } from 'vitest';
import { clipName, clip, bidiIsolated, visible } from '../../src/log/visible';

test.each([
  ['a\tb\nc', 'a\tb\nc'],
  ['gpj.\u202eexe', 'gpj.⟨U+202E⟩exe'],
  ['\u0007\u001b[31m', '⟨U+0007⟩⟨U+001B⟩[31m'],
  ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
  ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
  ['a\u00ad\u3164\u{e0100}', 'a⟨U+00AD⟩⟨U+3164⟩⟨U+E0100⟩'],
  ['schön 日本 ☀️ 👩‍👩', 'schön 日本 ☀️ 👩‍👩'],
  ['👩🏽‍⚕️ 🏳️‍🌈', '👩🏽‍⚕️ 🏳️‍🌈'],
  ['می‌خواهم क्‍ष ශ්‍රී', 'می‌خواهم क्‍ष ශ්‍රී'],
  ['pay\u200dpal 日\u200c本', 'pay⟨U+200D⟩pal 日⟨U+200C⟩本'],
  ['\u200dم م\u200c ', '⟨U+200D⟩م م⟨U+200C⟩ '],
])('%j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('a text is cut at characters, also where each takes two places', () => {
  expect(clip('👍'.repeat(30), 10)).toBe(`${'👍'.repeat(9)}…`);
  expect(clip('👍'.repeat(10), 10)).toBe('👍'.repeat(10));
  expect(clip('abc', 2)).toBe('a…');
});

test('a name that is cut keeps its quotation mark, and has no blank before the sign of it', () => {
  expect(clipName('“Rewrite the store so that it survives”', 14)).toBe('“Rewrite the…”');
  expect(clipName('Rewrite the store', 13)).toBe('Rewrite the…');
  expect(clipName('“Go on”', 14)).toBe('“Go on”');
});

test('a name from right to left does not turn round what stands beside it; others stay as they are', () => {
  expect(bidiIsolated('إصلاح login.ts')).toBe('\u2068إصلاح login.ts\u2069');
  expect(bidiIsolated('תיקון')).toBe('\u2068תיקון\u2069');
  expect([bidiIsolated('Fix login.ts'), bidiIsolated('修正 ログイン')]).toEqual([
    'Fix login.ts',
    '修正 ログイン',
  ]);
});
