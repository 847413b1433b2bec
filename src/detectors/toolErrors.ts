import { en } from '../l10n/english';
import { exactCondition } from '../analysis/queryFields';
import type { Conversation } from '../analysis/metrics';
import type { ToolRow } from '../store/figures';
import type { WeekDetector } from './detector';
import { seriesBy } from './series';
import { formatShare } from '../usage/format';

/** Calls of a tool that a session needs for a share to mean anything. */
const LEAST_CALLS = 5;
const SERVER = 'mcp ';

/** Calls by tool, those of an MCP server taken together, of a session and its sub-agents. */
function rowsOf({ figures, subAgents }: Conversation): Map<string, Pick<ToolRow, 'calls' | 'errors'>> {
  const rows = new Map<string, { calls: number; errors: number }>();
  for (const { name, server, calls, errors } of [figures, ...subAgents].flatMap(({ tools }) => tools)) {
    const key = server === null ? name : `${SERVER}${server}`;
    const row = rows.get(key) ?? { calls: 0, errors: 0 };
    rows.set(key, { calls: row.calls + calls, errors: row.errors + errors });
  }
  return rows;
}

/** Failed calls by tool. */
export const toolErrors: WeekDetector = {
  name: 'tool_errors',
  title: en('Tool errors'),
  meaning: en(
    'The share of a tool’s calls that failed, session by session; the tools of an MCP server are taken together.',
  ),
  rule: 'the share is larger by at least 5 points and a fifth',
  silent: `sessions with fewer than ${LEAST_CALLS} calls of the tool; denied and interrupted calls, which are not failures`,
  series: (conversations, { dayOf }) =>
    seriesBy(
      conversations,
      dayOf,
      (one) =>
        [...rowsOf(one)].map(([tool, { calls, errors }]) => [
          tool,
          calls < LEAST_CALLS ? null : errors / calls,
        ]),
      (key) => {
        const server = key.startsWith(SERVER) ? key.slice(SERVER.length) : null;
        return {
          worse: 'high',
          least: 0.05,
          project: null,
          lead:
            server === null
              ? en('{0} fails more often', key)
              : en('The MCP server {0} fails more often', server),
          value: (share) => en('{n0} of its calls', formatShare(share, 1)),
          query: server === null ? exactCondition('tool', key) : exactCondition('server', server),
        };
      },
    ),
};
