/** Vigil's tools in VS Code: asked for before the model reads, answered with sessions as addresses, failures in words. */
import { expect, test, vi } from 'vitest';

interface Registered {
  prepareInvocation(asked: { input: unknown }): {
    confirmationMessages: { title: string; message: { value: string } };
  };
  invoke(
    asked: { input: unknown },
    token: { isCancellationRequested: boolean },
  ): Promise<{ content: { value: string }[] }>;
}
const tools = vi.hoisted(() => new Map<string, unknown>());
const editor = vi.hoisted(() => ({ knowsTools: true }));

vi.mock('vscode', () => {
  class Value {
    constructor(readonly value: string) {}
  }
  class Disposable {
    static from = () => new Disposable();
    dispose(): void {}
  }
  return {
    get lm() {
      return editor.knowsTools
        ? { registerTool: (name: string, tool: unknown) => (tools.set(name, tool), new Disposable()) }
        : undefined;
    },
    env: { uriScheme: 'vscodium' },
    Disposable,
    MarkdownString: Value,
    LanguageModelTextPart: Value,
    LanguageModelToolResult: class {
      constructor(readonly content: Value[]) {}
    },
  };
});

const { registerAgentTools } = await import('../../../src/host/integrations/agentTools');

const row = {
  id: 'abcd-1',
  name: 'Mend it',
  project: null,
  startedAt: null,
  severity: 'ok',
  model: 'm',
  branch: null,
  prompts: 1,
  errors: 0,
  subAgents: 0,
  minutes: 1,
  costMicroUsd: 0,
  costAtLeast: false,
  gone: false,
};
const errors: unknown[] = [];
let isSample = false;
const parts = {
  engine: {
    call: async (name: string) => {
      if (name !== 'findSessions') throw new Error("Vigil's engine is not running.");
      return { rows: [row], total: 1, tasks: true, error: null };
    },
  },
  extensionId: 'vigil-dev.vigil',
  now: () => 0,
  onError: (error: unknown) => errors.push(error),
  sample: { mayTell: () => isSample },
} as unknown as Parameters<typeof registerAgentTools>[0];
const tool = (name: string): Registered => tools.get(name) as Registered;
const token = { isCancellationRequested: false };

test('an editor that knows no tools is left in peace', () => {
  editor.knowsTools = false;
  registerAgentTools(parts).dispose();
  expect(tools.size).toBe(0);
  editor.knowsTools = true;
  registerAgentTools(parts);
  expect([...tools.keys()]).toEqual(['vigil_sessions', 'vigil_search', 'vigil_session', 'vigil_usage']);
});

test('before the model reads, the person sees what it asks for, and that words are no Markdown', () => {
  const { confirmationMessages } = tool('vigil_search').prepareInvocation({
    input: { text: '[x](command:y)' },
  });
  expect(confirmationMessages.title).toBe('Let the model read your Claude Code sessions?');
  expect(confirmationMessages.message.value).toContain(String.raw`\[x\]\(command\:y\)`);
});

test('answers cite with the address of this editor; what fails is told in words', async () => {
  const said = async (name: string, input: unknown) =>
    (await tool(name).invoke({ input }, token)).content[0]?.value ?? '';
  expect(await said('vigil_sessions', {})).toContain('vscodium://vigil-dev.vigil/session/abcd-1');
  expect(await said('vigil_sessions', { limit: 'x' })).toContain('limit');
  expect(errors).toEqual([]);
  expect(await said('vigil_usage', {})).toBe("Vigil's engine is not running.");
  expect(errors).toHaveLength(1);
});

test('of sample data a model is told that it is made up', async () => {
  const said = async () => (await tool('vigil_sessions').invoke({ input: {} }, token)).content[0]?.value;
  const real = await said();
  isSample = true;
  expect(await said()).toBe(`Sample data, made up.\n\n${real}`);
  isSample = false;
});
