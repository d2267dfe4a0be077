## Staff: keys and one-time codes of the HTTP APIs

login-code =
    🔑 Your one-time code: <code>{ $code }</code>
    It lets you into the shop’s back office or another program of the shop, in your name. It works once, within 5 minutes; an earlier code no longer works.

    ⚠️ Type it only where you meant to sign in. Nobody has the right to ask you for it.
keys =
    🔑 <b>API keys</b>

    { $keys }
keys-none =
    🔑 <b>API keys</b>
    There are none yet. A key lets a till, a web shop or another program work with the shop.
keys-tenant =
    A back office sends the header <b>X-Tenant-Key</b> beside its key: <code>{ $key }</code>
    It names the shop and is no secret.
key-line =
    <b>{ $name }</b> · <code>{ $shown }…</code>
    { $scopes }
    { $used }
    { $state }
key-unnamed = no name
key-used = Requests: { $uses }, last { $when }
key-unused = Not used yet
key-forever = No end date
key-until = Works until { $when }
key-ended = Ended { $when }
key-revoked = Revoked { $when }
key-scope-till = Tills and web shops
key-scope-platform-read = Parcels: see
key-scope-platform-write = Parcels: change
key-scope-customers-read = Customers: see
key-scope-customers-update = Customers: change
key-scope-bills-read = Bills: see
key-scope-bills-create = Bills: make
key-scope-bills-update = Bills: change
key-scope-all = Everything
button-scope-chosen = ☑️ { $scope }
button-key = { $name } · { $shown }…
button-keys = 🔑 API keys
button-new-key = ➕ New key
button-make-key = ✅ Make the key
button-key-uses = 📜 Requests
button-key-asks = ☑️ Ask customers about points
button-key-asks-not = ⬜️ Ask customers about points
button-key-rate = ⏱ Up to { $rate } requests a minute
button-key-no-rate = ⏱ Any number of requests
button-key-days = 📅 For { $days } days
button-key-no-days = 📅 For ever
key-uses =
    📜 The last requests of the key <b>{ $name }</b>

    { $uses }
key-use-line = { $when } · { $method } <code>{ $path }</code> · { $status } · { $address }
button-rotate-key = 🔁 Replace
button-rotate-key-yes = 🔁 Yes, replace
button-revoke-key = 🚫 Revoke
button-revoke-key-yes = 🚫 Yes, revoke
key-name-ask =
    🔑 What is the key for? Send a name by which you will know it, such as “Till by the door”.
key-name-bad = The name has { $most } characters at most. Send a shorter one.
key-scopes-ask =
    🔑 Key <b>{ $name }</b>
    What may it do? Choose as little as is needed, then make the key.
key-scopes-none = Nothing is chosen yet: choose what the key may do.
key-made =
    ✅ Key <b>{ $name }</b>:
    <code>{ $key }</code>

    ⚠️ It is shown only now. Copy it into the program, then delete this message: whoever has the key can act for the shop.
key-made-before = ✅ The key <b>{ $name }</b> is made already. It was shown once and cannot be shown again; if it is lost, replace it.
key-replaces = The old key works for { $hours } more hours.
key-rotate-question = Make a new key in place of <b>{ $name }</b>? The old one goes on working for { $hours } hours, so that there is time to change it in the program.
key-revoke-question = Revoke the key <b>{ $name }</b>? Programs that use it lose access at once, and so do the tokens they got with it.
key-is-revoked = ✅ The key <b>{ $name }</b> is revoked.
notice-key-address =
    🔑 The key <b>{ $name }</b> (<code>{ $shown }…</code>) was tried from a new address:
    { $addresses }

    Not you? Revoke it: /keys
notice-key-address-line = • <code>{ $address }</code>
notice-key-addresses-more = • and more: { $count }
notice-key-failures =
    🔑 The key <b>{ $name }</b> (<code>{ $shown }…</code>) keeps being refused. Refused requests in 24 hours: { $count }
    Check the program that uses it, or revoke the key: /keys
