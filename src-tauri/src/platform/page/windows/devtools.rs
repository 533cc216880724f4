//! The `DevTools` protocol, which the program may speak with its own pages and nobody else. No port is
//! opened for it.

use serde_json::{Value, json};
use webview2_com::{
    CallDevToolsProtocolMethodCompletedHandler, DevToolsProtocolEventReceivedEventHandler,
    Microsoft::Web::WebView2::Win32::ICoreWebView2,
};
use windows::core::{HSTRING, Result, w};

use super::text;
use crate::platform::page::watching::{HANDLER, WORLD};

/// Name of the function through which our world tells the program: it exists there only.
const TELL: &str = "ninefoldTell";

/// Calls a method; `then` gets its answer, null where it failed.
pub(super) fn call(
    core: &ICoreWebView2,
    method: &'static str,
    parameters: &Value,
    then: impl FnOnce(Value) + 'static,
) -> Result<()> {
    let done = CallDevToolsProtocolMethodCompletedHandler::create(Box::new(move |result, json| {
        if let Err(error) = result {
            tracing::warn!(%error, method, "The engine's protocol refused a call");
        }
        then(serde_json::from_str(&json).unwrap_or_default());
        Ok(())
    }));
    let parameters = HSTRING::from(parameters.to_string());
    // SAFETY: the texts live through the call, which copies them.
    unsafe { core.CallDevToolsProtocolMethod(&HSTRING::from(method), &parameters, &done) }
}

/// Runs a script in each main frame's document once it's there, in our world; `told` gets what it posts
/// to `webkit.messageHandlers`, as WebKit's pages do.
pub(super) fn watch(
    core: &ICoreWebView2,
    script: &str,
    mut told: impl FnMut(&str) + 'static,
) -> Result<()> {
    let heard = DevToolsProtocolEventReceivedEventHandler::create(Box::new(move |_, args| {
        let Some(args) = args else { return Ok(()) };
        // SAFETY: the getter fills in a text that is ours to free.
        let event = text(|t| unsafe { args.ParameterObjectAsJson(t) });
        let event: Value = serde_json::from_str(&event).unwrap_or_default();
        if event["name"] == TELL
            && let Some(payload) = event["payload"].as_str()
        {
            told(payload);
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: the handler is kept by the receiver, which the page keeps.
    unsafe {
        core.GetDevToolsProtocolEventReceiver(w!("Runtime.bindingCalled"))?
            .add_DevToolsProtocolEventReceived(&heard, &raw mut token)?;
    }
    let binding = json!({ "name": TELL, "executionContextName": WORLD });
    let source = json!({ "source": in_time(script), "worldName": WORLD, "runImmediately": true });
    let nothing = json!({});
    call(core, "Page.enable", &nothing, |_| {})?;
    call(core, "Runtime.addBinding", &binding, |_| {})?;
    call(
        core,
        "Page.addScriptToEvaluateOnNewDocument",
        &source,
        |_| {},
    )
}

/// A script that runs when its document is there, in the main frame alone.
fn in_time(script: &str) -> String {
    let tell = format!("(text) => {{ globalThis.{TELL}(text); return Promise.resolve(); }}");
    format!(
        "if (globalThis === globalThis.top) {{
            globalThis.webkit = {{ messageHandlers: {{ {HANDLER}: {{ postMessage: {tell} }} }} }};
            const start = () => {{ {script} }};
            if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
            else start();
        }}"
    )
}

/// Runs a script in our world of the main frame.
pub(super) fn run_apart(core: &ICoreWebView2, script: &str) -> Result<()> {
    let (core_, script) = (core.clone(), script.to_owned());
    call(core, "Page.getFrameTree", &json!({}), move |tree| {
        let world = json!({ "frameId": tree["frameTree"]["frame"]["id"], "worldName": WORLD });
        let core = core_.clone();
        let made = call(&core_, "Page.createIsolatedWorld", &world, move |world| {
            let run = json!({ "expression": script, "contextId": world["executionContextId"], "silent": true });
            log(call(&core, "Runtime.evaluate", &run, |_| {}));
        });
        log(made);
    })
}

fn log(result: Result<()>) {
    if let Err(error) = result {
        tracing::warn!(%error, "A script of ours could not be run");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watching_script_finds_its_message_handler() {
        let script = in_time("work();");
        assert!(script.contains("messageHandlers: { state: { postMessage:"));
        assert!(script.contains("const start = () => { work(); };"));
    }
}
