## The card

card =
    💳 <b>Kartangiz</b>
    Kod: <code>{ $code }</code>
    Kartada <b>{ points-count }</b> bor

    Kassada QR-kodni ko‘rsating yoki raqamlarini ayting.
