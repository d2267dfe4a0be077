## One’s own details

profile =
    👤 <b>{ $name }</b>

    Karta kodi: <code>{ $code }</code>
    Qo‘shilgan kuningiz: { $since }
profile-phone = Telefon: { $phone }
profile-no-phone = Telefon: ko‘rsatilmagan
profile-language = Til: { $name }
profile-referrer = Sizni taklif qilgan do‘st: { $name }
