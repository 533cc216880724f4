/** The one way to the program behind these pages. `tauri.ts` is the real one, `memory.ts` for tests. */
import type { AppEvent, Commands, ErrorCode, IpcError } from './contract.js';

export type CommandName = keyof Commands;
export type RequestOf<Name extends CommandName> = Commands[Name]['request'];
export type ResponseOf<Name extends CommandName> = Commands[Name]['response'];

export interface Host {
  /** Rejects with what {@link toIpcError} understands. */
  call<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Listens to the program; what it gives back ends that. */
  onEvent(listener: (event: AppEvent) => void): Promise<() => void>;
}

/** Every code, so that texts can be held against them. */
export const ERROR_CODES: Readonly<Record<ErrorCode, true>> = {
  accountNotFound: true,
  windowNotFound: true,
  workspaceNotFound: true,
  downloadNotFound: true,
  invalidRequest: true,
  addressInvalid: true,
  pictureInvalid: true,
  readOnly: true,
  folderReadOnly: true,
  storageFailed: true,
  noIsolation: true,
  proxyInvalid: true,
  passphraseWrong: true,
  passphraseEmpty: true,
  folderUnusable: true,
  secretsFailed: true,
  serviceFailed: true,
  passwordWeak: true,
  serviceRefused: true,
  fileFailed: true,
  busy: true,
  internal: true,
};

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** What a failed call rejected with, as the contract has it; anything else is a fault of our own. */
export function toIpcError(reason: unknown): IpcError {
  if (
    typeof reason === 'object' &&
    reason !== null &&
    'code' in reason &&
    isErrorCode(reason.code)
  ) {
    const message = 'message' in reason && typeof reason.message === 'string' ? reason.message : '';
    return {
      code: reason.code,
      message,
      retryable: 'retryable' in reason && reason.retryable === true,
    };
  }
  return { code: 'internal', message: String(reason), retryable: false };
}
