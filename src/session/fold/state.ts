/** The state of one file's fold: its reading and indexes of it, so that an appended line costs only its own work. */
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

/** Time (ms since the epoch), byte offset, length and thread of a line. */
export interface LinePlace {
  t: number | null;
  at: number;
  len: number;
  thread: string;
}

/** States by reading. A state stays as long as its reading is in memory. */
export type KeptStates = WeakMap<FileReading, FoldState>;

/** Made from a reading, which it changes in place. It has no information of its own: a new state of the same reading is equal. */
export class FoldState {
  /** The whole file is a sub-agent's log. */
  readonly ofAgent: boolean;
  /** By key. */
  readonly responses = new Map<string, Response>();
  /** By message id. */
  readonly answers = new Map<string, Known>();
  /** Text and thinking events by the key of their response. */
  readonly blocks = new Map<string, EventOf<'text' | 'thinking'>[]>();
  /** Calls by their unique id, and by their logged id (the last call with that). */
  readonly tools = new Map<string, EventOf<'tool'>>();
  /** Results by the id of their call: the first of each. */
  readonly results = new Map<string, EventOf<'result'>>();
  /** All other events by id: the first of each. */
  readonly spoken = new Map<string, Event>();
  /** Prompts, commands, interruptions and compactions by their time; see `saidBefore`. */
  private readonly timed = new Map<number, Event[]>();
  /** Prompts by the fingerprint of their text. */
  readonly prompts = new Map<number, EventOf<'prompt'>[]>();
  /** Interns a string. */
  readonly one = newTexts();
  /** Earlier items that changed in this pass; null while a log is read from its start. */
  changed: Set<Event | Response> | null = null;
  /** Git branch and working folder of the record that is being folded. */
  branch = '';
  cwd = '';

  constructor(
    readonly reading: FileReading,
    readonly scan: Scan,
  ) {
    this.ofAgent = reading.agentId !== null;
    for (const response of reading.responses) this.indexResponse(response);
    for (const event of reading.events) this.index(event);
  }

  indexResponse(response: Response): void {
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
      this.indexTime(event);
    }
  }

  /** Call it again for an event that gets another time. */
  indexTime(event: Event): void {
    if (event.t !== null && TIMED.has(event.kind)) push(this.timed, event.t, event);
  }

  /**
   * What an earlier line of the conversation said at the time of this one: prompts, commands, interruptions and compactions. History that
   * is written again may have other uuids, but its time is earlier than what is already known (P11).
   */
  saidBefore({ t, thread }: LinePlace): Event[] {
    const known = t === null ? undefined : this.timed.get(t);
    if (known === undefined || t === factsOf(this.reading, thread).endedAt) return [];
    return known.filter((event) => event.t === t && event.thread === thread);
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
    this.indexResponse(response);
    this.reading.responses.push(response);
  }

  /** Gives a prompt the id and parent of another event. */
  rename(prompt: EventOf<'prompt'>, { id, parent }: Pick<EventOf<'prompt'>, 'id' | 'parent'>): void {
    this.changed?.add(prompt);
    this.spoken.delete(prompt.id);
    prompt.id = id;
    prompt.parent = parent;
    this.spoken.set(id, prompt);
  }

  /** True if the last call with this logged id has its result. */
  isAnswered(logged: string): boolean {
    return this.results.has(this.tools.get(logged)?.id ?? logged);
  }

  /**
   * Separates an earlier result from a call with the same short id, when the call's own result comes: the earlier one belongs to a call
   * in another file (P54). False if there is no such result.
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

  /** A unique id for a record: its uuid, or its place. */
  idOf(record: Pick<LogRecord, 'uuid' | 'forkedFrom'>, { at }: LinePlace): string {
    return uuidOf(record) ?? this.placeId(at);
  }

  placeId(at: number): string {
    return `${this.reading.path}:${at}`;
  }

  /** True in the main conversation of a session; false in a sub-agent's, whether in a log of its own or inline. */
  isMain({ thread }: LinePlace): boolean {
    return !this.ofAgent && thread === '';
  }

  /** Sets how a conversation of the file began, unless that is known. */
  noteOpening(thread: string, opening: () => Opening | null): void {
    const facts = factsOf(this.reading, thread);
    if (facts.opening === null || facts.opening.weak) facts.opening = betterOpening(facts.opening, opening());
  }
}

/** Kinds of events of which a session has one at a time. */
const TIMED: ReadonlySet<Event['kind']> = new Set(['prompt', 'command', 'interrupt', 'compaction']);

/** The uuid of a record; for a copy made by a fork the uuid of the original (P9). */
export function uuidOf({ uuid, forkedFrom }: Pick<LogRecord, 'uuid' | 'forkedFrom'>): string | undefined {
  const copied = nameIn(forkedFrom, 'messageUuid');
  return copied !== null && fingerprintOf(copied) !== null ? copied : uuid;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
