/** The `vigil` command: what it prints and how it ends. `everyCommand.test.ts` runs each as a process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCli } from './rig';
import { answer, folder, prompt, result, toolUse } from '../support/logs';

const cli = buildCli();
const runProcess = (...args: string[]) => cli.run(args);
const run = (...args: string[]) => cli.call(args);

const logs = () =>
  folder({
    'p/a.jsonl': [
      prompt('a', 'please | look\u202e'),
      answer('a', [toolUse('Bash', { command: 'npm test' }, 'toolu_1')]),
      result('a', 'toolu_1', 'Exit code 1', {}, { is_error: true }),
      answer('a', 'Done. Should I continue? Shall I push? Want me to merge?', { model: 'glm-4.7' }),
    ],
  });

describe('inspect', () => {
  test('JSON is the same twice, sorted, and follows the contract', () => {
    const path = logs();
    const { status, stdout } = runProcess('inspect', path, '--json', '--timezone', 'UTC');
    expect(status).toBe(0);
    expect(runProcess('inspect', path, '--json', '--timezone', 'UTC').stdout).toBe(stdout);
    const inspection = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(inspection)).toEqual(['schema', 'sessions', 'totals']);
    expect(inspection).toMatchObject({
      schema: 1,
      sessions: [
        {
          id: 'a',
          file: 'p/a.jsonl',
          project: '/home/ada/project',
          prompts: 1,
          messages: 2,
          tools: [{ name: 'Bash', calls: 1, errors: 1 }],
        },
      ],
      // 100 input and 10 output tokens of Opus 4.6: 500 + 250 µ$.
      totals: { sessions: 1, subAgents: 0, messages: 2, costMicroUsd: 750, unpricedModels: ['glm-4.7'] },
    });
  });

  test('the text names sessions, alerts and unpriced models', async () => {
    const { stdout } = await run('inspect', logs());
    expect(stdout).toContain('1 session, 0 sub-agents, 2 responses');
    expect(stdout).toMatch(/a +WARN/);
    expect(stdout).toContain('    Went on with ');
    expect(stdout).not.toContain('3 hits');
    expect(stdout).toMatch(/Stopped early +0 +0 +1\n/);
    expect(stdout).toMatch(/Went back on itself +0 +0 +1\n/);
    expect(stdout).toContain('Without a price: glm-4.7');
    const loops = folder({
      'p/b.jsonl': [
        prompt('b', 'go'),
        ...Array.from({ length: 25 }, (_, i) => answer('b', [toolUse('Bash', { command: `make ${i}` })])),
        ...Array.from({ length: 5 }, () => answer('b', 'Actually, wait: that is the other file.')),
      ],
    });
    const quiet = (await run('inspect', loops)).stdout;
    expect(quiet).toMatch(/b +OK/);
    expect(quiet).toMatch(/Went back on itself +0 +1 +0\n/);
    const alarmed = (await run('inspect', loops, '--thresholds', 'codevigil')).stdout;
    expect(alarmed).toMatch(/b +CRITICAL/);
    expect(alarmed).toContain('Went back on itself: 5 times in 25 tool calls');
    expect(alarmed).toMatch(/Went back on itself +0 +0 +1 +0\n/);
  });

  test('--thresholds codevigil raises alerts as codevigil does; other values are refused', async () => {
    const { stdout } = await run('inspect', logs(), '--thresholds', 'codevigil');
    // Its words, anywhere, and its threshold: one hit in the whole session is WARN.
    expect(stdout).toContain('    Stopped early: 1 stop phrase in 1 text');
    expect(stdout).toMatch(/Stopped early +0 +1 +0 +0\n/);
    expect(await run('inspect', logs(), '--thresholds', 'mine')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--thresholds mine: give codevigil'),
    });
  });

  test('uses prices from a file', async () => {
    const prices = folder({
      'prices.json': [
        {
          version: 'mine',
          currency: 'USD per million tokens',
          webSearchPerThousand: 0,
          models: [{ model: 'glm-4-7', input: 1, output: 2, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 }],
        },
      ],
    });
    const { stdout } = await run('inspect', logs(), '--json', '--prices', join(prices, 'prices.json'));
    expect(JSON.parse(stdout)).toMatchObject({
      totals: { costMicroUsd: 120, unpricedModels: ['claude-opus-4-6'] },
    });
  });
});

describe('explain', () => {
  test('lists every line behind a measure, with its place and text', async () => {
    const path = logs();
    expect(await run('explain', 'a', 'stop_phrase', path)).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        'Stopped early: asked 3 times whether to go on, 0 other stop phrases in 1 turn; there may be more',
        'value unknown, not judged',
        'Words with which Claude stops early, asks whether to go on, or says that a problem is not its own.',
        '',
        'p/a.jsonl:4  “should I” (permission seeking)\n    Should I continue?',
        '',
      ].join('\n'),
    });
    expect((await run('explain', 'a', 'prompts', path)).stdout).toContain('p/a.jsonl:1  ');
    expect((await run('explain', 'a', 'interrupt_rate', path)).stdout).toContain(
      'No line in the log stands behind it.',
    );
  });

  test('accepts the beginning of an id; verdicts are words', async () => {
    const path = folder({
      'p/abc.jsonl': [prompt('abc', 'go'), answer('abc', 'Wait, no.'), answer('abc', 'Fine.')],
      'p/abc/subagents/agent-x.jsonl': [answer('abc', 'Hi', { more: { isSidechain: true, agentId: 'x' } })],
    });
    expect(await run('explain', 'ab', 'thinking', path)).toMatchObject({ status: 0, stderr: '' });
    expect((await run('explain', 'ab', 'thinking', path)).stdout).toContain('has no thresholds');
    expect((await run('explain', 'ab', 'read_edit_ratio', path)).stdout).toContain('not judged');
    expect((await run('explain', 'ab', 'reasoning_loop', path)).stdout).toContain('p/abc.jsonl:2  “wait”');
  });

  test('explains a finding with its evidence and advice; reports one that was not found', async () => {
    const path = logs();
    const { stdout } = await run('explain', 'a', 'other_model', path);
    expect(stdout).toMatch(/^Another model\b|^Other model/);
    expect(stdout).toMatch(/\(WARN\)\np\/a\.jsonl:\d+  /);
    expect(JSON.parse((await run('explain', 'a', 'other_model', path, '--json')).stdout)).toMatchObject({
      finding: 'other_model',
      found: [{ open: true, lines: [{ file: 'p/a.jsonl', line: 2 }, { line: 4 }] }],
    });
    expect((await run('explain', 'a', 'secret_shown', path)).stdout).toContain('Not found in this session.');
  });

  test('names invalid arguments', async () => {
    const path = logs();
    expect(await run('explain', 'a', 'nonsense', path)).toMatchObject({ status: 2 });
    expect((await run('explain', 'a', 'nonsense', path)).stderr).toContain('read_edit_ratio, stop_phrase');
    expect(await run('explain', 'zzz', 'prompts', path)).toMatchObject({ status: 1, stdout: '' });
    expect((await run('explain', 'a')).status).toBe(2);
  });
});

describe('report', () => {
  test('Markdown escapes text from logs', async () => {
    const { status, stdout } = await run('report', logs(), '--timezone', 'UTC');
    expect(status).toBe(0);
    expect(stdout).toContain('# Claude Code sessions\n');
    expect(stdout).toContain('| Bash | 1 | 1 | 100 % | 0 |');
    expect(stdout).toContain('≥ $0.0008');
    expect(stdout).not.toContain('\u202e');
  });

  test('limits a report to days, and writes JSON to a file', async () => {
    const path = logs();
    const outside = await run(
      'report',
      path,
      '--from',
      '2026-08-02',
      '--timezone',
      'UTC',
      '--format',
      'json',
    );
    expect(JSON.parse(outside.stdout)).toMatchObject({ total: { sessions: 0, requests: 0 } });
    const file = join(path, 'out.json');
    expect(
      await run(
        'report',
        path,
        '--from',
        '2026-08-01',
        '--to',
        '2026-08-01',
        '--format',
        'json',
        '--output',
        file,
        '--timezone',
        'UTC',
      ),
    ).toMatchObject({ status: 0, stdout: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      schema: 1,
      total: { sessions: 1, requests: 2 },
    });
  });
});

test('export writes one event per line, in order, without texts', async () => {
  const lines = (await run('export', logs())).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ kind }) => kind)).toEqual(['prompt', 'tool', 'result', 'text']);
  expect(lines[2]).toMatchObject({ session: 'a', outcome: 'error', time: '2026-08-01T10:00:00.000Z' });
  expect(JSON.stringify(lines)).not.toContain('please');
});

test('a closed pipe ends the export without an error', async () => {
  const child = cli.start([
    'export',
    folder({ 'a.jsonl': Array.from({ length: 5000 }, (_, i) => prompt('a', `p${i}`)) }),
  ]);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout?.once('data', () => child.stdout?.destroy());
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect([code, errors]).toEqual([0, '']);
});

test.each([
  [['inspect', '/nowhere/at/all'], 1, /^vigil: Nothing was read: \/nowhere\/at\/all is not there\.\n$/],
  [
    ['report', '.', '--output', '/no/such/folder/x.md'],
    1,
    /--output \/no\/such\/folder\/x\.md: cannot be written \(no such file or folder\)/,
  ],
  [['usage', '--no-exclude'], 2, /needs the PATHs/],
  [['inspect', '.', '--timezone', 'Mars'], 2, /flag --timezone\) cannot be "Mars": give an IANA name/],
  [['inspect', '.', '--prices', '/nowhere.json'], 2, /--prices \/nowhere\.json/],
  [['report', '.', '--from', '2026-02-30'], 2, /YYYY-MM-DD/],
  [['report', '.', '--from', '2026-02-02', '--to', '2026-02-01'], 2, /is after/],
  [['report', '.', '--format', 'pdf'], 2, /give one of markdown, json/],
  [['report', '.', '--nonsense'], 2, /report has no option --nonsense/],
  [['fly'], 2, /Unknown command fly/],
])('%j ends with %i', async (args, status, message) => {
  const done = await run(...args);
  expect(done.status).toBe(status);
  expect(done.stderr).toMatch(message);
});

test('a process ends with what the command ends with, and says why', () => {
  expect(runProcess('inspect', '/nowhere/at/all')).toMatchObject({
    status: 1,
    stderr: 'vigil: Nothing was read: /nowhere/at/all is not there.\n',
  });
  expect(runProcess('fly')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Unknown command fly'),
  });
});

test('prints help and version', () => {
  expect(runProcess('--help').stdout).toContain('inspect');
  expect(runProcess('report', '--help').stdout).toContain('--from');
  expect(runProcess('--version').stdout).toContain('9.9.9');
  expect(runProcess()).toMatchObject({ status: 0, stdout: expect.stringContaining('vigil help lists all') });
});

describe('usage, blocks, prices', () => {
  test('usage as table, JSON and CSV has the total of inspect', async () => {
    const path = logs();
    const { stdout } = await run('usage', path, '--by', 'model', '--timezone', 'UTC');
    expect(stdout).toMatch(/^Model +Sessions +Requests/);
    expect(stdout).toMatch(/claude-opus-4-6 +1 +1 +100 +10 .*\$0\.0008\n/);
    expect(stdout).toMatch(/glm-4\.7 .*unpriced\n/);
    const total = JSON.parse((await run('inspect', path, '--json')).stdout) as {
      totals: { costMicroUsd: number };
    };
    for (const by of ['day', 'hour', 'session', 'project', 'branch', 'week', 'month', 'agent']) {
      const json = JSON.parse((await run('usage', path, '--by', by, '--json')).stdout) as {
        groups: { costMicroUsd: number | null }[];
        total: { costMicroUsd: number };
      };
      expect(json.total.costMicroUsd).toBe(total.totals.costMicroUsd);
      expect(json.groups.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0)).toBe(750);
    }
    expect((await run('usage', path, '--by', 'tool', '--csv')).stdout.split('\n').slice(0, 2)).toEqual([
      'key,calls,errors,denied,interrupted,cancelled,tokens,costMicroUsd,unpricedTokens',
      'Bash,1,1,0,0,0,110,750,0',
    ]);
  });

  test('blocks', async () => {
    const { stdout } = await run('blocks', logs(), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      blocks: [
        {
          start: Date.parse('2026-08-01T10:00:00Z'),
          requests: 2,
          tokens: 220,
          costMicroUsd: 750,
          unpricedRequests: 1,
        },
      ],
    });
    expect((await run('blocks', logs())).stdout).toMatch(
      /2026-08-01 10:00 +15:00 +estimated +2 +220 +≥ \$0\.0008/,
    );
  });

  test('reconcile prints a table, JSON, and a sentence if nothing is known', async () => {
    const path = join('test', 'fixtures', 'cases', 'cost-state', 'logs');
    const { stdout, status } = await run('reconcile', path);
    expect(status).toBe(0);
    expect(stdout).toMatch(/total +\$0\.977 +\$0\.901 +\$0\.076 +\+0 −0 +2 min/);
    expect(stdout).toMatch(/claude-haiku-4-5 +240,000 +12,000 +0 +0 +29 +\$0\.050/);
    expect(stdout).toContain('a part of it. $0.076 is on no line.');
    expect(JSON.parse((await run('reconcile', path, '--json')).stdout)).toMatchObject({
      schema: 1,
      total: { accountMicroUsd: 977_000, linesMicroUsd: 901_200 },
      without: 0,
    });
    expect((await run('reconcile', logs())).stdout).toContain('No session there has an account');
  });

  test('prices import takes the named platform', async () => {
    const offer = (litellm_provider: string, input: number) => ({
      litellm_provider,
      input_cost_per_token: input,
      output_cost_per_token: input,
    });
    const files = folder({
      'litellm.json': [
        { 'zai/glm-9': offer('zai', 1e-6), 'openrouter/z-ai/glm-9': offer('openrouter', 2e-6) },
      ],
    });
    const file = join(files, 'litellm.json');
    expect((await run('prices', 'import', file)).stdout).toContain('glm-9: openrouter, zai');
    expect((await run('prices', 'import', file, '--platform', 'zai')).stdout).toContain(
      'new      glm-9: input 1,',
    );
    expect(await run('prices', 'import', file, '--platform', 'nobody')).toMatchObject({ status: 1 });
  });

  test('prices import shows the difference and writes only with --output', async () => {
    const files = folder({
      'litellm.json': [
        {
          'claude-opus-4-6': {
            litellm_provider: 'anthropic',
            mode: 'chat',
            input_cost_per_token: 1e-5,
            output_cost_per_token: 2.5e-5,
          },
        },
      ],
    });
    const shown = await run('prices', 'import', join(files, 'litellm.json'));
    expect(shown).toMatchObject({ status: 0 });
    expect(shown.stdout).toContain('changed  claude-opus-4-6: input 5 → 10');
    expect(shown.stdout).toContain('Nothing was written');
    const table = join(files, 'table.json');
    await run('prices', 'import', join(files, 'litellm.json'), '--output', table);
    // Use in August keeps its price: the new one holds from today on.
    expect((await run('inspect', logs(), '--json', '--prices', table)).stdout).toContain(
      '"costMicroUsd": 750',
    );
  });

  test.each([
    [['usage', '--by', 'nonsense'], 2, 'day, week, month'],
    [['usage', '--json', '--csv'], 2, 'not both'],
    [['prices', 'import', 'f', '--archive', '--output', 'g'], 2, 'not both'],
    [['prices', 'export'], 2, 'Did you mean prices import?'],
    [['prices', 'import', '/nonexistent'], 1, 'cannot be read'],
  ])('%j: exit %i', async (args, status, words) => {
    const ran = await run(...args);
    expect(ran.status).toBe(status);
    expect(ran.stderr).toContain(words);
  });
});
