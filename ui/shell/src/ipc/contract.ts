// Generated from crates/ipc; `cargo test -p ipc` says how. Don't edit.

export type AccountAdd = { 
/**
 * Address; `null` for the one of the account in front of the asking window.
 */
address: string | null, 
/**
 * Connector id, where the probe or a tile said which.
 */
connector: string | null, 
/**
 * A name for it, if the person gave one.
 */
label: string | null, 
/**
 * Here (as a tab), or by the setting when `null`.
 */
place: NewAccountIn | null, };
export type AccountDelete = { 
/**
 * Its id.
 */
account: string, 
/**
 * Sign out at the server first.
 */
signOut: boolean, };
export type AccountKeep = { 
/**
 * The one to keep.
 */
keep: string, 
/**
 * The one to drop.
 */
discard: string, };
export type AccountKeepSession = { 
/**
 * Its id.
 */
account: string, 
/**
 * Whether they're kept.
 */
keep: boolean, };
export type AccountMove = { 
/**
 * Its id.
 */
account: string, 
/**
 * Window id; `null` for a new one.
 */
window: string | null, };
export type AccountMute = { 
/**
 * Its id.
 */
account: string, 
/**
 * Whether they're muted.
 */
muted: boolean, };
export type AccountRef = { 
/**
 * Its id.
 */
account: string, };
export type AccountRename = { 
/**
 * Its id.
 */
account: string, 
/**
 * 1…80 characters; empty gives the CRM's own name back.
 */
label: string, };
export type AccountReorder = { 
/**
 * Its id.
 */
account: string, 
/**
 * New place, from 0.
 */
to: number, };
export type AccountRevokePermission = { 
/**
 * Its id.
 */
account: string, 
/**
 * Scheme, host and port.
 */
origin: string, 
/**
 * Which.
 */
permission: PermissionKind, };
export type AccountSetColour = { 
/**
 * Its id.
 */
account: string, 
/**
 * `#rrggbb`.
 */
colour: string, };
export type AccountSetKeys = { 
/**
 * Its id.
 */
account: string, 
/**
 * Whether it gets them.
 */
allKeysToPage: boolean, };
export type AccountSetPicture = { 
/**
 * Its id.
 */
account: string, 
/**
 * PNG, JPEG or WebP in base64, 256 KiB at most; `null` takes it away.
 */
picture: string | null, 
/**
 * Without a picture: the initials, also where the CRM has one.
 */
initials: boolean, };
export type AccountSetProxy = { 
/**
 * Its id.
 */
account: string, 
/**
 * `direct`, or an address such as `http://proxy.example.com:3128`; empty for the system's way.
 */
proxy: string, };
export type AccountSetZoom = { 
/**
 * Its id.
 */
account: string, 
/**
 * 30…300 percent.
 */
zoom: number, };
export type AccountStateView = "adding" | "connected" | "disconnected" | "signedOut";
export type AccountView = { 
/**
 * Permanent id.
 */
id: string, 
/**
 * 1…9 for the first nine listed accounts.
 */
number: number | null, 
/**
 * What the person calls it; at first the name that the CRM gives, or its host.
 */
label: string, 
/**
 * Name of who is signed in, as the CRM says.
 */
name: string | null, 
/**
 * E-mail of who is signed in, as the CRM says.
 */
email: string | null, 
/**
 * Host to show, in the safe display form.
 */
host: string, 
/**
 * The whole address.
 */
address: string, 
/**
 * Which connector knows this CRM.
 */
connector: string, 
/**
 * Picture as a `data:` URL; initials on the colour where there is none.
 */
picture: string | null, 
/**
 * The CRM's own picture, where it has one that isn't shown.
 */
crmPicture: string | null, 
/**
 * `#rrggbb`.
 */
colour: string, 
/**
 * Where it stands.
 */
state: AccountStateView, 
/**
 * Whether web content runs for it now.
 */
awake: boolean, 
/**
 * Whether it's being signed out, cleared or opened right now.
 */
busy: boolean, 
/**
 * The window it's in, when connected.
 */
window: string | null, 
/**
 * Unread count as text (`3`, `999+`).
 */
unread: string | null, 
/**
 * Whether notifications are muted.
 */
muted: boolean, 
/**
 * Zoom in percent.
 */
zoom: number, 
/**
 * Page keys: every key but the digits goes to the page.
 */
allKeysToPage: boolean, 
/**
 * Whether session-only cookies are kept over a restart.
 */
keepSession: boolean, 
/**
 * Permissions that were answered.
 */
permissions: Array<PermissionView>, 
/**
 * `direct`, or its own proxy's address; `null` for the system's way.
 */
proxy: string | null, 
/**
 * Whether its page has a question that isn't answered.
 */
asks: boolean, 
/**
 * Whether whoever is signed in can approve sign-ins on other screens.
 */
approves: boolean, };
export type ActionRun = { 
/**
 * Stable name of the action.
 */
action: string, };
export type AddressProbe = { 
/**
 * As the person typed it.
 */
input: string, 
/**
 * Connector id, when a tile was chosen.
 */
connector: string | null, 
/**
 * Whether to go on where a redirect leads, or over plain http, since the person said so.
 */
accept: boolean, };
export type AlreadyView = { 
/**
 * Its id.
 */
account: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Where it stands.
 */
state: AccountStateView, };
export type AppEvent = { "kind": "snapshot" } & Snapshot | { "kind": "announce", 
/**
 * Already in the person's language.
 */
text: string, } | { "kind": "focusPanel" };
export type AskAnswer = { 
/**
 * Its id.
 */
ask: number, 
/**
 * Yes or no.
 */
allow: boolean, 
/**
 * Remember the answer (permissions, other sites, programs).
 */
remember: boolean, 
/**
 * For `prompt()`: the text. For HTTP authentication: the name.
 * For another site: `browser` to open it there, `null` to open it here.
 */
text: string | null, 
/**
 * For HTTP authentication.
 */
password: string | null, };
export type AskView = { 
/**
 * To answer with.
 */
id: number, 
/**
 * Whose page asks.
 */
account: string, 
/**
 * Scheme, host and port of who asks.
 */
origin: string, 
/**
 * The title of the window that asks, where it's one that the account's page has opened.
 */
window: string | null, 
/**
 * What it asks.
 */
question: Question, 
/**
 * Whether it's one of several at once, which may be ended with `remember`.
 */
repeated: boolean, };
export type CertificateView = { 
/**
 * Who it is for.
 */
subject: string, 
/**
 * Who signed it.
 */
issuer: string, 
/**
 * RFC 3339.
 */
validFrom: string | null, 
/**
 * RFC 3339.
 */
validUntil: string | null, 
/**
 * `unknownIssuer`, `expired`, `notYetValid`, `wrongHost` or `other`.
 */
reason: string, };
export type ConnectorView = { 
/**
 * Stable id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * `#rrggbb`.
 */
colour: string, 
/**
 * An example of what to type, such as `mycompany.bitrix24.com`.
 */
example: string, };
export type DeletingView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its label.
 */
label: string, 
/**
 * When undo ends, RFC 3339.
 */
until: string, };
export type DownloadRef = { 
/**
 * Its number.
 */
download: number, };
export type DownloadState = "running" | "done" | "failed" | "unwritten" | "cancelled";
export type DownloadView = { 
/**
 * Number within this run.
 */
id: number, 
/**
 * Whose.
 */
account: string, 
/**
 * Name on disk.
 */
fileName: string, 
/**
 * Bytes so far.
 */
received: number, 
/**
 * Percent, where the length is known.
 */
percent: number | null, 
/**
 * How it stands.
 */
state: DownloadState, 
/**
 * Whether the person has yet to say if they want it, or where.
 */
waiting: boolean, 
/**
 * Whether opening it may run a program.
 */
dangerous: boolean, };
export type DuplicateView = { 
/**
 * The one just signed in.
 */
added: string, 
/**
 * The one listed before.
 */
listed: string, };
export type ErrorCode = "accountNotFound" | "windowNotFound" | "workspaceNotFound" | "downloadNotFound" | "invalidRequest" | "addressInvalid" | "pictureInvalid" | "readOnly" | "folderReadOnly" | "storageFailed" | "noIsolation" | "proxyInvalid" | "passphraseWrong" | "passphraseEmpty" | "folderUnusable" | "secretsFailed" | "serviceFailed" | "passwordWeak" | "serviceRefused" | "fileFailed" | "busy" | "internal";
export type HostCapabilities = { 
/**
 * `linux`, `macos` or `windows`.
 */
system: string, 
/**
 * Whether system-wide keys can be had.
 */
systemWideKeys: boolean, 
/**
 * Where session cookies' key is kept: `keychain`, `file`, `locked` (a file that waits for its
 * passphrase), or `none`.
 */
secrets: string, 
/**
 * Whether each page's process runs in the system's sandbox.
 */
sandbox: boolean, };
export type IpcError = { 
/**
 * From the closed list.
 */
code: ErrorCode, 
/**
 * For the log, never for the person.
 */
message: string, 
/**
 * Whether trying again may help.
 */
retryable: boolean, };
export type KeyRecord = { 
/**
 * Whether it is.
 */
on: boolean, };
export type KeySet = { 
/**
 * Stable name of the action.
 */
action: string, 
/**
 * `Mod+Shift+A`; empty for none, `null` for the default.
 */
chord: string | null, };
export type KeyView = { 
/**
 * Stable name; its text is the message `key-<action>`.
 */
action: string, 
/**
 * The chord as shown on this system (`Ctrl+Shift+A`, `⇧⌘A`), or `null` when it has none.
 */
chord: string | null, 
/**
 * The chord as it's set (`Mod+Shift+A`).
 */
set: string | null, 
/**
 * The chord that it has by default.
 */
default: string | null, 
/**
 * Actions that have the same chord.
 */
conflicts: Array<string>, };
export type NewAccountIn = "window" | "tab";
export type Nothing = Record<symbol, never>;
export type NoticeRef = { 
/**
 * Its id.
 */
notice: number, };
export type NoticeView = { 
/**
 * To dismiss it with.
 */
id: number, 
/**
 * Stable code; its text is the message `notice-<code>`.
 */
code: string, 
/**
 * Values for the text.
 */
arguments: { [key in string]: string }, 
/**
 * How bad it is.
 */
severity: Severity, };
export type PageFind = { 
/**
 * What for; empty ends the search.
 */
text: string, 
/**
 * Go backwards.
 */
backwards: boolean, };
export type PageView = { 
/**
 * Its account.
 */
account: string, 
/**
 * The real address.
 */
url: string, 
/**
 * The real host, in the safe display form.
 */
host: string, 
/**
 * Title, as the page says.
 */
title: string, 
/**
 * How the connection is secured.
 */
security: Security, 
/**
 * Loading progress in percent, or `null` at rest.
 */
progress: number | null, 
/**
 * Whether there's a page to go back to.
 */
canGoBack: boolean, 
/**
 * Whether there's a page to go forward to.
 */
canGoForward: boolean, 
/**
 * Whether it's a login page, where the account picker shows.
 */
login: boolean, 
/**
 * The login form's box in CSS pixels, so that the picker doesn't cover it.
 */
loginForm: Rect | null, 
/**
 * Width of the page's area in CSS pixels of the page, where it's known.
 */
width: number | null, 
/**
 * Something that stands in place of the page.
 */
trouble: Trouble | null, 
/**
 * The search in the page: matches found for the term, or `null` when none runs.
 */
findMatches: number | null, };
export type PanelAnchor = "hidden" | "fill" | "at" | "topRight" | "top" | "center" | "bottom";
export type PanelClose = { 
/**
 * Nothing was chosen in it.
 */
dismissed: boolean, };
export type PanelLayout = { 
/**
 * Where it stands.
 */
anchor: PanelAnchor, 
/**
 * CSS pixels; ignored for `fill` and `hidden`.
 */
width: number, 
/**
 * CSS pixels; ignored for `fill` and `hidden`.
 */
height: number, 
/**
 * For `at`: CSS pixels from the window's left edge.
 */
x: number, 
/**
 * Whether the panel takes the keyboard.
 */
focus: boolean, };
export type PanelOpen = { 
/**
 * What.
 */
panel: PanelView, 
/**
 * From the strip, by a key: the keyboard goes back there when it's dismissed.
 */
byKey: boolean, };
export type PanelView = { "kind": "menu" } | { "kind": "accountMenu", 
/**
 * Whose.
 */
account: string, 
/**
 * Where its pill starts, in CSS pixels from the strip's left edge.
 */
x: number, } | { "kind": "switcher" } | { "kind": "find" } | { "kind": "connection" } | { "kind": "downloads" } | { "kind": "keys" } | { "kind": "rename", 
/**
 * Which.
 */
account: string, };
export type Passphrase = { 
/**
 * The person's words.
 */
passphrase: string, };
export type PassphraseChange = { 
/**
 * The one that it's kept under.
 */
current: string, 
/**
 * The one from now on.
 */
passphrase: string, };
export type PermissionKind = "notifications" | "location" | "microphone" | "camera" | "cameraAndMicrophone" | "screen" | "clipboard" | "otherSite" | "launch" | "manyFiles" | "other";
export type PermissionView = { 
/**
 * Scheme, host and port.
 */
origin: string, 
/**
 * What was asked for.
 */
permission: PermissionKind, 
/**
 * The answer.
 */
allowed: boolean, };
export type PillDrop = { 
/**
 * Its account.
 */
account: string, 
/**
 * Where on the screen, in CSS pixels.
 */
screenX: number, 
/**
 * Where on the screen, in CSS pixels.
 */
screenY: number, };
export type ProbeCode = "notAnAddress" | "unknownHost" | "refused" | "timedOut" | "certificateInvalid" | "certificateExpired" | "plainHttp" | "redirectsElsewhere" | "notHttp" | "notAWebPage" | "serverError" | "redirectLoop" | "emptyAnswer" | "tooOld" | "proxySignIn" | "unknownCrm" | "alreadyAdded" | "works";
export type ProbeOutcome = { 
/**
 * What was found; its sentence is the message `probe-<code>`, its next step `probe-<code>-next`.
 */
code: ProbeCode, 
/**
 * The address to use, where one was found.
 */
address: string | null, 
/**
 * Host to show, in the safe display form.
 */
host: string, 
/**
 * Connector that fits.
 */
connector: string | null, 
/**
 * What the page calls itself.
 */
title: string | null, 
/**
 * Where a redirect leads.
 */
redirectsTo: string | null, 
/**
 * The certificate, when it's what is wrong.
 */
certificate: CertificateView | null, 
/**
 * Accounts listed at this address already.
 */
already: Array<AlreadyView>, };
export type Question = { "kind": "permission", 
/**
 * Which.
 */
permission: PermissionKind, } | { "kind": "alert", 
/**
 * The page's words.
 */
message: string, } | { "kind": "confirm", 
/**
 * The page's words.
 */
message: string, } | { "kind": "prompt", 
/**
 * The page's words.
 */
message: string, 
/**
 * What stands in the field.
 */
default: string, } | { "kind": "leavePage" } | { "kind": "signIn", 
/**
 * Who asks.
 */
host: string, 
/**
 * Whether that's a proxy on the way to the server.
 */
proxy: boolean, 
/**
 * The server's word for the area.
 */
realm: string, 
/**
 * Whether the last try was refused.
 */
retry: boolean, } | { "kind": "otherSite", 
/**
 * Where to.
 */
url: string, } | { "kind": "launch", 
/**
 * What for.
 */
url: string, } | { "kind": "stopDownloads", 
/**
 * How many.
 */
files: number, } | { "kind": "noSignOut" };
export type Rect = { 
/**
 * From the left.
 */
x: number, 
/**
 * From the top.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };
export type Security = "secure" | "loopback" | "insecure" | "unknown";
export type ServiceTry = { 
/**
 * The person's name.
 */
name: string, 
/**
 * Their e-mail address.
 */
email: string, 
/**
 * Their password.
 */
password: string, };
export type SettingChange = { "setting": "theme", "value": Theme } | { "setting": "language", "value": string } | { "setting": "newAccountIn", "value": NewAccountIn } | { "setting": "loadTabsInBackground", "value": boolean } | { "setting": "keysEnabled", "value": boolean } | { "setting": "systemWideKeys", "value": boolean } | { "setting": "askWhereToSave", "value": boolean } | { "setting": "downloadFolder", "value": string };
export type SettingsSet = { 
/**
 * Which, and to what.
 */
change: SettingChange, };
export type SettingsView = { 
/**
 * Light, dark, or as the system has it.
 */
theme: Theme, 
/**
 * `en`, `uk`, `ru`, or `null` for the system's.
 */
language: string | null, 
/**
 * Where a new account opens.
 */
newAccountIn: NewAccountIn, 
/**
 * Whether tabs behind others are loaded at start.
 */
loadTabsInBackground: boolean, 
/**
 * Whether the program's own keys work at all.
 */
keysEnabled: boolean, 
/**
 * Whether the digits work in other programs too.
 */
systemWideKeys: boolean, 
/**
 * Ask for each download's place.
 */
askWhereToSave: boolean, 
/**
 * Where downloads go.
 */
downloadFolder: string, };
export type Severity = "info" | "warning" | "error";
export type Snapshot = { 
/**
 * All listed accounts in order; the first nine have a number key.
 */
accounts: Array<AccountView>, 
/**
 * Open windows.
 */
windows: Array<WindowView>, 
/**
 * Account ids, most recently used first.
 */
recent: Array<string>, 
/**
 * Accounts on their way out: undo is possible.
 */
deleting: Array<DeletingView>, 
/**
 * Folders of accounts that don't say whose they are, by their ids; without those on their way out.
 */
nameless: Array<string>, 
/**
 * Labels and addresses of accounts deleted in the last 7 days.
 */
recentlyDeleted: Array<TombstoneView>, 
/**
 * How many accounts were open in windows that the start didn't bring back.
 */
setAside: number, 
/**
 * The service on this computer has a CRM.
 */
ownCrm: boolean, 
/**
 * Named sets of windows.
 */
workspaces: Array<WorkspaceView>, 
/**
 * Name of the one that was deleted last, and can be brought back.
 */
deletedWorkspace: string | null, 
/**
 * Downloads of this run, newest first.
 */
downloads: Array<DownloadView>, 
/**
 * The person's settings.
 */
settings: SettingsView, 
/**
 * The key table: every action with its chord, in the order of the help sheet.
 */
keys: Array<KeyView>, 
/**
 * CRMs that the client knows, for tiles.
 */
connectors: Array<ConnectorView>, 
/**
 * What must be said to the person until it's dismissed: repairs, read-only data, …
 */
notices: Array<NoticeView>, 
/**
 * What this system can do.
 */
host: HostCapabilities, 
/**
 * Language in use: `en`, `uk` or `ru`.
 */
language: string, 
/**
 * Version of the program.
 */
version: string, };
export type Theme = "system" | "light" | "dark";
export type TombstoneView = { 
/**
 * Its label.
 */
label: string, 
/**
 * Its address, to add it again.
 */
address: string, 
/**
 * When it was deleted, RFC 3339.
 */
deletedAt: string, };
export type Trouble = { "kind": "asleep" } | { "kind": "offline", 
/**
 * `unknownHost`, `refused`, `timedOut`, `reset` or `other`.
 */
reason: string, 
/**
 * What was asked for.
 */
url: string, } | { "kind": "certificate", 
/**
 * Host asked for.
 */
host: string, 
/**
 * `unknownIssuer`, `expired`, `notYetValid`, `wrongHost`, `revoked`, `weak` or `other`.
 */
reasons: Array<string>, 
/**
 * Who the certificate is for.
 */
subject: string, 
/**
 * Who signed it.
 */
issuer: string, 
/**
 * End of validity, RFC 3339.
 */
validUntil: string | null, } | { "kind": "unresponsive" } | { "kind": "crashed", 
/**
 * `crashed`, `memory` or `ended`.
 */
reason: string, } | { "kind": "noIsolation" } | { "kind": "noFolder", 
/**
 * `readOnly`, `full`, `fullAtStart` or `other`.
 */
reason: string, } | { "kind": "blocked", 
/**
 * What was asked for.
 */
url: string, };
export type WindowView = { 
/**
 * Permanent id.
 */
id: string, 
/**
 * Accounts in it, in order.
 */
accounts: Array<string>, 
/**
 * The one in front.
 */
front: string | null, 
/**
 * Whether the window has the keyboard.
 */
focused: boolean, 
/**
 * The page in front.
 */
page: PageView | null, 
/**
 * What is open over the page.
 */
panel: PanelView | null, 
/**
 * Questions of the page in front, oldest first.
 */
asks: Array<AskView>, 
/**
 * A new account of this window's turned out to be one that is listed already.
 */
duplicate: DuplicateView | null, };
export type WorkspaceRef = { 
/**
 * Its id.
 */
workspace: string, };
export type WorkspaceSave = { 
/**
 * 1…80 characters; a workspace of the same name is replaced.
 */
name: string, };
export type WorkspaceView = { 
/**
 * Permanent id.
 */
id: string, 
/**
 * What the person calls it.
 */
name: string, 
/**
 * How many accounts it opens.
 */
accounts: number, };

/** Every command: what it takes and gives. */
export interface Commands {
  snapshot_get: { request: Nothing; response: Snapshot };
  account_add: { request: AccountAdd; response: Nothing };
  account_open: { request: AccountRef; response: Nothing };
  account_disconnect: { request: AccountRef; response: Nothing };
  account_sign_out: { request: AccountRef; response: Nothing };
  account_approve_sign_in: { request: AccountRef; response: Nothing };
  account_delete: { request: AccountDelete; response: Nothing };
  account_remove_folder: { request: AccountRef; response: Nothing };
  account_undo_delete: { request: AccountRef; response: Nothing };
  account_rename: { request: AccountRename; response: Nothing };
  account_set_colour: { request: AccountSetColour; response: Nothing };
  account_set_picture: { request: AccountSetPicture; response: Nothing };
  account_mute: { request: AccountMute; response: Nothing };
  account_set_zoom: { request: AccountSetZoom; response: Nothing };
  account_set_keys: { request: AccountSetKeys; response: Nothing };
  account_keep_session: { request: AccountKeepSession; response: Nothing };
  account_set_proxy: { request: AccountSetProxy; response: Nothing };
  account_sleep: { request: AccountRef; response: Nothing };
  account_move: { request: AccountMove; response: Nothing };
  account_reorder: { request: AccountReorder; response: Nothing };
  account_clear_cache: { request: AccountRef; response: Nothing };
  account_copy_address: { request: AccountRef; response: Nothing };
  account_keep: { request: AccountKeep; response: Nothing };
  account_revoke_permission: { request: AccountRevokePermission; response: Nothing };
  address_probe: { request: AddressProbe; response: ProbeOutcome };
  service_try: { request: ServiceTry; response: Nothing };
  service_open: { request: Nothing; response: Nothing };
  page_back: { request: AccountRef; response: Nothing };
  page_forward: { request: AccountRef; response: Nothing };
  page_reload: { request: AccountRef; response: Nothing };
  page_stop: { request: AccountRef; response: Nothing };
  page_home: { request: AccountRef; response: Nothing };
  page_find: { request: PageFind; response: Nothing };
  pill_drop: { request: PillDrop; response: Nothing };
  panel_open: { request: PanelOpen; response: Nothing };
  panel_close: { request: PanelClose; response: Nothing };
  panel_layout: { request: PanelLayout; response: Nothing };
  ask_answer: { request: AskAnswer; response: Nothing };
  download_cancel: { request: DownloadRef; response: Nothing };
  download_open: { request: DownloadRef; response: Nothing };
  download_show: { request: DownloadRef; response: Nothing };
  workspace_save: { request: WorkspaceSave; response: Nothing };
  workspace_open: { request: WorkspaceRef; response: Nothing };
  workspace_open_last: { request: Nothing; response: Nothing };
  workspace_delete: { request: WorkspaceRef; response: Nothing };
  workspace_undo_delete: { request: Nothing; response: Nothing };
  settings_open: { request: Nothing; response: Nothing };
  settings_set: { request: SettingsSet; response: Nothing };
  key_set: { request: KeySet; response: Nothing };
  key_record: { request: KeyRecord; response: Nothing };
  secrets_keep: { request: Passphrase; response: Nothing };
  secrets_unlock: { request: Passphrase; response: Nothing };
  secrets_change: { request: PassphraseChange; response: Nothing };
  secrets_replace: { request: Passphrase; response: Nothing };
  notice_dismiss: { request: NoticeRef; response: Nothing };
  action_run: { request: ActionRun; response: Nothing };
}
