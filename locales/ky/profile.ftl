## One’s own details

profile =
    👤 <b>{ $name }</b>

    Картанын коду: <code>{ $code }</code>
    Кошулган күнүңүз: { $since }
profile-phone = Телефон: { $phone }
profile-no-phone = Телефон: көрсөтүлгөн эмес
profile-language = Тил: { $name }
profile-referrer = Сизди чакырган дос: { $name }
