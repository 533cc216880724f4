use anyhow::Result;
use reqwest::StatusCode;
use testkit::{Event, FakeCrm, Options};

use crate::browser::{SOON, between, client, header, sign_in, text};

#[tokio::test]
async fn a_session_cookie_lasts_as_long_as_the_browser_and_no_longer() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let answer = sign_in(&client()?, &crm, "acme", 1).await?;
    let cookie = header(&answer, "set-cookie")?;
    assert!(cookie.starts_with("sid_acme="), "{cookie}");
    assert!(cookie.contains("Path=/t/acme/; HttpOnly"), "{cookie}");
    assert!(
        !cookie.contains("Max-Age"),
        "a session cookie has no end: {cookie}"
    );
    assert_eq!(header(&answer, "location")?, "/t/acme/");
    Ok(())
}

#[tokio::test]
async fn a_remembered_cookie_lasts_thirty_days() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let form = [
        ("username", "user1"),
        ("password", "secret-1"),
        ("remember", "yes"),
    ];
    let answer = client()?
        .post(format!("{}login", crm.url()))
        .form(&form)
        .send()
        .await?;
    assert!(header(&answer, "set-cookie")?.contains("Max-Age=2592000"));
    let signed_in = |e: &testkit::Entry| matches!(e.event, Event::SignedIn { persistent: true });
    crm.wait_for(signed_in, SOON).await?;
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_a_stranger_and_a_user_of_another_tenant_get_nothing() -> Result<()> {
    let crm = FakeCrm::start_with(Options {
        users: 2,
        ..Options::default()
    })
    .await?;
    let tries = [
        ("user1", "secret-2"),
        ("user3", "secret-3"),
        ("user0", "secret-0"),
        ("user1@globex.example", "secret-1"),
    ];
    for (username, password) in tries {
        let form = [("username", username), ("password", password)];
        let address = format!("{}login", crm.tenant_url("acme"));
        let answer = client()?.post(address).form(&form).send().await?;
        assert_eq!(
            answer.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{username}"
        );
        assert!(answer.headers().get("set-cookie").is_none(), "{username}");
    }
    assert_eq!(crm.signed_in(), []);
    Ok(())
}

#[tokio::test]
async fn home_shows_who_is_signed_in_with_a_picture_of_their_own() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let (one, two) = (client()?, client()?);
    sign_in(&one, &crm, "acme", 1).await?;
    sign_in(&two, &crm, "acme", 2).await?;
    let home = text(&one, crm.tenant_url("acme")).await?;
    assert!(home.contains("user1@acme.example"), "{home}");
    assert!(home.contains(&crm.person("acme", 1).name), "{home}");
    let avatar = format!("{}avatar.png", crm.tenant_url("acme"));
    let first = one.get(&avatar).send().await?.bytes().await?;
    let second = two.get(&avatar).send().await?.bytes().await?;
    assert!(first.starts_with(b"\x89PNG"));
    assert_ne!(first, second, "each user has a colour");
    let sessions =
        [("acme", "user1"), ("acme", "user2")].map(|(t, u)| (t.to_owned(), u.to_owned()));
    assert_eq!(crm.signed_in(), sessions);
    Ok(())
}

#[tokio::test]
async fn tenants_on_one_address_know_nothing_of_each_other() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    for other in ["globex", "root"] {
        let answer = client.get(crm.tenant_url(other)).send().await?;
        assert_eq!(
            answer.status(),
            StatusCode::SEE_OTHER,
            "{other} asks to sign in"
        );
    }
    sign_in(&client, &crm, "root", 2).await?;
    assert!(
        text(&client, crm.tenant_url("acme"))
            .await?
            .contains("user1@acme.example")
    );
    assert!(
        text(&client, crm.url())
            .await?
            .contains("user2@root.example")
    );
    let answer = client.get(crm.tenant_url("nobody")).send().await?;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn signing_out_takes_the_pages_own_token_and_never_a_get() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let address = format!("{}logout", crm.tenant_url("acme"));
    assert_eq!(
        client.get(&address).send().await?.status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    let forged = client
        .post(&address)
        .form(&[("csrf", "guess")])
        .send()
        .await?;
    assert_eq!(forged.status(), StatusCode::FORBIDDEN);
    assert_eq!(crm.signed_in().len(), 1, "still signed in");
    let home = text(&client, crm.tenant_url("acme")).await?;
    let token = between(&home, "name=\"csrf\" value=\"", "\"")?;
    let left = client
        .post(&address)
        .form(&[("csrf", token)])
        .send()
        .await?;
    assert_eq!(header(&left, "location")?, "/t/acme/login");
    assert_eq!(crm.signed_in(), []);
    let again = client.get(crm.tenant_url("acme")).send().await?;
    assert_eq!(header(&again, "location")?, "/t/acme/login?next=/t/acme/");
    crm.wait_for(|e| e.event == Event::SignedOut, SOON).await?;
    Ok(())
}

#[tokio::test]
async fn the_two_step_login_asks_for_the_password_on_its_second_page() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let address = format!("{}login/two-step", crm.url());
    assert!(
        !text(&client, address.clone())
            .await?
            .contains("type=\"password\"")
    );
    let form = [("username", "user2@root.example")];
    let second = client
        .post(address)
        .form(&form)
        .send()
        .await?
        .text()
        .await?;
    assert!(second.contains("type=\"password\"") && second.contains("user2@root.example"));
    let form = [("username", "user2@root.example"), ("password", "secret-2")];
    client
        .post(format!("{}login", crm.url()))
        .form(&form)
        .send()
        .await?;
    assert_eq!(crm.signed_in(), [("root".to_owned(), "user2".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn after_signing_in_nobody_is_sent_to_another_site() -> Result<()> {
    let crm = FakeCrm::start().await?;
    for (next, expected) in [
        ("/t/acme/long", "/t/acme/long"),
        ("//evil.example", "/"),
        ("http://evil.example", "/"),
    ] {
        let form = [
            ("username", "user1"),
            ("password", "secret-1"),
            ("next", next),
        ];
        let answer = client()?
            .post(format!("{}login", crm.url()))
            .form(&form)
            .send()
            .await?;
        assert_eq!(header(&answer, "location")?, expected);
    }
    Ok(())
}

#[tokio::test]
async fn session_ids_are_the_same_in_every_run_of_the_same_seed() -> Result<()> {
    let mut cookies = Vec::new();
    for seed in [7, 7, 8] {
        let crm = FakeCrm::start_with(Options {
            seed,
            ..Options::default()
        })
        .await?;
        let answer = sign_in(&client()?, &crm, "acme", 1).await?;
        cookies.push(header(&answer, "set-cookie")?);
    }
    assert_eq!(cookies[0], cookies[1]);
    assert_ne!(cookies[0], cookies[2]);
    Ok(())
}
