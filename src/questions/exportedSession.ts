/** A session to be saved as a file: what was said and done, with likely secrets redacted (P49). */
import * as z from 'zod';
import { sealSecrets } from '../log/secrets';
import { visible } from '../log/visible';
import { writtenName } from '../session/naming';
import type { SessionFigures } from '../store/figures';
import { isoOf } from '../usage/days';
import { spokenItemsAt, spokenLines, type SpokenItem } from './shared/transcript/spokenLines';
import { sealsIn } from './shared/sealed';
import { placesIn, type Sources } from './shared/sources';

export const args = z.object({
  id: z.string(),
  format: z.enum(['markdown', 'json']),
  /** Whether to include calls and results, and thinking. */
  tools: z.boolean(),
  thinking: z.boolean(),
});
export const reply = z
  .object({
    content: z.string(),
    /** Number of redacted secrets. */
    sealed: z.number(),
    /** Number of lines left out: they cannot be read, or the file would be too long. */
    left: z.number(),
  })
  .nullable();

/** Most characters of a file; the rest is left out, and the file says so. */
const MOST_CHARS = 20_000_000;

/** An item of the file. `tool`: id of the call. */
type Item = Pick<SpokenItem, 'kind' | 'name' | 'tool' | 'text' | 'failed'> & {
  turn: number;
  time: string | null;
};

export function answer(
  { id, format, tools, thinking }: z.output<typeof args>,
  { library, bytes }: Sources,
): z.output<typeof reply> {
  const session = library.session(id);
  const figures = library.figures.get(id);
  if (session === null || figures === undefined) return null;
  const placeOf = placesIn(library, session);
  const wanted: Record<SpokenItem['kind'], boolean> = {
    prompt: true,
    reply: true,
    other: false,
    tool: tools,
    result: tools,
    thinking,
  };
  const items: Item[] = [];
  let chars = 0;
  let left = 0;
  let seals = 0;
  // Redact before quoting and fencing: afterwards a key of several lines is not recognised.
  const seal = (text: string): string => {
    const sealed = sealSecrets(text);
    seals += sealsIn(sealed) - sealsIn(text);
    return sealed;
  };
  const times = new Map(session.events.map(({ t, at, file = 0 }) => [`${file} ${at}`, t]));
  for (const line of spokenLines(session.events)) {
    const said = chars > MOST_CHARS ? [] : spokenItemsAt(line, bytes, placeOf);
    if (said.length === 0) left++;
    const t = times.get(`${line.file} ${line.at}`) ?? null;
    const of = { turn: line.turn, time: isoOf(t) };
    for (const { kind, name, tool, text, failed } of said) {
      if (!wanted[kind]) continue;
      chars += text.length;
      const [sealedName, sealedTool] = [name && seal(name), tool && seal(tool)];
      items.push({ kind, name: sealedName, tool: sealedTool, text: seal(text), failed, ...of });
    }
  }
  const { project, startedAt, endedAt } = figures;
  const head = { id, name: seal(writtenName(figures)), project: project && seal(project), startedAt };
  const content =
    format === 'json'
      ? `${JSON.stringify({ ...head, endedAt, said: items }, null, 2)}\n`
      : asMarkdown(head, items);
  return { content, sealed: seals, left };
}

type Head = Pick<SessionFigures, 'id' | 'project' | 'startedAt'> & { name: string };

const asMarkdown = ({ id, name, project, startedAt }: Head, items: readonly Item[]): string => {
  let turn = -1;
  const parts = items.map((item) => {
    const begins = item.turn !== turn && item.kind === 'prompt';
    if (begins) turn = item.turn;
    return `${begins ? `## ${item.turn + 1}\n\n` : ''}${partOf(item)}`;
  });
  const facts = [project, startedAt, id].filter((fact) => fact !== null).join(' · ');
  return `${[`# ${visible(name).replace(/\s+/g, ' ')}`, facts, ...parts].filter(Boolean).join('\n\n')}\n`;
};

/** The Markdown of an item: prompts are quoted, texts of tools fenced, replies unchanged. */
function partOf({ kind, name, text, failed }: Item): string {
  const readable = visible(text);
  switch (kind) {
    case 'prompt':
      return readable
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'reply':
      return readable;
    case 'thinking':
      return `*Thinking*\n\n${fenced(readable)}`;
    case 'tool':
      return `**${visible(name ?? 'Tool').replace(/[*_\n]/g, ' ')}**\n\n${fenced(readable)}`;
    default:
      return `${failed ? '*Failed*' : '*Result*'}\n\n${fenced(readable)}`;
  }
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, one) => Math.max(most, one.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
