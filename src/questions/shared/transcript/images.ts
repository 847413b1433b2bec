/** Decides which pictures of a log a page may show, from their bytes. */
import * as z from 'zod';
import { fieldsOf, textIn } from '../../../log/json';
import { getOwn } from '../../../log/own';

/** `src` is a `data:` URL; null if it is not shown, for the reason in `why`. */
export const Picture = z.object({
  src: z.string().nullable(),
  type: z.string(),
  bytes: z.number(),
  why: z.enum(['kind', 'large', 'later']).nullable(),
});
export type Picture = z.infer<typeof Picture>;

/** Formats that a browser draws without running anything (not SVG), with the bytes they begin with. */
const KINDS: Readonly<Record<string, string>> = {
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
  'image/gif': '47494638',
  'image/webp': '52494646',
};
const MOST_BYTES = 2 << 20;
/** A small file can have a huge picture, which would cost the page hundreds of megabytes. */
const MOST_PIXELS = 40_000_000;
const TYPE_CHARS = 40;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The picture of an image block; `room`: most characters it may have. */
export function pictureOf(source: unknown, room: number): Picture {
  const { media_type: said, data } = fieldsOf(source);
  const type = textIn(said).slice(0, TYPE_CHARS);
  const text = textIn(data);
  const bytes = Math.floor((text.length * 3) / 4);
  const none = (why: Picture['why']): Picture => ({ src: null, type, bytes, why });
  const magic = getOwn(KINDS, type);
  if (magic === undefined) return none('kind');
  if (bytes > MOST_BYTES) return none('large');
  if (!BASE64.test(text)) return none('kind');
  const content = Buffer.from(text, 'base64');
  if (!content.toString('hex', 0, 16).startsWith(magic)) return none('kind');
  const pixels = pixelsOf(type, content);
  if (pixels === null || pixels > MOST_PIXELS) return none(pixels === null ? 'kind' : 'large');
  return text.length > room ? none('later') : { src: `data:${type};base64,${text}`, type, bytes, why: null };
}

/** Width times height from the picture's header; null if it cannot be read. */
function pixelsOf(type: string, content: Buffer): number | null {
  const sides = SIDES[type]?.(content) ?? null;
  return sides === null ? null : sides[0] * sides[1];
}

type Sides = readonly [number, number] | null;

const SIDES: Readonly<Record<string, (content: Buffer) => Sides>> = {
  'image/png': (b) => (b.length < 24 ? null : [b.readUInt32BE(16), b.readUInt32BE(20)]),
  'image/gif': (b) => (b.length < 10 ? null : [b.readUInt16LE(6), b.readUInt16LE(8)]),
  'image/webp': webpSides,
  'image/jpeg': jpegSides,
};

function webpSides(b: Buffer): Sides {
  if (b.length < 30) return null;
  switch (b.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [1 + b.readUIntLE(24, 3), 1 + b.readUIntLE(27, 3)];
    case 'VP8L': {
      const bits = b.readUInt32LE(21);
      return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    }
    case 'VP8 ':
      return [b.readUInt16LE(26) & 0x3fff, b.readUInt16LE(28) & 0x3fff];
    default:
      return null;
  }
}

/** The frame header comes after other segments, each with its length. */
function jpegSides(b: Buffer): Sides {
  for (let at = 2; at + 9 < b.length;) {
    if (b[at] !== 0xff) return null;
    const marker = b[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [b.readUInt16BE(at + 7), b.readUInt16BE(at + 5)];
    at += 2 + b.readUInt16BE(at + 2);
  }
  return null;
}
