/** Composition root of the extension: creates the parts and connects them. No I/O: the engine starts after activation. */
import './pages/jitless';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { VigilApi } from './api';
import type { EngineStart, Notice } from './engine/protocol';
import type { LiveSession } from './library/sessionRow';
import { createAlertInbox } from './host/alerts/alertInbox';
import { createAlertsView } from './host/alerts/alertsView';
import { createApi } from './host/integrations/api';
import { badgeOf } from './badge/badge';
import { openFolders } from './host/shared/openFolders';
import { registerCommands } from './host/commands';
import { createDashboard } from './host/panels/dashboardPanel';
import { createReports } from './host/export/reports';
import { createSample } from './host/engine/sample';
import { createEditMarks } from './host/editors/editMarks';
import { createEngineClient, ENGINE_GAVE_UP, type EngineClient } from './host/engine/engineClient';
import type { PagePlace } from './pages/place';
import { dayOf, type TimeFormat } from './usage/times';
import { createIngestProgress } from './host/sessions/ingestProgress';
import { parseLink } from './pages/links';
import { createLiveView } from './host/sessions/liveView';
import { registerLogDocuments } from './host/editors/logDocuments';
import { registerChangedFiles } from './host/editors/review';
import { newDays } from './host/shared/newDays';
import { registerReadOnlyTexts } from './host/shared/readOnlyTexts';
import { createNotifications } from './host/alerts/notifications';
import { registerAgentTools } from './host/integrations/agentTools';
import { newClaudeSetUp } from './host/claudeCode/claudeSetUp';
import { newConnections } from './host/claudeCode/connectClaude';
import { createOtherSide } from './host/claudeCode/otherSideCommand';
import { createProblems } from './host/engine/problems';
import { openMessageIn } from './host/sessions/searchConversations';
import { createSessionPanels } from './host/panels/sessionPanel';
import { createSessionsTree } from './host/sessions/sessionsTree';
import { readSettings, settingOf, tellBadSetting } from './host/engine/settings';
import { createStatusBar } from './host/statusBar/statusBar';
import { offerInTerminals } from './host/integrations/terminal';
import { useTexts } from './l10n/texts';
import { rootsOf } from './log/roots';
import { zoneOfMachine } from './session/zones';
import { signals } from './signals/registry';
import type { Spend } from './usage/budget';

let engine: EngineClient | null = null;

/** Gives other extensions what `src/api.ts` promises. */
export function activate(context: vscode.ExtensionContext): VigilApi {
  useTexts(vscode.l10n.bundle ?? {}, vscode.env.language);
  const log = vscode.window.createOutputChannel('Vigil', { log: true });
  const problem = createProblems(log);
  const settings = readSettings((bad) => tellBadSetting(problem, bad), homedir());
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const timeZone = (): string => settings.current().timezone || zoneOfMachine();

  const sample = createSample();
  const storage = (): string => settings.current().storage || context.globalStorageUri.fsPath;
  const startUsual = (): EngineStart => ({
    storage: storage(),
    home: homedir(),
    claudeConfigDir: process.env['CLAUDE_CONFIG_DIR'] ?? null,
    xdgConfigHome: process.env['XDG_CONFIG_HOME'] ?? null,
    wasmFolder: context.asAbsolutePath('dist'),
    settings: settings.current(),
  });
  const startWith = (): EngineStart => sample.startWith(startUsual());
  // No notifications until all logs are read: a session may look worse than it is, and the last known state may be outdated.
  let reading = true;
  const client = createEngineClient({
    script: context.asAbsolutePath('dist/engine.worker.cjs'),
    startWith() {
      reading = true;
      return startWith();
    },
  });
  engine = client;

  const timeFormat = (): TimeFormat => ({ locale: vscode.env.language, timeZone: timeZone() });
  // A page may run on another machine than the logs. It gets the time zone, so that all show the same times.
  const pagePlace = (): PagePlace => ({ ...timeFormat(), sample: sample.isOn() });
  const statusBar = createStatusBar({
    words: signals,
    ignoreCase,
    now: () => Date.now(),
    timeFormat,
    settings: settings.current(),
  });
  const onError = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  const inbox = createAlertInbox(context.globalState, client, onError);
  const marks = createEditMarks({
    engine: client,
    extensionUri: context.extensionUri,
    enabled: () => settings.current().editor.markEdits,
    timeFormat,
    onError,
  });
  const live = createLiveView({ ignoreCase, timeFormat, now: () => Date.now() });
  const alerts = createAlertsView({
    engine: client,
    inbox,
    ignoreCase,
    timeFormat,
    now: () => Date.now(),
    onError,
  });
  const claude = newClaudeSetUp(() => join(storage(), 'templates'));
  const connections = newConnections(() => ({
    home: homedir(),
    configDir: process.env['CLAUDE_CONFIG_DIR'] ?? null,
    launched: {
      node: process.execPath,
      cli: context.asAbsolutePath('dist/cli.cjs'),
      store: storage(),
    },
    isWindows: process.platform === 'win32',
  }));
  const otherSide = createOtherSide({
    machine: {
      platform: process.platform,
      release: release(),
      localAppData: process.env['LOCALAPPDATA'] ?? null,
    },
    rootsNow: () => rootsToRead(startWith()),
    onError,
  });
  const tree = createSessionsTree(client.call, {
    ignoreCase,
    timeZone,
    now: () => Date.now(),
    memory: context.workspaceState,
    onError,
    onEmpty: otherSide.look,
  });
  const progress = createIngestProgress(() => void client.call('cancelIngest', null));
  const notifications = createNotifications({
    memory: context.globalState,
    ignoreCase,
    settings: settings.current,
    timeFormat,
    now: () => Date.now(),
    openSession: (id) => panels.show(id),
    openMessage: (id, at, file) => openMessage(id, at, file),
    sample,
  });
  const panels = createSessionPanels({
    engine: client,
    extensionUri: context.extensionUri,
    log,
    home: homedir(),
    extensionId: context.extension.id,
    place: pagePlace,
  });

  const days = newDays(() => dayOf(Date.now(), timeZone()));
  const openMessage = openMessageIn(client, (id, at) => panels.show(id, null, at));
  const reports = createReports(client);
  const dashboard = createDashboard({
    reports,
    engine: client,
    extensionUri: context.extensionUri,
    log,
    openSession: (id) => panels.show(id),
    openMessage,
    inbox,
    onNewDay: days.event,
    place: pagePlace,
  });
  sample.connect({
    bundled: context.extensionPath,
    storage: context.globalStorageUri.fsPath,
    now: () => Date.now(),
    restart: client.restart,
    show: () => dashboard.show('home', { query: '' }),
  });

  const others = createApi(client, sample.mayTell);
  let latest: { sessions: readonly LiveSession[]; spend: Spend | null } = { sessions: [], spend: null };

  const onNotice = (notice: Notice): void => {
    switch (notice.notice) {
      case 'live':
        statusBar.setLive(notice);
        latest = notice;
        if (!reading) notifications.setLive(notice);
        return live.setLive(notice.sessions);
      case 'changed':
        return tree.changed(notice.ids);
      case 'notKept':
        return statusBar.setKeeping(notice.notKept);
      case 'reset':
        return tree.reset();
      case 'progress':
        progress.update(notice.progress);
        statusBar.setReading(notice.progress);
        reading = notice.progress.running;
        if (!reading) notifications.setLive(latest);
        tree.setReading(notice.progress.running);
        // Only after the first reading is it known that there are no sessions.
        if (!notice.progress.running) void vscode.commands.executeCommand('setContext', 'vigil.known', true);
        return void vscode.commands.executeCommand('setContext', 'vigil.reading', notice.progress.running);
      case 'problem':
        problem(notice.problem, settingOf(notice.problem));
        if (notice.problem.code !== ENGINE_GAVE_UP) return;
        statusBar.setStopped(true);
        tree.setStopped();
    }
  };

  const followLink = ({ path, query }: vscode.Uri): void => {
    const link = parseLink(path, query);
    if (link === null) return log.warn(`No place in Vigil has this address: ${path}`);
    if (link.to === 'session') return panels.show(link.id, null, link);
    dashboard.show(link.place, link.query === undefined ? {} : { query: link.query });
  };

  context.subscriptions.push(
    log,
    settings,
    statusBar,
    marks,
    live,
    alerts,
    tree,
    progress,
    panels,
    dashboard,
    others,
    notifications,
    claude,
    client.onNotice(onNotice),
    days,
    days.event(tree.reset),
    reports,
    registerLogDocuments(client),
    registerChangedFiles(client),
    registerReadOnlyTexts(),
    vscode.window.registerUriHandler({ handleUri: followLink }),
    settings.onChange((next) => {
      statusBar.configure(next);
      tree.redraw();
      marks.refresh();
      client.call('configure', startWith().settings).catch((error: unknown) => log.error(String(error)));
    }),
    registerCommands({
      engine: client,
      log,
      extensionId: context.extension.id,
      memory: context.globalState,
      now: () => Date.now(),
      timeFormat,
      openDashboard: dashboard.show,
      reports,
      sample,
      openTurn: (id, turn) => panels.show(id, null, { tab: 'transcript', turn }),
      openMessage,
      liveSession: () =>
        (badgeOf(latest.sessions, openFolders(), ignoreCase).worst ?? latest.sessions[0])?.row.id ?? null,
      openPanel(id, row) {
        panels.show(id, row?.name ?? null);
        if (row !== null) void tree.reveal(row);
      },
      tree,
      inbox,
      alerts,
      settings: settings.current,
      otherSide,
      claude,
      connections,
    }),
    offerInTerminals(context, settings, storage),
    registerAgentTools({ engine: client, extensionId: context.extension.id, now: Date.now, onError, sample }),
  );
  // After activation, so that the window does not wait for the worker.
  const starting = setImmediate(client.start);
  context.subscriptions.push(new vscode.Disposable(() => clearImmediate(starting)));
  return others.api;
}

/** The folders that an engine with these options reads: those of the setting, else Claude Code's own. */
function rootsToRead({ home, claudeConfigDir, xdgConfigHome, settings }: EngineStart): readonly string[] {
  return settings.roots.length > 0
    ? settings.roots
    : rootsOf({ setting: [], claudeConfigDir, xdgConfigHome, home });
}

/** Lets the engine write its archive; VS Code waits a few seconds for it at most. */
export async function deactivate(): Promise<void> {
  await engine?.dispose();
}
