/** To check: what was found in the session, each with the line that tells it and what to do. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import { tellingLine, type Found } from '../../src/findings/finding';
import { findingWords, openOf } from '../../src/findings/registry';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../src/signals/severity';
import { counted, link } from '../shared/parts';
import { shown } from '../shared/text';
import type { Actions } from './tab';

export function toCheck({ figures, row }: SessionDetail, actions: Actions): TemplateResult {
  const open = openOf(figures.findings);
  const repaired = figures.findings.filter((one) => !one.open);
  return html`<section aria-labelledby="to-check">
    <h2 id="to-check">To check <span class="count">${open.length}</span></h2>
    ${
      open.length === 0
        ? html`<p class="empty">${nothingFound(row.severity, figures.parent !== null)}</p>`
        : html`<ul class="findings">
            ${open.map((one) => finding(one, row.gone, actions))}
          </ul>`
    }
    ${
      repaired.length === 0
        ? nothing
        : html`<details class="repaired">
            <summary>${counted(repaired.length, 'more', 'more')}, repaired since</summary>
            <ul class="findings">
              ${repaired.toReversed().map((one) => finding(one, row.gone, actions))}
            </ul>
          </details>`
    }
  </section>`;
}

/** Not judged yet is not OK. */
function nothingFound(severity: SessionDetail['row']['severity'], isSubAgent: boolean): string {
  if (isSubAgent) return 'What a sub-agent does is judged in the session that started it.';
  return severity === 'unjudged' ? 'Not judged yet: too little has happened.' : 'Nothing.';
}

function finding(one: Found, gone: boolean, actions: Actions): TemplateResult {
  const { title, advice } = findingWords(one.name);
  const { at, file } = tellingLine(one);
  const show = (place: { at: number; file?: number | undefined }, text: string, label: string) =>
    gone ? nothing : link(text, () => actions.openLine(place.at, place.file), label);
  return html`<li class="finding">
    <span class="severity ${one.open ? one.severity : 'none'}"
      ><vscode-icon
        name=${one.open ? SEVERITY_ICON[one.severity] : 'check'}
        label=${one.open ? SEVERITY_WORD[one.severity] : 'repaired'}
      ></vscode-icon
    ></span>
    <div>
      <p><b>${shown(one.sentence, 300)}</b> ${show({ at, file }, 'Show me', `Show me: ${title}`)}</p>
      <p class="muted">${advice}</p>
      ${
        one.evidence.length < 2
          ? nothing
          : html`<ul class="evidence">
              ${one.evidence.map(
                (line) =>
                  html`<li>
                    ${gone ? shown(line.note, 160) : show(line, shown(line.note, 160), shown(line.note, 160))}
                  </li>`,
              )}
            </ul>`
      }
    </div>
  </li>`;
}
