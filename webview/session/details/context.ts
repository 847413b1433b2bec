/** Context: what filled it, response by response, and what fell out of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ContextStory } from '../../../src/questions/contextParts';
import { PART_NAMES } from '../../../src/session/composition';
import { formatTokens } from '../../../src/usage/format';
import { drawSeries } from '../../shared/charts';
import { chartSection } from '../../shared/chartSection';
import { clock } from '../../shared/format';
import { localize, t, whole } from '../../shared/l10n';
import { link, tableOfTurns } from '../../shared/parts';
import { baseName } from '../../../src/log/folders';
import { fileName } from '../changeWords';
import { shown } from '../../shared/text';
import type { Question } from '../../shared/questions';
import type { Askable } from '../../../src/pages/session/contract';
import type { Actions, Details, View } from '../tab';
import * as say from './contextWords';

/** The log is read for it. */
const EVERY_MS = 15_000;
const CONTEXT: Question<Askable, 'id'> = { call: 'contextParts', args: {}, every: EVERY_MS };
const ID = 'context-parts';

export const contextPart: Details = {
  asks: () => [CONTEXT],
  headings,
  view: content,
  draw,
};

type Told = ContextStory & { most: say.Filled; now: say.Filled };
const isKnown = (story: ContextStory | null | undefined): story is Told =>
  !!story && story.most !== null && story.now !== null;

function headings({ answers: { contextParts: story } }: View): [string, string][] {
  if (!isKnown(story)) return [];
  const all: [string, string][] = [[`${ID}-title`, t('What filled the context')]];
  return story.losses.length === 0 ? all : [...all, ['fell-out', t('What fell out')]];
}

function content(view: View, actions: Actions): TemplateResult {
  const story = view.answers.contextParts;
  if (story === undefined)
    return html`<p class="empty" aria-busy="true">${t('Reading what filled the context…')}</p>`;
  if (!isKnown(story)) return html``;
  const number = (name: string) => ({ name, number: true });
  const columns = say.CHARTED.map(({ label }) => number(label()));
  return html`<div class="context-parts">
    ${chartSection(
      {
        id: ID,
        title: t('What filled the context'),
        summary: say.contextSentence(story),
        rows: (heading) =>
          tableOfTurns(
            heading,
            [{ name: t('Turn') }, ...columns, number(t('In all'))],
            story.turns,
            (one) => [
              one.turn + 1,
              ...say.CHARTED.map(({ parts }) => say.sumText(one, parts)),
              formatTokens(one.tokens),
            ],
            '',
          ),
      },
      view.state.tables.includes(ID),
      actions.toggleTable,
    )}
    <div class="two">
      ${story.most.tokens === story.now.tokens ? nothing : shares(t('At its fullest, turn {0}', story.most.turn + 1), story.most)}
      ${shares(t('Now'), story.now)}
    </div>
    ${story.losses.length === 0 ? nothing : losses(story, view, actions)}
  </div>`;
}

const shares = (title: string, one: say.Filled): TemplateResult =>
  html`<section aria-label=${title}>
    <h3>${title} <span class="count">${t('{0} tokens', formatTokens(one.tokens))}</span></h3>
    <table class="shares" aria-label=${title}>
      <tbody>
        ${say.partsOf(one).map(
          ({ part, tokens, share }) =>
            html`<tr>
              <th scope="row">${localize(PART_NAMES[part])}</th>
              <td class="number">${say.about(tokens)}</td>
              <td class="number">${share}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

function losses(story: ContextStory, view: View, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="fell-out">
    <h2 id="fell-out">${t('What fell out')} <span class="count">${whole(story.losses.length)}</span></h2>
    ${story.losses.map((one, i) => loss(one, i, view, actions))}
  </section>`;
}

function loss(one: say.Loss, nth: number, view: View, actions: Actions): TemplateResult {
  const gone = view.detail?.row.gone === true;
  const project = view.detail?.row.project ?? null;
  const time = one.t === null ? '' : `${clock(one.t)}, `;
  return html`<article class="loss">
    <h3>
      <span class="letter">${say.letterOf(nth)}</span> ${say.lossTitle(one)}
      <span class="count">${time}${t('turn {0}', one.turn + 1)} · ${say.lossSizes(one)}</span>
      ${gone || one.how === 'untold' ? nothing : link(t('Show in transcript'), () => actions.openMessage(one.at, one.file))}
    </h3>
    <div class="three">
      <div>
        <p class="lab">${t('Fell out')}</p>
        ${fellOut(one, project)}
      </div>
      <div>
        <p class="lab">${t('Kept')}</p>
        <p>${say.keptText(one)}</p>
        ${lostPrompts(one, actions)}
      </div>
      <div>
        <p class="lab">${t('Then')}</p>
        ${then(one, gone, actions)}
      </div>
    </div>
  </article>`;
}

const fellOut = ({ files, moreFiles }: say.Loss, project: string | null): TemplateResult =>
  files.length === 0
    ? html`<p class="muted">${t('no file that was read')}</p>`
    : html`<ul class="plain">
        ${files.map(
          ({ path, tokens, memory }) =>
            html`<li>
              <span>${fileName(path, project)}${memory ? ` (${t('memory')})` : ''}</span>
              <span class="number">${say.about(tokens)}</span>
            </li>`,
        )}
        ${moreFiles === 0 ? nothing : html`<li class="muted">${t('{0} more', moreFiles)}</li>`}
      </ul>`;

const lostPrompts = ({ prompts }: say.Loss, actions: Actions): TemplateResult | typeof nothing =>
  prompts === null || prompts.lost.length === 0
    ? nothing
    : html`<details>
        <summary>${t('Prompts it does not repeat')} (${whole(prompts.lost.length)})</summary>
        <ul class="plain">
          ${prompts.lost.map(
            ({ turn, text }) =>
              html`<li dir="auto">
                ${link(`${whole(turn + 1)} ${shown(text, 160)}`, () => actions.goTo(turn, 'transcript'))}
              </li>`,
          )}
        </ul>
      </details>`;

function then(lost: say.Loss, gone: boolean, actions: Actions): TemplateResult {
  const { again, moreAgain } = lost;
  if (again.length === 0) return html`<p class="muted">${t('nothing of it was needed again')}</p>`;
  const text = (one: say.Again): string =>
    shown(say.consequenceText(one, one.path === null ? '' : baseName(one.path)), 200);
  return html`<ul class="plain">
      ${again.map(
        (one) =>
          html`<li>
            ${gone ? text(one) : link(text(one), () => actions.openMessage(one.at, one.file))}
            <span class="number">${one.tokens === null ? '' : say.about(one.tokens)}</span>
          </li>`,
      )}
      ${moreAgain === 0 ? nothing : html`<li class="muted">${t('{0} more', moreAgain)}</li>`}
    </ul>
    ${lost.againTokens === 0 ? nothing : html`<p class="hint">${say.rereadSentence([lost])}</p>`}`;
}

function draw({ answers, state }: View): void {
  const story = answers.contextParts;
  if (!story || state.tables.includes(ID)) return;
  drawSeries(ID, {
    labels: story.filled.map(({ turn }) => whole(turn + 1)),
    below: t('Turn'),
    left: { title: t('Tokens in the context'), format: formatTokens },
    markers: story.losses.map(({ point }, i) => ({ at: point, label: say.letterOf(i) })),
    series: say.CHARTED.toReversed().map(({ label, parts, color }) => ({
      label: label(),
      kind: 'bar' as const,
      color,
      values: story.filled.map((one) => say.sumOf(one, parts)),
      texts: story.filled.map((one) => say.sumText(one, parts)),
    })),
  });
}
