## The card

card =
    💳 <b>Ваша карта</b>
    Код: <code>{ $code }</code>
    На карте <b>{ points-count }</b>

    Покажите QR-код на кассе или назовите цифры.
