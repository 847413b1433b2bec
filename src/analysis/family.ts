/** What a session and its sub-agents did, taken together. Pure. */
import { compareTexts } from '../log/compareTexts';
import type { SessionFigures, ToolRow } from '../store/figures';
import { memoizeByList } from './memoizeByList';
import { NO_MODEL, NO_TYPE } from './queryFields';

/** A conversation as sums see it. */
export interface Family {
  id: string;
  /** Null where only sub-agents of it are known. */
  session: SessionFigures | null;
  subAgents: readonly SessionFigures[];
}

/** All sessions and sub-agents, each in one family, in the order of their first member. */
export function familiesOf(sessions: readonly SessionFigures[]): Family[] {
  return [...Map.groupBy(sessions, ({ id, parent }) => parent ?? id)].map(([id, members]) => ({
    id,
    session: members.find((one) => one.parent === null) ?? null,
    subAgents: members.filter((one) => one.parent !== null),
  }));
}

export const membersOf = ({ session, subAgents }: Family): SessionFigures[] =>
  session === null ? [...subAgents] : [session, ...subAgents];

/** A session a person had: no sub-agent, none without a prompt or a response. What counts as a session, everywhere. */
export const isOfPerson = ({
  parent,
  prompts,
  messages,
}: Pick<SessionFigures, 'parent' | 'prompts' | 'messages'>): boolean =>
  parent === null && (prompts > 0 || messages > 0);

/** Which days count: from one to another, both included. Null: no bound. */
export interface Days {
  from: string | null;
  to: string | null;
}

/** Whether a day counts; one that is unknown does only where there is no bound. */
export const isDayWithin = (day: string | null, { from, to }: Days): boolean =>
  (from === null && to === null) ||
  (day !== null && (from === null || day >= from) && (to === null || day <= to));

/** Whether a session was active on one of the days. */
export const activeIn =
  ({ from, to }: Days, dayOf: (t: number) => string) =>
  ({ startedAt, endedAt }: Pick<SessionFigures, 'startedAt' | 'endedAt'>): boolean =>
    startedAt === null || endedAt === null
      ? from === null && to === null
      : (from === null || dayOf(Date.parse(endedAt)) >= from) &&
        (to === null || dayOf(Date.parse(startedAt)) <= to);

/** A session with its sub-agents, as a `Conversation` has them. */
interface Members {
  figures: SessionFigures;
  subAgents: readonly SessionFigures[];
}

/** From the first line of any of them to the last, ISO; null when no line of them has a readable time. */
export function spanOf(family: Members): { startedAt: string | null; endedAt: string | null } {
  let { startedAt, endedAt } = family.figures;
  for (const one of family.subAgents) {
    if (one.startedAt !== null && (startedAt === null || one.startedAt < startedAt)) ({ startedAt } = one);
    if (one.endedAt !== null && (endedAt === null || one.endedAt > endedAt)) ({ endedAt } = one);
  }
  return { startedAt, endedAt };
}

/**
 * What counts of some days: a person's session with all its sub-agents, from the first line of any of them to the last. A sub-agent
 * whose session is not known, or says nothing, stands for itself.
 */
export function familiesOn(
  sessions: readonly SessionFigures[],
  days: Days,
  dayOf: (t: number) => string,
): Family[] {
  const isActive = activeIn(days, dayOf);
  return familiesOf(sessions).flatMap((family) => {
    const { session, subAgents } = family;
    if (session !== null && isOfPerson(session))
      return isActive(spanOf({ figures: session, subAgents })) ? family : [];
    const alone = subAgents.filter(isActive);
    return alone.length === 0 ? [] : { ...family, subAgents: alone };
  });
}

/** Days of a conversation, null where no time is readable: on which the session itself began, and of the span of all of them. */
export interface FamilyDays {
  began: string | null;
  from: string | null;
  to: string | null;
}

/** Worked out once for each conversation: nearly every question asks for them. */
export const daysOf = (family: Members, dayOf: (t: number) => string): FamilyDays => known(dayOf)(family);

const known = memoizeByList((dayOf: (t: number) => string) => {
  const dayIn = (iso: string | null): string | null => (iso === null ? null : dayOf(Date.parse(iso)));
  return memoizeByList((family: Members): FamilyDays => {
    const { startedAt, endedAt } = spanOf(family);
    return { began: dayIn(family.figures.startedAt), from: dayIn(startedAt), to: dayIn(endedAt) };
  });
});

/** Whether it holds of any of them. */
export const anyOf = ({ figures, subAgents }: Members, test: (one: SessionFigures) => boolean): boolean =>
  test(figures) || subAgents.some(test);

/** Failed tool calls. */
export function errorsOf({ figures, subAgents }: Members): number {
  const errors = ({ tools }: SessionFigures): number => tools.reduce((sum, one) => sum + one.errors, 0);
  return subAgents.reduce((sum, one) => sum + errors(one), errors(figures));
}

/** What each tool did, sub-agents included (P16), by name. */
export function toolRowsOf({ figures, subAgents }: Members): ToolRow[] {
  const rows = new Map<string, ToolRow>();
  for (const row of [figures, ...subAgents].flatMap(({ tools }) => tools)) {
    const sum = rows.get(row.name);
    if (sum === undefined) rows.set(row.name, { ...row });
    else for (const field of TOOL_COUNTS) sum[field] += row[field];
  }
  return [...rows.values()].sort((a, b) => compareTexts(a.name, b.name));
}

const TOOL_COUNTS = ['calls', 'errors', 'denied', 'interrupted', 'cancelled'] as const;

/** Every model they used, as figures by model name it. */
export const modelsOf = (family: Members): Set<string> =>
  namesOf(family, ({ usage }, add) => {
    for (const row of usage) add(modelKey(row));
  });

/** Every tool they called. */
export const toolsOf = (family: Members): Set<string> =>
  namesOf(family, ({ tools }, add) => {
    for (const { name } of tools) add(name);
  });

/** Every MCP server they called. */
export const serversOf = (family: Members): Set<string> =>
  namesOf(family, ({ tools }, add) => {
    for (const { server } of tools) if (server !== null) add(server);
  });

function namesOf(
  { figures, subAgents }: Members,
  each: (one: SessionFigures, add: (name: string) => void) => void,
): Set<string> {
  const names = new Set<string>();
  const add = (name: string): void => void names.add(name);
  each(figures, add);
  for (const one of subAgents) each(one, add);
  return names;
}

/** A model as the logs name it. */
export const modelKey = ({ model }: { model: string }): string => (model === '' ? NO_MODEL : model);
export const agentName = ({ agentType }: { agentType: string | null }): string => agentType ?? NO_TYPE;
