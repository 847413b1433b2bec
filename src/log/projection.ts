/**
 * What the fold reads of a record, as the table that the projector (wasm/projector.ts) follows. It is built from the schemas that check
 * records afterwards, so a field added to a schema is in the table. test/log/projector.test.ts compares both ways of reading.
 */
import * as z from 'zod';
import { Block, IDENTITIES, INSIDE, KNOWN_FIELDS, LoggedMessage, LoggedUsage, LogRecord } from './record';

const { AgentProgress, AttachedFile, EditedFile, Iteration, QueuedCommand } = INSIDE;

/** What is read of a value: all, nothing, or, for an object (or each object in a list), these fields. */
export type Wanted = 'all' | 'nothing' | Fields;
export interface Fields {
  [name: string]: Wanted;
}

/** The fields of a schema; `open` describes the fields that the schema leaves open. */
function fieldsOf(schema: z.ZodObject, open: Fields = {}): Fields {
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, open[name] ?? wantedOf(field)]),
  );
}

/** What is read of a value with this schema. */
function wantedOf(schema: z.core.$ZodType): Wanted {
  if (schema instanceof z.ZodObject) return fieldsOf(schema);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodCatch)
    return wantedOf(schema.def.innerType);
  return 'all';
}

const block: Fields = fieldsOf(Block);
// A tool's result may be a list of blocks, of which no more is read than of other blocks.
block['content'] = block;

/** What is read of a tool's structured result: whether it made a file, which sub-agent it was, and which files a shell command changed. */
const toolResultFields: Fields = {
  type: 'all',
  agentId: 'all',
  agentType: 'all',
  bashEditDiff: { changedFiles: 'all', files: { filePath: 'all' } },
};

const message = fieldsOf(LoggedMessage, {
  content: block,
  usage: fieldsOf(LoggedUsage, { iterations: fieldsOf(Iteration) }),
});

const copied = fieldsOf(AgentProgress.shape.message, { message, toolUseResult: toolResultFields });

/** What is read of a line. Unknown fields are named, because drift counts them by name (P46). */
export const LINE: Fields = {
  ...Object.fromEntries([...KNOWN_FIELDS].map((name) => [name, 'nothing' as const])),
  ...Object.fromEntries(IDENTITIES.map((name) => [name, 'all' as const])),
  ...fieldsOf(LogRecord, {
    message,
    content: block,
    toolUseResult: toolResultFields,
    data: fieldsOf(AgentProgress, { message: copied }),
    attachment: {
      ...fieldsOf(EditedFile),
      ...fieldsOf(AttachedFile),
      ...fieldsOf(QueuedCommand, { prompt: block }),
    },
  }),
};

/** Numbers that the projector uses. */
const ACTION = { nothing: 0, all: 1, inside: 2 };
/** Header sizes in bytes: before the entries of a part, of an entry, and before its key. */
const HEAD = 16;
const ENTRY = 48;
const KEY = 16;
const LONGEST_KEY = 32;

/** The table in memory: where each part begins, then the parts. The first part describes a whole line. */
export function tableOf(line: Fields): Uint8Array {
  const parts = [...partsOf(line)];
  const made = parts.map((fields, i) => partTable(fields, i === 0, (inner) => parts.indexOf(inner)));
  const start = HEAD * Math.ceil((parts.length * 4) / HEAD);
  const table = new Uint8Array(made.reduce((sum, part) => sum + part.length, start));
  const view = new DataView(table.buffer);
  let at = start;
  made.forEach((part, i) => {
    view.setUint32(i * 4, at, true);
    table.set(part, at);
    at += part.length;
  });
  return table;
}

/** All described objects, each once. */
function partsOf(fields: Fields, known = new Set<Fields>()): Set<Fields> {
  if (known.has(fields)) return known;
  known.add(fields);
  for (const wanted of Object.values(fields)) if (typeof wanted === 'object') partsOf(wanted, known);
  return known;
}

/** One object's fields, found by hash, or else in the entries behind it. */
function partTable(fields: Fields, naming: boolean, numberOf: (fields: Fields) => number): Uint8Array {
  const names = Object.keys(fields);
  const places = 2 ** Math.ceil(Math.log2(names.length * 2));
  const table = new Uint8Array(HEAD + ENTRY * places);
  const view = new DataView(table.buffer);
  view.setUint32(0, places - 1, true);
  view.setUint32(4, naming ? 1 : 0, true);
  for (const name of names) {
    const key = Buffer.from(name);
    if (key.length === 0 || key.length > LONGEST_KEY) throw new Error(`${name}: no key of the projector`);
    let place = hashOf(key) % places;
    while (view.getUint32(HEAD + ENTRY * place, true) !== 0) place = (place + 1) % places;
    const entry = HEAD + ENTRY * place;
    const wanted = fields[name]!;
    view.setUint32(entry, key.length, true);
    table[entry + 4] = ACTION[typeof wanted === 'string' ? wanted : 'inside'];
    table[entry + 5] = typeof wanted === 'object' ? numberOf(wanted) : 0;
    table.set(key, entry + KEY);
  }
  return table;
}

/** The same as `hashOf` of the projector. */
function hashOf(key: Buffer): number {
  const { length } = key;
  const word = (at: number): number => key.readUInt32LE(at);
  const turned = (bits: number, by: number): number => (bits << by) | (bits >>> (32 - by));
  const mixed =
    length < 4
      ? length ^ (key[0]! << 16) ^ (key[length - 1]! << 8)
      : length ^ word(0) ^ turned(word(length - 4), 13) ^ turned(word((length >> 1) - 2), 22);
  return Math.imul(mixed, 0x9e3779b1) >>> 16;
}
