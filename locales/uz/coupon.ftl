## Mijozlar va xodimlarga ko‘rinadigan kuponlar

coupon-group-discount = Guruh chegirmasi { $percent }: <b>−{ $amount }</b>
coupon-discount = 🎟 { $title }: <b>−{ $amount }</b>
coupon-points = 🎟 { $title }: <b>+{ points-count }</b>
coupon-gift = 🎟 { $title }
coupon-other-discount = Chegirma: <b>−{ $amount }</b>
coupon-worth-points = { points-count }
coupon-worth-percent = { $percent } chegirma
coupon-worth-amount = { $amount } chegirma
coupon-worth-gift = sovg‘a
coupon-until = { $date } kuni ham amal qiladi
coupon-forever = Muddati cheklanmagan
coupon-notice =
    🎟 <b>Sizga kupon!</b>
    <b>{ $title }</b>: { $worth }
    { $until }

    Kassada kartangizni ko‘rsating, kupon qo‘llanadi: /card
