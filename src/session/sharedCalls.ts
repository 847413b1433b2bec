/**
 * Which call is which in the files of one session (P54, P63). An id that is unique says it. Short ids begin anew with every answer: such a
 * call is told by its answer, and its result, in whichever file it stands, by the call that waits for it.
 */
import { isUnique, loggedId, orphanId } from './callId';
import type { Event, EventOf } from './event';
import type { Part } from './chooseAnswers';

type Named = EventOf<'tool'> | EventOf<'result'>;

interface ShortCall {
  name: string;
  at: number;
  t: number | null;
  answered: boolean;
}

/**
 * Gives one id to all copies of a call and of its results, and to no other. `eventsOf`: of a part; `answerIn`: the same for all copies of
 * an answer, and for no other.
 */
export function namesOfCalls(
  parts: readonly Part[],
  eventsOf: (part: Part) => readonly Event[],
  answerIn: (part: Part, key: string) => object | string,
): (event: Named) => string {
  const names = new Map<Event, string>();
  const answers = new Map<object | string, string>();
  const taken = new Set<string>();
  const answerName = (part: Part, key: string): string => {
    const answer = answerIn(part, key);
    const name = answers.get(answer) ?? (taken.has(key) ? `${key}|${part.reading.path}` : key);
    answers.set(answer, name);
    taken.add(name);
    return name;
  };
  const calls = new Map<string, string>();
  const used = new Set<string>();
  const waiting = new Map<string, ShortCall[]>();
  /** The call of each result that was told, for copies of its line in files that lack the call. */
  const told = new Map<string, string>();
  const orphans: { result: EventOf<'result'>; call: ShortCall | undefined }[] = [];
  for (const part of parts) {
    const here = new Map<string, ShortCall>();
    const results: EventOf<'result'>[] = [];
    for (const event of eventsOf(part)) {
      if (event.kind === 'result' && !isUnique(loggedId(event.id))) results.push(event);
      if (event.kind !== 'tool' || isUnique(loggedId(event.id))) continue;
      const logged = loggedId(event.id);
      const own = `${logged}\n${answerName(part, event.response)}`;
      // The first with its id goes by that alone, as in one file.
      const name = calls.get(own) ?? (used.has(event.id) ? own : event.id);
      calls.set(own, name);
      used.add(name);
      const known = waiting.get(logged) ?? [];
      const call = known.find((one) => one.name === name) ?? {
        name,
        at: event.at,
        t: event.t,
        answered: false,
      };
      if (!known.includes(call)) known.push(call);
      waiting.set(logged, known);
      here.set(event.id, call);
      names.set(event, name);
    }
    for (const result of results) {
      const call = here.get(result.id);
      if (call === undefined || result.at < call.at) orphans.push({ result, call });
      else {
        call.answered = true;
        names.set(result, call.name);
        told.set(lineOf(result), call.name);
      }
    }
  }
  for (const { result, call: behind } of orphans) {
    const logged = loggedId(result.id);
    const copied = result.t === null ? undefined : told.get(lineOf(result));
    if (copied !== undefined) {
      names.set(result, copied);
      continue;
    }
    const call =
      callFor(result, waiting.get(logged) ?? []) ?? (behind?.answered === false ? behind : undefined);
    if (call !== undefined) call.answered = true;
    const name = call?.name ?? (used.has(result.id) ? orphanId(logged, result.at) : result.id);
    names.set(result, name);
    told.set(lineOf(result), name);
  }
  return (event) => names.get(event) ?? event.id;
}

/** What copies of a result have in common. */
const lineOf = ({ id, t, outcome, failure }: EventOf<'result'>): string =>
  [loggedId(id), t, outcome, failure].join('\n');

/** The last call before a result that no other result answers. */
function callFor({ t }: EventOf<'result'>, calls: readonly ShortCall[]): ShortCall | undefined {
  const before = calls.filter((call) => !call.answered && (t === null || call.t === null || call.t <= t));
  return before.reduce<ShortCall | undefined>(
    (last, call) => (last === undefined || (call.t ?? 0) >= (last.t ?? 0) ? call : last),
    undefined,
  );
}
