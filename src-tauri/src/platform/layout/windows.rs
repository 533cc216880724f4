//! What Tauri doesn't do with windows of Win32. Type-checked, not run.
#![expect(
    unsafe_code,
    reason = "COM and Win32 calls; each gets handles that live through it"
)]

use std::cell::RefCell;

use tauri::Webview;
use webview2_com::FocusChangedEventHandler;
use windows::{
    Win32::{
        Foundation::{HWND, LPARAM, LRESULT, WPARAM},
        System::LibraryLoader::GetModuleHandleW,
        UI::WindowsAndMessaging::{
            CreateWindowExW, DefWindowProcW, HWND_TOP, RegisterClassW, SWP_NOACTIVATE, SWP_NOMOVE,
            SWP_NOSIZE, SetWindowPos, WINDOW_EX_STYLE, WM_DISPLAYCHANGE, WNDCLASSW, WS_OVERLAPPED,
        },
    },
    core::w,
};

use crate::platform::page::{com, controller};

thread_local! {
    /// Label of our own page that has the keyboard.
    static FOCUSED: RefCell<Option<String>> = const { RefCell::new(None) };
    static SCREENS_CHANGED: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Puts a webview over its siblings.
pub(super) fn bring_to_top(webview: &Webview) -> tauri::Result<()> {
    let controller = controller(webview)?;
    let mut container = HWND::default();
    // SAFETY: see the module.
    unsafe {
        controller.ParentWindow(&raw mut container).map_err(com)?;
        let as_it_is = SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE;
        SetWindowPos(container, Some(HWND_TOP), 0, 0, 0, 0, as_it_is).map_err(com)
    }
}

/// From now on [`has_focus`] knows of this webview.
pub(super) fn hear_focus(webview: &Webview) -> tauri::Result<()> {
    let controller = controller(webview)?;
    let (got, lost) = (webview.label().to_owned(), webview.label().to_owned());
    let got = FocusChangedEventHandler::create(Box::new(move |_, _| {
        FOCUSED.set(Some(got.clone()));
        Ok(())
    }));
    let lost = FocusChangedEventHandler::create(Box::new(move |_, _| {
        FOCUSED.with_borrow_mut(|focused| focused.take_if(|f| *f == lost));
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: see the module.
    unsafe {
        controller.add_GotFocus(&got, &raw mut token).map_err(com)?;
        controller.add_LostFocus(&lost, &raw mut token).map_err(com)
    }
}

/// Calls back when a webview loses the keyboard.
pub(super) fn hear_blur(webview: &Webview, left: impl Fn() + 'static) -> tauri::Result<()> {
    let controller = controller(webview)?;
    let handler = FocusChangedEventHandler::create(Box::new(move |_, _| {
        left();
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: see the module.
    unsafe { controller.add_LostFocus(&handler, &raw mut token) }.map_err(com)
}

/// Whether a webview of our own has the keyboard.
pub(super) fn has_focus(webview: &Webview) -> bool {
    FOCUSED.with_borrow(|focused| focused.as_deref() == Some(webview.label()))
}

/// Calls back when monitors come, go or change. Once.
pub(super) fn follow_screens(changed: impl Fn() + 'static) {
    SCREENS_CHANGED.set(Some(Box::new(changed)));
    // Only top-level windows are told; this one is never shown.
    let class = WNDCLASSW {
        lpfnWndProc: Some(heard),
        lpszClassName: w!("NinefoldScreens"),
        ..Default::default()
    };
    // SAFETY: the class lives through both calls, its name and procedure as long as the program.
    let made = unsafe {
        let instance = GetModuleHandleW(None).map(Into::into).ok();
        RegisterClassW(&raw const class);
        let (style, name) = (WINDOW_EX_STYLE::default(), w!("Ninefold"));
        CreateWindowExW(
            style,
            class.lpszClassName,
            name,
            WS_OVERLAPPED,
            0,
            0,
            0,
            0,
            None,
            None,
            instance,
            None,
        )
    };
    if let Err(error) = made {
        tracing::warn!(%error, "Changes of monitors can't be heard");
    }
}

unsafe extern "system" fn heard(window: HWND, message: u32, w: WPARAM, l: LPARAM) -> LRESULT {
    if message == WM_DISPLAYCHANGE {
        SCREENS_CHANGED.with_borrow(|changed| {
            if let Some(changed) = changed {
                changed();
            }
        });
    }
    // SAFETY: the arguments are passed on as they came.
    unsafe { DefWindowProcW(window, message, w, l) }
}
