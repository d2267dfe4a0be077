## Egalar uchun: nimani to‘g‘rilash kerak

alarm-clock-wrong =
    ⚠️ <b>Serverning soati noto‘g‘ri</b>
    U { $shown } ni ko‘rsatyapti, aslida esa hozir { $right }.

    Soat to‘g‘rilanmaguncha ballar va bandlovlar kuymaydi, ogohlantirishlar yuborilmaydi va hech narsa o‘chirilmaydi. Sanalar Telegram soati bo‘yicha yoziladi. Serverning vaqtini to‘g‘rilang.
alarm-clock-right = ✅ Serverning soati yana to‘g‘ri. Kutib turgan hamma narsa davom etadi.
alarm-webhook-taken =
    ⚠️ <b>Boshqa dastur botning xabarlarini olib qo‘ydi</b>
    U vebxukni o‘chirdi yoki almashtirdi. Biz uni qayta o‘rnatdik.

    Takrorlansa, boshqa dasturni to‘xtating yoki @BotFather orqali tokenni almashtiring.
alarm-webhook-set =
    ⚠️ <b>Boshqa dastur botning xabarlarini olib qo‘ydi</b>
    U vebxuk o‘rnatdi. Biz uni olib tashladik.

    Takrorlansa, boshqa dasturni to‘xtating yoki @BotFather orqali tokenni almashtiring.
alarm-other-poller =
    ⚠️ <b>Boshqa dastur botning xabarlarini olyapti</b>
    Odamlar yozganlarning bir qismi unga tushyapti. Uni to‘xtating yoki @BotFather orqali tokenni almashtiring.
