## One’s own details

profile =
    👤 <b>{ $name }</b>

    Код карты: <code>{ $code }</code>
    С нами с { $since }
profile-phone = Телефон: { $phone }
profile-no-phone = Телефон: не указан
profile-language = Язык: { $name }
profile-referrer = Вас пригласил друг: { $name }
