import { en } from '../l10n/english';
import type { Conversation } from '../analysis/metrics';
import type { WeekDetector } from './detector';
import { seriesByProject } from './series';
import { formatShare } from '../usage/format';

/** Calls that a session needs for a share to mean anything. */
const LEAST_CALLS = 10;

function deniedOf({ figures, subAgents }: Conversation): number | null {
  const tools = [figures, ...subAgents].flatMap((one) => one.tools);
  const calls = tools.reduce((sum, one) => sum + one.calls, 0);
  return calls < LEAST_CALLS ? null : tools.reduce((sum, one) => sum + one.denied, 0) / calls;
}

/** Denied calls, by project. */
export const denials: WeekDetector = {
  name: 'denials',
  title: en('Denials'),
  meaning: en('The share of tool calls that a rule or a person denied, by project.'),
  rule: 'the share is larger by at least 3 points and a fifth',
  silent: `sessions with fewer than ${LEAST_CALLS} calls`,
  series: (conversations, { dayOf }) =>
    seriesByProject(conversations, dayOf, deniedOf, {
      worse: 'high',
      least: 0.03,
      lead: (project) => en('More tool calls are denied in {0}', project),
      value: (share) => en('{n0} of calls', formatShare(share, 1)),
    }),
};
