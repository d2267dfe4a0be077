## The card

card =
    💳 <b>Ваша карта</b>
    Покажите QR-код на кассе или назовите цифры: <b>{ $digits }</b>
    Они действуют до { $time } и подходят для одной покупки.

    Код карты: <code>{ $code }</code>
    На карте <b>{ points-count }</b>
card-closed =
    💳 <b>Ваша карта</b>
    Код карты: <code>{ $code }</code>
    На карте <b>{ points-count }</b>
card-button-refresh = 🔄 Новые цифры
