/** What a person asked. */
import { isSubAgent } from '../../../src/session/sessionId';
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { turnCost } from '../../shared/amounts';
import { clock } from '../../shared/format';
import { visible } from '../../../src/log/visible';
import { codeBlock, languageOf } from '../../shared/code';
import { t, whole } from '../../shared/l10n';
import { shown } from '../../shared/text';
import { hoverActions, pictures, loadMoreLink, logText, type CardContext } from './card';

/** Who asked: a sub-agent's prompts are those of the agent that started it. */
const whoAsked = ({ via }: StepView, { subAgent, view }: CardContext): string =>
  subAgent !== '' || isSubAgent(view.state.id) ? t('Task') : via === 'scripted' ? t('Script') : t('You');

const VIA: Partial<Record<NonNullable<StepView['via']>, () => string>> = {
  queued: () => t('queued'),
};

/** Words of a person, with what stands between backticks as code; the rest as it was typed, which need not be Markdown. */
const asked = (text: string, context: CardContext): unknown =>
  fenced(text).map(({ language, lines }) =>
    language === null ? inLine(lines.join('\n'), context) : block(lines.join('\n'), language, context),
  );

/** A piece of a text: lines in a fence of three backticks, which names a language or '', or lines outside, of which it is null. */
interface Piece {
  language: string | null;
  lines: string[];
}

/** A text by its fences; one that nothing closes is none. */
function fenced(text: string): Piece[] {
  const pieces: Piece[] = [{ language: null, lines: [] }];
  const lines = text.split('\n');
  const ends = lines.flatMap((line, i) => (/^\s*```\s*$/.test(line) ? [i] : []));
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, language] = /^\s*```([\w+#.-]*)\s*$/.exec(line) ?? [];
    while (ends[0] !== undefined && ends[0] <= at) ends.shift();
    if (language === undefined || ends[0] === undefined) pieces.at(-1)!.lines.push(line);
    else {
      pieces.push({ language, lines: lines.slice(at + 1, ends[0]) }, { language: null, lines: [] });
      at = ends[0];
    }
  }
  return pieces.filter((piece) => piece.language !== null || piece.lines.some((line) => line !== ''));
}

const block = (text: string, language: string, context: CardContext): unknown =>
  context.mark === undefined
    ? codeBlock(visible(text), languageOf(language))
    : html`<pre class="code"><code>${logText(text, context)}</code></pre>`;

const inLine = (text: string, context: CardContext): unknown =>
  text
    .split(/`([^`\n]{1,200})`/)
    .map((part, i) =>
      i % 2 === 0 ? logText(part, context) : html`<code class="in">${logText(part, context)}</code>`,
    );

export function promptCard(step: StepView, context: CardContext): TemplateResult {
  const turn =
    context.subAgent === ''
      ? context.view.answers.prompts?.turns.find((one) => one.turn === step.turn)
      : undefined;
  const via = step.via === null ? undefined : VIA[step.via];
  return html`<div class="step s-prompt">
    <div class="ask">
      <div class="h">
        <span class="no">${whole(step.turn + 1)}</span>
        <b>${whoAsked(step, context)}</b>
        <span>${clock(step.time)}</span>
        ${via === undefined ? nothing : html`<span class="chip">${via()}</span>`}
        ${
          turn === undefined
            ? nothing
            : html`<span class="r"
                >${turn.failed === 0 ? nothing : html`<span class="red">${t('{0} failed', turn.failed)}</span>`}
                <span>${turnCost(turn)}</span></span
              >`
        }
      </div>
      ${step.command === null ? nothing : html`<span class="slash">${shown(step.command, 200)}</span>`}
      ${step.text.text === '' ? nothing : html`<div class="t" dir="auto">${asked(step.text.text, context)}</div>`}
      ${step.unread === null ? nothing : html`<p class="empty">${shown(step.unread) || t('This line of the log can no longer be read.')}</p>`}
      ${loadMoreLink(step, step.text, context)} ${pictures(step, context)}
    </div>
    ${hoverActions(step, context)}
  </div>`;
}
