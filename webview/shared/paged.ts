/** Rows of a long list, asked for in pages when they are seen: a page never holds all. */

export interface Paged<T> {
  /** The rows there are, by their place. */
  readonly rows: ReadonlyMap<number, T>;
  /** Rows from one place to another are on the screen: asks for what is missing of them. */
  seen(first: number, last: number): void;
  /** Asks for the pages again that were asked for, and keeps what is shown until they come. */
  refresh(): void;
  /** Forgets everything and asks for the first page: the list is another one. */
  reset(): void;
}

/** Pages kept on either side of what is seen; the others are asked for again when they are. */
const KEPT = 8;

/**
 * `fetch` asks for `limit` rows from `offset` on and hands them to `take`, which says no to rows of a list that was reset; `lost` says that
 * there will be none, so that they are asked for again when they are seen again.
 */
export function paged<T>(
  size: number,
  fetch: (offset: number, limit: number, take: (rows: readonly T[]) => boolean, lost: () => void) => void,
): Paged<T> {
  const rows = new Map<number, T>();
  const pages = new Set<number>();
  let list = 0;
  let last = { first: 0, last: 0 };
  const get = (page: number): void => {
    const requestedList = list;
    pages.add(page);
    fetch(
      page * size,
      size,
      (got) => {
        if (requestedList !== list) return false;
        got.forEach((row, i) => rows.set(page * size + i, row));
        return true;
      },
      () => void (requestedList === list && pages.delete(page)),
    );
  };
  const pageOf = (row: number): number => Math.floor(row / size);
  /** Forgets what is far from what is seen. */
  const forget = (): void => {
    const far = (page: number): boolean =>
      page < pageOf(last.first) - KEPT || page > pageOf(last.last) + KEPT;
    for (const page of pages) if (far(page)) pages.delete(page);
    for (const row of rows.keys()) if (far(pageOf(row))) rows.delete(row);
  };
  return {
    rows,
    seen(from, to) {
      last = { first: from, last: to };
      forget();
      for (let page = pageOf(from); page <= pageOf(to); page++) if (!pages.has(page)) get(page);
    },
    refresh() {
      // What is out of sight is asked for when it is seen again.
      pages.clear();
      for (let page = pageOf(last.first); page <= pageOf(last.last); page++) get(page);
    },
    reset() {
      list++;
      rows.clear();
      pages.clear();
      last = { first: 0, last: 0 };
      get(0);
    },
  };
}
