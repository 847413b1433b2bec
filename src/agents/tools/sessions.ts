/** `vigil_sessions`: which sessions there were. */
import * as z from 'zod';
import { FIELDS } from '../../analysis/queryFields';
import type { FoundSession } from '../../questions/findSessions';
import { SEVERITY_WORD } from '../../signals/severityWords';
import { counted } from '../../signals/signal';
import { formatCost } from '../../usage/format';
import { cited, facts, QUOTED, quoted, timeOf, ToolError, type Asking, type Tool } from './tool';

export const Query = z
  .string()
  .max(1000)
  .default('')
  .describe(
    `Which sessions: words of their name, project or branch, and conditions such as ${Object.values(FIELDS).slice(0, 15).join(' ')}. Empty: all.`,
  );

const args = z.object({
  query: Query,
  limit: z.number().int().min(1).max(50).default(20).describe('At most so many sessions, the newest first.'),
});

export const sessionsTool: Tool<typeof args> = {
  name: 'vigil_sessions',
  title: 'List Claude Code sessions',
  says: 'Past and running Claude Code sessions of this machine, with cost, findings and project.',
  description:
    'Lists Claude Code sessions of this machine, newest first, with id, project, branch, model, severity of findings, prompts, failed calls and cost. Use it to find out what was worked on, when and how it went; then vigil_session for one of them.',
  args,
  async answer({ query, limit }, asking) {
    const { rows, total, error } = await asking.ask('findSessions', {
      query,
      sort: 'started',
      descending: true,
      offset: 0,
      limit,
    });
    if (error !== null) throw new ToolError(error);
    const all = query.trim() === '';
    if (total === 0) return all ? 'No session is known.' : `No session matches ${quoted(query, 200)}.`;
    const found = all
      ? `There are ${counted(total, 'session')}`
      : `${counted(total, 'session')} for ${quoted(query, 200)}`;
    return [
      `${found}; here ${rows.length === 1 ? 'is 1' : `are ${rows.length}`}, newest first. ${QUOTED}`,
      ...rows.flatMap((row) => ['', ...cited(row.id, row.name, asking), `  ${sessionFacts(row)}`]),
    ].join('\n');
  },
};

const sessionFacts = (row: FoundSession): string =>
  facts(
    timeOf(row.startedAt),
    row.project === null ? '' : `project ${quoted(row.project, 200)}`,
    row.branch === null ? '' : `branch ${quoted(row.branch, 80)}`,
    row.model,
    SEVERITY_WORD[row.severity],
    counted(row.prompts, 'prompt'),
    row.errors === 0 ? '' : counted(row.errors, 'failed call'),
    row.subAgents === 0 ? '' : counted(row.subAgents, 'sub-agent'),
    `${row.minutes} min`,
    formatCost(row.costMicroUsd, { lowerBound: row.costAtLeast }),
    row.gone ? 'its log is gone' : '',
  );

/** The one session whose id begins so. Throws in words when there is none, or more than one. */
export async function sessionNamed(beginning: string, { ask }: Asking): Promise<FoundSession> {
  if (!/^[A-Za-z0-9_-]{4,100}$/.test(beginning))
    throw new ToolError('A session is named by its id, or at least its first 4 characters.');
  const { rows, total } = await ask('findSessions', {
    query: `id:${beginning}`,
    sort: 'started',
    descending: true,
    offset: 0,
    limit: 5,
  });
  const [one] = rows;
  if (one === undefined)
    throw new ToolError(`No session has an id that begins with ${beginning}. vigil_sessions lists them.`);
  const exact = rows.find(({ id }) => id === beginning);
  if (exact !== undefined) return exact;
  if (total > 1)
    throw new ToolError(
      `${total} sessions have an id that begins with ${beginning}: ${rows.map(({ id }) => id).join(', ')}.`,
    );
  return one;
}
