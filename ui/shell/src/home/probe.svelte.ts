/** Finding out what answers at an address, and what can be done about it. */
import type { ErrorCode, ProbeOutcome } from '../ipc/contract.js';
import { toIpcError, type Host } from '../ipc/host.js';

export class AddressSearch {
  input = $state('');
  connector = $state<string | null>(null);
  busy = $state(false);
  outcome = $state.raw<ProbeOutcome | null>(null);
  error = $state<ErrorCode | null>(null);
  /** It was asked with an empty field. */
  missing = $state(false);
  /** What the outcome is about; the field may have been changed since. */
  asked = $state('');
  readonly #host: Host;
  #turn = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What Enter does: looks at the address, or opens it once the person has read that its CRM isn't known. */
  async submit(): Promise<void> {
    await (this.outcome?.code === 'unknownCrm' && !this.busy ? this.open() : this.probe());
  }

  /** Looks at the address; one that works is opened at once. */
  async probe(accept = false): Promise<void> {
    const input = this.input.trim();
    if (input === '') {
      this.edit();
      this.missing = true;
      return;
    }
    const turn = this.#begin(input);
    try {
      const outcome = await this.#host.call('address_probe', {
        input,
        connector: this.connector,
        accept,
      });
      if (turn !== this.#turn) return;
      this.outcome = outcome;
      if (outcome.code === 'works') await this.#add(outcome);
    } catch (reason) {
      if (turn === this.#turn) this.error = toIpcError(reason).code;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Opens the login page at the address that was found. */
  async open(): Promise<void> {
    const { outcome } = this;
    if (!outcome) return;
    const turn = this.#begin(this.asked, outcome);
    try {
      await this.#add(outcome);
    } catch (reason) {
      if (turn === this.#turn) this.error = toIpcError(reason).code;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Forgets what was found, when the person types on. */
  edit(): void {
    this.#turn += 1;
    this.busy = false;
    this.outcome = null;
    this.error = null;
    this.missing = false;
  }

  #begin(input: string, outcome: ProbeOutcome | null = null): number {
    this.#turn += 1;
    this.asked = input;
    this.outcome = outcome;
    this.error = null;
    this.missing = false;
    this.busy = true;
    return this.#turn;
  }

  async #add(outcome: ProbeOutcome): Promise<void> {
    // In the window that asks: it is empty, and was opened for this.
    await this.#host.call('account_add', {
      address: outcome.address ?? this.asked,
      connector: outcome.connector ?? this.connector,
      label: null,
      place: 'tab',
    });
  }
}
