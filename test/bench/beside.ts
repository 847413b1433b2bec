/** What real logs hold beside the conversation: progress, pictures, broken and very long lines. Shares are those of 213 MB of real logs. */

/** A line as it is, JSON or not. */
export class Raw {
  readonly line: string;
  constructor(line: string) {
    this.line = line;
  }
}

export const lineOf = (record: object): string =>
  record instanceof Raw ? record.line : JSON.stringify(record);

/** How often each comes, of one step of work; of a log, for line ends. */
export const SHARE = {
  hookProgress: 0.45,
  bashProgress: 0.12,
  picture: 0.003,
  broken: 0.05,
  long: 0.0001,
  crlf: 0.04,
} as const;

/** Parts of a picture in base64 are as long, in bytes. */
const PICTURE = 90_000;
/** The longest line that was seen. */
export const LONG = 1_600_000;

/** What makes it up; `uuid` gives a new one. */
interface Made {
  chance: () => number;
  text: (length: number) => string;
  uuid: () => string;
}

/** A record that follows another one in its log and is no part of the conversation. */
const after = (last: object | undefined, more: object, uuid: string): object => ({
  ...last,
  message: undefined,
  toolUseResult: undefined,
  requestId: undefined,
  ...more,
  uuid,
});

/** What a step leaves behind beside its calls and results. */
export function besideStep({ chance, text, uuid }: Made, last: object | undefined): object[] {
  const made: object[] = [];
  const add = (data: object): void =>
    void made.push(
      after(last, { type: 'progress', toolUseID: uuid(), parentToolUseID: uuid(), data }, uuid()),
    );
  if (chance() < SHARE.hookProgress)
    add({ type: 'hook_progress', hookEvent: 'PostToolUse', hookName: 'PostToolUse:Edit', command: text(90) });
  if (chance() < SHARE.bashProgress)
    for (let seconds = 2; seconds < 6; seconds += 2) {
      const output = text(900);
      add({
        type: 'bash_progress',
        output: output.slice(0, 300),
        fullOutput: output,
        elapsedTimeSeconds: seconds,
        totalLines: 30 * seconds,
      });
    }
  return made;
}

/** A line that was cut off while it was written: the first half of another. */
export const brokenLine = (whole: string): Raw => new Raw(whole.slice(0, Math.max(2, whole.length >> 1)));

/** A result that is a picture. */
export const picture = (chance: () => number): object => ({
  type: 'image',
  source: {
    type: 'base64',
    media_type: 'image/png',
    data: Buffer.from(Array.from({ length: PICTURE }, () => Math.floor(chance() * 256))).toString('base64'),
  },
});

/** The records of a sub-agent as its parent's log repeats them while it works. */
export const repeated = (
  { uuid }: Pick<Made, 'uuid'>,
  last: object | undefined,
  agentId: string,
  records: readonly object[],
): object[] =>
  records
    .filter((record) => !(record instanceof Raw) && 'message' in record && record.message !== undefined)
    .map((record) => {
      const {
        type,
        message,
        timestamp,
        uuid: own,
        requestId,
        toolUseResult,
      } = record as Record<string, unknown>;
      const data = {
        type: 'agent_progress',
        agentId,
        prompt: '',
        message: { type, message, timestamp, uuid: own, requestId, toolUseResult },
      };
      return after(last, { type: 'progress', toolUseID: uuid(), parentToolUseID: uuid(), data }, uuid());
    });
