/** `vigil watch`: keeps the archive fresh and shows live sessions, until it is told to stop. */
import type { OptionsOf } from './commands';
import type { Notice } from '../engine/protocol';
import type { LiveSession } from '../library/sessionRow';
import { oneLine } from '../log/visible';
import { SEVERITY_SHORT } from '../signals/severityWords';
import { withArchive } from './archive';
import { rulesFrom, type Around, type RunUntil } from './options';
import { DONE, draw, jsonLine, print } from './output';
import { keysIn, afterKey, START, type Navigation } from './keys';
import { groupsOf, keysScreen, nameOf, screenOf, sessionScreen, type ScreenOptions } from './screen';

type WatchOptions = OptionsOf<'watch'>;

export const watchCommand: RunUntil<'watch'> = async (options, around, roots, untilEnd) => {
  const { stdout } = process;
  const view =
    stdout.isTTY && options.json !== true ? liveScreen(options, around) : liveLines(options.json === true);
  // Keeps the process running: if the system refuses to watch files, there is only a timer that does not.
  const hold = setInterval(() => undefined, HOLD_MS);
  try {
    return await withArchive(
      options,
      around,
      { roots, watch: true, creates: true, onNotice: view.onNotice },
      async () => {
        await Promise.race([untilEnd, view.ended]);
        return DONE;
      },
    );
  } finally {
    clearInterval(hold);
    view.end();
  }
};

const HOLD_MS = 3_600_000;

interface View {
  onNotice: (notice: Notice) => void;
  /** Resolves when the person quits. */
  ended: Promise<void>;
  end: () => void;
}

/** Prints a line for each live session whose state, severity or reason changed; with `asJson` its row as JSON. */
function liveLines(asJson: boolean): View {
  const known = new Map<string, string>();
  return {
    onNotice(notice) {
      if (notice.notice !== 'live') return;
      for (const { row, findings } of notice.sessions) {
        const why = findings.map(({ sentence }) => sentence).join('; ');
        const line = oneLine(
          `${SEVERITY_SHORT[row.severity].padEnd(8)} ${row.state.padEnd(7)} ${nameOf(row)}${why === '' ? '' : `: ${why}`}`,
        );
        if (known.get(row.id) === line) continue;
        known.set(row.id, line);
        print(asJson ? jsonLine(row) : `${line}\n`);
      }
    },
    ended: new Promise(() => undefined),
    end: () => undefined,
  };
}

/** True if colours are not turned off (NO_COLOR) and the terminal supports them. */
const hasColours = (env: Around['env']): boolean => (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';

/** Draws on the terminal's alternate screen, and again when its size changes. */
function liveScreen(options: WatchOptions, around: Around): View {
  const { stdout, stdin } = process;
  // Raw mode: keys arrive one by one and are not echoed.
  const hasKeys = stdin.isTTY && typeof stdin.setRawMode === 'function';
  let live: readonly LiveSession[] = [];
  let place: Navigation = { ...START, bySession: options.bySession === true };
  const { clock } = rulesFrom(options, around);
  const redraw = (): void => {
    const size = {
      // Some terminals do not report their size.
      width: stdout.columns || Number(around.env['COLUMNS']) || 80,
      height: stdout.rows || Number(around.env['LINES']) || 24,
      clock: `${clock.time(around.now()).slice('YYYY-MM-DD '.length)} ${clock.zone}`,
    };
    const lines = screenAt(place, live, { ...size, colours: hasColours(around.env), hasKeys });
    // Clear each line to its end, then everything below, to avoid flicker.
    draw(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`);
  };
  let tellEnd = (): void => undefined;
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  const onKeys = (sent: Buffer): void => {
    for (const key of keysIn(sent.toString('utf8'))) {
      const next = afterKey(place, key, live);
      if (next === null) return tellEnd();
      place = next;
    }
    redraw();
  };
  draw('\u001b[?1049h\u001b[?25l');
  stdout.on('resize', redraw);
  if (hasKeys) {
    stdin.setRawMode(true);
    stdin.on('data', onKeys);
  }
  redraw();
  return {
    onNotice(notice) {
      if (notice.notice !== 'live') return;
      live = notice.sessions;
      redraw();
    },
    ended,
    end() {
      stdout.off('resize', redraw);
      if (hasKeys) {
        stdin.off('data', onKeys);
        stdin.setRawMode(false);
        stdin.pause();
      }
      draw('\u001b[?25h\u001b[?1049l');
    },
  };
}

function screenAt(
  place: Navigation,
  live: readonly LiveSession[],
  { hasKeys, ...size }: { hasKeys: boolean } & Pick<ScreenOptions, 'width' | 'height' | 'clock' | 'colours'>,
): string[] {
  if (place.keys) return keysScreen(size.width, size.height);
  const open = live.find(({ row }) => row.id === place.session);
  if (open !== undefined) return sessionScreen(open, size);
  const count = groupsOf(live, place).length;
  return screenOf(live, {
    ...place,
    ...size,
    chosen: hasKeys ? Math.min(place.chosen, Math.max(0, count - 1)) : null,
  });
}
