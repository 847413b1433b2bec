/** The navigation state of `vigil watch`, and how keys change it. Pure. */
import type { LiveSession } from '../library/sessionRow';
import { groupsOf, keyOf } from './screen';
import { getOwn } from '../log/own';

export interface Navigation {
  bySession: boolean;
  /** Only sessions of this project; null: all. */
  project: string | null;
  /** Index of the selected line. */
  chosen: number;
  /** The session that is shown in full; null: the list. */
  session: string | null;
  /** The help on keys is shown. */
  keys: boolean;
}

export const START: Navigation = { bySession: false, project: null, chosen: 0, session: null, keys: false };

export type Key = 'up' | 'down' | 'open' | 'back' | 'switch' | 'keys' | 'end';

const KEYS: Readonly<Record<string, Key>> = {
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  k: 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  j: 'down',
  '\r': 'open',
  '\n': 'open',
  '\u001b[C': 'open',
  '\u001b': 'back',
  '\u007f': 'back',
  '\u001b[D': 'back',
  s: 'switch',
  '?': 'keys',
  q: 'end',
  Q: 'end',
  '\u0003': 'end',
  '\u0004': 'end',
};

/** The known keys in the input of a terminal. */
export function keysIn(sent: string): Key[] {
  // eslint-disable-next-line no-control-regex -- keys are control characters
  const parts = sent.match(/\u001b[[O][0-9;]*[A-Za-z~]|[\s\S]/gu) ?? [];
  return parts.flatMap((part) => getOwn(KEYS, part) ?? []);
}

/** The state after a key; null: quit. */
export function afterKey(place: Navigation, key: Key, live: readonly LiveSession[]): Navigation | null {
  if (key === 'end') return null;
  if (key === 'keys') return { ...place, keys: !place.keys };
  if (place.keys) return { ...place, keys: false };
  const groups = groupsOf(live, place);
  const chosen = Math.min(place.chosen, Math.max(0, groups.length - 1));
  if (place.session !== null) return key === 'back' ? { ...place, session: null } : place;
  switch (key) {
    case 'up':
      return { ...place, chosen: Math.max(0, chosen - 1) };
    case 'down':
      return { ...place, chosen: Math.min(Math.max(0, groups.length - 1), chosen + 1) };
    case 'switch':
      return { ...START, bySession: !place.bySession };
    case 'back':
      return place.project === null ? place : { ...START };
    case 'open': {
      const group = groups[chosen];
      const [first] = group?.sessions ?? [];
      if (first === undefined) return place;
      return place.bySession
        ? { ...place, chosen, session: first.row.id }
        : { ...START, bySession: true, project: keyOf(first.row) };
    }
  }
}
