/** Changes: the files a session changed, all or by prompt, each with its lines and a way to both sides. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import type { Story, StoryFile } from '../../../src/questions/story';
import type { Askable } from '../../../src/pages/session/contract';
import { picker } from '../../shared/controls';
import { t, tn, whole } from '../../shared/l10n';
import { ownState, ephemeral } from '../../shared/own';
import { link, table } from '../../shared/parts';
import type { Question } from '../../shared/questions';
import { shown } from '../../shared/text';
import { doubtsOf, fileName, filesText, plusMinus } from '../changeWords';
import { SLOW_MS, STORY, type Actions, type Tab, type View } from '../tab';

export const changesTab: Tab = {
  id: 'changes',
  asks: ({ memory }) => (memory.get(compared) ? [STORY, STILL] : [STORY]),
  view: content,
};

/** What stands in the files now is looked at when somebody asks; the extension reads them. */
const compared = ephemeral(false);
const STILL: Question<Askable, 'id'> = { call: 'stillThere', args: { files: [] }, every: SLOW_MS };

/** The prompt whose changes are listed; -1: all. */
const own = ownState('changes', z.object({ turn: z.number().int().default(-1) }));
const FILES = 200;
const filesShown = ephemeral(FILES);

/** A file with the lines of what is listed: the session, or one prompt. */
interface Listed {
  file: StoryFile;
  added: number | null;
  removed: number | null;
}

function content(view: View, actions: Actions): TemplateResult {
  const { story } = view.answers;
  if (story === undefined) return html`<p class="empty" aria-busy="true">${t('Reading the changes…')}</p>`;
  if (story === null || story.files.length === 0)
    return html`<p class="empty">
      ${
        story?.changed.atLeast === true
          ? t('Only commands changed files. What they changed is not in the log.')
          : t('No file was changed. Files that Claude edits or writes are listed here.')
      }
    </p>`;
  const turn = own.read(view).turn;
  const chosen = story.prompts.some((one) => one.turn === turn) ? turn : -1;
  const listed = listedOf(story, chosen);
  const sum = (side: 'added' | 'removed'): number => listed.reduce((all, one) => all + (one[side] ?? 0), 0);
  return html`
    <div class="controls changes-of">
      ${promptPicker(story, chosen, view, actions)}
      <p class="sum" role="status">
        ${filesText(listed.length)} ${plusMinus({ added: sum('added'), removed: sum('removed') })}
      </p>
      <button
        type="button"
        class="button primary"
        @click=${() => actions.review(chosen === -1 ? null : chosen)}
      >
        <vscode-icon name="diff-multiple"></vscode-icon>${t('Review all')}
      </button>
    </div>
    <p class="hint">${hint(story, chosen)}</p>
    ${list(listed, chosen, view, actions)} ${still(story, view, actions)}
  `;
}

const listedOf = ({ files }: Story, turn: number): Listed[] =>
  turn === -1
    ? files.map((file) => ({ file, added: file.added, removed: file.removed }))
    : files.flatMap((file) => {
        const lines = file.turns.find((one) => one.turn === turn);
        return lines === undefined ? [] : [{ file, added: lines.added, removed: lines.removed }];
      });

const hint = ({ changed }: Story, turn: number): string =>
  [
    turn === -1
      ? t('Net over the session: what Claude took back itself is not counted.')
      : t('What this prompt wrote, whatever became of it later.'),
    changed.atLeast ? t('Commands may have changed more: what they change is not in the log.') : '',
  ]
    .filter(Boolean)
    .join(' ');

function promptPicker(story: Story, chosen: number, view: View, actions: Actions): TemplateResult {
  const wrote = new Set(story.files.flatMap(({ turns }) => turns.map(({ turn }) => turn)));
  const options: Record<string, string> = { all: t('Whole session') };
  for (const { turn, command, text } of story.prompts)
    if (wrote.has(turn))
      options[`p${turn}`] = `${whole(turn + 1)} · ${shown(`${command ?? ''} ${text ?? ''}`.trim(), 60)}`;
  return picker<string>(t('Prompt'), options, chosen === -1 ? 'all' : `p${chosen}`, (value) =>
    actions.keep(own.with(view, { turn: value === 'all' ? -1 : Number(value.slice(1)) })),
  );
}

function list(listed: readonly Listed[], turn: number, view: View, actions: Actions): TemplateResult {
  const project = view.detail?.row.project ?? null;
  const most = view.memory.get(filesShown);
  return html`<ul class="flist wide-list" aria-label=${t('Changed files')}>
      ${listed.slice(0, most).map(({ file, added, removed }) => {
        const doubts = doubtsOf(file);
        return html`<li>
          <button
            type="button"
            class="name"
            title=${t('Show both sides')}
            @click=${() => actions.review(turn === -1 ? null : turn, file.path)}
          >
            ${fileName(file.path, project)}
          </button>
          <span class="of">
            ${file.created ? html`<span class="tag">${t('new')}</span>` : nothing}
            ${
              turn === -1
                ? html`<span class="prompts"
                    ><span class="muted">${file.turns.length === 1 ? t('Prompt') : t('Prompts')}</span
                    >${file.turns.slice(0, 8).map(({ turn: at }) => link(whole(at + 1), () => actions.goTo(at, 'transcript'), t('Turn {0}', at + 1)))}${file.turns.length > 8 ? '…' : ''}</span
                  >`
                : nothing
            }
          </span>
          ${plusMinus({ added, removed })}
          ${link(t('Open'), () => actions.openFile(file.path), t('Open {0}', shown(file.path, 200)))}
          ${doubts === '' ? nothing : html`<p class="muted">${doubts}</p>`}
        </li>`;
      })}
    </ul>
    ${
      listed.length > most
        ? html`<p>
            ${link(t('Show {0} more', listed.length - most), () => view.memory.set(filesShown, listed.length))}
          </p>`
        : nothing
    }`;
}

/** Of the lines Claude wrote, those that stand in the files now, by prompt. */
function still(story: Story, { answers, memory }: View, actions: Actions): TemplateResult {
  const comparison = answers.stillThere;
  const wanted = memory.get(compared);
  const head = (count: unknown): TemplateResult =>
    html`<h2 id="still">${t('What is still there')} <span class="count">${count}</span></h2>`;
  if (!wanted)
    return html`<section aria-labelledby="still">
      ${head('')}
      <p class="hint">${t('Compares what Claude wrote with your files as they are now.')}</p>
      <button type="button" class="button" @click=${() => memory.set(compared, true)}>${t('Compare')}</button>
    </section>`;
  if (comparison === undefined)
    return html`<section aria-labelledby="still">
      ${head('')}
      <p class="empty" aria-busy="true">${t('Reading your files…')}</p>
    </section>`;
  const words = new Map(
    story.prompts.map((one) => [one.turn, `${one.command ?? ''} ${one.text ?? ''}`.trim()]),
  );
  return html`<section aria-labelledby="still">
    ${head(t('{0} of the {1} lines Claude wrote', comparison.there, comparison.wrote))}
    ${
      comparison.unknown === 0
        ? nothing
        : html`<p class="hint">
            ${tn(
              comparison.unknown,
              '{0} file cannot be checked: only its changed parts are known, or it is outside the project.',
              '{0} files cannot be checked: only their changed parts are known, or they are outside the project.',
            )}
          </p>`
    }
    ${table(
      'still',
      [
        { name: t('Prompt') },
        { name: t('Lines written'), number: true },
        { name: t('Still there'), number: true },
      ],
      comparison.turns.map(({ turn, wrote, there }) => [
        html`${link(whole(turn + 1), () => actions.goTo(turn, 'transcript'), t('Turn {0}', turn + 1))}
        ${shown(words.get(turn) ?? '', 100)}`,
        wrote,
        there,
      ]),
      t('No line can be compared.'),
    )}
  </section>`;
}
