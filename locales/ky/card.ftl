## The card

card =
    💳 <b>Картаңыз</b>
    Код: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар

    Кассада QR-кодду көрсөтүңүз же сандарын айтыңыз.
