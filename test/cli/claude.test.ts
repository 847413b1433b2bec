/** `vigil claude` as a process: what it writes, says and refuses. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();
let home: string;
let project: string;
beforeEach(() => {
  home = tempFolder();
  project = join(home, 'project');
  mkdirSync(project);
});
const vigil = (...args: string[]) => cli.call(['claude', ...args], { HOME: home });

test('init writes a template; a second time it changes nothing, and never CLAUDE.md', async () => {
  const dry = await vigil('init', project, '--dry-run');
  expect(dry).toMatchObject({ status: 0, stderr: '' });
  expect(dry.stdout).toContain('+ CLAUDE.md');
  expect(existsSync(join(project, 'CLAUDE.md'))).toBe(false);
  expect((await vigil('init', project)).stdout).toContain('8 files written');
  writeFileSync(join(project, 'CLAUDE.md'), 'mine');
  writeFileSync(join(project, '.claude', 'settings.json'), '{}');
  const again = await vigil('init', project);
  expect(again.status).toBe(1);
  expect(again.stdout).toContain('- .claude/settings.json (is there already)');
  const asked = await vigil('init', project, '--force');
  expect([asked.status, asked.stderr]).toEqual([2, expect.stringContaining('Overwrite 1 file in ')]);
  expect(asked.stdout).toMatch(/^\.claude\/settings\.json\n- \{\}\n\+ \{\n/);
  expect((await vigil('init', project, '--force', '--dry-run')).stdout).toContain('- {}');
  expect(readFileSync(join(project, '.claude', 'settings.json'), 'utf8')).toBe('{}');
  const forced = await vigil('init', project, '--force', '--yes');
  expect(forced.stdout).toContain('~ .claude/settings.json');
  expect(forced.stdout).toContain('- CLAUDE.md (is there already and is yours)');
  expect(readFileSync(join(project, 'CLAUDE.md'), 'utf8')).toBe('mine');
});

test('a project is saved as a template and set up elsewhere', async () => {
  mkdirSync(join(project, '.claude', 'agents'), { recursive: true });
  writeFileSync(join(project, '.claude', 'agents', 'a.md'), 'agent');
  writeFileSync(join(project, '.claude', 'settings.local.json'), '{}');
  const asked = await vigil('template', 'create', 'team', '--path', project);
  expect(asked).toMatchObject({ status: 2 });
  expect(asked.stderr).toContain('--all');
  const created = await vigil('template', 'create', 'team', '--path', project, '--all');
  expect(created.stdout).toContain('- settings.local.json (belongs to this machine)');
  expect((await vigil('template', 'list')).stdout).toMatch(/team +1 +yours/);
  const other = join(home, 'other');
  mkdirSync(other);
  const { stdout } = await vigil('init', other, '--template', 'team', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, template: 'team', written: ['.claude/agents/a.md'] });
  expect(existsSync(join(other, 'CLAUDE.md'))).toBe(false);
});

test.each([
  [['init', '--template', 'nothing'], 'There is no template “nothing”. Known: default, minimal.'],
  [['init', '/nowhere/at/all'], 'does not exist'],
  [['template', 'create', 'a/b', '--all'], 'cannot name a template'],
  [['template', 'create', 'default', '--all', '--path', '.'], ''],
  [['template'], 'claude template list'],
  [[], 'claude init '],
])('%j is refused in words', async (args, words) => {
  const { status, stderr } = await vigil(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(words);
});
