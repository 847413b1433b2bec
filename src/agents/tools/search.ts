/** `vigil_search`: where something was said. */
import * as z from 'zod';
import type { Hit, SearchPlace } from '../../questions/searchLogs';
import { counted } from '../../signals/signal';
import { cited, facts, QUOTED, quoted, timeOf, type Asking, type Tool } from './tool';

const args = z.object({
  text: z
    .string()
    .min(2)
    .max(200)
    .describe('The words to look for, as they were said, whatever their case: one word or a short phrase.'),
  project: z.string().max(300).default('').describe('Only sessions with this in the path of their project.'),
  limit: z.number().int().min(1).max(30).default(10).describe('At most so many places.'),
});

/** A search is told as far as it came after so long. */
const LONGEST_MS = 20_000;

export const searchTool: Tool<typeof args> = {
  name: 'vigil_search',
  title: 'Search Claude Code sessions',
  says: 'What was said in Claude Code sessions of this machine: prompts, replies, thinking, tool calls.',
  description:
    'Searches what was said in past Claude Code sessions of this machine (prompts, replies, thinking, tool calls and their output), newest sessions first, and gives the words around each place. Use it to find what was tried or decided before.',
  args,
  async answer({ text, project, limit }, asking) {
    const found = await lookFor(text, project.toLowerCase(), limit, asking);
    const { hits, done, logs, whole } = found;
    const how = whole
      ? `all ${counted(logs, 'log')} were searched`
      : `${done} of ${logs} logs were searched, newest first`;
    if (hits.length === 0) return `Nobody said ${quoted(text, 200)}; ${how}.`;
    const bySession = Map.groupBy(hits, ({ session }) => session);
    return [
      `${counted(hits.length, 'place')} with ${quoted(text, 200)}; ${how}. ${QUOTED}`,
      ...[...bySession].flatMap(([id, of]) => [
        '',
        ...cited(id, of[0]?.name ?? '', asking),
        ...of.map(place),
      ]),
    ].join('\n');
  },
};

const place = ({ kind, t, before, match, after }: Hit): string =>
  `  ${facts(timeOf(t), kind)}: ${quoted(`${before}${match}${after}`, 240)}`;

/** Asks on until enough is found, all is searched, or it has taken long enough. */
async function lookFor(
  text: string,
  project: string,
  limit: number,
  { ask, now, stopped }: Asking,
): Promise<{ hits: Hit[]; done: number; logs: number; whole: boolean }> {
  const hits: Hit[] = [];
  const end = now() + LONGEST_MS;
  let from: SearchPlace | null = null;
  for (;;) {
    const answered: { hits: Hit[]; next: SearchPlace | null; done: number; logs: number } = await ask(
      'searchLogs',
      { text, from },
    );
    hits.push(...answered.hits.filter((hit) => (hit.project ?? '').toLowerCase().includes(project)));
    from = answered.next;
    if (from === null || hits.length >= limit || now() >= end || stopped()) {
      const { done, logs } = answered;
      return { hits: hits.slice(0, limit), done, logs, whole: from === null && hits.length <= limit };
    }
  }
}
