import * as vscode from 'vscode';
import { t } from '../l10n/texts';
import { errorText } from '../l10n/errorText';
import { GROUPINGS } from '../questions/shared/lists';
import type { SessionRow } from '../library/sessionRow';
import type { AlertInbox } from './alerts/alertInbox';
import type { AlertsView } from './alerts/alertsView';
import type { Dashboard } from './panels/dashboardPanel';
import { alertCommands } from './alerts/alertCommands';
import { archiveCommands } from './engine/archiveCommands';
import { SEVERITY_ICON } from '../signals/severityWords';
import type { CommandId } from './commandIds';
import { resumeCommand } from './claudeCode/resumeCommand';
import type { EngineClient } from './engine/engineClient';
import { logDocument } from './editors/logDocuments';
import type { ClaudeSetUp } from './claudeCode/claudeSetUp';
import type { Connections } from './claudeCode/connectClaude';
import { showConfiguration } from './engine/configuration';
import { filterSessions } from './sessions/filterSessions';
import { generateReport, type ReportParts } from './export/reportCommand';
import type { Reports } from './export/reports';
import type { Sample } from './engine/sample';
import { dateAndClock, type TimeFormat } from '../usage/times';
import { clip } from '../log/visible';
import { costText } from '../usage/format';
import { plainLabel } from './shared/labels';
import { sessionAddress } from '../pages/links';
import { openFolders } from './shared/openFolders';
import type { LiveNode } from './sessions/liveView';
import { markCommands } from './sessions/markCommands';
import { setBudget } from './engine/setBudget';
import { importPrices } from './engine/importPrices';
import { resume } from './claudeCode/resume';
import { reviewSessions } from './editors/review';
import { searchConversations, searchIndexCommands, type OpenMessage } from './sessions/searchConversations';
import type { SessionsTree } from './sessions/sessionsTree';
import { PAGE, type GroupNode, type TreeNode } from './sessions/treeModel';
import type { OtherSideCommand } from './claudeCode/otherSideCommand';
import { Refusal } from './shared/refusal';
import { toggleSetting } from './shared/userSettings';
import type { Settings } from '../settings/settings';
import { baseName } from '../log/folders';

export interface CommandParts {
  engine: EngineClient;
  log: vscode.LogOutputChannel;
  extensionId: string;
  timeFormat: () => TimeFormat;
  memory: vscode.Memento;
  now: () => number;
  openDashboard: Dashboard['show'];
  reports: Reports;
  sample: Sample;
  /** Opens the panel of a session; `row` is given where it is known. */
  openPanel: (id: string, row: SessionRow | null) => void;
  /** Opens what was said in a turn of a session. */
  openTurn: (id: string, turn: number | null) => void;
  openMessage: OpenMessage;
  /** The live session the badge speaks of; null for none. */
  liveSession: () => string | null;
  tree: SessionsTree;
  inbox: AlertInbox;
  alerts: AlertsView;
  settings: () => Settings;
  otherSide: OtherSideCommand;
  claude: ClaudeSetUp;
  connections: Connections;
}

/** What a command may be given: nothing, a session id, or a tree's node of a session. */
type Target = string | TreeNode | LiveNode | undefined;

/** Sessions offered when a command needs one and was given none. */
const PICK_LIMIT = 200;

const reportParts = (parts: CommandParts): ReportParts => ({
  reports: parts.reports,
  memory: parts.memory,
  now: parts.now,
  timeZone: () => parts.timeFormat().timeZone,
  folders: openFolders,
  projects: async () =>
    (await parts.engine.call('filterChoices', { range: 'all', scope: '', query: '' })).projects,
  askSession: async () => (await pickSession(parts, t('Session the report is about, newest first')))?.id,
});

/** Registers all commands. One that cannot do what was asked says why; one that fails says so once, too, and writes the error to the log. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { engine, log } = parts;
  /** A command for a session: the one it is given, else one that the person chooses. */
  const forSession =
    (work: (chosen: Chosen) => unknown) =>
    async (target: Target): Promise<void> => {
      const chosen = await sessionOf(parts, target);
      if (chosen) await work(chosen);
    };
  const handlers: Record<CommandId, (...args: never[]) => unknown> = {
    'vigil.openDashboard': (place: unknown, more?: { query?: unknown }) =>
      parts.openDashboard(
        typeof place === 'string' ? place : undefined,
        typeof more?.query === 'string' ? { query: more.query } : {},
      ),
    'vigil.openSession': forSession(({ id, row }) => parts.openPanel(id, row)),
    'vigil.openLog': async (target: Target, at?: number, file?: number) => {
      const chosen = await sessionOf(parts, target);
      if (chosen)
        await openLog(
          engine,
          chosen.id,
          typeof at === 'number' ? at : 0,
          typeof file === 'number' ? file : 0,
        );
    },
    'vigil.openTurn': (id: unknown, turn: unknown) => {
      if (typeof id !== 'string') return;
      parts.openTurn(id, typeof turn === 'number' && Number.isInteger(turn) && turn >= 0 ? turn : 0);
    },
    'vigil.generateReport': () => generateReport(reportParts(parts)),
    'vigil.saveReport': () => parts.reports.save(),
    'vigil.copyReport': () => parts.reports.copy(),
    'vigil.saveReportAsHtml': () => parts.reports.saveHtml(),
    'vigil.refresh': async () => {
      engine.start();
      await engine.call('refresh', {});
      parts.tree.reset();
    },
    'vigil.cancelIngest': () => engine.call('cancelIngest', null),
    'vigil.copySessionId': forSession(({ id }) => copy(id)),
    'vigil.copyResume': forSession(({ id }) => copy(resumeCommand(id))),
    'vigil.copyLink': forSession(({ id }) =>
      copy(sessionAddress(vscode.env.uriScheme, parts.extensionId, id)),
    ),
    'vigil.resume': forSession(({ id }) => resume(engine, id)),
    'vigil.compareSessions': async (_target: Target, nodes?: readonly TreeNode[]) => {
      const [a, b] = (await twoSessions(parts, nodes)) ?? [];
      if (a !== undefined && b !== undefined) parts.openDashboard('compare', { compare: { a, b } });
    },
    'vigil.reviewChanges': (target: Target, nodes?: readonly TreeNode[]) =>
      reviewChanges(parts, target, nodes),
    'vigil.groupSessions': () => groupSessions(parts),
    'vigil.filterSessions': () => filterSessions(engine, parts.tree),
    'vigil.clearFilter': () => parts.tree.setView({ query: '' }),
    'vigil.findSession': async () => {
      await vscode.commands.executeCommand('vigil.sessions.focus');
      await vscode.commands.executeCommand('list.find');
    },
    'vigil.searchLogs': () =>
      searchConversations({
        engine,
        timeFormat: parts.timeFormat,
        openMessage: parts.openMessage,
        openSession: (id) => parts.openPanel(id, null),
        openPage: (search) => parts.openDashboard('search', { search }),
      }),
    ...searchIndexCommands(engine),
    'vigil.openLive': async () => {
      const id = parts.liveSession();
      if (id !== null) return parts.openPanel(id, null);
      vscode.window.setStatusBarMessage(t('No Claude Code session is running in this workspace'), 3_000);
    },
    'vigil.openTranscript': async (target: Target, at?: unknown, file?: unknown) => {
      const chosen = await sessionOf(parts, target);
      if (chosen === null) return;
      // A menu gives the other selected rows there.
      if (typeof at !== 'number') return parts.openTurn(chosen.id, null);
      await parts.openMessage(chosen.id, at, typeof file === 'number' ? file : 0);
    },
    ...markCommands<Target>(engine, async (target) => {
      const chosen = await sessionOf(parts, target);
      if (chosen === null || chosen.row !== null) return chosen?.row ?? null;
      throw new Refusal(t('Choose the session in the Sessions view.'));
    }),
    ...alertCommands(parts.inbox, parts.alerts, parts.settings, parts.now),
    'vigil.trySample': () => parts.sample.tryIt(),
    'vigil.leaveSample': () => parts.sample.leave(),
    'vigil.addFolder': () => parts.otherSide.addFolder(),
    'vigil.sessionsOfFile': (target: unknown) => sessionsOfFile(parts, target),
    'vigil.copyShapes': forSession(async ({ id }) => {
      const shapes = await engine.call('unknownShapes', { id });
      if (shapes === null) throw new Refusal(t('The log of this session was deleted.'));
      await copy(shapes);
    }),
    'vigil.importPrices': () => importPrices(engine),
    ...archiveCommands(engine),
    'vigil.addOtherSide': () => parts.otherSide.add(),
    'vigil.showLog': () => log.show(),
    'vigil.showConfiguration': showConfiguration,
    'vigil.toggleEditMarks': () =>
      toggleSetting('editor.markEdits', t('Edit warnings are shown'), t('Edit warnings are hidden')),
    'vigil.toggleTerminalCommand': () =>
      toggleSetting(
        'terminal.addCommand',
        t('New terminals have the vigil command'),
        t('New terminals have no vigil command'),
      ),
    'vigil.setUpClaude': () => parts.claude.setUp(),
    'vigil.saveTemplate': () => parts.claude.save(),
    'vigil.connectClaude': () => parts.connections.choose(),
    'vigil.setBudget': setBudget,
    'vigil.openSettings': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${parts.extensionId}`),
  };
  const guarded = Object.entries(handlers).map(([id, run]) =>
    vscode.commands.registerCommand(id, guard(log, run)),
  );
  const showMore = vscode.commands.registerCommand('vigil.showMore', guard(log, parts.tree.showMore));
  return vscode.Disposable.from(...guarded, showMore);
}

function guard(log: vscode.LogOutputChannel, run: (...args: never[]) => unknown) {
  return async (...args: unknown[]) => {
    try {
      // VS Code gives whatever the caller passed; each handler checks what it uses.
      await run(...(args as never[]));
    } catch (error) {
      // It may name what a log names.
      const message = clip(errorText(error), 500);
      if (error instanceof Refusal) {
        log.info(message);
        return void vscode.window.showWarningMessage(message);
      }
      log.error(error instanceof Error ? error : String(error));
      const showLog = t('Show Details');
      void vscode.window.showErrorMessage(`Vigil: ${message}`, showLog).then((chosen) => {
        if (chosen === showLog) log.show();
      });
    }
  };
}

/** The session a command is for; `row` where it is known. */
interface Chosen {
  id: string;
  row: SessionRow | null;
}

async function sessionOf(parts: CommandParts, target: Target): Promise<Chosen | null> {
  if (typeof target === 'string') return { id: target, row: null };
  if (target?.kind === 'session') return { id: target.row.id, row: target.row };
  const row = await pickSession(parts, t('Choose a session, newest first'));
  return row && { id: row.id, row };
}

/** Asks for a session; `purpose` says what for. Those in `but` are not offered. */
async function pickSession(
  { engine, timeFormat }: CommandParts,
  purpose: string,
  but: readonly string[] = [],
): Promise<SessionRow | null> {
  const pick = engine.call('sessions', { state: 'all', offset: 0, limit: PICK_LIMIT }).then((found) => {
    const rows = found.rows.filter(({ id }) => !but.includes(id));
    // It takes the place of a list with nothing in it.
    if (rows.length === 0) throw new Refusal(t('No Claude Code session found.'));
    return rows.map((row) => pickItem(row, timeFormat()));
  });
  const chosen = await vscode.window.showQuickPick(pick, {
    placeHolder: purpose,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.row ?? null;
}

/** Lists the sessions that changed a file: the one given by a menu (of the Explorer or of source control), else the one in the editor. */
async function sessionsOfFile(parts: CommandParts, target: unknown): Promise<void> {
  const uri = fileIn(target) ?? vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') throw new Refusal(t('Open a file, or choose one in the Explorer.'));
  const rows = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Looking for sessions') },
    () => parts.engine.call('fileSessions', { path: uri.fsPath }),
  );
  const name = baseName(uri.fsPath);
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(t('No recent session changed {0}.', name));
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    rows.map((row) => pickItem(row, parts.timeFormat())),
    { placeHolder: t('Sessions that changed {0}, newest first', name), matchOnDetail: true },
  );
  if (chosen !== undefined) parts.openPanel(chosen.row.id, chosen.row);
}

/** The file in what a menu gives: a Uri, or a resource of source control. */
function fileIn(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target !== 'object' || target === null || !('resourceUri' in target)) return undefined;
  return target.resourceUri instanceof vscode.Uri ? target.resourceUri : undefined;
}

async function groupSessions({ tree }: CommandParts): Promise<void> {
  const words = {
    recency: t('Recency'),
    project: t('Project'),
    day: t('Day'),
    severity: t('Severity'),
    branch: t('Branch'),
  };
  const chosen = await vscode.window.showQuickPick(
    GROUPINGS.map((by) => ({
      by,
      label: words[by],
      description: by === tree.view().by ? '$(check)' : '',
    })),
    { placeHolder: t('Group sessions by') },
  );
  if (chosen !== undefined) await tree.setView({ by: chosen.by });
}

/** Two sessions to compare: those selected in the tree, else two that are picked. */
async function twoSessions(
  parts: CommandParts,
  nodes: readonly TreeNode[] | undefined,
): Promise<string[] | undefined> {
  const selected = (nodes ?? []).flatMap((node) => (node.kind === 'session' ? [node.row.id] : []));
  const ids = [...new Set(selected)].slice(0, 2);
  while (ids.length < 2) {
    const purpose =
      ids.length === 0
        ? t('First session to compare, newest first')
        : t('Second session to compare, newest first');
    const row = await pickSession(parts, purpose, ids);
    if (row === null) return undefined;
    ids.push(row.id);
  }
  return ids;
}

/** Shows what sessions changed: those of a group or day of the Sessions view, those selected there, else the one that is chosen. */
async function reviewChanges(
  parts: CommandParts,
  target: Target,
  nodes: readonly TreeNode[] | undefined,
): Promise<void> {
  const ids = await sessionsToReview(parts, target, nodes);
  const chosen = ids.length > 0 ? null : await sessionOf(parts, target);
  if (chosen !== null) ids.push(chosen.id);
  if (ids.length > 0)
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Reading what was changed') },
      () => reviewSessions(parts.engine, ids),
    );
}

async function sessionsToReview(
  parts: CommandParts,
  target: Target,
  nodes: readonly TreeNode[] | undefined,
): Promise<string[]> {
  if (typeof target === 'object' && target.kind === 'group') return idsOf(parts, target);
  if (typeof target === 'object' && target.kind === 'day') return target.sessions.map(({ row }) => row.id);
  return (nodes ?? []).flatMap((node) => (node.kind === 'session' ? [node.row.id] : []));
}

/** The newest sessions of a group, as the tree lists them. */
async function idsOf({ engine, tree }: CommandParts, { group: { group } }: GroupNode): Promise<string[]> {
  const found = await engine.call('sessions', {
    ...tree.view(),
    group,
    state: 'all',
    offset: 0,
    limit: PAGE,
  });
  return found.rows.map(({ id }) => id);
}

function pickItem(row: SessionRow, timeFormat: TimeFormat): vscode.QuickPickItem & { row: SessionRow } {
  const facts = [dateAndClock(row.endedAt, timeFormat), costText(row)];
  return {
    row,
    label: `$(${SEVERITY_ICON[row.severity]}) ${plainLabel(clip(row.name, 120))}`,
    description: row.project === null ? '' : plainLabel(clip(baseName(row.project), 80)),
    detail: facts.filter(Boolean).join(' · '),
  };
}

async function openLog(engine: EngineClient, id: string, at: number, file: number): Promise<void> {
  const place = await engine.call('logLine', { id, at, file });
  if (!place) throw new Refusal(t('The log of session {0} was deleted or replaced.', id));
  const position = new vscode.Position(Math.max(0, place.line - 1), 0);
  const uri = place.copy ? logDocument(place.file, id, file) : vscode.Uri.file(place.file);
  // Not `showTextDocument`: extensions are not given documents of more than 50 MB, and logs grow larger.
  await vscode.commands.executeCommand('vscode.open', uri, {
    selection: new vscode.Range(position, position),
    preview: true,
  } satisfies vscode.TextDocumentShowOptions);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Copied: {0}', clip(text.replace(/\s+/g, ' '), 60)), 3_000);
}
