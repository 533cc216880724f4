/** A host that keeps everything in memory: for tests, and for looking at the pages in a plain browser. */
import type {
  AccountView,
  AppEvent,
  ErrorCode,
  IpcError,
  SettingsSet,
  Snapshot,
  WindowView,
} from './contract.js';
import type { CommandName, Host, RequestOf, ResponseOf } from './host.js';
import { shownChord } from '../keys/chord.js';
import { probe } from './memory/probe.js';
import { readProxy } from './memory/proxy.js';
import { page, PASSPHRASE, scenario, window as emptyWindow, WINDOW } from './memory/scenarios.js';

type Handlers = {
  [Name in CommandName]: (request: RequestOf<Name>) => ResponseOf<Name> | Promise<ResponseOf<Name>>;
};

/** How long a passphrase takes. */
const PASSPHRASE_MS = 300;

/** What a test may look at and do from outside. */
export interface MemoryControls {
  calls: { name: CommandName; request: unknown }[];
  emit: (event: AppEvent) => void;
  change: (change: (snapshot: Snapshot) => void) => void;
}

function fail(code: ErrorCode): never {
  const error: IpcError = { code, message: code, retryable: code === 'busy' };
  // A command rejects with the plain object, as it comes over the wire.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  throw error;
}

export class MemoryHost implements Host, MemoryControls {
  readonly calls: { name: CommandName; request: unknown }[] = [];
  snapshot: Snapshot;
  readonly #listeners = new Set<(event: AppEvent) => void>();
  readonly #deleted = new Map<string, AccountView>();
  readonly #window: string;

  constructor(snapshot: Snapshot, window = WINDOW) {
    this.snapshot = snapshot;
    this.#window = window;
  }

  call<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
    this.calls.push({ name, request: structuredClone(request) });
    return new Promise((resolve) => resolve(this.#handlers[name](request)));
  }

  onEvent(listener: (event: AppEvent) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return Promise.resolve(() => this.#listeners.delete(listener));
  }

  readonly emit = (event: AppEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  readonly change = (change: (snapshot: Snapshot) => void): void => {
    this.snapshot = structuredClone(this.snapshot);
    change(this.snapshot);
    this.emit({ kind: 'snapshot', ...this.snapshot });
  };

  #nothing(change?: (snapshot: Snapshot) => void): Record<symbol, never> {
    if (change) this.change(change);
    return {};
  }

  #inWindow(change: (window: WindowView) => void): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      const window = snapshot.windows.find((each) => each.id === this.#window);
      if (!window) return fail('windowNotFound');
      change(window);
    });
  }

  #withAccount(id: string, change: (account: AccountView) => void): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      const account = snapshot.accounts.find((each) => each.id === id);
      if (!account) return fail('accountNotFound');
      change(account);
    });
  }

  #open(id: string): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      const account = snapshot.accounts.find((each) => each.id === id);
      if (!account) return fail('accountNotFound');
      const window = snapshot.windows.find((each) => each.id === (account.window ?? this.#window));
      if (!window) return fail('windowNotFound');
      account.state = 'connected';
      account.awake = true;
      account.window = window.id;
      if (!window.accounts.includes(id)) window.accounts.push(id);
      window.front = id;
      window.page = page(account);
      for (const each of snapshot.windows) each.focused = each === window;
      snapshot.recent = [id, ...snapshot.recent.filter((each) => each !== id)];
    });
  }

  #leave(id: string, state: AccountView['state']): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      for (const window of snapshot.windows) {
        window.accounts = window.accounts.filter((each) => each !== id);
        if (window.front !== id) continue;
        const next = snapshot.accounts.find((each) => each.id === window.accounts[0]);
        window.front = next?.id ?? null;
        window.page = next ? page(next) : null;
      }
      const account = snapshot.accounts.find((each) => each.id === id);
      if (account) Object.assign(account, { state, awake: false, window: null, unread: null });
    });
  }

  #delete(id: string): Record<symbol, never> {
    const account =
      this.snapshot.accounts.find((each) => each.id === id) ?? fail('accountNotFound');
    this.#leave(id, 'disconnected');
    this.#deleted.set(id, { ...account, state: 'disconnected', awake: false, window: null });
    return this.#nothing((snapshot) => {
      snapshot.accounts = snapshot.accounts.filter((each) => each.id !== id);
      const until = new Date(Date.now() + 30_000).toISOString();
      snapshot.deleting.push({ id, label: account.label, until });
    });
  }

  #removeFolder(id: string): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      if (!snapshot.nameless.includes(id)) fail('accountNotFound');
      snapshot.nameless = snapshot.nameless.filter((each) => each !== id);
      const until = new Date(Date.now() + 30_000).toISOString();
      snapshot.deleting.push({ id, label: id, until });
    });
  }

  #undo(id: string): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      const account = this.#deleted.get(id);
      snapshot.deleting = snapshot.deleting.filter((each) => each.id !== id);
      if (account) snapshot.accounts.push(account);
      else snapshot.nameless.push(id);
    });
  }

  #settings({ change }: SettingsSet): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      if (change.setting !== 'language') {
        Object.assign(snapshot.settings, { [change.setting]: change.value });
        return;
      }
      snapshot.settings.language = change.value === 'system' ? null : change.value;
      snapshot.language = change.value === 'system' ? 'en' : change.value;
    });
  }

  #setKey(action: string, chord: string | null): Record<symbol, never> {
    return this.#nothing((snapshot) => {
      const key = snapshot.keys.find((each) => each.action === action) ?? fail('invalidRequest');
      key.set = chord === null ? key.default : chord === '' ? null : chord;
      key.chord = key.set && shownChord(key.set, snapshot.host.system);
      for (const each of snapshot.keys) {
        each.conflicts = snapshot.keys
          .filter((other) => other !== each && other.set !== null && other.set === each.set)
          .map((other) => other.action);
      }
    });
  }

  /** With the key there, what was said of its absence goes. */
  async #passphrase(check: () => void): Promise<Record<symbol, never>> {
    await new Promise((resolve) => setTimeout(resolve, PASSPHRASE_MS));
    check();
    return this.#nothing((snapshot) => {
      snapshot.host.secrets = 'file';
      snapshot.notices = snapshot.notices.filter((each) => !each.code.startsWith('secrets-'));
    });
  }

  #move(id: string, to: string | null): Record<symbol, never> {
    this.#leave(id, 'connected');
    return this.#nothing((snapshot) => {
      const account = snapshot.accounts.find((each) => each.id === id) ?? fail('accountNotFound');
      const window =
        snapshot.windows.find((each) => each.id === to) ?? emptyWindow({ id: `w${id}` });
      if (!snapshot.windows.includes(window)) snapshot.windows.push(window);
      Object.assign(account, { window: window.id, awake: true });
      window.accounts.push(id);
      window.front = id;
      window.page = page(account);
    });
  }

  readonly #ok = (): Record<symbol, never> => this.#nothing();

  readonly #handlers: Handlers = {
    snapshot_get: () => this.snapshot,
    account_add: this.#ok,
    account_open: ({ account }) => this.#open(account),
    account_disconnect: ({ account }) => this.#leave(account, 'disconnected'),
    account_sign_out: ({ account }) => this.#leave(account, 'signedOut'),
    account_delete: ({ account }) => this.#delete(account),
    account_remove_folder: ({ account }) => this.#removeFolder(account),
    account_undo_delete: ({ account }) => this.#undo(account),
    account_rename: ({ account, label }) =>
      this.#withAccount(account, (each) => (each.label = label || each.host)),
    account_set_colour: ({ account, colour }) =>
      this.#withAccount(account, (each) => (each.colour = colour)),
    account_set_picture: ({ account, picture, initials }) =>
      this.#withAccount(account, (each) => {
        const crm = each.crmPicture;
        if (picture !== null) each.picture = `data:image/png;base64,${picture}`;
        else each.picture = initials ? null : crm;
      }),
    account_mute: ({ account, muted }) =>
      this.#withAccount(account, (each) => (each.muted = muted)),
    account_set_zoom: ({ account, zoom }) =>
      this.#withAccount(account, (each) => (each.zoom = zoom)),
    account_set_keys: ({ account, allKeysToPage }) =>
      this.#withAccount(account, (each) => (each.allKeysToPage = allKeysToPage)),
    account_keep_session: ({ account, keep }) =>
      this.#withAccount(account, (each) => (each.keepSession = keep)),
    account_set_proxy: ({ account, proxy }) => {
      const read = readProxy(proxy);
      if (read === undefined) return fail('proxyInvalid');
      return this.#withAccount(account, (each) => (each.proxy = read));
    },
    account_sleep: ({ account }) => this.#withAccount(account, (each) => (each.awake = false)),
    account_move: ({ account, window }) => this.#move(account, window),
    account_reorder: ({ account, to }) =>
      this.#nothing((snapshot) => {
        const moved =
          snapshot.accounts.find((each) => each.id === account) ?? fail('accountNotFound');
        snapshot.accounts = snapshot.accounts.filter((each) => each !== moved);
        snapshot.accounts.splice(to, 0, moved);
        snapshot.accounts.forEach((each, index) => (each.number = index < 9 ? index + 1 : null));
      }),
    account_approve_sign_in: this.#ok,
    account_clear_cache: this.#ok,
    account_copy_address: this.#ok,
    account_keep: ({ discard }) => {
      this.#delete(discard);
      return this.#inWindow((window) => (window.duplicate = null));
    },
    account_revoke_permission: ({ account, origin, permission }) =>
      this.#withAccount(account, (each) => {
        each.permissions = each.permissions.filter(
          (known) => known.origin !== origin || known.permission !== permission,
        );
      }),
    address_probe: (request) => probe(request, this.snapshot),
    service_try: ({ email, password }) => {
      if (password.startsWith('password')) fail('passwordWeak');
      return email.startsWith('refused') ? fail('serviceRefused') : this.#nothing();
    },
    service_open: this.#ok,
    page_back: this.#ok,
    page_forward: this.#ok,
    page_reload: this.#ok,
    page_stop: this.#ok,
    page_home: this.#ok,
    page_find: ({ text }) =>
      this.#inWindow((window) => {
        if (window.page) window.page.findMatches = text === '' ? null : text.length < 4 ? 5 : 0;
      }),
    pill_drop: this.#ok,
    panel_open: ({ panel }) => this.#inWindow((window) => (window.panel = panel)),
    panel_close: () => this.#inWindow((window) => (window.panel = null)),
    panel_layout: this.#ok,
    ask_answer: ({ ask }) =>
      this.#inWindow((window) => {
        window.asks = window.asks.filter((each) => each.id !== ask);
      }),
    download_cancel: ({ download }) =>
      this.#nothing((snapshot) => {
        const found =
          snapshot.downloads.find((each) => each.id === download) ?? fail('downloadNotFound');
        found.state = 'cancelled';
      }),
    download_open: this.#ok,
    download_show: () => fail('fileFailed'),
    workspace_save: ({ name }) =>
      this.#nothing((snapshot) => {
        const saved = { id: name, name, accounts: snapshot.accounts.length };
        const at = snapshot.workspaces.findIndex((each) => each.name === name);
        snapshot.workspaces.splice(at < 0 ? snapshot.workspaces.length : at, 1, saved);
      }),
    workspace_open: this.#ok,
    workspace_open_last: this.#ok,
    workspace_delete: ({ workspace }) =>
      this.#nothing((snapshot) => {
        const gone = snapshot.workspaces.find((each) => each.id === workspace);
        snapshot.workspaces = snapshot.workspaces.filter((each) => each.id !== workspace);
        snapshot.deletedWorkspace = gone?.name ?? null;
      }),
    workspace_undo_delete: () =>
      this.#nothing((snapshot) => {
        const name = snapshot.deletedWorkspace;
        if (name !== null) snapshot.workspaces.push({ id: name, name, accounts: 2 });
        snapshot.deletedWorkspace = null;
      }),
    settings_open: this.#ok,
    settings_set: (request) => this.#settings(request),
    key_set: ({ action, chord }) => this.#setKey(action, chord),
    key_record: this.#ok,
    secrets_keep: ({ passphrase }) =>
      this.#passphrase(() => {
        if (this.snapshot.host.secrets !== 'none') fail('secretsFailed');
        if (passphrase === '') fail('passphraseEmpty');
      }),
    secrets_unlock: ({ passphrase }) =>
      this.#passphrase(() => {
        if (this.snapshot.host.secrets !== 'locked') fail('secretsFailed');
        if (passphrase !== PASSPHRASE) fail('passphraseWrong');
      }),
    secrets_change: ({ current, passphrase }) =>
      this.#passphrase(() => {
        if (this.snapshot.host.secrets !== 'file') fail('secretsFailed');
        if (current !== PASSPHRASE) fail('passphraseWrong');
        if (passphrase === '') fail('passphraseEmpty');
      }),
    secrets_replace: ({ passphrase }) =>
      this.#passphrase(() => {
        if (this.snapshot.host.secrets !== 'locked') fail('secretsFailed');
        if (passphrase === '') fail('passphraseEmpty');
      }),
    notice_dismiss: ({ notice }) =>
      this.#nothing((snapshot) => {
        snapshot.notices = snapshot.notices.filter((each) => each.id !== notice);
      }),
    action_run: this.#ok,
  };
}

/** By `?scenario=`, `?language=`, `?theme=`; a test finds it as `globalThis.ninefold`. */
export function memoryHost(parameters: URLSearchParams): MemoryHost {
  const snapshot = scenario(parameters.get('scenario') ?? 'three');
  snapshot.language = parameters.get('language') ?? 'en';
  const theme = parameters.get('theme');
  if (theme === 'light' || theme === 'dark') snapshot.settings.theme = theme;
  const host = new MemoryHost(snapshot);
  Object.assign(globalThis, { ninefold: host });
  return host;
}
