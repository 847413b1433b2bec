/** A session as one HTML file: what it shows, what is sealed, and that no text of a log becomes anything but text. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../engine/rig';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { hostileStory } from '../ui/hostileLog';
import { fileOf, rendered } from './exportRig';

const KEY = `sk-ant-${'a'.repeat(40)}`;
const PEM = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow'.repeat(8), '-----END RSA PRIVATE KEY-----'];

async function engineWith(lines: readonly object[], more: Record<string, readonly object[]> = {}) {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  put(join(project, 'a.jsonl'), lines as never);
  for (const [name, own] of Object.entries(more)) put(join(project, name), own as never);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  return engine;
}

const SESSION = [
  prompt('a', `Mend it with ${KEY}`),
  answer('a', [{ type: 'thinking', thinking: 'Hm. '.repeat(100), signature: 's' }], { stop: null }),
  answer('a', [toolUse('Bash', { command: 'seq 40', password: 'correct7horse' }, 't1')], {
    stop: 'tool_use',
  }),
  result('a', 't1', Array.from({ length: 40 }, (_, n) => `line ${n}`).join('\n')),
  answer(
    'a',
    [toolUse('Edit', { file_path: '/w/app/key.ts', old_string: 'x', new_string: PEM.join('\n') }, 't2')],
    { stop: 'tool_use' },
  ),
  result('a', 't2', 'ok', {
    toolUseResult: {
      filePath: '/w/app/key.ts',
      structuredPatch: [
        {
          oldStart: 1,
          oldLines: 1,
          newStart: 1,
          newLines: 3,
          lines: ['-x', ...PEM.map((line) => `+${line}`)],
        },
      ],
    },
  }),
  answer('a', '**Done.** `[redacted: by hand]`'),
];

test('cards are folded by the browser itself; a long output keeps its ends; nothing of the page’s buttons is left', async () => {
  const { html, left } = await rendered(await engineWith(SESSION), 'a');
  expect(left).toBe(0);
  expect(html).toContain('<strong>Done.</strong>');
  expect(html).toMatch(/<details class="step s-command[^>]*>\s*<summary>/);
  expect(html).toContain('<summary class="more">Show 28 more lines</summary>');
  expect(html.indexOf('line 2\n')).toBeLessThan(html.indexOf('Show 28 more lines'));
  expect(html).toMatch(/<details class="step s-edit[^>]* open>/);
  expect(html).not.toMatch(/<button|<script|<vscode-|<style|\son\w+=/);
});

test('secrets are sealed before a text is cut, coloured or split into lines, and counted as they are seen', async () => {
  const { html, sealed } = await rendered(await engineWith(SESSION), 'a');
  for (const secret of [KEY, 'MIIEow', 'correct7horse']) expect(html).not.toContain(secret);
  expect(html).toContain('[redacted: Anthropic key]');
  expect(html.replace(/<[^>]*>/g, '')).toContain('[redacted: private key]');
  // In the prompt, the command’s values and the patch; not what the log itself wrote.
  expect(sealed).toBe(3);
});

test('what is not wanted is left out: tools, thinking', async () => {
  const engine = await engineWith(SESSION);
  const without = await rendered(engine, 'a', { tools: false, thinking: false, pictures: false });
  expect(without.html).not.toMatch(/s-command|s-edit|s-thinking/);
  expect(without.html).toContain('<strong>Done.</strong>');
  const thoughts = await rendered(engine, 'a', { tools: false, thinking: true, pictures: false });
  expect(thoughts.html).toContain('s-thinking');
});

/** Starts sub-agent `id` and gets its answer. */
const task = (id: string) => [
  answer(
    'a',
    [toolUse('Task', { description: 'Look around', prompt: 'Look.', subagent_type: 'Explore' }, `t-${id}`)],
    { stop: 'tool_use' },
  ),
  result('a', `t-${id}`, 'Found it.', { toolUseResult: { agentId: id, status: 'completed' } }),
];
const side = (agentId: string) => ({ isSidechain: true, agentId });

test('a sub-agent’s steps are in its card', async () => {
  const engine = await engineWith([prompt('a', 'go'), ...task('b1')], {
    'a/subagents/agent-b1.jsonl': [
      prompt('a', 'Look.', side('b1')),
      answer('a', 'The agent says so.', { more: side('b1') }),
    ],
  });
  const { html } = await rendered(engine, 'a');
  expect(html).toContain('The agent says so.');
  expect(html.indexOf('Look around')).toBeLessThan(html.indexOf('The agent says so.'));
});

test('a file that would be too long ends, in sub-agents too, and says so', async () => {
  const engine = await engineWith([prompt('a', 'go'), ...task('b1'), ...task('b2')], {
    'a/subagents/agent-b1.jsonl': [
      prompt('a', 'Look.', side('b1')),
      answer('a', `The first says so. ${'x'.repeat(9_000)}`, { more: side('b1') }),
    ],
    'a/subagents/agent-b2.jsonl': [
      prompt('a', 'Look.', side('b2')),
      answer('a', 'The second says so.', { more: side('b2') }),
    ],
  });
  const { html, left } = await rendered(engine, 'a', undefined, 8_000);
  expect(html).toContain('The first says so.');
  expect(html).not.toContain('The second says so.');
  expect(html).toContain('This file would be too long');
  expect(left).toBe(1);
  expect((await rendered(engine, 'a', undefined, 40_000)).left).toBe(0);
});

const TAGS = new Set(
  'html head meta title style body header h1 h2 p span bdi b i em strong s code pre a br hr div main article details summary ul ol li dl dt dd table thead tbody tr th td blockquote img mark'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'class title dir open href rel src alt data-n role aria-label aria-level aria-hidden start lang charset http-equiv content name'.split(
    ' ',
  ),
);

test('of a hostile log nothing but known tags and attributes comes out, only web addresses are links, only pictures have a source', async () => {
  const story = hostileStory('a', '/w/app', Date.parse(minute(0)));
  const { html, sealed } = await rendered(await engineWith(story.records), 'a');
  expect(sealed).toBe(0);
  const file = fileOf(html);
  const markup = file.replace(/<style>[^]*?<\/style>/, '');
  let links = 0;
  for (const [, name = '', rest = ''] of markup.matchAll(/<\/?([A-Za-z][\w:-]*)((?:[^<>"]|"[^"<>]*")*)>/g)) {
    expect(TAGS).toContain(name);
    for (const [, attribute = '', value = ''] of rest.matchAll(/([^\s=/]+)(?:="([^"]*)")?/g)) {
      expect(ATTRIBUTES).toContain(attribute);
      if (attribute === 'href') expect(value).toMatch(/^https?:\/\//);
      if (attribute === 'src')
        expect(value).toMatch(/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/);
      if (attribute === 'href') links++;
    }
  }
  expect(links).toBeGreaterThan(3);
  // Every other angle bracket is one that was written as text.
  expect(markup.replace(/<!DOCTYPE html>|<\/?[A-Za-z][\w:-]*(?:[^<>"]|"[^"<>]*")*>/g, '')).not.toContain('<');
  expect(html).toContain('&lt;script&gt;window.__evil=1&lt;/script&gt;');
  expect(html).toContain('a⟨U+202E⟩b⟨U+2066⟩c');
  expect(html).not.toContain('\u001b');
  expect(file).toMatch(
    /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^"]+; img-src data:; font-src data:; base-uri 'none'; form-action 'none'">/,
  );
  // Neither the style nor anything else names an address of elsewhere.
  expect(file.match(/<style>[^]*?<\/style>/)?.[0]).not.toMatch(/https?:|@import|url\((?!data:font)/);
});
