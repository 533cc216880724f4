# Messages of the desktop client's own pages.
# Texts of errors, probes, keys and notices are found by their code: error-<code>, probe-<code>, key-<action>, notice-<code>.

## Words used in many places

close = Close
cancel = Cancel
dismiss = Dismiss
back-to-menu = Back
undo = Undo
typed-show = Show what you type
typed-hide = Hide what you type
try-again = Try again
name-full = { $count ->
    [one] A name has at most { $count } character.
   *[other] A name has at most { $count } characters.
}
account-state-adding = signing in
account-state-asleep = asleep
account-state-disconnected = disconnected
account-state-signed-out = signed out
account-state-busy = signing out…
account-state-muted = muted
account-asks = has a question
account-elsewhere = in another window
unread-count = { $count ->
    [one] { $count } unread
   *[other] { $count } unread
}
unread-many = { $text } unread
login-page-of = Login page: { $label }

## Strip

strip-name = Accounts and navigation
strip-accounts = Open accounts
strip-all-accounts = All accounts
strip-navigation = Navigation
strip-progress = Loading
strip-downloads = Downloads
strip-downloads-running = { $count ->
    [one] Downloads, { $count } running
   *[other] Downloads, { $count } running
}
strip-profile = Account menu: { $label }
strip-profile-none = Menu
strip-connection-secure = Connection: { $host }, encrypted
strip-connection-loopback = Connection: { $host }, on this computer
strip-connection-insecure = Connection: { $host }, not encrypted
strip-connection-unknown = Connection: { $host }, nothing loaded
strip-new-page = New page

## Profile menu and … menus

menu-name = Account menu
menu-accounts = Accounts
menu-filter = Filter accounts
menu-none-found = No account fits “{ $text }”.
menu-more = More for { $label }
menu-account-name = { $label }: actions
menu-add-account = Add account
menu-add-crm = Add another CRM…
menu-workspaces = Workspaces
menu-settings = Settings
menu-approve = Approve a sign-in
menu-approve-as = Approve a sign-in as { $label }
menu-sign-out-of = Sign out of { $label }
account-open = Open
account-switch = Switch to it
account-wake = Wake up
account-disconnect = Disconnect
account-sign-out = Sign out
account-delete = Delete
account-delete-sign-out = Sign out at the server, then delete
account-rename = Rename…
account-look = Colour and picture…
account-mute = Mute notifications
account-new-window = Open in a new window
account-move-here = Move to this window
account-zoom-in = Zoom in
account-zoom-out = Zoom out
account-zoom-reset = Actual size
account-zoom-now = { $percent } %
account-sleep = Put to sleep
account-clear-cache = Clear cache
account-proxy = Proxy…
account-copy-address = Copy address
account-keys-to-page = Give all keys to the page
account-keep-session = Stay signed in after a restart
workspaces-open-last = Open again what was open ({ $count ->
    [one] { $count } account
   *[other] { $count } accounts
})
workspaces-none = A workspace keeps the windows that are open now, to open them again by name.
workspaces-save = Save open windows…
workspaces-save-title = Save the open windows
workspaces-name = Name
workspaces-save-do = Save workspace
workspaces-replace-do = Replace workspace
workspaces-open = { $count ->
    [one] { $name }, { $count } account
   *[other] { $name }, { $count } accounts
}
workspaces-delete = Delete workspace { $name }
workspaces-undo = Undo: delete workspace { $name }

## Editing an account

edit-title = Edit { $label }
edit-label = Name in Ninefold
edit-label-hint = Empty: the name that the CRM gives.
edit-colour = Colour
edit-colour-own = Another colour
colour-green = Green
colour-blue = Blue
colour-orange = Orange
colour-violet = Violet
colour-pink = Pink
colour-teal = Teal
colour-ochre = Ochre
colour-red = Red
colour-olive = Olive
colour-indigo = Indigo
colour-purple = Purple
colour-grey = Grey
edit-picture = Picture
edit-picture-choose = Choose a picture…
edit-picture-remove = Use initials
edit-picture-crm = Use the CRM's picture
edit-picture-hint = PNG, JPEG or WebP. It is made small before it is kept.
edit-picture-bad = This file can't be read as a picture. Choose a PNG, JPEG or WebP file.
edit-proxy = Proxy
edit-proxy-system = As the system
edit-proxy-direct = No proxy
edit-proxy-own = Own proxy
edit-proxy-address = Address of the proxy
edit-proxy-address-hint = Such as http://proxy.example.com:3128 or socks5://127.0.0.1:1080. A name and password are asked for when they are needed. An open page is loaded anew.
edit-proxy-save = Use this proxy
edit-save = Save changes

## Picker on a login page

picker-title = Your accounts
picker-hide = Hide until the next login page

## Quick switcher

switcher-title = Switch account
switcher-field = Find an account
switcher-placeholder = Name, e-mail, host or page; 1–9 switches at once
switcher-results = Accounts
switcher-none = No account fits “{ $text }”. It can be searched by name, e-mail, host and title of its page.
switcher-found = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}

## Find in page

find-name = Find in page
find-field = Find
find-next = Next match
find-previous = Previous match
find-matches = { $count ->
    [0] No matches
    [one] { $count } match
   *[other] { $count } matches
}

## Connection

connection-title = Connection
connection-secure = Encrypted, and the server has proved that it is { $host }.
connection-loopback = A program on this computer answers. Nothing leaves it.
connection-insecure = Not encrypted. Others in the network can read and change what you send and see.
connection-unknown = Nothing is loaded, so nothing is known of the connection.
connection-address = Address
connection-account = Account

## Downloads

downloads-title = Downloads
downloads-none = Nothing has been downloaded since the program was started.
downloads-running = { $size } so far
downloads-waiting = { $size } so far, waiting for your answer
downloads-percent = { $percent } %, { $size }
downloads-done = { $size }
downloads-failed = Cut off after { $size }. Start it again on the page.
downloads-unwritten = Couldn't be written to the disk, { $size } so far. Make room, or choose another folder, then start it again on the page.
downloads-cancelled = Cancelled
downloads-dangerous = Opening this file can run a program. Open it only if you trust where it comes from.
downloads-open = Open
downloads-open-anyway = Open anyway
downloads-show = Show in folder
downloads-cancel = Cancel download of { $file }

## Keys

keys-title = Keys and actions
keys-none = no key
keys-more = Change keys in Settings
key-switch-1 = Switch to account 1
key-switch-2 = Switch to account 2
key-switch-3 = Switch to account 3
key-switch-4 = Switch to account 4
key-switch-5 = Switch to account 5
key-switch-6 = Switch to account 6
key-switch-7 = Switch to account 7
key-switch-8 = Switch to account 8
key-switch-9 = Switch to account 9
key-switch-recent = Switch to the account used last
key-switch-recent-back = The same, backwards
key-switcher = Find an account
key-add-account = Add account
key-new-window = Add another CRM in a new window
key-close = Disconnect the account in front
key-quit = Quit Ninefold
key-reopen-closed = Reopen the account closed last
key-settings = Settings
key-profile-menu = Account menu
key-find = Find in page
key-find-next = Next match
key-find-previous = Previous match
key-reload = Reload
key-reload-hard = Reload without the cache
key-stop = Stop loading
key-back = Back
key-forward = Forward
key-home = Home page of the CRM
key-zoom-in = Zoom in
key-zoom-out = Zoom out
key-zoom-reset = Actual size
key-print = Print
key-full-screen = Full screen
key-focus-next-area = Go between strip, page and panel
key-help = Show keys
key-downloads = Show downloads
key-sign-out = Sign the current account out
key-delete = Delete the current account
key-rename = Rename the current account
key-mute = Mute or unmute the current account
key-sleep = Put the current account to sleep
key-own-window = Move the current account to its own window
key-copy-address = Copy the page's address
key-clear-cache = Clear the current account's cache

## Questions of a page

ask-permission-notifications = Let this site show notifications?
ask-permission-location = Let this site know where you are?
ask-permission-microphone = Let this site use the microphone?
ask-permission-camera = Let this site use the camera?
ask-permission-cameraAndMicrophone = Let this site use the camera and the microphone?
ask-permission-screen = Let this site see your screen?
ask-permission-clipboard = Let this site read the clipboard?
ask-permission-manyFiles = Let this site save many files?
ask-permission-other = Let this site use a feature of this computer?
ask-allow = Allow
ask-block = Don't allow
ask-remember = Remember for this site and account
ask-silence = Show no more questions of this page
ask-alert = The page says
ask-confirm = The page asks
ask-ok = OK
ask-answer-field = Answer
ask-window = in the window “{ $title }”
ask-leave = Leave this page?
ask-leave-text = What you typed on it may not be saved.
ask-leave-do = Leave page
ask-leave-stay = Stay
ask-sign-in = Sign in to { $host }
ask-sign-in-realm = The server calls this area “{ $realm }”.
ask-sign-in-retry = The server didn't accept that name and password. Check them and try again.
ask-sign-in-proxy = The proxy { $host } asks for a name and password
ask-sign-in-proxy-realm = It calls itself “{ $realm }”.
ask-sign-in-proxy-retry = The proxy didn't accept that name and password. Check them and try again.
ask-sign-in-name = Name
ask-sign-in-password = Password
ask-sign-in-do = Sign in
ask-other-site = Open another site?
ask-other-site-text = This address isn't part of the CRM.
ask-other-site-here = Open here
ask-other-site-browser = Open in the browser
ask-launch = Open this with another program?
ask-launch-do = Open program
ask-stop-downloads = Quit while files are being downloaded?
ask-stop-downloads-text = { $files ->
    [one] One file isn't there yet. It ends with Ninefold, and has to be downloaded anew.
   *[other] { $files } files aren't there yet. They end with Ninefold, and have to be downloaded anew.
}
ask-stop-downloads-stay = Go on downloading
ask-stop-downloads-do = Quit
ask-no-sign-out = Remove the session from this computer?
ask-no-sign-out-text = This CRM didn't answer or confirm the sign-out, or has no way to sign out that Ninefold knows. Ninefold can remove what is stored here; the server may go on taking the sign-in as valid until it ends.
ask-no-sign-out-do = Remove session

## A sign-in that is listed already

duplicate-title = You are in the list already
duplicate-text = The new sign-in is the same person at the same address as “{ $label }”. Which one should stay?
duplicate-keep-listed = Keep { $label }
duplicate-keep-listed-hint = The new sign-in is dropped.
duplicate-keep-added = Keep the new sign-in
duplicate-keep-added-hint = It takes the place of { $label }, whose session is removed.

## What stands in place of a page

trouble-asleep = { $label } is asleep
trouble-asleep-text = Its page is unloaded to save memory. Waking brings it back where it was.
trouble-asleep-do = Wake up
trouble-offline = { $host } can't be reached
trouble-offline-unknownHost = Nobody knows this address right now. Check the network, or whether the address has changed.
trouble-offline-refused = The server is there but doesn't take connections. It may be starting again.
trouble-offline-timedOut = The server didn't answer in time. The network may be slow or cut off.
trouble-offline-reset = The server ended the connection before the page was there.
trouble-offline-other = The connection failed. Check the network.
trouble-offline-proxy = This account goes through the proxy { $proxy }. It may not be running, or not reach the server.
trouble-offline-proxySignIn = The proxy lets nothing through without a name and password.
trouble-offline-waits = The page comes back by itself once the server answers.
trouble-certificate = { $host } can't prove who it is
trouble-certificate-text = Someone may be between you and the server, so nothing was sent. Tell whoever runs the server; Ninefold can't go past this.
trouble-certificate-unknownIssuer = The certificate was signed by nobody whom this computer trusts.
trouble-certificate-expired = The certificate is out of date.
trouble-certificate-notYetValid = The certificate isn't valid yet. Check this computer's clock.
trouble-certificate-wrongHost = The certificate is for another host.
trouble-certificate-revoked = The certificate was revoked.
trouble-certificate-weak = The certificate is signed in a way that is no longer safe.
trouble-certificate-other = The certificate isn't valid.
certificate-subject = Issued to
certificate-issuer = Issued by
certificate-from = Valid from
certificate-until = Valid until
trouble-unresponsive = The page of { $label } doesn't answer
trouble-unresponsive-text = It is busy with something of its own and takes no key and no click. Other accounts are not affected.
trouble-unresponsive-waits = It comes back by itself as soon as it is done. Reloading ends what it does; what was typed there and not saved is lost.
trouble-unresponsive-do = End it and reload
trouble-crashed = The page of { $label } ended unexpectedly
trouble-crashed-crashed = A fault in the page stopped it. Other accounts are not affected.
trouble-crashed-memory = The page needed more memory than there is. Close something, then reload.
trouble-crashed-ended = The system ended the page. Other accounts are not affected.
trouble-crashed-do = Reload page
trouble-no-isolation = This account can't be opened here
trouble-no-isolation-text = This system doesn't keep this account apart from the others, and sharing a store would mix them up. “ninefold doctor” says more; on a Mac, macOS 14 or later is needed.
trouble-no-folder = { $label } can't be opened
trouble-no-folder-readOnly = What it stores can't be written on this computer. Make the data folder writable, and start Ninefold again.
trouble-no-folder-full = There is no room for what it stores. Free some space on the disk, then try again.
trouble-no-folder-fullAtStart = There is no room for what it stores. Free some space on the disk, and start Ninefold again.
trouble-no-folder-other = The folder for what it stores can't be made. Check its rights and the disk, then try again.
trouble-blocked = This address isn't opened
trouble-blocked-text = Pages may lead to web addresses only. This one leads elsewhere:
trouble-blocked-do = Go to the home page

## First start

home-title = Where is your CRM?
home-placeholder = Address or name, such as acme or crm.example.com
home-go = Continue
home-need-address = Enter the address of your CRM, such as crm.example.com.
home-tiles = Or start from a CRM that Ninefold knows
home-tile-hint = The address looks like { $example }
home-probing = Looking at { $input }…
home-accounts = Your accounts
home-safe-start = Nothing was opened, because Ninefold ended twice in a row soon after starting. Open the accounts one by one.
home-deleted = Recently deleted
home-deleted-again = Sign in again at { $address }
home-deleted-on = deleted { $date }
home-own = Open the CRM on this computer
home-try = Nothing yet? Try it on this computer
home-try-title = A CRM of your own, on this computer
home-try-text = Starts the Ninefold service here. Nothing leaves this computer.
home-try-name = Your name
home-try-email = E-mail
home-try-password = Password
home-try-password-hint = 15 characters or more. A few unrelated words are easy to remember.
home-try-password-left = { $count ->
    [one] { $count } more character
   *[other] { $count } more characters
}
home-try-password-weak = Long enough, but easy to guess
home-try-password-good = Good password
home-try-do = Create CRM
home-try-doing = Creating your CRM…
home-try-back = Use another CRM
home-try-need-name = Enter your name.
home-try-need-email = Enter an e-mail address, such as olena@example.com.

## What was found at an address

probe-notAnAddress = “{ $input }” isn't an address.
probe-notAnAddress-next = Type what stands in the browser's address bar when your CRM is open.
probe-unknownHost = Nobody knows { $host }.
probe-unknownHost-next = Check the spelling, and whether this computer is online.
probe-refused = { $host } doesn't take connections.
probe-refused-next = Check the port, or ask whoever runs the server whether it is up.
probe-timedOut = { $host } didn't answer in time.
probe-timedOut-next = Try again, or check whether a VPN is needed.
probe-certificateInvalid = { $host } can't prove who it is.
probe-certificateInvalid-next = Its certificate isn't valid, so Ninefold doesn't go on. Show this to whoever runs the server.
probe-certificateExpired = The certificate of { $host } is out of date.
probe-certificateExpired-next = Ask whoever runs the server to renew it. Check this computer's clock, too.
probe-plainHttp = { $host } answers without encryption.
probe-plainHttp-next = Others in the network could read your password. Go on only in a network that you trust.
probe-redirectsElsewhere = { $host } leads to another site: { $target }
probe-redirectsElsewhere-next = Go on if that is where your CRM lives.
probe-notHttp = { $host } answers, but not as a website does.
probe-notHttp-next = The port may belong to another service. Check the address.
probe-notAWebPage = { $host } answers, but not with a web page.
probe-notAWebPage-next = Type the address of a page that a browser would show.
probe-serverError = { $host } answers with an error of its own.
probe-serverError-next = It may be under maintenance. Try again later, or ask whoever runs the server.
probe-redirectLoop = { $host } sends in circles and shows no page.
probe-redirectLoop-next = Type the address of its sign-in page, or ask whoever runs the server.
probe-emptyAnswer = { $host } answers with nothing at all.
probe-emptyAnswer-next = Try again, or check the address.
probe-tooOld = The service at { $host } is of a version that Ninefold can't work with.
probe-tooOld-next = Update the older of the two, Ninefold or the service.
probe-proxySignIn = A proxy wants you to sign in before { $host } can be reached.
probe-proxySignIn-next = Sign in to your network in a browser, then try again.
probe-unknownCrm = { $host } answers, but Ninefold doesn't know this CRM.
probe-unknownCrm-next = It can be opened all the same; unread counts and names may be missing.
probe-alreadyAdded = { $host } is in your list already.
probe-alreadyAdded-next = Go to it, or sign in there as somebody else.
probe-works = { $host } works.
probe-works-next = Opening the login page…
probe-continue = Continue to { $host }
probe-continue-plain = Continue without encryption
probe-open = Open anyway
probe-go-to = Go to { $label }
probe-add-second = Add another account there

## Toasts

toast-deleting = { $label } will be deleted in { $seconds } s
toast-area = Notices
toast-settings = Open settings
toast-more = and { $count } more
toast-fewer = Show fewer
toast-repairs-more = { $count ->
    [one] { $count } more thing was repaired; “ninefold doctor” says what.
   *[other] { $count } more things were repaired; “ninefold doctor” says what.
}
notice-registry-repaired = { $from ->
    [1] The newest list of accounts was damaged, so the one saved before it is used. The last change may be missing: check the accounts, their order and the windows.
   *[other] The newest lists of accounts were damaged, so one from { $from } saves ago is used. What changed since may be missing: check the accounts, their order and the windows.
}
notice-registry-rebuilt = { $accounts ->
    [0] The list of accounts was damaged, and no account was found in the folders. Bring the data folder back from a backup, or add your accounts again.
    [one] The list of accounts was damaged and has been rebuilt from the account folders: { $accounts } account. Check that it is yours; open windows, workspaces and settings are as at a first start.
   *[other] The list of accounts was damaged and has been rebuilt from the account folders: { $accounts } accounts, in the order they were added. Check that all are there; open windows, workspaces and settings are as at a first start.
}
notice-registry-set-aside = A damaged file was set aside as { $file } and written anew. Nothing is missing.
notice-account-recovered = { $label } was missing from the list of accounts and has been found again in its folder. It is last in the list now.
notice-account-unreadable = The folder of an account ({ $account }) can't be read, so the account isn't in the list. Nothing was removed. Bring the folder back from a backup, or add the account again. Settings → Accounts removes the folder.
notice-account-nameless = A folder ({ $account }) holds what an account has stored, and doesn't say which. Nothing was removed. Settings → Accounts removes it.
notice-registry-read-only = A newer Ninefold wrote this list of accounts. It can be used, but changes aren't kept. Update Ninefold.
notice-storage-failed = Changes can't be saved. Free some space or check the disk; Ninefold goes on trying.
notice-data-not-removed = Some of what a deleted account had stored is still on the disk. Ninefold tries again at the next start.
notice-account-not-added-no-isolation = No account was added: accounts aren't kept apart here, and sharing a store would mix them up. “ninefold doctor” says more.
notice-account-not-added-newer-version = No account was added: a newer Ninefold wrote this list of accounts. Update Ninefold.
notice-account-not-added-folder-read-only = No account was added: the data folder can't be written. Make the folder writable, and start Ninefold again.
notice-account-not-added-address = No account was added: that isn't an address that can be opened.
notice-account-not-added-storage = No account was added: its folder couldn't be made. Check that there is space on the disk, then try again.
notice-safe-start = Ninefold ended twice in a row soon after starting, so nothing was opened by itself.
notice-isolation-failed = The self-test found that accounts aren't kept apart here ({ $kinds }). No second account is opened until that is solved. “ninefold doctor” shows the details.
notice-isolation-untested = The self-test of whether accounts are kept apart here gave no answer. Ninefold tries again at the next start; “ninefold doctor” shows the details.
notice-secrets-unavailable = The system's keychain can't be reached, so sign-ins that end with the session won't outlast a restart. To keep them, set a passphrase in Settings → Privacy and safety.
notice-secrets-locked = Sign-ins that end with the session wait for your passphrase. Enter it in Settings → Privacy and safety, and they come back.
notice-sandbox-off = The sandbox for pages isn't available on this system. Install bubblewrap and xdg-dbus-proxy, remove the file /.flatpak-info if there is one, then start Ninefold again.
notice-download-done = { $count ->
    [1] { $label }: { $file } has been downloaded.
   *[other] { $label }: { $count } files have been downloaded, { $file } last.
}
notice-download-failed = { $count ->
    [1] { $label }: { $file } couldn't be downloaded. Start it again on the page.
   *[other] { $label }: { $count } files couldn't be downloaded, { $file } last. Start them again on the page.
}
notice-download-unwritten = { $count ->
    [1] { $label }: { $file } couldn't be written to the disk. Make room, or choose another folder, then start it again on the page.
   *[other] { $label }: { $count } files couldn't be written to the disk, { $file } last. Make room, or choose another folder, then start them again on the page.
}
notice-account-signed-out = { $label } is signed out.
notice-sign-out-unconfirmed = It isn't certain that the server of { $label } has ended the sign-in. The session was removed from this computer; end it in the CRM, too.
notice-sign-out-unreached = The server of { $label } wasn't reached, so it wasn't told of the sign-out. The session was forgotten on this computer only; end it in the CRM, too, once the server is back.
notice-session-other-key = The kept sign-in of { $label } is locked with another key. Sign in again; what was kept stays, should that key come back.
notice-disk-read-only = The data folder can't be written: { $folder }. Accounts are listed but can't be opened, and nothing is kept. Make the folder writable, and start Ninefold again.
notice-disk-full = The disk with the data folder is full: { $folder }. Accounts are listed but can't be opened, and nothing is kept. Free some space, and start Ninefold again.
notice-data-folder-unusable = The data folder can't be opened: { $folder }. No account can be shown, and nothing is kept. Check its rights and the disk, and start Ninefold again.
notice-downloads-not-saved = { $files ->
    [1] { $label }: one file wasn't saved.
   *[other] { $label }: { $files } files weren't saved.
}
notice-download-folder = { $label }: Files can't be saved in { $folder }. Choose another folder in Settings → Downloads.
notice-session-not-kept = The sign-in of { $label } can't be kept for the next start. Free some space or check the disk.
notice-session-not-cleared = The session of { $label } couldn't be cleared from this computer. Ninefold tries again at the next start.
notice-already-listed = { $label } is in the list already.
notice-system-keys-unavailable = These keys can't be had in other programs: { $keys }. Another program may hold them.
notice-address-copied = Address copied.
notice-address-refused = { $label } tried to open a { $scheme }: address. Ninefold doesn't open those from a page.
notice-popups-refused = { $label } wanted to open many windows at once. Ninefold opened only the first of them.
notice-cache-cleared = The cache of { $label } is cleared.
notice-service-restarted = The service on this computer had stopped and was started again.
notice-service-failed = The service on this computer doesn't start. “ninefold doctor” shows why.

## Errors

error-accountNotFound = This account isn't there any more.
error-windowNotFound = This window isn't there any more.
error-workspaceNotFound = This workspace isn't there any more.
error-downloadNotFound = This download isn't in the list any more.
error-invalidRequest = That can't be taken as it is. Check what you entered.
error-addressInvalid = That isn't an address that can be opened.
error-pictureInvalid = The picture can't be read or is too large. Choose another one.
error-readOnly = A newer Ninefold wrote this list of accounts, so it can't be changed. Update Ninefold.
error-folderReadOnly = The data folder can't be written, so nothing can be added or changed. Make it writable or free some space, then start Ninefold again.
error-storageFailed = It couldn't be saved. Check that there is space on the disk, then try again.
error-noIsolation = This system can't give another account a store of its own, so none was added.
error-proxyInvalid = That isn't the address of a proxy. Write it like http://proxy.example.com:3128 or socks5://127.0.0.1:1080, without name and password.
error-passphraseWrong = That isn't the passphrase that was set. Check Caps Lock and the keyboard's language, then try again.
error-passphraseEmpty = Enter the passphrase.
error-folderUnusable = Files can't be saved in that folder. Choose one that exists, or that you may create.
error-secretsFailed = The key couldn't be kept or read. Check that there is space on the disk, then try again; the log has the details.
error-serviceFailed = The service on this computer didn't start. “ninefold doctor” shows why.
error-passwordWeak = This password is too easy to guess. Take a longer one, of several unrelated words.
error-serviceRefused = The service didn't accept what you entered. Check the name and the e-mail address.
error-fileFailed = The file can't be opened. It may have been moved or deleted.
error-busy = Something else is under way. Try again in a moment.
error-internal = Ninefold made a mistake. Try again; the log has the details.

## Settings

settings-title = Settings
settings-search = Search settings
settings-none-found = Nothing here fits “{ $text }”.
settings-sections = Sections
settings-general = General
settings-theme = Appearance
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-language = Language
settings-language-system = As the system
settings-new-account-in = New accounts open
settings-new-account-in-window = in a window of their own
settings-new-account-in-tab = in the current window
settings-load-tabs = Load accounts behind others at start
settings-load-tabs-hint = Switching is faster; starting takes more memory.
settings-accounts = Accounts
settings-accounts-none = No account yet. Add one, and it can be changed here.
settings-folder = Folder of an unknown account
settings-folder-text = It holds what an account has stored, and nothing says which. Who was signed in there has to sign in again.
settings-folder-remove = Remove folder
settings-account-permissions = Permissions
settings-account-permissions-none = No site of this account has asked for anything yet.
settings-permission-allowed = { $permission }: allowed
settings-permission-blocked = { $permission }: not allowed
settings-permission-revoke = Ask again
settings-permission-revoke-name = Ask again about “{ $permission }” for { $origin }
permission-notifications = Notifications
permission-location = Location
permission-microphone = Microphone
permission-camera = Camera
permission-cameraAndMicrophone = Camera and microphone
permission-screen = Screen
permission-clipboard = Clipboard
permission-otherSite = Open other sites here
permission-launch = Open with another program
permission-manyFiles = Save many files at once
permission-other = Other
settings-account-zoom = Zoom
settings-account-actions = Actions
settings-keys = Keys
settings-keys-enabled = Use Ninefold's keys
settings-keys-enabled-hint = When off, every key goes to the page.
settings-keys-system = Switch accounts from other programs, too
settings-keys-system-hint = { $first } to { $last } then belong to Ninefold everywhere.
settings-keys-system-unsupported = This system doesn't let programs take keys for themselves (Wayland). Set shortcuts for “ninefold switch 1” in the desktop's own settings instead.
settings-keys-change = Change the key for: { $action }
settings-keys-record = Press the new keys…
settings-keys-record-hint = Esc cancels, Backspace takes the key away.
settings-keys-reset = Use the default, { $chord }
settings-keys-reset-none = Use the default: no key
settings-keys-conflict-first = Also set for: { $actions }. They do this: what stands higher in the list comes first.
settings-keys-conflict-other = They do “{ $action }”, which has the same keys and stands higher in the list. Choose others for one of the two.
settings-keys-unusable = A key needs Ctrl, Alt or Cmd with it, or must be a function key.
settings-downloads = Downloads
settings-downloads-ask = Ask where to save each file
settings-downloads-folder = Folder
settings-downloads-folder-hint = Empty: the system's downloads folder.
settings-downloads-folder-save = Use this folder
settings-privacy = Privacy and safety
settings-secrets = Key for session cookies
settings-secrets-keychain = In the system's keychain. Sign-ins outlast a restart.
settings-secrets-file = In an encrypted file, under your passphrase. After each start Ninefold waits for it here.
settings-secrets-locked = In an encrypted file that waits for your passphrase. Sign-ins that end with the session come back once you enter it.
settings-secrets-none = Nowhere, because the system's keychain can't be reached. Sign-ins that end with the session don't outlast a restart.
settings-passphrase-set = Set a passphrase
settings-passphrase-text = The key is then kept in an encrypted file. After each start Ninefold waits here for the passphrase; until it comes, those sign-ins aren't there. It can't be recovered.
settings-passphrase = Passphrase
settings-passphrase-current = Current passphrase
settings-passphrase-new = New passphrase
settings-passphrase-change = Change the passphrase
settings-passphrase-changed = The passphrase is changed. From the next start on, enter the new one.
settings-passphrase-replace = Set another one instead
settings-passphrase-replace-text = For when the old passphrase is forgotten. Sign-ins kept under it stay locked: those accounts ask you to sign in once more.
settings-passphrase-hint = 8 characters or more. A few unrelated words are easy to remember.
settings-passphrase-short = That is shorter than 8 characters. Add a word.
settings-passphrase-again = The same once more
settings-passphrase-different = The two differ. Type the same passphrase twice.
settings-passphrase-setting = Setting it…
settings-passphrase-unlock = Unlock
settings-passphrase-unlocking = Unlocking…
settings-sandbox = Sandbox
settings-sandbox-on = Each page runs in the system's sandbox.
settings-sandbox-off = Pages run without the system's sandbox. On Linux it needs bubblewrap and xdg-dbus-proxy.
settings-telemetry = Telemetry
settings-telemetry-none = None. Ninefold talks to your accounts' servers alone.
settings-about = About
settings-version = Version { $version }
settings-licence = Free software under the Apache License 2.0.
settings-help = “ninefold doctor” on the command line checks this installation.
