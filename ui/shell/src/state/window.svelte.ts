/** The part of the snapshot that belongs to one window. */
import type { AccountView, PageView, PanelView, WindowView } from '../ipc/contract.js';
import type { Shell } from './shell.svelte.js';

export class WindowScope {
  readonly id: string;
  readonly shell: Shell;
  /** Which part of the account's dialog was asked for, if not its name. */
  edits: 'proxy' | null = null;

  constructor(shell: Shell, id: string) {
    this.shell = shell;
    this.id = id;
  }

  readonly view: WindowView | null = $derived.by(
    () => this.shell.snapshot.windows.find((window) => window.id === this.id) ?? null,
  );
  readonly front: AccountView | null = $derived.by(() => this.shell.account(this.view?.front));
  readonly page: PageView | null = $derived.by(() => this.view?.page ?? null);
  readonly panel: PanelView | null = $derived.by(() => this.view?.panel ?? null);

  /** Open accounts in order: this window's, and the other windows'; login pages of this window only. */
  readonly open: readonly AccountView[] = $derived.by(() =>
    this.shell.snapshot.accounts.filter((account) =>
      account.state === 'adding' ? account.window === this.id : account.window !== null,
    ),
  );

  isHere(account: AccountView): boolean {
    return account.window === this.id;
  }

  /** `byKey`: from the strip, where the keyboard goes back to. */
  async openPanel(panel: PanelView, byKey = false): Promise<boolean> {
    return this.shell.run('panel_open', { panel, byKey });
  }

  /** Before what was chosen in it is done. */
  async closePanel(): Promise<boolean> {
    return this.shell.run('panel_close', { dismissed: false });
  }

  /** Nothing was chosen. */
  async dismissPanel(): Promise<boolean> {
    return this.shell.run('panel_close', { dismissed: true });
  }
}
