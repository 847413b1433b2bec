/** Fills the steps of a session with the texts of their lines, bounded. Texts are read from the log on demand and never kept. */
import { listOf } from '../../../log/json';
import { blocksOf, textOf, type Block, type LogRecord } from '../../../log/record';
import { loggedId } from '../../../session/callId';
import type { EventOf } from '../../../session/event';
import type { Response } from '../../../log/response';
import { commandOf, spokenText, withoutContext } from '../../../session/speaker';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { pricedOf } from '../../../usage/cost';
import { isoOf } from '../../../usage/days';
import type { PriceTable } from '../../../usage/prices';
import { requestsOf } from '../../../usage/rows';
import { excerpt, NO_TEXT, PROSE, type Scale } from './excerpt';
import { pictureOf } from './images';
import { MOST_BYTES, recordAt, tooLong } from './spokenLines';
import type { Spent, StartedAgent, StepView } from './stepShape';
import { toolParts } from './stepTool';
import type { EventPlace, Step } from './steps';

/** What filling steps needs. */
export interface StepSources {
  bytes: LogBytes;
  placeOf: (file: number) => LogPlace;
  responses: ReadonlyMap<string, Response>;
  prices: PriceTable;
  /** The data of a sub-agent, by the part of its id after `/`. */
  agentOf: (agent: string) => StartedAgent | null;
  /** Redacts a record before it is used. */
  seal?: (record: LogRecord) => LogRecord;
}

const MOST_PICTURES = 20;
/** Most characters of pictures in an answer at scale 1. */
const PICTURE_CHARS = 3_000_000;

const empty = (step: Step): StepView => ({
  key: keyOf(step),
  card: step.card,
  turn: step.turn,
  at: step.at,
  file: step.file,
  time: isoOf(step.t),
  open: step.open,
  name: null,
  tool: null,
  outcome: null,
  deniedBy: null,
  ms: null,
  spent: null,
  path: null,
  line: null,
  lastLine: null,
  text: NO_TEXT,
  unread: null,
  pictures: [],
  input: [],
  hunks: [],
  moreLines: 0,
  sides: [],
  created: false,
  added: null,
  removed: null,
  exitCode: null,
  count: null,
  todos: [],
  asked: [],
  agent: null,
  via: null,
  command: null,
  compacted: null,
});

/** A key that is unique among the steps of a session. */
export const keyOf = ({ file, at, card, nth }: Step): string => `${file} ${at} ${card} ${nth}`;

/** Returns a function that fills steps. Use a new one for each answer: it caches lines, and the pictures of an answer share one bound. */
export function filler({ bytes, placeOf, responses, prices, agentOf, seal }: StepSources) {
  const records = new Map<string, LogRecord | null>();
  let pictureRoom = PICTURE_CHARS;
  const recordOf = (place: EventPlace): LogRecord | null => {
    const key = `${place.file} ${place.at}`;
    const known = records.get(key);
    if (known !== undefined) return known;
    const found = recordAt(bytes, placeOf(place.file), place);
    const record = found === null ? null : (seal?.(found) ?? found);
    // Lines are read in order, so earlier ones are not needed again.
    if (records.size > 64) records.clear();
    records.set(key, record);
    return record;
  };
  const unreadOf = (place: EventPlace): string | null =>
    place.len > MOST_BYTES ? tooLong(place.len) : recordOf(place) === null ? '' : null;
  const picturesIn = (blocks: readonly Block[], scale: Scale): StepView['pictures'] =>
    blocks
      .filter(({ type }) => type === 'image')
      .slice(0, MOST_PICTURES)
      .map((block) => {
        const picture = pictureOf(
          (block as { source?: unknown }).source,
          scale > 1 ? PICTURE_CHARS : pictureRoom,
        );
        pictureRoom -= picture.src?.length ?? 0;
        return picture;
      });
  const spentOf = (key: string): Spent | null => {
    const response = responses.get(key);
    return response === undefined ? null : spentIn(response, prices);
  };

  const said = (step: Step, scale: Scale): Partial<StepView> => {
    const record = recordOf(step);
    if (record === null) return { unread: unreadOf(step) };
    const { event } = step;
    if (event.kind === 'prompt' || event.kind === 'command') return prompted(record, event, scale);
    if (event.kind === 'compaction')
      return { compacted: { trigger: event.trigger, before: event.preTokens, after: event.postTokens } };
    const wanted = event.kind === 'thinking' ? 'thinking' : 'text';
    const blocks = blocksOf(record.message?.content ?? record.content).filter(({ type }) => type === wanted);
    const textIn = (block: Block | undefined): string => block?.[wanted] ?? '';
    const chars = 'chars' in event ? event.chars : -1;
    const own = blocks.find((block) => textIn(block).length === chars) ?? blocks[step.nth];
    const text = step.card === 'stopped' ? '' : textIn(own);
    return {
      text: excerpt(text, PROSE, scale),
      spent: 'response' in event ? spentOf(event.response) : null,
    };
  };

  const prompted = (
    record: LogRecord,
    event: EventOf<'prompt'> | EventOf<'command'>,
    scale: Scale,
  ): Partial<StepView> => {
    const attached = record.attachment as { prompt?: unknown } | null | undefined;
    const content = record.message?.content ?? record.content ?? attached?.prompt;
    const whole = withoutContext(textOf(content));
    const isCommand = event.kind === 'command';
    return {
      via: isCommand ? 'command' : event.via,
      command: isCommand ? (commandOf(whole) ?? event.name) : null,
      text: excerpt(isCommand ? argsIn(whole) : spokenText(record), PROSE, scale),
      pictures: picturesIn(imagesIn(content), scale),
    };
  };

  const called = (step: Step, event: EventOf<'tool'>, scale: Scale): Partial<StepView> => {
    const record = recordOf(step);
    const block = blocksOf(record?.message?.content).find(
      ({ type, id }) => type === 'tool_use' && id === loggedId(event.id),
    );
    const { result } = step;
    const back = result === null ? null : recordOf(result);
    const answers = blocksOf(back?.message?.content).filter(({ type }) => type === 'tool_result');
    const answer = answers.find(({ tool_use_id: id }) => id === loggedId(event.id));
    const agent = result?.agent ?? null;
    return {
      name: event.name,
      tool: event.id.length > ID_CHARS ? null : event.id,
      outcome: result?.outcome ?? 'none',
      deniedBy: result?.deniedBy ?? null,
      ms: result?.t == null || step.t === null ? null : Math.max(0, result.t - step.t),
      spent: spentOf(event.response),
      path: event.path,
      created: result?.created === true,
      unread:
        block === undefined ? unreadOf(step) : result === null || back !== null ? null : unreadOf(result),
      agent:
        step.card === 'agent' && (agent !== null || event.agentType !== null)
          ? ((agent === null ? null : agentOf(agent)) ?? noFigures(agent, event.agentType))
          : null,
      pictures: picturesIn(imagesIn(answer?.content), scale),
      ...toolParts({
        card: step.card,
        name: event.name,
        input: block?.input,
        answer: answer === undefined ? '' : textOf(answer.content),
        // With several results on a line it is not known whose details these are.
        details: answers.length === 1 ? back?.toolUseResult : undefined,
        cwd: record?.cwd ?? null,
        failed: step.failed,
        scale,
      }),
    };
  };

  return (step: Step, scale: Scale = 1): StepView => ({
    ...empty(step),
    ...(step.event.kind === 'tool' ? called(step, step.event, scale) : said(step, scale)),
  });
}

const ID_CHARS = 200;

const noFigures = (agent: string | null, type: string | null): StartedAgent => ({
  agent,
  type,
  known: false,
  model: null,
  tokens: null,
  costMicroUsd: null,
  atLeast: false,
  ms: null,
  calls: null,
});

const imagesIn = (content: unknown): Block[] =>
  listOf(content).filter(
    (block): block is Block =>
      typeof block === 'object' && block !== null && (block as { type?: unknown }).type === 'image',
  );

const argsIn = (text: string): string => {
  const start = text.indexOf('<command-args>');
  const end = text.indexOf('</command-args>', start);
  return start === -1 || end === -1 ? '' : text.slice(start + '<command-args>'.length, end).trim();
};

/** Usage of a response: its own output, and the cost of all its requests. */
function spentIn(response: Response, prices: PriceTable): Spent {
  let cost: number | null = 0;
  let atLeast = !response.final;
  for (const request of requestsOf(response)) {
    const { microUsd, unknown } = pricedOf(request, prices);
    if (unknown.length > 0) atLeast = true;
    cost = microUsd === null || cost === null ? null : cost + microUsd;
  }
  return {
    model: response.model,
    output: response.usage.output,
    costMicroUsd: cost === null ? null : Math.round(cost),
    atLeast,
  };
}
