import { refresh } from "./live.js";

const LOOK_MS = 250;
const PATIENCE_MS = 40_000;

/** Waits until `holds()` gives something and returns it. Throws LateError when it takes too long. */
export async function until(holds) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = holds();
    if (found) return found;
    if (performance.now() > end) throw new LateError();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await refresh().catch(() => {});
  }
}

export class LateError extends Error {}
