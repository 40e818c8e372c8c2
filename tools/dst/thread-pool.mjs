import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A seed leaves its whole world behind: with room for several, few survive a collection. */
const YOUNG_GENERATION_MB = 96;

/**
 * Gives blocks to threads, one after another, and their results to `take`. Ends when the blocks are over or `take`
 * answers false.
 */
export async function runBlocks(blocks, threads, take) {
  const iterator = blocks[Symbol.iterator]();
  let isOver = false;
  const work = async () => {
    const worker = new Worker(new URL('./run-block.mjs', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    try {
      for (;;) {
        const next = isOver ? { done: true } : iterator.next();
        if (next.done) return;
        const result = await answerOf(worker, next.value);
        if (take(result) === false) isOver = true;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

/** Rejects when the thread fails. */
async function answerOf(worker, block) {
  const answered = once(worker, 'message');
  worker.postMessage(block);
  const [result] = await answered;
  return result;
}
