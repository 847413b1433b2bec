/** What happened over a session: files, and part by part how tools ended and what the signals said. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course } from '../../src/engine/protocol';
import { signals as registry } from '../../src/signals/registry';
import type { Severity } from '../../src/signals/signal';
import { SEVERITY_WORD, table } from '../shared/parts';
import { shown } from '../shared/text';

const MOST_FILES = 200;

/** Files the session read and changed; `openFile` null where there is nothing to open. */
export function files({ files: used }: Course, openFile: (path: string) => void): TemplateResult {
  const edited = used.filter(({ edits }) => edits > 0).length;
  return html`<section aria-labelledby="files">
    <h2 id="files">Files <span class="count">${used.length}, ${edited} changed</span></h2>
    <div class="scroll">
      ${table(
        [{ name: 'File' }, { name: 'Reads', number: true }, { name: 'Changes', number: true }, { name: '' }],
        used
          .slice(0, MOST_FILES)
          .map(({ path, reads, edits, created }) => [
            html`<a
              href="#"
              role="button"
              @click=${(event: Event) => (event.preventDefault(), openFile(path))}
              >${shown(path, 300)}</a
            >`,
            reads,
            edits,
            created ? 'created' : edits > 0 && reads === 0 ? 'changed without a read' : '',
          ]),
        'No file was read or changed with a tool that names it.',
      )}
    </div>
    ${used.length > MOST_FILES ? html`<p class="hint">… and ${used.length - MOST_FILES} more.</p>` : nothing}
  </section>`;
}

const clock = (iso: string | null): string =>
  iso === null ? '–' : new Date(iso).toLocaleTimeString(undefined, { timeStyle: 'short' });

const MARK: Record<Severity, string> = { ok: '·', warn: '▲', critical: '■' };

/** The heatmap: one column for each part of as many events, its time of beginning at its head. */
export function heatmap({ heatmap: map }: Course): TemplateResult {
  const most = Math.max(1, ...map.tools.flatMap(({ cells }) => cells.map(({ calls }) => calls)));
  const level = (calls: number): number => (calls === 0 ? 0 : Math.ceil((calls / most) * 4));
  const judged = map.signals.filter(({ cells }) => cells.some((one) => one !== null));
  return html`<section aria-labelledby="parts">
    <h2 id="parts">Part by part</h2>
    <p class="hint">
      The session cut into ${map.parts.length} parts of as many events: calls of each tool, ! failed, ×
      denied; and what each signal said by then.
    </p>
    <div class="wide">
      <table class="heat">
        <thead>
          <tr>
            <th scope="col">Tool</th>
            ${map.parts.map((iso) => html`<th scope="col" class="number">${clock(iso)}</th>`)}
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
                      ${calls === 0 ? '' : calls}${failed > 0 ? html` <b title="${failed} failed">!${failed}</b>` : ''}${denied > 0 ? html` <b title="${denied} denied">×${denied}</b>` : ''}
                    </td>`,
                )}
              </tr>`,
          )}
          ${judged.map(
            ({ name, cells }) =>
              html`<tr>
                <th scope="row">${registry.find((one) => one.name === name)?.title ?? name}</th>
                ${cells.map(
                  (one) =>
                    html`<td
                      class="number ${one ?? nothing}"
                      title=${one === null ? 'not judged yet' : SEVERITY_WORD[one]}
                    >
                      ${one === null ? '' : html`<span aria-label=${SEVERITY_WORD[one]} role="img">${MARK[one]}</span>`}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
