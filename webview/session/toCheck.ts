/** To check: what was found in the session, each with how one knows and the line that tells it. Nothing found, nothing shown. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import type { Story } from '../../src/questions/story';
import { tellingLine, type Found } from '../../src/findings/finding';
import { findingWords, openOf } from '../../src/findings/registry';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../src/signals/severityWords';
import { localize, t, whole } from '../shared/l10n';
import { link, withCode } from '../shared/parts';
import { shown } from '../shared/text';
import type { Actions } from './tab';

export function toCheck(
  { figures, row }: SessionDetail,
  story: Story | null | undefined,
  actions: Actions,
): TemplateResult | typeof nothing {
  const open = openOf(figures.findings);
  const repaired = figures.findings.filter((one) => !one.open);
  if (open.length + repaired.length === 0) return nothing;
  const entry = (one: Found) => finding(one, row.gone, turnOf(one, story), actions);
  return html`<section class="check" aria-labelledby="to-check">
    <h2 id="to-check">${t('To check')} <span class="count">${whole(open.length)}</span></h2>
    ${
      open.length === 0
        ? nothing
        : html`<ul class="findings">
            ${open.map(entry)}
          </ul>`
    }
    ${
      repaired.length === 0
        ? nothing
        : html`<details class="repaired">
            <summary>${t('{0} more, repaired since', repaired.length)}</summary>
            <ul class="findings">
              ${repaired.toReversed().map(entry)}
            </ul>
          </details>`
    }
  </section>`;
}

/** The turn of the prompt it was found under; null when the story does not say. */
const turnOf = (one: Found, story: Story | null | undefined): number | null =>
  story?.prompts.find(({ findings }) => findings.some(({ sentence }) => sentence === one.sentence))?.turn ??
  null;

/** Notes of so many lines of evidence are told. */
const NOTES = 4;

function finding(one: Found, gone: boolean, turn: number | null, actions: Actions): TemplateResult {
  const words = findingWords(one.name);
  const [title, advice] = [localize(words.title), localize(words.advice)];
  const { at, file } = tellingLine(one);
  return html`<li class="finding">
    <span class="severity ${one.open ? one.severity : 'none'}"
      ><vscode-icon
        name=${one.open ? SEVERITY_ICON[one.severity] : 'pass'}
        label=${one.open ? localize(SEVERITY_WORD[one.severity]) : t('repaired')}
      ></vscode-icon
    ></span>
    <div>
      <p class="sentence">${withCode(localize(one.sentence), 300)}</p>
      <ul class="how">
        ${one.evidence
          .slice(0, NOTES)
          .map(
            (line) =>
              html`<li>
                ${gone ? shown(localize(line.note), 160) : link(shown(localize(line.note), 160), () => actions.openMessage(line.at, line.file))}
              </li>`,
          )}
      </ul>
      <p class="advice">${withCode(advice)}</p>
      <p class="do">
        ${
          gone
            ? nothing
            : [
                link(
                  t('Show in transcript'),
                  () => actions.openMessage(at, file),
                  t('Show in transcript: {0}', title),
                ),
                link(t('Open log line'), () => actions.openLine(at, file), t('Open log line: {0}', title)),
              ]
        }
        ${turn === null ? nothing : link(t('Turn {0}', turn + 1), () => actions.goTo(turn, 'transcript'))}
      </p>
    </div>
  </li>`;
}
