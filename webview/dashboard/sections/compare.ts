/** Compare: two sessions side by side. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, type TemplateResult } from 'lit';
import type { Diff } from '../../../src/questions/compareSessions';
import { signals as registry } from '../../../src/signals/registry';
import { drawSeries } from '../../shared/charts';
import { differenceText, sideText } from '../../../src/analysis/differenceText';
import { turnCost } from '../../shared/amounts';
import { dateTime, percent, span } from '../../shared/format';
import { localize, t, tn, whole } from '../../shared/l10n';
import { value } from '../../shared/metric';
import { link, measured, NOT_JUDGED, numberColumn, severity, table } from '../../shared/parts';
import { sessionName, shown } from '../../shared/text';
import { fileRows, measureRows, metricRows, modelRows, promptsOf, toolRows } from '../compare/rows';
import { namesOfModels } from '../../../src/session/modelName';
import { chart, loading, type Actions, type Section, type View } from '../tab';

export const compareSection: Section = {
  id: 'compare',
  title: () => t('Compare'),
  asks: ({ state }) => (state.compare === null ? [] : [{ call: 'compareSessions', args: state.compare }]),
  view: content,
  draw,
};

const MOST_FILES = 100;
const CALLS_OF_BOTH = [t('A: calls'), t('A: failed'), t('B: calls'), t('B: failed')];
const FILES_OF_BOTH = [t('A: reads'), t('A: changes'), t('B: reads'), t('B: changes')];

function content(view: View, actions: Actions): TemplateResult {
  const { compare } = view.state;
  const choose = html`<vscode-button
    secondary
    icon="diff-multiple"
    @click=${() => actions.run('vigil.compareSessions')}
    >${t('Choose two sessions…')}</vscode-button
  >`;
  if (compare === null)
    return html`<p class="empty">
        ${t('Two sessions side by side: what they cost, how they went, which files they worked on. They can be selected in the Sessions view too, with Ctrl or Cmd.')}
      </p>
      <div class="controls">${choose}</div>`;
  const data = view.answers.compareSessions;
  if (data === undefined) return loading;
  if (data === null)
    return html`<p class="empty">${t('Vigil does not know both of these sessions any more.')}</p>
      <div class="controls">${choose}</div>`;
  return html`
    <div class="controls">
      ${choose}
      <vscode-button
        secondary
        icon="arrow-swap"
        @click=${() => actions.keep({ compare: { a: compare.b, b: compare.a } })}
        >${t('Swap')}</vscode-button
      >
      <vscode-button
        secondary
        icon="notebook"
        @click=${() => actions.report({ kind: 'diff', format: 'markdown', ids: [compare.a, compare.b] })}
        >${t('Generate report')}</vscode-button
      >
    </div>
    <div class="sides">
      ${data.sides.map((one, i) => sideOf(one, i === 0 ? 'A' : 'B', foldersOf(data), actions))}
    </div>
    ${promptLists(data)} ${metricTable(data)} ${fileTable(data)} ${toolsAndModels(data)} ${signalTable(data)}
    ${course(data, view, actions)}
  `;
}

/** What was asked of each, from where they part. */
function promptLists(data: Diff): TemplateResult | typeof nothing {
  const { same, a, b } = promptsOf(data);
  if (same + a.length + b.length === 0) return nothing;
  const list = (prompts: Diff['prompts'][number], name: string): TemplateResult =>
    html`<ol class="prompts" aria-label=${t('Prompts of {0}', name)}>
      ${prompts.map(
        (one) =>
          html`<li value=${one.turn + 1}>
            <span dir="auto">${shown(one.text, 200)}</span>
            <span class="muted cost">${turnCost(one)}</span>
          </li>`,
      )}
      ${prompts.length === 0 ? html`<li class="muted">${t('no more')}</li>` : nothing}
    </ol>`;
  return html`<section aria-labelledby="prompts">
    <h2 id="prompts">${t('Prompts')}</h2>
    ${same === 0 ? nothing : html`<p class="hint">${same === 1 ? t('The first is the same.') : t('The first {0} are the same.', same)}</p>`}
    ${a.length + b.length === 0 ? nothing : html`<div class="sides">${list(a, 'A')} ${list(b, 'B')}</div>`}
  </section>`;
}

/** How many rows are left out, for they are the same in both. */
const sameHint = (same: number): TemplateResult | typeof nothing =>
  same === 0 ? nothing : html`<p class="hint">${t('{0} the same in both.', same)}</p>`;

const metricTable = (data: Diff): TemplateResult => {
  const { rows, same } = metricRows(data);
  return html`<section aria-labelledby="metrics">
    <h2 id="metrics">${t('What differs')}</h2>
    ${table(
      'metrics',
      [{ name: t('Measure') }, numberColumn('A'), numberColumn('B'), numberColumn(t('Difference (B − A)'))],
      rows.map((one) => [
        one.experimental ? t('{0} (experimental)', localize(one.title)) : localize(one.title),
        sideValue(one, 'a'),
        sideValue(one, 'b'),
        differenceText(one),
      ]),
      t('No figure differs.'),
    )}
    ${sameHint(same)}
    <p class="hint">${t('One session each: a difference is no proof that anything is better or worse.')}</p>
    ${
      data.metrics.some(({ lowerBound }) => lowerBound.includes(true))
        ? html`<p class="hint">
            ${t('≥: some of it has no price, or no final usage in the log. It is at least this much.')}
          </p>`
        : nothing
    }
  </section>`;
};

const course = (data: Diff, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'compare-course',
      title: t('Course'),
      summary: courseSummary(data),
      rows: (heading) =>
        table(
          heading,
          [{ name: t('Part') }, ...CALLS_OF_BOTH.map(numberColumn)],
          data.timeline.map(({ a, b }, i) => [
            i + 1,
            a?.calls ?? '–',
            a?.failed ?? '–',
            b?.calls ?? '–',
            b?.failed ?? '–',
          ]),
          t('What happened in them is no longer known.'),
        ),
    },
    view,
    actions,
  );

function toolsAndModels(data: Diff): TemplateResult {
  const called = namesOfModels(data.models.map(({ name }) => name));
  return html`<section aria-labelledby="tools">
      <h2 id="tools">${t('Tools')}</h2>
      ${table(
        'tools',
        [{ name: t('Tool') }, ...CALLS_OF_BOTH.map(numberColumn)],
        toolRows(data).rows.map(({ name, a, b }) => [
          shown(name, 80),
          a?.calls ?? '',
          a === null ? '' : percent(a.errors, a.calls),
          b?.calls ?? '',
          b === null ? '' : percent(b.errors, b.calls),
        ]),
        data.tools.length === 0
          ? t('Neither session called a tool.')
          : t('No tool was called more often by one of them.'),
      )}
      ${sameHint(toolRows(data).same)}
    </section>
    <section aria-labelledby="models">
      <h2 id="models">${t('Models')}</h2>
      ${table(
        'models',
        [{ name: t('Model') }, numberColumn(t('A: cost')), numberColumn(t('B: cost'))],
        modelRows(data).rows.map(({ name, a, b, lowerBound }) => [
          shown(called.get(name) || t('(no name)'), 60),
          money(a, lowerBound[0]),
          money(b, lowerBound[1]),
        ]),
        data.models.length === 0 ? t('Neither session used a model.') : t('Both cost the same.'),
      )}
      ${sameHint(modelRows(data).same)}
    </section>`;
}

const fileTable = (data: Diff): TemplateResult => {
  const { rows, same } = fileRows(data);
  return html`<section aria-labelledby="files">
    <h2 id="files">${t('Files')} <span class="count">${t('{0} in both', both(data))}</span></h2>
    ${table(
      'files',
      [{ name: t('File') }, ...FILES_OF_BOTH.map(numberColumn)],
      rows
        .slice(0, MOST_FILES)
        .map(({ path, a, b }) => [
          shown(path, 300),
          a?.reads ?? '',
          a?.edits ?? '',
          b?.reads ?? '',
          b?.edits ?? '',
        ]),
      data.files.length === 0
        ? t('Neither session names a file.')
        : t('Both worked on the same files as often.'),
    )}
    ${rows.length > MOST_FILES ? html`<p class="hint">${t('… and {0} more.', rows.length - MOST_FILES)}</p>` : nothing}
    ${sameHint(same)}
  </section>`;
};

const money = (micro: number | null | undefined, lowerBound: boolean): string =>
  micro === undefined
    ? ''
    : micro === null
      ? t('unpriced')
      : value(micro, { unit: 'microUsd' }, { lowerBound });

type Metric = Diff['metrics'][number];

/** What A or B says of a metric. */
function sideValue(one: Metric, name: 'a' | 'b'): string {
  const at = name === 'a' ? 0 : 1;
  return one.unpriced[at] ? t('unpriced') : sideText(one, name);
}

const both = ({ files }: Diff): number => files.filter(({ a, b }) => a !== null && b !== null).length;

const foldersOf = ({ sides }: Diff): Map<string, string> =>
  shortPaths(sides.flatMap(({ project }) => project ?? []));

function sideOf(
  side: Diff['sides'][number],
  name: string,
  folders: ReadonlyMap<string, string>,
  actions: Actions,
): TemplateResult {
  return html`<section class="tile" aria-label=${t('Session {0}', name)}>
    <h2>${name}</h2>
    <p class="value">${link(sessionName(side), () => actions.openSession(side.id))}</p>
    <p class="under">
      ${severity(side.severity)} ·
      <span title=${shown(side.project ?? '', 300)}
        >${shown(side.project === null ? t('unknown project') : (folders.get(side.project) ?? side.project), 120)}</span
      >
      · ${dateTime(side.startedAt)}, ${span(side.startedAt, side.endedAt)}
    </p>
  </section>`;
}

function signalTable(diff: Diff): TemplateResult {
  const { sides, marks } = diff;
  const [a, b] = sides;
  const cellOf = (side: Diff['sides'][number] | undefined, name: string): unknown => {
    const one = side?.signals.find((reading) => reading.name === name);
    return one === undefined
      ? '–'
      : one.judged
        ? html`${measured(one.severity, marks)} ${shown(localize(one.label), 80)}`
        : html`${NOT_JUDGED}: ${shown(localize(one.label), 80)}`;
  };
  const { rows, same } = measureRows(diff);
  const judged = (name: string) => registry.find((one) => one.name === name && one.alarm !== null);
  const names = rows.flatMap((name) => judged(name) ?? []);
  return html`<section aria-labelledby="signals">
    <h2 id="signals">${t('Measures')}</h2>
    ${table(
      'signals',
      [{ name: t('Measure') }, { name: 'A', sentence: true }, { name: 'B', sentence: true }],
      names.map(({ name, title }) => [localize(title), cellOf(a, name), cellOf(b, name)]),
      t('No measure differs.'),
    )}
    ${sameHint(same)}
  </section>`;
}

function courseSummary({ timeline }: Diff): string {
  const failed = (side: 'a' | 'b'): number =>
    timeline.reduce((sum, one) => sum + (one[side]?.failed ?? 0), 0);
  return t(
    'Tool calls part by part, each session cut into {0} of as many events: {1} failed in A, {2} in B.',
    tn(timeline.length, '{0} part', '{0} parts'),
    failed('a'),
    failed('b'),
  );
}

function draw({ answers }: View): void {
  const data = answers.compareSessions;
  if (!data) return;
  drawSeries('compare-course', {
    labels: data.timeline.map((_, i) => String(i + 1)),
    below: t('Part'),
    left: { title: t('Tool calls'), format: whole },
    beside: true,
    series: [
      { label: 'A', kind: 'line', color: 0, values: data.timeline.map(({ a }) => a?.calls ?? null) },
      { label: 'B', kind: 'line', color: 1, values: data.timeline.map(({ b }) => b?.calls ?? null) },
      {
        label: t('A: failed'),
        kind: 'bar',
        color: 3,
        values: data.timeline.map(({ a }) => a?.failed ?? null),
      },
      {
        label: t('B: failed'),
        kind: 'bar',
        color: 5,
        values: data.timeline.map(({ b }) => b?.failed ?? null),
      },
    ],
  });
}
