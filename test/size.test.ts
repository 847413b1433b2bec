/** Files that can be read whole, functions that fit on a screen. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['src', 'webview'];
const MOST_LINES = { file: 400, function: 80 };
/** Functions that may be longer, how long, and why. */
const LONGER = new Map<string, [most: number, why: string]>([
  ['src/host/commands.ts registerCommands', [130, 'a table of small ones, one a command']],
  ['src/host/engine/archiveCommands.ts archiveCommands', [105, 'a table of small ones, one a command']],
  [
    'src/questions/shared/transcript/stepText.ts filler',
    [115, 'small functions over one memory of the lines that were read'],
  ],
  [
    'src/extension.ts activate',
    [233, 'joins the parts of the extension, one after another, and decides nothing'],
  ],
  ['src/report/report.ts reportDocument', [132, 'a list of the sections of a document']],
  ['src/report/session.ts sessionDocument', [98, 'a list of the sections of a document']],
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

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

test('no file is longer than can be read in one go', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((file) => text(file).split('\n').length - 1 > MOST_LINES.file)).toEqual([]);
});

test('no function is longer than a screen, but for those named here', () => {
  const all = files.flatMap((file) => {
    const source = text(file);
    return [...functionsIn(parseAst(source, { lang: 'ts' }), '')].map(({ name, start, end }) => ({
      name: `${file} ${name}`,
      lines: source.slice(start, end).split('\n').length,
    }));
  });
  expect(all.length).toBeGreaterThan(4_000);
  const long = all.filter(({ lines }) => lines > MOST_LINES.function);
  expect(long.map(({ name }) => name).toSorted()).toEqual([...LONGER.keys()].toSorted());
  expect(long.filter(({ name, lines }) => lines > (LONGER.get(name)?.[0] ?? 0))).toEqual([]);
});
