/** Files: what the session read and changed, and which of the changes are doubtful. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course } from '../../../src/questions/course';
import { dateTime } from '../../shared/format';
import { link, table } from '../../shared/parts';
import { baseName, within } from '../../shared/paths';
import { shown } from '../../shared/text';
import { COURSE, type Actions, type Details, type View } from '../tab';

export const filesPart: Details = {
  asks: () => [COURSE],
  view: content,
};

function content({ answers, detail }: View, actions: Actions): TemplateResult {
  const { course } = answers;
  if (!course) return html`<p class="empty" aria-busy="true">Looking through the session…</p>`;
  const { files, filesInAll, filesChanged } = course;
  const project = detail?.row.project ?? null;
  const number = (name: string) => ({ name, number: true });
  return html`<section aria-labelledby="files">
      <h2 id="files">Files <span class="count">${filesInAll}, ${filesChanged} changed</span></h2>
      ${table(
        [{ name: 'File' }, ...['Reads', 'Changes', 'Blind', 'Stale', 'Repeated'].map(number), { name: '' }],
        files.map(({ path, reads, edits, created, blind, stale, repeated }) => [
          html`<span title=${shown(path, 300)}
            >${link(shown(within(path, project), 300), () => actions.openFile(path))}</span
          >`,
          reads,
          edits,
          blind || '',
          stale || '',
          repeated || '',
          created ? 'created' : '',
        ]),
        'No file was read or changed with a tool that names it.',
      )}
      ${filesInAll > files.length ? html`<p class="hint">… and ${filesInAll - files.length} more.</p>` : nothing}
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
    doubts.blind ? 'without reading it' : '',
    doubts.changedByOthers ? 'over changes by others' : doubts.stale ? 'on a stale read' : '',
    doubts.repeated ? 'again and again without a look' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');

function doubtful(
  { doubtful: edits, doubtfulInAll }: Course,
  gone: boolean,
  actions: Actions,
): TemplateResult {
  return html`<section aria-labelledby="doubtful">
    <h2 id="doubtful">Doubtful edits <span class="count">${doubtfulInAll}</span></h2>
    <p class="hint">
      Blind: the file was never seen in the context the agent had. Stale: it changed, or was forgotten in a
      compaction, since it was read. Over others’ changes: somebody else, a merge or a rebase changed it.
      Repeated: the third edit or later without a look between.
    </p>
    ${table(
      [{ name: 'File' }, { name: 'Changed' }, { name: 'When' }, { name: '' }],
      edits.map((edit) => [
        link(shown(baseName(edit.path), 120), () => actions.openFile(edit.path)),
        doubtWords(edit),
        dateTime(edit.t === null ? null : new Date(edit.t).toISOString()),
        gone
          ? ''
          : html`<span class="links"
              >${link('Show change', () => actions.showEdit(edit.file, edit.at, edit.tool))}
              ${link('log', () => actions.openLine(edit.at, edit.file))}</span
            >`,
      ]),
      'None.',
    )}
    ${doubtfulInAll > edits.length ? html`<p class="hint">… and ${doubtfulInAll - edits.length} before these.</p>` : nothing}
  </section>`;
}
