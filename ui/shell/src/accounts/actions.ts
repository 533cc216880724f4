/** What can be done with an account: one list for its … menu, its pill's menu and the settings. */
import type { AccountView } from '../ipc/contract.js';
import type { Shell } from '../state/shell.svelte.js';
import { switchAction } from './words.js';

export interface AccountAction {
  /** Id of its message. */
  id: string;
  run: (shell: Shell) => Promise<boolean>;
  /** A check item's state. */
  checked?: boolean;
  /** Action in the key table that does the same: to the account in front, or `everywhere` to this one. */
  key?: string;
  everywhere?: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** Which part of the dialog it opens has the keyboard first, if not the name. */
  edits?: 'proxy';
  /** Leaves the menu open, so that it can be done again. */
  stays?: boolean;
}

/** Where the actions are offered. */
export interface ActionPlace {
  /** The window, or `null` in the settings. */
  window: string | null;
  /** The account in front of that window. */
  front: string | null;
  /** How many accounts are in the account's own window. */
  companions: number;
}

export const ZOOM_STEPS = [30, 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

/** The next step up or down from a zoom; the same at either end. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const steps = direction === 1 ? ZOOM_STEPS : [...ZOOM_STEPS].reverse();
  return steps.find((step) => (step - zoom) * direction > 0) ?? zoom;
}

function placeActions(account: AccountView, place: ActionPlace): AccountAction[] {
  const ref = { account: account.id };
  const actions: AccountAction[] = [];
  // A signed-out account may be open: it shows its login page.
  const connected = account.window !== null;
  if (place.front !== account.id) {
    const id = connected ? (account.awake ? 'account-switch' : 'account-wake') : 'account-open';
    actions.push({
      id,
      ...(account.number === null ? {} : { key: switchAction(account), everywhere: true }),
      run: async (shell) => shell.run('account_open', ref),
    });
  }
  if (connected && place.window !== null && account.window !== place.window) {
    const { window } = place;
    actions.push({
      id: 'account-move-here',
      run: async (shell) => shell.run('account_move', { ...ref, window }),
    });
  }
  if (place.window !== null && (!connected || place.companions > 1)) {
    actions.push({
      id: 'account-new-window',
      key: 'own-window',
      run: async (shell) => shell.run('account_move', { ...ref, window: null }),
    });
  }
  if (connected) {
    actions.push({
      id: 'account-disconnect',
      key: 'close',
      run: async (shell) => shell.run('account_disconnect', ref),
    });
  }
  return actions;
}

async function edit(shell: Shell, account: AccountView): Promise<boolean> {
  return shell.run('panel_open', { panel: { kind: 'rename', account: account.id }, byKey: false });
}

function lookActions(account: AccountView, place: ActionPlace): AccountAction[] {
  // The settings have fields for these.
  if (place.window === null || account.state === 'adding') return [];
  return [
    {
      id: 'account-rename',
      key: 'rename',
      run: async (shell) => edit(shell, account),
      stays: true,
    },
    { id: 'account-look', run: async (shell) => edit(shell, account), stays: true },
    {
      id: 'account-mute',
      key: 'mute',
      checked: account.muted,
      stays: true,
      run: async (shell) =>
        shell.run('account_mute', { account: account.id, muted: !account.muted }),
    },
  ];
}

function pageActions(account: AccountView, place: ActionPlace): AccountAction[] {
  const ref = { account: account.id };
  const setZoom =
    (zoom: number) =>
    async (shell: Shell): Promise<boolean> =>
      shell.run('account_set_zoom', { ...ref, zoom });
  const zoom: AccountAction[] = [
    { id: 'account-zoom-in', key: 'zoom-in', stays: true, run: setZoom(nextZoom(account.zoom, 1)) },
    {
      id: 'account-zoom-out',
      key: 'zoom-out',
      stays: true,
      run: setZoom(nextZoom(account.zoom, -1)),
    },
    {
      id: 'account-zoom-reset',
      key: 'zoom-reset',
      stays: true,
      disabled: account.zoom === 100,
      run: setZoom(100),
    },
  ];
  const rest: AccountAction[] = [
    {
      id: 'account-clear-cache',
      key: 'clear-cache',
      run: async (shell) => shell.run('account_clear_cache', ref),
    },
  ];
  if (place.window !== null && account.state !== 'adding') {
    rest.push({
      id: 'account-proxy',
      run: async (shell) => edit(shell, account),
      edits: 'proxy',
      stays: true,
    });
  }
  rest.push({
    id: 'account-copy-address',
    key: 'copy-address',
    run: async (shell) => shell.run('account_copy_address', ref),
  });
  if (account.window !== null && account.awake) {
    rest.push({
      id: 'account-sleep',
      key: 'sleep',
      run: async (shell) => shell.run('account_sleep', ref),
    });
  }
  return place.window === null ? rest : [...zoom, ...rest];
}

function habitActions(account: AccountView, place: ActionPlace): AccountAction[] {
  if (place.window === null) return [];
  return [
    {
      id: 'account-keys-to-page',
      checked: account.allKeysToPage,
      stays: true,
      run: async (shell) =>
        shell.run('account_set_keys', {
          account: account.id,
          allKeysToPage: !account.allKeysToPage,
        }),
    },
    {
      id: 'account-keep-session',
      checked: account.keepSession,
      stays: true,
      run: async (shell) =>
        shell.run('account_keep_session', { account: account.id, keep: !account.keepSession }),
    },
  ];
}

function leavingActions(account: AccountView): AccountAction[] {
  if (account.state === 'adding') return [];
  const remove = (id: string, signOut: boolean): AccountAction => ({
    id,
    danger: true,
    ...(signOut ? {} : { key: 'delete' }),
    run: async (shell) => shell.run('account_delete', { account: account.id, signOut }),
  });
  if (account.state === 'signedOut') return [remove('account-delete', false)];
  return [
    {
      id: 'account-sign-out',
      key: 'sign-out',
      run: async (shell) => shell.run('account_sign_out', { account: account.id }),
    },
    remove('account-delete', false),
    remove('account-delete-sign-out', true),
  ];
}

/** Groups of actions in the order of the menu; no group is empty. */
export function accountActions(account: AccountView, place: ActionPlace): AccountAction[][] {
  return [
    placeActions(account, place),
    lookActions(account, place),
    pageActions(account, place),
    habitActions(account, place),
    leavingActions(account),
  ].filter((group) => group.length > 0);
}
