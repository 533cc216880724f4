/** A sign-in that another screen is to approve: its codes, one after the other, and what becomes of them. */
import type { Answer, Failed, QrCode, QrProgress, QrStep } from '../api/client.js';
import { sleep } from '../parts/sleep.js';

/** Codes in the place of the first one, before somebody has to say that they still want one. */
const MOST_REPLACED = 10;

/** What it asks of the service. */
export interface WaitCalls {
  begin: () => Promise<Answer<QrCode>>;
  state: (id: string) => Promise<Answer<QrProgress>>;
  exchange: (id: string) => Promise<Answer<QrStep>>;
}

export type Phase =
  /** A code is being made. */
  | 'making'
  | 'pending'
  /** Somebody looks at it on the other screen. */
  | 'scanned'
  | 'approved'
  | 'denied'
  /** Codes were replaced often enough. */
  | 'idle'
  | 'failed';

export class Waiting {
  /** What is shown. */
  code = $state.raw<QrCode | null>(null);
  phase = $state<Phase>('making');
  /** Why it doesn't go on, or for the moment doesn't. */
  failed = $state.raw<Failed | null>(null);
  /** The code took the place of another one. */
  isReplaced = $state(false);
  readonly #calls: WaitCalls;
  readonly #pause: (ms: number) => Promise<void>;
  #isLeft = false;

  constructor(calls: WaitCalls, pause = sleep) {
    this.#calls = calls;
    this.#pause = pause;
  }

  /** Shows codes until one is approved: what that opens, or null when it came to nothing. */
  async run(): Promise<QrStep | null> {
    for (let nth = 0; nth <= MOST_REPLACED; nth++) {
      this.phase = 'making';
      this.failed = null;
      const made = await this.#calls.begin();
      if (!made.ok) return this.#fail(made);
      this.code = made.body;
      this.isReplaced = nth > 0;
      const end = await this.#watch(made.body);
      if (end === 'approved') return this.#exchange(made.body.request_id);
      if (end !== 'expired') return null;
    }
    this.phase = 'idle';
    return null;
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#isLeft = true;
  }

  async #watch({
    request_id,
    interval,
  }: QrCode): Promise<'approved' | 'denied' | 'expired' | 'left'> {
    this.phase = 'pending';
    for (;;) {
      await this.#pause(interval * 1000);
      if (this.#isLeft) return 'left';
      const answer = await this.#calls.state(request_id);
      if (!answer.ok) {
        const code = answer.problem?.code;
        // It was forgotten meanwhile.
        if (code === 'ticket_invalid') return 'expired';
        // What is wrong now may be right in two seconds; a code that is over says so then.
        this.failed = code === 'slow_down' ? null : answer;
        continue;
      }
      this.failed = null;
      const { state } = answer.body;
      // Another page of this browser has done so.
      if (state === 'consumed' || state === 'expired') return 'expired';
      this.phase = state;
      if (state === 'approved' || state === 'denied') return state;
    }
  }

  async #exchange(id: string): Promise<QrStep | null> {
    const answer = await this.#calls.exchange(id);
    return answer.ok ? answer.body : this.#fail(answer);
  }

  #fail(failed: Failed): null {
    this.phase = 'failed';
    this.failed = failed;
    return null;
  }
}
