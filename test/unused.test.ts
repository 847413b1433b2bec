/** What nobody asks for is not there: what `knip` cannot see, since names of calls and of tables are texts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../src/engine/commands';
import { calls } from '../src/engine/protocol';
import { ASKABLE as FOR_DASHBOARD } from '../src/pages/dashboard/contract';
import { ASKABLE as FOR_SESSION } from '../src/pages/session/contract';
import { createSchema, declarationsOf } from '../src/store/schema';
import { sqlite } from './store/samples';

const ROOT = join(import.meta.dirname, '..');

/** The texts of all files in these places of the repository. */
function textOf(...places: string[]): string {
  const files = places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => `${place}/${name}`),
  );
  return files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
}

/** The calls a text makes: `engine.call('session', …)`, `ask('course', …)`, `list('turns', …)`, `{ call: 'trends', … }`. */
const callsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\b(?:call|ask|list)(?:\(\s*|: )'(\w+)'/g)].map(([, name]) => name ?? ''));

const byExtension = callsIn(textOf('src/host', 'src/extension.ts'));
const byTerminal = callsIn(textOf('src/terminal', 'src/cli.ts'));
const byDashboard = callsIn(textOf('webview/dashboard', 'webview/shared'));
const bySession = callsIn(textOf('webview/session', 'webview/shared'));

test('a call is found however it is made', () => {
  const text = `engine.call('a', null); this.#call(\n  'b', {}); ask('c', {}); asks: () => [{ call: 'd' }]; list('e', 50); recall('f')`;
  expect([...callsIn(text)]).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('every question and every command has somebody who makes it', () => {
  const made = new Set([...byExtension, ...byTerminal, ...byDashboard, ...bySession]);
  expect(Object.keys(calls).filter((name) => !made.has(name))).toEqual([]);
  expect([...byExtension, ...byTerminal].filter((name) => !Object.hasOwn(calls, name))).toEqual([]);
});

test('what a page may ask it asks, and it asks nothing else', () => {
  expect([...byDashboard].toSorted()).toEqual([...FOR_DASHBOARD].toSorted());
  expect([...bySession].toSorted()).toEqual([...FOR_SESSION].toSorted());
  // A page gives no orders; three of them only tell something: what the archive and the search index take, and how far reading is.
  const orders = [...FOR_DASHBOARD, ...FOR_SESSION].filter((name) => Object.hasOwn(commands, name));
  expect(orders.toSorted()).toEqual(['archive', 'progress', 'searchState']);
});

test('every table of the archive is selected from', () => {
  const db = sqlite.open(null);
  createSchema(db);
  const tables = declarationsOf(db).flatMap((line) => {
    const [type, name] = JSON.parse(line) as [string, string];
    return type === 'table' ? [name] : [];
  });
  db.close();
  expect(tables).toContain('session');
  const store = textOf('src/store').replaceAll(/delete from|drop table/g, '');
  const isRead = (table: string): boolean => new RegExp(`\\b(?:from|join) ${table}\\b`).test(store);
  expect(tables.filter((table) => !isRead(table))).toEqual([]);
  expect(isRead('usage_row')).toBe(false);
});
