## Coupons, as customers and staff see them

coupon-group-discount = Group discount { $percent }: <b>−{ $amount }</b>
coupon-discount = 🎟 { $title }: <b>−{ $amount }</b>
coupon-points = 🎟 { $title }: <b>+{ points-count }</b>
coupon-gift = 🎟 { $title }
coupon-other-discount = Discount: <b>−{ $amount }</b>
coupon-worth-points = { points-count }
coupon-worth-percent = { $percent } off
coupon-worth-amount = { $amount } off
coupon-worth-gift = a gift
coupon-until = Valid through { $date }
coupon-forever = No expiry date
coupon-notice =
    🎟 <b>A coupon for you!</b>
    <b>{ $title }</b>: { $worth }
    { $until }

    Show your card at the till to use it: /card
