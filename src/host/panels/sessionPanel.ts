import { conversationOf, withAgent } from '../../session/sessionId';
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { LiveState } from '../../library/sessionRow';
import type { Notice } from '../../engine/protocol';
import { FromPage, type Askable, type ToPage } from '../../pages/session/contract';
import { PageState, type SessionTab } from '../../pages/session/state';
import { prefetched } from './prefetched';
import { clip, bidiIsolated } from '../../log/visible';
import { sessionAddress } from '../../pages/links';
import { showEdit } from '../editors/logDocuments';
import { createRenderer, exportSession, type Renderer } from '../export/exportSession';
import { openFolders } from '../shared/openFolders';
import { paced } from '../shared/pace';
import { createPanels, type Page, type PageLink, type PanelParts } from './pagePanel';
import { fileInside, projectFolders } from '../editors/projectFiles';
import { Refusal } from '../shared/refusal';
import { hasOfficialExtension, resumeInExtension } from '../claudeCode/resume';
import { filesNow, review } from '../editors/review';

/** A live session changes many times a second; the page is told at most this often, in ms. */
const REFRESH_MS = 250;

export interface SessionPanelParts extends PanelParts {
  /** The person's home folder, which is no project. */
  home: string;
  /** Vigil's own id, for links. */
  extensionId: string;
}

/** What a link into a panel leads to. */
export interface PlaceInPanel {
  tab: SessionTab;
  turn: number | null;
  /** Of the transcript; of a row of several steps one. */
  row?: number;
  step?: number | null;
}

/** The Session panels: one for each session that is open. */
export interface SessionPanels extends vscode.Disposable {
  /** Opens the session's panel, or shows the one that is open. `title` is what its tab says at first. */
  show(id: string, title?: string | null, at?: PlaceInPanel): void;
}

/** Keeps the panels, brings them back after a reload of the window, and refreshes those that are visible. */
export function createSessionPanels(parts: SessionPanelParts): SessionPanels {
  const panels = createPanels<PageState, ToPage, Askable, Own>(
    {
      viewType: 'vigil.session',
      name: 'session',
      icon: 'eye',
      title: ({ id }) => unnamed(id),
      FromPage,
      keyOf: ({ id }) => id,
      restored: (saved) => PageState.safeParse(saved).data ?? null,
      options: { enableFindWidget: true },
      make: (link, { id }) => sessionPage(id, link, parts, show),
    },
    parts,
  );
  const show = (id: string, title: string | null = null, at?: PlaceInPanel): void => {
    const open = panels.reveal(id);
    if (open === null)
      panels.open(
        PageState.parse({ id, tab: at?.tab, turn: at?.turn ?? undefined, row: at?.row, step: at?.step }),
        title === null ? unnamed(id) : tabTitle(title),
      );
    else if (at !== undefined) open.send({ kind: 'show', ...at, row: at.row ?? null, step: at.step ?? null });
  };
  return { show, dispose: panels.dispose };
}

const tabTitle = (name: string): string => bidiIsolated(clip(name, 48));
/** Until its name is known. */
const unnamed = (id: string): string => t('Session {0}', clip(id, 40));

/** Opens a file a log names, if it lies in one of the session's folders. */
async function openFile(path: string, line: number | null, folders: readonly string[]): Promise<void> {
  const file = await fileInside(path, folders, openFolders());
  if (file === null)
    throw new Refusal(
      t('{0} is not opened: it does not exist, or is outside the project of this session.', clip(path, 300)),
    );
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    preview: true,
    ...(line === null ? {} : { selection: new vscode.Range(at, at) }),
  });
}

const MARKS = { star: { starred: true }, unstar: { starred: false } };

/** Keeps a star, or has the command ask for a name or a note. */
async function mark(
  engine: SessionPanelParts['engine'],
  id: string,
  what: 'star' | 'unstar' | 'rename' | 'note',
): Promise<void> {
  if (what === 'star' || what === 'unstar')
    return void (await engine.call('markSession', { id, ...MARKS[what] }));
  const row = (await engine.call('session', { id }))?.row;
  if (row === undefined) throw new Refusal(t('This session’s log is not on disk.'));
  const command = what === 'rename' ? 'vigil.renameSession' : 'vigil.noteSession';
  await vscode.commands.executeCommand(command, { kind: 'session', row });
}

type Own = Exclude<FromPage, { kind: 'ready' | 'ask' }>;
type Looked = Extract<ToPage, { kind: 'session' }>;

interface Around extends Pick<SessionPanelParts, 'engine' | 'extensionUri' | 'extensionId'> {
  id: string;
  /** Folders files may be opened in. */
  folders: readonly string[];
  renderer: Renderer;
  show: (id: string) => void;
}

async function act(
  message: Own,
  { id, engine, folders, renderer, extensionUri, extensionId, show }: Around,
): Promise<unknown> {
  switch (message.kind) {
    case 'openLine':
      return vscode.commands.executeCommand(
        'vigil.openLog',
        withAgent(id, message.of),
        message.at,
        message.file,
      );
    case 'openMessage':
      return vscode.commands.executeCommand(
        'vigil.openTranscript',
        withAgent(id, message.of),
        message.at,
        message.file,
      );
    case 'openSession':
      return show(message.id);
    case 'showEdit': {
      const { kind: _kind, of: subAgent, ...place } = message;
      const whose = withAgent(id, subAgent);
      const edit = await engine.call('edit', { id: whose, ...place });
      if (edit === null) throw new Refusal(t('The log of this edit can no longer be read.'));
      return showEdit(whose, place.file, place.at, place.tool, edit.path);
    }
    case 'openFile':
      return openFile(message.path, message.line, folders);
    case 'review':
      return review(engine, { id, turn: message.turn, path: message.path });
    case 'copy':
      await vscode.env.clipboard.writeText(message.text);
      return;
    case 'export':
      return exportSession({ engine, id, format: message.format, renderer, extensionUri });
    case 'rendered':
      return renderer.take(message);
    case 'resumeInExtension':
      return resumeInExtension(id);
    case 'copyLink':
      return vscode.env.clipboard.writeText(
        sessionAddress(vscode.env.uriScheme, extensionId, id, message.turn),
      );
    case 'resume':
      return vscode.commands.executeCommand('vigil.resume', id);
    case 'mark':
      return mark(engine, id, message.what);
    case 'copyResume':
      return vscode.commands.executeCommand('vigil.copyResume', id);
  }
}

function sessionPage(
  id: string,
  { panel, post, guarded }: PageLink<ToPage>,
  { engine, home, extensionUri, extensionId }: SessionPanelParts,
  show: (id: string) => void,
): Page<Askable, Own> {
  let closed = false;
  /** State of the session as the page has it; null when it is not known. */
  let shown: LiveState | null = null;
  /** Folders files may be opened in. */
  let folders: string[] = [];
  let looks = 0;
  const look = async (): Promise<Looked> => ({
    kind: 'session',
    look: ++looks,
    detail: await engine.call('session', { id }),
    extension: hasOfficialExtension(),
  });
  const tell = (session: Looked): void => {
    if (closed) return;
    const { detail } = session;
    if (detail !== null) panel.title = tabTitle(detail.row.name);
    folders = projectFolders([detail?.figures.project, detail?.figures.repository], home, openFolders());
    shown = detail?.row.state ?? null;
    post(session);
  };
  // What a page asks first is worked out while it is loaded, which takes longer. It is told at once: VS Code keeps what is sent to a page
  // until it is loaded, and what a page asks is not answered before either.
  const first = look();
  const head = prefetched(first);
  const story = prefetched(engine.relay('story', { id }));
  void first.then(tell, () => undefined);

  const sendSession = (): Promise<void> => guarded(async () => tell((await head.take()) ?? (await look())));
  const renderer = createRenderer(post, () => panel.visible);
  const hidden = panel.onDidChangeViewState(() => {
    // A page that is hidden is gone, and what it was rendering with it.
    if (!panel.visible) renderer.dispose();
  });
  // A long session takes longer to tell than the pause between two.
  const refreshing = paced(() => panel.visible, sendSession, REFRESH_MS);

  return {
    ask: async (call, args) =>
      (call === 'story' ? await story.take() : null) ??
      engine.relay(call, {
        ...Object(args),
        id,
        ...(call === 'stillThere' ? { files: await filesNow(engine, id, folders) } : {}),
      }),
    ready: sendSession,
    take: (message) => act(message, { id, engine, folders, renderer, extensionUri, extensionId, show }),
    notice(notice) {
      if (!isAbout(id, notice, shown)) return;
      head.drop();
      story.drop();
      refreshing.soon();
    },
    dispose() {
      closed = true;
      hidden.dispose();
      renderer.dispose();
      refreshing.dispose();
    },
  };
}

/** True when a page that shows a session in this state shows what is no longer so. */
function isAbout(id: string, notice: Notice, shown: LiveState | null): boolean {
  const own = conversationOf(id);
  if (notice.notice === 'changed') return notice.ids.includes(own);
  if (notice.notice === 'reset') return true;
  // A session that falls silent ages without a change; one that is in no list of the living has ended.
  if (notice.notice !== 'live' || shown === null || id !== own) return false;
  return shown !== (notice.sessions.find(({ row }) => row.id === id)?.row.state ?? 'ended');
}
