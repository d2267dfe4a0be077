## Клиенттер мен қызметкерлерге көрінетін купондар

coupon-group-discount = Топ жеңілдігі { $percent }: <b>−{ $amount }</b>
coupon-discount = 🎟 { $title }: <b>−{ $amount }</b>
coupon-points = 🎟 { $title }: <b>+{ points-count }</b>
coupon-gift = 🎟 { $title }
coupon-other-discount = Жеңілдік: <b>−{ $amount }</b>
coupon-worth-points = { points-count }
coupon-worth-percent = { $percent } жеңілдік
coupon-worth-amount = { $amount } жеңілдік
coupon-worth-gift = сыйлық
coupon-until = { $date } күнін қоса алғанда жарамды
coupon-forever = Мерзімі шектелмеген
coupon-notice =
    🎟 <b>Сізге купон!</b>
    <b>{ $title }</b>: { $worth }
    { $until }

    Кассада картаңызды көрсетіңіз, купон қолданылады: /card
