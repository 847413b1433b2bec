/** `vigil_search`: where something was said. */
import * as z from 'zod';
import type { Answered, Hit } from '../../questions/search';
import type { SearchPlace } from '../../questions/shared/search/readLogs';
import { hintOn } from '../../search/query';
import { LONGEST_SEARCH } from '../../search/roles';
import { counted } from '../../signals/signal';
import { cited, facts, QUOTED, quoted, timeOf, ToolError, type Asking, type Tool } from './tool';

const args = z.object({
  text: z
    .string()
    .min(2)
    .max(LONGEST_SEARCH)
    .describe(
      'Words to look for, whatever their case: all must be said together. Also "a phrase", begin*, OR, NOT, brackets, NEAR(a b, 5), and conditions: role:prompt|reply|thinking|tool|result, tool:Bash, file:app.ts, branch:main, model:opus, since:2026-10-01, until:2026-10-31.',
    ),
  project: z.string().max(300).default('').describe('Only sessions with this in the path of their project.'),
  limit: z.number().int().min(1).max(30).default(10).describe('At most so many hits.'),
});

/** A search is told as far as it came after so long. */
const LONGEST_MS = 20_000;

export const searchTool: Tool<typeof args> = {
  name: 'vigil_search',
  title: 'Search Claude Code sessions',
  says: 'What was said in Claude Code sessions of this machine: prompts, replies, thinking, tool calls.',
  description:
    'Searches what was said in past Claude Code sessions of this machine (prompts, replies, thinking, tool calls and their output), and gives the words around each hit. Use it to find what was tried or decided before.',
  args,
  async answer({ text, project, limit }, asking) {
    const query = project === '' ? text : `${text} project:"${project.replaceAll('"', ' ')}"`;
    const { hits, how, error } = await lookFor(query, limit, asking);
    if (error !== null) throw new ToolError(error);
    const hint = hintOn(text);
    if (hits.length === 0)
      return `Nobody said ${quoted(text, 200)}; ${how}.${hint === null ? '' : ` ${hint}`}`;
    const bySession = Map.groupBy(hits, ({ session }) => session);
    return [
      `${counted(hits.length, 'hit')} with ${quoted(text, 200)}; ${how}. ${QUOTED}`,
      ...[...bySession].flatMap(([id, group]) => [
        '',
        ...(id === null
          ? ['Prompts of sessions that are not known']
          : cited(id, group[0]?.name ?? '', asking)),
        ...group.map(place),
      ]),
    ].join('\n');
  },
};

const place = ({ role, t, snippet }: Hit): string =>
  `  ${facts(timeOf(t), role)}: ${quoted(snippet.map(({ text }) => text).join(''), 260)}`;

/** Asks on until enough is found, all is searched, or it has taken long enough. `how`: what was searched, in words. */
async function lookFor(
  query: string,
  limit: number,
  { ask, now, stopped }: Asking,
): Promise<{ hits: Hit[]; how: string; error: string | null }> {
  const hits: Hit[] = [];
  const end = now() + LONGEST_MS;
  let from: SearchPlace | null = null;
  for (;;) {
    const answered: Answered = await ask('search', { query, from, limit });
    const { total, done, logs, error, by } = answered;
    hits.push(...answered.hits);
    from = answered.next;
    if (error !== null) return { hits: [], how: '', error };
    if (by === 'index') return { hits, how: `${total ?? 0} in the search index`, error };
    if (from !== null && hits.length < limit && now() < end && !stopped()) continue;
    const whole = from === null && hits.length <= limit;
    const how = whole
      ? `all ${counted(logs, 'log')} were searched`
      : `${done} of ${logs} logs were searched, newest first`;
    return { hits: hits.slice(0, limit), how, error };
  }
}
