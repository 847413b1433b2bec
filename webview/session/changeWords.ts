/** Lines and files that were changed, in words; and how a file of the project is named. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StoryFile } from '../../src/questions/story';
import { t, tn, whole } from '../shared/l10n';
import { baseName } from '../../src/log/folders';
import { relativeTo } from '../shared/paths';
import { shown } from '../shared/text';
import type { View } from './tab';

interface Lines {
  added: number | null;
  removed: number | null;
}

/** `+121 −15`; nothing when no line came or went; what can no longer be read is unknown, not none. */
export function plusMinus({ added, removed }: Lines): TemplateResult | typeof nothing {
  if (added === null || removed === null) return html`<span class="pm muted">${t('lines unknown')}</span>`;
  if (added === 0 && removed === 0) return nothing;
  return html`<span class="pm"
    >${added > 0 ? html`<span class="plus">+${whole(added)}</span>` : nothing}
    ${removed > 0 ? html`<span class="minus">−${whole(removed)}</span>` : nothing}</span
  >`;
}

export const filesText = (n: number): string => tn(n, '{0} file', '{0} files');
export const agentsText = (n: number): string => tn(n, '{0} agent', '{0} agents');
export const failedText = (n: number): string => t('{0} failed', n);

/** The folder of a file, as seen from the project; '' when it lies at its top. */
export function folderOf(path: string, project: string | null): string {
  const rest = relativeTo(path, project);
  return rest.slice(0, Math.max(0, rest.length - baseName(path).length)).replace(/[\\/]$/, '');
}

/** A path as the extension takes it: those of a project are relative to it. */
export function inProject(path: string, { detail }: View): string {
  const project = detail?.row.project ?? null;
  const isWhole = /^(?:[/\\~]|[A-Za-z]:)/.test(path);
  return isWhole || project === null ? path : `${project}/${path.replace(/^\.[/\\]/, '')}`;
}

/** A file's name with its folder dim behind it. */
export const fileName = (path: string, project: string | null): TemplateResult =>
  html`<span class="file" title=${shown(path, 400)}
    ><bdi>${shown(baseName(path), 120)}</bdi>
    <span class="dir"><bdi dir="ltr">${shown(folderOf(path, project), 200)}</bdi></span></span
  >`;

/** What is not known of a file's lines, in words; '' when all is. */
export const doubtsOf = ({ whole: isWhole, byOthers, byShell, added }: StoryFile): string =>
  [
    added === null
      ? t('its log can no longer be read')
      : isWhole
        ? ''
        : t('only the changed parts are known'),
    byOthers ? t('others changed it in between') : '',
    byShell ? t('a command changed it too') : '',
  ]
    .filter(Boolean)
    .join(' · ');
