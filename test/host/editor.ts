/** As much of VS Code as tests of the host need (`vi.mock('vscode', () => import('./editor'))`), and what was shown in it. */

type Listener<T> = (value: T) => unknown;

export class Disposable {
  constructor(readonly end: () => unknown) {}
  static from = (...all: Disposable[]) => new Disposable(() => all.forEach((one) => one.dispose()));
  dispose(): void {
    this.end();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class QuickPick {
  readonly typed = new EventEmitter<string>();
  readonly accepted = new EventEmitter<void>();
  readonly hidden = new EventEmitter<void>();
  readonly onDidChangeValue = this.typed.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  title = '';
  value = '';
  busy = false;
  items: { label: string }[] = [];
  selectedItems: unknown[] = [];
  /** For tests: somebody types. */
  type(text: string): void {
    this.value = text;
    this.typed.fire(text);
  }
  show(): void {}
  dispose(): void {}
}

export class StatusBarItem {
  text = '';
  command: unknown;
  backgroundColor: unknown;
  isShown = false;
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  dispose(): void {}
}

/** What was shown last, what is in the clipboard, and how many kinds of decorations there are. */
export const seen = {
  quickPick: new QuickPick(),
  statusBarItem: new StatusBarItem(),
  clipboard: '',
  page: '',
  commands: [] as unknown[][],
  warnings: [] as string[],
  decorations: 0,
};

const none = (): Disposable => new Disposable(() => undefined);

export const l10n = {};
export const Uri = { joinPath: (...parts: unknown[]) => parts.join('/') };
export const ViewColumn = { Active: -1 };
export const ConfigurationTarget = { Global: 1 };
export const ProgressLocation = { Window: 10 };
export const OverviewRulerLane = { Left: 1 };
export const StatusBarAlignment = { Left: 1 };
export const TabInputWebview = Disposable;
export const ThemeColor = Object;
export const MarkdownString = Object;
export class Range {
  constructor(...at: [number, number, number, number] | [unknown, unknown]) {
    this.at = at;
  }
  readonly at: unknown[];
}

const focus = new EventEmitter<{ focused: boolean }>();
export const window = {
  state: { focused: true },
  /** For tests: what tells of it. */
  focus,
  onDidChangeWindowState: focus.event,
  tabGroups: { all: [], close: async () => true },
  visibleTextEditors: [] as unknown[],
  activeTextEditor: undefined,
  createQuickPick: () => (seen.quickPick = new QuickPick()),
  createStatusBarItem: () => (seen.statusBarItem = new StatusBarItem()),
  createTextEditorDecorationType: () => ({
    key: `decoration ${seen.decorations++}`,
    dispose: () => undefined,
  }),
  createWebviewPanel: () => ({
    active: true,
    onDidDispose: none,
    webview: {
      set html(html: string) {
        seen.page = html;
      },
    },
  }),
  onDidChangeVisibleTextEditors: none,
  setStatusBarMessage: none,
  showWarningMessage: async (text: string) => void seen.warnings.push(text),
  withProgress: (_: object, work: () => unknown) => work(),
};
export const workspace = {
  workspaceFolders: undefined as { uri: { scheme: string; fsPath: string } }[] | undefined,
  onDidChangeWorkspaceFolders: none,
  onDidCloseTextDocument: none,
  onDidSaveTextDocument: none,
  registerTextDocumentContentProvider: none,
};
export const commands = { executeCommand: async (...call: unknown[]) => void seen.commands.push(call) };
export const env = {
  clipboard: { writeText: async (text: string) => void (seen.clipboard = text) },
};
