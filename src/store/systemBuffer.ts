/**
 * A buffer for much data that is soon freed. It can be resized, so its memory comes from the system and goes back to it. Other buffers are from
 * malloc: once a large one was freed, glibc returns hardly any memory of the process any more.
 */
export const systemBuffer = (length: number): Buffer =>
  Buffer.from(new ArrayBuffer(length, { maxByteLength: length }));
