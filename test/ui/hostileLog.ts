/** A log whose texts are hostile: HTML, scripts, addresses, pictures, hidden characters, floods. */
import { crc32, deflateSync } from 'node:zlib';
import { conversation } from '../support/records.mjs';

const EVIL =
  '<img src=x onerror="window.__evil=1"><script>window.__evil=1</script><svg onload="window.__evil=1">';
const LINKS = [
  '[script](javascript:window.__evil=1)',
  '[data](data:text/html,<script>window.__evil=1</script>)',
  '[command](command:workbench.action.quit)',
  '[file](file:///etc/passwd)',
  '![picture](https://example.invalid/track.png)',
  '<https://example.invalid/auto>',
  '[fine](https://example.com/page)',
  '[https://bank.example](https://evil.example/login)',
].join('\n\n');
const BIDI = 'a\u202eb\u2066c\u200bd\u{e0041}e\u0007f';

/** A PNG that says it has these sides. */
function png(width: number, height: number): string {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(width > 1_000 ? 2 : (width + 1) * height))),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}
const picture = (type: string, data: string) => ({
  type: 'image',
  source: { type: 'base64', media_type: type, data },
});

/** A conversation in which everybody tries to run something. */
export function hostileStory(session: string, workspace: string, start: number) {
  const live = conversation({ session, cwd: workspace, start });
  live.title('A hostile log').prompt(`Look: ${EVIL} ${BIDI}`);
  const blocks: unknown = [
    { type: 'text', text: 'pictures' },
    picture('image/png', png(4, 4)),
    picture('image/png', png(60_000, 60_000)),
    picture(
      'image/svg+xml',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.__evil=1"/>').toString('base64'),
    ),
    picture('image/png"onerror="window.__evil=1', png(4, 4)),
  ];
  live.prompt(blocks as string);
  live.say(
    `# Title\n\n${EVIL}\n\n${LINKS}\n\n${BIDI}\n\n\`\`\`html\n${EVIL}\n\`\`\`\n\n| a | ${EVIL} |\n|---|---|\n| b | c |`,
  );
  live.call(
    'Bash',
    { command: `echo ${EVIL}` },
    `\u001b[31mred ${EVIL}\u001b[0m\u001b]8;;javascript:window.__evil=1\u0007link\u001b]8;;\u0007`,
  );
  live.call('Bash', { command: 'flood' }, '\u001b[31m\u001b[1m\u001b[0mx'.repeat(60_000));
  live.call('Bash', { command: 'one line' }, 'y'.repeat(5 << 20));
  live.call('Bash', { command: 'long' }, Array.from({ length: 400 }, (_, n) => `output ${n}`).join('\n'));
  live.call(
    'Edit',
    { file_path: `${workspace}/a.ts`, old_string: 'const a = 1;', new_string: `const a = 2; ${EVIL}` },
    'File has not been read yet.',
    { error: true },
  );
  live.call('WebFetch', { url: 'javascript:window.__evil=1', prompt: EVIL }, LINKS);
  live.call('WebSearch', { query: EVIL }, LINKS);
  live.call(`mcp__${EVIL}__run`, { [EVIL]: EVIL, deep: { a: [EVIL] } }, `{"a": "${EVIL}"}`);
  live.call('Odd"><script>', { value: EVIL }, '');
  live.call(
    'TodoWrite',
    {
      todos: [
        { content: EVIL, status: 'in_progress' },
        { content: 'two', status: 'completed' },
        { content: 'three', status: 'pending' },
      ],
    },
    'ok',
  );
  live.call(
    'AskUserQuestion',
    { questions: [{ question: EVIL, options: [{ label: EVIL, description: EVIL }] }] },
    'x',
    { details: { answers: { [EVIL]: EVIL } } },
  );
  live.call('ExitPlanMode', { plan: `## Plan\n\n${LINKS}` }, 'ok');
  live.call('Skill', { skill: EVIL, args: EVIL }, EVIL);
  live.call('Task', { description: EVIL, prompt: LINKS, subagent_type: EVIL }, EVIL);
  for (const name of ['a', 'b', 'c'])
    live.call('Read', { file_path: `${workspace}/${name}.ts` }, `     1→${EVIL}`);
  live.say('The end.');
  return live;
}
