/** The tools of public logs get their cards. */
import { expect, test } from 'vitest';
import { cardOf } from '../../src/questions/shared/transcript/cards';
import tools from '../fixtures/toolCards.json';

test('every tool that public logs call gets its card', () => {
  expect(tools.length).toBeGreaterThan(50);
  expect(tools.map(({ tool }) => [tool, cardOf(tool)])).toEqual(tools.map(({ tool, card }) => [tool, card]));
});
