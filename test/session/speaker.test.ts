import { describe, expect, test } from 'vitest';
import { LogRecord } from '../../src/log/record';
import { queuedSpeech, ruleFor, speechOf, spokenText, withoutContext } from '../../src/session/speaker';
import { VOICES, type Stated, type Voice, type VoiceRule } from '../../src/session/voices';

const NOTHING: Stated = {
  isCompactSummary: '',
  isVisibleInTranscriptOnly: '',
  isMeta: '',
  isSynthetic: '',
  turnCompanion: '',
  planContent: '',
  sourceToolUseID: '',
  origin: '',
  turnOrigin: '',
  promptSource: '',
  entrypoint: '',
  channel: '',
  during: '',
};

/** Statements that match a rule, with an unused name for `*`, and by default the entry point of the terminal. */
function statements({ when }: VoiceRule): Stated[] {
  let all: Stated[] = [{ ...NOTHING, entrypoint: 'cli' }];
  for (const [name, values] of Object.entries(when))
    all = all.flatMap((of) => values.map((value) => ({ ...of, [name]: value.replace('*', 'x') })));
  return all;
}

test.each(VOICES.map((rule, i) => [i, rule] as const))('line %i decides what it names', (_, rule) => {
  if (rule === VOICES.at(-1)) return expect(ruleFor({ ...NOTHING, origin: 'something-new' })).toBe(rule);
  for (const of of statements(rule)) expect([of, ruleFor(of)]).toEqual([of, rule]);
});

test('an unknown origin or turn is not a person’s', () => {
  for (const more of [
    { origin: 'something-new' },
    { turnOrigin: 'task_notification' },
    { turnOrigin: 'something-new', promptSource: 'typed' },
  ])
    expect(ruleFor({ ...NOTHING, ...more })?.voice).toBe('program');
});

const record = (more: Record<string, unknown>, content: unknown = 'fix it'): LogRecord =>
  LogRecord.parse({ type: 'user', message: { role: 'user', content }, ...more });
const human = { origin: { kind: 'human' } };
const channel = (server = 'plugin:telegram:telegram') => ({ origin: { kind: 'channel', server } });
const beside = (...more: unknown[]) => [
  { type: 'tool_result', tool_use_id: 'toolu_1', content: 'done' },
  ...more,
];
const text = (words: string) => ({ type: 'text', text: words });
const IMAGE = { type: 'image', source: { type: 'base64', data: '' } };

describe('combinations found in logs: source and entry point', () => {
  const rows: [Record<string, unknown>, Voice][] = [
    // Terminal.
    [{ ...human, promptSource: 'typed', entrypoint: 'cli' }, 'typed'],
    [{ ...human, promptSource: 'queued', entrypoint: 'cli' }, 'queued'],
    [{ ...human, promptSource: 'suggestion_accepted', entrypoint: 'cli' }, 'typed'],
    [{ promptSource: 'typed', entrypoint: 'cli' }, 'typed'],
    [{ entrypoint: 'cli' }, 'typed'],
    [{}, 'typed'],
    [{ ...human, promptSource: 'typed', turnOrigin: 'human', entrypoint: 'cli' }, 'typed'],
    // Editor panel, desktop app, remotes: they use the SDK.
    [{ ...human, promptSource: 'sdk', entrypoint: 'claude-vscode' }, 'typed'],
    [{ ...human, promptSource: 'sdk', entrypoint: 'claude-desktop' }, 'typed'],
    [{ ...human, promptSource: 'sdk', entrypoint: 'remote_mobile' }, 'typed'],
    [{ ...human, promptSource: 'sdk', entrypoint: 'sdk-ts' }, 'typed'],
    [{ ...human, promptSource: 'sdk' }, 'typed'],
    [{ ...human, promptSource: 'user', turnOrigin: 'user', entrypoint: 'claude-desktop' }, 'typed'],
    [{ ...human, verifiedSlackHumanTurn: true, promptSource: 'sdk', entrypoint: 'remote' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'claude-vscode' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'claude-desktop' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'cli' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'remote' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'mcp' }, 'typed'],
    [{ promptSource: 'sdk', entrypoint: 'local-agent' }, 'typed'],
    [{ turnOrigin: 'human' }, 'typed'],
    [{ turnOrigin: 'sdk', promptSource: 'sdk', entrypoint: 'claude-vscode' }, 'typed'],
    // Scripts.
    [{ promptSource: 'sdk', entrypoint: 'sdk-cli' }, 'scripted'],
    [{ promptSource: 'sdk', entrypoint: 'sdk-ts' }, 'scripted'],
    [{ promptSource: 'sdk', entrypoint: 'sdk-py' }, 'scripted'],
    [{ promptSource: 'sdk' }, 'scripted'],
    [{ entrypoint: 'sdk-py' }, 'scripted'],
    [{ turnOrigin: 'sdk' }, 'scripted'],
    [{ turnOrigin: 'sdk', promptSource: 'sdk', entrypoint: 'sdk-cli' }, 'scripted'],
    [{ promptSource: 'system', entrypoint: 'cli' }, 'scripted'],
    [{ turnOrigin: 'scheduled', promptSource: 'system' }, 'scripted'],
    [{ turnOrigin: 'sdk', promptSource: 'system', entrypoint: 'claude-desktop' }, 'scripted'],
    // Programs.
    [{ isMeta: true, promptSource: 'system' }, 'program'],
    [{ ...human, isMeta: true }, 'program'],
    [{ ...human, isCompactSummary: true, isVisibleInTranscriptOnly: true }, 'program'],
    [{ ...human, turnCompanion: true }, 'program'],
    [{ sourceToolUseID: 'toolu_1' }, 'program'],
    [{ isSynthetic: true }, 'program'],
    [{ planContent: '# Plan' }, 'program'],
    [{ ...human, planContent: '# Plan' }, 'program'],
    ...[
      'task-notification',
      'peer',
      'coordinator',
      'observer',
      'observer-activity',
      'auto-continuation',
      'agent',
      'slack-ping',
    ].map((kind): [Record<string, unknown>, Voice] => [
      { origin: { kind }, promptSource: 'system', entrypoint: 'cli' },
      'program',
    ]),
    [{ turnOrigin: 'peer' }, 'program'],
    // A fork resets a human origin, so the other fields decide.
    [{ origin: { kind: 'unclassified' }, promptSource: 'typed' }, 'typed'],
    [{ origin: { kind: 'unclassified' }, promptSource: 'sdk', entrypoint: 'sdk-py' }, 'scripted'],
    // Fields of the wrong type are ignored.
    [{ origin: 'human', promptSource: 7, isMeta: 'yes', planContent: {}, turnOrigin: [] }, 'typed'],
    [{ origin: { kind: 5 }, turnCompanion: 1, sourceToolUseID: false, entrypoint: null }, 'typed'],
    [{ planContent: '' }, 'typed'],
  ];
  test.each(rows)('%j: %s', (more, voice) => {
    expect(speechOf(record(more))).toEqual(
      voice === 'program' ? [] : [{ kind: 'prompt', via: voice, text: 'fix it' }],
    );
  });
});

describe('words beside a tool’s result', () => {
  const said = (content: unknown, more: Record<string, unknown> = {}) => speechOf(record(more, content));
  test('are a prompt of those words only', () => {
    expect(said(beside(text('use the other branch')))).toEqual([
      { kind: 'prompt', via: 'queued', text: 'use the other branch' },
    ]);
    expect(said([text('stop that'), ...beside(text('and this'))])).toEqual([
      { kind: 'prompt', via: 'queued', text: 'stop that\nand this' },
    ]);
    expect(said(beside(text('mine'), text('<system-reminder>not mine</system-reminder>')))).toMatchObject([
      { text: 'mine' },
    ]);
    expect(said(beside(text('mine')), human)).toMatchObject([{ via: 'queued' }]);
    expect(said(beside(text('mine')), { entrypoint: 'sdk-py' })).toMatchObject([{ via: 'scripted' }]);
  });
  test('are no prompt if Claude Code inserted them', () => {
    for (const words of [
      '<system-reminder>Todos changed</system-reminder>',
      '<ide_selection>x</ide_selection>',
      '<task-notification>x</task-notification>',
      'PostToolUse:Edit hook blocking error from command: lint',
      '[Image: source: /tmp/x.png]',
      '[Image: original 100x100, displayed at 50x50.]',
      '',
    ])
      expect([words, said(beside(text(words)))]).toEqual([words, []]);
    expect(said(beside(IMAGE))).toEqual([]);
    expect(said(beside({ type: 'document', source: {} }))).toEqual([]);
    expect(said(beside(text('Base directory for this skill: /x')), { isMeta: true })).toEqual([]);
    expect(said(beside(text('# Skill')), { sourceToolUseID: 'toolu_1' })).toEqual([]);
    expect(said(beside(text('done')), { origin: { kind: 'task-notification' } })).toEqual([]);
  });
  test('an interruption may be beside a result', () =>
    expect(said(beside(text('[Request interrupted by user for tool use]')))).toEqual([
      { kind: 'interrupt' },
    ]));
});

describe('channels', () => {
  const tag = (attributes: string, words = 'fix it') =>
    `<channel source="plugin:telegram:telegram"${attributes}>\n${words}\n</channel>`;
  const meta = { isMeta: true, promptSource: 'system', ...channel() };
  test('a message of a person in a chat is a prompt, without the tag', () => {
    for (const content of [
      tag(' chat_id="1" message_id="2" user="kim" ts="2026-10-01T00:00:00Z"'),
      tag(''),
      '<channel source="fakechat" chat_id="1">\nfix it\n</channel>',
      '<channel source="relay" sender_id="7">fix it</channel>',
      [text(tag(' user="kim"'))],
    ])
      expect(speechOf(record(meta, content))).toEqual([{ kind: 'prompt', via: 'typed', text: 'fix it' }]);
    expect(speechOf(record(channel(), 'fix it'))).toEqual([{ kind: 'prompt', via: 'typed', text: 'fix it' }]);
    expect(speechOf(record({ isMeta: true }, tag(' user="kim"')))).toHaveLength(1);
  });
  test('several messages in one record are one prompt, with those of persons only', () => {
    const two = `${tag(' user="kim"', 'one')}\n<channel source="ci">red</channel>\n${tag(' user="lee"', 'two')}`;
    expect(speechOf(record(meta, two))).toEqual([{ kind: 'prompt', via: 'typed', text: 'one\ntwo' }]);
  });
  test('a message of a program or another agent is no prompt', () => {
    for (const content of [
      '<channel source="webhook" path="/" method="POST">build failed</channel>',
      '<channel source="pipeline" run_id="7">red</channel>',
      tag(' origin="agent" from_bot="b"'),
      '<channel source="desk" from_agent="b">hi</channel>',
      '<channel source="slack" user="ci" is_bot="true">red</channel>',
    ]) {
      expect([content, speechOf(record(meta, content))]).toEqual([content, []]);
      expect(queuedSpeech({ content, origin: { kind: 'channel' }, isMeta: true }).via).toBe('program');
      expect(queuedSpeech({ content }).text).toBe('');
    }
  });
  test('a person may type such a tag', () =>
    expect(speechOf(record(human, tag('')))).toEqual([{ kind: 'prompt', via: 'typed', text: tag('') }]));
});

describe('the words in a record', () => {
  const words = (content: unknown, more: Record<string, unknown> = {}) => speechOf(record(more, content));
  test('the wording of a record with a human origin is not checked', () => {
    for (const content of [
      '<task-notification> appears twice in my log, why?',
      'This session is being continued from a previous conversation that ran out of context, I know',
      'Stop hook feedback: what does it mean?',
    ])
      expect(words(content, human)).toEqual([{ kind: 'prompt', via: 'typed', text: content }]);
  });
  test('shell mode, local commands and slash commands stay what they are', () => {
    for (const more of [{}, human]) {
      expect(words('<bash-input>git status</bash-input>', more)).toEqual([]);
      expect(words('<bash-stdout>clean</bash-stdout><bash-stderr></bash-stderr>', more)).toEqual([]);
      expect(words('<local-command-caveat>Caveat: …</local-command-caveat>', more)).toEqual([]);
      expect(words('<command-name>/review</command-name>', more)).toEqual([
        { kind: 'command', name: '/review', args: '' },
      ]);
    }
    expect(
      words('<command-name>/review</command-name>', { promptSource: 'sdk', entrypoint: 'claude-vscode' }),
    ).toEqual([{ kind: 'command', name: '/review', args: '' }]);
  });
  test('pictures', () => {
    expect(words([text('[Image #1]'), IMAGE])).toMatchObject([{ kind: 'prompt', text: '[Image #1]' }]);
    expect(
      words([text('[Image #1] what is this?'), IMAGE, text('[Image: source: /tmp/x.png]')]),
    ).toMatchObject([{ text: '[Image #1] what is this?' }]);
    expect(words([IMAGE])).toEqual([{ kind: 'prompt', via: 'typed', text: '' }]);
    expect(words('[Image: source: /tmp/x.png]')).toEqual([]);
    expect(words('[Image of a cat] draw this')).toHaveLength(1);
  });
  test('context before and after is removed, a person’s own tags are not', () => {
    expect(
      withoutContext('<ide_opened_file>x</ide_opened_file>\n<ide_anything_new>y</ide_anything_new> why?'),
    ).toBe('why?');
    expect(withoutContext('why?\n<system-reminder>do</system-reminder>\n')).toBe('why?');
    expect(withoutContext('why do <system-reminder> tags appear?')).toBe(
      'why do <system-reminder> tags appear?',
    );
    expect(withoutContext('<ide_selection>never closed')).toBe('');
    expect(words('<background-tasks> is my element')).toHaveLength(1);
    expect(words('[Pasted text #1 +20 lines]')).toHaveLength(1);
    expect(words('Fix hook feedback: it is too long')).toHaveLength(1);
    expect(words('Stop hook feedback:\n- lint')).toEqual([]);
  });
  test('a line is shown with the person’s words only', () => {
    expect(spokenText(record({}, beside(text('mine'))))).toBe('mine');
    expect(
      spokenText(record({ ...channel(), isMeta: true }, '<channel source="slack" user="k">mine</channel>')),
    ).toBe('mine');
    const queued = { type: 'attachment', attachment: { type: 'queued_command', prompt: 'mine' } };
    expect(spokenText(LogRecord.parse(queued))).toBe('mine');
    expect(spokenText(LogRecord.parse({ type: 'attachment', attachment: null }))).toBe('');
    expect(spokenText(LogRecord.parse({ type: 'queue-operation', content: 'mine' }))).toBe('mine');
    const local = { type: 'system', subtype: 'local_command', content: '<command-name>/mcp</command-name>' };
    expect(spokenText(LogRecord.parse(local))).toBe('/mcp');
  });
});

describe('the queue', () => {
  test('a path is no slash command', () => {
    expect(queuedSpeech({ content: '/clear' }).text).toBe('');
    expect(queuedSpeech({ content: '/compact keep the plan', origin: { kind: 'human' } }).text).toBe('');
    expect(queuedSpeech({ content: '/plugin:skill now' }).text).toBe('');
    expect(queuedSpeech({ content: '/home/kim/x.png what is this?' }).text).toBe(
      '/home/kim/x.png what is this?',
    );
  });
  test('words of a person, of a script in an SDK session, of a program', () => {
    expect(queuedSpeech({ content: 'x', entrypoint: 'cli' }).via).toBe('queued');
    expect(queuedSpeech({ content: 'x', entrypoint: 'claude-vscode' }).via).toBe('queued');
    expect(queuedSpeech({ content: 'x', entrypoint: 'sdk-ts' }).via).toBe('scripted');
    expect(queuedSpeech({ content: 'x', entrypoint: 'sdk-ts', origin: { kind: 'human' } }).via).toBe(
      'queued',
    );
    expect(queuedSpeech({ content: 'x', origin: { kind: 'coordinator' } }).via).toBe('program');
    expect(queuedSpeech({ content: 'x', origin: { kind: 'human' }, isMeta: true }).via).toBe('program');
  });
});
