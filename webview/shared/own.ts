/** What a tab keeps for itself: over a reload of the window, or as long as the page is open. */
import type * as z from 'zod';

interface Keeper {
  state: { own: Readonly<Record<string, unknown>> };
}

export interface Own<S> {
  /** As it was kept; as it is at first, when it was not or cannot be read. */
  read(view: Keeper): S;
  /** The change to be kept: `actions.keep(own.with(view, …))`. */
  with(view: Keeper, change: Partial<S>): { own: Record<string, unknown> };
}

/** What a tab keeps over a reload of the window. Each field of the schema has a default. */
export function ownState<S extends object>(tab: string, schema: z.ZodType<S>): Own<S> {
  const read = ({ state }: Keeper): S => schema.safeParse(state.own[tab] ?? {}).data ?? schema.parse({});
  return {
    read,
    with: (view, change) => ({ own: { ...view.state.own, [tab]: { ...read(view), ...change } } }),
  };
}

/** A value that is forgotten when the page is closed or hidden. */
export interface Ephemeral<T> {
  readonly first: T;
}
export const ephemeral = <T>(first: T): Ephemeral<T> => ({ first });

export interface Memory {
  get<T>(what: Ephemeral<T>): T;
  set<T>(what: Ephemeral<T>, value: T): void;
}

/** `changed` is called after each change. */
export function memory(changed: () => void): Memory {
  const values = new Map<Ephemeral<unknown>, unknown>();
  return {
    get: <T>(what: Ephemeral<T>) => (values.has(what) ? values.get(what) : what.first) as T,
    set(what, value) {
      values.set(what, value);
      changed();
    },
  };
}
