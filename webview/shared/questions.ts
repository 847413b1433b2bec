/**
 * A page's questions to the engine. A tab says which questions it shows the answers to; they are asked here, kept with what they are for,
 * and asked again when figures change, no faster than the engine answers.
 */
import type { Args, CallName, Reply } from '../../src/engine/protocol';
import { questionChannel, type QuestionChannel } from './questionChannel';
import { answerStore, type AnswerStore, type Standing } from './answerStore';
import { PAGE_CLOCK, refreshing, throttled, type Clock } from './pace';
import { paged, type Paged } from './paged';

/** A long list a call answers in parts: rows are asked for `size` at a time, as they are seen. */
export interface List<N extends CallName, Row> {
  readonly call: N;
  readonly size: number;
  readonly rows: (reply: Reply<N>) => readonly Row[];
}
export const list = <N extends CallName, Row>(
  call: N,
  size: number,
  rows: (reply: Reply<N>) => readonly Row[],
): List<N, Row> => ({ call, size, rows });

/** Arguments without those of these names; calls without arguments have null. */
type Without<A, K extends string> = A extends object ? Omit<A, K> : A;

/** A question whose answer a tab shows; the extension adds the arguments that are `Given`. */
export type Question<Name extends CallName, Given extends string = never> = {
  [N in Name]:
    | {
        call: N;
        args: Without<Args<N>, Given>;
        /** Takes a while to work out: asked at most once in so many ms. */
        every?: number;
      }
    | {
        list: List<N, unknown>;
        /** What the list is of: with other arguments it is another list. */
        args: Omit<Args<N>, Given | 'offset' | 'limit'>;
        /** Arguments that change how its rows are told, not which there are. */
        beside?: Partial<Omit<Args<N>, Given | 'offset' | 'limit'>>;
      };
}[Name];

export type Answers<Name extends CallName> = { [N in Name]: Reply<N> };

export interface Questions<Name extends CallName, Given extends string = never> {
  /** The answers there are, by call; of a list the part that came last. */
  readonly answers: Readonly<Partial<Answers<Name>>>;
  /** Null for a call that was never asked. */
  standing(call: Name): Standing | null;
  /** Why the newest question of a call was not answered; null when it was, or still may be. */
  failure(call: Name): string | null;
  /** Rows of a list by their place, as far as they were asked for. */
  rows<N extends Name, Row>(one: List<N, Row>): ReadonlyMap<number, Row>;
  /** Rows from one place to another are on the screen. */
  seen(one: List<Name, unknown>, first: number, last: number): void;
  /** Asks for what is shown and was not asked with these arguments. */
  want(): void;
  /** Asks for all that is shown, and shows each answer as it comes. */
  again(): void;
  /** Figures have changed: asks for all that is shown when the answers before have come and the engine has rested. */
  stale(): void;
  /** Asks what nobody else has use for; the answer is not kept. */
  ask: QuestionChannel<Name, Given>['ask'];
  /** The extension answers a question, or says why it does not. */
  receive(message: { id: number } & ({ result: unknown } | { message: string })): void;
}

export interface QuestionsParts<Name extends CallName, Given extends string> {
  send: (question: { kind: 'ask'; id: number; call: Name; args: unknown }) => void;
  /** What the page shows the answers to, as it is now. */
  shown: () => readonly Question<Name, Given>[];
  /** There is something new to draw. */
  changed: () => void;
  clock?: Clock;
}

/** The call a question is about. */
export const callOf = <Name extends CallName>(
  question: { call: Name } | { list: List<Name, unknown> },
): Name => ('list' in question ? question.list.call : question.call);

type ListQuestion<Name extends CallName, Given extends string> = Extract<
  Question<Name, Given>,
  { list: unknown }
>;
type Sent<Name extends CallName, Given extends string> = Parameters<QuestionChannel<Name, Given>['ask']>[1];

const keyOf = <Name extends CallName, Given extends string>(question: Question<Name, Given>): string =>
  JSON.stringify([callOf<Name>(question), question.args]);

/** The long lists of a page: one for each call. */
function lists<Name extends CallName, Given extends string>(
  known: AnswerStore<Answers<Name>>,
  ask: QuestionChannel<Name, Given>['ask'],
) {
  type One = ListQuestion<Name, Given>;
  const all = new Map<Name, { question: One; rows: Paged<unknown> }>();

  /** The rows of a list, as the question says now that is asked for them. */
  const rowsOf = (now: () => One): Paged<unknown> =>
    paged(now().list.size, (offset, limit, take, lost) => {
      const { list: definition, args, beside } = now();
      const question = known.asked(definition.call, args);
      ask(
        definition.call,
        { ...args, ...beside, offset, limit } as Sent<Name, Given>,
        (reply) => {
          if (take(definition.rows(reply))) question.take(reply);
        },
        (message) => {
          lost();
          question.fail(message);
        },
      );
    });

  return {
    get: (call: Name): Paged<unknown> | undefined => all.get(call)?.rows,
    /** Asks for what is seen of a list; of another list than before, from its beginning. */
    put(question: One): void {
      const { call } = question.list;
      const before = all.get(call);
      if (before === undefined) {
        const rows = rowsOf(() => all.get(call)?.question ?? question);
        all.set(call, { question, rows });
        return rows.refresh();
      }
      const isAnother = keyOf<Name, Given>(before.question) !== keyOf<Name, Given>(question);
      before.question = question;
      if (isAnother) before.rows.reset();
      else before.rows.refresh();
    },
  };
}

export function questions<Name extends CallName, Given extends string = never>({
  send,
  shown,
  changed,
  clock = PAGE_CLOCK,
}: QuestionsParts<Name, Given>): Questions<Name, Given> {
  const { ask, answered, failed } = questionChannel<Name, Given>((question) => {
    refreshes.sent(question.id);
    send(question);
  });
  const known = answerStore<Answers<Name>>(() => {
    if (!refreshes.quiet) changed();
  });
  const refreshes = refreshing(() => shown().forEach(put), changed, clock);
  const long = lists<Name, Given>(known, ask);
  /** Questions that are asked now and then, by what they ask. */
  const rests = new Map<string, () => void>();

  function put(question: Question<Name, Given>): void {
    if ('list' in question) return long.put(question as ListQuestion<Name, Given>);
    const { call, args, every } = question;
    const once = (done: () => void): void => {
      const { take, fail } = known.asked(call, args);
      ask(
        call,
        args as Sent<Name, Given>,
        (reply) => (done(), take(reply)),
        (message) => (done(), fail(message)),
      );
    };
    if (every === undefined) return once(() => undefined);
    const key = keyOf<Name, Given>(question);
    // What is held is of other arguments, or there is nothing: that does not rest.
    if (!known.isAsked(call, args) || known.failure(call) !== null) rests.delete(key);
    const rest = rests.get(key) ?? throttled(every, once, refreshes.changed, clock);
    rests.set(key, rest);
    rest();
  }

  return {
    answers: known.answers,
    standing: known.standing,
    failure: known.failure,
    rows: <Row>({ call }: List<Name, Row>) => (long.get(call)?.rows ?? new Map()) as ReadonlyMap<number, Row>,
    seen: ({ call }, first, last) => long.get(call)?.seen(first, last),
    want() {
      for (const question of shown())
        if (!known.isAsked(callOf<Name>(question), question.args)) put(question);
    },
    again: refreshes.now,
    stale: refreshes.changed,
    ask,
    receive(message) {
      refreshes.settle(message.id, () => {
        if ('result' in message) answered(message.id, message.result);
        else failed(message.id, message.message);
      });
    },
  };
}
