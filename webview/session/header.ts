/** Above the tabs: which session it is, how it stands, and what can be done with it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionRow } from '../../src/library/sessionRow';
import type { SessionDetail } from '../../src/questions/session';
import { dateTime, span } from '../shared/format';
import { t } from '../shared/l10n';
import { menu, type MenuItem } from '../shared/menu';
import { baseName } from '../../src/log/folders';
import { sessionName, shown } from '../shared/text';
import { figuresOf } from './figures';
import { modelsOf } from '../shared/modelNames';
import type { Actions, View } from './tab';

const STATE: Record<SessionRow['state'], () => string> = {
  active: () => t('Working'),
  waiting: () => t('Waits for you'),
  idle: () => t('Idle'),
  ended: () => t('Ended'),
};

export const header = (detail: SessionDetail, view: View, actions: Actions): TemplateResult => html`
  <header>
    <div class="title">
      <h1 class=${detail.figures.nameFrom === 'title' ? 'titled' : ''} dir="auto">
        ${sessionName(detail.row, 200)}
      </h1>
      ${facts(detail)}
    </div>
    ${buttons(detail, view, actions)}
  </header>
  ${notes(detail)} ${view.contents?.lastWords(view) ?? nothing} ${figuresOf(detail, view.answers.story)}
`;

/** Where and when it ran, and with what. */
function facts({ row, figures }: SessionDetail): TemplateResult {
  const models = modelsOf(figures.usage);
  const fact = (icon: string, text: string, title: string) =>
    text === ''
      ? nothing
      : html`<span title=${title}
          ><vscode-icon name=${icon} aria-hidden="true"></vscode-icon>${shown(text, 200)}</span
        >`;
  return html`<p class="facts">
    <span class="state ${row.state}"><i aria-hidden="true"></i>${STATE[row.state]()}</span>
    ${fact('git-branch', figures.gitBranches.join(', '), t('Branch'))}
    ${fact('sparkle', models.join(', '), t('Model'))}
    ${fact('folder', row.project === null ? t('unknown project') : baseName(row.repository ?? row.project), shown(row.project ?? '', 300))}
    ${fact('calendar', `${dateTime(row.startedAt)}, ${span(row.startedAt, row.endedAt)}`, t('Began, and how long from first to last line'))}
    ${figures.agentType === null ? nothing : fact('hubot', figures.agentType, t('Kind of agent'))}
  </p>`;
}

function buttons({ row, figures }: SessionDetail, view: View, actions: Actions): TemplateResult {
  const resume: MenuItem[] = [
    { text: t('In a terminal'), icon: 'terminal', run: actions.resume },
    ...(view.extension
      ? [{ text: t('In the Claude Code extension'), icon: 'sparkle', run: actions.resumeInExtension }]
      : []),
    { text: t('Copy command'), icon: 'copy', run: actions.copyResume },
  ];
  const { parent } = figures;
  const exports: MenuItem[] = row.gone
    ? []
    : [
        { text: t('As HTML…'), icon: 'file-code', run: () => actions.exportAs('html') },
        { text: t('As Markdown…'), icon: 'markdown', run: () => actions.exportAs('markdown') },
        { text: t('As JSON…'), icon: 'json', run: () => actions.exportAs('json') },
      ];
  const more: MenuItem[] = [
    ...(parent === null
      ? [
          { text: t('Rename…'), icon: 'edit', run: () => actions.mark('rename') },
          { text: t('Edit note…'), icon: 'note', run: () => actions.mark('note') },
        ]
      : []),
    ...(row.gone ? [] : [{ text: t('Open Claude log'), icon: 'go-to-file', run: () => actions.openLine(0) }]),
    { text: t('Copy session id'), icon: 'copy', run: () => actions.copy(row.id) },
    ...(row.project === null
      ? []
      : [
          { text: t('Copy path of the project'), icon: 'folder', run: () => actions.copy(row.project ?? '') },
        ]),
  ];
  return html`<div class="actions">
    ${
      parent === null
        ? menu('menu-resume', t('Resume'), resume, { text: t('Resume'), icon: 'play' })
        : html`<button type="button" class="button" @click=${() => actions.openSession(parent)}>
            <vscode-icon name="arrow-up"></vscode-icon>${t('Parent session')}
          </button>`
    }
    ${menu('menu-export', t('Export'), exports, { text: t('Export'), icon: 'export' })}
    ${parent === null ? star(row.starred, actions) : nothing}
    ${menu('menu-more', t('More'), more, { icon: 'ellipsis' })}
  </div>`;
}

/** A star: the session stands first in the list, and is not lost among others. */
const star = (starred: boolean, actions: Actions): TemplateResult =>
  html`<button
    type="button"
    class="button icon-only"
    aria-pressed=${starred ? 'true' : 'false'}
    aria-label=${t('Star')}
    title=${starred ? t('Remove star') : t('Star')}
    @click=${() => actions.mark(starred ? 'unstar' : 'star')}
  >
    <vscode-icon name=${starred ? 'star-full' : 'star-empty'}></vscode-icon>
  </button>`;

function notes({ row }: SessionDetail): TemplateResult | typeof nothing {
  if (row.gone)
    return html`<p class="note">
      ${t('The log of this session was deleted, and no copy was kept. Its figures stay; texts can no longer be shown.')}
    </p>`;
  return row.copied
    ? html`<p class="note">
        ${t('The log of this session was deleted; texts are shown from the copy in the vault.')}
      </p>`
    : nothing;
}
