import { expect, test } from 'vitest';
import { noticeOf } from '../../../src/session/fold/notice';
import { LogRecord } from '../../../src/log/record';
import { answer } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

const LIMIT = '5-hour limit reached ∙ resets 3pm';
const notice = (fields: object) => noticeOf(LogRecord.parse({ type: 'system', ...fields }));

test('a notice is the text of a record of Claude Code itself', () => {
  expect(notice({ subtype: 'informational', content: LIMIT })).toBe(LIMIT);
  expect(notice({ content: LIMIT })).toBe(LIMIT);
  expect(notice({ subtype: 'local_command', content: LIMIT })).toBe('');
  expect(notice({ subtype: 'informational', content: [LIMIT] })).toBe('');
});

test('the notice of an API error is its message, at any depth', () => {
  expect(notice({ subtype: 'api_error', error: { message: 'a' } })).toBe('a');
  expect(notice({ subtype: 'api_error', error: { error: { message: 'b' } } })).toBe('b');
  expect(notice({ subtype: 'api_error', error: 'c' })).toBe('');
});

test('a limit is added once for each record', () => {
  const inAnswer = answer('s', LIMIT, { model: '<synthetic>', more: { isApiErrorMessage: true } });
  const inSystem = record('system', { subtype: 'rate_limit', content: LIMIT });
  const limits = eventsOf(folded([inAnswer, inAnswer, inSystem, inSystem]), 'limit');
  expect(limits).toMatchObject([{ reached: true }, { reached: true }]);
});

test('an error in a side-chain is no error of the session', () => {
  const failed = answer('s', 'API Error: 500', {
    model: '<synthetic>',
    more: { isApiErrorMessage: true, isSidechain: true, agentId: 'b1' },
  });
  expect(eventsOf(folded([failed]), 'apiError')).toEqual([]);
});
