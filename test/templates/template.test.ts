import * as fs from 'node:fs';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BUNDLED } from '../../src/templates/bundled';
import { leftOutFor } from '../../src/templates/secretFiles';
import {
  captureFrom,
  checkName,
  templateFiles,
  inParts,
  listTemplates,
  MOST_BYTES,
  partsOf,
  planSetUp,
  saveTemplate,
  setUp,
  TemplateError,
  type Files,
} from '../../src/templates/template';
import { tempFolder } from '../support/tempFolder';

let base: string;
let project: string;
let own: string;
beforeEach(() => {
  base = tempFolder();
  project = join(base, 'project');
  own = join(base, 'templates');
  mkdirSync(project);
});

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
};
const read = (path: string): string => readFileSync(join(base, path), 'utf8');
const files = (entries: Record<string, string>): Files =>
  new Map(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)]));
const stamp = (from: Files, force = false): Record<string, string> => {
  const steps = planSetUp(from, project, force, fs);
  setUp(steps, project, fs);
  return Object.fromEntries(
    steps.map(({ path, action, because }) => [path, because === '' ? action : because]),
  );
};

describe('setting up', () => {
  it('writes every file of the template byte for byte, CLAUDE.md to the root', () => {
    const done = stamp(templateFiles('default', own, fs));
    expect(new Set(Object.values(done))).toEqual(new Set(['create']));
    for (const [path, text] of Object.entries(BUNDLED['default'] ?? {}))
      expect(read(`project/${path}`)).toBe(text);
    expect(existsSync(join(project, 'CLAUDE.md'))).toBe(true);
    expect(() => JSON.parse(read('project/.claude/settings.json')) as unknown).not.toThrow();
  });

  it('leaves what is there, unless forced; CLAUDE.md even then, wherever it lies and however it is written', () => {
    put('project/claude.md', 'mine');
    put('project/.claude/CLAUDE.md', 'mine too');
    put('project/.claude/settings.json', '{}');
    const template = files({
      'claude.md': 'theirs',
      '.claude/CLAUDE.md': 'theirs',
      '.claude/settings.json': '{"a":1}',
      '.claude/new.md': 'new',
    });
    expect(stamp(template)).toEqual({
      '.claude/CLAUDE.md': 'is there already and is yours',
      '.claude/new.md': 'create',
      '.claude/settings.json': 'is there already',
      'claude.md': 'is there already and is yours',
    });
    expect(stamp(template, true)).toMatchObject({
      '.claude/settings.json': 'overwrite',
      '.claude/new.md': 'is the same already',
    });
    expect(read('project/.claude/settings.json')).toBe('{"a":1}');
    expect(read('project/claude.md')).toBe('mine');
    expect(read('project/.claude/CLAUDE.md')).toBe('mine too');
  });

  it('writes nothing through a link, out of the project, or over a folder', () => {
    mkdirSync(join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), join(project, '.claude'));
    symlinkSync(join(base, 'elsewhere', 'x'), join(project, 'CLAUDE.md'));
    mkdirSync(join(project, 'folder'));
    const done = stamp(
      files({ 'CLAUDE.md': 'a', '.claude/a.md': 'a', '../out.md': 'a', 'x/../../out.md': 'a', folder: 'a' }),
      true,
    );
    expect(done).toEqual({
      '../out.md': 'would be written through a link',
      '.claude/a.md': 'would be written through a link',
      'CLAUDE.md': 'would be written through a link',
      folder: 'something else has that name',
      'x/../../out.md': 'would be written through a link',
    });
    expect(fs.readdirSync(join(base, 'elsewhere'))).toEqual([]);
    expect(existsSync(join(base, 'out.md'))).toBe(false);
  });

  it('does not write over what came between the plan and the writing', () => {
    const steps = planSetUp(files({ 'a.md': 'a', '.claude/b.md': 'b' }), project, true, fs);
    put('project/a.md', 'mine');
    mkdirSync(join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), join(project, '.claude'));
    expect(setUp(steps, project, fs)).toEqual([]);
    expect(read('project/a.md')).toBe('mine');
  });

  it('overwrites only what was shown: no file that changed since, and none that cannot be shown', () => {
    put('project/.claude/a.md', 'old');
    put('project/.claude/b.md', 'old');
    put('project/.claude/c.md', 'old');
    put('project/.claude/big.md', 'x'.repeat(MOST_BYTES + 1));
    const template = files({
      '.claude/a.md': 'new',
      '.claude/b.md': 'new',
      '.claude/big.md': 'new',
      '.claude/c.md': 'new',
    });
    const steps = planSetUp(template, project, true, fs);
    expect(steps.map(({ action, because }) => because || action)).toEqual([
      'overwrite',
      'overwrite',
      'cannot be read, or is larger than 1 MB',
      'overwrite',
    ]);
    put('project/.claude/b.md', 'mine');
    fs.rmSync(join(project, '.claude/c.md'));
    expect(setUp(steps, project, fs)).toEqual(['.claude/a.md', '.claude/c.md']);
    expect(['a', 'b', 'c'].map((name) => read(`project/.claude/${name}.md`))).toEqual(['new', 'mine', 'new']);
  });

  it('says that a project is not there', () => {
    expect(() => planSetUp(new Map(), join(base, 'nowhere'), false, fs)).toThrow(TemplateError);
  });
});

describe('own templates', () => {
  it('go before those that ship with Vigil, and are listed with them', () => {
    put('templates/mine/.claude/a.md', 'a');
    put('templates/minimal/CLAUDE.md', 'own');
    put('templates/.half.tmp/x', 'x');
    expect(listTemplates(own, fs)).toEqual([
      { name: 'default', bundled: true, files: Object.keys(BUNDLED['default'] ?? {}).length },
      { name: 'mine', bundled: false, files: 1 },
      { name: 'minimal', bundled: false, files: 1 },
    ]);
    expect(templateFiles('minimal', own, fs).get('CLAUDE.md')?.toString()).toBe('own');
    expect(() => templateFiles('nothing', own, fs)).toThrow('Known: default, mine, minimal.');
    expect(() => templateFiles('../mine', own, fs)).toThrow(TemplateError);
  });

  it('are saved without secrets, machine files, links and large files, which are listed; never twice, never as default', () => {
    put('project/CLAUDE.md', 'not taken');
    put('project/.claude/agents/a.md', 'agent');
    put('project/.claude/settings.json', '{}');
    put('project/.claude/settings.local.json', '{}');
    put('project/.claude/hooks/deploy.sh', `export TOKEN=ghp_${'a1B2'.repeat(9)}`);
    put('project/.claude/skills/x/.env.production', 'A=1');
    put('project/.claude/projects/log.jsonl', '{}');
    put('project/.claude/big.bin', 'x'.repeat(MOST_BYTES + 1));
    symlinkSync('/etc', join(project, '.claude', 'link'));
    const { files: taken, leftOut } = captureFrom(project, fs);
    expect([...taken.keys()].sort()).toEqual(['.claude/agents/a.md', '.claude/settings.json']);
    expect(leftOut).toEqual([
      { path: 'big.bin', because: 'cannot be read, or is larger than 1 MB' },
      { path: 'hooks/deploy.sh', because: 'holds what looks like a secret' },
      { path: 'link', because: 'is a link or no regular file' },
      { path: 'projects/', because: 'belongs to this machine' },
      { path: 'settings.local.json', because: 'belongs to this machine' },
      { path: 'skills/x/.env.production', because: 'may hold secrets' },
    ]);
    expect(partsOf(taken)).toEqual(['', 'agents']);
    expect([...inParts(taken, new Set(['agents'])).keys()]).toEqual(['.claude/agents/a.md']);
    saveTemplate('team', taken, own, fs);
    expect(templateFiles('team', own, fs).get('.claude/agents/a.md')?.toString()).toBe('agent');
    expect(() => saveTemplate('team', taken, own, fs)).toThrow('already');
    expect(() => saveTemplate('default', taken, own, fs)).toThrow('Choose another name');
    expect(() => saveTemplate('empty', new Map(), own, fs)).toThrow('nothing to save');
    expect(fs.readdirSync(own)).toEqual(['team']);
  });

  it('need a folder .claude that is no link', () => {
    expect(() => captureFrom(project, fs)).toThrow(TemplateError);
    symlinkSync(base, join(project, '.claude'));
    expect(() => captureFrom(project, fs)).toThrow('or it is a link');
  });

  it.each(['', '..', 'a/b', 'a b', '.x', 'CON', 'nul', '-a', 'é', 'x'.repeat(65)])(
    '%j names none',
    (name) => {
      expect(() => checkName(name)).toThrow(TemplateError);
    },
  );
});

describe('what a template leaves out', () => {
  it.each([
    '.env',
    'skills/x/.env.local',
    'prod.env',
    'keys/server.pem',
    'id_rsa',
    'id_ed25519.pub',
    'cert.p12',
    'credentials.json',
    'aws-credentials',
    'my-secret.md',
    'secrets/readme.md',
    'passwords.txt',
    'api_key.txt',
    'apikey.json',
    'service-account.json',
    'token.json',
    'auth.json',
    'oauth.yaml',
    '.netrc',
    '.npmrc',
    'deploy-token',
    'deploy_token.txt',
    'signing-key',
    'signing_key.txt',
    'Secret.KEY',
    'settings.local.json',
    'history.jsonl',
    'todos/a.json',
    'ide/x.lock',
    'shell-snapshots/a.sh',
    'statsig/x',
  ])('%s', (path) => {
    expect(leftOutFor(path)).not.toBeNull();
  });

  it.each([
    'settings.json',
    'agents/keyboard.md',
    'commands/tokenize.md',
    'rules/environment.md',
    'skills/authoring/SKILL.md',
    'agents/key-results.md',
    'hooks/format.sh',
    'commands/locale.md',
  ])('but not %s', (path) => {
    expect(leftOutFor(path)).toBeNull();
  });
});
