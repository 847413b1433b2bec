/** What a session and its sub-agents did, taken together. Pure. */
import type { SessionFigures } from '../store/figures';
import type { Conversation } from './metrics';
import { NO_MODEL, NO_TYPE } from './queryFields';

type Family = Pick<Conversation, 'figures' | 'subAgents'>;

/** From the first line of any of them to the last, ISO; null when no line of them has a readable time. */
export function spanOf(family: Family): { startedAt: string | null; endedAt: string | null } {
  let { startedAt, endedAt } = family.figures;
  for (const one of family.subAgents) {
    if (one.startedAt !== null && (startedAt === null || one.startedAt < startedAt)) ({ startedAt } = one);
    if (one.endedAt !== null && (endedAt === null || one.endedAt > endedAt)) ({ endedAt } = one);
  }
  return { startedAt, endedAt };
}

/** Whether it holds of any of them. */
export const anyOf = ({ figures, subAgents }: Family, test: (one: SessionFigures) => boolean): boolean =>
  test(figures) || subAgents.some(test);

/** Failed tool calls. */
export function errorsOf({ figures, subAgents }: Family): number {
  const errors = ({ tools }: SessionFigures): number => tools.reduce((sum, one) => sum + one.errors, 0);
  return subAgents.reduce((sum, one) => sum + errors(one), errors(figures));
}

/** Every model they used, as figures by model name it. */
export const modelsOf = (family: Family): Set<string> =>
  namesOf(family, ({ usage }, add) => {
    for (const row of usage) add(modelName(row));
  });

/** Every tool they called. */
export const toolsOf = (family: Family): Set<string> =>
  namesOf(family, ({ tools }, add) => {
    for (const { name } of tools) add(name);
  });

/** Every MCP server they called. */
export const serversOf = (family: Family): Set<string> =>
  namesOf(family, ({ tools }, add) => {
    for (const { server } of tools) if (server !== null) add(server);
  });

function namesOf(
  { figures, subAgents }: Family,
  each: (one: SessionFigures, add: (name: string) => void) => void,
): Set<string> {
  const names = new Set<string>();
  const add = (name: string): void => void names.add(name);
  each(figures, add);
  for (const one of subAgents) each(one, add);
  return names;
}

export const modelName = ({ model }: { model: string }): string => (model === '' ? NO_MODEL : model);
export const agentName = ({ agentType }: { agentType: string | null }): string => agentType ?? NO_TYPE;
