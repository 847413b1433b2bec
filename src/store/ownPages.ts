/**
 * A buffer for much data that is soon freed. Its pages come from the system and go back to it, because it can be resized. Other buffers are
 * from malloc, and once a large one was freed, glibc returns hardly any memory of the process any more.
 */
export const ownPages = (length: number): Buffer =>
  Buffer.from(new ArrayBuffer(length, { maxByteLength: length }));
