//! The one list of commands.

/// A page of the shell's own, by what it's for. Its webview's label is `<prefix>-<window id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surface {
    /// The bar at the top of each window.
    Strip,
    /// What floats over the page, or stands in its place: menu, picker, switcher, first start, …
    Panel,
    /// The settings window.
    Settings,
}

impl Surface {
    /// First part of the webview's label, and the page's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strip => "strip",
            Self::Panel => "panel",
            Self::Settings => "settings",
        }
    }
}

/// One command as the contract has it.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// `noun_verb`, on the wire and in Rust.
    pub name: &'static str,
    /// Request type's name.
    pub request: &'static str,
    /// Response type's name.
    pub response: &'static str,
    /// Pages that may call it.
    pub surfaces: &'static [Surface],
}

/// Hands the list of commands to a macro: `name(Request) -> Response @ [Surfaces];`.
#[macro_export]
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            snapshot_get(Nothing) -> Snapshot @ [Strip, Panel, Settings];

            account_add(AccountAdd) -> Nothing @ [Panel];
            account_open(AccountRef) -> Nothing @ [Strip, Panel, Settings];
            account_disconnect(AccountRef) -> Nothing @ [Strip, Panel, Settings];
            account_sign_out(AccountRef) -> Nothing @ [Panel, Settings];
            account_approve_sign_in(AccountRef) -> Nothing @ [Panel];
            account_delete(AccountDelete) -> Nothing @ [Panel, Settings];
            account_remove_folder(AccountRef) -> Nothing @ [Settings];
            account_undo_delete(AccountRef) -> Nothing @ [Panel, Settings];
            account_rename(AccountRename) -> Nothing @ [Panel, Settings];
            account_set_colour(AccountSetColour) -> Nothing @ [Panel, Settings];
            account_set_picture(AccountSetPicture) -> Nothing @ [Panel, Settings];
            account_mute(AccountMute) -> Nothing @ [Panel, Settings];
            account_set_zoom(AccountSetZoom) -> Nothing @ [Panel, Settings];
            account_set_keys(AccountSetKeys) -> Nothing @ [Panel, Settings];
            account_keep_session(AccountKeepSession) -> Nothing @ [Panel, Settings];
            account_set_proxy(AccountSetProxy) -> Nothing @ [Panel, Settings];
            account_sleep(AccountRef) -> Nothing @ [Panel, Settings];
            account_move(AccountMove) -> Nothing @ [Panel];
            account_reorder(AccountReorder) -> Nothing @ [Strip, Panel];
            account_clear_cache(AccountRef) -> Nothing @ [Panel, Settings];
            account_copy_address(AccountRef) -> Nothing @ [Panel, Settings];
            account_keep(AccountKeep) -> Nothing @ [Panel];
            account_revoke_permission(AccountRevokePermission) -> Nothing @ [Settings];

            address_probe(AddressProbe) -> ProbeOutcome @ [Panel];
            service_try(ServiceTry) -> Nothing @ [Panel];
            service_open(Nothing) -> Nothing @ [Panel];

            page_back(AccountRef) -> Nothing @ [Strip];
            page_forward(AccountRef) -> Nothing @ [Strip];
            page_reload(AccountRef) -> Nothing @ [Strip, Panel];
            page_stop(AccountRef) -> Nothing @ [Strip];
            page_home(AccountRef) -> Nothing @ [Strip, Panel];
            page_find(PageFind) -> Nothing @ [Panel];

            pill_drop(PillDrop) -> Nothing @ [Strip];

            panel_open(PanelOpen) -> Nothing @ [Strip, Panel];
            panel_close(PanelClose) -> Nothing @ [Strip, Panel];
            panel_layout(PanelLayout) -> Nothing @ [Panel];

            ask_answer(AskAnswer) -> Nothing @ [Panel];

            download_cancel(DownloadRef) -> Nothing @ [Panel];
            download_open(DownloadRef) -> Nothing @ [Panel];
            download_show(DownloadRef) -> Nothing @ [Panel];

            workspace_save(WorkspaceSave) -> Nothing @ [Panel];
            workspace_open(WorkspaceRef) -> Nothing @ [Panel];
            workspace_open_last(Nothing) -> Nothing @ [Panel];
            workspace_delete(WorkspaceRef) -> Nothing @ [Panel];
            workspace_undo_delete(Nothing) -> Nothing @ [Panel];

            settings_open(Nothing) -> Nothing @ [Panel];
            settings_set(SettingsSet) -> Nothing @ [Settings];
            key_set(KeySet) -> Nothing @ [Settings];
            key_record(KeyRecord) -> Nothing @ [Settings];
            secrets_keep(Passphrase) -> Nothing @ [Settings];
            secrets_unlock(Passphrase) -> Nothing @ [Settings];
            secrets_change(PassphraseChange) -> Nothing @ [Settings];
            secrets_replace(Passphrase) -> Nothing @ [Settings];
            notice_dismiss(NoticeRef) -> Nothing @ [Panel, Settings];
            action_run(ActionRun) -> Nothing @ [Strip, Panel, Settings];
        }
    };
}

macro_rules! list {
    ($($name:ident($request:ident) -> $response:ident @ [$($surface:ident),*];)*) => {
        /// Every command there is.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            request: stringify!($request),
            response: stringify!($response),
            surfaces: &[$(Surface::$surface),*],
        }),*];
    };
}
with_commands!(list);
