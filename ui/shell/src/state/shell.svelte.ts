/** What every page of the shell draws from: the last snapshot, the messages, and the way to the program. */
import { pickLanguage, type MessageArguments, type Messages } from '@ninefold/i18n';
import { loadShellMessages } from '@ninefold/i18n/shell';
import type { AccountView, AppEvent, ErrorCode, Snapshot } from '../ipc/contract.js';
import { toIpcError, type CommandName, type Host, type RequestOf } from '../ipc/host.js';

/** A command that failed, to be told to the person. */
export interface Problem {
  id: number;
  code: ErrorCode;
}

export class Shell {
  readonly host: Host;
  snapshot = $state.raw<Snapshot>() as Snapshot;
  messages = $state.raw<Messages>() as Messages;
  problems = $state.raw<readonly Problem[]>([]);
  announcement = $state.raw('');
  /** Grows each time the program asks for the panel's field to be focused again. */
  #focusRequests = $state.raw(0);
  #lastProblem = 0;
  #stop: (() => void) | null = null;

  private constructor(host: Host, snapshot: Snapshot, messages: Messages) {
    this.host = host;
    this.snapshot = snapshot;
    this.messages = messages;
  }

  /** Listens before it asks, so that no change falls between the two. */
  static async start(host: Host): Promise<Shell> {
    const heard: Snapshot[] = [];
    let receive = (event: AppEvent): void => {
      if (event.kind === 'snapshot') heard.push(event);
    };
    const stop = await host.onEvent((event) => receive(event));
    let snapshot = await host.call('snapshot_get', {});
    // What was heard while the question was under way may be older than its answer: ask again.
    if (heard.length > 0) snapshot = await host.call('snapshot_get', {});
    heard.length = 0;
    const messages = await loadShellMessages(pickLanguage([snapshot.language]));
    const shell = new Shell(host, heard.at(-1) ?? snapshot, messages);
    receive = (event) => void shell.#receive(event);
    shell.#stop = stop;
    shell.#dress();
    return shell;
  }

  stop(): void {
    this.#stop?.();
  }

  /** A message's text in the person's language. */
  readonly t = (id: string, values?: MessageArguments): string => this.messages.text(id, values);

  account(id: string | null | undefined): AccountView | null {
    return this.snapshot.accounts.find((account) => account.id === id) ?? null;
  }

  /** The chord of an action as this system writes it. */
  chord(action: string): string | null {
    if (!this.snapshot.settings.keysEnabled) return null;
    return this.snapshot.keys.find((key) => key.action === action)?.chord ?? null;
  }

  /** Runs a command whose failure is told where it was asked for: its code, or `null` when it worked. */
  async attempt<Name extends CommandName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<ErrorCode | null> {
    try {
      await this.host.call(name, request);
      return null;
    } catch (reason) {
      return toIpcError(reason).code;
    }
  }

  /** Runs a command; a failure is kept in {@link problems}. True when it worked. */
  async run<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<boolean> {
    const code = await this.attempt(name, request);
    if (code === null) return true;
    this.#lastProblem += 1;
    this.problems = [...this.problems, { id: this.#lastProblem, code }];
    return false;
  }

  /** Called in an effect or an attachment, makes it run again when the focus is asked for. */
  followFocusRequests(): number {
    return this.#focusRequests;
  }

  dismissProblem(id: number): void {
    this.problems = this.problems.filter((problem) => problem.id !== id);
  }

  async #receive(event: AppEvent): Promise<void> {
    switch (event.kind) {
      case 'snapshot': {
        this.snapshot = event;
        this.#dress();
        const language = pickLanguage([event.language]);
        if (language === this.messages.language) break;
        const messages = await loadShellMessages(language);
        // Another change may have come meanwhile; the last one counts.
        if (pickLanguage([this.snapshot.language]) === language) this.messages = messages;
        this.#dress();
        break;
      }
      case 'announce':
        // The same words twice are read out twice only if they differ.
        this.announcement = event.text === this.announcement ? `${event.text}\u00a0` : event.text;
        break;
      case 'focusPanel':
        this.#focusRequests += 1;
        break;
    }
  }

  /** The document itself is not drawn by Svelte: its language and colour scheme are set here. */
  #dress(): void {
    const root = document.documentElement;
    root.lang = this.messages.language;
    root.dataset['theme'] = this.snapshot.settings.theme;
  }
}
