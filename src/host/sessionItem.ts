/** A session as the trees of the sidebar show it. */
import * as vscode from 'vscode';
import type { SessionRow } from '../library/sessionRow';
import type { SessionSeverity } from '../findings/severity';
import { severityWord, stateWord } from './liveWords';
import { clip, clock, costText, dateAndClock, escapeMarkdown, type Place, short } from './format';

/** A session as an item of a tree; its `id` is the caller's. */
export function sessionItem(row: SessionRow, place: Place): vscode.TreeItem {
  const t = vscode.l10n.t;
  const title = row.name;
  const item = new vscode.TreeItem(clip(title, 120));
  const cost = costText(row, place.locale, t);
  const facts = [clock(row.startedAt, place), cost, stateText(row)].filter((fact) => fact !== '');
  item.description = facts.join(' · ');
  item.iconPath = severityThemeIcon(row.severity);
  item.tooltip = sessionTooltip(row, title, cost, place);
  item.accessibilityInformation = {
    label: [clip(title, 120), severityWord(row.severity, t), ...facts].join(', '),
  };
  item.command = { command: 'vigil.openSession', title: t('Open Session'), arguments: [row.id] };
  item.contextValue = row.gone ? 'session.gone' : 'session';
  return item;
}

export function sessionTooltip(
  row: SessionRow,
  title: string,
  cost: string,
  { locale, timeZone }: Place,
): vscode.MarkdownString {
  const t = vscode.l10n.t;
  const times = [row.startedAt, row.endedAt].map((time) => dateAndClock(time, { locale, timeZone }));
  const lines = [
    times.filter((time) => time !== '').join(' – '),
    t('{0} prompts · {1} responses · {2} sub-agents', row.prompts, row.messages, row.subAgents),
    [t('{0}{1} tokens', row.lowerBound ? '≥ ' : '', short(row.tokens, locale)), cost]
      .filter((text) => text !== '')
      .join(' · '),
    row.unpriced.length > 0 ? t('No price known for {0}', row.unpriced.join(', ')) : '',
    row.conditions.length > 0 ? t('At least that: no price known for {0}', row.conditions.join(', ')) : '',
    row.gone ? t('Its log has left the disk; these figures are from the archive.') : '',
    row.copied ? t('Its log has left the disk; a copy is in the vault.') : '',
    row.project ?? '',
  ];
  const text = [
    `**${escapeMarkdown(clip(title, 300))}** · ${severityWord(row.severity, t)}`,
    ...lines.filter((line) => line !== '').map(escapeMarkdown),
  ];
  return new vscode.MarkdownString(text.join('  \n'));
}

function stateText(row: SessionRow): string {
  if (row.gone) return vscode.l10n.t('log gone');
  if (row.copied) return vscode.l10n.t('log in the vault');
  if (row.state === 'ended') return '';
  return stateWord(row.state, vscode.l10n.t);
}

const severityThemes: Record<SessionSeverity, [icon: string, color?: string]> = {
  unjudged: ['circle-outline'],
  ok: ['pass', 'testing.iconPassed'],
  warn: ['warning', 'list.warningForeground'],
  critical: ['error', 'list.errorForeground'],
};

export function severityThemeIcon(severity: SessionSeverity): vscode.ThemeIcon {
  const [icon, color] = severityThemes[severity];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}
