/** Vigil's tools for the agents of VS Code: what they are is in `agents/tools`, package.json lists them from there. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { errorText } from '../../l10n/errorText';
import { callTool, ToolError, TOOLS } from '../../agents/tools/index';
import type { EngineClient } from '../engine/engineClient';
import { clip } from '../../log/visible';
import { escapeMarkdown } from '../shared/labels';
import { sessionAddress } from '../../pages/links';
import type { Sample } from '../engine/sample';

export interface AgentToolParts {
  engine: Pick<EngineClient, 'call'>;
  extensionId: string;
  now: () => number;
  onError: (error: unknown) => void;
  sample: Pick<Sample, 'mayTell'>;
}

/** Begins what a model is told then; it reads English. */
const MADE_UP = 'Sample data, made up.';

type Registering = Pick<typeof vscode.lm, 'registerTool'>;

/** Registers the tools, where this editor knows of any: some that are made from VS Code do not. */
export function registerAgentTools(parts: AgentToolParts): vscode.Disposable {
  const { lm } = vscode as { lm?: Partial<Registering> };
  if (typeof lm?.registerTool !== 'function') return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(
    ...TOOLS.map((tool) => (lm as Registering).registerTool(tool.name, toolFor(tool, parts))),
  );
}

function toolFor(
  tool: (typeof TOOLS)[number],
  { engine, extensionId, now, onError, sample }: AgentToolParts,
): vscode.LanguageModelTool<object> {
  return {
    // Words of logs go to the model: the person is asked, with what it asks for.
    prepareInvocation: ({ input }) => ({
      invocationMessage: t('Asking Vigil: {0}', tool.title),
      confirmationMessages: {
        title: t('Let the model read your Claude Code sessions?'),
        message: new vscode.MarkdownString(
          t(
            '{0}: {1}. The answer contains names, words and figures of sessions on this machine and goes to the model. Likely secrets are redacted.',
            escapeMarkdown(tool.title),
            escapeMarkdown(clip(JSON.stringify(input ?? {}), 300)),
          ),
        ),
      },
    }),
    async invoke({ input }, token) {
      const answered = await callTool(tool, input, {
        ask: (name, args) => engine.call(name, args),
        address: (id) => sessionAddress(vscode.env.uriScheme, extensionId, id),
        now,
        stopped: () => token.isCancellationRequested,
      }).then(
        (text) => (sample.mayTell() ? `${MADE_UP}\n\n${text}` : text),
        (error: unknown) => {
          if (!(error instanceof ToolError)) onError(error);
          return errorText(error);
        },
      );
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answered)]);
    },
  };
}
