/** `vigil mcp`: the MCP server on standard input and output. It opens the archive on demand, and closes it when idle. */
import { errorText } from '../l10n/errorText';
import { LONGEST_LINE, mcpServer } from '../agents/mcp';
import type { Engine } from '../engine/engine';
import { sessionAddress } from '../pages/links';
import { escaped } from '../log/visible';
import { withArchive } from './archive';
import { keptOpen } from './keptOpen';
import type { RunUntil } from './options';
import { DONE, print, say } from './output';

/** The link to a session. It assumes VS Code, because the command does not know the editor. */
const addressOf = (id: string): string => sessionAddress('vscode', 'vigil-dev.vigil', id);

/** An idle archive is closed after so long, in ms. */
const IDLE_MS = 120_000;

export const mcpCommand: RunUntil<'mcp'> = async (options, around, _given, untilEnd) => {
  const kept = keptOpen<Engine>(
    (use) => withArchive(options, around, { watch: true, creates: true, untilEnd }, use),
    IDLE_MS,
  );
  const server = mcpServer({
    version: around.version,
    onError: (error) => say(errorText(error)),
    async asking() {
      const engine = await kept.get();
      return { ask: (name, args) => engine.call(name, args), address: addressOf, now: around.now };
    },
  });
  const open = new Set<Promise<void>>();
  const take = (line: string): void => {
    const answered = server.take(line).then((answer) => {
      if (answer !== null) print(`${escaped(answer)}\n`);
    });
    open.add(answered);
    void answered.finally(() => {
      open.delete(answered);
      if (open.size === 0) kept.rest();
    });
  };
  await Promise.race([untilEnd, eachLine(process.stdin, take)]);
  await Promise.race([untilEnd, Promise.all(open)]);
  await kept.close();
  process.stdin.destroy();
  return DONE;
};

/** Calls `take` for each line of a stream. Longer lines than any message are cut, and then rejected. */
async function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const piece of stream as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
    for (const line of lines) take(line.replace(/\r$/, ''));
  }
  if (rest.trim() !== '') take(rest);
}
