## The card

card =
    💳 <b>Картаңыз</b>
    Кассада QR-кодты көрсетіңіз немесе сандарды айтыңыз: <b>{ $digits }</b>
    Мерзімі { $time }, бір сатып алуға жарайды.

    Карта коды: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар
card-closed =
    💳 <b>Картаңыз</b>
    Карта коды: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар
card-button-refresh = 🔄 Жаңа сандар
