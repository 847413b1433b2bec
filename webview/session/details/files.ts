/** Files: what the session read and changed, and which of the changes are doubtful. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course } from '../../../src/questions/course';
import { dateTime } from '../../shared/format';
import { link, table } from '../../shared/parts';
import { baseName } from '../../../src/log/folders';
import { relativeTo } from '../../shared/paths';
import { shown } from '../../shared/text';
import { COURSE, type Actions, type Details, type View } from '../tab';
import { t, whole } from '../../shared/l10n';

export const filesPart: Details = {
  asks: () => [COURSE],
  headings: ({ answers }) =>
    answers.course
      ? [
          ['files', t('Files')],
          ['doubtful', t('Edits to check')],
        ]
      : [],
  view: content,
};

function content({ answers, detail }: View, actions: Actions): TemplateResult {
  const { course } = answers;
  if (!course) return html`<p class="empty" aria-busy="true">${t('Searching the session…')}</p>`;
  const { files, filesInAll, filesChanged } = course;
  const project = detail?.row.project ?? null;
  const number = (name: string) => ({ name, number: true });
  return html`<section aria-labelledby="files">
      <h2 id="files">
        ${t('Files')} <span class="count">${t('{0}, {1} changed', filesInAll, filesChanged)}</span>
      </h2>
      ${table(
        'files',
        [
          { name: t('File') },
          ...[t('Reads'), t('Changes'), t('Never read'), t('Outdated read'), t('Repeated')].map(number),
          { name: t('Note') },
        ],
        files.map(({ path, reads, edits, created, blind, stale, repeated }) => [
          html`<span title=${shown(path, 300)}
            >${link(shown(relativeTo(path, project), 300), () => actions.openFile(path))}</span
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

const TO_LINES = html`<span class="unseen">${t('Open')}</span>`;

/** What speaks against an edit, in words. */
const doubtWords = (doubts: {
  blind: boolean;
  stale: boolean;
  changedByOthers: boolean;
  repeated: boolean;
}): string =>
  [
    doubts.blind ? t('never read first') : '',
    doubts.changedByOthers
      ? t('over changes by others')
      : doubts.stale
        ? t('the file had changed since Claude read it')
        : '',
    doubts.repeated ? t('edited again without rereading') : '',
  ]
    .filter(Boolean)
    .join(', ');

function doubtful(
  { doubtful: edits, doubtfulInAll }: Course,
  gone: boolean,
  actions: Actions,
): TemplateResult {
  return html`<section aria-labelledby="doubtful">
    <h2 id="doubtful">${t('Edits to check')} <span class="count">${whole(doubtfulInAll)}</span></h2>
    <p class="hint">
      ${t('Never read: the file was not in Claude’s context. Outdated read: it changed, or fell out in a compaction, since Claude read it. Over changes by others: somebody else, a merge or a rebase changed it. Repeated: the third edit or later without reading it in between.')}
    </p>
    ${table(
      'doubtful',
      [{ name: t('File') }, { name: t('Changed'), sentence: true }, { name: t('When') }, { name: TO_LINES }],
      edits.map((edit) => [
        link(shown(baseName(edit.path), 120), () => actions.openFile(edit.path)),
        doubtWords(edit),
        dateTime(edit.t),
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
