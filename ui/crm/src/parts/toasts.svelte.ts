/** What has just happened, for a short while: with a way back, or why it didn't. */
import type { Failed } from '../api/client.js';

/** Something done. */
export interface Done {
  text: string;
  /** What takes it back. */
  undo?: { name: string; run: () => void };
}

export class Toasts {
  done = $state.raw<Done | null>(null);
  failed = $state.raw<Failed | null>(null);

  tell(done: Done): void {
    this.done = done;
    this.failed = null;
  }

  fail(failed: Failed): void {
    this.failed = failed;
    this.done = null;
  }

  undo(): void {
    const undo = this.done?.undo;
    this.done = null;
    undo?.run();
  }

  clear(): void {
    this.done = null;
    this.failed = null;
  }
}
