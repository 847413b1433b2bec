/** The table in docs/design/transcript.md agrees with the cards of tools. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cardOf } from '../../src/questions/shared/cards';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'design', 'transcript.md'), 'utf8');
const TABLE = PAGE.slice(PAGE.indexOf('<!-- tools -->'), PAGE.indexOf('<!-- /tools -->'));

test('every tool of the table gets its card', () => {
  const rows = [...TABLE.matchAll(/^\| `([^`]+)`\s+\|\s+(\d+) \| (\w+)\s+\|$/gm)].map(
    ([, tool = '', , card]) => [tool, card],
  );
  expect(rows.length).toBeGreaterThan(50);
  expect(rows).toEqual(rows.map(([tool = '']) => [tool, cardOf(tool)]));
});
