/** The tools, in the order they are listed, and how one is called. */
import * as z from 'zod';
import { reasonOf } from '../../l10n/reasonOf';
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

/** Calls a tool with arguments that anybody may have written. Throws a `ToolError` in words when they are not as agreed. */
export async function callTool(
  tool: (typeof TOOLS)[number],
  given: unknown,
  asking: Asking,
): Promise<string> {
  const checked = tool.args.safeParse(given ?? {});
  if (!checked.success)
    throw new ToolError(`${checked.error.issues.map((one) => reasonOf(one)).join('. ')}.`);
  // The arguments were just checked by the schema of this very tool.
  return bounded(await (tool as Tool).answer(checked.data, asking));
}
