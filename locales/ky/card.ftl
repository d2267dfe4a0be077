## The card

card =
    💳 <b>Картаңыз</b>
    Карта коду: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар

    Кассада QR-кодду көрсөтүңүз же сандарды айтыңыз: <b>{ $digits }</b>
    Мөөнөтү { $time }, бир сатып алууга жарайт.
card-button-refresh = 🔄 Жаңы сандар
