## One’s own details

profile =
    👤 <b>{ $name }</b>

    Card code: <code>{ $code }</code>
    With us since { $since }
profile-phone = Phone: { $phone }
profile-no-phone = Phone: not given
profile-language = Language: { $name }
profile-referrer = A friend invited you: { $name }
