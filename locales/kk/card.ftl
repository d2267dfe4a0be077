## The card

card =
    💳 <b>Картаңыз</b>
    Карта коды: <code>{ $code }</code>
    Картада <b>{ points-count }</b> бар

    Кассада QR-кодты көрсетіңіз немесе сандарды айтыңыз: <b>{ $digits }</b>
    Мерзімі { $time }, бір сатып алуға жарайды.
card-button-refresh = 🔄 Жаңа сандар
