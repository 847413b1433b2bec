/** Measures: what each says, by what it is judged, and the lines behind it; then part by part. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course } from '../../../src/questions/course';
import { inDecimals } from '../../../src/l10n/locale';
import { sparkline, standing, type Usual } from '../../../src/signals/baseline';
import { TASK_WORDS } from '../../../src/signals/task';
import { signals as registry, verdictOf } from '../../../src/signals/registry';
import { bySeverity } from '../../../src/signals/severity';
import type { SignalReading } from '../../../src/signals/signal';
import { clocks } from '../../shared/format';
import { link, measureClass, measured, measureMark, measureWord, NOT_JUDGED } from '../../shared/parts';
import { shown } from '../../shared/text';
import { measureMeaning, measureTitle } from '../measureWords';
import { detailName, scopeName } from './detailNames';
import { tiles } from '../tiles';
import { COURSE, type Actions, type Details, type View } from '../tab';
import { inLocale, localize, t, whole } from '../../shared/l10n';

export const measuresPart: Details = {
  asks: () => [COURSE],
  headings: ({ answers }) => [
    ['signals', t('Measures')],
    ...(partsOf(answers) !== null ? [['parts', t('Part by part')] as const] : []),
  ],
  view: (view, actions) => html`${tiles(view.detail!)} ${content(view, actions)}`,
};

function content(view: View, actions: Actions): TemplateResult {
  const { figures, row, usual, measures } = view.detail!;
  const parts = partsOf(view.answers);
  // With what they were counted from as soon as that is told.
  const readings = view.answers.course?.signals ?? figures.signals;
  return html`
    <section aria-labelledby="signals">
      <h2 id="signals">${t('Measures')}</h2>
      <p class="hint">
        ${
          measures
            ? t('Numbers that describe the session; they raise alerts because vigil.alerts.measures is on.')
            : t('Numbers that describe the session; none of them raises an alert.')
        }
        ${t('Unusual is what lies beyond your own thresholds. Each can be opened to the log lines it was counted from.')}
      </p>
      <div class="signals">
        ${readings.toSorted(bySeverity).map((reading) => signal(reading, usual, row.gone, view, actions))}
      </div>
    </section>
    ${parts === null ? nothing : heatmap(parts, measures)}
  `;
}

/** What a measure's thresholds make of it, or why they do not: what was not judged is not usual (law 1). */
function verdict(reading: SignalReading, marks: boolean): TemplateResult {
  const grade = verdictOf(reading);
  if (grade === 'describes') return html`<span class="severity none">–</span>`;
  if (grade === 'tooShort') return NOT_JUDGED;
  return measured(grade, marks);
}

/**
 * “Unusual below 4 with 3 edits or more without reading (from your baseline)”; with `marks` “CRITICAL below 2, WARN below 4 …”. '' for a measure without thresholds.
 */
function thresholdText(name: string, usual: readonly Usual[], marks = false): string {
  const own = usual.find((one) => one.name === name);
  const alarm = registry.find((one) => one.name === name)?.alarm ?? null;
  if (alarm === null || own?.thresholds === undefined || own.thresholds === null) return '';
  const low = alarm.worse === 'low';
  const { warn, critical } = own.thresholds;
  const bounds = (
    marks
      ? [
          critical === null ? '' : t(low ? 'CRITICAL below {0}' : 'CRITICAL from {0}', figure(critical)),
          warn === null ? '' : t(low ? 'WARN below {0}' : 'WARN from {0}', figure(warn)),
        ]
      : [t(low ? 'Unusual below {0}' : 'Unusual from {0}', figure(warn ?? critical))]
  ).filter(Boolean);
  const from = {
    baseline: t('from your baseline'),
    setting: t('from your settings'),
    default:
      alarm.bounds === null || own.sessions >= own.wanted
        ? t('default')
        : t('default; your baseline has {0} of {1} sessions', own.sessions, own.wanted),
  }[own.from];
  const only = marks || alarm.only === undefined ? '' : ` ${localize(alarm.only)}`;
  return `${bounds.join(', ')}${only} (${from})`;
}

/** Where the value stands among the person's own sessions, and how the last ones went. */
function usualOf(
  reading: SignalReading,
  usual: readonly Usual[],
  marks: boolean,
): TemplateResult | typeof nothing {
  const own = usual.find(({ name }) => name === reading.name);
  const thresholds = thresholdText(reading.name, usual, marks);
  const place = own === undefined ? '' : standing(reading.value, own);
  const bars = own === undefined ? '' : sparkline(own.trend);
  if (thresholds === '' && place === '' && bars === '') return nothing;
  return html`<p class="usual">
    ${place === '' ? nothing : html`<span>${localize(place)}</span>`}
    ${
      bars === ''
        ? nothing
        : html`<span
            ><span aria-hidden="true" class="bars">${bars}</span
            >${t('Your last {0} sessions: {1} to {2}', own?.trend.length ?? 0, figure(own?.trend[0]), figure(own?.trend.at(-1)))}</span
          >`
    }
    ${thresholds === '' ? nothing : html`<span>${thresholds}</span>`}
  </p>`;
}

function signal(
  reading: SignalReading,
  usual: readonly Usual[],
  gone: boolean,
  view: View,
  actions: Actions,
): TemplateResult {
  const section = `signal:${reading.name}`;
  const words = registry.find(({ name }) => name === reading.name);
  return html`
    <details
      class="signal ${measureClass(reading.severity, view.detail!.measures)}"
      ?open=${view.state.open.includes(section)}
      @toggle=${(event: Event) => actions.toggle(section, (event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        ${verdict(reading, view.detail!.measures)}
        <span class="name">${measureTitle(reading)}</span>
        ${words?.experimental === true ? html`<vscode-badge>${t('experimental')}</vscode-badge>` : nothing}
        <span class="label">${shown(localize(reading.label), 100)}</span>
      </summary>
      <p>${measureMeaning(reading)}</p>
      ${usualOf(reading, usual, view.detail!.measures)}
      <dl>
        ${Object.entries(reading.detail).map(
          ([name, value]) =>
            html`<dt>${detailName(name)}</dt>
              <dd>${figure(value)}</dd>`,
        )}
      </dl>
      ${
        reading.evidence.length === 0
          ? nothing
          : html`<h3>${t('Latest lines')}</h3>
              <ul class="evidence">
                ${reading.evidence
                  .toReversed()
                  .map(
                    ({ at, file, note }) =>
                      html`<li>
                        ${gone ? shown(localize(note), 160) : link(shown(localize(note), 160), () => actions.openMessage(at, file))}
                      </li>`,
                  )}
              </ul>`
      }
    </details>
  `;
}

/** A value of a signal's detail in words. */
function figure(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number')
    return Number.isInteger(value) ? whole(value) : inLocale(inDecimals(value, 2));
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, inner]) => `${detailName(name)} ${figure(inner)}`);
    return entries.length === 0 ? '–' : shown(entries.join(', '), 300);
  }
  return shown(typeof value === 'string' ? scopeName(localize(value)) : JSON.stringify(value), 300);
}

/** The course of a session that has parts to compare. */
const partsOf = ({ course }: View['answers']): Course | null =>
  course && course.heatmap.parts.length > 1 ? course : null;

/** The heatmap: one column for each part of as many events, its time of beginning at its head. */
function heatmap({ heatmap: map }: Course, marks: boolean): TemplateResult {
  const most = Math.max(1, ...map.tools.flatMap(({ cells }) => cells.map(({ calls }) => calls)));
  const level = (calls: number): number => (calls === 0 ? 0 : Math.ceil((calls / most) * 4));
  const judged = map.signals.filter(({ cells }) => cells.some((one) => one !== null));
  return html`<section aria-labelledby="parts">
    <h2 id="parts">${t('Part by part')}</h2>
    <p class="hint">
      ${
        marks
          ? t(
              'The session cut into {0} parts of as many events: calls of each tool, ! failed, × denied; and what each measure said by then.',
              map.parts.length,
            )
          : t(
              'The session cut into {0} parts of as many events: calls of each tool, ! failed, × denied; and what each measure said by then: ▲ unusual.',
              map.parts.length,
            )
      }
    </p>
    <div class="wide" tabindex="0" role="group" aria-labelledby="parts">
      <table class="heat" aria-labelledby="parts">
        <thead>
          <tr>
            <th scope="col">${t('Tool')}</th>
            ${clocks(map.parts).map(({ day, clock }) => html`<th scope="col" class="number">${day === '' ? nothing : html`${day}<br />`}${clock}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${map.tools.slice(0, 12).map(
            ({ name, cells }) =>
              html`<tr>
                <th scope="row">${shown(name, 60)}</th>
                ${cells.map(
                  ({ calls, failed, denied }) =>
                    html`<td class="number l${level(calls)}">
                      ${calls === 0 ? '' : whole(calls)}${failed > 0 ? html` <b title=${t('{0} failed', failed)}>!${whole(failed)}</b>` : ''}${denied > 0 ? html` <b title=${t('{0} denied', denied)}>×${whole(denied)}</b>` : ''}
                    </td>`,
                )}
              </tr>`,
          )}
          ${
            map.tasks === null
              ? nothing
              : html`<tr>
                  <th scope="row">${t('Kind of task (experimental)')}</th>
                  ${map.tasks.map((one) => html`<td>${one === null ? '' : localize(TASK_WORDS[one])}</td>`)}
                </tr>`
          }
          ${judged.map(
            ({ name, cells }) =>
              html`<tr>
                <th scope="row">${localize(registry.find((one) => one.name === name)?.title ?? name)}</th>
                ${cells.map(
                  (one) =>
                    html`<td
                      class="number ${one === null ? nothing : measureClass(one, marks)}"
                      title=${one === null ? t('not judged yet') : measureWord(one, marks)}
                    >
                      ${one === null ? '' : html`<span aria-label=${measureWord(one, marks)} role="img">${measureMark(one, marks)}</span>`}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
