/** What other extensions are given, as a second extension (`tester/main.cjs`) got it. */
import * as assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import type { Change, VigilApi } from '../../src/api';
import { extension, LIVE, until } from './support';

describe('The API, from another extension', () => {
  let vigil: VigilApi;
  let changes: Change[];

  before(async () => {
    ({ vigil, changes } = await extension<{ vigil: VigilApi; changes: Change[] }>(
      'vigil-dev.vigil-tester',
    ).activate());
    await until('reading the sample', async () => (await vigil.sessions()).length === 4);
  });

  it('gives all sessions, newest first, and the live ones among them', async () => {
    const all = await vigil.sessions();
    const times = all.map(({ startedAt }) => startedAt ?? '');
    assert.deepEqual(times, times.toSorted().toReversed());
    const live = await vigil.live();
    assert.deepEqual(
      live.map(({ id }) => id),
      [LIVE],
    );
    const row = all.find(({ id }) => id === LIVE);
    assert.deepEqual(live[0], row);
    assert.deepEqual(
      { prompts: row?.prompts, responses: row?.responses, severity: row?.severity, gone: row?.gone },
      { prompts: 2, responses: 15, severity: 'warn', gone: false },
    );
  });

  it('gives findings with the lines that prove them, and null for what is no session', async () => {
    const findings = await vigil.findings(LIVE);
    assert.ok(findings);
    assert.deepEqual(
      findings.map(({ name, severity }) => [name, severity]),
      [['guard_bypassed', 'warn']],
    );
    const log = process.env['VIGIL_TEST_LIVE_LOG'] ?? '';
    const bytes = readFileSync(log);
    for (const { sentence, at } of findings) {
      assert.match(sentence, /^[A-Z].{10,}$/);
      assert.ok(at.length > 0);
      for (const { file, offset } of at) {
        assert.equal(file, log);
        assert.ok(offset === 0 || bytes[offset - 1] === 0x0a, 'an offset is the beginning of a line');
      }
    }
    assert.equal(await vigil.findings('no-such-session'), null);
    await assert.rejects(vigil.findings(7 as unknown as string), TypeError);
  });

  it('cannot be used to change anything', async () => {
    assert.equal(vigil.version, 1);
    assert.deepEqual(Object.keys(vigil).sort(), ['findings', 'live', 'onDidChange', 'sessions', 'version']);
    const [first] = await vigil.sessions();
    assert.ok(first && Object.isFrozen(first) && Object.isFrozen(vigil));
    assert.throws(() => Object.assign(first, { prompts: 99 }), TypeError);
    assert.ok(Object.isFrozen((await vigil.findings(LIVE))?.[0]?.at[0]));
  });

  it('tells of a session that changed', async () => {
    const log = process.env['VIGIL_TEST_LIVE_LOG'] ?? '';
    const [prompts] = (await vigil.live()).map((one) => one.prompts);
    const seen = changes.length;
    const prompt = readFileSync(log, 'utf8')
      .split('\n')
      .find((line) => line.includes('"type":"user"') && line.includes('"role":"user"'));
    const record = {
      ...(JSON.parse(prompt ?? '') as object),
      uuid: '11111111-2222-4333-8444-555555555555',
      timestamp: new Date().toISOString(),
      message: { role: 'user', content: 'And now the charts.' },
    };
    appendFileSync(log, `${JSON.stringify(record)}\n`);
    const change = await until('the change', () =>
      changes.slice(seen).find(({ ids }) => ids?.includes(LIVE) === true),
    );
    assert.ok(Object.isFrozen(change) && Object.isFrozen(change.ids));
    await until(
      'the figures',
      async () => (await vigil.live()).find(({ id }) => id === LIVE)?.prompts === (prompts ?? 0) + 1,
    );
  });
});
