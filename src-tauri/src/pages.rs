//! Accounts' pages: hostile guests, each with a store of its own.

pub(crate) mod asks;
pub(crate) mod closing;
pub(crate) mod downloads;
pub(crate) mod limits;
pub(crate) mod notifications;
pub(crate) mod popups;

use std::{path::PathBuf, time::Duration};

use accounts::{Page, Permission};
use connectors::{NavigationPolicy, Verdict};
use domain::{AccountId, CrmAddress, WindowId};
use ipc::Question;
use store::{ReadOnly, StoreError};
use tauri::{
    LogicalPosition, LogicalSize, Manager, Url, Webview, WebviewUrl, webview::WebviewBuilder,
};

use crate::{
    account::{documents, entering},
    isolation,
    pages::limits::Kind,
    platform::{
        layout::{Layout, Native as Lay},
        page::{Native as Engine, PageEngine},
    },
    service,
    shell::Shell,
    windows::{labels, stage},
};

/// After a start, the next page in line waits no longer than this for the one before it.
const SLOW: Duration = Duration::from_secs(5);
/// What a page says at its end is on its way within this time. Told of another proxy before, the engine would send it
/// there, where nobody may be signed in yet.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Makes an account's page in a window and loads an address in it.
pub(crate) fn open(shell: &Shell, id: AccountId, window: WindowId, url: Url) -> tauri::Result<()> {
    let slow = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(SLOW).await;
        slow.send(accounts::Event::PageSlow(id));
    });
    if !documents::is_missing(shell, id) {
        return make(shell, id, window, url);
    }
    let s = shell.clone();
    shell.spawn(async move {
        documents::fetch(&s, id).await;
        s.on_main(move |shell| make_where_it_is_now(shell, id, url));
    });
    Ok(())
}

/// Makes a page that may have been closed or moved meanwhile.
fn make_where_it_is_now(shell: &Shell, id: AccountId, url: Url) {
    let state = shell.state();
    let window = state.registry.window_of(id);
    let window = window.filter(|_| state.awake.contains(&id));
    let made = window.map_or(Ok(()), |w| make(shell, id, w.id, url));
    if let Err(error) = made {
        tracing::error!(%error, account = %id, "A page could not be made");
    }
}

fn make(shell: &Shell, id: AccountId, window: WindowId, url: Url) -> tauri::Result<()> {
    let label = labels::page(id);
    let Some(window) = shell.app.get_window(&labels::window(window)) else {
        return Ok(());
    };
    if shell.app.get_webview(&label).is_some() {
        return Ok(());
    }
    if isolation::refuses(shell, id) {
        show_trouble(shell, id, accounts::Trouble::NoIsolation);
        return Ok(());
    }
    // Closed to others before there's any web content: cookies lie in it as plain text.
    let folder = match web_dir(shell, id) {
        Ok(folder) => folder,
        Err(error) => {
            tracing::error!(%error, account = %id, "An account's folder could not be made");
            let reason = no_folder(&error);
            show_trouble(shell, id, accounts::Trouble::NoFolder { reason });
            return Ok(());
        }
    };
    shell.shown().used.insert(id);
    let size = window
        .inner_size()
        .map_or(LogicalSize::new(1000.0, 700.0), |s| s.to_logical(1.0));
    // Nothing is loaded yet: the session cookies are put back first.
    let blank = WebviewUrl::External(blank());
    let builder = guarded(shell, id, folder, WebviewBuilder::new(&label, blank));
    let page = window.add_child(builder, LogicalPosition::new(0, 40), size)?;
    Lay::place_page(&window, &page)?;
    let in_front = shell
        .state()
        .registry
        .window_of(id)
        .is_some_and(|w| w.front == Some(id));
    if in_front {
        Lay::show_page(&window, Some(&page))?;
    }
    let zoom = shell.state().registry.account(id).map_or(100, |a| a.zoom);
    if zoom != 100 {
        page.set_zoom(f64::from(zoom) / 100.0)?;
    }
    Engine::dress(shell, id, &page, url)
}

/// Where a page keeps what it stores. What is to be cleared there, and can't be, no page gets.
fn web_dir(shell: &Shell, id: AccountId) -> Result<PathBuf, StoreError> {
    let state = shell.state();
    match shell.folders.read_only() {
        Some(why) if state.registry.account(id).is_some_and(|a| a.clearing) => {
            Err(StoreError::ReadOnly(why))
        }
        _ => shell.folders.web_dir(id),
    }
}

/// Why what an account stores has no place, in the contract's words.
fn no_folder(error: &StoreError) -> &'static str {
    match error {
        StoreError::ReadOnly(ReadOnly::Full) => "fullAtStart",
        full if full.is_disk_full() => "full",
        StoreError::ReadOnly(_) => "readOnly",
        _ => "other",
    }
}

/// Says what stands in place of an account's page. Nothing waits for the page any more.
pub(crate) fn show_trouble(shell: &Shell, id: AccountId, trouble: accounts::Trouble) {
    shell.send(accounts::Event::PageTrouble(id, Some(trouble)));
    shell.send(accounts::Event::PageSettled(id));
}

/// Makes an account's page anew, where it is and with what it shows. Main thread only.
pub(crate) fn remake(shell: &Shell, id: AccountId) -> tauri::Result<()> {
    let url = shell.state().wanted(id);
    url.map_or(Ok(()), |url| remake_at(shell, id, url))
}

/// Makes a page anew, and loads an address in it. Main thread only.
fn remake_at(shell: &Shell, id: AccountId, url: Url) -> tauri::Result<()> {
    shell.send(accounts::Event::PageTrouble(id, None));
    stage::close_page(shell, id)?;
    let s = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(LAST_WORDS).await;
        s.on_main(move |shell| make_where_it_is_now(shell, id, url));
    });
    Ok(())
}

/// An address that loads nothing at all.
pub(crate) fn blank() -> Url {
    Url::parse("about:blank").unwrap_or_else(|_| unreachable!("a constant that parses"))
}

/// What every page of an account has, its pop-ups too: its own store, and no way out of its site.
pub(crate) fn guarded(
    shell: &Shell,
    id: AccountId,
    folder: PathBuf,
    builder: WebviewBuilder<tauri::Wry>,
) -> WebviewBuilder<tauri::Wry> {
    let (go, pop, save) = (shell.clone(), shell.clone(), shell.clone());
    Engine::isolate(builder, folder, id)
        .disable_drag_drop_handler()
        .focused(false)
        .on_navigation(move |url| may_load(&go, id, url))
        .on_new_window(move |url, features| popups::on_new_window(&pop, id, &url, features))
        .on_download(move |_, event| downloads::on_event(&save, id, event))
}

/// Frames inside a page ask here too, and don't say that they are frames: so only the scheme decides.
/// Where the main frame may go is decided with [`main_frame`].
pub(crate) fn may_load(shell: &Shell, id: AccountId, url: &Url) -> bool {
    if entering::takes(shell, id, url) {
        return false;
    }
    match policy(shell, id).map(|p| p.frame(url)) {
        Some(Verdict::Allow) => true,
        Some(Verdict::OpenExternally) => {
            launch(shell, id, url);
            false
        }
        _ => {
            refused(shell, id, url);
            false
        }
    }
}

/// Says that a page wanted to open something that pages may not.
pub(crate) fn refused(shell: &Shell, id: AccountId, url: &Url) {
    let scheme = url.scheme();
    tracing::warn!(account = %id, scheme, "An address was refused");
    if !shell.limits.allow(id, Kind::Refusal) {
        return;
    }
    let values = [("scheme", scheme.to_owned())];
    shell.notice_of(ipc::Severity::Info, "address-refused", id, &values);
}

/// Whether the main frame of an account's page, or of a pop-up of it, goes to an address; where it
/// doesn't, does what is to be done instead. `here` loads an address in the view that asks.
pub(crate) fn main_frame(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    here: impl FnOnce(Url) + 'static,
) -> bool {
    let Some(policy) = policy(shell, id) else {
        return false;
    };
    match policy.main_frame(url) {
        Verdict::Allow => true,
        Verdict::OpenExternally => {
            launch(shell, id, url);
            false
        }
        Verdict::Ask => {
            let question = Question::OtherSite {
                url: url.to_string(),
            };
            let (s, target) = (shell.clone(), url.clone());
            asks::ask(shell, id, url, question, move |answer| {
                // `browser` opens it there; no text opens it here.
                let outside = answer.text.is_some();
                if answer.remember && answer.allow && !outside {
                    asks::remember(&s, id, &target, Permission::OtherSite, true);
                }
                match (answer.allow, outside) {
                    (true, true) => open_outside(&s, id, &target),
                    (true, false) => {
                        allow_once(&s, id, &target);
                        here(target);
                    }
                    (false, _) => {}
                }
            });
            false
        }
        Verdict::Deny => {
            let trouble = accounts::Trouble::Blocked {
                url: url.to_string(),
            };
            shell.send(accounts::Event::PageTrouble(id, Some(trouble)));
            false
        }
    }
}

/// The rules for where an account's page may go.
pub(crate) fn policy(shell: &Shell, id: AccountId) -> Option<NavigationPolicy> {
    let state = shell.state();
    let account = state.registry.account(id)?;
    let home = CrmAddress::from_base(&account.home).ok()?;
    let connector = shell.connector(id);
    let seen = account.identity_hosts.iter().map(String::as_str);
    let mut policy = NavigationPolicy::new(&connector, &home).with_identity_hosts(seen);
    // A session that has ended is as good as none: where it leads may be where one signs in.
    let inside = state.pages.get(&id).is_some_and(|p| {
        p.url.is_some() && !p.state.is_login() && p.state != accounts::PageState::Refused
    });
    policy.set_signing_in(!(account.signed_in && inside));
    let hosts = account
        .grants
        .iter()
        .filter(|g| g.permission == Permission::OtherSite && g.allowed)
        .filter_map(|g| Url::parse(&g.origin).ok());
    for origin in hosts {
        if let Some(host) = origin.host_str() {
            policy.allow_host(host);
        }
    }
    for host in shell.allowed_once(id) {
        policy.allow_host(&host);
    }
    Some(policy)
}

fn allow_once(shell: &Shell, id: AccountId, url: &Url) {
    if let Some(host) = url.host_str() {
        shell.show(|shown| shown.allowed_once.push((id, host.to_owned())));
    }
}

/// Hands an address to the system: web pages at once, programs once the person has said yes.
pub(crate) fn launch(shell: &Shell, id: AccountId, url: &Url) {
    if matches!(url.scheme(), "http" | "https") {
        open_outside(shell, id, url);
        return;
    }
    let state = shell.state();
    let scheme = format!("{}:", url.scheme());
    let answered = state.registry.account(id).and_then(|a| {
        let found = a
            .grants
            .iter()
            .find(|g| g.permission == Permission::Launch && g.origin == scheme);
        found.map(|g| g.allowed)
    });
    match answered {
        Some(true) => open_outside(shell, id, url),
        Some(false) => {}
        None => {
            let (s, target) = (shell.clone(), url.clone());
            let question = Question::Launch {
                url: url.to_string(),
            };
            asks::ask(shell, id, url, question, move |answer| {
                if answer.remember {
                    let permission = Permission::Launch;
                    let grant = accounts::Grant {
                        origin: scheme,
                        permission,
                        allowed: answer.allow,
                    };
                    s.send(accounts::Event::Grant(id, grant));
                }
                if answer.allow {
                    open_outside(&s, id, &target);
                }
            });
        }
    }
}

fn open_outside(shell: &Shell, id: AccountId, url: &Url) {
    if !shell.limits.allow(id, Kind::Outside) {
        return;
    }
    if let Err(error) = open::that_detached(url.as_str()) {
        tracing::warn!(%error, scheme = url.scheme(), "The system could not open an address");
    }
}

fn with(
    shell: &Shell,
    id: AccountId,
    f: impl FnOnce(&Webview) -> tauri::Result<()> + Send + 'static,
) {
    let label = labels::page(id);
    shell.on_main(move |shell| {
        let done = shell
            .app
            .get_webview(&label)
            .map_or(Ok(()), |page| f(&page));
        if let Err(error) = done {
            tracing::warn!(%error, "A page could not be reached");
        }
    });
}

/// Loads an address.
pub(crate) fn navigate(shell: &Shell, id: AccountId, url: Url) {
    let s = shell.clone();
    with(shell, id, move |page| {
        if Engine::needs_new_page(id) {
            ask_then_remake(&s, id, url);
            return Ok(());
        }
        page.navigate(url)
    });
}

fn ask_then_remake(shell: &Shell, id: AccountId, url: Url) {
    closing::ask_page_then(shell, id, move |shell| {
        let then = move |shell: &Shell| {
            if let Err(error) = remake_at(shell, id, url) {
                tracing::error!(%error, account = %id, "A page could not be made anew");
            }
        };
        Engine::ask_first(shell, id, Box::new(then));
    });
}

/// Loads the page again; wakes a sleeping account.
pub(crate) fn reload(shell: &Shell, id: AccountId, past_the_cache: bool) {
    if !shell.state().awake.contains(&id) {
        shell.send(accounts::Event::Open(id));
        return;
    }
    let_go(shell, id);
    if let Some(account) = shell.state().registry.account(id) {
        service::is_wanted(shell, &account.home);
    }
    let state = shell.state();
    let Some(url) = state.wanted(id) else { return };
    let wasnt_loaded = state.pages.get(&id).is_some_and(Page::wasnt_loaded);
    shell.on_main(move |shell| {
        let page = shell.app.get_webview(&labels::page(id));
        if page.is_some() && Engine::needs_new_page(id) {
            return ask_then_remake(shell, id, url);
        }
        shell.send(accounts::Event::PageTrouble(id, None));
        let done = match page {
            // For the engine it's the document before, or none at all, that would be loaded again.
            Some(page) if wasnt_loaded => page.navigate(url),
            Some(page) => Engine::reload(&page, past_the_cache),
            // There was no place for what it stores.
            None => remake_at(shell, id, url),
        };
        if let Err(error) = done {
            tracing::warn!(%error, account = %id, "A page could not be loaded again");
        }
    });
}

/// The process of an account's page is gone, and what the page asked with it. Main thread only.
pub(crate) fn process_ended(shell: &Shell, id: AccountId, reason: &'static str) {
    asks::document_is_gone(shell, id);
    show_trouble(shell, id, accounts::Trouble::Crashed { reason });
}

/// A page that hangs, or has a dialog open, doesn't hear that something else is to be loaded.
fn let_go(shell: &Shell, id: AccountId) {
    shell.on_main(move |shell| asks::drop_what_holds(shell, id));
    let state = shell.state();
    let trouble = state.pages.get(&id).and_then(|p| p.trouble.as_ref());
    if trouble == Some(&accounts::Trouble::Unresponsive) {
        with(shell, id, Engine::end_process);
    }
}

/// Stops loading.
pub(crate) fn stop(shell: &Shell, id: AccountId) {
    with(shell, id, Engine::stop);
}

/// Back in the page's history.
pub(crate) fn back(shell: &Shell, id: AccountId) {
    let_go(shell, id);
    with(shell, id, Engine::back);
}

/// Forward in the page's history.
pub(crate) fn forward(shell: &Shell, id: AccountId) {
    let_go(shell, id);
    with(shell, id, Engine::forward);
}

/// To the CRM's first page.
pub(crate) fn home(shell: &Shell, id: AccountId) {
    let state = shell.state();
    if let Some(account) = state.registry.account(id) {
        let_go(shell, id);
        navigate(shell, id, account.home.clone());
    }
}

/// Has all pages asked for in these languages from now on.
pub(crate) fn set_languages(shell: &Shell, languages: Vec<String>) {
    shell.on_main(move |shell| {
        for id in &shell.state().awake {
            let page = shell.app.get_webview(&labels::page(*id));
            let set = page.map(|page| Engine::set_languages(&page, &languages));
            if let Some(Err(error)) = set {
                tracing::warn!(%error, account = %id, "A page's language could not be set");
            }
        }
    });
}

/// The print dialog.
pub(crate) fn print(shell: &Shell, id: AccountId) {
    let s = shell.clone();
    with(shell, id, move |page| Engine::print(&s, id, page));
}

/// Searches in the page; an empty text ends the search.
pub(crate) fn find(shell: &Shell, id: AccountId, text: &str, backwards: bool) {
    let text = text.to_owned();
    if text.is_empty() {
        shell.send(accounts::Event::PageFound(id, None));
    }
    with(shell, id, move |page| Engine::find(page, &text, backwards));
}

/// The next match of the search that runs.
pub(crate) fn find_again(shell: &Shell, id: AccountId, backwards: bool) {
    with(shell, id, move |page| Engine::find_again(page, backwards));
}

/// Closes what an account's page has opened.
pub(crate) fn close_popups(shell: &Shell, id: AccountId) {
    for label in popups::of(shell, id) {
        popups::close(shell, &label);
    }
}
