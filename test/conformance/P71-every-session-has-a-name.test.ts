import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, uuid, type Json } from '../support/logs';

const nameOf = (lines: Json[]): unknown => {
  const { name, nameFrom } = one(inspected(folder({ 'a.jsonl': lines })), 'a');
  return { name, nameFrom };
};

test('a title goes before what was typed, a custom one before that of Claude', () => {
  const ai = { type: 'ai-title', sessionId: 'a', aiTitle: 'Mend login' };
  const custom = { type: 'custom-title', sessionId: 'a', customTitle: 'Login' };
  expect(nameOf([prompt('a', 'fix the login test'), ai])).toEqual({ name: 'Mend login', nameFrom: 'title' });
  expect(nameOf([prompt('a', 'fix the login test'), custom, ai])).toEqual({
    name: 'Login',
    nameFrom: 'title',
  });
});

test('a worktree that Claude Code calls a session by is no title, nor is a blank one', () => {
  const asked = prompt('a', 'fix the login test');
  const titled = (customTitle: string): Json => ({ type: 'custom-title', sessionId: 'a', customTitle });
  const entered = (worktreeName: string | null): Json => ({
    type: 'worktree-state',
    sessionId: 'a',
    worktreeSession: worktreeName === null ? null : { worktreeName, worktreePath: '/w' },
  });
  const ai = { type: 'ai-title', sessionId: 'a', aiTitle: 'Mend login' };
  const named = (name: string, nameFrom = 'title') => ({ name, nameFrom });
  expect(nameOf([entered('logs'), asked, ai, titled('logs')])).toEqual(named('Mend login'));
  expect(nameOf([titled('Mine'), entered('logs'), titled('logs'), asked])).toEqual(named('Mine'));
  expect(nameOf([entered('logs'), titled('logs'), asked])).toEqual(named('fix the login test', 'words'));
  // It left the worktree, and its name comes again with the records of state.
  expect(nameOf([entered('logs'), entered(null), titled('logs'), asked, ai])).toEqual(named('Mend login'));
  expect(nameOf([entered('logs'), titled('Login'), asked, ai])).toEqual(named('Login'));
  expect(nameOf([titled('Login'), asked, ai, titled('  ')])).toEqual(named('Mend login'));
});

test.each(['Session renamed to: Login fix', 'Session and agent renamed to: Login fix'])(
  'what /rename answered is a title where no record of one stands: %s',
  (words) => {
    const answered = `<local-command-stdout>${words}</local-command-stdout>`;
    const said = prompt('a', answered, { uuid: uuid() });
    const system: Json = { ...said, type: 'system', subtype: 'local_command', content: answered };
    delete system['message'];
    const asked = prompt('a', 'fix the login test', { uuid: uuid() });
    for (const line of [said, system])
      expect(nameOf([asked, line])).toEqual({ name: 'Login fix', nameFrom: 'title' });
    const taken: Json = { type: 'custom-title', sessionId: 'a', customTitle: '' };
    expect(nameOf([asked, said, taken])).toEqual({ name: 'fix the login test', nameFrom: 'words' });
    // Quoted in a prompt, it gives none.
    expect(nameOf([prompt('a', `why ${words}?`)])).toMatchObject({ nameFrom: 'words' });
  },
);

test('the file of the title in the folder of a session goes before its records', () => {
  const named = (customTitle: unknown, more: Json[] = []): unknown => {
    const root = folder({
      'a.jsonl': [prompt('a', 'fix the login test'), ...more],
      'a/custom-title.json': Buffer.from(JSON.stringify({ customTitle })),
    });
    return one(inspected(root), 'a').name;
  };
  const titled: Json = { type: 'custom-title', sessionId: 'a', customTitle: 'Older' };
  const ai: Json = { type: 'ai-title', sessionId: 'a', aiTitle: 'Mend login' };
  expect(named('Mine', [titled, ai])).toBe('Mine');
  expect(named('', [titled, ai])).toBe('Mend login');
  expect(named(7, [titled])).toBe('Older');
  const entered: Json = { type: 'worktree-state', sessionId: 'a', worktreeSession: { worktreeName: 'logs' } };
  expect(named('logs', [entered, ai])).toBe('Mend login');
});

test('a title that names another session is that one’s', () => {
  const [own, other] = [uuid(), uuid()];
  const titled = (sessionId: string, customTitle: string): Json => ({
    type: 'custom-title',
    sessionId,
    customTitle,
  });
  const linked: Json = { type: 'pr-link', sessionId: other, prNumber: 7, prRepository: 'kim/app' };
  const lines = [prompt(own, 'fix the login test'), titled(own, 'Login'), titled(other, 'Nightly'), linked];
  const session = one(inspected(folder({ [`${own}.jsonl`]: lines })), own);
  expect(session).toMatchObject({ name: 'Login', pullRequests: [] });
  // Once it is told whose the log is: a resume goes on under the title of the session that it begins with.
  const resumed = [titled(other, 'Nightly'), prompt(other, 'look'), prompt(own, 'go on')];
  expect(one(inspected(folder({ [`${own}.jsonl`]: resumed })), own).name).toBe('Nightly');
});

test('without a title it is called by how it began', () => {
  expect(nameOf([prompt('a', 'fix the login test'), answer('a', 'x'), prompt('a', 'and now lint')])).toEqual({
    name: 'fix the login test',
    nameFrom: 'words',
  });
  const command = (name: string, args: string): Json =>
    prompt(
      'a',
      `<command-message>${name} is running…</command-message>\n<command-name>/${name}</command-name>\n<command-args>${args}</command-args>`,
    );
  expect(nameOf([command('erk:pr-address', '--pr 8528')])).toEqual({
    name: '/erk:pr-address --pr 8528',
    nameFrom: 'command',
  });
  expect(nameOf([command('model', 'opus'), prompt('a', 'add a test')])).toEqual({
    name: 'add a test',
    nameFrom: 'words',
  });
  expect(nameOf([command('model', 'opus')])).toEqual({ name: '/model opus', nameFrom: 'command' });
  expect(
    nameOf([
      prompt('a', 'Implement the following plan:\n\n# Seal secrets', { planContent: '# Seal secrets' }),
    ]),
  ).toEqual({ name: 'Plan: Seal secrets', nameFrom: 'plan' });
});

test('what nobody said gives no name', () => {
  expect(nameOf([prompt('a', 'a reminder', { isMeta: true }), answer('a', 'x')])).toEqual({
    name: null,
    nameFrom: null,
  });
});

// Their logs begin with what was said before in the session.
test('a compaction and a side question are not called by what the session began with', () => {
  const log = (agentId: string, last: string): Json[] =>
    ['fix the login test', last].map((text) => prompt('p', text, { isSidechain: true, agentId }));
  const name = (agentId: string, last: string): unknown =>
    one(inspected(folder({ [`p/subagents/agent-${agentId}.jsonl`]: log(agentId, last) })), `p/${agentId}`)
      .name;
  expect(name('acompact-2aedc6ef', 'Your task is to write a summary')).toBe('Compaction');
  expect(
    name('aside_question-c5e5c961a7749e08', '<system-reminder>Answer at once.</system-reminder>\n\nwhy JWT?'),
  ).toBe('why JWT?');
  expect(name('ae5f', 'and then the others')).toBe('fix the login test');
});
