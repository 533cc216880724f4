/** Exports of one CRM: asked for, made meanwhile, and there to be downloaded. */
import type { Answer, Export, ExportCalls, Failed } from '../api/client.js';
import { sleep } from '../parts/sleep.js';

/** How long to wait before asking how far one is. */
const PAUSE_MS = 2_000;

/** Makes a call, and proves before who one is where that is asked for. */
interface Proving {
  through: <T>(call: () => Promise<Answer<T>>) => Promise<Answer<T> | null>;
}

export class Exports {
  /** Null until the first answer. */
  items = $state.raw<readonly Export[] | null>(null);
  failed = $state.raw<Failed | null>(null);
  busy = $state(false);
  /** One has become ready while somebody waited. */
  isMade = $state(false);
  readonly isUnderWay = $derived(this.items?.some(isUnderWay) ?? false);
  readonly #calls: ExportCalls;
  readonly #proving: Proving;
  readonly #pause: (ms: number) => Promise<void>;
  #isWatching = false;
  #isLeft = false;

  constructor(calls: ExportCalls, proving: Proving, pause = sleep) {
    this.#calls = calls;
    this.#proving = proving;
    this.#pause = pause;
  }

  /** Looks what there is, and again while one is under way. */
  async watch(): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    for (;;) {
      const before = this.isUnderWay;
      const answer = await this.#calls.list();
      if (this.#isLeft) return;
      this.failed = answer.ok ? null : answer;
      if (answer.ok) {
        this.items = answer.body.items;
        this.isMade = before && this.items[0]?.state === 'ready';
      }
      // What fails while one is under way may go well in a moment.
      if (!this.isUnderWay) break;
      await this.#pause(PAUSE_MS);
    }
    this.#isWatching = false;
  }

  /** Asks for one. */
  async ask(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.isMade = false;
    const answer = await this.#proving.through(this.#calls.ask);
    this.busy = false;
    if (!answer) return;
    if (!answer.ok) {
      this.failed = answer;
      return;
    }
    const asked = answer.body;
    this.items = [asked, ...(this.items ?? []).filter(({ id }) => id !== asked.id)];
    await this.watch();
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#isLeft = true;
  }
}

function isUnderWay({ state }: Export): boolean {
  return state === 'waiting' || state === 'making';
}
