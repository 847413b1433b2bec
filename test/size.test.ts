/** Files that can be read whole, functions that fit on a screen: in the rooms that were brought to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['src/pages', 'src/host', 'webview'];
const MOST_LINES = { file: 400, function: 80 };
/** Functions that are a table of small ones. */
const TABLES = new Set([
  'src/host/commands.ts registerCommands',
  'src/host/archiveCommands.ts archiveCommands',
]);

interface AstNode {
  type: string;
  start: number;
  end: number;
  id?: { name?: string } | null;
}
const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** All functions with their names; one without a name has that of the constant it is given to, or of the function it is in. */
function* functionsIn(value: unknown, name: string): Generator<{ name: string; start: number; end: number }> {
  if (Array.isArray(value)) for (const one of value) yield* functionsIn(one, name);
  if (!isNode(value)) return;
  const own = value.id?.name ?? name;
  if (/Function/.test(value.type) && !value.type.startsWith('TS'))
    yield { name: own, start: value.start, end: value.end };
  for (const inner of Object.values(value)) if (typeof inner === 'object') yield* functionsIn(inner, own);
}

const files = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name}`),
);
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

test('no file is longer than can be read in one go', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => text(file).split('\n').length - 1 > MOST_LINES.file)).toEqual([]);
});

test('no function is longer than a screen, but for tables of small ones', () => {
  const all = files.flatMap((file) => {
    const source = text(file);
    return [...functionsIn(parseAst(source, { lang: 'ts' }), '')].map(({ name, start, end }) => ({
      name: `${file} ${name}`,
      lines: source.slice(start, end).split('\n').length,
    }));
  });
  expect(all.length).toBeGreaterThan(1_000);
  const long = all.filter(({ lines }) => lines > MOST_LINES.function).map(({ name }) => name);
  expect(long.toSorted()).toEqual([...TABLES].toSorted());
});
