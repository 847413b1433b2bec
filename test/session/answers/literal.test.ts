import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalOf } from '../../../src/session/answers/literal';

test.each<[RegExp, string]>([
  [/Tests: (?<failed>\d+) failed/, 'Tests: '],
  [/^\d+ tests? passed$/m, ' passed'],
  [/tests?/, 'test'],
  [/ab*cde/, 'cde'],
  [/abc{0,3}d/, 'ab'],
  [/abc{2}d/, 'ab'],
  [/abc+d/, 'abc'],
  [/(?:one|two) (three)? four/, ' four'],
  [/(a(b|c)d)ef/, 'ef'],
  [/(?!never)(?<=before)me/, 'me'],
  [/[abc]de[^f\]g]hij/, 'hij'],
  [/\[ FAIL \d+ \| WARNED/, ' | WARNED'],
  [/a\/b\.c/, 'a/b.c'],
  [/x\dyz\n12/, 'yz'],
  [/x\u0041bcd/, ''],
  [/.✖ 𝄞 a/, '✖ '],
  [/one|another/, ''],
  [/Words/i, ''],
  [/(?:a|b)?[c-z]*/, ''],
])('every match of %s holds %j', (pattern, literal) => expect(literalOf(pattern)).toBe(literal));

/** The expressions in the code that reads summaries of test runners. */
const SOURCE = readFileSync(
  join(import.meta.dirname, '../..', '..', 'src', 'session', 'answers', 'summaries.ts'),
  'utf8',
);
const PATTERNS = [...SOURCE.matchAll(/(?:counting|lastOf)\(\s*\/(.*)\/[gm]{1,2},?\s*\)/g)].map(
  ([, source = '']) => source,
);

/** Syntax that fast-check does not support, and equivalents that it does. */
const generated = (source: string): RegExp =>
  new RegExp(source.replace(/\(\?<\w+>/g, '(?:').replaceAll(String.raw`\b`, ''));

test.each(PATTERNS)('texts that match %s', (source) => {
  const literal = literalOf(new RegExp(source));
  expect(literal.length).toBeGreaterThan(1);
  fc.assert(
    fc.property(fc.stringMatching(generated(source)), (text) => {
      expect(text).toContain(literal);
    }),
    { numRuns: 50 },
  );
});

test('every expression of the summaries is tested', () => expect(PATTERNS.length).toBeGreaterThan(40));
