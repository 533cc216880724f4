use std::path::Path;

use anyhow::Result;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use testkit::{Event, FakeCrm};
use tokio::io::AsyncBufReadExt;

use crate::browser::{SOON, client, header, text};

const ALL: [&str; 22] = [
    "popups",
    "downloads",
    "dialogs",
    "asks",
    "keys",
    "links",
    "long",
    "notify",
    "print",
    "frames",
    "frame",
    "pdf",
    "upload",
    "heavy?mb=1",
    "title?t=x",
    "hostile?commands=a,b",
    "popups/child",
    "popups/sign-in",
    "login",
    "login/two-step",
    "login/modal",
    "status?code=200",
];

#[tokio::test]
async fn every_page_is_there_at_the_root_and_under_a_tenant_with_nothing_left_to_fill_in()
-> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    for base in [crm.url(), crm.tenant_url("acme")] {
        for path in ALL {
            let answer = client.get(format!("{base}{path}")).send().await?;
            assert_eq!(answer.status(), 200, "{base}{path}");
            let page = answer.text().await?;
            assert!(
                page.contains("</html>") && !page.contains("{{"),
                "{base}{path}: {page}"
            );
        }
        let script = client.get(format!("{base}__page.js")).send().await?;
        assert_eq!(header(&script, "content-type")?, "text/javascript");
    }
    Ok(())
}

#[tokio::test]
async fn what_comes_from_the_address_is_text_and_never_markup() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let page = text(&client()?, format!("{}title?t=%3Cb%3E%22", crm.url())).await?;
    assert!(page.contains("<title>&lt;b&gt;&quot;</title>"), "{page}");
    Ok(())
}

#[tokio::test]
async fn pop_ups_point_at_the_same_server_under_its_other_name() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let page = text(&client()?, format!("{}popups", crm.url())).await?;
    assert!(
        page.contains(&format!("http://localhost:{}", crm.port())),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_in_in_a_pop_up_signs_the_opener_in() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let form = [("username", "user1"), ("password", "secret-1")];
    let address = format!("{}popups/sign-in", crm.tenant_url("acme"));
    let answer = client
        .post(address)
        .form(&form)
        .send()
        .await?
        .text()
        .await?;
    assert!(answer.contains("window.close()"));
    assert!(
        text(&client, crm.tenant_url("acme"))
            .await?
            .contains("user1@acme.example")
    );
    Ok(())
}

#[tokio::test]
async fn redirects_go_over_as_many_hops_as_asked() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let first = client
        .get(format!(
            "{}redirect?hops=1&to=http://a.example/?x=1%26y=2",
            crm.url()
        ))
        .send()
        .await?;
    let next = header(&first, "location")?;
    assert_eq!(
        next,
        "/redirect?hops=0&to=http%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2"
    );
    let second = client
        .get(format!("{}{}", crm.url(), &next[1..]))
        .send()
        .await?;
    assert_eq!(header(&second, "location")?, "http://a.example/?x=1&y=2");
    let permanent = client
        .get(format!("{}redirect?code=308&to=/long", crm.url()))
        .send()
        .await?;
    assert_eq!(permanent.status(), StatusCode::PERMANENT_REDIRECT);
    Ok(())
}

#[tokio::test]
async fn basic_authentication_asks_and_lets_the_right_one_in() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let address = format!("{}auth", crm.url());
    let bare = client.get(&address).send().await?;
    assert_eq!(
        header(&bare, "www-authenticate")?,
        "Basic realm=\"Call centre\", charset=\"UTF-8\""
    );
    let wrong = client
        .get(&address)
        .basic_auth("user1", Some("no"))
        .send()
        .await?;
    assert_eq!(wrong.status(), 401);
    let right = client
        .get(&address)
        .basic_auth("user1", Some("secret-1"))
        .send()
        .await?;
    assert!(right.text().await?.contains("Let in"));
    Ok(())
}

#[tokio::test]
async fn downloads_carry_their_names_as_they_stand() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let name = async |query: &str| -> Result<String> {
        let answer = client
            .get(format!("{}downloads/{query}", crm.url()))
            .send()
            .await?;
        header(&answer, "content-disposition")
    };
    assert_eq!(
        name("report.csv").await?,
        "attachment; filename=\"report.csv\""
    );
    let evil = name("named?name=../../.bad/na%20me.csv").await?;
    assert_eq!(evil, "attachment; filename=\"../../.bad/na me.csv\"");
    let unicode = name("named?name=%D0%B7.csv").await?;
    assert_eq!(unicode, "attachment; filename*=UTF-8''%D0%B7%2E%63%73%76");
    Ok(())
}

#[tokio::test]
async fn a_held_download_stops_at_the_half_and_ends_when_released() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let address = format!("{}downloads/held?name=mine", crm.url());
    let mut answer = client()?.get(address).send().await?;
    assert_eq!(answer.content_length(), Some(5_000_000));
    let mut got = 0;
    while got < 2_500_000 {
        got += answer.chunk().await?.map_or(0, |chunk| chunk.len());
    }
    assert_eq!(got, 2_500_000, "the second half is kept back");
    crm.release("mine");
    while let Some(chunk) = answer.chunk().await? {
        got += chunk.len();
    }
    assert_eq!(got, 5_000_000);
    crm.wait_for(
        |e| matches!(e.event, Event::Download { whole: true, .. }),
        SOON,
    )
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_download_that_is_broken_off_is_in_the_log() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let mut answer = client()?
        .get(format!("{}downloads/held", crm.url()))
        .send()
        .await?;
    answer.chunk().await?;
    drop(answer);
    let broken = crm
        .wait_for(
            |e| matches!(e.event, Event::Download { whole: false, .. }),
            SOON,
        )
        .await?;
    let Event::Download { path, .. } = broken.event else {
        panic!("a download")
    };
    assert_eq!(path, "/downloads/held");
    Ok(())
}

#[tokio::test]
async fn an_upload_is_answered_with_name_and_size() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let part = Part::bytes(vec![0; 1234]).file_name("звіт.pdf");
    let request = client
        .post(format!("{}upload", crm.url()))
        .multipart(Form::new().part("file", part));
    assert!(
        request
            .send()
            .await?
            .text()
            .await?
            .contains("&quot;звіт.pdf&quot; 1234")
    );
    let said = crm.wait_for(|e| e.said("upload").is_some(), SOON).await?;
    assert_eq!(
        said.said("upload"),
        Some(&json!([{ "name": "звіт.pdf", "size": 1234 }]))
    );
    Ok(())
}

#[tokio::test]
async fn a_hanging_page_hangs_until_it_is_released() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let release = async {
        let entry = crm.wait_for(|e| e.is_request_for("/hang"), SOON).await?;
        assert!(
            matches!(entry.event, Event::Request { status: None, .. }),
            "not answered yet"
        );
        crm.release("it");
        anyhow::Ok(())
    };
    let (answer, released) = tokio::join!(
        client.get(format!("{}hang?name=it", crm.url())).send(),
        release
    );
    released?;
    assert!(answer?.text().await?.contains("Released."));
    Ok(())
}

#[tokio::test]
async fn the_pdf_is_shown_or_offered() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let shown = client
        .get(format!("{}document.pdf", crm.url()))
        .send()
        .await?;
    assert_eq!(header(&shown, "content-type")?, "application/pdf");
    assert_eq!(
        header(&shown, "content-disposition")?,
        "inline; filename=\"offer.pdf\""
    );
    assert!(shown.bytes().await?.starts_with(b"%PDF-1.4"));
    Ok(())
}

#[tokio::test]
async fn two_programs_of_it_can_run_at_once_and_say_where() -> Result<()> {
    let program = Path::new(env!("CARGO_BIN_EXE_fake-crm"));
    let mut running = Vec::new();
    for _ in 0..2 {
        let mut child = tokio::process::Command::new(program)
            .args(["--tenant", "umbrella"])
            .stdout(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().expect("piped above");
        let mut line = String::new();
        tokio::io::BufReader::new(stdout)
            .read_line(&mut line)
            .await?;
        let ready: serde_json::Value = serde_json::from_str(&line)?;
        assert_eq!(ready["ready"], json!(true));
        running.push((child, ready["http"].as_str().unwrap_or_default().to_owned()));
    }
    assert_ne!(running[0].1, running[1].1, "each has a port of its own");
    for (_, address) in &running {
        let answer = client()?
            .get(format!("{address}t/umbrella/login"))
            .send()
            .await?;
        assert_eq!(answer.status(), 200);
    }
    Ok(())
}
