import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { IngestProgress } from '../../engine/commands';
import { isStopped } from '../../pages/reading';
import type { LiveSession } from '../../library/sessionRow';
import type { Settings } from '../../settings/settings';
import type { Severity } from '../../signals/severity';
import type { Spend } from '../../usage/budget';
import { badgeLabel, badgeOf, badgeText, badgeContent, type BadgeContent } from '../../badge/badge';
import { badgeHover, HOVER_COMMANDS } from './badgeHover';
import type { TimeFormat } from '../../usage/times';
import type { BadgeFacts, SignalWords } from '../../badge/liveWords';
import { openFolders } from '../shared/openFolders';
import { steady } from './steady';

/** The last state from the engine. */
export interface Told {
  sessions: readonly LiveSession[];
  spend: Spend | null;
}

export interface StatusBar extends vscode.Disposable {
  setLive(live: Told): void;
  /** Why the archive is not kept, in words; null while it is. */
  setKeeping(notKept: string | null): void;
  setReading(progress: IngestProgress): void;
  /** The engine has stopped for good, or runs again. */
  setStopped(stopped: boolean): void;
  configure(settings: Settings): void;
}

/** Waits and windows are shown in minutes, so the badge is computed again at this interval, ms. */
const REDRAW_MS = 30_000;
/** Shortest time between changes on screen, unless something new happened; ms. */
const STEADY_MS = 10_000;

/** The state before the first message of the engine: unknown, which is not “nothing is running”. */
const STARTING: IngestProgress = {
  running: true,
  cancelled: false,
  filesDone: 0,
  filesTotal: 0,
  bytesDone: 0,
  bytesTotal: 0,
};

interface Drawn {
  about: string;
  visible: boolean;
  text: string;
  hover: string;
  label: string;
  background: Severity;
  click: Click;
}

/** What a click opens: the dashboard for money and the archive, else the session the badge is about, else the list. */
type Click = readonly ['dashboard', place: string] | readonly ['session', id: string] | readonly ['sessions'];

function clickOn({ reasons: [reason], session }: BadgeContent): Click {
  if (reason?.session === null) return ['dashboard', reason.name === 'budget' ? 'home' : 'health'];
  return session === null ? ['sessions'] : ['session', session.row.id];
}

function commandOf([kind, argument]: Click): vscode.Command | string {
  if (kind === 'sessions') return 'vigil.sessions.focus';
  return kind === 'dashboard'
    ? { command: 'vigil.openDashboard', title: t('Open Dashboard'), arguments: [argument] }
    : { command: 'vigil.openSession', title: t('Open Session'), arguments: [argument] };
}

export interface StatusBarParts {
  words: readonly SignalWords[];
  ignoreCase: boolean;
  now: () => number;
  timeFormat: () => TimeFormat;
  settings: Settings;
}

/** The badge: a status bar item with the state of the live session, or the reason to look at it. */
export function createStatusBar({ words, ignoreCase, now, timeFormat, settings }: StatusBarParts): StatusBar {
  // Left, as what concerns the whole workspace is; low priority: source control and problems come first.
  const item = vscode.window.createStatusBarItem('vigil.severity', vscode.StatusBarAlignment.Left, -10);
  item.name = t('Vigil: Live Session');
  const known: Told & Pick<BadgeFacts, 'notKept' | 'reading' | 'stopped'> = {
    sessions: [],
    spend: null,
    notKept: null,
    reading: STARTING,
    stopped: false,
  };
  let options = settings;

  const drawn = (): Drawn => {
    const badge = badgeOf(known.sessions, openFolders(), ignoreCase);
    const facts: BadgeFacts = { ...known, words, settings: options, now: now(), timeFormat: timeFormat() };
    const saying = badgeContent(badge, facts);
    const { enabled, errorBackground, show } = options.statusBar;
    return {
      // A changed setting is applied at once, too.
      about: [saying.about, enabled, errorBackground, ...show].join(' '),
      visible: enabled,
      text: badgeText(saying),
      hover: badgeHover(badge, saying, facts),
      label: badgeLabel(badge, saying, facts),
      background: errorBackground ? saying.severity : 'ok',
      click: clickOn(saying),
    };
  };
  let last: Drawn | null = null;
  const screen = steady<Drawn>(
    (next) => {
      assign(item, next, last);
      last = next;
    },
    STEADY_MS,
    now,
  );
  const draw = (): void => screen.offer(drawn());

  const folders = vscode.workspace.onDidChangeWorkspaceFolders(draw);
  const timer = setInterval(draw, REDRAW_MS);
  draw();
  const set = (part: Partial<typeof known>): void => {
    Object.assign(known, part);
    draw();
  };
  return {
    setLive({ sessions, spend }) {
      const reading = known.reading === STARTING ? null : known.reading;
      set({ sessions, spend, reading, stopped: false });
    },
    setKeeping: (notKept) => set({ notKept }),
    setReading: (progress) =>
      set({ reading: progress.running || isStopped(progress) ? progress : null, stopped: false }),
    setStopped: (stopped) => set({ stopped }),
    configure(next) {
      options = next;
      draw();
    },
    dispose() {
      clearInterval(timer);
      screen.dispose();
      folders.dispose();
      item.dispose();
    },
  };
}

/** Assigns only what differs, because assigning a hover closes the open one. */
function assign(item: vscode.StatusBarItem, next: Drawn, last: Drawn | null): void {
  if (next.text !== last?.text) item.text = next.text;
  if (next.hover !== last?.hover) item.tooltip = hoverOf(next.hover);
  if (next.label !== last?.label) item.accessibilityInformation = { label: next.label, role: 'button' };
  if (next.background !== last?.background) item.backgroundColor = background(next.background);
  if (next.click.join(' ') !== last?.click.join(' ')) item.command = commandOf(next.click);
  if (next.visible !== last?.visible) {
    if (next.visible) item.show();
    else item.hide();
  }
}

function hoverOf(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: HOVER_COMMANDS };
  return markdown;
}

/** The two backgrounds VS Code allows: red for critical, yellow for warnings, else none. */
function background(severity: Severity): vscode.ThemeColor | undefined {
  if (severity === 'critical') return new vscode.ThemeColor('statusBarItem.errorBackground');
  return severity === 'warn' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
}
