//! Sending to a real mail server (aiosmtpd).

mod sink;

use mail::{Outgoing, SendError, Transport};

use crate::sink::Sink;

fn message(to: &str) -> Outgoing {
    Outgoing {
        id: "0192f0c1".to_owned(),
        from: "Ninefold <crm@acme.example>".to_owned(),
        to: to.to_owned(),
        subject: "Новий пароль".to_owned(),
        text: "Привіт".to_owned(),
        html: "<p>Привіт</p>".to_owned(),
    }
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let mut sink = Sink::start().await;
    let transport = Transport::from_url(&sink.url().into()).expect("a transport");
    transport
        .send(&message("olena@acme.example"))
        .await
        .expect("taken");
    let got = sink.next().await;
    assert_eq!(got["from"], "crm@acme.example");
    assert_eq!(got["to"], serde_json::json!(["olena@acme.example"]));
    assert_eq!(got["subject"], "Новий пароль");
    assert_eq!(got["message_id"], "<0192f0c1@acme.example>");
    assert_eq!(got["text"], "Привіт");
    assert_eq!(got["html"], "<p>Привіт</p>");
}

#[tokio::test]
async fn what_is_refused_for_good_is_told_from_what_is_refused_for_now() {
    let sink = Sink::start().await;
    let transport = Transport::from_url(&sink.url().into()).expect("a transport");
    let never = transport.send(&message("never@acme.example")).await;
    assert!(matches!(never, Err(SendError::Unsendable(_))), "{never:?}");
    let later = transport.send(&message("later@acme.example")).await;
    assert!(matches!(later, Err(SendError::Later(_))), "{later:?}");
}

#[tokio::test]
async fn a_server_that_is_away_may_be_back_later() {
    let sink = Sink::start().await;
    let url = sink.url();
    drop(sink);
    let transport = Transport::from_url(&url.into()).expect("a transport");
    let sent = transport.send(&message("olena@acme.example")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
}
