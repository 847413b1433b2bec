/** What every card of the transcript is made of: a line that says what was done, facts at its right, what can be done with it, a body. */
import { isSubAgent } from '../../../src/session/sessionId';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { visible } from '../../../src/log/visible';
import type { Excerpt, StepView } from '../../../src/questions/shared/transcript/stepShape';
import { dateTime } from '../../shared/format';
import { t } from '../../shared/l10n';
import { relativeTo } from '../../shared/paths';
import { shown } from '../../shared/text';
import type { Actions, View } from '../tab';
import { unfold } from './state';
import * as say from './words';

/** What a card is given beside its step. */
export interface CardContext {
  view: View;
  actions: Actions;
  /** The sub-agent whose step it is; '' for the session itself. */
  subAgent: string;
  /** Marks what is looked for; undefined while nothing is. */
  mark: ((text: string) => unknown) | undefined;
  isOpen: (step: StepView) => boolean;
  toggle: (step: StepView) => void;
  /** Asks for more of a step's text. */
  more: (step: StepView) => void;
  copy: (step: StepView) => void;
  /** Steps of a sub-agent, for its card to show in place. */
  nested: (agent: string) => unknown;
  /** The key of the step a person was led to, where it is one of several in a row. */
  led?: string | undefined;
  /** It is rendered for a file: nothing can be asked for, what is folded opens by itself. */
  inFile?: boolean;
}

export const icon = (name: string, kind = ''): TemplateResult =>
  html`<span class="codicon codicon-${name} ${kind}" aria-hidden="true"></span>`;

/** Text of a log, with what is looked for marked. */
export function logText(text: string, { mark }: CardContext): unknown {
  const readable = visible(text);
  return mark?.(readable) ?? readable;
}

/** A file by its name, its folder behind it, dim. */
export function fileName(path: string | null, context: CardContext, lines = ''): TemplateResult {
  if (path === null) return html`<span class="o">${t('a file')}</span>`;
  const inside = relativeTo(path, context.view.detail?.row.project ?? null);
  const cut = Math.max(inside.lastIndexOf('/'), inside.lastIndexOf('\\'));
  const folder = cut <= 0 ? '' : inside.slice(0, cut);
  return html`<span class="o" title=${shown(path, 1_000)}
    ><span class="name">${logText(inside.slice(cut + 1), context)}</span
    >${lines === '' ? nothing : html`<span class="dim">:${lines}</span>`}
    <span class="dir">${logText(folder, context)}</span></span
  >`;
}

/** What a card says in its line. */
export interface CardLine {
  icon: string;
  /** What was done, in the past. */
  verb: unknown;
  /** To what. */
  object?: unknown;
  facts?: readonly unknown[];
  /** Without one the card does not open. */
  body?: (() => unknown) | undefined;
  className?: string;
}

/** How a call ended, where that is not as it should be. */
export const ENDED: Record<NonNullable<StepView['outcome']>, ((step: StepView) => string) | null> = {
  ok: null,
  error: () => t('failed'),
  denied: ({ deniedBy }) => (deniedBy === 'person' ? t('you refused') : t('refused')),
  interrupted: () => t('you stopped it'),
  cancelled: () => t('not run'),
  none: () => t('no result'),
};

const endClass = ({ outcome }: StepView): string =>
  outcome === 'error' ? 'is-failed' : outcome === null || outcome === 'ok' ? '' : 'is-refused';

const endFact = (step: StepView, live: boolean): unknown => {
  if (step.outcome === 'none' && live)
    return html`<span class="dim">${icon('loading', 'spin')} ${t('running')}</span>`;
  const word = step.outcome === null ? null : ENDED[step.outcome];
  if (word === null) return nothing;
  return html`<span class=${step.outcome === 'error' ? 'red' : 'dim'}
    >${step.outcome === 'denied' ? icon('circle-slash') : nothing} ${word(step)}</span
  >`;
};

/** A card: a line, and its body when it is open. */
export function card(step: StepView, line: CardLine, context: CardContext): TemplateResult {
  const open = line.body !== undefined && context.isOpen(step);
  const live = context.view.detail?.row.state === 'active';
  const what = html`${icon(line.icon, 'gi')}
    <span class="what"><span class="v">${line.verb}</span> ${line.object ?? nothing}</span>
    <span class="told"
      >${(line.facts ?? []).map((fact) => (fact === nothing || fact === '' ? nothing : html`<span>${fact}</span>`))}
      ${endFact(step, live)}</span
    >`;
  const led = context.led === step.key ? 'led' : '';
  const name = `step s-${step.card} ${endClass(step)} ${led} ${line.className ?? ''}`;
  if (context.inFile === true) return inFile(step, { name, what, body: line.body }, context);
  return html`<div class=${name}>
    <div class="line">
      ${
        line.body === undefined
          ? html`<div class="head">${what}</div>`
          : html`<button
              type="button"
              class="head"
              aria-expanded=${open ? 'true' : 'false'}
              @click=${() => context.toggle(step)}
            >
              ${what} ${icon(open ? 'chevron-down' : 'chevron-right', 'chevron')}
            </button>`
      }
      ${hoverActions(step, context)}
    </div>
    ${open ? html`<div class="body">${unread(step)}${line.body?.()}</div>` : nothing}
  </div>`;
}

/** The same in a file: what opens it is the browser's own. */
function inFile(
  step: StepView,
  { name, what, body }: { name: string; what: unknown; body: (() => unknown) | undefined },
  { isOpen }: CardContext,
): TemplateResult {
  const title = spentText(step);
  const line = html`<div class="line" title=${title === '' ? nothing : title}>
    <div class="head">${what}</div>
  </div>`;
  return body === undefined
    ? html`<div class=${name}>${line}</div>`
    : html`<details class=${name} ?open=${isOpen(step)}>
        <summary>${line}</summary>
        <div class="body">${unread(step)}${body()}</div>
      </details>`;
}

/** Time, tokens and cost of a step in words. */
const spentText = ({ time, spent }: StepView): string =>
  [
    time === null ? '' : dateTime(time),
    spent === null ? '' : `${spent.atLeast ? '≥ ' : ''}${say.tokens(spent.output)}`,
    spent === null ? '' : say.cost(spent.costMicroUsd, spent.atLeast),
  ]
    .filter(Boolean)
    .join(' · ');

const unread = ({ unread: why }: StepView): unknown =>
  why === null
    ? nothing
    : html`<p class="empty">
        ${why === '' ? t('This line of the log can no longer be read.') : shown(why)}
      </p>`;

/** Time, tokens, cost, and what can be done: seen on hover and on focus, reached with the arrow key. */
export function hoverActions(step: StepView, context: CardContext): TemplateResult | typeof nothing {
  if (context.inFile === true) return nothing;
  const { spent, time, path, line, tool, at, file, turn } = step;
  const { actions, subAgent } = context;
  const button = (name: string, label: string, click: () => void): TemplateResult =>
    html`<button type="button" tabindex="-1" title=${label} aria-label=${label} @click=${click}>
      ${icon(name)}
    </button>`;
  const edits = (step.card === 'edit' || step.card === 'write') && tool !== null;
  return html`<div class="acts">
    ${time === null ? nothing : html`<span title=${dateTime(time)}>${seconds(time)}</span>`}
    ${
      spent === null
        ? nothing
        : html`<span title=${t('Output of the response it is part of, by {0}', shown(spent.model, 80))}
              >${spent.atLeast ? '≥ ' : ''}${say.tokens(spent.output)}</span
            ><span title=${t('Cost of the response it is part of')}
              >${say.cost(spent.costMicroUsd, spent.atLeast)}</span
            >`
    }
    ${path === null ? nothing : button('go-to-file', t('Open file'), () => actions.openFile(path, line))}
    ${edits ? button('diff', t('Show change'), () => actions.showEdit(file, at, tool, subAgent)) : nothing}
    ${button('copy', t('Copy'), () => context.copy(step))}
    ${subAgent === '' && !isSubAgent(context.view.state.id) ? button('link', t('Copy link'), () => actions.copyLink(turn)) : nothing}
    ${button('json', t('Open log line'), () => actions.openLine(at, file, subAgent))}
  </div>`;
}

const seconds = (time: string): string => new Date(time).toLocaleTimeString([], { hour12: false });

/** True when not all of a text is there. */
export const isCut = ({ text, tail, chars }: Excerpt): boolean => text.length + tail.length < chars;

/** In a file: what is shown when it is opened. */
export const fold = (label: string, content: unknown): TemplateResult =>
  html`<details class="fold">
    <summary class="more">${label}</summary>
    ${content}
  </details>`;

/** In a file, in place of what is not in it. */
const notInFile = (): TemplateResult => html`<p class="empty">${t('The rest is in the log.')}</p>`;

const moreButton = (label: string, click: () => void): TemplateResult =>
  html`<button type="button" class="more" @click=${click}>${label}</button>`;

/**
 * What a card does not show at first: on the page a button brings it, in a file the browser unfolds what is `here`; `cut`: there is
 * more in the log.
 */
export function later(
  step: StepView,
  { label, here, cut }: { label: string; here: { lines: number; view: () => unknown }; cut: boolean },
  context: CardContext,
): unknown {
  if (context.inFile === true)
    return html`${here.lines > 0 ? fold(say.moreLines(here.lines), here.view()) : nothing}
    ${cut ? notInFile() : nothing}`;
  return moreButton(label, () => {
    unfold(step, context);
    if (cut) context.more(step);
  });
}

/** Asks for the rest of a cut text; nothing for one that is whole. */
export function loadMoreLink(step: StepView, excerpt: Excerpt, context: CardContext): unknown {
  if (!isCut(excerpt)) return nothing;
  if (context.inFile === true) return notInFile();
  const missing =
    excerpt.lines - lineCount(excerpt.text) - (excerpt.tail === '' ? 0 : lineCount(excerpt.tail));
  const label =
    missing > 0
      ? say.moreLines(missing)
      : say.moreCharacters(excerpt.chars - excerpt.text.length - excerpt.tail.length);
  return moreButton(label, () => context.more(step));
}

const lineCount = (text: string): number => (text === '' ? 0 : text.split('\n').length);

/** A plain text as it is, with its rest on request. */
export const plain = (step: StepView, excerpt: Excerpt, context: CardContext): unknown =>
  excerpt.chars === 0
    ? step.unread === null
      ? html`<p class="empty">${t('no output')}</p>`
      : nothing
    : html`<pre class="out" dir="auto">
${guard([excerpt.text, context.mark], () => logText(excerpt.text, context))}</pre>
        ${loadMoreLink(step, excerpt, context)}${excerpt.tail === '' ? nothing : html`<pre class="out">${logText(excerpt.tail, context)}</pre>`}`;

/** The reason why a call failed or was refused, on top of its body. */
export const reason = (step: StepView, context: CardContext): unknown =>
  step.outcome === 'error' || step.outcome === 'denied'
    ? html`<div class="reason">
        ${icon(step.outcome === 'error' ? 'error' : 'circle-slash')}
        <pre class="out">
${step.text.text === '' ? t('The log gives no reason.') : logText(step.text.text, context)}</pre>
        ${loadMoreLink(step, step.text, context)}
      </div>`
    : nothing;

/** A value a call was given; '' without it. */
export const inputValue = ({ input }: StepView, ...names: string[]): string =>
  names
    .map((name) => input.find((one) => one.name === name)?.value.text ?? '')
    .find((value) => value !== '') ?? '';

/** Names and values of a call. */
export const values = (step: StepView, context: CardContext): unknown =>
  step.input.length === 0
    ? nothing
    : html`<dl class="values">
        ${step.input.map(
          ({ name, value }) =>
            html`<dt>${shown(name, 80)}</dt>
              <dd>
                <pre class="out">${logText(value.text, context)}${isCut(value) ? '…' : ''}</pre>
                ${isCut(value) ? loadMoreLink(step, value, context) : nothing}
              </dd>`,
        )}
      </dl>`;

/** Pictures of a prompt or a result, from the log's own bytes. */
export const pictures = (step: StepView, context: CardContext): unknown =>
  step.pictures.map(({ src, type, why }) =>
    src !== null
      ? html`<img class="picture" alt=${t('Picture ({0})', type)} src=${src} />`
      : html`<p class="inert">
          ${icon('file-media')} ${PICTURE_WHY[why ?? 'kind'](shown(type, 40))}
          ${why === 'later' && context.inFile !== true ? moreButton(t('Show picture'), () => context.more(step)) : nothing}
        </p>`,
  );

const PICTURE_WHY = {
  kind: (type: string) =>
    t('A picture that is not shown: only PNG, JPEG, GIF and WebP are ({0}).', type || t('no kind')),
  large: () => t('A picture that is too large to be shown here. It is in the log.'),
  later: (type: string) => t('A picture ({0}).', type),
};
