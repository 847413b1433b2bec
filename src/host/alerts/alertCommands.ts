/** The commands for an alert: open, snooze, dismiss, or say that it is not a problem. */
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import * as z from 'zod';
import { t } from '../../l10n/texts';
import { localize } from '../../l10n/localize';
import { detectors } from '../../detectors/registry';
import { findings } from '../../findings/registry';
import type { Alert } from '../../questions/alerts';
import type { Settings } from '../../settings/settings';
import type { AlertInbox } from './alertInbox';
import { lessonsOf } from './alertLessons';
import { muteName } from '../../detectors/alertStates';
import { sentenceOf } from './alertsModel';
import { openingOf, type AlertsView } from './alertsView';
import { setSetting } from '../shared/userSettings';
import { tomorrow } from '../../usage/days';

/** An alert as the view passes it to a command. It is checked, because anybody can run the command. */
type Given = Partial<Alert> | undefined;
const isAlert = (given: Given): given is Alert =>
  typeof given?.id === 'string' && typeof given.kind === 'string' && typeof given.detector === 'string';

/** An alert with a line, or a finding of the Live view. */
const WithLine = z.object({ session: z.string(), line: z.object({ at: z.number(), file: z.number() }) });

/** Handlers by command. */
export function alertCommands(
  inbox: AlertInbox,
  view: AlertsView,
  settings: () => Settings,
  now: () => number,
) {
  /** The alert that was opened last. */
  let last: string | null = null;
  return {
    'vigil.dismissAlert': (given: Given) => {
      if (isAlert(given)) inbox.dismiss([given.id]);
    },
    'vigil.dismissAllAlerts': async () => inbox.dismiss((await view.shown()).map(({ id }) => id)),
    'vigil.restoreAlerts': () => inbox.takeBack(),
    'vigil.snoozeAlert': (given: Given) => {
      if (isAlert(given)) inbox.act('snooze', [given.id], tomorrow(now()));
    },
    'vigil.notAProblem': async (given: Given) => {
      if (isAlert(given)) await notAProblem(given, inbox, settings(), now());
    },
    'vigil.muteAlert': async (given: Given) => {
      if (isAlert(given)) await mute(given);
    },
    'vigil.openAlertSession': async (given: Given) => {
      if (isAlert(given) && given.session !== null)
        await vscode.commands.executeCommand('vigil.openSession', given.session);
    },
    'vigil.openAlertLine': async (given: unknown) => {
      const { data } = WithLine.safeParse(given);
      if (data !== undefined)
        await vscode.commands.executeCommand('vigil.openLog', data.session, data.line.at, data.line.file);
    },
    'vigil.nextAlert': async () => {
      const all = await view.shown();
      const next = all[all.findIndex(({ id }) => id === last) + 1] ?? all[0];
      if (next === undefined) {
        vscode.window.setStatusBarMessage(t('All clear: no alerts'), 3_000);
        return;
      }
      last = next.id;
      const { command, arguments: args = [] } = openingOf(next);
      await vscode.commands.executeCommand(command, ...(args as unknown[]));
    },
  };
}

function kindName(alert: Alert): string {
  const words: Partial<Record<Alert['kind'], string>> = {
    waiting: t('Claude waits for you'),
    context: t('Context nearly full'),
    budget: t('Budget'),
    limit: t('Limit'),
    log: t('Log not understood'),
  };
  const named = alert.kind === 'detector' ? detectors : findings;
  return (
    words[alert.kind] ?? localize(named.find(({ name }) => name === alert.detector)?.title ?? alert.sentence)
  );
}

/** The choices, each with what it changes. */
async function notAProblem(alert: Alert, inbox: AlertInbox, settings: Settings, now: number): Promise<void> {
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: t('Just this time'),
        detail: t('The alert is dismissed. Nothing else changes.'),
        run: async () => inbox.dismiss([alert.id]),
      },
      {
        label: t('Not until tomorrow'),
        detail: t('It comes back in the morning if it still applies.'),
        run: async () => inbox.act('snooze', [alert.id], tomorrow(now)),
      },
      {
        label: t('Don’t show this one again'),
        detail: t('It stays hidden, even when it gets worse or happens again.'),
        run: async () => inbox.act('mute', [alert.id]),
      },
      ...lessonsOf(alert, settings, kindName(alert)).map(({ label, detail, setting, value, done }) => ({
        label,
        detail,
        run: () => changeSetting(setting, value, done),
      })),
      {
        label: t('“{0}”, anywhere', kindName(alert)),
        detail: t('Mutes this kind in the badge and in Alerts. Unmute it under Settings, Alerts.'),
        run: () => mute(alert),
      },
    ],
    { title: sentenceOf(alert), placeHolder: t('When is this not a problem?') },
  );
  await chosen?.run();
}

async function mute(alert: Alert): Promise<void> {
  const before = vscode.workspace.getConfiguration('vigil').get<string[]>('alerts.muted', []);
  const sentence = t('Vigil no longer alerts you to “{0}”.', kindName(alert));
  await changeSetting('alerts.muted', [...new Set([...before, muteName(alert)])], sentence);
}

/** Changes a setting of the person, says so, and offers to undo it. What was changed again meanwhile stays: the settings are opened. */
async function changeSetting(key: string, value: unknown, sentence: string): Promise<void> {
  const now = (): unknown => vscode.workspace.getConfiguration('vigil').inspect(key)?.globalValue;
  const before = now();
  await setSetting(key, value);
  const [undo, show] = [t('Undo'), t('Open Settings')];
  const chosen = await vscode.window.showInformationMessage(sentence, undo, show);
  if (chosen === undo && isDeepStrictEqual(now(), value)) await setSetting(key, before);
  else if (chosen !== undefined)
    await vscode.commands.executeCommand('workbench.action.openSettings', `vigil.${key}`);
}
