/** What people and pages ask: filters, searches, messages of pages, addresses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { completions } from '../../src/analysis/complete';
import { parseQuery } from '../../src/analysis/query';
import { FIELDS } from '../../src/analysis/queryFields';
import { calls, type Args, type CallName } from '../../src/engine/protocol';
import { resumeCommand } from '../../src/host/claudeCode/resumeCommand';
import { Refusal } from '../../src/host/shared/refusal';
import * as dashboard from '../../src/pages/dashboard/contract';
import { PageState as DashboardState } from '../../src/pages/dashboard/state';
import { parseLink } from '../../src/pages/links';
import * as session from '../../src/pages/session/contract';
import { PageState as SessionState } from '../../src/pages/session/state';
import { utcDay } from '../../src/usage/days';
import { noAmounts } from '../../src/usage/rows';
import { answer, folder, prompt, toolUse } from '../support/logs';
import { openWindow } from '../engine/rig';
import { figures } from '../store/samples';
import { fuzz, mutated, nastyText, nastyValue, PATIENCE } from './fuzz';

const amounts = { ...noAmounts(), requests: 1, costMicroUsd: null };
const CONVERSATIONS = [
  {
    figures: figures('a', { title: 'A "title"', gitBranches: ['main'] }),
    subAgents: [],
    amounts: noAmounts(),
  },
  {
    figures: figures('b', { project: null, startedAt: null, endedAt: null, usage: [], tools: [] }),
    subAgents: [figures('b/x')],
    amounts,
  },
];

/** Words of the filter's language and what people mistype. */
const word = fc
  .tuple(
    fc.constantFrom('', '-', '--'),
    fc.oneof(fc.constantFrom('', ...Object.keys(FIELDS).map((name) => `${name}:`)), nastyText),
    fc.constantFrom('', '=', '"', '>', '<', '>=', '$', '..'),
    fc.oneof(
      nastyText,
      fc.constantFrom(
        '2026-03-01',
        '2026-W10',
        '2026-03',
        '2026-03-01..',
        '..',
        '5k',
        '1.5',
        'warn',
        'unknown',
        '7d',
      ),
    ),
    fc.constantFrom('', '"'),
  )
  .map((parts) => parts.join(''));
const query = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

test('the filter: any text is a test or words, and can be completed at any place', PATIENCE, () =>
  fuzz('filters', fc.tuple(query, fc.nat(200)), ([text, caret]) => {
    const parsed = parseQuery(text, utcDay);
    if (parsed.ok) for (const one of CONVERSATIONS) expect(typeof parsed.test(one)).toBe('boolean');
    else expect(parsed.error).not.toBe('');
    for (const one of completions({
      query: text,
      caret: Math.min(caret, text.length),
      conversations: CONVERSATIONS,
      today: '2026-03-01',
      dayOf: utcDay,
    })) {
      expect(one.caret).toBeLessThanOrEqual(one.text.length);
      expect(one.text.isWellFormed() || !text.isWellFormed()).toBe(true);
    }
  }),
);

test('messages of pages: understood or refused, and what is understood stays as it is', PATIENCE, () =>
  fuzz(
    'page messages',
    mutated([
      { kind: 'ask', id: 1, call: 'findSessions', args: { query: 'a', offset: 0 } },
      { kind: 'openLine', id: 'a', at: 3, file: 0 },
      { kind: 'showEdit', file: 0, at: 3, tool: 't' },
      { kind: 'openFile', path: '/w/a', line: 3 },
      { kind: 'dismiss', ids: ['a'] },
      DashboardState.parse({}),
      SessionState.parse({ id: 'a' }),
    ]),
    (message) => {
      for (const schema of [dashboard.FromPage, session.FromPage, DashboardState, SessionState]) {
        const parsed = schema.safeParse(message);
        expect(parsed.success ? schema.parse(parsed.data) : null).toEqual(parsed.data ?? null);
      }
    },
  ),
);

function commandFor(id: string): string {
  try {
    return resumeCommand(id);
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}

test('addresses and ids: a place in Vigil or none; a command for a shell holds nothing of it', PATIENCE, () =>
  fuzz('addresses', fc.tuple(nastyText, nastyText), ([path, text]) => {
    for (const one of [path, `/session/${path}`, `/${path}`]) parseLink(one, text);
    expect(commandFor(text)).toMatch(/^[\w .-]*$/);
  }),
);

/** Questions a page may ask, with arguments that were right before they were changed. */
const ASKED: [CallName, unknown][] = [
  ['overview', { range: '30d', project: null }],
  ['findSessions', { query: 'cost:>1', offset: 0, limit: 10, sort: 'started', descending: true }],
  ['completeQuery', { query: 'pro', caret: 3 }],
  ['search', { query: 'again', from: null }],
  ['sessions', { query: '', offset: 0, limit: 10 }],
  ['findInSession', { id: 'a', text: 'again', from: 0 }],
  ['cards', { id: 'a', of: '', only: ['edits'], offset: 0, limit: 10 }],
  ['step', { id: 'a', of: '', key: '0 0 prompt 0', scale: 4 }],
  ['prompts', { id: 'a' }],
  ['turns', { id: 'a' }],
  ['course', { id: 'a' }],
  ['session', { id: 'a' }],
  ['trends', { metric: 'cost', over: 'week', split: 'none', range: 'all' }],
  ['compareSessions', { a: 'a', b: 'b' }],
  ['health', null],
  ['archive', null],
];

test('the engine answers any question with what was agreed, or says no', PATIENCE, async () => {
  const home = folder({
    '.claude/projects/-w/a.jsonl': [
      prompt('a', 'try again'),
      answer('a', [toolUse('Read', { file_path: '/w/a.ts' })]),
      prompt('a', 'again'),
    ],
    '.claude/projects/-w/b.jsonl': [prompt('b', 'go'), answer('b', 'Done.')],
  });
  const { engine } = openWindow(home, null, () => Date.UTC(2026, 7, 2));
  await engine.ready;
  const question = fc
    .constantFrom(...ASKED)
    .chain(([name, args]) =>
      fc.oneof(mutated([args]), nastyValue).map((changed) => [name, changed] as const),
    );
  await fuzz('questions to the engine', question, async ([name, args]) => {
    try {
      const reply = await engine.call(name, args as Args<typeof name>);
      expect(calls[name].reply.safeParse(reply).success).toBe(true);
    } catch (error) {
      // A refusal of the arguments, or words; never an answer that breaks the agreement or a slip of ours.
      const { cause } = error as Error;
      if (cause instanceof z.ZodError) expect(calls[name].args.safeParse(args).success).toBe(false);
      else
        expect((error as Error).message).not.toMatch(
          /undefined|null|is not a function|Cannot read|Invalid time/,
        );
    }
  });
});
