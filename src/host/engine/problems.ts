import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize } from '../../l10n/localize';
import type { Problem } from '../../engine/commands';

/** A button beside "Show Log". */
export interface ProblemAction {
  title: string;
  command: string;
  args: unknown[];
}

export type ShowProblem = (problem: Problem, action?: ProblemAction) => void;

/**
 * Writes every problem to the log. One a person must act on (`error`) is also shown as a warning, once per code
 * and window: it never comes back while the window is open.
 */
export function createProblems(log: vscode.LogOutputChannel): ShowProblem {
  const shown = new Set<string>();
  return (problem, action) => {
    const { level, code, message, file } = problem;
    const line = `${message}${file === null ? '' : ` [${file}]`} (${code})`;
    log[level](line);
    if (level !== 'error' || shown.has(code)) return;
    shown.add(code);
    void warn(log, localize(message), action);
  };
}

async function warn(log: vscode.LogOutputChannel, message: string, action?: ProblemAction): Promise<void> {
  const showLog = t('Show Details');
  const buttons = action ? [action.title, showLog] : [showLog];
  const chosen = await vscode.window.showWarningMessage(`Vigil: ${message}`, ...buttons);
  if (chosen === showLog) log.show();
  else if (action && chosen === action.title)
    await vscode.commands.executeCommand(action.command, ...action.args);
}
