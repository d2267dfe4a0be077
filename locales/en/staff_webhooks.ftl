## Staff: webhooks, to which events are sent

webhooks =
    🔗 <b>Webhooks</b>

    { $webhooks }
webhooks-none =
    🔗 <b>Webhooks</b>
    There are none yet. A webhook tells another program of the shop at once when a parcel is added or its status changes.
webhook-url = <b>{ $host }</b> · <code>{ $url }</code>
webhook-arrived = Last delivered { $when }
webhook-nothing-arrived = Nothing delivered yet
webhook-failed = ⚠️ Last failed { $when }: { $why }
webhook-waiting = ⏳ Waiting: { $count }
webhook-given-up = ❌ Given up in 30 days: { $count }
webhook-gone = ⛔️ The receiver answered on { $when } that it wants nothing more. Nothing is sent.
webhook-event-created = New parcels
webhook-event-status = Parcel statuses
webhook-fault-unknown-name = the name of the host is not known
webhook-fault-not-public = the host has no public address
webhook-fault-no-connection = no connection
webhook-fault-no-answer = no answer in time
webhook-fault-status = answer { $status }
button-webhooks = 🔗 Webhooks
button-webhook = { $host } · { $number }
button-new-webhook = ➕ New webhook
button-make-webhook = ✅ Add the webhook
button-rotate-webhook = 🔁 New secret
button-rotate-webhook-yes = 🔁 Yes, a new secret
button-remove-webhook = 🗑 Remove
button-remove-webhook-yes = 🗑 Yes, remove
button-resume-webhook = ▶️ Send again now
webhook-url-ask =
    🔗 Where shall events be sent? Send the address of the receiving program; it begins with <code>https://</code>.
webhook-events-ask =
    🔗 <code>{ $url }</code>
    Which events are to be sent? Choose, then add the webhook.
webhook-events-none = Nothing is chosen yet: choose the events.
webhook-made =
    ✅ The webhook is added: <code>{ $url }</code>
    Its secret:
    <code>{ $secret }</code>

    ⚠️ It is shown only now. Copy it into the receiving program, which checks with it that messages come from you, then delete this message.
webhook-made-before = ✅ The webhook <b>{ $host }</b> is ready. Its secret was shown once and cannot be shown again; if it is lost, make a new one.
webhook-rotated =
    ✅ The new secret of <b>{ $host }</b>:
    <code>{ $secret }</code>

    ⚠️ It is shown only now. For { $hours } hours messages are signed with both secrets, so that there is time to change it in the program.
webhook-rotate-question = Make a new secret for <b>{ $host }</b>? The old one goes on signing for { $hours } hours.
webhook-remove-question =
    Remove the webhook <b>{ $host }</b>? Nothing is sent there any more, and what waits is dropped: { $count }
webhook-is-removed = ✅ The webhook <b>{ $host }</b> is removed.
webhook-is-resumed = ✅ Sending to <b>{ $host }</b> goes on.
notice-webhook-lost =
    🔗 The webhook <b>{ $host }</b> has not answered properly for a day. Events that were given up: { $count }
    Last failure: { $why }
    Check the receiving program: /keys
notice-webhook-gone =
    🔗 The receiver <b>{ $host }</b> answered that it wants nothing more (410), so nothing is sent to it.
    Events are kept for a day. If that is a mistake, switch it on again or remove it: /keys
