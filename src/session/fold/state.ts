/** What the fold of one file knows of it beside its reading: indexes of the reading, so that a further line costs that line. */
import type { LogRecord } from '../../log/record';
import type { Response } from '../../log/response';
import type { Event, EventOf } from '../event';
import { callId, isUnique, loggedId, orphanId } from '../callId';
import { baseOf, fingerprintOf, withAnswer, type Known } from '../identity';
import { newTexts } from '../lean';
import { betterOpening, type Opening } from '../naming';
import { factsOf, type FileReading } from '../reading';
import { nameIn } from './fields';
import type { Scan } from './scan';

/** What the parts of a line have in common. */
export interface Place {
  t: number | null;
  at: number;
  len: number;
  thread: string;
}

/** States by the reading they are of: one lives no longer than its reading is in memory. */
export type KeptStates = WeakMap<FileReading, FoldState>;

/**
 * Made from a reading, which it then changes in place. It says nothing that the reading does not say: one made anew from the
 * reading is the same as one that was kept.
 */
export class FoldState {
  readonly reading: FileReading;
  readonly scan: Scan;
  /** The whole file is a sub-agent's log. */
  readonly ofAgent: boolean;
  /** By key. */
  readonly responses = new Map<string, Response>();
  /** By message id. */
  readonly answers = new Map<string, Known>();
  /** Texts and thoughts by the key of their response. */
  readonly blocks = new Map<string, EventOf<'text' | 'thinking'>[]>();
  /** Calls by the id that tells them from all others, and by that of their lines: the last one with it. */
  readonly tools = new Map<string, EventOf<'tool'>>();
  /** Results by the id of their call: the first of each. */
  readonly results = new Map<string, EventOf<'result'>>();
  /** All other events by id: the first that has it. */
  readonly spoken = new Map<string, Event>();
  /** Prompts by the fingerprint of their text. */
  readonly prompts = new Map<number, EventOf<'prompt'>[]>();
  /** One string for all that are equal. */
  readonly one = newTexts();
  /** What was known before and says something else now, since it was last taken; null while a log is read from its start. */
  changed: Set<Event | Response> | null = null;
  /** Git branch and working folder of the record that is being folded. */
  branch = '';
  cwd = '';

  constructor(reading: FileReading, scan: Scan) {
    this.reading = reading;
    this.scan = scan;
    this.ofAgent = reading.agentId !== null;
    for (const response of reading.responses) this.know(response);
    for (const event of reading.events) this.index(event);
  }

  know(response: Response): void {
    this.responses.set(response.key, response);
    const base = baseOf(response.key);
    this.answers.set(base, withAnswer(this.answers.get(base), response));
  }

  index(event: Event): void {
    if (event.kind === 'text' || event.kind === 'thinking') push(this.blocks, event.response, event);
    else if (event.kind === 'tool') this.indexCall(event);
    else if (event.kind === 'result') this.indexResult(event);
    else {
      if (!this.spoken.has(event.id)) this.spoken.set(event.id, event);
      if (event.kind === 'prompt') push(this.prompts, event.hash, event);
    }
  }

  private indexCall(call: EventOf<'tool'>): void {
    const logged = loggedId(call.id);
    this.tools.set(logged, call).set(callId(logged, call.response), call);
  }

  private indexResult(result: EventOf<'result'>): void {
    if (!this.results.has(result.id)) this.results.set(result.id, result);
  }

  add(event: Event): void {
    this.reading.events.push(event);
    this.index(event);
  }

  addResponse(response: Response): void {
    this.know(response);
    this.reading.responses.push(response);
  }

  /** A prompt that was known by one id and parent goes by those of `event` from now on. */
  rename(prompt: EventOf<'prompt'>, { id, parent }: Pick<EventOf<'prompt'>, 'id' | 'parent'>): void {
    this.changed?.add(prompt);
    this.spoken.delete(prompt.id);
    prompt.id = id;
    prompt.parent = parent;
    this.spoken.set(id, prompt);
  }

  /** True when the last call with the id that lines give it has its result. */
  isAnswered(logged: string): boolean {
    return this.results.has(this.tools.get(logged)?.id ?? logged);
  }

  /**
   * Takes from a call the result that came before it, when another one comes: under a short id, the first was of a call in another file
   * (P54). False when there is none to take.
   */
  takeResult(logged: string): boolean {
    const call = this.tools.get(logged);
    if (call?.id !== logged || isUnique(logged)) return false;
    const result = this.results.get(logged);
    if (result === undefined || result.at >= call.at) return false;
    this.changed?.add(result);
    this.results.delete(logged);
    result.id = orphanId(logged, result.at);
    this.indexResult(result);
    return true;
  }

  /** What tells a record from all others: its uuid, or where it stands. */
  idOf(record: Pick<LogRecord, 'uuid' | 'forkedFrom'>, { at }: Place): string {
    return uuidOf(record) ?? this.placeId(at);
  }

  placeId(at: number): string {
    return `${this.reading.path}:${at}`;
  }

  /** The main conversation of a session, not that of a sub-agent, in a log of its own or inline. */
  isMain({ thread }: Place): boolean {
    return !this.ofAgent && thread === '';
  }

  /** How a conversation of the file began, said once. */
  noteOpening(thread: string, opening: () => Opening | null): void {
    const facts = factsOf(this.reading, thread);
    if (facts.opening === null || facts.opening.weak) facts.opening = betterOpening(facts.opening, opening());
  }
}

/** The uuid by which a record is known: of a copy that a fork made, that of what it copied (P9). */
export function uuidOf({ uuid, forkedFrom }: Pick<LogRecord, 'uuid' | 'forkedFrom'>): string | undefined {
  const copied = nameIn(forkedFrom, 'messageUuid');
  return copied !== null && fingerprintOf(copied) !== null ? copied : uuid;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
