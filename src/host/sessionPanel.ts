import * as vscode from 'vscode';
import type { Notice } from '../engine/protocol';
import type { LiveState } from '../library/sessionRow';
import type { EngineClient } from './engineClient';
import { clip, type Place } from './format';
import { showEdit } from './logDocuments';
import { FromPage, PageState, type SessionTab, type ToPage } from '../pages/session/contract';
import { createOutbox, type Outbox } from './outbox';
import { openFolders } from './openFolders';
import { fileInside, projectFolders } from './projectFiles';
import { tabIcon } from './tabIcon';
import { pageHtml } from './webviewHtml';

const VIEW_TYPE = 'vigil.session';
/** A live session changes many times a second; the page is told at most this often, in ms. */
const REFRESH_MS = 250;

export interface SessionPanelParts {
  engine: EngineClient;
  extensionUri: vscode.Uri;
  log: vscode.LogOutputChannel;
  /** The person's home folder, which is no project. */
  home: string;
  /** How a page writes times. */
  place: () => Place;
}

/** What a link into a panel leads to. */
export interface PlaceInPanel {
  tab: SessionTab;
  turn: number | null;
}

/** The Session panels: one for each session that is open. */
export interface SessionPanels extends vscode.Disposable {
  /** Opens the session's panel, or shows the one that is open. `title` is what its tab says at first. */
  show(id: string, title?: string | null, at?: PlaceInPanel): void;
}

/** Keeps the panels, brings them back after a reload of the window, and refreshes those that are visible. */
export function createSessionPanels(parts: SessionPanelParts): SessionPanels {
  const panels = new Map<string, { panel: vscode.WebviewPanel; outbox: Outbox<ToPage> }>();
  const subscriptions: vscode.Disposable[] = [];
  const show = (id: string, title: string | null = null, at?: PlaceInPanel): void => {
    const open = panels.get(id);
    if (open) {
      open.panel.reveal();
      if (at !== undefined) open.outbox.send({ kind: 'show', tab: at.tab, turn: at.turn });
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      VIEW_TYPE,
      tabTitle(title ?? id),
      vscode.ViewColumn.Active,
      { enableFindWidget: true },
    );
    adopt(panel, PageState.parse({ id, tab: at?.tab, turn: at?.turn ?? undefined }));
  };

  function adopt(panel: vscode.WebviewPanel, state: PageState): void {
    const outbox = createOutbox<ToPage>(panel);
    panels.set(state.id, { panel, outbox });
    const session = attach(panel, state, outbox, parts, show);
    panel.onDidDispose(() => {
      panels.delete(state.id);
      outbox.dispose();
      session.dispose();
    });
  }

  subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, saved: unknown) {
        const state = PageState.safeParse(saved);
        if (!state.success || panels.has(state.data.id)) panel.dispose();
        else adopt(panel, state.data);
      },
    }),
  );
  return {
    show,
    dispose() {
      for (const { panel } of panels.values()) panel.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

const tabTitle = (text: string): string => vscode.l10n.t('Session {0}', clip(text, 40));

/** Opens a file a log names, if it lies in one of the session's folders. */
async function openFile(path: string, line: number | null, folders: readonly string[]): Promise<void> {
  const file = await fileInside(path, folders, openFolders());
  if (file === null)
    throw new Error(
      vscode.l10n.t(
        '{0} is not there, or lies outside the project of this session, so it is not opened.',
        clip(path, 300),
      ),
    );
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    preview: true,
    ...(line === null ? {} : { selection: new vscode.Range(at, at) }),
  });
}

/** Makes a panel the panel of one session. */
function attach(
  panel: vscode.WebviewPanel,
  state: PageState,
  outbox: Outbox<ToPage>,
  { engine, extensionUri, log, home, place: times }: SessionPanelParts,
  show: (id: string) => void,
): vscode.Disposable {
  const { webview } = panel;
  const { id } = state;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(dist, ...name.split('/'))).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  panel.iconPath = tabIcon(extensionUri, 'eye');
  webview.html = pageHtml({
    title: tabTitle(id),
    cspSource: webview.cspSource,
    script: file('webview/session.js'),
    styles: [file('webview/session-style.css')],
    codicons: file('codicon.css'),
    initialState: state,
    place: times(),
  });
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** State of the session as the page has it; null when it is not known. */
  let shown: LiveState | null = null;
  /** Folders files may be opened in. */
  let folders: string[] = [];

  const post = (message: ToPage): void => void webview.postMessage(message);
  const guarded = async (work: () => Promise<void>, question: number | null = null): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      post({ kind: 'failed', id: question, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const sendSession = (): Promise<void> =>
    guarded(async () => {
      const detail = await engine.call('session', { id });
      if (closed) return;
      if (detail !== null) panel.title = tabTitle(detail.row.title ?? id.slice(0, 8));
      folders = projectFolders([detail?.figures.project, detail?.figures.repository], home, openFolders());
      shown = detail?.row.state ?? null;
      post({ kind: 'session', detail });
    });

  let sending = false;
  let again = false;
  /** Sends the session, one answer at a time: a long session takes longer than the pause between two. */
  const refresh = (): void => {
    again = sending;
    if (sending) return;
    sending = true;
    void sendSession().finally(() => {
      sending = false;
      if (again && panel.visible) refresh();
    });
  };

  const answer = async (message: FromPage): Promise<void> => {
    switch (message.kind) {
      case 'ready': {
        const there = outbox.shown();
        await sendSession();
        return outbox.ready(there);
      }
      case 'ask': {
        // The engine checks the arguments of every call.
        const args = { ...Object(message.args), id };
        return post({
          kind: 'answer',
          id: message.id,
          result: await engine.call(message.call, args as never),
        });
      }
      case 'openLine':
        return void (await vscode.commands.executeCommand('vigil.openLog', id, message.at, message.file));
      case 'openSession':
        return show(message.id);
      case 'showEdit': {
        const { kind: _kind, ...place } = message;
        const edit = await engine.call('edit', { id, ...place });
        if (edit === null) throw new Error(vscode.l10n.t('The log of this edit can no longer be read.'));
        return showEdit(id, place.file, place.at, place.tool, edit.path);
      }
      case 'openFile':
        return openFile(message.path, message.line, folders);
      case 'resume':
        return void (await vscode.commands.executeCommand('vigil.resume', id));
      case 'copyResume':
        return void (await vscode.commands.executeCommand('vigil.copyResume', id));
    }
  };

  return vscode.Disposable.from(
    webview.onDidReceiveMessage((message: unknown) => {
      const checked = FromPage.safeParse(message);
      if (checked.success)
        void guarded(() => answer(checked.data), checked.data.kind === 'ask' ? checked.data.id : null);
      else log.warn(`The session page sent something it may not: ${checked.error.message}`);
    }),
    engine.onNotice((notice) => {
      if (!panel.visible || !concerns(notice)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh();
      }, REFRESH_MS);
    }),
    new vscode.Disposable(() => {
      closed = true;
      clearTimeout(timer);
    }),
  );

  /** True when the page shows what is no longer so. */
  function concerns(notice: Notice): boolean {
    const own = id.split('/')[0] ?? id;
    if (notice.notice === 'changed') return notice.ids.includes(own);
    if (notice.notice === 'reset') return true;
    // A session that falls silent ages without a change; one that is in no list of the living has ended.
    if (notice.notice !== 'live' || shown === null || id !== own) return false;
    return shown !== (notice.sessions.find(({ row }) => row.id === id)?.row.state ?? 'ended');
  }
}
