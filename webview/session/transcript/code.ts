/** Cards of files: read, edited, written. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { visible } from '../../../src/log/visible';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { codeLines, coloured, languageOf } from '../../shared/code';
import { countOf, inlineDiff, rowsOfPatch, rowsOfTexts, type DiffRow } from '../../shared/inlineDiff';
import { t } from '../../shared/l10n';
import { plusMinus } from '../changeWords';
import {
  card,
  fileName,
  isCut,
  later,
  pictures,
  plain,
  reason,
  loadMoreLink,
  logText,
  type CardContext,
} from './card';
import { isUnfolded } from './state';
import * as say from './words';

const languageAt = ({ path }: StepView): string | null => (path === null ? null : languageOf(path));

/** Code with the numbers of its lines, which are not copied with it. */
export const numberedCode = (
  text: string,
  first: number,
  language: string | null,
  context: CardContext,
): unknown =>
  guard([text, first, context.mark], () => {
    const readable = visible(text);
    const rows =
      context.mark === undefined
        ? codeLines(readable, language).map(coloured)
        : readable.split('\n').map((line) => logText(line, context));
    return html`<div class="numbered-code">
      ${rows.map((row, i) => {
        const number = html`<span class="n" data-n=${first + i}></span>`;
        const line = html`<span class="text">${row}</span>`;
        return html`<div class="row">${number}${line}</div>`;
      })}
    </div>`;
  });

export function readCard(step: StepView, context: CardContext): TemplateResult {
  const { line, lastLine, count, text, outcome } = step;
  const where =
    lastLine === null || line === null ? '' : line === lastLine ? `${line}` : `${line}–${lastLine}`;
  const failed = outcome === 'error' || outcome === 'denied';
  return card(
    step,
    {
      icon: 'eye',
      verb: failed ? t('Tried to read') : t('Read'),
      object: fileName(step.path, context, where),
      facts: [
        count === null || failed || text.chars === 0 ? nothing : say.lines(count),
        step.pictures.length > 0 ? t('picture') : nothing,
      ],
      body: () =>
        failed
          ? reason(step, context)
          : html`${text.chars === 0 && step.pictures.length > 0 ? nothing : text.chars === 0 ? plain(step, text, context) : numberedCode(text.text, line ?? 1, languageAt(step), context)}
            ${loadMoreLink(step, text, context)}${pictures(step, context)}`,
    },
    context,
  );
}

/** Lines of a diff that are shown at first. */
const FIRST_ROWS = 60;

/** The rows of an edit as far as they are told. */
function rowsOf(step: StepView): DiffRow[] {
  const language = languageAt(step);
  if (step.hunks.length > 0) return rowsOfPatch(step.hunks, language);
  return step.sides.flatMap(({ before, after }, nth): DiffRow[] => {
    const rows = rowsOfTexts(before.text, after.text, language);
    return nth === 0 ? rows : [{ kind: 'gap', old: null, new: null, pieces: [] }, ...rows];
  });
}

const isWhole = ({ sides, moreLines }: StepView): boolean =>
  moreLines === 0 && sides.every(({ before, after }) => !isCut(before) && !isCut(after));

/** Lines added and removed; unknown when a part of an edit is not there. */
function changed(step: StepView): unknown {
  const { added, removed } =
    step.added !== null || !isWhole(step)
      ? { added: step.added, removed: step.removed }
      : countOf(rowsOf(step));
  if (added === null || removed === null) return nothing;
  return plusMinus({ added, removed });
}

function diffBody(step: StepView, context: CardContext): unknown {
  const full = isUnfolded(step, context);
  const rows = rowsOf(step);
  const hidden = full || rows.length <= FIRST_ROWS + 4 ? 0 : rows.length - FIRST_ROWS;
  const cutSides = step.sides.some(({ before, after }) => isCut(before) || isCut(after));
  const missing = hidden + step.moreLines;
  const shownRows = rows.slice(0, rows.length - hidden);
  return html`${reason(step, context)}
  ${rows.length === 0 ? html`<p class="empty">${t('nothing changed')}</p>` : inlineDiff(shownRows)}
  ${
    missing > 0 || cutSides
      ? later(
          step,
          {
            label: cutSides && missing === 0 ? t('Show the rest') : say.moreLines(missing),
            here: { lines: hidden, view: () => inlineDiff(rows.slice(FIRST_ROWS)) },
            cut: step.moreLines > 0 || cutSides,
          },
          context,
        )
      : nothing
  }`;
}

export function editCard(step: StepView, context: CardContext): TemplateResult {
  const off = step.outcome !== 'ok' && step.outcome !== 'none';
  return card(
    step,
    {
      icon: 'edit',
      verb: off ? t('Tried to edit') : t('Edited'),
      object: fileName(step.path, context),
      facts: [off ? nothing : changed(step)],
      body: () => guard([step, context.mark, isUnfolded(step, context)], () => diffBody(step, context)),
    },
    context,
  );
}

export function writeCard(step: StepView, context: CardContext): TemplateResult {
  const off = step.outcome !== 'ok' && step.outcome !== 'none';
  const [side] = step.sides;
  const isNew = side !== undefined && step.hunks.length === 0;
  const full = isUnfolded(step, context);
  const text = side?.after.text ?? '';
  const all = text.split('\n');
  const first = full || all.length <= FIRST_WRITTEN + 3 ? text : all.slice(0, FIRST_WRITTEN).join('\n');
  const shownLines = first.split('\n').length;
  const more = (side?.after.lines ?? 0) - shownLines;
  return card(
    step,
    {
      icon: 'new-file',
      verb: off ? t('Tried to write') : step.created ? t('Created') : isNew ? t('Wrote') : t('Rewrote'),
      object: fileName(step.path, context),
      facts: [
        off ? nothing : step.added !== null ? changed(step) : isNew ? say.lines(side.after.lines) : nothing,
      ],
      body: () =>
        isNew
          ? html`${reason(step, context)}${numberedCode(first, 1, languageAt(step), context)}
            ${
              more > 0
                ? later(
                    step,
                    {
                      label: say.moreLines(more),
                      here: {
                        lines: all.length - shownLines,
                        view: () =>
                          numberedCode(
                            all.slice(shownLines).join('\n'),
                            shownLines + 1,
                            languageAt(step),
                            context,
                          ),
                      },
                      cut: isCut(side.after),
                    },
                    context,
                  )
                : nothing
            }`
          : diffBody(step, context),
    },
    context,
  );
}
const FIRST_WRITTEN = 12;
