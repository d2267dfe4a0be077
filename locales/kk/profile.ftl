## One’s own details

profile =
    👤 <b>{ $name }</b>

    Карта коды: <code>{ $code }</code>
    Қосылған күніңіз: { $since }
profile-phone = Телефон: { $phone }
profile-no-phone = Телефон: көрсетілмеген
profile-language = Тіл: { $name }
profile-referrer = Сізді шақырған дос: { $name }
