/** Signing in by a passkey: by a button, or by what the browser suggests in the field of the login meanwhile. */
import type { Answer, Failed, PasskeyChallenge, SignInStep } from '../api/client.js';
import { askForPasskey, suggestsPasskeys } from './browser.js';

/** Before a challenge is too old, there's time for its answer. */
const RENEW_BEFORE_MS = 60_000;

/** What the service does about it. */
export interface EntryCalls {
  start: () => Promise<Answer<PasskeyChallenge>>;
  finish: (ticket: string, credential: unknown) => Promise<Answer<SignInStep>>;
}

export class Entry {
  busy = $state(false);
  failed = $state.raw<Failed | null>(null);
  /** The person has let it be, or there is none. */
  gaveUp = $state(false);
  readonly #calls: EntryCalls;
  readonly #open: (step: SignInStep) => void;
  #suggesting: AbortController | null = null;

  /** `open` leads on from here. */
  constructor(calls: EntryCalls, open: (step: SignInStep) => void) {
    this.#calls = calls;
    this.#open = open;
  }

  /** Has the browser suggest passkeys, for as long as `stop` isn't called. */
  async suggest(): Promise<void> {
    this.stop();
    const suggesting = new AbortController();
    this.#suggesting = suggesting;
    if (!(await suggestsPasskeys())) return;
    while (!suggesting.signal.aborted) {
      const asked = await this.#calls.start();
      // The button tells what is wrong, once somebody wants it.
      if (!asked.ok) return;
      const { ticket, options, valid_s } = asked.body;
      const fresh = AbortSignal.timeout(valid_s * 1000 - RENEW_BEFORE_MS);
      const signal = AbortSignal.any([suggesting.signal, fresh]);
      const given = await askForPasskey(options, { quietly: true, signal });
      if (given.ok) {
        await this.#finish(ticket, given.credential);
        return;
      }
      if (!fresh.aborted) return;
    }
  }

  /** Has the browser suggest none any more: it asks for one thing at a time. */
  stop(): void {
    this.#suggesting?.abort();
    this.#suggesting = null;
  }

  /** Asks for a passkey now. */
  async enter(): Promise<void> {
    if (this.busy) return;
    this.stop();
    this.busy = true;
    this.failed = null;
    this.gaveUp = false;
    const asked = await this.#calls.start();
    if (!asked.ok) {
      this.failed = asked;
    } else {
      const given = await askForPasskey(asked.body.options);
      if (given.ok && (await this.#finish(asked.body.ticket, given.credential))) return;
      this.gaveUp = !given.ok;
    }
    this.busy = false;
    void this.suggest();
  }

  /** True when the browser is on its way to another page. */
  async #finish(ticket: string, credential: unknown): Promise<boolean> {
    const answer = await this.#calls.finish(ticket, credential);
    if (!answer.ok) {
      this.failed = answer;
      return false;
    }
    this.stop();
    this.#open(answer.body);
    return true;
  }
}
