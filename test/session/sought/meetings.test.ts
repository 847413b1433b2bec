/** V8 goes on in one place behind a look ahead: expressions of many choices take less machine code with them. */
import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { withMeetings } from '../../../src/session/sought/meetings';

test.each([
  [/(?:a|b|c|d)/, '(?=)(?:a|b|c|d)(?=)'],
  [/x(?:a|b|c|d){1,3}?y/i, 'x(?=)(?:a|b|c|d){1,3}?(?=)y'],
  [/(?:a|(?:b|c|d|e)+|f|g)*/, '(?=)(?:a|(?=)(?:b|c|d|e)+(?=)|f|g)*(?=)'],
  // Few choices, those of no group, of a group that is kept, of a look ahead, in a class and of signs that stand for themselves.
  [/(?:a|b|c)/, null],
  [/a|b|c|d/, null],
  [/(a|b|c|d)(?<name>a|b|c|d)/, null],
  [/(?!a|b|c|d)(?<=a|b|c|d)/, null],
  [/(?:[|||(?:)]\|\|\(\)[\]|||])/, null],
])('%s', (expression, source) => {
  const { source: made, flags } = withMeetings(expression);
  expect([made, flags]).toEqual([source ?? expression.source, expression.flags]);
});

test('an expression of many choices behind one another takes less than half of the machine code', () => {
  const words = 'reported said claimed assumed stated treated described wrote called inferred'.split(' ');
  const choices = `(?:${words.join('|')})`;
  const expression = new RegExp(
    String.raw`\bi(?:['’]d| had|['’]ve| have)? (?:just |also |now |then )?${choices} (?:it |that |this |so )?${choices}`,
    'gi',
  );
  const used = (): number =>
    getHeapSpaceStatistics().reduce(
      (sum, { space_name: name, space_used_size: size }) => sum + (name.startsWith('code') ? size : 0),
      0,
    );
  // Other code comes and goes meanwhile: the middle of several. Each is another expression, of which V8 has no code yet.
  const codeOf = ({ source, flags }: RegExp): number => {
    const sizes = Array.from({ length: 9 }, (_, n) => {
      const one = new RegExp(`${source}|another ${n}`, flags);
      const before = used();
      // Compiled at once, as the text is long.
      one.test(' '.repeat(1000));
      return used() - before;
    });
    return sizes.sort((a, b) => a - b)[4]!;
  };
  const written = codeOf(expression);
  expect(written).toBeGreaterThan(5_000);
  expect(codeOf(withMeetings(expression))).toBeLessThan(written / 2);
});
