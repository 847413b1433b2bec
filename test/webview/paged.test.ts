import { expect, test } from 'vitest';
import { paged } from '../../webview/shared/paged';

function list() {
  const asked: {
    offset: number;
    limit: number;
    take: (rows: readonly string[]) => boolean;
    lost: () => void;
  }[] = [];
  const pages = paged<string>(10, (offset, limit, take, lost) => asked.push({ offset, limit, take, lost }));
  const rows = (from: number, name = 'r') => Array.from({ length: 10 }, (_, i) => `${name}${from + i}`);
  return { asked, pages, rows, offsets: () => asked.map(({ offset }) => offset) };
}

test('asks for the pages that are seen, each once', () => {
  const { asked, pages, rows, offsets } = list();
  pages.seen(0, 12);
  pages.seen(5, 19);
  expect(offsets()).toEqual([0, 10]);
  expect(asked[0]!.limit).toBe(10);
  expect(asked[1]!.take(rows(10))).toBe(true);
  expect([pages.rows.get(9), pages.rows.get(12)]).toEqual([undefined, 'r12']);
});

test('a refresh asks for what is in sight and keeps what is shown until it comes', () => {
  const { asked, pages, rows, offsets } = list();
  pages.seen(0, 5);
  asked[0]!.take(rows(0));
  pages.seen(25, 31);
  pages.refresh();
  expect(offsets()).toEqual([0, 20, 30, 20, 30]);
  expect(pages.rows.get(3)).toBe('r3');
  // What is out of sight is asked for when it is seen again.
  pages.seen(0, 5);
  expect(offsets().at(-1)).toBe(0);
  asked.at(-1)!.take(rows(0, 'new'));
  expect(pages.rows.get(3)).toBe('new3');
});

test('rows of a list that was reset are not taken', () => {
  const { asked, pages, rows, offsets } = list();
  pages.seen(40, 45);
  pages.reset();
  expect(offsets()).toEqual([40, 0]);
  expect(asked[0]!.take(rows(40))).toBe(false);
  expect(pages.rows.size).toBe(0);
  expect(asked[1]!.take(rows(0, 'new'))).toBe(true);
  expect(pages.rows.get(0)).toBe('new0');
});

test('a page that was lost is asked for when it is seen again', () => {
  const { asked, pages, rows, offsets } = list();
  pages.seen(0, 5);
  asked[0]!.lost();
  pages.seen(0, 6);
  expect(offsets()).toEqual([0, 0]);
  asked[1]!.take(rows(0));
  expect(pages.rows.size).toBe(10);
});

test('what is far from what is seen is forgotten', () => {
  const { asked, pages, rows, offsets } = list();
  for (let at = 0; at < 1_000; at += 10) {
    pages.seen(at, at + 9);
    asked.at(-1)!.take(rows(at));
  }
  expect(pages.rows.size).toBeLessThanOrEqual(100);
  expect(pages.rows.get(995)).toBe('r995');
  expect(pages.rows.has(0)).toBe(false);
  pages.seen(0, 5);
  expect(offsets().at(-1)).toBe(0);
});
