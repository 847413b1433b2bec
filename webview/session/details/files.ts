/** Files: what the session read and changed, and which of the changes are doubtful. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course } from '../../../src/questions/course';
import { dateTime } from '../../shared/format';
import { link, table } from '../../shared/parts';
import { baseName, within } from '../../shared/paths';
import { shown } from '../../shared/text';
import { COURSE, type Actions, type Details, type View } from '../tab';
import { t } from '../../shared/l10n';

export const filesPart: Details = {
  asks: () => [COURSE],
  view: content,
};

function content({ answers, detail }: View, actions: Actions): TemplateResult {
  const { course } = answers;
  if (!course) return html`<p class="empty" aria-busy="true">${t('Looking through the session…')}</p>`;
  const { files, filesInAll, filesChanged } = course;
  const project = detail?.row.project ?? null;
  const number = (name: string) => ({ name, number: true });
  return html`<section aria-labelledby="files">
      <h2 id="files">
        ${t('Files')} <span class="count">${t('{0}, {1} changed', filesInAll, filesChanged)}</span>
      </h2>
      ${table(
        [
          { name: t('File') },
          ...[t('Reads'), t('Changes'), t('Blind'), t('Stale'), t('Repeated')].map(number),
          { name: '' },
        ],
        files.map(({ path, reads, edits, created, blind, stale, repeated }) => [
          html`<span title=${shown(path, 300)}
            >${link(shown(within(path, project), 300), () => actions.openFile(path))}</span
          >`,
          reads,
          edits,
          blind || '',
          stale || '',
          repeated || '',
          created ? t('created') : '',
        ]),
        t('No file was read or changed with a tool that names it.'),
      )}
      ${filesInAll > files.length ? html`<p class="hint">${t('… and {0} more.', filesInAll - files.length)}</p>` : nothing}
    </section>
    ${doubtful(course, detail?.row.gone === true, actions)}`;
}

/** What speaks against an edit, in words. */
const doubtWords = (doubts: {
  blind: boolean;
  stale: boolean;
  changedByOthers: boolean;
  repeated: boolean;
}): string =>
  [
    doubts.blind ? t('without reading it') : '',
    doubts.changedByOthers ? t('over changes by others') : doubts.stale ? t('on a stale read') : '',
    doubts.repeated ? t('again and again without a look') : '',
  ]
    .filter((word) => word !== '')
    .join(', ');

function doubtful(
  { doubtful: edits, doubtfulInAll }: Course,
  gone: boolean,
  actions: Actions,
): TemplateResult {
  return html`<section aria-labelledby="doubtful">
    <h2 id="doubtful">${t('Doubtful edits')} <span class="count">${doubtfulInAll}</span></h2>
    <p class="hint">
      ${t('Blind: the file was never seen in the context the agent had. Stale: it changed, or was forgotten in a compaction, since it was read. Over others’ changes: somebody else, a merge or a rebase changed it. Repeated: the third edit or later without a look between.')}
    </p>
    ${table(
      [{ name: t('File') }, { name: t('Changed') }, { name: t('When') }, { name: '' }],
      edits.map((edit) => [
        link(shown(baseName(edit.path), 120), () => actions.openFile(edit.path)),
        doubtWords(edit),
        dateTime(edit.t === null ? null : new Date(edit.t).toISOString()),
        gone
          ? ''
          : html`<span class="links"
              >${link(t('Show change'), () => actions.showEdit(edit.file, edit.at, edit.tool))}
              ${link(t('log'), () => actions.openLine(edit.at, edit.file))}</span
            >`,
      ]),
      t('None.'),
    )}
    ${doubtfulInAll > edits.length ? html`<p class="hint">${t('… and {0} before these.', doubtfulInAll - edits.length)}</p>` : nothing}
  </section>`;
}
