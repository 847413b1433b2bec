/** `vigil mcp`: the MCP server on standard input and output. It opens the archive when something is asked, and lets go of it when nothing is. */
import { errorText } from '../l10n/errorText';
import { LONGEST_LINE, mcpServer } from '../agents/mcp';
import type { Engine } from '../engine/engine';
import { sessionPath } from '../host/links';
import { escaped } from '../log/visible';
import { withArchive, type ArchiveOptions } from './archive';
import type { Around } from './options';
import { DONE, print, say } from './output';

/** Where sessions open: the extension by its id. */
const addressOf = (id: string): string => `vscode://vigil-dev.vigil${sessionPath(id)}`;

/** An archive nobody asks anything of is let go after so long, ms. */
const IDLE_MS = 120_000;

/** The archive, open while somebody asks. */
interface Kept {
  engine(): Promise<Engine>;
  close(): Promise<void>;
}

function keptOpen(options: ArchiveOptions, around: Around): Kept {
  let open: { engine: Promise<Engine>; end: () => void; ended: Promise<unknown> } | null = null;
  let idle: NodeJS.Timeout | undefined;
  const close = async (): Promise<void> => {
    clearTimeout(idle);
    const closing = open;
    open = null;
    closing?.end();
    await closing?.ended;
  };
  const start = (): NonNullable<typeof open> => {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    let ended: Promise<unknown> = Promise.resolve();
    const engine = new Promise<Engine>((resolve, reject) => {
      const run = withArchive(
        [],
        options,
        around,
        (opened) => {
          resolve(opened);
          return over;
        },
        { watch: true, creates: true },
      );
      ended = run.catch(reject);
    });
    // What cannot be opened now may be later.
    engine.catch(() => (open = null));
    return { engine, end, ended };
  };
  return {
    engine() {
      clearTimeout(idle);
      idle = setTimeout(() => void close(), IDLE_MS);
      open ??= start();
      return open.engine;
    },
    close,
  };
}

export async function mcpCommand(
  options: ArchiveOptions,
  around: Around,
  untilEnd: Promise<void>,
): Promise<number> {
  const kept = keptOpen(options, around);
  const server = mcpServer({
    version: around.version,
    onError: (error) => say(errorText(error)),
    async asking() {
      const engine = await kept.engine();
      return { ask: (name, args) => engine.call(name, args), address: addressOf, now: around.now };
    },
  });
  const open = new Set<Promise<void>>();
  const take = (line: string): void => {
    const answered = server.take(line).then((answer) => {
      if (answer !== null) print(`${escaped(answer)}\n`);
    });
    open.add(answered);
    void answered.finally(() => open.delete(answered));
  };
  await Promise.race([untilEnd, eachLine(process.stdin, take)]);
  await Promise.race([untilEnd, Promise.all(open)]);
  await kept.close();
  process.stdin.destroy();
  return DONE;
}

/** Each line of a stream. Of one that is longer than any message only so much is kept that it is refused. */
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
