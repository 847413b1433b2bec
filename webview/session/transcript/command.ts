/** Cards of commands: what was run, how it ended, what it wrote. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { terminalText } from '../../shared/terminalText';
import { t } from '../../shared/l10n';
import { shown } from '../../shared/text';
import { card, inputValue, isCut, later, pictures, logText, type CardContext } from './card';
import { isUnfolded } from './state';
import * as say from './words';
import { formatSpan } from '../../../src/usage/format';

/** Lines of an output that are shown at first: its end tells most. */
const HEAD = 3;
const TAIL = 9;
/** A command that took longer says how long, ms. */
const LONG_MS = 20_000;

const WATCHES: Readonly<Record<string, () => string>> = {
  bashoutput: () => t('Looked at the output of'),
  taskoutput: () => t('Waited for'),
  agentoutputtool: () => t('Waited for'),
  monitor: () => t('Watched'),
  killshell: () => t('Stopped'),
  killbash: () => t('Stopped'),
  taskstop: () => t('Stopped'),
};

/** A command in a line, without the folder it changes to first. */
export const commandLine = (command: string): string =>
  command
    .trim()
    .replace(/^cd\s+(?:"[^"\n]*"|'[^'\n]*'|[^\s;&|]+)\s*(?:&&|;)\s*/, '')
    .split('\n', 1)[0] ?? '';

export function commandCard(step: StepView, context: CardContext): TemplateResult {
  const watches = WATCHES[(step.name ?? '').toLowerCase().replaceAll(/[_-]/g, '')];
  const command = inputValue(step, 'command', 'cmd', 'script');
  const about = inputValue(step, 'description');
  const object =
    watches === undefined
      ? html`<code class="o" title=${shown(about, 300)}
          >${logText(commandLine(command) || about || t('a command the log does not name'), context)}</code
        >`
      : html`<span class="o"
          >${shown(about || inputValue(step, 'bash_id', 'shell_id', 'task_id', 'command') || t('a task'), 200)}</span
        >`;
  const { lines } = step.text;
  return card(
    step,
    {
      icon: 'terminal',
      verb: watches?.() ?? '',
      object,
      facts: [
        inputValue(step, 'run_in_background') === 'true' ? t('in the background') : nothing,
        step.ms !== null && step.ms > LONG_MS ? formatSpan(step.ms) : nothing,
        step.outcome === 'ok' && lines === 0 && step.unread === null
          ? t('no output')
          : lines > 0 && step.outcome !== 'denied'
            ? say.lines(lines)
            : nothing,
        ended(step),
      ],
      body: () => body(step, command, context),
    },
    context,
  );
}

/** Exit code where it is told, a tick where all went well. */
function ended({ exitCode, outcome }: StepView): unknown {
  if (exitCode !== null && exitCode !== 0)
    return html`<span class="red">${t('exit {0}', String(exitCode))}</span>`;
  return outcome === 'ok'
    ? html`<span class="codicon codicon-check" role="img" aria-label=${t('succeeded')}></span>`
    : nothing;
}

function body(step: StepView, command: string, context: CardContext): unknown {
  const whole = command.trim();
  return html`${
    whole.includes('\n') || whole.length > 100 || whole !== commandLine(whole)
      ? html`<pre class="out cmd">${logText(whole, context)}</pre>`
      : nothing
  }
  ${output(step, context)}${pictures(step, context)}`;
}

/** An output, its middle left out until it is asked for. */
export function output(step: StepView, context: CardContext): unknown {
  const { text, tail, chars, lines } = step.text;
  if (chars === 0)
    return step.unread === null
      ? html`<p class="empty">${step.outcome === 'none' ? t('no result') : t('no output')}</p>`
      : nothing;
  const open = isUnfolded(step, context) || context.mark !== undefined;
  const all = text.split('\n');
  const last = tail.split('\n');
  const cut = isCut(step.text);
  if (!cut && (open || all.length <= HEAD + TAIL + 2)) return block(text, context);
  const middle = cut ? (open ? [] : all.slice(HEAD)) : all.slice(HEAD, -TAIL);
  const head = all.slice(0, cut && open ? all.length : HEAD);
  const end = !cut ? all.slice(-TAIL) : open || context.inFile === true ? last : last.slice(-TAIL);
  const missing = lines - head.length - end.length;
  return html`${block(head.join('\n'), context)}
  ${later(
    step,
    {
      label: missing > 0 ? say.moreLines(missing) : say.moreCharacters(chars - text.length - tail.length),
      here: { lines: middle.length, view: () => block(middle.join('\n'), context) },
      cut,
    },
    context,
  )}
  ${block(end.join('\n'), context)}`;
}

const block = (text: string, context: CardContext): TemplateResult =>
  html`<pre class="out">${guard([text, context.mark], () => terminalText(text, context.mark))}</pre>`;
