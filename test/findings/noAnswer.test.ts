import { expect, test } from 'vitest';
import type { Lines } from '../support/logs';
import { asked, bash, failed, named, record, rings, says, thinks, typed } from './logs';

const NAME = 'no_answer';

test.each<[string, string]>([
  [
    'an error of the service',
    'API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}',
  ],
  [
    'too many at once',
    'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  ],
  ['time ran out', 'API Error: Request timed out.'],
  ['no connection', 'API Error: Connection error.'],
  ['no network', 'API Error (Request failed) · ECONNREFUSED'],
  ['a limit of five hours', "You've hit your session limit · resets 3pm (Europe/Berlin)"],
  ['a limit of the week', "You've hit your weekly limit · resets Oct 3, 1pm (UTC)"],
  ['extra usage', "You're out of extra usage · resets Feb 4 at 11am (America/New_York)"],
  ['too long a prompt', 'Prompt is too long'],
  [
    'a request that is not taken',
    'API Error: 400 {"error":{"type":"invalid_request_error","message":"image"}}',
  ],
])('ends in %s', (_, words) => {
  expect(rings([typed('do it'), failed(words)], NAME)).toBe('!');
  // Nobody looks on.
  expect(rings([asked('do it'), failed(words)], NAME)).toBe('+');
});

test('errors that were tried again to the end count, and each is a line', () => {
  const error = (n: number) =>
    record({ type: 'system', subtype: 'api_error', retryAttempt: n, maxRetries: 10, message: undefined });
  expect(rings([typed('x'), ...[1, 2, 10].map(error)], NAME)).toBe('!');
  expect(rings([typed('x'), error(1), error(2)], NAME)).toBe('');
});

test('the sentence says which', () => {
  expect(named([typed('x'), failed('API Error: 500')], NAME)[0]?.sentence).toBe(
    'Got no answer to the last request: the service failed',
  );
  expect(named([typed('x'), failed("You've hit your weekly limit")], NAME)[0]?.sentence).toBe(
    'Got no answer to the last request: a limit of the plan was reached',
  );
});

test.each<[string, Lines]>([
  ['asked again and answered', [typed('x'), failed('API Error: 500'), typed('again'), says('Done.')]],
  ['answered after all', [typed('x'), failed('API Error: 529 Overloaded'), says('Here it is.')]],
  [
    'a limit in the middle of the work',
    [typed('x'), ...bash('ls', 'a'), failed("You've hit your session limit")],
  ],
  ['a limit after the work was done', [typed('x'), says('Done.'), failed("You've hit your session limit")]],
  ['not logged in', [typed('x'), failed('Invalid API key · Please run /login')]],
  [
    'a token that ran out',
    [typed('x'), failed('API Error: 401 {"error":{"type":"authentication_error"}} · Please run /login')],
  ],
  ['stopped by the person', [typed('x'), failed('API Error: Request was aborted.')]],
  ['nothing was asked for', [typed('x'), failed('No response requested.')]],
  [
    'interrupted by the person',
    [typed('x'), failed('API Error: 500'), typed('[Request interrupted by user]')],
  ],
  ['nothing but leaving', [typed('/exit'), failed("You're out of extra usage · resets Feb 4 at 11am")]],
  ['leaving by a terminal', [typed('\u0015/exit'), failed("You're out of extra usage")]],
  ['leaving in a word', [typed('x'), says('Done.'), typed('exit'), failed('API Error: 500')]],
  ['a session that was opened only', [failed("You've hit your session limit")]],
])('not this: %s', (_, lines) => {
  expect(rings(lines, NAME)).toBe('');
});

test.each<[string, string]>([
  ['Credit balance is too low', 'no credit is left'],
  ['Credit balance too low · Add funds: https://platform.claude.com/settings/billing', 'no credit is left'],
  ['API Error: 402 {"error":{"message":"Insufficient Balance"}}', 'no credit is left'],
  ['API Error: 400 {"error":{"message":"You exceeded your current quota"}}', 'no credit is left'],
  ['Your organization has been disabled. Please contact support.', 'the service refused it'],
  ['API Error: 403 {"error":{"type":"permission_error","message":"No access"}}', 'the service refused it'],
  ['Claude Code is not available in your country', 'the service refused it'],
])('what nobody can sign in to, is told: %s', (words, why) => {
  expect(named([typed('do it'), failed(words)], NAME)[0]?.sentence).toBe(
    `Got no answer to the last request: ${why}`,
  );
  expect(rings([asked('do it'), failed(words)], NAME)).toBe('+');
});

test('a record states the reason that its words do not', () => {
  const stated = (more: Record<string, unknown>) =>
    named([typed('do it'), { ...failed('Etwas ging schief.'), ...more }], NAME)[0]?.sentence;
  expect(stated({ error: 'billing_error' })).toContain('no credit is left');
  expect(stated({ error: 'server_error' })).toContain('the service failed');
  expect(stated({ apiErrorStatus: 529 })).toContain('the service failed');
  expect(stated({ apiErrorStatus: 400 })).toContain('the service refused it');
  expect(stated({ error: 'authentication_failed' })).toBeUndefined();
});

test('a sign-in that failed is told where nobody can sign in', () => {
  expect(named([asked('do it'), failed('Invalid API key · Please run /login')], NAME)).toMatchObject([
    { severity: 'critical', sentence: 'Got no answer to the last request: the sign-in failed' },
  ]);
  expect(
    rings(
      [typed('x'), failed('API Error: 403 {"error":{"type":"permission_error"}} · Please run /login')],
      NAME,
    ),
  ).toBe('');
});

test('words of Claude Code after the error are no new request', () => {
  expect(
    rings(
      [typed('x'), failed("You're out of extra usage"), typed('Unknown skill: rate-limit-options')],
      NAME,
    ),
  ).toBe('!');
});

test('what the service does not take, is refused', () => {
  expect(named([typed('x'), failed('Prompt is too long')], NAME)[0]?.sentence).toBe(
    'Got no answer to the last request: the service refused it',
  );
});

test('a run that nobody watches breaks off in the middle of its work', () => {
  const limit = failed("You've hit your session limit · resets 3pm");
  const work = bash('ls', 'a');
  expect(named([asked('do it'), ...work, limit], NAME)).toEqual([
    {
      severity: 'critical',
      open: true,
      sentence: 'Broke off in the middle of its work: a limit of the plan was reached',
    },
  ]);
  expect(rings([asked('x'), says('I look first.', 'tool_use'), failed('API Error: 500')], NAME)).toBe('+');
  expect(rings([asked('x'), ...work, failed('API Error: 500')], NAME)).toBe('+');
});

test.each<[string, Lines]>([
  ['goes on after all', [asked('x'), ...bash('ls'), failed('API Error: 529'), ...bash('ls'), says('Done.')]],
  ['is done', [asked('x'), ...bash('ls'), says('Done.'), failed("You've hit your session limit")]],
  [
    'is stopped',
    [asked('x'), ...bash('ls'), failed('API Error: 500'), typed('[Request interrupted by user]')],
  ],
  ['is asked again', [asked('x'), ...bash('ls'), failed('API Error: 500'), asked('go on'), says('Done.')]],
  ['goes on', [asked('x'), ...bash('ls')]],
])('not a run that %s', (_, lines) => {
  expect(rings(lines, NAME)).toBe('');
});

test('a run that only thought has answered nothing', () => {
  const thought = thinks('Hm.');
  expect(named([asked('do it'), thought, failed('API Error: 500')], NAME)[0]?.sentence).toBe(
    'Got no answer to the last request: the service failed',
  );
  expect(rings([typed('do it'), thought, failed('API Error: 500')], NAME)).toBe('');
});

test.each([
  ['', 'thanks, bye'],
  ['', 'Perfect, thank you!'],
  ['', 'Danke'],
  ['', 'ok great thanks'],
  ['', 'thanks ☺️'],
  ['!', 'ok'],
  ['!', 'thanks, now add a test'],
  ['!', 'great, go on'],
])('thanks want no answer, “%s”: %s', (expected, words) => {
  expect(rings([typed(words), failed('API Error: 529 overloaded')], 'no_answer')).toBe(expected);
});
