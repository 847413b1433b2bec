/**
 * Whose words stand in a `user` record, a `queued_command` or the queue: the table behind P18 and P51. Data only;
 * `speaker.ts` asks it, docs/reading.md says it in words, test/session/speaker.test.ts tries every line.
 */

/** `typed` and `queued` are a person's, `scripted` a script's; `program` is text that nobody said. */
export type Voice = 'typed' | 'queued' | 'scripted' | 'program';

/** What is asked of a record. Each is a text; '' is absent, `yes` a flag that is set. */
export interface Stated {
  isCompactSummary: string;
  isVisibleInTranscriptOnly: string;
  isMeta: string;
  isSynthetic: string;
  turnCompanion: string;
  planContent: string;
  sourceToolUseID: string;
  /** Who it says sent it: `origin.kind`. */
  origin: string;
  turnOrigin: string;
  promptSource: string;
  /** Where Claude Code was started from. */
  entrypoint: string;
  /** Of text in a `<channel>` tag, or from a channel: `person` wrote it, or it tells of an `event`. */
  channel: string;
  /** It came while the agent worked: beside a tool's `result`, or through the `queue`. */
  during: string;
}

export interface VoiceRule {
  /** What it must state: one of the values each; a final `*` stands for any ending, `*` alone for any value but none. */
  when: Partial<Record<keyof Stated, readonly string[]>>;
  voice: Voice;
  /** Why, for people. */
  because: string;
}

/** Claude Code takes back a human origin to this when it forks, relays or resumes: it says as much as none. */
const NO_ORIGIN = ['', 'unclassified'];
/** A program holds the conversation over the SDK, or nothing is said of where it runs. */
const SDK = ['sdk', 'sdk-*'];
const SDK_OR_UNKNOWN = [...SDK, ''];

/** The first line that fits decides. The last fits all. */
export const VOICES: readonly VoiceRule[] = [
  // What the record is, whoever sent it.
  {
    when: { isCompactSummary: ['yes'] },
    voice: 'program',
    because: 'the summary that follows a compaction',
  },
  {
    when: { isVisibleInTranscriptOnly: ['yes'] },
    voice: 'program',
    because: 'stands in the transcript only',
  },
  {
    when: { planContent: ['yes'] },
    voice: 'program',
    because: 'an accepted plan that Claude Code put in as a message',
  },
  {
    when: { turnCompanion: ['yes'] },
    voice: 'program',
    because: 'the body of a skill or command, put in beside the turn that asked for it',
  },
  { when: { isSynthetic: ['yes'] }, voice: 'program', because: 'made up by a program' },
  // Channels (Telegram, Slack, Discord …) are logged as injected (`isMeta`, source `system`), so they come before it.
  {
    when: { origin: ['channel', ...NO_ORIGIN], channel: ['event'] },
    voice: 'program',
    because: 'something that happened elsewhere, told through a channel',
  },
  {
    when: { origin: ['channel', ...NO_ORIGIN], channel: ['person'], during: ['queue', 'result'] },
    voice: 'queued',
    because: 'a person in a chat, while the agent worked',
  },
  {
    when: { origin: ['channel', ...NO_ORIGIN], channel: ['person'] },
    voice: 'typed',
    because: 'a person in a chat',
  },
  { when: { isMeta: ['yes'] }, voice: 'program', because: 'put in by Claude Code' },
  { when: { sourceToolUseID: ['*'] }, voice: 'program', because: 'put in by a tool, such as a skill' },
  // A human origin comes before the source: prompts of the editor panel, the desktop app and remotes say `sdk`.
  {
    when: { origin: ['human'], promptSource: ['queued'] },
    voice: 'queued',
    because: 'a person, while the agent worked',
  },
  {
    when: { origin: ['human'], during: ['queue', 'result'] },
    voice: 'queued',
    because: 'a person, while the agent worked',
  },
  {
    when: { origin: ['human'] },
    voice: 'typed',
    because:
      'a person, in whatever client: terminal, editor panel, desktop app, remote, relayed from Slack or Teams',
  },
  {
    when: { origin: ['task-notification', 'auto-continuation'] },
    voice: 'program',
    because: 'a background task, a schedule, or the end of a limit',
  },
  {
    when: { origin: ['peer', 'coordinator', 'observer', 'observer-activity', 'agent'] },
    voice: 'program',
    because: 'another agent or session',
  },
  // Records without a human or other origin say it by the turn (2.1.263 on) …
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['human', 'user'], promptSource: ['queued'] },
    voice: 'queued',
    because: 'a person, while the agent worked',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['human', 'user'], during: ['queue', 'result'] },
    voice: 'queued',
    because: 'a person, while the agent worked',
  },
  { when: { origin: NO_ORIGIN, turnOrigin: ['human', 'user'] }, voice: 'typed', because: 'a person' },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['sdk'], entrypoint: SDK_OR_UNKNOWN },
    voice: 'scripted',
    because: 'a script or a run without a person (`claude -p`)',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['scheduled', 'system'] },
    voice: 'scripted',
    because: 'a schedule, or Claude Code itself, in place of a prompt',
  },
  // … or by the source (2.1.220 on) …
  {
    when: { origin: NO_ORIGIN, turnOrigin: [''], promptSource: ['sdk'], entrypoint: SDK_OR_UNKNOWN },
    voice: 'scripted',
    because: 'a script or a run without a person (`claude -p`)',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['', 'sdk'], promptSource: ['system'] },
    voice: 'scripted',
    because: 'a schedule, or Claude Code itself, in place of a prompt',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['', 'sdk'], promptSource: ['queued'] },
    voice: 'queued',
    because: 'a person, while the agent worked',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['', 'sdk'], promptSource: ['*'] },
    voice: 'typed',
    because: 'typed, a suggestion taken, or sent from the editor panel, the desktop app or a remote',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: ['sdk'] },
    voice: 'typed',
    because: 'sent from the editor panel, the desktop app or a remote, which use the SDK',
  },
  // … or, before that, only by the entry point (2.1.114 on), or not at all.
  {
    when: { origin: NO_ORIGIN, turnOrigin: [''], entrypoint: SDK },
    voice: 'scripted',
    because: 'a script or a run without a person (`claude -p`)',
  },
  {
    when: { origin: NO_ORIGIN, turnOrigin: [''], during: ['queue', 'result'] },
    voice: 'queued',
    because: 'words typed while the agent worked',
  },
  { when: { origin: NO_ORIGIN, turnOrigin: [''] }, voice: 'typed', because: 'nothing says otherwise' },
  { when: {}, voice: 'program', because: 'an origin that is not known is not taken for a person' },
];
