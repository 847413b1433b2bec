/** Reads what Claude Code writes to the standard input of a hook or a status line. */
import { UsageError } from './output';

/** Larger messages are not from Claude Code. Bytes. */
const MOST_BYTES = 4 << 20;

/** Reads all of standard input. `name`: the command, for the message to a person who runs it by hand. */
export async function standardInput(name: string): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageError(`Claude Code runs vigil ${name}; vigil ${name} install has it do so.`);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_BYTES)
      throw new Error('What stands on standard input is larger than any message of Claude Code.');
  }
  return Buffer.concat(pieces).toString('utf8');
}
