## Купоны на экранах клиентов и сотрудников

coupon-group-discount = Скидка группы { $percent }: <b>−{ $amount }</b>
coupon-discount = 🎟 { $title }: <b>−{ $amount }</b>
coupon-points = 🎟 { $title }: <b>+{ points-count }</b>
coupon-gift = 🎟 { $title }
coupon-other-discount = Скидка: <b>−{ $amount }</b>
coupon-worth-points = { points-count }
coupon-worth-percent = скидка { $percent }
coupon-worth-amount = скидка { $amount }
coupon-worth-gift = подарок
coupon-until = Действует по { $date } включительно
coupon-forever = Без срока
coupon-notice =
    🎟 <b>Вам купон!</b>
    <b>{ $title }</b>: { $worth }
    { $until }

    Покажите карту на кассе, и купон применят: /card
