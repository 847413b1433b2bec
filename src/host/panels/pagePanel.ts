/** Panels that show a page: its HTML, its messages in both directions, error handling, and how it is restored after a reload. */
import * as vscode from 'vscode';
import type * as z from 'zod';
import { errorText } from '../../l10n/errorText';
import type { CallName, Notice } from '../../engine/protocol';
import type { EngineClient } from '../engine/engineClient';
import type { PagePlace } from '../../pages/place';
import { openFolders } from '../shared/openFolders';
import { createOutbox, type Outbox } from './outbox';
import { tabIcon } from './tabIcon';
import { pageHtml } from './webviewHtml';

/** Files in `dist/webview` that the script of a page imports, as listed by the build. */
declare const PAGE_IMPORTS: Readonly<Record<'dashboard' | 'session', readonly string[]>>;

interface Ready {
  kind: 'ready';
}
interface Ask<Call> {
  kind: 'ask';
  id: number;
  call: Call;
  args: unknown;
}
type Told =
  | { kind: 'answer'; id: number; result: unknown }
  | { kind: 'failed'; id: number | null; message: string };

/** The connection to a page. */
export interface PageLink<ToPage> {
  readonly panel: vscode.WebviewPanel;
  /** Sends now. The message is lost if the page is hidden; a page that is shown again asks for everything. */
  post(message: ToPage): void;
  /** Sends as soon as the page is loaded. */
  send(message: ToPage): void;
  /** Runs something; an error is logged and shown on the page. */
  guarded(work: () => Promise<void>): Promise<void>;
}

/** What differs between pages. */
export interface Page<Call, Own> extends vscode.Disposable {
  /** Answers a question; rejects with a message for people. */
  ask(call: Call, args: unknown): Promise<unknown>;
  /** The page is loaded: sends what it needs before the waiting messages. */
  ready(): Promise<void>;
  /** Handles all other messages of the page. */
  take(message: Own): Promise<unknown> | void;
  notice(notice: Notice): void;
}

export interface PageKind<State, ToPage, Call extends CallName, Own extends { kind: string }> {
  viewType: string;
  /** Of its files in `dist/webview`. */
  name: 'dashboard' | 'session';
  icon: 'dashboard' | 'eye';
  title: (state: State) => string;
  FromPage: z.ZodType<Ready | Ask<Call> | Own>;
  /** One panel is opened for each key. */
  keyOf: (state: State) => string;
  /** The state of a page from before a reload; null if it cannot be restored. */
  restored: (saved: unknown) => State | null;
  options?: vscode.WebviewPanelOptions;
  make: (link: PageLink<ToPage | Told>, state: State) => Page<Call, Own>;
}

/** What all panels share. */
export interface PanelParts {
  engine: EngineClient;
  extensionUri: vscode.Uri;
  log: vscode.LogOutputChannel;
  place: () => PagePlace;
}

/** The panels of one kind. */
export interface Panels<State, ToPage> extends vscode.Disposable {
  /** Shows the open panel for the key; null if there is none. */
  reveal(key: string): PageLink<ToPage> | null;
  open(state: State, title: string): void;
}

export function createPanels<State, ToPage, Call extends CallName, Own extends { kind: string }>(
  kind: PageKind<State, ToPage, Call, Own>,
  parts: PanelParts,
): Panels<State, ToPage | Told> {
  const open = new Map<string, PageLink<ToPage | Told>>();

  function adopt(panel: vscode.WebviewPanel, state: State): void {
    const key = kind.keyOf(state);
    const outbox = createOutbox<ToPage | Told>(panel);
    const link = linkTo(panel, outbox, parts.log);
    open.set(key, link);
    fill(panel, state, kind, parts);
    const page = kind.make(link, state);
    const joined = vscode.Disposable.from(
      listen(link, outbox, page, kind, parts),
      parts.engine.onNotice((notice) => page.notice(notice)),
      page,
      outbox,
    );
    panel.onDidDispose(() => {
      if (open.get(key) === link) open.delete(key);
      joined.dispose();
    });
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(kind.viewType, {
    async deserializeWebviewPanel(panel, saved: unknown) {
      const state = kind.restored(saved);
      if (state === null || open.has(kind.keyOf(state))) panel.dispose();
      else adopt(panel, state);
    },
  });
  return {
    reveal(key) {
      const link = open.get(key) ?? null;
      link?.panel.reveal();
      return link;
    },
    open(state, title) {
      const { viewType, options } = kind;
      adopt(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options), state);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of open.values()) panel.dispose();
    },
  };
}

function linkTo<Message>(
  panel: vscode.WebviewPanel,
  outbox: Outbox<Message | Told>,
  log: vscode.LogOutputChannel,
): PageLink<Message | Told> {
  const post = (message: Message | Told): void => void panel.webview.postMessage(message);
  return {
    panel,
    post,
    send: outbox.send,
    async guarded(work) {
      try {
        await work();
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        post({ kind: 'failed', id: null, message: errorText(error) });
      }
    },
  };
}

function fill<State>(
  panel: vscode.WebviewPanel,
  state: State,
  { name, icon, title }: Pick<PageKind<State, never, never, never>, 'name' | 'icon' | 'title'>,
  { extensionUri, place }: PanelParts,
): void {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const file = (path: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(dist, ...path.split('/'))).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  panel.iconPath = tabIcon(extensionUri, icon);
  webview.html = pageHtml({
    title: title(state),
    cspSource: webview.cspSource,
    script: file(`webview/${name}.js`),
    imports: PAGE_IMPORTS[name].map((one) => file(`webview/${one}`)),
    styles: [file(`webview/${name}-style.css`)],
    codicons: file('codicon.css'),
    initialState: state,
    texts: vscode.l10n.bundle ?? {},
    place: { ...place(), folders: openFolders() },
  });
}

function listen<State, ToPage, Call extends CallName, Own extends { kind: string }>(
  { panel, post, guarded }: PageLink<ToPage | Told>,
  outbox: Outbox<ToPage | Told>,
  page: Page<Call, Own>,
  { name, FromPage }: PageKind<State, ToPage, Call, Own>,
  { log }: PanelParts,
): vscode.Disposable {
  type FromAny = Ready | Ask<Call> | Own;
  const isReady = (message: FromAny): message is Ready => message.kind === 'ready';
  const isAsk = (message: FromAny): message is Ask<Call> => message.kind === 'ask';
  const answer = async ({ id, call, args }: Ask<Call>): Promise<void> => {
    try {
      post({ kind: 'answer', id, result: await page.ask(call, args) });
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      post({ kind: 'failed', id, message: errorText(error) });
    }
  };
  return panel.webview.onDidReceiveMessage((sent: unknown) => {
    const checked = FromPage.safeParse(sent);
    if (!checked.success)
      return log.warn(`The ${name} page sent something it may not: ${checked.error.message}`);
    const message = checked.data;
    if (isAsk(message)) return void answer(message);
    void guarded(async () => {
      if (!isReady(message)) return void (await page.take(message));
      const shown = outbox.shown();
      await page.ready();
      outbox.ready(shown);
    });
  });
}
