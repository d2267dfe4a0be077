## The card

card =
    💳 <b>Картаңыз</b>
    Кассада QR-кодду көрсөтүңүз же сандарды айтыңыз: <b>{ $digits }</b>
    Мөөнөтү { $time }, бир сатып алууга жарайт.

    Карта коду: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар
card-closed =
    💳 <b>Картаңыз</b>
    Карта коду: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар
card-button-refresh = 🔄 Жаңы сандар
