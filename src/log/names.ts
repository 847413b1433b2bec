/**
 * Names from logs: models, tools, branches, paths, versions, ids, titles. They are in every figure and are compared with each other, so
 * their length is limited. They are cut once, where a record is read. Uses nothing of Node, because pages also read counts by name.
 */

/** Characters (UTF-16 units) that are kept. */
export const LONGEST_NAME = 200;
export const LONGEST_TITLE = 300;
export const LONGEST_PATH = 1000;

/** Characters of the fingerprint that a cut name ends with. */
const MARK = 16;

/**
 * The text, or its beginning with a fingerprint of the whole. So two long names that differ stay different, and the same name is always
 * cut the same. Never leaves half a surrogate pair: the archive writes UTF-8, and the name would come back changed.
 */
export function cut(text: string, longest: number): string {
  return cutWhole(text.toWellFormed(), longest);
}

function cutWhole(text: string, longest: number): string {
  // Counts are objects keyed by name, and this key would be lost when they are read from JSON.
  if (text === '__proto__') return '(__proto__)';
  if (text.length <= longest) return text;
  return `${beginning(text, longest - MARK - 1)}…${mark(text, 0x811c9dc5)}${mark(text, 0x9e3779b9)}`;
}

export const cutName = (text: string): string => cut(text, LONGEST_NAME);
export const cutPath = (text: string): string => cut(text, LONGEST_PATH);

/** A title is for reading: its beginning is enough. */
export const cutTitle = (text: string): string =>
  (text.length <= LONGEST_TITLE ? text : `${beginning(text, LONGEST_TITLE - 1)}…`).toWellFormed();

/** 32 bits of a text as 8 digits (FNV-1a). */
function mark(text: string, seed: number): string {
  let bits = seed;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return (bits >>> 0).toString(16).padStart(8, '0');
}

function beginning(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
