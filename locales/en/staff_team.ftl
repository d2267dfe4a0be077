## Staff: the team and its roles

team =
    👥 <b>Staff</b>

    { $members }
team-line = • { $name }: { $role }
team-configured = • { $name }: owner, named in the settings of the program
button-member = { $name } · { $role }
button-appoint = ➕ Add
button-team = 👥 Staff
appoint-ask =
    👥 Who joins the staff?
    Send the code, phone or @username, or share their contact. They must have opened this bot once.
appoint-no-telegram = <b>{ $name }</b> has not opened this bot yet. Ask them to press Start here, then send the code again.
team-newcomer =
    👤 <b>{ $name }</b>
    Which role?
team-member =
    👤 <b>{ $name }</b>
    Role: <b>{ $role }</b>

    Choose another role, or dismiss:
button-dismiss = 🚫 Dismiss
dismiss-question = Dismiss <b>{ $name }</b>? They lose access at once.
button-dismiss-yes = 🚫 Yes, dismiss
appointed = ✅ <b>{ $name }</b>: { $role }
dismissed = ✅ <b>{ $name }</b> is no longer on the staff.
team-is-configured = <b>{ $name }</b> is an owner by the settings of the program; that cannot be changed here.
notice-appointed =
    👥 You are on the staff of the shop now: <b>{ $role }</b>
    Your work keys are below. What you can do: /help
notice-dismissed = You are no longer on the staff. Your card and points stay with you.
