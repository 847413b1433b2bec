/** When the dashboard asks again. Does not use `vscode`. */
import type { Notice } from '../../engine/protocol';
import type { TabId } from '../../pages/dashboard/places';
import { paced } from '../shared/pace';

/** Tabs that show how sessions stand: they age without a line in a log. */
const OF_STATE: readonly TabId[] = ['home'];

export interface Refreshing {
  notice(notice: Notice): void;
  /** All that is shown is to be asked for again. */
  again(): void;
  dispose(): void;
}

/** Calls `refresh` at most once in `everyMs`: with the tabs that are to ask again, or null for all. */
export function createRefreshing(
  isVisible: () => boolean,
  refresh: (tabs: TabId[] | null) => void,
  everyMs: number,
): Refreshing {
  let all = false;
  /** Logs were being read when that was last told. */
  let reading = false;
  /** The live sessions as they stood when they were last told. */
  let stood: string | null = null;
  const pace = paced(
    isVisible,
    () => {
      refresh(all ? null : [...OF_STATE]);
      all = false;
    },
    everyMs,
  );
  const schedule = (everything: boolean): void => {
    // A page that is hidden asks for all when it is shown again.
    all ||= everything && isVisible();
    pace.soon();
  };
  return {
    notice(notice) {
      if (notice.notice === 'changed' || notice.notice === 'reset') return schedule(true);
      if (notice.notice === 'progress') {
        const before = reading;
        reading = notice.progress.running;
        if (reading !== before) schedule(false);
      }
      if (notice.notice === 'alerts') return schedule(false);
      // How far vault and search index are, and whether the archive is kept.
      if (['keeping', 'indexing', 'notKept'].includes(notice.notice)) return schedule(true);
      if (notice.notice !== 'live') return;
      const stand = notice.sessions
        .map(({ row }) => `${row.id} ${row.state} ${row.severity}`)
        .sort()
        .join('\n');
      const before = stood;
      stood = stand;
      if (stand !== before) schedule(false);
    },
    again: () => schedule(true),
    dispose: pace.dispose,
  };
}
