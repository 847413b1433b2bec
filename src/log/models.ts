/** Names of models as platforms write them. */

/** Removes `[…]` from the end, and everything after an `@`. Searches from the end, because a regular expression would be quadratic. */
export function withoutVariant(model: string): string {
  const bracket = model.endsWith(']') ? model.indexOf('[', model.lastIndexOf(']', model.length - 2) + 1) : -1;
  const bare = bracket === -1 ? model : model.slice(0, bracket);
  const at = bare.indexOf('@');
  return at === -1 ? bare : bare.slice(0, at);
}
