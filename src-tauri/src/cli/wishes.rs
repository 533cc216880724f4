//! What the command line can wish for: carried out by the running program, or on the registry alone.

use std::sync::Arc;

use accounts::{Account, Busy, Context, Event, Placement, Registry, SignOutOutcome, State};
use api_client::{Certificate, Found, NoPage, Outcome, Prober};
use domain::{AccountId, Clock, SystemClock};
use ipc::ErrorCode;
use serde_json::{Value, json};
use store::{Opened, Repair, Store};
use tauri::Manager;

use super::{exchange, exit, rows};
use crate::{
    account::{adding, probe},
    control::{Reply, Wish},
    pages::closing::{self, Stays},
    platform::layout::{Layout, Native as Layouts},
    shell::Shell,
    windows::labels,
    words::Words,
};

/// Carries a wish out. What changes the registry is answered once it's on disk.
pub(crate) async fn carry_out(shell: &Shell, wish: Wish) -> Reply {
    match wish {
        Wish::Raise => {
            raise(shell);
            Reply::ok(Value::Null)
        }
        Wish::Add {
            address,
            label,
            connector,
            insecure,
        } => add(shell, &address, label, connector, insecure).await,
        Wish::List => Reply::ok(rows::list(&shell.state())),
        Wish::Status => Reply::ok(rows::status(shell)),
        Wish::Windows => Reply::ok(rows::windows(&shell.state())),
        Wish::Export => Reply::ok(exchange::export(&shell.state().registry)),
        Wish::Doctor => Reply::ok(super::doctor::told(shell).await),
        Wish::Quit => {
            if let Some(what) = closing::what_stays(shell, &Event::Quit).await {
                return stays_open(&shell.state(), &what);
            }
            shell.send(Event::Quit);
            Reply::ok(Value::Null)
        }
        wish @ (Wish::Open { .. }
        | Wish::Disconnect { .. }
        | Wish::SignOut { .. }
        | Wish::Delete { .. }
        | Wish::UndoDelete { .. }
        | Wish::Import { .. }) => change(shell, &wish).await,
    }
}

async fn change(shell: &Shell, wish: &Wish) -> Reply {
    let (events, answer) = match changes(&shell.state().registry, wish) {
        Ok(changes) => changes,
        Err(reply) => return reply,
    };
    for mut event in events {
        if let Event::Import(new, _) = &mut event {
            adding::add_what_is_known(shell, new);
        }
        let signs_out = match event {
            Event::SignOut(id)
            | Event::Delete {
                account: id,
                sign_out: true,
            } => Some(id),
            _ => None,
        };
        if let Err(error) = shell.may_wish(&event) {
            return Reply::failed(exit::DATA, error.message);
        }
        if let Some(what) = closing::what_stays(shell, &event).await {
            return stays_open(&shell.state(), &what);
        }
        if !shell.accounts.send_and_wait(event).await {
            return not_kept();
        }
        if let Some(id) = signs_out {
            return signed_out(shell, id, answer).await;
        }
    }
    Reply::ok(answer)
}

fn not_kept() -> Reply {
    let why =
        "it couldn't be written to the data directory, so it may be lost; see: ninefold doctor";
    Reply::failed(exit::DATA, why)
}

fn stays_open(state: &State, what: &Stays) -> Reply {
    let why = match what {
        Stays::Page(id) => format!(
            "a page of {} asked before it was closed, and the answer was to stay",
            name_of(state, *id)
        ),
        Stays::Asking(id) => format!(
            "a page of {} asks in its window whether to leave it already; answer there first",
            name_of(state, *id)
        ),
        Stays::Downloads => {
            "files are being downloaded, and the answer was to wait for them".to_owned()
        }
    };
    Reply::failed(exit::FAILED, why)
}

fn name_of(state: &State, id: AccountId) -> String {
    let account = state.registry.account(id);
    account.map_or_else(|| id.to_string(), |a| state.registry.name(a))
}

/// Waits for what a sign-out comes to.
async fn signed_out(shell: &Shell, id: AccountId, answer: Value) -> Reply {
    let mut changes = shell.accounts.changes();
    let is_over =
        |state: &Arc<State>| matches!(state.busy.get(&id), None | Some(Busy::Asked { .. }));
    match changes.wait_for(is_over).await {
        Ok(state) => after_sign_out(&state, id, answer),
        Err(_) => Reply::failed(exit::FAILED, "the program ended meanwhile"),
    }
}

fn after_sign_out(state: &State, id: AccountId, mut answer: Value) -> Reply {
    let account = state.registry.account(id);
    let name = name_of(state, id);
    let is_asked = matches!(state.busy.get(&id), Some(Busy::Asked { .. }));
    let (code, problem) = match state.signed_out.get(&id) {
        _ if is_asked => (
            "asked",
            format!(
                "no way to sign out of {name} worked; its window asks whether to remove the session \
                 from this computer"
            ),
        ),
        _ if account.is_some_and(|a| a.clearing) => (
            "not_cleared",
            format!("the session of {name} can't be cleared; it's tried again at the next start"),
        ),
        Some(SignOutOutcome::Unreached) => (
            "unreached",
            format!(
                "the server of {name} wasn't reached: the session was forgotten on this computer \
                 only; end it in the CRM, too, once the server is back"
            ),
        ),
        Some(SignOutOutcome::Unconfirmed) => (
            "unconfirmed",
            format!(
                "it isn't certain that the server of {name} has ended the sign-in; the session was \
                 removed from this computer; end it in the CRM, too"
            ),
        ),
        Some(SignOutOutcome::Confirmed) => ("confirmed", String::new()),
        None if account.is_some_and(|a| a.signed_in) => {
            return stays_open(state, &Stays::Page(id));
        }
        // Nobody was signed in.
        None => return Reply::ok(answer),
    };
    answer["sign_out"] = Value::from(code);
    if problem.is_empty() {
        return Reply::ok(answer);
    }
    Reply {
        value: answer,
        ..Reply::failed(exit::FAILED, problem)
    }
}

/// Brings what was used last to the front; makes a window only where there is none.
fn raise(shell: &Shell) {
    let state = shell.state();
    if let Some(account) = state.current() {
        return shell.send(Event::Open(account));
    }
    let Some(window) = state.registry.windows.first().map(|w| w.id) else {
        return shell.send(Event::NewWindow);
    };
    shell.on_main(move |shell| {
        let window = shell.app.get_window(&labels::window(window));
        if let Some(Err(error)) = window.map(|w| Layouts::raise(&w)) {
            tracing::warn!(%error, "A window could not be raised");
        }
    });
}

/// Carries out what needs no window on the registry alone: no program runs. Answered once it's on disk. What is damaged
/// is repaired by the program alone, whose windows tell of it.
pub(super) fn without_program(store: &mut Store, opened: Opened, wish: &Wish) -> Reply {
    let Opened {
        registry, repairs, ..
    } = opened;
    let mut state = State::of(registry);
    match wish {
        Wish::Export => return Reply::ok(exchange::export(&state.registry)),
        Wish::Windows => return Reply::ok(rows::windows(&state)),
        Wish::List | Wish::Status => return Reply::ok(rows::list(&state)),
        _ => {}
    }
    if repairs.iter().any(Repair::may_have_lost_a_change) {
        return Reply::failed(
            exit::DATA,
            "nothing was changed: start Ninefold first, which repairs the list of accounts and says what may be \
             missing from it",
        );
    }
    let (events, mut answer) = match changes(&state.registry, wish) {
        Ok(changes) => changes,
        Err(reply) => return reply,
    };
    if answer.get("undo").is_some() {
        answer["data_removed"] = "at_next_start".into();
    }
    let mut random = || uuid::Uuid::new_v4().as_u128();
    let mut cx = Context {
        now: SystemClock.now(),
        random: &mut random,
    };
    for event in events {
        // There is nothing to show or to close, and what must go from the disk goes at the next start.
        let _effects = state.step(event, &mut cx);
    }
    match store.save(&state.registry) {
        Ok(_) => Reply::ok(answer),
        Err(error) => Reply::failed(exit::DATA, error.to_string()),
    }
}

async fn add(
    shell: &Shell,
    address: &str,
    label: Option<String>,
    connector: Option<String>,
    insecure: bool,
) -> Reply {
    let found = match found_at(address, connector.as_deref(), insecure).await {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    probe::remember(shell, &found);
    let chosen = connector.or(Some(found.connector));
    let opened = adding::at(shell, &found.home, chosen, label)
        .and_then(|new| adding::open(shell, new, Placement::NewWindow));
    match opened {
        Ok(id) => Reply::ok(json!({ "id": id.to_string(), "address": found.base.as_str() })),
        Err(error) => {
            let is_folder = matches!(error.code, ErrorCode::ReadOnly | ErrorCode::FolderReadOnly);
            let code = if is_folder { exit::DATA } else { exit::FAILED };
            Reply::failed(code, error.message)
        }
    }
}

/// What answers at an address that can be used. One without encryption must be agreed to.
pub(super) async fn found_at(
    address: &str,
    connector: Option<&str>,
    insecure: bool,
) -> Result<Found, Reply> {
    let prober = Prober::new().map_err(|e| Reply::failed(exit::FAILED, e.to_string()))?;
    usable(&prober, address, connector, insecure).await
}

async fn usable(
    prober: &Prober,
    address: &str,
    connector: Option<&str>,
    insecure: bool,
) -> Result<Found, Reply> {
    let no = |outcome: &Outcome| Err(Reply::failed(exit::ADDRESS, why_not(outcome)));
    let outcome = match probe::look_up(prober, address, connector).await {
        plain @ Outcome::PlainHttp { .. } if !insecure => return no(&plain),
        Outcome::PlainHttp {
            address,
            found: None,
        } => prober.probe_typed(address.as_str()).await,
        outcome => outcome,
    };
    match outcome.found() {
        Some(found) => Ok(found.clone()),
        None => no(&outcome),
    }
}

/// Why an address can't be used, and what to do: as the pages say it, but for what a command line does otherwise.
fn why_not(outcome: &Outcome) -> String {
    let words = Words::of("en");
    let here = match outcome {
        Outcome::NotAnAddress { reason } => {
            return format!("{reason}; type a host such as acme.example.com");
        }
        Outcome::RedirectsElsewhere { to, .. } => {
            return format!("it leads to {to}; add that address instead");
        }
        Outcome::PlainHttp { address, .. } => {
            return format!(
                "{address} isn't encrypted; agree to that with --insecure, or add it in a window"
            );
        }
        Outcome::NotAWebPage {
            why: NoPage::Content { media_type },
            ..
        } => format!(" ({media_type})"),
        Outcome::NotAWebPage {
            why: NoPage::ServerError { status },
            ..
        } => format!(" ({status})"),
        Outcome::CertificateInvalid {
            fault,
            certificate: Some(certificate),
            ..
        } => certificate_in_words(&words, probe::reason(*fault), certificate),
        Outcome::CertificateExpired {
            certificate: Some(certificate),
            ..
        } => certificate_in_words(&words, "expired", certificate),
        _ => String::new(),
    };
    let (code, host) = probe::told(outcome);
    let text = |ending: &str| {
        let id = format!("probe-{code}{ending}");
        words.text(&id, &[("host", &host)])
    };
    format!(
        "{}{here}. {}",
        text("").trim_end_matches('.'),
        text("-next")
    )
}

/// What is wrong with a certificate, and whose it is: whoever runs the server has to know.
fn certificate_in_words(words: &Words, reason: &str, certificate: &Certificate) -> String {
    let fault = words.text(&format!("trouble-certificate-{reason}"), &[]);
    let Certificate {
        subject,
        issuer,
        not_before,
        not_after,
        names,
        ..
    } = certificate;
    let of = format!("Issued to {subject} by {issuer}, valid from {not_before} until {not_after}");
    match names.join(", ") {
        names if names.is_empty() => format!(". {fault} {of}"),
        names => format!(". {fault} {of}, for {names}"),
    }
}

/// The account that a number, an id or a label means.
fn find(registry: &Registry, text: &str) -> Result<AccountId, Reply> {
    let by_number = text
        .parse::<usize>()
        .ok()
        .and_then(|n| registry.listed().nth(n.checked_sub(1)?));
    let by_id = || text.parse().ok().and_then(|id| registry.account(id));
    if let Some(account) = by_number.or_else(by_id) {
        return match account.deletion {
            None => Ok(account.id),
            Some(_) => Err(Reply::failed(exit::NO_ACCOUNT, is_going(registry, account))),
        };
    }
    let none = format!("there's no account {text}; see: ninefold list");
    let there = registry.accounts.iter().filter(|a| a.deletion.is_none());
    only_called(registry, there, text, none).map_err(|refused| {
        let mut going = registry.accounts.iter().filter(|a| a.deletion.is_some());
        match going.find(|a| is_called(registry, a, text)) {
            Some(account) => Reply::failed(exit::NO_ACCOUNT, is_going(registry, account)),
            None => refused,
        }
    })
}

fn is_going(registry: &Registry, account: &Account) -> String {
    let (name, id) = (registry.name(account), account.id);
    format!("{name} is being deleted; take that back with: ninefold delete --undo {id}")
}

fn is_called(registry: &Registry, account: &Account, text: &str) -> bool {
    let text = text.to_lowercase();
    registry.name(account).to_lowercase() == text || account.label().to_lowercase() == text
}

/// The one account of these that is called so.
fn only_called<'a>(
    registry: &Registry,
    accounts: impl Iterator<Item = &'a Account>,
    text: &str,
    none: String,
) -> Result<AccountId, Reply> {
    let mut fitting = accounts.filter(|a| is_called(registry, a, text));
    match (fitting.next(), fitting.next()) {
        (Some(account), None) => Ok(account.id),
        (Some(_), Some(_)) => Err(Reply::failed(
            exit::NO_ACCOUNT,
            format!("several accounts are called {text}; use a number or an id"),
        )),
        (None, _) => Err(Reply::failed(exit::NO_ACCOUNT, none)),
    }
}

/// What a wish about the list of accounts makes happen, and the answer to it.
pub(super) fn changes(registry: &Registry, wish: &Wish) -> Result<(Vec<Event>, Value), Reply> {
    let (id, event) = match wish {
        Wish::Open { account } => on(registry, account, Event::Open)?,
        Wish::Disconnect { account } => on(registry, account, Event::Disconnect)?,
        Wish::SignOut { account } => on(registry, account, Event::SignOut)?,
        Wish::Delete { account, sign_out } => on(registry, account, |account| Event::Delete {
            account,
            sign_out: *sign_out,
        })?,
        Wish::UndoDelete { account } => {
            let id = find_deleted(registry, account)?;
            (id, Event::UndoDelete(id))
        }
        Wish::Import { list } => return exchange::import(registry, list),
        _ => return Ok((Vec::new(), Value::Null)),
    };
    let mut answer = json!({ "id": id.to_string() });
    let is_listed = registry.account(id).is_some_and(Account::is_listed);
    if matches!(event, Event::Delete { .. }) && is_listed {
        answer["undo"] = Value::from(format!("ninefold delete --undo {id}"));
    }
    Ok((vec![event], answer))
}

fn on(
    registry: &Registry,
    text: &str,
    event: impl FnOnce(AccountId) -> Event,
) -> Result<(AccountId, Event), Reply> {
    let id = find(registry, text)?;
    Ok((id, event(id)))
}

fn find_deleted(registry: &Registry, text: &str) -> Result<AccountId, Reply> {
    let going = || registry.accounts.iter().filter(|a| a.deletion.is_some());
    let by_id = text.parse().ok();
    let number = text.parse().ok();
    let had_number = |a: &&Account| {
        let had = a.deletion.as_ref().and_then(|d| d.number);
        had.is_some() && had == number
    };
    let mut by_number = going().filter(had_number);
    match (by_number.next(), by_number.next()) {
        (Some(account), None) => return Ok(account.id),
        (Some(_), Some(_)) => {
            return Err(Reply::failed(
                exit::NO_ACCOUNT,
                format!(
                    "several that are being deleted had the number {text}; use a label or an id"
                ),
            ));
        }
        (None, _) => {}
    }
    if let Some(account) = going().find(|a| Some(a.id) == by_id) {
        return Ok(account.id);
    }
    let none = format!(
        "{text} isn't being deleted; half a minute after a deletion it can't be undone any more, and \
         the page that adds a CRM keeps label and address for a week"
    );
    only_called(registry, going(), text, none)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use api_client::ProberOptions;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    const PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n\
                        <title>A CRM</title><form><input type=password></form>";

    async fn answer_all(listener: TcpListener) {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 1024];
            if stream.read(&mut request).await.is_ok() {
                // Whoever hangs up early has seen enough.
                let _sent = stream.write_all(PAGE.as_bytes()).await.is_ok();
            }
        }
    }

    #[tokio::test]
    async fn an_address_without_encryption_must_be_agreed_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let prober = Prober::with(ProberOptions {
            fixed_hosts: BTreeMap::from([("crm.example".to_owned(), here)]),
            ..ProberOptions::default()
        })
        .unwrap();
        let look = async {
            for typed in ["http://crm.example", "crm.example"] {
                let refused = usable(&prober, typed, None, false).await.unwrap_err();
                assert_eq!(refused.exit, exit::ADDRESS, "{typed}");
                let why = refused.error.unwrap_or_default();
                assert!(why.contains("isn't encrypted"), "{typed}: {why}");
                let agreed = usable(&prober, typed, None, true).await.unwrap();
                assert_eq!(agreed.base.as_str(), "http://crm.example", "{typed}");
            }
        };
        tokio::select! {
            () = answer_all(listener) => {}
            () = look => {}
        }
    }

    #[test]
    fn each_reason_why_there_is_no_page_has_words_of_its_own() {
        let content = NoPage::Content {
            media_type: "application/json".into(),
        };
        for (why, said) in [
            (NoPage::NotHttp, "not as a website does"),
            (content, "application/json"),
            (NoPage::ServerError { status: 503 }, "503"),
            (NoPage::RedirectLoop, "in circles"),
            (NoPage::Empty, "nothing at all"),
        ] {
            let host = "crm.example".to_owned();
            let told = why_not(&Outcome::NotAWebPage { host, why });
            assert!(told.contains(said), "{told}");
        }
    }

    /// Listed accounts of these labels, in order.
    fn listing(labels: &[&str]) -> State {
        let accounts: Vec<_> = labels
            .iter()
            .map(|label| json!({ "label": label, "address": "https://crm.example.com/" }))
            .collect();
        let list = json!({ "ninefold_accounts": 1, "accounts": accounts });
        let mut state = State::of(Registry::default());
        let (events, _) = exchange::import(&state.registry, &list).unwrap();
        for event in events {
            step(&mut state, event);
        }
        state
    }

    fn step(state: &mut State, event: Event) {
        let mut random = || 1 << 64;
        let mut cx = Context {
            now: SystemClock.now(),
            random: &mut random,
        };
        state.step(event, &mut cx);
    }

    #[test]
    fn a_label_is_found_in_capitals_or_not_listed_or_on_its_way_out() {
        let mut state = listing(&["Київ", "Berry"]);
        let id = state.registry.accounts[0].id;
        assert_eq!(find(&state.registry, "КИЇВ").unwrap(), id);
        assert!(find_deleted(&state.registry, "Київ").is_err());
        step(
            &mut state,
            Event::Delete {
                account: id,
                sign_out: false,
            },
        );
        for text in ["київ", "Київ", "1", &id.to_string()] {
            assert_eq!(find_deleted(&state.registry, text).unwrap(), id, "{text}");
        }
        for text in ["київ", &id.to_string()] {
            let refused = find(&state.registry, text).unwrap_err();
            assert_eq!(
                refused.error.unwrap_or_default(),
                format!("Київ is being deleted; take that back with: ninefold delete --undo {id}")
            );
        }
    }

    #[test]
    fn deleting_names_what_takes_it_back_and_the_same_number_does() {
        let mut state = listing(&["Київ", "Berry", "Clay"]);
        let delete = |state: &mut State| {
            let wish = Wish::Delete {
                account: "2".into(),
                sign_out: false,
            };
            let (events, answer) = changes(&state.registry, &wish).unwrap();
            for event in events {
                step(state, event);
            }
            answer["undo"].as_str().unwrap().to_owned()
        };
        let berry = state.registry.accounts[1].id;
        assert_eq!(
            delete(&mut state),
            format!("ninefold delete --undo {berry}")
        );
        assert_eq!(find_deleted(&state.registry, "2").unwrap(), berry);
        // The next one moves up to its number.
        delete(&mut state);
        let refused = find_deleted(&state.registry, "2").unwrap_err();
        assert!(
            refused
                .error
                .unwrap_or_default()
                .contains("had the number 2")
        );
        assert_eq!(find_deleted(&state.registry, "berry").unwrap(), berry);
    }

    #[test]
    fn what_is_no_address_is_told_why_and_a_certificate_with_its_details() {
        let typed = |text: &str| why_not(&domain::address::parse(text).unwrap_err().into());
        assert!(typed("ftp://acme.example.com").starts_with("addresses that start with ftp:"));
        assert!(typed("me@acme.example.com").starts_with("this is an e-mail address"));

        let day = |day: i64| jiff::Timestamp::from_second(day * 86_400).unwrap();
        let told = why_not(&Outcome::CertificateInvalid {
            host: "acme.example.com".into(),
            fault: api_client::CertificateFault::SelfSigned,
            certificate: Some(Certificate {
                subject: "CN=acme".into(),
                issuer: "CN=nobody".into(),
                not_before: day(1),
                not_after: day(2),
                names: vec!["acme.example.com".into(), "acme.test".into()],
                self_signed: true,
            }),
        });
        assert_eq!(
            told,
            "acme.example.com can't prove who it is. The certificate was signed by nobody whom this computer \
             trusts. Issued to CN=acme by CN=nobody, valid from 1970-01-02T00:00:00Z until \
             1970-01-03T00:00:00Z, for acme.example.com, acme.test. Its certificate isn't valid, so Ninefold \
             doesn't go on. Show this to whoever runs the server."
        );
    }

    #[test]
    fn of_several_on_their_way_out_none_is_guessed() {
        let mut state = listing(&["Acme", "acme"]);
        let ids: Vec<_> = state.registry.accounts.iter().map(|a| a.id).collect();
        for account in &ids {
            step(
                &mut state,
                Event::Delete {
                    account: *account,
                    sign_out: false,
                },
            );
        }
        let refused = find_deleted(&state.registry, "Acme").unwrap_err();
        assert!(
            refused
                .error
                .unwrap_or_default()
                .contains("use a number or an id")
        );
        assert_eq!(
            find_deleted(&state.registry, &ids[1].to_string()).unwrap(),
            ids[1]
        );
    }

    #[test]
    fn a_sign_out_that_the_server_did_not_hear_of_fails_and_says_so() {
        let mut state = listing(&["Acme"]);
        let id = state.registry.accounts[0].id;
        let told = |state: &State| {
            let reply = after_sign_out(state, id, json!({ "id": id.to_string() }));
            let code = reply.value["sign_out"].as_str().map(ToOwned::to_owned);
            (code, reply.exit, reply.error.unwrap_or_default())
        };
        assert_eq!(told(&state), (None, exit::OK, String::new()));
        state.registry.accounts[0].signed_in = true;
        let (_, code, error) = told(&state);
        assert!(code == exit::FAILED && error.contains("to stay"), "{error}");
        for (outcome, code, exit, said) in [
            (SignOutOutcome::Confirmed, "confirmed", exit::OK, ""),
            (
                SignOutOutcome::Unconfirmed,
                "unconfirmed",
                exit::FAILED,
                "isn't certain",
            ),
            (
                SignOutOutcome::Unreached,
                "unreached",
                exit::FAILED,
                "wasn't reached",
            ),
        ] {
            state.signed_out.insert(id, outcome);
            let (told_code, told_exit, error) = told(&state);
            assert_eq!((told_code.as_deref(), told_exit), (Some(code), exit));
            assert!(error.contains(said), "{error}");
        }
        state.busy.insert(id, Busy::Asked { delete: false });
        assert_eq!(told(&state).0.as_deref(), Some("asked"));
        state.busy.remove(&id);
        state.registry.accounts[0].clearing = true;
        assert_eq!(told(&state).0.as_deref(), Some("not_cleared"));
    }
}
