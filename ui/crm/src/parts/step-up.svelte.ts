/** Proving who one is again, for what is dangerous: the password is asked for when a call needs it. */
import type { Answer, Failed } from '../api/client.js';

export class StepUp {
  /** Whether the password is being asked for: `StepUpDialog` does it. */
  asks = $state(false);
  readonly #prove: (password: string) => Promise<Answer<unknown>>;
  #decide: (proved: boolean) => void = () => undefined;

  constructor(prove: (password: string) => Promise<Answer<unknown>>) {
    this.#prove = prove;
  }

  /** The answer to a call, which is made again after a proof; null when the person didn't want to prove it. */
  async through<T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
    const answer = await call();
    if (answer.ok || answer.problem?.code !== 'step_up_required') return answer;
    const decision = new Promise<boolean>((resolve) => (this.#decide = resolve));
    this.asks = true;
    const proved = await decision;
    this.asks = false;
    return proved ? call() : null;
  }

  async confirm(password: string): Promise<Failed | null> {
    const answer = await this.#prove(password);
    if (!answer.ok) return answer;
    this.#decide(true);
    return null;
  }

  cancel(): void {
    this.#decide(false);
  }
}
