import { rootsOf } from '../../src/log/roots';
import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Where logs may be: the setting, else CLAUDE_CONFIG_DIR (one folder or several), else ~/.claude and ~/.config/claude.
const roots = (more: object) =>
  rootsOf({ setting: [], claudeConfigDir: null, xdgConfigHome: null, home: '/home/ada', ...more });
test.each([
  [{}, ['/home/ada/.claude/projects', '/home/ada/.config/claude/projects']],
  [{ xdgConfigHome: '/x' }, ['/home/ada/.claude/projects', '/x/claude/projects']],
  [{ claudeConfigDir: '/one' }, ['/one/projects']],
  [{ claudeConfigDir: '/one, /two ,' }, ['/one/projects', '/two/projects']],
  [
    { claudeConfigDir: '/one', setting: ['~/logs', '/p/projects'] },
    ['/home/ada/logs/projects', '/p/projects'],
  ],
  // Cowork keeps a configuration folder for each task.
  [
    { setting: ['~/.config/Claude/local-agent-mode-sessions/'] },
    ['/home/ada/.config/Claude/local-agent-mode-sessions'],
  ],
])('%j', (sources, expected) => expect(roots(sources)).toEqual(expected));

test('the logs of Cowork lie in a folder of each task', () => {
  const session = '11111111-1111-4111-8111-111111111111';
  const root = folder({
    [`ws/group/local_a/.claude/projects/-sessions-a/${session}.jsonl`]: [answer(session, 'hi')],
    [`ws/group/local_a/.claude/projects/-sessions-a/${session}/subagents/agent-a1.jsonl`]: [
      answer(session, 'there', { more: { isSidechain: true, agentId: 'a1' } }),
    ],
  });
  expect(inspected(root).totals).toMatchObject({ sessions: 1, subAgents: 1, messages: 2 });
});

test('one session under two roots is one, with the other place named', () => {
  const log = [answer('a', 'hi', { id: 'msg_0000000001', request: 'req_1' })];
  const inspection = inspected([folder({ 'p/a.jsonl': log }), folder({ 'p/a.jsonl': log })]);
  expect(inspection.sessions).toHaveLength(1);
  expect(one(inspection, 'a')).toMatchObject({
    messages: 1,
    copies: 0,
    file: 'p/a.jsonl',
    alsoIn: ['p/a.jsonl'],
  });
});
