/** Addresses that lead into Vigil: `vscode://vigil-dev.vigil/dashboard/sessions?query=…` and `…/session/ID?tab=transcript&turn=3`. */
import { placeNamed } from './dashboard/places';
import { sessionTab, type SessionTab } from './session/state';

export type Link =
  | { to: 'dashboard'; place: string; query: string | undefined }
  | { to: 'session'; id: string; tab: SessionTab; turn: number | null };

/** Longer queries are not taken from an address. */
const MOST_QUERY = 1_000;

/**
 * Where an address leads; null when it is none of Vigil's. Turns count from 1, as on the page. VS Code gives the query decoded: it is not
 * decoded again.
 */
export function parseLink(path: string, query: string): Link | null {
  const [, place = '', rest = '', ...more] = path.split('/');
  const words = new Map(
    query.split('&').map((part): [string, string] => {
      const [name = '', ...value] = part.split('=');
      return [name, value.join('=')];
    }),
  );
  if (more.length > 0) return null;
  if (place === 'dashboard') {
    const name = rest || 'home';
    const filter = words.get('query');
    return placeNamed(name) === undefined
      ? null
      : { to: 'dashboard', place: name, query: filter?.slice(0, MOST_QUERY) };
  }
  if (place !== 'session' || !/^[A-Za-z0-9_-]{1,100}$/.test(rest)) return null;
  const turn = /^[1-9]\d{0,6}$/.test(words.get('turn') ?? '') ? Number(words.get('turn')) - 1 : null;
  const tab = sessionTab(words.get('tab') ?? '');
  return { to: 'session', id: rest, tab: tab ?? (turn === null ? 'story' : 'transcript'), turn };
}

/** The address of a session, or of one of its turns (from 0), in an editor of that scheme; `extension`: Vigil's own id. */
export const sessionAddress = (
  scheme: string,
  extension: string,
  id: string,
  turn: number | null = null,
): string =>
  `${scheme}://${extension}/session/${id}${turn === null ? '' : `?tab=transcript&turn=${turn + 1}`}`;
