/** The list of past sessions that pass a filter. Pure. */
import { compareTexts } from '../log/compareTexts';
import type { SessionSeverity } from '../signals/severity';
import { daysOf } from './family';
import type { Conversation } from './metrics';
import { conditionOf, wordTest, type Test } from './query';

/** What a session must be; what is not given does not matter. Each is the condition of the query language of that name. */
export interface Filter {
  project?: string | undefined;
  /** First and last day of its start, `YYYY-MM-DD`, included. */
  since?: string | undefined;
  until?: string | undefined;
  severity?: SessionSeverity | undefined;
  /** Its main model. */
  model?: string | undefined;
  mode?: string | undefined;
  task?: string | undefined;
  /** In its title, name, project, branch or id. */
  text?: string | undefined;
}

/** The sessions that pass, newest first. */
export function history(
  conversations: readonly Conversation[],
  { since, until, text, project, severity, model, mode, task }: Filter,
  dayOf: (t: number) => string,
): Conversation[] {
  const fields = { project, severity, main: model, mode, task };
  const tests = Object.entries(fields).flatMap(([field, value]): Test[] => {
    const test = value === undefined ? [] : conditionOf(field as keyof typeof fields, value, false, dayOf);
    if (typeof test === 'string') throw new Error(test);
    return [test].flat();
  });
  if (text !== undefined) tests.push(wordTest(text));
  const isInDays = (day: string | null): boolean =>
    (since === undefined || (day !== null && day >= since)) &&
    (until === undefined || (day !== null && day <= until));
  return conversations
    .filter((one) => isInDays(daysOf(one, dayOf).began) && tests.every((test) => test(one)))
    .sort(
      ({ figures: a }, { figures: b }) =>
        compareTexts(b.startedAt ?? '', a.startedAt ?? '') || compareTexts(a.id, b.id),
    );
}
