/** Tree items of sessions, for the views in the side bar. */
import * as vscode from 'vscode';
import type { SessionRow } from '../../library/sessionRow';
import type { SessionSeverity } from '../../signals/severity';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../signals/severityWords';
import { stateWord } from '../../badge/liveWords';
import { localize } from '../../l10n/localize';
import { t, tn } from '../../l10n/texts';
import { formatTokens, costText } from '../../usage/format';
import { fromTo, type TimeFormat, shortTime } from '../../usage/times';
import { clip, clipName, bidiIsolated } from '../../log/visible';
import { escapeMarkdown } from '../shared/labels';

/** Longest label: VS Code cuts the end, and this leaves space for the cost at 260 px. Characters. */
const LONGEST_LABEL = 17;

/** Removed from names, because plans have an icon. */
const PLAN = /^Plan: (?=\S)/;

/** A name for a tree: cut, without what its icon says. */
export const labelOf = ({ name }: SessionRow, longest: number): string =>
  bidiIsolated(clipName(name.replace(PLAN, ''), longest));

/**
 * A session as a tree item; the caller sets its `id`. Its description has cost, time and `project`, the name of its project.
 */
export function sessionItem(
  row: SessionRow,
  timeFormat: TimeFormat,
  now: number,
  project: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(labelOf(row, LONGEST_LABEL));
  const facts = [
    costText({ ...row, lowerBound: false, conditions: [] }),
    shortTime(row.endedAt, now, timeFormat),
    goneText(row),
    clip(project, 40),
  ].filter(Boolean);
  item.description = facts.join(' · ');
  item.iconPath = sessionIcon(row);
  item.tooltip = sessionTooltip(row, timeFormat);
  item.accessibilityInformation = {
    label: [clip(row.name, 120), localize(SEVERITY_WORD[row.severity]), ...facts].join(', '),
  };
  item.command = { command: 'vigil.openSession', title: t('Open Session'), arguments: [row.id] };
  item.contextValue = contextOf(row);
  return item;
}

/** The `contextValue` for menus: `session` or `session.gone`, then `.starred` and `.hidden`. */
export const contextOf = ({ gone, starred, hidden }: SessionRow): string =>
  `session${gone ? '.gone' : ''}${starred ? '.starred' : ''}${hidden ? '.hidden' : ''}`;

/** The icon: a star, the severity, or a plan. */
function sessionIcon({ starred, severity, name }: SessionRow): vscode.ThemeIcon {
  if (severity === 'warn' || severity === 'critical') return severityThemeIcon(severity);
  if (starred) return new vscode.ThemeIcon('star-full');
  return new vscode.ThemeIcon(PLAN.test(name) ? 'checklist' : name.startsWith('/') ? 'terminal' : 'comment');
}

export function sessionTooltip(row: SessionRow, { locale, timeZone }: TimeFormat): vscode.MarkdownString {
  const cost = costText(row);
  const lines = [
    fromTo(row.startedAt, row.endedAt, { locale, timeZone }),
    [
      tn(row.prompts, '{0} prompt', '{0} prompts'),
      tn(row.messages, '{0} response', '{0} responses'),
      // Sub-agents without a log are not counted, so “0 sub-agents” may be wrong.
      row.subAgents === 0 ? '' : tn(row.subAgents, '{0} sub-agent', '{0} sub-agents'),
    ]
      .filter(Boolean)
      .join(' · '),
    [t('{0}{1} tokens', row.lowerBound ? '≥ ' : '', formatTokens(row.tokens)), cost]
      .filter(Boolean)
      .join(' · '),
    row.unpriced.length > 0 ? t('No price known for {0}', row.unpriced.join(', ')) : '',
    row.conditions.length > 0 ? t('At least that: no price known for {0}', row.conditions.join(', ')) : '',
    row.gone ? t('Its log was deleted; these figures are from the archive.') : '',
    row.copied ? t('Its log was deleted; a copy is in the vault.') : '',
    row.project ?? '',
  ];
  const state = row.state === 'ended' ? localize(SEVERITY_WORD[row.severity]) : stateWord(row.state);
  const text = [
    `**${escapeMarkdown(clip(row.name, 300))}** · ${state}`,
    ...lines.filter(Boolean).map(escapeMarkdown),
  ].join('  \n');
  const note = row.note === null ? '' : `\n\n---\n\n${escapeMarkdown(clip(row.note, 1_000))}`;
  return new vscode.MarkdownString(text + note);
}

function goneText({ gone, copied }: SessionRow): string {
  if (gone) return t('log deleted');
  return copied ? t('log in the vault') : '';
}

const COLORS = {
  ok: 'testing.iconPassed',
  warn: 'problemsWarningIcon.foreground',
  critical: 'problemsErrorIcon.foreground',
} as const;

/** Colour of a severity; undefined if it is OK. */
export const severityColor = (severity: SessionSeverity): vscode.ThemeColor | undefined =>
  severity === 'warn' || severity === 'critical' ? new vscode.ThemeColor(COLORS[severity]) : undefined;

export function severityThemeIcon(severity: SessionSeverity): vscode.ThemeIcon {
  return new vscode.ThemeIcon(
    SEVERITY_ICON[severity],
    severity === 'unjudged' ? undefined : new vscode.ThemeColor(COLORS[severity]),
  );
}
