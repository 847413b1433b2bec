/** Models: mix, cost, what a million tokens came to, share over time. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatTokens } from '../../../src/usage/format';
import { isAtLeastOf, perMillionText } from '../../shared/amounts';
import { percent } from '../../shared/format';
import { t } from '../../shared/l10n';
import type { Models } from '../../../src/questions/models';
import { namesOfModels } from '../../../src/session/modelName';
import { inStep, OVERS, stepLabels, stepName } from '../../shared/over';
import { detailColumn, numberColumn, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { drawSeries } from '../../shared/charts';
import { colorsOfModels, money, MOST_COLORED } from '../cost/words';
import { modelLink } from '../modelLink';
import { chart, loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

export const modelsSection: Section = {
  id: 'models',
  title: () => t('Models'),
  asks: (view) => [{ call: 'models', args: { range: view.state.range, query: queryOf(view) } }],
  filtered: true,
  view: content,
  draw,
};

const SHARES = {
  day: t('Share of tokens by day'),
  week: t('Share of tokens by week'),
  month: t('Share of tokens by month'),
};

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.models;
  if (data === undefined) return loading;
  if (data.models.length === 0) return nothingHere(view, actions);
  const tokens = data.models.reduce((sum, one) => sum + one.tokens, 0);
  const names = topModels(view);
  const called = namesOfModels(data.models.map(({ model }) => model));
  return html`
    <section aria-labelledby="models">
      <h2 id="models">${t('Models')}</h2>
      ${table(
        'models',
        [
          { name: t('Model') },
          numberColumn(t('Requests')),
          ...[t('Input'), t('Output'), t('Cache read'), t('Cache write')].map(detailColumn),
          numberColumn(t('Tokens')),
          numberColumn(t('Share of tokens')),
          numberColumn(t('Cost')),
          detailColumn(t('Per million tokens')),
        ],
        data.models.map((one) => [
          modelLink(one.model, data, actions, called.get(one.model)),
          one.requests,
          formatTokens(one.input),
          formatTokens(one.output),
          formatTokens(one.cacheRead),
          formatTokens(one.cacheWrite),
          formatTokens(one.tokens),
          percent(one.tokens, tokens),
          money(one.costMicroUsd),
          perMillionText(one),
        ]),
        t('No model was used in these days.'),
      )}
      ${
        data.models.some((one) => one.lowerBound || isAtLeastOf(one))
          ? html`<p class="hint">
              ${t('At API prices. At least: not all output was logged, or something has no known price.')}
            </p>`
          : nothing
      }
    </section>
    ${chart(
      {
        id: 'model-shares',
        title: SHARES[data.over],
        summary: `${shareSummary(data)}${
          data.outside === 0
            ? ''
            : ` ${t('Not shown, for no readable time puts them on a day: {0} tokens.', formatTokens(data.outside))}`
        }`,
        height: 320,
        rows: (heading) =>
          table(
            heading,
            [
              { name: OVERS[data.over] },
              ...names.map((name) => numberColumn(shown(called.get(name) ?? name, 40))),
              numberColumn(t('Others')),
            ],
            data.steps.map(({ tokens: by, ...step }) => [
              stepName(data.over, step),
              ...names.map((name) => cell(by[name] ?? 0, by)),
              cell(others(by, names), by),
            ]),
            t('No day.'),
          ),
      },
      view,
      actions,
    )}
  `;
}

const topModels = ({ answers }: View): string[] =>
  (answers.models?.models ?? [])
    .toSorted((a, b) => b.tokens - a.tokens)
    .slice(0, MOST_COLORED)
    .map(({ model }) => model);

const others = (by: Readonly<Record<string, number>>, names: readonly string[]): number =>
  Object.entries(by).reduce((sum, [name, tokens]) => (names.includes(name) ? sum : sum + tokens), 0);

const sumOf = (by: Readonly<Record<string, number>>): number =>
  Object.values(by).reduce((sum, tokens) => sum + tokens, 0);

/** Share and tokens of a model in a step. */
const cell = (tokens: number, by: Readonly<Record<string, number>>): string =>
  tokens === 0 ? '–' : `${percent(tokens, sumOf(by))} (${formatTokens(tokens)})`;

/** The model most tokens are of, and its share. */
function mostUsed(
  by: Readonly<Record<string, number>>,
  called: ReadonlyMap<string, string>,
): { name: string; share: string } | null {
  const [most] = Object.entries(by).toSorted(([, a], [, b]) => b - a);
  return most === undefined
    ? null
    : { name: shown(called.get(most[0]) ?? most[0], 60), share: percent(most[1], sumOf(by)) };
}

/** What is used most: in all these days, and in the last step with work. */
function shareSummary(data: Models): string {
  const called = namesOfModels(data.models.map(({ model }) => model));
  const all = mostUsed(Object.fromEntries(data.models.map(({ model, tokens }) => [model, tokens])), called);
  const last = data.steps.findLast(({ tokens }) => sumOf(tokens) > 0);
  const now = last === undefined ? null : mostUsed(last.tokens, called);
  if (all === null || last === undefined || now === null) return t('No day.');
  return data.steps.length === 1 || data.models.length === 1
    ? t('Used most: {0}, {1} of the tokens.', all.name, all.share)
    : t(
        'Used most: {0}, {1} of the tokens; {2} {3}, {4}.',
        all.name,
        all.share,
        inStep(data.over, last),
        now.name,
        now.share,
      );
}

function draw(view: View): void {
  const { over = 'day', steps = [] } = view.answers.models ?? {};
  const names = topModels(view);
  const called = namesOfModels((view.answers.models?.models ?? []).map(({ model }) => model));
  const colors = colorsOfModels(view.answers.models?.models ?? [], names);
  const share = (tokens: number, by: Readonly<Record<string, number>>): number =>
    sumOf(by) === 0 ? 0 : tokens / sumOf(by);
  drawSeries('model-shares', {
    ...stepLabels(over, steps),
    series: [
      ...names.map((name) => ({
        label: shown(called.get(name) ?? name, 40),
        values: steps.map(({ tokens }) => share(tokens[name] ?? 0, tokens)),
        kind: 'bar' as const,
        color: colors.get(name) ?? 6,
      })),
      {
        label: t('Others'),
        values: steps.map(({ tokens }) => share(others(tokens, names), tokens)),
        kind: 'bar' as const,
        color: 6,
      },
    ].filter(({ values }) => values.some((n) => n > 0)),
    left: { title: t('Share of tokens'), format: (n) => percent(n, 1), most: 1 },
  });
}
