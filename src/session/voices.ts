/**
 * Rules for who wrote a `user` record, a `queued_command` or an entry of the queue (P18, P51). Data only: `speaker.ts` applies them,
 * docs/reading.md explains them, test/session/speaker.test.ts tests each.
 */

/** `typed` and `queued`: by a person; `scripted`: by a script; `program`: inserted by a program. */
export type Voice = 'typed' | 'queued' | 'scripted' | 'program';

/** The fields of a record that rules test. '' means absent; `yes` is a flag that is set. */
export interface Stated {
  isCompactSummary: string;
  isVisibleInTranscriptOnly: string;
  isMeta: string;
  isSynthetic: string;
  turnCompanion: string;
  planContent: string;
  sourceToolUseID: string;
  /** The sender: `origin.kind`. */
  origin: string;
  turnOrigin: string;
  promptSource: string;
  /** Where Claude Code was started from. */
  entrypoint: string;
  /** For text from a channel: a `person` wrote it, or it reports an `event`. */
  channel: string;
  /** It came while Claude worked: beside a tool's `result`, or through the `queue`. */
  during: string;
}

export interface VoiceRule {
  /** Allowed values for each field. `*` at the end matches any ending, `*` alone any value except ''. */
  when: Partial<Record<keyof Stated, readonly string[]>>;
  voice: Voice;
  /** Why, for people. */
  because: string;
}

/** Claude Code resets a human origin to `unclassified` on a fork, relay or resume, so it means the same as no origin. */
const NO_ORIGIN = ['', 'unclassified'];
/** A program uses the SDK, or the entry point is unknown. */
const SDK = ['sdk', 'sdk-*'];
const SDK_OR_UNKNOWN = [...SDK, ''];

/** The first rule that matches decides. The last matches all. */
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
  // Messages from channels (Telegram, Slack, Discord …) are logged with `isMeta`, so these rules come before that for `isMeta`.
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
  // A human origin comes before the source, because prompts of the editor panel, the desktop app and remotes have the source `sdk`.
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
  // Without an origin, `turnOrigin` decides (since 2.1.263) …
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
  // … or `promptSource` (since 2.1.220) …
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
  // … or, before that, only the entry point (since 2.1.114).
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
