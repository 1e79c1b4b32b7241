// Bytes that are fetched when they are asked for, in pieces: logs, archives and files of archives.

import { translated } from './errors.js';

/**
 * A download that has not begun. Each use asks the server anew; a `for await` loop gives the pieces, and so does whatever
 * takes an async iterable: `writeFile('artifacts.zip', download)` of `node:fs/promises` writes them to a file.
 */
export class Download implements AsyncIterable<Uint8Array> {
  readonly #open: () => Promise<ReadableStream<Uint8Array> | null>;

  constructor(open: () => Promise<ReadableStream<Uint8Array> | null>) {
    this.#open = open;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = (await this.#open())?.getReader();
    if (reader === undefined) return;
    let done = false;
    try {
      for (;;) {
        const piece = await reader.read();
        done = piece.done;
        if (piece.done) return;
        yield piece.value;
      }
    } catch (error) {
      done = true;
      throw translated(error);
    } finally {
      if (!done) await reader.cancel();
    }
  }

  /** All of it, in memory. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this) pieces.push(piece);
    const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
