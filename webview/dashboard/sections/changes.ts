/** Changes: what changed for good, by tests over the whole history; and when versions and models were first used. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Changes } from '../../../src/questions/changes';
import { stepped } from '../../../src/usage/days';
import { dayName, dayOf } from '../../shared/format';
import { localize, t, tn } from '../../shared/l10n';
import { atLeast, value } from '../../shared/metric';
import { ephemeral } from '../../shared/own';
import { link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

export const changesSection: Section = {
  id: 'changes',
  title: () => t('Changes'),
  // It takes a while to work out, and tells of weeks.
  asks: (view) => [
    { call: 'changes', args: { range: view.state.range, query: queryOf(view) }, every: 60_000 },
  ],
  filtered: true,
  view: content,
};

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.changes;
  if (data === undefined) return loading;
  if (data.sessions === 0) return html`${nothingHere(view, actions)} ${firstUsed(data, view, actions)}`;
  return html`<p class="lead" id="changed">${headline(data)}</p>
    ${
      data.changes.length === 0
        ? nothing
        : table(
            'changed',
            [
              { name: t('Measure') },
              { name: t('Since') },
              { name: t('Before'), number: true },
              { name: t('After'), number: true },
              { name: t('It is') },
            ],
            data.changes.map((one) => [
              shown(localize(one.title), 80),
              link(`${dayName(one.day)}${one.to === '' ? '' : ` · ${shown(one.to, 40)}`}`, () =>
                actions.sessions(`started:${one.day}..`),
              ),
              value(one.before, one),
              value(one.after, one),
              { worse: t('worse'), better: t('better'), changed: t('different') }[one.verdict],
            ]),
            '',
          )
    }
    <p class="hint">
      ${t('Days on which the version, the model or the permission mode changed, and a day of each week, are tried for every measure. A change is listed when it is large, and so many tries would not have found it by chance.')}
      ${atLeast(data.changes.some(({ lowerBound }) => lowerBound))}
    </p>
    ${firstUsed(data, view, actions)} ${aroundDay(data, view, actions)}`;
}

/** The day that is typed below the lists, '' while it is none; null at first: the newest of them. */
const typedDay = ephemeral<string | null>(null);

const firstDay = ({ firstUsed: [newest] }: Changes): string => newest?.day ?? stepped(dayOf(Date.now()), -30);

/** Compares the sessions before a day with those from it on. */
function aroundDay(data: Changes, view: View, actions: Actions): TemplateResult {
  const day = view.memory.get(typedDay) ?? firstDay(data);
  return html`<form
    class="controls"
    @submit=${(event: Event) => {
      event.preventDefault();
      compareAround(day, view, actions);
    }}
  >
    <label class="picker"
      >${t('Before and after')}
      <input
        type="date"
        required
        .value=${day}
        @change=${(event: Event) => view.memory.set(typedDay, (event.target as HTMLInputElement).value)}
      />
    </label>
    <vscode-button
      secondary
      icon="notebook"
      ?disabled=${day === ''}
      @click=${() => compareAround(day, view, actions)}
      >${t('Generate report')}</vscode-button
    >
  </form>`;
}

/** A report of all sessions of the filter bar's, whatever its days: a comparison needs the time before. */
const compareAround = (pivot: string, view: View, actions: Actions): void =>
  actions.report({ kind: 'comparison', format: 'markdown', pivot, query: queryOf(view) });

const headline = ({ changes, sessions }: Changes): string =>
  changes.length === 0
    ? tn(sessions, 'No reliable change found in {0} session.', 'No reliable change found in {0} sessions.')
    : tn(changes.length, '{0} change found in {1} sessions.', '{0} changes found in {1} sessions.', sessions);

const firstUsed = ({ firstUsed: all }: Changes, view: View, actions: Actions): unknown =>
  all.length === 0
    ? nothing
    : html`<section aria-labelledby="first-used">
        <h2 id="first-used">${t('First used')}</h2>
        ${table(
          'first-used',
          [{ name: t('Day') }, { name: t('What') }, { name: t('Before and after') }],
          all.map(({ day, text }) => {
            const what = shown(localize(text), 80);
            return [
              link(dayName(day), () => actions.sessions(`started:${day}..`)),
              what,
              link(
                t('Compare'),
                () => compareAround(day, view, actions),
                t('Compare before and after: {0}', what),
              ),
            ];
          }),
          '',
        )}
      </section>`;
