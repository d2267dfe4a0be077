## Кардарлар менен кызматкерлерге көрүнгөн купондор

coupon-group-discount = Топтун арзандатуусу { $percent }: <b>−{ $amount }</b>
coupon-discount = 🎟 { $title }: <b>−{ $amount }</b>
coupon-points = 🎟 { $title }: <b>+{ points-count }</b>
coupon-gift = 🎟 { $title }
coupon-other-discount = Арзандатуу: <b>−{ $amount }</b>
coupon-worth-points = { points-count }
coupon-worth-percent = { $percent } арзандатуу
coupon-worth-amount = { $amount } арзандатуу
coupon-worth-gift = белек
coupon-until = { $date } күнүн кошо алганда жарактуу
coupon-forever = Мөөнөтү чектелген эмес
coupon-notice =
    🎟 <b>Сизге купон!</b>
    <b>{ $title }</b>: { $worth }
    { $until }

    Кассада картаңызды көрсөтүңүз, купон колдонулат: /card
