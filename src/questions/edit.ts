/** Both sides of an edit a tool call made. */
import * as z from 'zod';
import { Edit, editAt } from './shared/session/edits';
import { placesIn, type Sources } from './shared/sources';

export const args = z.object({
  id: z.string(),
  file: z.number().int().min(0),
  at: z.number().int().min(0),
  tool: z.string(),
});
export const reply = Edit.nullable();

export function answer(
  { id, file, at, tool }: z.output<typeof args>,
  { library, bytes }: Sources,
): Edit | null {
  const session = library.session(id);
  const event = session?.events.find(
    (one) => one.kind === 'tool' && one.id === tool && one.at === at && (one.file ?? 0) === file,
  );
  if (session === null || event === undefined) return null;
  return editAt(bytes, placesIn(library, session)(file), at, event.len, tool);
}
