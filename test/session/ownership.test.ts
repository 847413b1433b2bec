/** Which claims on a name are copies of one message, tested with claims that differ in one thing. */
import { expect, test } from 'vitest';
import { noUsage, type Response } from '../../src/log/response';
import { claim, newOwnership, ownerOf, type Claimant } from '../../src/session/ownership';

const claimant = (session: string, part: Partial<Claimant> = {}): Claimant => ({
  path: `/${session}.jsonl`,
  session,
  rank: 0,
  fork: false,
  resumed: 0,
  firstAt: 0,
  ...part,
});

const response = (part: Partial<Response>): Response => ({
  key: 'msg_01abc',
  requestId: null,
  model: 'claude-opus-5',
  t: 1_000,
  at: 0,
  usage: { ...noUsage(), input: 10, output: 20 },
  final: true,
  thread: '',
  fast: false,
  advisors: [],
  own: [],
  line: null,
  mark: 1,
  asked: 1,
  chars: 0,
  stop: null,
  calls: 0,
  sealed: 0,
  branch: '',
  conditions: [],
  cwd: '',
  ...part,
});

/** Number of messages that the claims of two sessions on one id are. */
function messagesOf(a: Partial<Response>, b: Partial<Response>, shared: boolean): number {
  const ownership = newOwnership();
  const claims = [a, b].map((part, n) => ({ claimant: claimant(`s${n}`), response: response(part), shared }));
  for (const one of claims) claim(ownership, 'answer x', one);
  return ownerOf(ownership, 'answer x', claims[0]!.claimant, claims[0]!.response).messages;
}

test.each<[string, Partial<Response>, Partial<Response>, number]>([
  ['all is the same', {}, {}, 1],
  ['one request', { requestId: 'r1' }, { requestId: 'r1' }, 1],
  ['a request that one does not say', { requestId: 'r1' }, {}, 1],
  ['two requests', { requestId: 'r1' }, { requestId: 'r2' }, 2],
])('an id of the API: %s', (_, a, b, messages) => expect(messagesOf(a, b, false)).toBe(messages));

test.each<[string, Partial<Response>, Partial<Response>, number]>([
  ['one time', {}, {}, 1],
  ['two times', {}, { t: 2_000 }, 2],
  ['no time, which is the same of nothing', { t: null }, { t: null }, 2],
  ['no time, but one request', { t: null, requestId: 'r1' }, { t: null, requestId: 'r1' }, 1],
])('an id that many answers have: %s', (_, a, b, messages) => expect(messagesOf(a, b, true)).toBe(messages));
