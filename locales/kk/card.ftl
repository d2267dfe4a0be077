## The card

card =
    💳 <b>Картаңыз</b>
    Код: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар

    Кассада QR-кодты көрсетіңіз немесе сандарын айтыңыз.
