import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLogs } from '../../src/library/inspect';
import { answer, folder, inspected, minute, one, prompt, result, toolUse, type Json } from '../support/logs';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';

/** As the API spells them: a stream has the beginning of an answer, so the id must do. */
const answerId = (session: string, i: number): string => `msg_01${session.slice(0, 4).padEnd(21, 'A')}${i}`;

const log = (session: string, n = 2): Json[] =>
  Array.from({ length: n }, (_, i) => [
    prompt(session, `ask ${i}`, {
      uuid: `${session.slice(0, 8)}-0000-4000-8000-00000000000${i}`,
      timestamp: minute(i),
    }),
    answer(session, 'done', {
      id: answerId(session, i),
      request: `req_${session.slice(0, 4)}${i}`,
      usage: { output_tokens: 5 },
      more: { timestamp: minute(i) },
    }),
  ]).flat();
const output = (session: ReturnType<typeof one>) => session.usage.reduce((sum, row) => sum + row.output, 0);

describe('whose a log is, its records say, not its name', () => {
  test.each([
    `${A} copy.jsonl`,
    `${A}.bak.jsonl`,
    'old.jsonl',
    'history.jsonl',
    'journal.jsonl',
    `${B}.jsonl`,
  ])('%s', (name) => {
    const alone = inspected(folder({ [`x/${name}`]: log(A) }));
    expect(alone.sessions.map(({ id }) => id)).toEqual([A]);
    expect(one(alone, A)).toMatchObject({ prompts: 2, messages: 2 });
    const beside = inspected(folder({ [`p/${A}.jsonl`]: log(A, 3), [`a/${name}`]: log(A) }));
    expect(beside.sessions.map(({ id }) => id)).toEqual([A]);
    expect(one(beside, A)).toMatchObject({
      file: `p/${A}.jsonl`,
      alsoIn: [`a/${name}`],
      prompts: 3,
      messages: 3,
      copies: 0,
    });
  });
  test('lines without an id before the first are of that session', () => {
    const lines = [{ type: 'summary', summary: 'S', leafUuid: 'u' }, ...log(A)];
    expect(inspected(folder({ 'x/copy.jsonl': lines })).sessions.map(({ id }) => id)).toEqual([A]);
  });
  test('a resume keeps the ids of what it copied: it is the session it is named after', () => {
    const inspection = inspected(
      folder({ [`p/${A}.jsonl`]: log(A), [`p/${B}.jsonl`]: [...log(A), ...log(B)] }),
    );
    expect(inspection.sessions.map(({ id, messages, copies }) => [id, messages, copies])).toEqual([
      [A, 2, 0],
      [B, 2, 2],
    ]);
  });
  test.each(['', ' copy', '.bak', ' (1)'])('so it is in a backup named after it: “%s”', (suffix) => {
    const later = log(B).map((line, i) => ({ ...line, timestamp: minute(20 + i) }));
    const resumed = [...log(A), ...later];
    const { sessions } = inspected(folder({ [`p/${A}.jsonl`]: log(A), [`p/${B}${suffix}.jsonl`]: resumed }));
    expect(sessions.map(({ id, messages, prompts, copies }) => [id, messages, prompts, copies])).toEqual([
      [A, 2, 2, 0],
      [B, 2, 2, 2],
    ]);
  });
  test('sessions collected in one file are counted where they lie themselves', () => {
    const inspection = inspected(
      folder({ 'all.jsonl': [...log(A), ...log(B)], [`p/${A}.jsonl`]: log(A), [`p/${B}.jsonl`]: log(B) }),
    );
    expect(inspection.sessions.map(({ id, messages, prompts }) => [id, messages, prompts])).toEqual([
      [A, 2, 2],
      [B, 2, 2],
    ]);
  });
  test('a copy with the result of a call, without the call, adds nothing', () => {
    const call = answer(A, [toolUse('Bash', { command: 'x' }, 'toolu_1')], { id: 'msg_1', request: 'req_1' });
    const failed = result(A, 'toolu_1', 'no', {}, { is_error: true });
    const inspection = inspected(
      folder({ [`p/${A}.jsonl`]: [call, failed], 'docs/excerpt.jsonl': [failed] }),
    );
    expect(one(inspection, A).tools).toMatchObject([{ calls: 1, errors: 1 }]);
  });
  test('two answers with one id and different requests are two, in a copy too', () => {
    const said = (session: string, request: string) => [answer(session, 'x', { id: 'msg_1', request })];
    const inspection = inspected(
      folder({ 'copy.jsonl': said(A, 'req_1'), [`p/${B}.jsonl`]: said(B, 'req_2') }),
    );
    expect(inspection.totals.messages).toBe(2);
  });
  test('an id that is none leaves the file its name', () => {
    const lines = log('<UUID>');
    expect(
      inspected(folder({ 'x/one.jsonl': lines, 'y/two.jsonl': lines })).sessions.map(({ id }) => id),
    ).toEqual(['one', 'two']);
  });
});

// What a program got as a stream: no times, ids of its own for prompts, figures as they were at the start of an answer.
const stream = (session: string, n: number): Json[] =>
  Array.from({ length: n }, (_, i) => [
    {
      type: 'user',
      session_id: session,
      uuid: `aaaaaaa${i}`,
      parent_tool_use_id: null,
      message: { role: 'user', content: `ask ${i}` },
    },
    {
      type: 'assistant',
      session_id: session,
      uuid: `bbbbbbb${i}`,
      message: {
        id: answerId(session, i),
        role: 'assistant',
        model: 'claude-opus-4-6',
        content: [{ type: 'text', text: 'do' }],
        stop_reason: null,
        usage: { input_tokens: 100, output_tokens: 1 },
      },
    },
    {
      type: 'result',
      subtype: 'success',
      session_id: session,
      uuid: `ccccccc${i}`,
      usage: { output_tokens: 5 },
    },
  ]).flat();

describe('a stream of a session is a copy of it', () => {
  test.each(['audit.jsonl', 'out/stream.jsonl', `zzz/${A}.jsonl`])('%s beside the log', (name) => {
    const inspection = inspected(folder({ [`p/${A}.jsonl`]: log(A), [name]: stream(A, 2) }));
    expect(inspection.sessions.map(({ id }) => id)).toEqual([A]);
    expect(one(inspection, A)).toMatchObject({ file: `p/${A}.jsonl`, prompts: 2, messages: 2 });
    expect(output(one(inspection, A))).toBe(10);
  });
  test('of two sessions, beside the logs of both', () => {
    const inspection = inspected(
      folder({
        'audit.jsonl': [...stream(A, 2), ...stream(B, 2)],
        [`p/${A}.jsonl`]: log(A),
        [`p/${B}.jsonl`]: log(B),
      }),
    );
    expect(inspection.sessions.map((session) => [session.id, session.prompts, output(session)])).toEqual([
      [A, 2, 10],
      [B, 2, 10],
    ]);
  });
  test('alone it is all there is of the session', () => {
    const inspection = inspected(folder({ 'audit.jsonl': stream(A, 2) }));
    expect(one(inspection, A)).toMatchObject({ prompts: 2, messages: 2 });
    expect(inspection.totals.sessions).toBe(1);
  });
  test('alone it tells when things were said, and what a sub-agent was asked is no prompt', () => {
    const timed = stream(A, 2).map((record, i) => ({
      ...record,
      _audit_timestamp: minute(i),
      _audit_hmac: '0',
    }));
    const asked = { ...timed[0]!, uuid: 'ddddddd0', parent_tool_use_id: 'toolu_1' };
    const a = one(inspected(folder({ 'audit.jsonl': [...timed, asked] })), A);
    expect(a).toMatchObject({ prompts: 2, startedAt: minute(0), endedAt: minute(5) });
    expect(a.usage).toMatchObject([{ day: '2026-08-01', requests: 2 }]);
    expect(a.parse.drift.map(({ name }) => name)).toEqual(['result.usage']);
    // It is no name of the session either.
    const b = one(inspected(folder({ 'audit.jsonl': [asked, timed[1]!] })), A);
    expect(b).toMatchObject({ prompts: 0, name: null });
  });
});

test('files without a record of Claude Code are no sessions, and told', () => {
  const root = folder({
    [`p/${A}.jsonl`]: log(A),
    'codex.jsonl': [
      { type: 'session_meta', payload: { id: B } },
      { type: 'response_item', payload: {} },
    ],
    'tuning.jsonl': [{ messages: [{ role: 'user', content: 'x' }] }],
    'text.jsonl': ['no JSON at all'],
    'run/journal.jsonl': [
      { type: 'started', key: 'k', agentId: 'b' },
      { type: 'result', key: 'k', agentId: 'b', result: 'x' },
    ],
    'history.jsonl': [{ display: 'x', timestamp: 1, project: '/a', sessionId: A }],
    'empty.jsonl': Buffer.alloc(0),
  });
  const logs = readLogs([root]);
  expect(logs.sessions.map(({ id }) => id)).toEqual([A]);
  expect(logs.notLogs.map(logs.shown)).toEqual(['codex.jsonl', 'text.jsonl', 'tuning.jsonl']);
  expect(inspected(root).totals).toMatchObject({ sessions: 1, notSessionLogs: 3 });
});

test('case: audit.jsonl beside the log', () => {
  const inspection = inspected(
    join(import.meta.dirname, '../fixtures/cases/cowork-audit-beside-the-log/logs'),
  );
  expect(inspection.totals.sessions).toBe(1);
  expect(inspection.sessions).toHaveLength(1);
  expect(inspection.sessions[0]?.prompts).toBe(4);
  expect(output(inspection.sessions[0]!)).toBe(20_006);
});
