import { expect, onTestFinished, test, vi } from 'vitest';
import { LONGEST_SECRET, SECRET_PATTERNS, sealSecrets, startOf } from '../../src/log/secrets';
import { structureOf, type Node } from '../../src/session/sought/structure';

// Put together at run time, so that nobody's scanner takes the file for a leak.
const long = (n: number, from = 'a1B2c3D4'): string => from.repeat(Math.ceil(n / from.length)).slice(0, n);
const upper = (n: number): string => long(n).toUpperCase();
const join = (...parts: string[]): string => parts.join('');

const SECRETS: [string, string][] = [
  [
    'private key',
    join('-----BEGIN RSA PRIV', 'ATE KEY-----\n', long(200), '\n-----END RSA PRIV', 'ATE KEY-----'),
  ],
  ['private key', join('-----BEGIN PRIV', 'ATE KEY-----\\n', long(64), '\\n-----END PRIV', 'ATE KEY-----')],
  ['Anthropic key', join('sk-', 'ant-api03-', long(80))],
  ['OpenAI key', join('sk-', 'proj-', long(48))],
  ['OpenAI key', join('sk-', long(48))],
  ['GitHub token', join('ghp', '_', long(36))],
  ['GitHub token', join('github', '_pat_', long(60))],
  ['GitLab token', join('gl', 'pat-', long(20))],
  ['AWS key id', join('AK', 'IA', upper(16))],
  ['Google key', join('AI', 'za', long(35))],
  ['Slack token', join('xo', 'xb-', '123456789012-', long(24))],
  ['Stripe key', join('sk', '_live_', long(24))],
  ['npm token', join('npm', '_', long(36))],
  ['PyPI token', join('py', 'pi-', long(90))],
  ['Hugging Face token', join('h', 'f_', long(34))],
  ['JWT', join('ey', 'J', long(30), '.', long(40), '.', long(40))],
];

test.each(SECRETS)('%s', (kind, secret) => {
  expect(sealSecrets(`use ${secret} here`)).toBe(`use [redacted: ${kind}] here`);
  const line = JSON.stringify({ text: `export KEY="${secret}"`, n: 1 });
  const sealed = sealSecrets(line);
  expect(sealed).not.toContain(secret.slice(-12));
  expect(JSON.parse(sealed)).toMatchObject({ n: 1 });
});

test.each([
  [`https://ada:${long(10)}@example.org/x`, 'https://ada:[redacted: password in address]@example.org/x'],
  [`postgres://u:${long(10)}@db:5432`, 'postgres://u:[redacted: password in address]@db:5432'],
  [`Authorization: Bearer ${long(24)}`, 'Authorization: Bearer [redacted: bearer token]'],
  [`DB_PASSWORD=${long(12)}`, 'DB_PASSWORD=[redacted: password]'],
  [`{"api_key": "${long(12)}"}`, '{"api_key": "[redacted: password]"}'],
  [
    String.raw`{"t":"{\"client_secret\": \"${long(12)}\"}"}`,
    String.raw`{"t":"{\"client_secret\": \"[redacted: password]\"}"}`,
  ],
  [
    `https://hooks.slack.com/services/${upper(30)}`,
    'https://hooks.slack.com/services/[redacted: Slack hook]',
  ],
  [`aws_secret_access_key = ${long(40)}`, 'aws_secret_access_key = [redacted: password]'],
])('%s', (text, expected) => expect(sealSecrets(text)).toBe(expected));

test.each([
  `commit ${long(40, '0123abcd')}`,
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  `toolu_${long(24)} msg_${long(24)} req_${long(24)}`,
  `data:image/png;base64,iVBORw0KGgo${long(200)}`,
  '/home/ada/.claude/projects/-home-ada-token-service/x.jsonl',
  'token: string; password: process.env.PASSWORD',
  'PASSWORD=$DB_PASSWORD, API_KEY=<your key>, SECRET=xxxxxxxx',
  'the token counts: input_tokens: 12345678',
  '"cache_creation_input_tokens":123456789,"output_tokens":1',
  'http://localhost:8080/a@b',
  'sk-learn-pipeline',
])('%s is no secret', (text) => expect(sealSecrets(text)).toBe(text));

test('every pattern has been tried above', () => {
  const tried = new Set([
    ...SECRETS.map(([kind]) => kind),
    'password in address',
    'bearer token',
    'password',
    'Slack hook',
  ]);
  expect(SECRET_PATTERNS.filter(({ kind }) => !tried.has(kind))).toEqual([]);
});

/** The most characters that a part of an expression matches. */
function longest(node: Node): number {
  switch (node.kind) {
    case 'one':
      return 1;
    case 'border':
      return 0;
    case 'any':
      return Math.max(...node.choices.map(longest));
    case 'repeat':
      return longest(node.of) * node.max;
    case 'all':
      return node.parts.reduce((sum, part) => sum + longest(part), 0);
  }
}

test.each(SECRET_PATTERNS)('no $kind is longer than the longest secret', ({ pattern }) => {
  expect(longest(structureOf(pattern))).toBeLessThanOrEqual(LONGEST_SECRET);
});

test('the beginning of a text is sealed before it is cut, and no more of it than is needed', () => {
  const replace = vi.spyOn(String.prototype, 'replace');
  onTestFinished(() => replace.mockRestore());
  const [, token = ''] = SECRETS.find(([kind]) => kind === 'GitHub token') ?? [];
  const text = `${'w '.repeat(95)}${token} ${'w '.repeat(1 << 20)}`;
  expect(startOf(text, 200)).toBe(`${'w '.repeat(95)}[redacted:`);
  expect(Math.max(...replace.mock.contexts.map((sealed) => String(sealed).length))).toBeLessThan(50_000);
});

test('the beginning of a text has as many characters as were asked for, none of them half', () => {
  const secrets = `${SECRETS[0]?.[1]}\n`.repeat(4_000);
  expect(startOf(secrets, 2_000)).toBe('[redacted: private key]\n'.repeat(84).slice(0, 2_000));
  expect(startOf(`a${'😀'.repeat(200)}`, 4)).toBe('a😀\ufffd');
  expect(startOf(`a${'😀'.repeat(100_000)}`, 4)).toBe('a😀\ufffd');
  expect(startOf('short', 5)).toBe('short');
});

test.each([
  'a',
  'sk-',
  'password_',
  'eyJ',
  '-----BEGIN PRIVATE KEY-----',
  'https://a:',
  'token = "',
  'AKIA',
  'a_',
  'bearer ',
  '.',
])('much of %j takes time in proportion', (seed) => {
  const text = seed.repeat(Math.ceil((256 * 1024) / seed.length));
  const start = performance.now();
  sealSecrets(text);
  expect(performance.now() - start).toBeLessThan(5_000);
});
