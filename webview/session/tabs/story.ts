/** Story: what was asked and what came of it, the last reply, what changed, and what to check. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Story, StoryPrompt } from '../../../src/questions/story';
import { turnCost } from '../../shared/amounts';
import { clock } from '../../shared/format';
import { localize, t, whole } from '../../shared/l10n';
import { ephemeral } from '../../shared/own';
import { link, withCode } from '../../shared/parts';
import { isSubAgent } from '../../../src/session/sessionId';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../../src/signals/severityWords';
import { shown } from '../../shared/text';
import { agentsText, doubtsOf, failedText, fileName, inProject, plusMinus } from '../changeWords';
import { askedText } from '../figures';
import { STORY, type Actions, type Tab, type View } from '../tab';
import { formatSpan } from '../../../src/usage/format';

export const storyTab: Tab = {
  id: 'story',
  asks: () => [STORY],
  view: content,
};

/** So many prompts and files are on the page, and as many more when they are asked for. */
const PROMPTS = 60;
const FILES = 12;
const promptsShown = ephemeral(PROMPTS);
const filesShown = ephemeral(FILES);

function content(view: View, actions: Actions): TemplateResult {
  const { story } = view.answers;
  const detail = view.detail!;
  if (story === undefined) return html`<p class="empty" aria-busy="true">${t('Reading the session…')}</p>`;
  if (story === null) return html`<p class="empty">${t('This session’s log is not on disk.')}</p>`;
  return html`<div class="story">
    ${asked(story, view, actions)}
    <div class="beside">
      ${view.contents?.toCheck(detail, story, actions) ?? nothing} ${changed(story, view, actions)}
    </div>
    ${reply(story, view, actions)}
  </div>`;
}

// ---- what was asked

function asked(story: Story, view: View, actions: Actions): TemplateResult {
  const most = Math.max(1, ...story.prompts.map(({ costMicroUsd }) => costMicroUsd ?? 0));
  const shownNow = view.memory.get(promptsShown);
  const { prompts } = story;
  const left = prompts.length - shownNow;
  return html`<section class="asked" aria-labelledby="asked">
    <h2 id="asked">${whoAsked(story, view)} <span class="count">${askedText(story.asked)}</span></h2>
    ${
      story.asked.left > 0
        ? html`<p class="hint">${t('{0} before these are in the transcript.', story.asked.left)}</p>`
        : nothing
    }
    ${
      prompts.length === 0
        ? html`<p class="empty">${t('Nothing was asked yet.')}</p>`
        : html`<ol class="steps">
            ${prompts.slice(0, shownNow).map((one) => step(one, most, actions))}
          </ol>`
    }
    ${
      left > 0
        ? html`<p>
            ${link(t('Show {0} more', Math.min(left, PROMPTS)), () => view.memory.set(promptsShown, shownNow + PROMPTS))}
          </p>`
        : nothing
    }
  </section>`;
}

/** A sub-agent is asked by the agent that started it, a run of `claude -p` by a script. */
function whoAsked({ prompts }: Story, { state }: View): string {
  if (isSubAgent(state.id)) return t('Task');
  return prompts.length > 0 && prompts.every(({ via }) => via === 'scripted')
    ? t('A script asked')
    : t('You asked');
}

/** What stands for a prompt: how it begins, or that there is none. */
function words({ text, command, via }: StoryPrompt): TemplateResult | string {
  if (via === null) return html`<span class="muted">${t('Before the first prompt')}</span>`;
  if (command !== null)
    return html`<code class="chip">${shown(command, 80)}</code> ${shown(text ?? '', 200)}`;
  if (text === null) return html`<span class="muted">${t('(the log was deleted)')}</span>`;
  return text.trim() === ''
    ? html`<span class="muted">${t('(a picture, no text)')}</span>`
    : shown(text, 400);
}

function step(one: StoryPrompt, most: number, actions: Actions): TemplateResult {
  const { turn, startedAt, ms, costMicroUsd } = one;
  const cost = turnCost(one);
  return html`<li class="step ${one.interrupted && one.calls === 0 ? 'off' : ''}">
    <span class="no" aria-hidden="true">${whole(turn + 1)}</span>
    <div class="what">
      <button
        type="button"
        class="q"
        dir="auto"
        title=${t('Show in the transcript · {0}', clock(startedAt))}
        @click=${() => actions.goTo(turn, 'transcript')}
      >
        ${words(one)}
      </button>
      <p class="fx">${came(one, actions)}</p>
      ${one.findings.map(
        ({ sentence, severity, open }) =>
          html`<p class="mk">
            <span class="severity ${open ? severity : 'none'}"
              ><vscode-icon
                name=${open ? SEVERITY_ICON[severity] : 'pass'}
                label=${open ? localize(SEVERITY_WORD[severity]) : t('repaired')}
              ></vscode-icon></span
            ><span>${withCode(localize(sentence), 160)}${open ? '' : ` · ${t('repaired')}`}</span>
          </p>`,
      )}
    </div>
    <div class="spent">
      <span class="c"
        >${
          (costMicroUsd ?? 0) > 0
            ? svg`<svg class="share" viewBox="0 0 48 4" preserveAspectRatio="none" aria-hidden="true"><rect x=${48 - Math.max(2, ((costMicroUsd ?? 0) / most) * 48)} width="48" height="4"></rect></svg>`
            : nothing
        }${cost}</span
      >
      <span class="t">${ms === null || ms === 0 ? '' : formatSpan(ms)}</span>
    </div>
  </li>`;
}

/** What came of a prompt. */
function came(one: StoryPrompt, actions: Actions): unknown {
  const { files, moreFiles, failed, denied, interrupted, compacted, subAgents, turn } = one;
  const names = [...shortPaths(files.map(({ path }) => path)).values()]
    .map((name) => shown(name, 60))
    .join(', ');
  const nothingChanged = files.length === 0 && one.calls > 0;
  return [
    files.length === 0
      ? nothing
      : html`<button
          type="button"
          class="names"
          title=${t('Review what this prompt changed')}
          @click=${() => actions.review(turn)}
        >
          <bdi>${names}</bdi
          >${moreFiles > 0 ? html` <span class="muted">${t('and {0} more', moreFiles)}</span>` : nothing}
        </button>`,
    files.length === 0 ? nothing : plusMinus(one),
    subAgents > 0 ? html`<span>${agentsText(subAgents)}</span>` : nothing,
    nothingChanged ? html`<span>${t('nothing changed')}</span>` : nothing,
    failed > 0 ? html`<span>${failedText(failed)}</span>` : nothing,
    denied > 0 ? html`<span>${t('{0} denied', denied)}</span>` : nothing,
    interrupted ? html`<span>${t('you stopped it')}</span>` : nothing,
    compacted ? html`<span>${t('compacted')}</span>` : nothing,
  ];
}

// ---- what changed, and how it ended

function changed(story: Story, view: View, actions: Actions): TemplateResult | typeof nothing {
  const { files, changed: sum } = story;
  if (files.length === 0) return nothing;
  const shownNow = view.memory.get(filesShown);
  const project = view.detail?.row.project ?? null;
  return html`<section class="changed" aria-labelledby="changed">
    <div class="heading">
      <h2 id="changed">${t('Changed')} <span class="count">${whole(sum.files)}</span> ${plusMinus(sum)}</h2>
      <button type="button" class="button" @click=${() => actions.review(null)}>
        <vscode-icon name="diff-multiple"></vscode-icon>${t('Review all')}
      </button>
    </div>
    <ul class="flist">
      ${files.slice(0, shownNow).map(
        (file) =>
          html`<li title=${doubtsOf(file)}>
            <button type="button" class="name" @click=${() => actions.review(null, file.path)}>
              ${fileName(file.path, project)}
            </button>
            ${plusMinus(file)}
          </li>`,
      )}
    </ul>
    ${
      files.length > shownNow
        ? html`<p>
            ${link(t('Show {0} more', files.length - shownNow), () => view.memory.set(filesShown, files.length))}
          </p>`
        : nothing
    }
    ${
      sum.atLeast
        ? html`<p class="hint">
            ${t('At least: commands changed files too, or a log can no longer be read.')}
          </p>`
        : nothing
    }
  </section>`;
}

function reply({ lastReply }: Story, view: View, actions: Actions): TemplateResult | typeof nothing {
  if (lastReply === null) return nothing;
  const { text, cut, t: time, at, file } = lastReply;
  return html`<section class="reply" aria-labelledby="last-reply">
    <div class="heading">
      <h2 id="last-reply">${t('Last reply')} <span class="count">${clock(time)}</span></h2>
      <button
        type="button"
        class="button icon-only"
        aria-label=${t('Copy last reply')}
        title=${t('Copy')}
        @click=${() => actions.copy(text)}
      >
        <vscode-icon name="copy"></vscode-icon>
      </button>
    </div>
    <div class="said-last">
      ${view.contents?.markdown(text, { openFile: (path, line) => actions.openFile(inProject(path, view), line) }) ?? nothing}
    </div>
    ${cut ? html`<p>${link(t('It goes on in the log'), () => actions.openLine(at, file))}</p>` : nothing}
  </section>`;
}
