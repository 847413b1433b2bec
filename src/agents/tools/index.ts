/** The tools, in the order they are listed, and how one is called. */
import * as z from 'zod';
import { searchTool } from './search';
import { sessionTool } from './session';
import { sessionsTool } from './sessions';
import { bounded, ToolError, type Asking, type Tool } from './tool';
import { usageTool } from './usage';

export { ToolError, type Asking } from './tool';

export const TOOLS = [sessionsTool, searchTool, sessionTool, usageTool] as const;

/** Arguments as JSON Schema. */
export function schemaOf({ args }: Pick<(typeof TOOLS)[number], 'args'>): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(args as z.ZodType, { io: 'input' });
  return schema;
}

/** What is wrong with arguments, in words for an agent. */
const mistakesIn = ({ issues }: z.ZodError): string =>
  issues
    .map(({ path, message }) =>
      path.length === 0
        ? `${message}.`
        : message.endsWith('received undefined')
          ? `Give “${path.join('.')}”.`
          : `“${path.join('.')}”: ${message}.`,
    )
    .join(' ');

/** Calls a tool with arguments that anybody may have written. Throws a `ToolError` in words when they are not as agreed. */
export async function callTool(
  tool: (typeof TOOLS)[number],
  given: unknown,
  asking: Asking,
): Promise<string> {
  const checked = tool.args.safeParse(given ?? {});
  if (!checked.success) throw new ToolError(mistakesIn(checked.error));
  // The arguments were just checked by the schema of this very tool.
  return bounded(await (tool as Tool).answer(checked.data, asking));
}
