/** A sign-in that another screen is to approve: what is shown for it, one after the other, and what becomes of it. */
import type { Answer, Failed, QrProgress, QrStep } from '../api/client.js';
import { sleep } from '../parts/sleep.js';

/** What one of them is known by, and the seconds between two questions about it. */
export interface Begun {
  request_id: string;
  interval: number;
}

/** What it asks of the service. */
export interface WaitCalls<T extends Begun> {
  begin: () => Promise<Answer<T>>;
  state: (id: string) => Promise<Answer<QrProgress>>;
  exchange: (id: string) => Promise<Answer<QrStep>>;
}

export type Phase =
  /** It is being made. */
  | 'making'
  | 'pending'
  /** Somebody looks at it on the other screen. */
  | 'scanned'
  | 'approved'
  | 'denied'
  /** It was replaced often enough. */
  | 'idle'
  | 'failed';

export class Waiting<T extends Begun> {
  /** What is shown. */
  code = $state.raw<T | null>(null);
  phase = $state<Phase>('making');
  /** Why it doesn't go on, or for the moment doesn't. */
  failed = $state.raw<Failed | null>(null);
  /** It took the place of another one. */
  isReplaced = $state(false);
  readonly #calls: WaitCalls<T>;
  /** How often one takes the place of another, before somebody has to say that they still want one. */
  readonly #replacements: number;
  readonly #pause: (ms: number) => Promise<void>;
  #isLeft = false;

  constructor(calls: WaitCalls<T>, replacements: number, pause = sleep) {
    this.#calls = calls;
    this.#replacements = replacements;
    this.#pause = pause;
  }

  /** Waits until one is approved: what that opens, or null when it came to nothing. */
  async run(): Promise<QrStep | null> {
    // What was shown before is over: it isn't shown again while the next one is made.
    this.code = null;
    for (let nth = 0; nth <= this.#replacements; nth++) {
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

  async #watch({ request_id, interval }: T): Promise<'approved' | 'denied' | 'expired' | 'left'> {
    this.phase = 'pending';
    for (;;) {
      await this.#pause(interval * 1000);
      if (this.#isLeft) return 'left';
      const answer = await this.#calls.state(request_id);
      if (!answer.ok) {
        const code = answer.problem?.code;
        // It was forgotten meanwhile.
        if (code === 'ticket_invalid') return 'expired';
        // What is wrong now may be right in two seconds; what is over says so then.
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
