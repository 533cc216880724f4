# Messages of the service's pages.
# Texts of failures come from the service itself; roles are found by their code: role-<code>.

## Words used in many places

name = Name
your-name = Your name
email = E-mail
username = Username
password = Password
role = Role
role-owner = Owner
role-admin = Administrator
role-member = Member
role-viewer = Viewer
show-password = Show password
hide-password = Hide password
go-on = Continue
request-id = Request { $id }
no-answer = The server doesn't answer
no-answer-detail = Check that it runs and that you are connected, then try again.

## Sign-in

sign-in = Sign in
sign-in-to = Sign in to { $crm }
login = E-mail or username
keep-signed-in = Keep me signed in
other-crm = Sign in to another CRM
address-title = Which CRM do you want to open?
address-lead = Your colleagues or your invitation know its address.
address = Address or name
address-hint = For example acme or { $example }
enter-title = Signing you in
enter-failed = You couldn't be signed in
enter-sign-in = Sign in with your password

## Set-up

setup-title = Set up your server
setup-lead = This creates your account and your first CRM.
setup-token = Set-up token
setup-token-hint = The server wrote it to its log when it started. It works once, for half an hour.
setup-create = Create CRM
password-hint = At least { $count } characters. A few words you remember are best.
crm-name = Name of the CRM
crm-name-hint = Your company or team. You can leave it empty.

## Home

sign-out = Sign out
signed-in-to = You are signed in to { $crm }
home-lead = This is how your colleagues see you.

## Nothing here

not-found-title = There is nothing here
not-found-lead = The address may be mistyped, or what was here is gone.
not-found-go = Go to sign-in
