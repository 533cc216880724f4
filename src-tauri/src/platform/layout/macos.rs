//! What Tauri doesn't do with windows of `AppKit`. Type-checked, not run.
#![expect(unsafe_code, reason = "AppKit calls, all on the main thread")]

use std::ptr::NonNull;

use block2::RcBlock;
use objc2::rc::{Retained, Weak};
use objc2_app_kit::{
    NSApplicationDidChangeScreenParametersNotification, NSEvent, NSEventMask, NSView,
    NSWindowOrderingMode,
};
use objc2_foundation::{NSNotification, NSNotificationCenter};
use objc2_web_kit::WKWebView;
use tauri::Webview;

use crate::platform::page::view;

/// Puts a webview over its siblings.
pub(super) fn bring_to_top(webview: &Webview) -> tauri::Result<()> {
    let view = view(webview)?;
    // SAFETY: main thread; the view is a live child of its parent.
    if let Some(parent) = unsafe { view.superview() } {
        parent.addSubview_positioned_relativeTo(&view, NSWindowOrderingMode::Above, None);
    }
    Ok(())
}

/// Nothing to prepare: the window knows.
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
pub(super) fn hear_focus(_webview: &Webview) -> tauri::Result<()> {
    Ok(())
}

/// Calls back when the mouse is pressed in a webview's window, but beside the webview.
pub(super) fn hear_blur(webview: &Webview, left: impl Fn() + 'static) -> tauri::Result<()> {
    let weak = Weak::from_retained(&view(webview)?);
    let block = RcBlock::new(move |event: NonNull<NSEvent>| {
        // SAFETY: AppKit's event lives through this call.
        let pressed = unsafe { event.as_ref() };
        if weak.load().is_some_and(|view| is_beside(&view, pressed)) {
            left();
        }
        event.as_ptr()
    });
    // SAFETY: the block gives back the event that it got.
    let monitor = unsafe {
        NSEvent::addLocalMonitorForEventsMatchingMask_handler(NSEventMask::LeftMouseDown, &block)
    };
    if monitor.is_none() {
        tracing::warn!("Clicks beside a menu can't be heard");
    }
    Ok(())
}

fn is_beside(view: &WKWebView, event: &NSEvent) -> bool {
    let same = view
        .window()
        .is_some_and(|w| w.windowNumber() == event.windowNumber());
    let point = view.convertPoint_fromView(event.locationInWindow(), None);
    same && !view.isHidden() && !view.mouse_inRect(point, view.bounds())
}

/// Whether a webview has the keyboard.
pub(super) fn has_focus(webview: &Webview) -> bool {
    let Ok(view) = view(webview) else {
        return false;
    };
    let responder = view.window().and_then(|w| w.firstResponder());
    let focused: Option<Retained<NSView>> = responder.and_then(|r| r.downcast().ok());
    focused.is_some_and(|f| f.isDescendantOf(&view))
}

/// Calls back when monitors come, go or change. Once.
pub(super) fn follow_screens(changed: impl Fn() + 'static) {
    let block = RcBlock::new(move |_: NonNull<NSNotification>| changed());
    // SAFETY: the notification is posted on the main thread, where the block was made; the observer lives
    // as long as the program.
    let observer = unsafe {
        NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
            Some(NSApplicationDidChangeScreenParametersNotification),
            None,
            None,
            &block,
        )
    };
    std::mem::forget(observer);
}
